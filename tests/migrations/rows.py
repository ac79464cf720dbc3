"""Puts a row into every table there is, so that a migration is tried with something to lose."""

from sqlalchemy import Table, func, select

from forms.library import library
from forms.schema import WRITING
from portal.extensions import db
from portal.models import Coding, Draft, FeedbackComment, Model, RateLimit, SealedFeedback
from portal.services.audit import note
from tests.factories import (
    make_concern,
    make_contribution,
    make_feedback,
    make_invitation,
    make_meeting,
    make_staff,
    make_team,
    make_theme,
    now,
    today,
)


def fill_every_table() -> None:
    """Make and commit at least one row of everything."""
    team = make_team()
    meeting = make_meeting(chair=make_staff("chair", team), held_on=today())
    invitation = make_invitation(meeting)
    make_contribution(
        invitation, "child-before-review-8-11", answers={"safe": "yes"}, comments={"wish": "A dog, please"}
    )
    make_feedback(meeting, "parent", "parent-after-all", _one_answer_and_one_comment("parent-after-all"))
    comment = db.session.query(FeedbackComment).first()
    assert comment is not None
    db.session.add(Coding(comment_id=comment.id, theme_id=make_theme().id, staff_id=meeting.chair_id))
    make_concern(team, invitation=invitation)
    db.session.add(Draft(id=b"d" * 32, body="{}", expires_at=now()))
    db.session.add(SealedFeedback(tag=b"t" * 32, sealed="{}", forget_on=today()))
    db.session.add(RateLimit(key=b"k" * 32, count=1, expires_at=now()))
    note(meeting.chair, "opened_views", meeting.id)
    db.session.commit()


def _one_answer_and_one_comment(slug: str) -> dict[str, list[str]]:
    questions = library().newest(slug).by_key.values()
    chosen = next(question for question in questions if question.choices)
    written = next(question for question in questions if question.kind in WRITING)
    return {chosen.key: [chosen.choices[0].value], written.key: ["The tea"]}


def counted() -> dict[str, int]:
    """Return how many rows each table has."""
    tables: list[Table] = Model.metadata.sorted_tables
    rows = {table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
    db.session.commit()
    return rows
