"""Gathers every wording for the translators: python -m scripts.words, or make words.

Writes translations/messages.pot, brings each language's catalogue up to date with it, and says how complete each is.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "translations" / "messages.pot"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2"])
HEADER = "# Every wording of the portal, for its translators. Written by 'make words'."
# A time would make two people's catalogues differ when nothing has changed.
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)


def gathered() -> Catalog:
    """Return every wording there is, in the order of the files they stand in."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"trimmed": mapping.get("trimmed", "false")} for mapping in mappings}
    catalogue = Catalog(project="Heard", charset="utf-8", header_comment=HEADER, creation_date=UNCHANGING, fuzzy=False)
    for file, _line, message, comments, context in sorted(_found(methods, options), key=lambda found: found[:2]):
        catalogue.add(message, None, [(file, 1)], auto_comments=comments, context=context)
    return catalogue


def _found(methods: list[tuple[str, str]], options: dict[str, dict[str, str]]) -> Iterator[tuple[Any, ...]]:
    for folder in ("forms", "portal", "templates"):
        # The patterns name the folders, so each is walked from the root; the environment beside them is not.
        inside = [
            (pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(folder)
        ]
        settings = {pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()}
        for file, *rest in extract_from_dir(ROOT / folder, inside, settings, KEYWORDS, strip_comment_tags=True):
            yield (f"{folder}/{file}", *rest)


def main() -> None:
    """Write the template and bring every catalogue up to date."""
    template = gathered()
    _write(TEMPLATE, template)
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(template)} wordings")
    for path in sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        catalogue.update(template, no_fuzzy_matching=False)
        _write(path, catalogue)
        done = sum(_translated(message) for message in catalogue)
        print(f"{path.parent.parent.name}: {done} of {len(template)} wordings translated")


def _translated(message: Message) -> bool:
    words = (message.string,) if isinstance(message.string, str) else (message.string or ("",))
    return bool(message.id) and all(words) and not message.fuzzy


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, ignore_obsolete=True)


if __name__ == "__main__":
    main()
