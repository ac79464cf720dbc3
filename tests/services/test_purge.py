"""What is past its time goes, and nothing else does."""

from datetime import date, timedelta

from flask import Flask

from portal.extensions import db
from portal.models import (
    AuditEntry,
    Coding,
    Contribution,
    ContributionComment,
    Draft,
    Feedback,
    FeedbackComment,
    RateLimit,
    SealedFeedback,
)
from portal.services.purge import months_before, purge
from tests.factories import (
    make_comment,
    make_contribution,
    make_feedback,
    make_invitation,
    make_meeting,
    make_staff,
    make_theme,
    now,
    today,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_drafts_that_ran_out_go_and_others_stay(app: Flask) -> None:
    for name, expires_at in ((b"old", now() - HOUR), (b"new", now() + HOUR)):
        db.session.add(Draft(id=name.ljust(32), body="{}", expires_at=expires_at))
    db.session.commit()

    assert purge()["drafts"] == 1
    assert [draft.id.strip() for draft in db.session.query(Draft)] == [b"new"]


def test_counters_that_ran_out_go_and_others_stay(app: Flask) -> None:
    for name, expires_at in ((b"old", now() - HOUR), (b"new", now() + HOUR)):
        db.session.add(RateLimit(key=name.ljust(32), count=3, expires_at=expires_at))
    db.session.commit()

    assert purge()["limits"] == 1
    assert [limit.key.strip() for limit in db.session.query(RateLimit)] == [b"new"]


def test_a_tag_goes_on_its_day_but_a_sending_that_waits_never_does(app: Flask) -> None:
    for name, sealed, day in (
        (b"spent", None, today()),
        (b"kept", None, today() + DAY),
        (b"waits", "{}", today() - DAY),
    ):
        db.session.add(SealedFeedback(tag=name.ljust(32), sealed=sealed, forget_on=day))
    db.session.commit()

    assert purge()["tags"] == 1
    assert {row.tag.strip() for row in db.session.query(SealedFeedback)} == {b"kept", b"waits"}


def test_views_go_thirty_days_after_their_meeting_and_the_audit_log_says_so(app: Flask) -> None:
    old = _views_before_a_meeting_on(today() - 31 * DAY)
    young = _views_before_a_meeting_on(today() - 30 * DAY)

    assert purge()["views"] == 1

    assert [one.id for one in db.session.query(Contribution)] == [young.id]
    assert db.session.query(ContributionComment).one().contribution_id == young.id
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.subject_id) == ("deleted_views", old.invitation.meeting_id)
    assert entry.staff_id is None


def test_words_of_feedback_go_after_two_years_and_its_answers_and_themes_stay(app: Flask) -> None:
    words_from = {}
    for held_on in (months_before(today(), 24) - 8 * DAY, months_before(today(), 24) + 8 * DAY):
        feedback = _feedback_on(held_on)
        words_from[held_on] = make_comment(feedback, f"Said about {held_on}").id
    old, young = words_from.values()
    theme = make_theme()
    db.session.add(Coding(comment_id=old, theme_id=theme.id, staff_id=make_staff("manager").id))
    db.session.commit()

    assert purge()["comments"] == 1
    assert purge()["comments"] == 0

    db.session.expire_all()
    assert db.session.get_one(FeedbackComment, old).words == ""
    assert db.session.get_one(FeedbackComment, young).words != ""
    assert db.session.query(Coding).count() == 1
    assert db.session.query(Feedback).count() == 2
    assert [entry.action for entry in db.session.query(AuditEntry)] == ["deleted_words_of_feedback"]


def test_months_are_counted_back_over_the_end_of_a_year() -> None:
    assert months_before(date(2026, 11, 21), 24) == date(2024, 11, 1)
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 12, 1), 12) == date(2025, 12, 1)


def _views_before_a_meeting_on(day: date) -> Contribution:
    invitation = make_invitation(make_meeting(held_on=day))
    return make_contribution(
        invitation, "child-before-review-8-11", answers={"safe": "yes"}, comments={"wish": "A dog"}
    )


def _feedback_on(day: date) -> Feedback:
    before = {one.id for one in db.session.query(Feedback)}
    return next(
        one
        for one in make_feedback(make_meeting(held_on=day), "parent", "parent-after-all", {})
        if one.id not in before
    )
