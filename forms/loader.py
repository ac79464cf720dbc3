"""Reads questionnaire files; refuses what is wrong, naming the file, the key and the mend."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from forms.schema import Measure, Questionnaire

Model = TypeVar("Model", Measure, Questionnaire)

MENDS = {
    "missing": "add it",
    "extra_forbidden": "this key is not known here; remove it or correct its spelling",
    "enum": "use one of the words the message lists",
    "string_pattern_mismatch": "use small letters, digits and underscores, beginning with a letter",
}


class FormFileError(Exception):
    """A questionnaire file that cannot be used: the message names file, key and mend."""


def load_measures(path: Path) -> Mapping[str, Measure]:
    """Read the measures file.

    Returns every measure by key; raises FormFileError if the file cannot be used.
    """
    return {key: _build(Measure, path, {"key": key, **_table(path, key, words)}) for key, words in _read(path).items()}


def load_questionnaire(path: Path, measures: Mapping[str, Measure]) -> Questionnaire:
    """Read one questionnaire file.

    Returns the questionnaire; raises FormFileError if the file is not sound, its name does not say
    what it holds, or it counts toward a measure that is not known for its audience.
    """
    questionnaire = _build(Questionnaire, path, _read(path))
    expected = f"{questionnaire.slug}.v{questionnaire.version}.toml"
    if path.name != expected:
        raise FormFileError(f"{path.name}: the file must be called '{expected}' for what it holds; rename it")
    for question in questionnaire.by_key.values():
        if question.measure is None:
            continue
        measure = measures.get(question.measure)
        if measure is None or measure.words_for(questionnaire.audience) is None:
            raise FormFileError(
                f"{path.name}: question '{question.key}': measure '{question.measure}' has no words for "
                f"'{questionnaire.audience}'; add them to measures.toml or correct the name"
            )
    return questionnaire


def check_published(paths: Iterable[Path], published: Path) -> None:
    """Raise FormFileError if a published version was changed or has gone.

    `published` holds one SHA-256 digest a file: answers already given were given to exactly those words.
    """
    digests = _read(published) if published.exists() else {}
    here = {path.name: path for path in paths}
    for name, digest in digests.items():
        if name not in here:
            raise FormFileError(f"{name}: this version was published and its file is gone; put it back")
        if digest_of(here[name]) != digest:
            raise FormFileError(
                f"{name}: this version was published and has been changed since; "
                "put it back as it was and make your change in a new version"
            )


def digest_of(path: Path) -> str:
    """Return the SHA-256 digest of a questionnaire file, the same whatever its line endings."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormFileError(f"{path.name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormFileError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise FormFileError(f"{path.name}: is not TOML: {error}") from error


def _table(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise FormFileError(f"{path.name}: '{key}' must be a table of words, one for each audience")
    return value


def _build(model: type[Model], path: Path, content: dict[str, object]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = [
            f"{path.name}: {_where(item['loc'], content)}: {_mend(item['type'], item['msg'])}"
            for item in error.errors()
        ]
        raise FormFileError("\n".join(lines)) from error


def _where(location: tuple[int | str, ...], content: object) -> str:
    """Name a place in a file by keys a person can search for, not by numbers."""
    named = []
    for step in location:
        if isinstance(content, dict):
            content = content.get(str(step))
            named.append(str(step))
        elif isinstance(content, list) and isinstance(step, int):
            content = content[step]
            entry = content if isinstance(content, dict) else {}
            named.append(repr(entry.get("key") or entry.get("value") or step))
    return " ".join(named) or "the questionnaire"


def _mend(error_type: str, message: str) -> str:
    words = message.removeprefix("Value error, ")
    return f"{words}; {MENDS[error_type]}" if error_type in MENDS else words
