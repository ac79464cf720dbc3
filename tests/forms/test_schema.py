"""Questionnaires as data: what is asked of whom, what an answer means, and what cannot be built."""

import pytest
from pydantic import ValidationError

from forms.schema import (
    Audience,
    Kind,
    Measure,
    MeetingKind,
    OnlyIf,
    Option,
    Outcome,
    Outcomes,
    Page,
    Question,
    Questionnaire,
    Stage,
)

SAFE = Question(
    key="safe",
    kind=Kind.YESNO,
    label="Do you feel safe?",
    measure="safe_where_i_live",
    outcomes=Outcomes(positive=("yes",), neutral=("not_sure",), negative=("no",)),
    alert=("no",),
)
WHY = Question(key="why", kind=Kind.LONG, label="Why not?", only_if=OnlyIf(question="safe", values=("no",)))
HELLO = Question(key="hello", kind=Kind.NOTE, label="Thank you for coming.")
SCALE = Question(key="how_safe", kind=Kind.SCALE, label="How safe?", low_label="Not", high_label="Very")
PICKED = Question(
    key="picked",
    kind=Kind.CHOICES,
    label="Which?",
    options=(Option(value="a", label="The first"), Option(value="b", label="The second")),
)


def questionnaire(*questions: Question) -> Questionnaire:
    """Build a questionnaire of one question a page."""
    return Questionnaire(
        name="child-before",
        edition="8-11",
        meeting=MeetingKind.REVIEW,
        version=3,
        audience=Audience.CHILD,
        stage=Stage.BEFORE,
        title="Before your meeting",
        reading_age=8,
        pages=tuple(Page(key=question.key, questions=(question,)) for question in questions),
    )


def test_a_slug_names_the_meeting_unless_it_is_for_any() -> None:
    asked = questionnaire(SAFE)

    assert asked.slug == "child-before-review-8-11"
    assert asked.model_copy(update={"meeting": MeetingKind.ANY}).name == "child-before"


def test_notes_are_shown_and_never_answered() -> None:
    asked = questionnaire(HELLO, SAFE)

    assert list(asked.by_key) == ["safe"]
    assert asked.pages[0].asking == ()
    assert len(asked.pages_for({})) == 2


@pytest.mark.parametrize(("given", "keys"), [({"safe": ["no"]}, ["safe", "why"]), ({"safe": ["yes"]}, ["safe"])])
def test_a_question_is_asked_only_after_the_answer_it_waits_for(given: dict[str, list[str]], keys: list[str]) -> None:
    asked = questionnaire(SAFE, WHY)

    assert [question.key for question in asked.asked(given)] == keys
    assert [page.key for page in asked.pages_for(given)] == keys


def test_a_question_that_waits_is_not_asked_of_somebody_who_skipped() -> None:
    assert [page.key for page in questionnaire(SAFE, WHY).pages_for({})] == ["safe"]


def test_yes_no_and_scale_bring_their_own_values() -> None:
    assert [option.value for option in SAFE.choices] == ["yes", "no", "not_sure"]
    assert [option.value for option in SCALE.choices] == [str(point) for point in range(11)]
    assert WHY.choices == ()


@pytest.mark.parametrize(("values", "alerts"), [(["no"], True), (["yes"], False), ([], False)])
def test_only_the_answers_named_alert(values: list[str], *, alerts: bool) -> None:
    assert SAFE.alerts(values) is alerts


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("yes", Outcome.POSITIVE),
        ("not_sure", Outcome.NEUTRAL),
        ("no", Outcome.NEGATIVE),
        ("rather_not_say", Outcome.NONE),
    ],
)
def test_a_value_not_named_has_no_outcome(value: str, outcome: Outcome) -> None:
    assert SAFE.outcomes is not None
    assert SAFE.outcomes.of(value) is outcome


def test_a_value_reads_as_its_label() -> None:
    assert PICKED.label_of("b") == "The second"
    assert PICKED.label_of("from_another_version") == "from_another_version"


def test_words_have_a_longest_length() -> None:
    assert WHY.longest > WHY.model_copy(update={"kind": Kind.SHORT}).longest > 0


def test_a_page_is_headed_by_its_title_or_its_question() -> None:
    assert Page(key="one", questions=(SAFE,)).heading == "Do you feel safe?"
    assert Page(key="two", title="Safety", questions=(SAFE, SCALE)).heading == "Safety"


def test_data_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SAFE.label = "Are you safe?"  # type: ignore[misc]


def test_a_measure_has_words_for_those_who_are_asked() -> None:
    measure = Measure(key="safe", child="I feel safe")

    assert measure.words_for(Audience.CHILD) == "I feel safe"
    assert measure.words_for(Audience.PARENT) is None


def test_several_faults_are_told_together() -> None:
    with pytest.raises(ValidationError) as refused:
        Question(key="bad", kind=Kind.CHOICE, label="Bad", low_label="Low", alert=("never",))

    assert "at least two options" in str(refused.value)
    assert "only a 'scale'" in str(refused.value)
    assert "'never'" in str(refused.value)


def test_a_note_cannot_be_private() -> None:
    with pytest.raises(ValidationError, match="asks nothing"):
        Question(key="note", kind=Kind.NOTE, label="Hello", private=True)


def test_a_question_cannot_wait_for_one_on_its_own_page() -> None:
    with pytest.raises(ValidationError, match="not asked on an earlier page"):
        questionnaire(SAFE).model_validate(
            {
                **questionnaire(SAFE).model_dump(exclude={"pages"}),
                "pages": (Page(key="both", title="Both", questions=(SAFE, WHY)),),
            }
        )


def test_a_question_cannot_wait_for_a_note() -> None:
    waiting = Question(key="x", kind=Kind.LONG, label="X?", only_if=OnlyIf(question="hello", values=("yes",)))

    with pytest.raises(ValidationError, match="'yes' is not a value of 'hello'"):
        questionnaire(HELLO, waiting)
