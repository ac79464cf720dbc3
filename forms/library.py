"""Every version of every questionnaire, loaded once."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from forms.loader import FormFileError, check_published, load_measures, load_questionnaire
from forms.schema import Audience, Measure, MeetingKind, Questionnaire, Stage

HERE = Path(__file__).parent
FILES = HERE / "questionnaires"


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
        check_published(paths, published_in(folder))
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
        check_published(paths, published_in(folder))
    except FormFileError as error:
        found += str(error).splitlines()
    return tuple(dict.fromkeys(found))


def _faults_of(path: Path, measures: Mapping[str, Measure]) -> list[str]:
    try:
        load_questionnaire(path, measures)
    except FormFileError as error:
        return str(error).splitlines()
    return []


def _measures(folder: Path) -> Path:
    return folder.parent / "measures.toml"


def published_in(folder: Path) -> Path:
    """Return where the list of a folder's published versions is kept."""
    return folder.parent / "published.toml"
