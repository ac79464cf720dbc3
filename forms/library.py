"""Every version of every questionnaire, loaded once; and the list of those that are published."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from forms.loader import FormFileError, check_published, digest_of, load_measures, load_questionnaire, read_published
from forms.schema import Audience, Measure, MeetingKind, Questionnaire, Stage

HERE = Path(__file__).parent
FILES = HERE / "questionnaires"
PUBLISHED_HEAD = """\
# The versions people have answered: a digest of what each asks. The portal does not start if one was changed.
# Written by `flask portal publish`; not by hand.

"""


class Library:
    """Finds a questionnaire by what it is called, or the newest one for an invitation."""

    def __init__(self, folder: Path = FILES) -> None:
        """Load a folder of files; raises FormFileError at the first file that cannot be used."""
        paths = sorted(folder.glob("*.toml"))
        self.measures: dict[str, Measure] = dict(load_measures(_measures(folder)))
        self._versions: dict[tuple[str, int], Questionnaire] = {}
        for path in paths:
            questionnaire = load_questionnaire(path, self.measures)
            self._versions[questionnaire.slug, questionnaire.version] = questionnaire
        check_published(paths, _published(folder))
        self._newest = {slug: max(v for s, v in self._versions if s == slug) for slug, _ in self._versions}

    def __iter__(self) -> Iterator[Questionnaire]:
        """Yield every version of every questionnaire."""
        return iter(self._versions.values())

    def version(self, slug: str, version: int) -> Questionnaire:
        """Return one version; raises KeyError if there is none."""
        return self._versions[slug, version]

    def newest(self, slug: str) -> Questionnaire:
        """Return the newest version of an edition; raises KeyError if there is none."""
        return self._versions[slug, self._newest[slug]]

    def newest_of_each(self) -> tuple[Questionnaire, ...]:
        """Return the newest version of every edition."""
        return tuple(self.newest(slug) for slug in self._newest)

    def editions(self, audience: Audience, stage: Stage, meeting: MeetingKind) -> tuple[Questionnaire, ...]:
        """Return the newest version of every edition for an audience at a stage of a kind of meeting."""
        return tuple(
            one
            for one in self.newest_of_each()
            if (one.audience, one.stage) == (audience, stage) and one.meeting in (meeting, MeetingKind.ANY)
        )


@cache
def library() -> Library:
    """Return the questionnaires that travel with the portal."""
    return Library()


def faults(folder: Path = FILES) -> tuple[str, ...]:
    """Return every fault of every file in a folder, a sentence each; empty when all can be used."""
    try:
        measures = load_measures(_measures(folder))
    except FormFileError as error:
        return tuple(str(error).splitlines())
    paths = sorted(folder.glob("*.toml"))
    found = [fault for path in paths for fault in _faults_of(path, measures)]
    try:
        check_published(paths, _published(folder))
    except FormFileError as error:
        found += str(error).splitlines()
    return tuple(dict.fromkeys(found))


def publish(folder: Path = FILES) -> tuple[str, ...]:
    """Add every version not yet published to the list of published ones, and write the list.

    Returns the names of the files added; raises FormFileError if any file cannot be used, or if one already
    published was changed. To begin again before anybody has answered, delete the list first.
    """
    Library(folder)
    already = read_published(_published(folder))
    paths = {path.name: path for path in sorted(folder.glob("*.toml"))}
    added = tuple(name for name in paths if name not in already)
    digests = {**already, **{name: digest_of(paths[name]) for name in added}}
    lines = "".join(f'"{name}" = "{digest}"\n' for name, digest in sorted(digests.items()))
    _published(folder).write_text(PUBLISHED_HEAD + lines, encoding="utf-8")
    return added


def _faults_of(path: Path, measures: Mapping[str, Measure]) -> list[str]:
    try:
        load_questionnaire(path, measures)
    except FormFileError as error:
        return str(error).splitlines()
    return []


def _measures(folder: Path) -> Path:
    return folder.parent / "measures.toml"


def _published(folder: Path) -> Path:
    return folder.parent / "published.toml"
