"""The pack: everybody apart, what alerts first, what is private to the chair alone."""

from datetime import timedelta

import pytest
from flask import Flask

from forms.library import library
from forms.schema import Stage
from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import AuditEntry, Meeting
from portal.queries.signs import HELPED_BY, SIGNS
from portal.queries.views import Pack
from portal.services.reading import open_views
from tests.factories import make_contribution, make_invitation, make_meeting, make_staff, now

CHILD_FORM = "child-before-review-8-11"


def test_every_sign_is_an_answer_somebody_can_give() -> None:
    before = [one for one in library() if one.stage is Stage.BEFORE]
    for question, value in SIGNS:
        assert any(question in one.by_key and value in one.by_key[question].values for one in before), question
    assert all(HELPED_BY in one.by_key for one in before if one.audience == "child")


def test_a_chair_reads_every_word_as_it_was_written(app: Flask) -> None:
    meeting = make_meeting()
    words = "  I miss Nan.\n\n\tand her soup ☺ "
    make_contribution(
        make_invitation(meeting), CHILD_FORM, answers={}, comments={"meeting_wishes": words, "private_words": "Mine."}
    )

    pack = open_views(meeting.chair, meeting.id)

    assert given_to(pack) == {"meeting_wishes": (words,), "private_words": ("Mine.",)}


def test_a_manager_learns_that_something_was_private_and_not_what(app: Flask) -> None:
    meeting = make_meeting()
    make_contribution(make_invitation(meeting), CHILD_FORM, answers={}, comments={"private_words": "Mine."})

    pack = open_views(make_staff("manager", meeting.team), meeting.id)

    (line,) = pack.children[0].sendings[0].lines
    assert line.withheld
    assert line.given == ()


def test_a_chair_who_also_manages_reads_the_private_words_of_their_own_meetings_alone(app: Flask) -> None:
    both = make_staff(["chair", "manager"])
    own, anothers = make_meeting(chair=both), make_meeting(team=both.teams[0])
    for meeting in (own, anothers):
        make_contribution(make_invitation(meeting), CHILD_FORM, answers={}, comments={"private_words": "Mine."})

    assert given_to(open_views(both, own.id)) == {"private_words": ("Mine.",)}
    assert given_to(open_views(both, anothers.id)) == {"private_words": ()}


def test_what_alerts_stands_first_with_the_words_it_led_to(app: Flask) -> None:
    meeting = make_meeting()
    make_contribution(
        make_invitation(meeting),
        CHILD_FORM,
        answers={"how_told": "me", "tell_now": "yes"},
        comments={"meeting_wishes": "Cake.", "tell_now_words": "He hits me."},
    )

    (sent,) = open_views(meeting.chair, meeting.id).children[0].sendings

    assert [line.question.key for line in sent.lines] == ["tell_now", "tell_now_words", "meeting_wishes", "how_told"]
    assert sent.lines[0].alerting


def test_two_parents_are_never_on_one_page_and_the_newest_sending_comes_first(app: Flask) -> None:
    meeting = make_meeting(adults=("father", "mother"))
    for adult in meeting.adults:
        invitation = make_invitation(meeting, "parent", adult=adult)
        for words, days in (("older", 2), ("newer", 1)):
            make_contribution(
                invitation,
                "parent-before-parent",
                answers={},
                comments={"needs_words": f"{adult.role} {words}"},
                sent_at=now() - timedelta(days=days),
            )

    adults = open_views(meeting.chair, meeting.id).adults

    assert [[sent.lines[0].given[0] for sent in person.sendings] for person in adults] == [
        ["father newer", "father older"],
        ["mother newer", "mother older"],
    ]


def test_what_came_with_a_code_that_was_replaced_belongs_to_the_same_person(app: Flask) -> None:
    meeting = make_meeting()
    for _code in ("first", "second"):
        make_contribution(make_invitation(meeting), CHILD_FORM, answers={"how_told": "me"}, comments={})

    assert len(open_views(meeting.chair, meeting.id).children[0].sendings) == 2


def test_who_helped_is_said_and_what_was_left_out_is_counted(app: Flask) -> None:
    meeting = make_meeting()
    make_contribution(make_invitation(meeting), CHILD_FORM, answers={HELPED_BY: "foster_carer"}, comments={})

    (sent,) = open_views(meeting.chair, meeting.id).children[0].sendings

    assert sent.helped_by == "My foster carer"
    assert sent.lines == ()
    asked = list(library().version(CHILD_FORM, 1).asked({}))
    assert sent.unanswered == len(asked) - 1


@pytest.mark.parametrize("role", ["chair", "manager", "coordinator", "administrator"])
def test_nobody_else_opens_the_views_and_no_opening_is_written_down(app: Flask, role: str) -> None:
    meeting = make_meeting()
    make_contribution(make_invitation(meeting), CHILD_FORM, answers={"how_told": "me"}, comments={})
    stranger = make_staff(role)

    with pytest.raises(NotFoundError):
        open_views(stranger, meeting.id)

    assert db.session.query(AuditEntry).count() == 0


def test_every_opening_is_written_down_a_line_for_each_contribution(app: Flask) -> None:
    meeting = make_meeting(adults=("mother",))
    child = make_contribution(make_invitation(meeting), CHILD_FORM, answers={"how_told": "me"}, comments={})
    mother = make_contribution(
        make_invitation(meeting, "parent"), "parent-before-parent", answers={"talk_first": "yes"}, comments={}
    )

    open_views(meeting.chair, meeting.id)
    open_views(meeting.chair, meeting.id)

    entries = db.session.query(AuditEntry).all()
    assert sorted((entry.subject_id, entry.detail) for entry in entries) == sorted(
        2 * [(child.id, opened(meeting.children[0].case_reference, meeting)), (mother.id, opened("mother", meeting))]
    )
    assert {(entry.staff_id, entry.action) for entry in entries} == {(meeting.chair_id, "opened_views")}


def opened(whose: str, meeting: Meeting) -> str:
    """Return how the log names what was opened."""
    return f"{whose}, review of {meeting.held_on.isoformat()}"


def given_to(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return what the first child's newest sending shows, by question."""
    return {line.question.key: line.given for line in pack.children[0].sendings[0].lines}
