"""Every edition asks what it must, of whom it must, on no more screens than its readers can bear."""

import pytest

from forms.kinds import PICTURES
from forms.library import library
from forms.schema import Audience, Kind, Question, Questionnaire, Stage
from tests.questionnaires.topics import TOPICS

NEWEST = library().newest_of_each()
CHILDREN = [one for one in NEWEST if one.audience is Audience.CHILD]
YOUNG = [one for one in CHILDREN if one.edition == "4-7"]
BEFORE = [one for one in CHILDREN if one.stage is Stage.BEFORE]
OLDER_AND_ADULT = [one for one in NEWEST if one.edition != "4-7"]

MOST_PAGES = {
    "child-before-review-4-7": 10,
    "child-before-review-8-11": 16,
    "child-before-review-12-17": 22,
    "child-before-conference-4-7": 10,
    "child-before-conference-8-11": 16,
    "child-before-conference-12-17": 22,
    "child-after-4-7": 5,
    "child-after-8-17": 14,
    "parent-before-parent": 10,
    "parent-before-foster-carer": 10,
    "parent-after-all": 6,
    "professional-after-all": 4,
}
MOST_PICTURES_A_SCREEN = 8
HELPERS = ["no_one", "relative", "foster_carer", "social_worker", "advocate", "teacher", "someone_else"]
AGREE = {
    Audience.CHILD: ["very_much", "mostly", "in_between", "not_much", "not_at_all"],
    Audience.PARENT: ["agree_strongly", "agree", "neither", "disagree", "disagree_strongly"],
    Audience.PROFESSIONAL: ["agree_strongly", "agree", "neither", "disagree", "disagree_strongly"],
}
AGREED_OR_NOT = {
    "understood_purpose",
    "able_to_express",
    "felt_listened_to",
    "understood_words",
    "respected",
    "strengths_heard",
    "child_voice_heard",
    "knows_what_next",
    "needs_met",
    "not_rushed",
    "no_surprises",
    "challenge_possible",
    "family_helped_to_take_part",
    "plan_clear",
    "well_structured",
    "social_worker_listens",
    "promises_kept",
}


def of(questionnaire: Questionnaire) -> str:
    """Name a case in pytest's own list."""
    return questionnaire.slug


def values(question: Question) -> list[str]:
    """Return the values of a question in the order they are shown."""
    return [option.value for option in question.choices]


def test_every_edition_is_here() -> None:
    assert {one.slug for one in NEWEST} == set(MOST_PAGES) == set(TOPICS)


@pytest.mark.parametrize("questionnaire", NEWEST, ids=of)
def test_an_edition_has_no_more_screens_than_it_may(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.pages) <= MOST_PAGES[questionnaire.slug]


@pytest.mark.parametrize("questionnaire", NEWEST, ids=of)
def test_an_edition_covers_every_topic(questionnaire: Questionnaire) -> None:
    missing = {
        topic: key
        for topic, keys in TOPICS[questionnaire.slug].items()
        for key in keys.split()
        if key not in questionnaire.by_key
    }

    assert missing == {}


@pytest.mark.parametrize("questionnaire", NEWEST, ids=of)
def test_nothing_is_asked_that_belongs_to_no_topic(questionnaire: Questionnaire) -> None:
    named = {key for keys in TOPICS[questionnaire.slug].values() for key in keys.split()}

    assert set(questionnaire.by_key) - named == set()


@pytest.mark.parametrize("questionnaire", CHILDREN, ids=of)
def test_a_child_is_asked_one_question_a_page(questionnaire: Questionnaire) -> None:
    assert {len(page.questions) for page in questionnaire.pages} == {1}


@pytest.mark.parametrize("questionnaire", CHILDREN, ids=of)
def test_every_child_is_asked_what_a_grown_up_should_know_now(questionnaire: Questionnaire) -> None:
    question = questionnaire.by_key["tell_now"]

    assert values(question) == ["yes", "no", "not_sure"]
    assert question.alert == ("yes",)
    assert questionnaire.pages_for({"tell_now": ["yes"]})
    page = next(page for page in questionnaire.pages if question in page.questions)
    assert page.section is None, "skipping a section must not skip this"


@pytest.mark.parametrize("questionnaire", [one for one in CHILDREN if one.edition != "4-7"], ids=of)
def test_only_a_child_who_says_yes_is_asked_what_to_know(questionnaire: Questionnaire) -> None:
    asked = [question.key for question in questionnaire.asked({"tell_now": ["yes"]})]

    assert asked[asked.index("tell_now") + 1] == "tell_now_words"
    assert "tell_now_words" not in [question.key for question in questionnaire.asked({"tell_now": ["no"]})]
    assert questionnaire.by_key["tell_now_words"].kind is Kind.LONG


@pytest.mark.parametrize("questionnaire", BEFORE, ids=of)
def test_who_helped_is_asked_of_every_child_before(questionnaire: Questionnaire) -> None:
    keys = list(questionnaire.by_key)

    assert values(questionnaire.by_key["helped_by"])[: len(HELPERS)] == HELPERS
    assert keys.index("helped_by") == (0 if questionnaire.edition == "4-7" else len(keys) - 1)


