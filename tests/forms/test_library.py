"""The library finds questionnaires; it publishes versions and tells every fault of a folder."""

from pathlib import Path
from shutil import copy, copytree

import pytest

from forms.library import FILES, Library, faults, library
from forms.loader import FormFileError
from forms.publishing import publish
from forms.schema import Audience, MeetingKind, Stage

PARENT = "parent-after-all.v1.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the questionnaires, with nothing published."""
    copy(FILES.parent / "measures.toml", tmp_path)
    return Path(copytree(FILES, tmp_path / "questionnaires"))


def changed(folder: Path, was: str, becomes: str, name: str = PARENT, into: str = PARENT) -> None:
    """Write a file of the folder anew with some words changed."""
    content = (folder / name).read_text(encoding="utf-8")
    assert was in content
    (folder / into).write_text(content.replace(was, becomes, 1), encoding="utf-8")


def test_what_travels_with_the_portal_has_no_fault() -> None:
    assert faults() == ()


def test_every_version_that_travels_with_the_portal_is_published() -> None:
    listed = (FILES.parent / "published.toml").read_text(encoding="utf-8")

    assert [path.name for path in FILES.glob("*.toml") if path.name not in listed] == []


def test_the_library_is_loaded_once() -> None:
    assert library() is library()


def test_the_newest_version_is_found_and_older_ones_stay(folder: Path) -> None:
    changed(folder, "version = 1", "version = 2", into="parent-after-all.v2.toml")
    changed(folder, "version = 1", "version = 10", into="parent-after-all.v10.toml")
    found = Library(folder)

    assert found.newest("parent-after-all").version == 10
    assert found.version("parent-after-all", 1).version == 1
    assert [one.version for one in found.newest_of_each() if one.slug == "parent-after-all"] == [10]


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError):
        library().newest("grandparent-after-all")
    with pytest.raises(KeyError):
        library().version("parent-after-all", 99)


@pytest.mark.parametrize(
    ("audience", "stage", "meeting", "editions"),
    [
        (Audience.CHILD, Stage.BEFORE, MeetingKind.REVIEW, {"4-7", "8-11", "12-17"}),
        (Audience.CHILD, Stage.BEFORE, MeetingKind.CONFERENCE, {"4-7", "8-11", "12-17"}),
        (Audience.CHILD, Stage.AFTER, MeetingKind.REVIEW, {"4-7", "8-17"}),
        (Audience.PARENT, Stage.BEFORE, MeetingKind.CONFERENCE, {"parent", "foster-carer"}),
        (Audience.PROFESSIONAL, Stage.AFTER, MeetingKind.CONFERENCE, {"all"}),
        (Audience.PROFESSIONAL, Stage.BEFORE, MeetingKind.REVIEW, set()),
    ],
)
def test_the_editions_for_a_meeting_are_found(
    audience: Audience, stage: Stage, meeting: MeetingKind, editions: set[str]
) -> None:
    found = library().editions(audience, stage, meeting)

    assert {one.edition for one in found} == editions
    assert {one.meeting for one in found} <= {meeting, MeetingKind.ANY}


def test_publishing_lists_every_file_once(folder: Path) -> None:
    added = publish(folder)

    assert set(added) == {path.name for path in folder.glob("*.toml")}
    assert publish(folder) == ()
    assert Library(folder).newest("parent-after-all")


def test_publishing_keeps_what_was_published(folder: Path) -> None:
    publish(folder)
    before = (folder.parent / "published.toml").read_text(encoding="utf-8").splitlines()
    changed(folder, "version = 1", "version = 2", into="parent-after-all.v2.toml")

    assert publish(folder) == ("parent-after-all.v2.toml",)
    after = (folder.parent / "published.toml").read_text(encoding="utf-8").splitlines()
    assert set(before) <= set(after)


def test_a_changed_version_is_neither_loaded_nor_published_again(folder: Path) -> None:
    publish(folder)
    changed(folder, "After the meeting", "Afterwards")

    with pytest.raises(FormFileError, match=rf"{PARENT}: .*changed since"):
        Library(folder)
    with pytest.raises(FormFileError, match=rf"{PARENT}: .*changed since"):
        publish(folder)


def test_a_published_file_that_has_gone_is_missed(folder: Path) -> None:
    publish(folder)
    (folder / PARENT).unlink()

    with pytest.raises(FormFileError, match=rf"{PARENT}: .*gone; put it back"):
        Library(folder)


def test_every_fault_of_a_folder_is_told(folder: Path) -> None:
    publish(folder)
    changed(folder, 'kind = "yesno"', 'kind = "riddle"')
    changed(folder, 'measure = "able_to_express"', 'measure = "nothing"', *["professional-after-all.v1.toml"] * 2)
    told = faults(folder)

    assert any(fault.startswith(f"{PARENT}: ") and "kind" in fault for fault in told)
    assert any(fault.startswith("professional-after-all.v1.toml: ") and "'nothing'" in fault for fault in told)
    assert any(fault.startswith(f"{PARENT}: ") and "changed since" in fault for fault in told)


def test_every_published_version_that_was_changed_is_told(folder: Path) -> None:
    publish(folder)
    changed(folder, "After the meeting", "Afterwards")
    changed(folder, "After the meeting", "Afterwards", *["professional-after-all.v1.toml"] * 2)

    assert [fault.split(":")[0] for fault in faults(folder)] == [PARENT, "professional-after-all.v1.toml"]


def test_a_published_file_that_is_no_longer_toml_is_told(folder: Path) -> None:
    publish(folder)
    (folder / PARENT).write_text("name =", encoding="utf-8")

    assert {fault.split(":")[0] for fault in faults(folder)} == {PARENT}


def test_faulty_measures_are_told_first(folder: Path) -> None:
    (folder.parent / "measures.toml").write_text("[safe", encoding="utf-8")

    assert [fault.split(":")[0] for fault in faults(folder)] == ["measures.toml"]
