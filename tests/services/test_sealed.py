"""The anonymous lane: whoever holds the whole database and every log cannot tell who said what, or when."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import text

from portal.extensions import db
from portal.models import Concern, Feedback, Invitation, Model, ResponseCount, SealedFeedback
from portal.services.sealed import release, sent_before, tag_for
from tests.factories import make_child, make_invitation, make_meeting, today
from tests.inspecting_client import InspectingClient
from tests.respondent import Respondent, edition

FEEDBACK_TABLES = ("feedback", "feedback_answers", "feedback_comments", "answer_counts", "response_counts")
OTHER_TABLES = ("invitations", "drafts", "sealed_feedback", "rate_limits", "meetings", "children", "concerns")
CHILDREN = 10


@pytest.fixture
def log(app: Flask) -> Iterator[list[str]]:
    """Every line that anything logs."""
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]  # one line of code
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def invitations(app: Flask) -> list[Invitation]:
    """Ten children's personal codes, for one meeting that was held last week."""
    meeting = make_meeting(held_on=today() - timedelta(days=7), ages=[])
    children = [make_child(meeting, 10) for _ in range(CHILDREN)]
    return [make_invitation(meeting, "child", child=child) for child in children]


def send(app: Flask, invitation: Invitation, words: str) -> None:
    """Have one child say something of their own afterwards."""
    browser = cast("InspectingClient", app.test_client())
    child = Respondent(browser, invitation.code)
    questionnaire = edition("child-after-8-17")
    written = next(q.key for q in questionnaire.by_key.values() if q.kind == "long" and q.only_if is None)
    assert child.send_all(questionnaire, {written: words}).status_code == 200


def values_in(tables: tuple[str, ...]) -> set[Any]:
    """Everything an attacker can compare: each key, moment and digest in these tables."""
    found = set()
    for name in tables:
        table = Model.metadata.tables[name]
        for row in db.session.execute(table.select()):
            found |= {value for value in row if isinstance(value, bytes | datetime) or len(str(value)) > 20}
    return found


def stamps(table: str) -> list[str]:
    """The transaction that wrote each row, as PostgreSQL keeps it."""
    return [row[0] for row in db.session.execute(text(f"SELECT xmin::text FROM {table}"))]


def test_no_value_leads_from_feedback_to_anything_that_names_a_person(
    app: Flask, invitations: list[Invitation]
) -> None:
    for number, invitation in enumerate(invitations):
        send(app, invitation, f"These are the words of number {number}.")
    release()

    scope = {
        row
        for meeting in {invitation.meeting for invitation in invitations}
        for row in (meeting.team_id, meeting.chair_id)
    }
    assert not (values_in(FEEDBACK_TABLES) & values_in(OTHER_TABLES)) - scope


def test_feedback_knows_no_time_but_the_week(app: Flask, invitations: list[Invitation]) -> None:
    send(app, invitations[0], "Hello.")
    release()

    moments = {
        (name, column.name): value
        for name in FEEDBACK_TABLES
        for row in db.session.execute(Model.metadata.tables[name].select()).mappings()
        for column, value in ((c, row[c.name]) for c in Model.metadata.tables[name].columns)
        if isinstance(value, date)
    }
    assert {column for _, column in moments} == {"week", "quarter"}
    assert moments["feedback", "week"].weekday() == 0
    assert moments["feedback", "week"] <= today() - timedelta(days=7)


def test_rows_do_not_stand_in_the_order_they_were_sent(app: Flask, invitations: list[Invitation]) -> None:
    sent = [f"These are the words of number {number}." for number in range(CHILDREN)]
    for invitation, words in zip(invitations, sent, strict=True):
        send(app, invitation, words)
    release()

    comments = Model.metadata.tables["feedback_comments"]
    kept = [row.words for row in db.session.execute(comments.select()) if row.words in sent]
    assert sorted(kept) == sorted(sent)
    assert kept != sent, "the odds of this by chance are one in three million"
    assert db.session.query(Feedback).count() == CHILDREN


