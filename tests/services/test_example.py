"""The example year gives exactly the worked figures, and is the same each time."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms.answers import only_asked
from forms.library import library
from forms.schema import Audience
from portal.exceptions import RefusedError
from portal.extensions import db
from portal.models import (
    AnswerCount,
    Child,
    Coding,
    CommentState,
    Concern,
    ConcernStatus,
    Contribution,
    ContributionComment,
    Feedback,
    FeedbackAnswer,
    FeedbackComment,
    Invitation,
    Meeting,
    MeetingFormat,
    MeetingStatus,
    MeetingType,
    Staff,
    Theme,
)
from portal.queries.participation import participation
from portal.queries.periods import Period
from portal.queries.summary import Scope, summary
from portal.services import example
from portal.services.example.people import PASSWORDS
from portal.services.purge import purge
from tests.conftest import empty_tables
from tests.factories import make_meeting

YEAR = Period(2025)
IN_THE_YEAR = Meeting.held_on.between(date(2025, 4, 1), date(2026, 3, 31))
CODES = {"PN0": 404, "PN1": 659, "PN2": 7, "PN4": 11, "PN5": 87, "PN6": 450, "PN7": 103}


def meetings(*conditions: object) -> list[Meeting]:
    """The meetings of the example year."""
    return list(db.session.scalars(select(Meeting).join(MeetingType).where(IN_THE_YEAR, *conditions)))  # type: ignore[arg-type]


def test_as_many_meetings_as_the_county_held(county: Flask) -> None:
    held = Counter(meeting.type.kind for meeting in meetings(Meeting.status == MeetingStatus.HELD))

    assert held == {"conference": 1313, "review": 1396}


def test_some_meetings_were_stood_down_and_each_says_why(county: Flask) -> None:
    stood_down = meetings(Meeting.status == MeetingStatus.STOOD_DOWN)

    assert Counter(meeting.type.kind for meeting in stood_down) == {"conference": 97, "review": 61}
    assert all(meeting.stood_down_reason for meeting in stood_down)


def test_nobody_meets_at_a_weekend_or_on_a_bank_holiday(county: Flask) -> None:
    days = {meeting.held_on for meeting in db.session.scalars(select(Meeting))}

    assert all(day.weekday() < 5 for day in days)
    assert date(2025, 8, 25) not in days


def test_meetings_are_of_every_format_and_type(county: Flask) -> None:
    held = meetings(Meeting.status == MeetingStatus.HELD)

    assert {meeting.format for meeting in held} == set(MeetingFormat)
    assert len({meeting.type.name for meeting in held}) == 7


def test_the_children_reviewed_have_the_published_participation_codes(county: Flask) -> None:
    reviewed = select(Child.participation_code).join(Meeting).join(MeetingType)
    held = reviewed.where(IN_THE_YEAR, MeetingType.kind == "review", Meeting.status == MeetingStatus.HELD)
    counted = Counter(code for code in db.session.scalars(held) if code)

    assert counted == CODES
    assert sum(counted.values()) == 1721
    rates = participation(counted)
    assert (rates.aged_4_and_over, rates.strict, rates.with_pn4) == (1317, 1203, 1214)


def test_only_children_under_four_have_no_say_and_no_code(county: Flask) -> None:
    invited = select(func.count()).select_from(Invitation).join(Child, Child.id == Invitation.child_id)

    assert db.session.scalar(invited.where(Child.age < 4)) == 0


def test_four_teams_of_four_chairs(county: Flask) -> None:
    staff = list(db.session.scalars(select(Staff)))
    chairs = Counter(person.teams[0].name for person in staff if person.has_role("chair"))

    assert list(chairs.values()) == [4, 4, 4, 4]
    for role in PASSWORDS:
        assert len({person.teams[0].id for person in staff if person.has_role(role)}) >= 2


def test_the_worked_figures_of_parents(county: Flask) -> None:
    found = summary(Scope(YEAR, Audience.PARENT, kind="conference"))
    met = next(line for line in found.measures if line.key == "met_chair_before").now.share

    assert found.held == {"conference": 1313}
    assert [(forms.count, forms.per_hundred) for forms in found.forms if forms.audience is Audience.PARENT] == [
        (55, "4.2")
    ]
    assert met is not None
    assert (met.positive, met.base, met.percentage) == (45, 55, 82)


def test_the_worked_figures_of_professionals(county: Flask) -> None:
    found = summary(Scope(YEAR, Audience.PROFESSIONAL))
    able = next(line for line in found.measures if line.key == "able_to_express").now.share

    forms = {one.kind: one.count for one in found.forms if one.audience is Audience.PROFESSIONAL}
    assert forms == {"conference": 127, "review": 0}
    assert able is not None
    assert (able.positive, able.base, able.percentage) == (118, 127, 93)


def test_182_forms_came_from_adults_and_each_answers_the_question_that_is_counted(county: Flask) -> None:
    adults = select(Feedback.audience).where(Feedback.audience != "child", Feedback.week < date(2026, 4, 1))
    asked = (("parent", "met_chair_before"), ("professional", "able_to_express"))

    assert Counter(db.session.scalars(adults)) == {
        "parent": 55,
        "professional": 127,
    }
    for audience, question in asked:
        answered = select(func.count()).select_from(FeedbackAnswer).join(Feedback)
        of_year = (Feedback.audience == audience, Feedback.week < date(2026, 4, 1))
        assert db.session.scalar(answered.where(FeedbackAnswer.question == question, *of_year)) in {55, 127}


def test_the_counts_kept_are_those_of_the_answers(county: Flask) -> None:
    answers = db.session.scalar(select(func.count()).select_from(FeedbackAnswer))

    assert db.session.scalar(select(func.sum(AnswerCount.count))) == answers


def test_children_who_sent_their_views_are_those_whose_code_says_so(county: Flask) -> None:
    sent = select(Child.participation_code).join(Invitation, Invitation.child_id == Child.id).join(Contribution)
    codes = Counter(db.session.scalars(sent.join(Meeting, Meeting.id == Child.meeting_id).where(IN_THE_YEAR)))

    assert (codes["PN5"], codes["PN6"]) == (87, 450)
    assert set(codes) == {"PN5", "PN6", None}


def test_every_answer_fits_the_version_it_was_given_to(county: Flask) -> None:
    for contribution in db.session.scalars(select(Contribution).order_by(Contribution.sent_at).limit(150)):
        form = library().version(contribution.questionnaire, contribution.version)
        given: dict[str, list[str]] = {comment.question: [comment.words] for comment in contribution.comments}
        for answer in contribution.answers:
            given.setdefault(answer.question, []).append(answer.value)
            assert answer.value in form.by_key[answer.question].values
        assert set(only_asked(form, given)) == set(given)


def test_people_say_many_different_things_in_many_languages(county: Flask) -> None:
    words = list(db.session.scalars(select(ContributionComment.words)))

    assert len(set(words)) > 900
    assert max(Counter(words).values()) < 25
    assert not [text for text in words if "{" in text]
    assert all(any(mark in text for text in words) for mark in ("ż", "ہ", "ă", "ي", "Diolch", "🦄"))


def test_most_comments_are_read_and_some_still_wait(county: Flask) -> None:
    of_year = select(FeedbackComment).join(Feedback).where(Feedback.week < date(2026, 4, 1))
    states = Counter(comment.state for comment in db.session.scalars(of_year))
    coded = db.session.scalar(select(func.count(func.distinct(Coding.comment_id))))

    assert 0.08 < states[CommentState.UNREAD] / states.total() < 0.12
    assert 5 <= states[CommentState.HELD] <= 15
    assert 0.6 < (coded or 0) / states[CommentState.RELEASED] < 0.8
    assert db.session.scalar(select(func.count()).select_from(Theme)) == 10


def test_concerns_were_closed_with_a_note_and_a_few_are_not_closed(county: Flask) -> None:
    concerns = list(db.session.scalars(select(Concern)))
    states = Counter(concern.status for concern in concerns)

    assert states[ConcernStatus.CLOSED] >= 15
    assert states[ConcernStatus.OPEN] == 2
    assert states[ConcernStatus.TAKEN] >= 1
    assert all(concern.note for concern in concerns if concern.status is ConcernStatus.CLOSED)


def test_it_is_the_same_each_time(county: Flask) -> None:
    first = as_it_reads()
    empty_tables()
    example.load()

    assert as_it_reads() == first


def test_loading_it_again_changes_nothing(county: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(Meeting))

    assert example.load() == example.Loaded(anew=False, meetings=before or 0)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == before


def test_words_outlive_a_purge_where_the_portal_is_told_to_keep_them(county: Flask) -> None:
    gone = purge()

    assert (gone["views"], gone["comments"]) == (0, 0)


def test_it_is_refused_where_nobody_asked_for_it(app: Flask) -> None:
    with pytest.raises(RefusedError, match="HEARD_EXAMPLE=yes"):
        example.load()


def test_it_is_refused_beside_real_meetings(app: Flask, other_app: Callable[..., Flask]) -> None:
    make_meeting()
    db.session.rollback()
    with other_app(example=True).app_context(), pytest.raises(RefusedError, match="not the example's"):
        example.load(datetime.now(UTC))


def as_it_reads() -> list[object]:
    """Everything the year says, without its random keys and codes."""
    people = select(Meeting.held_on, Meeting.format, Meeting.status, Staff.email, Child.case_reference, Child.age)
    year = people.join(Staff, Staff.id == Meeting.chair_id).join(Child, Child.meeting_id == Meeting.id)
    views = select(
        Contribution.sent_at, Contribution.questionnaire, ContributionComment.question, ContributionComment.words
    )
    sent = views.join(ContributionComment).where(Contribution.sent_at < datetime(2026, 4, 1, tzinfo=UTC))
    after = select(
        Feedback.week, Feedback.audience, FeedbackComment.question, FeedbackComment.words, FeedbackComment.state
    )
    said = after.join(FeedbackComment).where(Feedback.week < date(2026, 4, 1))
    return [sorted(tuple(row) for row in db.session.execute(found)) for found in (year.where(IN_THE_YEAR), sent, said)]
