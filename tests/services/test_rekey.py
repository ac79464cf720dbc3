"""Everything people wrote can be sealed again with a new key, and the old key thrown away."""

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select, type_coerce

from portal.codes import code_hash
from portal.config import Settings
from portal.encryption import Encrypted, keyring, new_key
from portal.extensions import db
from portal.models import Draft, FeedbackComment, Invitation, Model
from portal.services import rekey as service
from portal.services.rekey import rekey
from tests.factories import make_comment, make_contribution, make_feedback, make_invitation, make_meeting, now
from tests.migrations.rows import fill_every_table

ENCRYPTED = [
    column for table in Model.metadata.sorted_tables for column in table.columns if isinstance(column.type, Encrypted)
]


def test_everything_sealed_with_the_old_key_opens_with_the_new_key_alone(app: Flask, settings: Settings) -> None:
    fill_every_table()
    before = _opened()
    second = f"2:{new_key()}"
    keyring.configure(f"{second},{settings.words_keys}", settings.code_key)

    count = rekey()

    assert count == len(before)
    assert {sealed[0] for sealed in _stored()} == {2}
    keyring.configure(second, settings.code_key)
    assert _opened() == before


def test_a_second_run_finds_nothing_to_do(app: Flask, settings: Settings) -> None:
    fill_every_table()
    keyring.configure(f"2:{new_key()},{settings.words_keys}", settings.code_key)
    rekey()
    stored = _stored()

    assert rekey() == 0
    assert _stored() == stored


def test_many_rows_go_in_batches(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    feedback = make_feedback(make_meeting(), "parent", "parent-after-all", {})[0]
    for number in range(5):
        make_comment(feedback, f"Comment {number}")
    keyring.configure(f"2:{new_key()},{settings.words_keys}", settings.code_key)

    rekey()

    words = db.session.execute(select(FeedbackComment.words)).scalars()
    assert sorted(words) == [f"Comment {number}" for number in range(5)]
    assert {sealed[0] for sealed in _stored()} == {2}


def test_a_value_that_changes_meanwhile_is_left_as_it_was_changed(app: Flask, settings: Settings) -> None:
    draft = Draft(id=b"d" * 32, body="first words", expires_at=now())
    db.session.add(draft)
    db.session.commit()
    keyring.configure(f"2:{new_key()},{settings.words_keys}", settings.code_key)
    column = Model.metadata.tables["drafts"].c.body
    batch = service._batch(column)
    draft.body = "second words"
    db.session.commit()

    service._seal_again(column, batch)

    db.session.expire_all()
    assert draft.body == "second words"


def test_codes_open_the_same_invitations_afterwards(app: Flask, settings: Settings) -> None:
    invitation = make_invitation()
    make_contribution(invitation, "child-before-review-8-11", answers={}, comments={"wish": "A dog"})
    keyring.configure(f"2:{new_key()},{settings.words_keys}", settings.code_key)

    rekey()

    db.session.expire_all()
    found = db.session.query(Invitation).filter_by(code_hash=code_hash(invitation.code)).one()
    assert found.id == invitation.id


def test_a_column_is_reported_with_how_many_values_it_had(app: Flask, settings: Settings) -> None:
    make_invitation()
    keyring.configure(f"2:{new_key()},{settings.words_keys}", settings.code_key)
    told: dict[str, int] = {}

    rekey(told.__setitem__)

    assert told["invitations.code"] == 1
    assert set(told) == {f"{column.table.name}.{column.name}" for column in ENCRYPTED}


def _opened() -> list[str]:
    """Return every text the database holds sealed, opened."""
    found = [db.session.execute(select(column).where(column.is_not(None))).scalars().all() for column in ENCRYPTED]
    db.session.commit()
    return sorted(words for column in found for words in column)


def _stored() -> list[bytes]:
    """Return every sealed text as it lies in the database."""
    found = [
        db.session.execute(select(type_coerce(column, LargeBinary)).where(column.is_not(None))).scalars().all()
        for column in ENCRYPTED
    ]
    db.session.commit()
    return sorted(bytes(sealed) for column in found for sealed in column)
