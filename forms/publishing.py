"""Publishes versions: writes down a digest of each, so that what people answered cannot change afterwards."""

import tomllib
from pathlib import Path

from forms.loader import digest_of

OPENING = "# A digest of each version in use, written by 'flask portal publish'. A published version never changes.\n"


def publish(folder: Path, published: Path) -> list[str]:
    """Add each file of a folder that is not published yet to the list; return their names.

    What is in the list already stays as it is, even if its file has changed: the loader refuses such a file.
    """
    digests = tomllib.loads(published.read_text(encoding="utf-8")) if published.exists() else {}
    new = {path.name: digest_of(path) for path in sorted(folder.glob("*.toml")) if path.name not in digests}
    lines = [f'"{name}" = "{digest}"\n' for name, digest in sorted((digests | new).items())]
    if new:
        published.write_text(OPENING + "".join(lines), encoding="utf-8")
    return list(new)
