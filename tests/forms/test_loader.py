"""The loader refuses a bad file in a sentence that names the file, the key and the mend."""

from pathlib import Path

import pytest

from forms.loader import FormFileError, check_published, digest_of, load_measures, load_questionnaire
from forms.schema import Measure

NAME = "child-before-review-8-11.v1.toml"
GOOD = """\
name = "child-before"
edition = "8-11"
meeting = "review"
version = 1
audience = "child"
stage = "before"
title = "Before your meeting"
reading_age = 8

[[pages]]
key = "home"
section = "Home"

[[pages.questions]]
key = "safe"
kind = "choice"
label = "Do you feel safe?"
picture = "safe"
options = [
  { value = "yes", label = "Yes" },
  { value = "no", label = "No" },
]
measure = "safe_where_i_live"
outcomes = { positive = ["yes"], negative = ["no"] }
alert = ["no"]

[[pages]]
key = "words"

[[pages.questions]]
key = "why"
kind = "long"
label = "What would help?"
only_if = { question = "safe", values = ["no"] }
"""
MEASURES = {
    "safe_where_i_live": Measure(key="safe_where_i_live", child="I feel safe"),
    "well_run": Measure(key="well_run", professional="It was well run"),
}
SECOND_LONG = '\n[[pages.questions]]\nkey = "more"\nkind = "long"\nlabel = "More?"\n'

BAD = {
    "two questions with one key": ('key = "why"', 'key = "safe"', ["'safe'", "give each its own"]),
    "two pages with one key": ('key = "words"', 'key = "home"', ["two pages", "'home'", "give each its own"]),
    "two options with one value": ('value = "no"', 'value = "yes"', ["'safe'", "two options", "give each its own"]),
    "a measure nobody knows": (
        '"safe_where_i_live"',
        '"safe_somewhere"',
        ["'safe'", "'safe_somewhere' is not known", "add it to measures.toml"],
    ),
    "a measure of another audience": (
        '"safe_where_i_live"',
        '"well_run"',
        ["'safe'", "'well_run' has no words for 'child'", "add them to measures.toml"],
    ),
    "a kind nobody knows": ('kind = "long"', 'kind = "essay"', ["'why' kind", "'long'", "correct it"]),
    "a meeting nobody knows": ('meeting = "review"', 'meeting = "party"', ["meeting", "'conference'", "correct it"]),
    "an option without a label": (
        '{ value = "no", label = "No" }',
        '{ value = "no" }',
        ["'safe'", "'no' label", "is missing; add it"],
    ),
    "an option with an empty label": ('label = "No"', 'label = " "', ["'no' label", "has no words; write them"]),
    "a single option": ('  { value = "no", label = "No" },\n', "", ["'safe'", "at least two options"]),
    "options where none belong": (
        'label = "What would help?"',
        'label = "What?"\noptions = [{ value = "a", label = "A" }]',
        ["'why'", "takes no options; remove them"],
    ),
    "a yes-or-no question with other options": (
        'kind = "choice"',
        'kind = "yesno"',
        ["'safe'", "'yes', 'no' and 'not_sure'", "use kind 'choice'"],
    ),
    "a scale without labels": (
        'kind = "long"',
        'kind = "scale"',
        ["'why'", "needs 'low_label' and 'high_label'; add"],
    ),
    "labels of a scale elsewhere": (
        'kind = "long"',
        'kind = "long"\nlow_label = "Bad"',
        ["'why'", "only a 'scale'", "remove them"],
    ),
    "only_if on a question that comes later": (
        'picture = "safe"',
        'only_if = { question = "why", values = ["x"] }',
        ["'safe'", "'why'", "not asked on an earlier page; move that question before it"],
    ),
    "only_if on a value that cannot be given": (
        'values = ["no"] }',
        'values = ["maybe"] }',
        ["'why'", "'maybe' is not a value of 'safe'"],
    ),
    "only_if where all is one page": (
        "reading_age = 8",
        "reading_age = 8\none_page = true",
        ["'why'", "'one_page'", "remove one of the two"],
    ),
    "an alert that cannot be given": ('alert = ["no"]', 'alert = ["never"]', ["'safe'", "'never'", "correct it"]),
    "an outcome that cannot be given": ('negative = ["no"]', 'negative = ["never"]', ["'safe'", "'never'"]),
    "a value with two outcomes": ('negative = ["no"]', 'negative = ["yes"]', ["'yes' has two outcomes; keep one"]),
    "a measure without outcomes": (
        'outcomes = { positive = ["yes"], negative = ["no"] }\n',
        "",
        ["'safe'", "'measure' and 'outcomes' go together"],
    ),
    "a measure on several choices": (
        'kind = "choice"',
        'kind = "choices"',
        ["'safe'", "a measure counts one", "use kind 'choice'"],
    ),
    "a picture that is not drawn": ('picture = "safe"', 'picture = "dragon"', ["'safe'", "no picture 'dragon'"]),
    "several questions without a title": (
        'section = "Home"\n',
        f'section = "Home"\n{SECOND_LONG}',
        ["'home'", "needs a 'title'; add one"],
    ),
    "a page without questions": (
        "\n[[pages]]\nkey",
        '\n[[pages]]\nkey = "empty"\nquestions = []\n\n[[pages]]\nkey',
        ["'empty' questions", "is empty; put at least one in it"],
    ),
    "a section that comes again": (
        'kind = "long"',
        'kind = "long"\nlabel = "What?"\n\n[[pages]]\nkey = "again"\nsection = "Home"\n\n'
        '[[pages.questions]]\nkey = "again"\nkind = "long"',
        ["section 'Home' is left and comes again; put its pages together"],
    ),
    "a key nobody knows": ('picture = "safe"', 'colour = "red"', ["'safe' colour", "not known here; remove it"]),
    "a key badly written": ('key = "why"', 'key = "Why not"', ["'Why not' key", "small letter", "correct it"]),
    "a missing title": ('title = "Before your meeting"\n', "", ["title", "is missing; add it"]),
    "a name against its audience": (
        'audience = "child"',
        'audience = "parent"',
        ["'name' must be 'parent-before'", "correct one of the three"],
    ),
    "a number as a word": ("version = 1", 'version = "1"', ["version", "should be a valid integer", "correct it"]),
    "another version than the file's name says": (
        "version = 1",
        "version = 2",
        ["must be called 'child-before-review-8-11.v2.toml'", "rename it"],
    ),
    "text that is not TOML": ("version = 1", "version =", ["is not TOML", "line 4", "correct that line"]),
    "a key given twice": ("version = 1", "version = 1\nversion = 2", ["is not TOML", "correct that line"]),
}


