"""Publishes versions: writes down a digest of each, so that what people answered cannot change afterwards."""

from pathlib import Path

from forms.library import FILES, Library, published_in
from forms.loader import digest_of, read_published

OPENING = """\
# The versions people have answered: a digest of what each asks. The portal does not start if one was changed.
# Written by `flask portal publish`; not by hand.

"""


def publish(folder: Path = FILES) -> tuple[str, ...]:
    """Add each file of a folder that is not published yet to the list, and write the list.

    Returns the names of the files added; raises FormFileError if any file cannot be used, or if one already
    published was changed. To begin again before anybody has answered, delete the list first.
    """
    Library(folder)
    already = read_published(published_in(folder))
    paths = {path.name: path for path in sorted(folder.glob("*.toml"))}
    added = tuple(name for name in paths if name not in already)
    digests = {**already, **{name: digest_of(paths[name]) for name in added}}
    lines = "".join(f'"{name}" = "{digest}"\n' for name, digest in sorted(digests.items()))
    published_in(folder).write_text(OPENING + lines, encoding="utf-8")
    return added