def test_no_transaction_links_a_sending_to_its_feedback(app: Flask, invitations: list[Invitation]) -> None:
    if db.engine.dialect.name != "postgresql":
        return  # SQLite keeps no transaction id on a row
    for invitation in invitations[:4]:
        send(app, invitation, "One at a time, released one at a time.")
        release()

    assert len(set(stamps("sealed_feedback"))) == 1, "every tag was written again by the last release"
    sending = set(stamps("drafts")) | set(stamps("invitations"))
    assert not sending & {stamp for table in FEEDBACK_TABLES for stamp in stamps(table)}


def test_what_waits_to_be_released_is_sealed(app: Flask, invitations: list[Invitation]) -> None:
    send(app, invitations[0], "Nobody can read these words.")

    raw = db.session.execute(text("SELECT tag, sealed FROM sealed_feedback")).one()
    assert b"Nobody can read" not in bytes(raw.sealed)
    assert invitations[0].id.bytes not in bytes(raw.tag) + bytes(raw.sealed)
    assert db.session.query(Feedback).count() == 0


def test_no_log_holds_a_code_an_address_or_a_word(app: Flask, invitations: list[Invitation], log: list[str]) -> None:
    send(app, invitations[0], "Unmistakable words about a lighthouse.")
    release()

    everything = "\n".join(log)
    assert invitations[0].code not in everything
    assert "lighthouse" not in everything
    assert "127.0.0.1" not in everything


def test_a_code_is_known_to_be_used_without_saying_for_what(app: Flask, invitations: list[Invitation]) -> None:
    send(app, invitations[0], "Mine.")
    release()

    assert sent_before(tag_for("invitation", invitations[0].id.bytes))
    assert not sent_before(tag_for("invitation", invitations[1].id.bytes))
    assert db.session.query(SealedFeedback).one().sealed is None


def test_an_alerting_feedback_raises_a_concern_that_names_nobody(app: Flask, invitations: list[Invitation]) -> None:
    questionnaire = edition("child-after-8-17")
    alerting = next(q for q in questionnaire.by_key.values() if q.alert and q.only_if is None)
    child = Respondent(cast("InspectingClient", app.test_client()), invitations[0].code)
    child.send_all(questionnaire, {alerting.key: alerting.alert[0]})
    release()

    concern = db.session.query(Concern).one()
    assert concern.invitation_id is None
    assert (concern.raised_at.hour, concern.raised_at.minute) == (0, 0)
    assert alerting.label in concern.words


def test_counts_are_kept_up_as_feedback_is_released(app: Flask, invitations: list[Invitation]) -> None:
    for invitation in invitations[:3]:
        send(app, invitation, "Hello.")
    assert release() == 3
    send(app, invitations[3], "Hello.")
    assert release() == 1

    assert [row.count for row in db.session.query(ResponseCount)] == [4]


def test_tags_are_forgotten_when_their_codes_open_nothing_any_more(app: Flask, invitations: list[Invitation]) -> None:
    send(app, invitations[0], "Hello.")
    db.session.execute(text("UPDATE sealed_feedback SET forget_on = :day"), {"day": datetime.now(UTC).date()})
    db.session.commit()
    release()

    assert db.session.query(SealedFeedback).count() == 0
    assert db.session.query(Feedback).count() == 1


def test_after_release_no_file_holds_what_a_draft_or_a_sealed_row_said(
    app: Flask, invitations: list[Invitation]
) -> None:
    """Old copies name the invitation beside its answers: a backup with the key would open them."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its log elsewhere: see docs/deploy.md")
    seen: set[bytes] = set()
    for number, invitation in enumerate(invitations[:3]):
        with app.app_context():
            child = Respondent(cast("InspectingClient", app.test_client()), invitation.code)
            child.answer_all(edition("child-after-8-17"))
            seen |= set(db.session.scalars(text("SELECT body FROM drafts WHERE body IS NOT NULL")))
            db.session.commit()
            assert child.post("/send").status_code == 200
            seen |= set(db.session.scalars(text("SELECT sealed FROM sealed_feedback WHERE sealed IS NOT NULL")))
            db.session.commit()
        assert len(seen) > number

    release()

    stored = Path(db.engine.url.database or "")
    files = [stored, stored.with_name(stored.name + "-wal")]
    held = b"".join(file.read_bytes() for file in files if file.exists())
    assert [sealed for sealed in seen if sealed in held] == []