def written(folder: Path, content: str, name: str = NAME) -> Path:
    """Write a questionnaire file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(written(tmp_path, GOOD), MEASURES)

    assert questionnaire.slug == "child-before-review-8-11"
    assert list(questionnaire.by_key) == ["safe", "why"]


@pytest.mark.parametrize(("was", "becomes", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_mend(tmp_path: Path, was: str, becomes: str, said: list[str]) -> None:
    assert was in GOOD
    path = written(tmp_path, GOOD.replace(was, becomes, 1))

    with pytest.raises(FormFileError) as refused:
        load_questionnaire(path, MEASURES)

    message = str(refused.value)
    assert message.startswith(f"{NAME}: ")
    for words in said:
        assert words in message


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('kind = "long"', 'kind = "essay"').replace('stage = "before"\n', ""))

    with pytest.raises(FormFileError) as refused:
        load_questionnaire(path, MEASURES)

    assert len(str(refused.value).splitlines()) == 2


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, "mine.v1.toml")

    with pytest.raises(FormFileError, match=r"^mine.v1.toml: .*must be called 'child-before-review-8-11.v1.toml'"):
        load_questionnaire(path, MEASURES)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormFileError, match=r"^gone.toml: cannot be read: .*; put the file there"):
        load_questionnaire(tmp_path / "gone.toml", MEASURES)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(GOOD.replace("safe?", "safe\xe9?").encode("latin-1"))

    with pytest.raises(FormFileError, match="save it as UTF-8"):
        load_questionnaire(path, MEASURES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('safe = "I feel safe"', ["'safe' must be a table", "write '[safe]'"]),
        ('[safe]\nuncle = "I feel safe"', ["uncle", "not known here; remove it"]),
        ('[safe]\nchild = ""', ["child", "has no words; write them"]),
        ('[Safe]\nchild = "I feel safe"', ["key", "small letter"]),
        ("[safe", ["is not TOML"]),
    ],
)
def test_a_bad_measure_is_refused(tmp_path: Path, content: str, said: list[str]) -> None:
    path = written(tmp_path, content, "measures.toml")

    with pytest.raises(FormFileError) as refused:
        load_measures(path)

    assert str(refused.value).startswith("measures.toml: ")
    for words in said:
        assert words in str(refused.value)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A list of one published file, as it stands beside it."""
    path = written(tmp_path, GOOD)
    listed = tmp_path / "published.toml"
    listed.write_text(f'"{NAME}" = "{digest_of(path)}"\n', encoding="utf-8")
    return listed


def test_a_published_version_that_is_as_it_was_is_read(published: Path) -> None:
    check_published([published.parent / NAME], published)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Do you feel safe?", "Are you safe?"),
        ('label = "No"', 'label = "Never"'),
        ('alert = ["no"]', 'alert = ["yes"]'),
        ('section = "Home"', 'section = "You"'),
        ('  { value = "no", label = "No" },\n', '  { value = "no", label = "No" },\n  { value = "x", label = "X" },\n'),
    ],
)
def test_a_published_version_that_was_changed_is_refused(published: Path, was: str, becomes: str) -> None:
    path = written(published.parent, GOOD.replace(was, becomes, 1))

    with pytest.raises(FormFileError, match=rf"^{NAME}: .*changed since; put it back .* in a new version"):
        check_published([path], published)


def test_a_published_version_that_has_gone_is_refused(published: Path) -> None:
    with pytest.raises(FormFileError, match=rf"^{NAME}: .*its file is gone; put it back"):
        check_published([], published)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("\n", "\r\n"),
        ("[[pages]]", "# What is asked\n[[pages]]"),
        ('negative = ["no"]', 'neutral = ["no"]'),
        ('"safe_where_i_live"', '"another_measure"'),
    ],
)
def test_what_nobody_was_asked_may_be_mended_in_a_published_version(published: Path, was: str, becomes: str) -> None:
    path = published.parent / NAME
    path.write_bytes(GOOD.replace(was, becomes).encode())

    check_published([path], published)


def test_nothing_is_held_before_anything_is_published(tmp_path: Path) -> None:
    check_published([written(tmp_path, GOOD)], tmp_path / "published.toml")