@pytest.mark.parametrize("questionnaire", BEFORE, ids=of)
def test_a_child_who_does_not_feel_safe_is_noticed(questionnaire: Questionnaire) -> None:
    question = questionnaire.by_key.get("safe_where_i_live") or questionnaire.by_key["how_safe"]
    assert question.outcomes is not None

    assert set(question.outcomes.negative) <= set(question.alert)
    assert not set(question.outcomes.positive) & set(question.alert)


@pytest.mark.parametrize("slug", ["child-before-conference-8-11", "child-before-conference-12-17"])
def test_low_on_the_scale_of_safety_is_noticed(slug: str) -> None:
    question = library().newest(slug).by_key["how_safe"]

    assert question.kind is Kind.SCALE
    assert question.alert == ("0", "1", "2", "3")


@pytest.mark.parametrize("slug", ["child-after-4-7", "child-after-8-17"])
def test_a_child_who_is_less_safe_after_a_meeting_is_noticed(slug: str) -> None:
    assert library().newest(slug).by_key["safer_after"].alert == ("less_safe",)


@pytest.mark.parametrize("slug", ["parent-before-parent", "parent-before-foster-carer"])
def test_an_adult_who_is_afraid_of_someone_is_noticed_by_the_chair_alone(slug: str) -> None:
    questionnaire = library().newest(slug)

    assert questionnaire.by_key["meeting_safety"].alert == ("yes",)
    assert questionnaire.by_key["meeting_safety"].private
    assert questionnaire.by_key["meeting_safety_words"].private


@pytest.mark.parametrize("slug", ["parent-before-parent", "parent-before-foster-carer"])
def test_safety_is_the_first_of_the_practical_questions(slug: str) -> None:
    pages = [page.key for page in library().newest(slug).pages]

    assert pages.index("safety") < pages.index("taking_part") < pages.index("needs")


@pytest.mark.parametrize("questionnaire", [one for one in BEFORE if "private_words" in one.by_key], ids=of)
def test_what_is_for_the_chair_alone_is_marked_so(questionnaire: Questionnaire) -> None:
    assert questionnaire.by_key["private_words"].private


@pytest.mark.parametrize("questionnaire", [one for one in BEFORE if one.edition != "4-7"], ids=of)
def test_a_child_of_8_and_over_can_ask_for_an_advocate_and_to_see_the_chair_alone(questionnaire: Questionnaire) -> None:
    assert {"advocate", "chair_alone"} <= questionnaire.by_key["how_told"].values


@pytest.mark.parametrize("questionnaire", OLDER_AND_ADULT, ids=of)
def test_agreement_has_five_points_in_words(questionnaire: Questionnaire) -> None:
    points = AGREE[questionnaire.audience]
    for question in questionnaire.by_key.values():
        if question.measure not in AGREED_OR_NOT:
            continue
        assert values(question)[:5] == points, question.key
        assert question.outcomes is not None
        assert (question.outcomes.positive[:2], question.outcomes.negative) == (tuple(points[:2]), tuple(points[3:]))


@pytest.mark.parametrize("questionnaire", NEWEST, ids=of)
def test_not_sure_counts_and_what_says_nothing_does_not(questionnaire: Questionnaire) -> None:
    for question in questionnaire.by_key.values():
        if question.outcomes is None:
            continue
        if "not_sure" in question.values:
            assert "not_sure" in question.outcomes.neutral, question.key
        silent = {"rather_not_say", "does_not_apply", "does_not_go", "no_report", "not_wanted"}
        assert not silent & set(question.outcomes.values), question.key


@pytest.mark.parametrize("questionnaire", YOUNG, ids=of)
def test_the_youngest_can_answer_every_choice_without_reading(questionnaire: Questionnaire) -> None:
    for question in questionnaire.by_key.values():
        pictures = [option.picture for option in question.choices]
        assert None not in pictures, question.key
        assert len(set(pictures)) == len(pictures) <= MOST_PICTURES_A_SCREEN, question.key
        assert question.kind is Kind.LONG or "not_sure" in question.values, question.key


@pytest.mark.parametrize("questionnaire", YOUNG, ids=of)
def test_the_youngest_are_asked_for_words_once_at_the_end(questionnaire: Questionnaire) -> None:
    kinds = [question.kind for question in questionnaire.by_key.values()]

    assert kinds.index(Kind.LONG) == len(kinds) - 1


@pytest.mark.parametrize("questionnaire", NEWEST, ids=of)
def test_every_picture_named_is_one_that_is_drawn(questionnaire: Questionnaire) -> None:
    for question in questionnaire.by_key.values():
        named = {question.picture, *(option.picture for option in question.choices)} - {None}
        assert named <= PICTURES


@pytest.mark.parametrize("slug", ["child-before-review-12-17", "child-before-conference-12-17"])
def test_the_oldest_have_sections_they_can_skip(slug: str) -> None:
    sections = [page.section for page in library().newest(slug).pages]

    assert {"You", "Home", "People", "School and work", "Private"} <= set(sections)
    assert sections[-3:] == [None, None, None]


def test_the_professional_form_is_one_page() -> None:
    questionnaire = library().newest("professional-after-all")

    assert questionnaire.one_page
    assert [question.key for question in questionnaire.by_key.values() if question.kind is Kind.LONG] == [
        "keep",
        "change",
    ]
