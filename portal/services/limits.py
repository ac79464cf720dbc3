"""Limits how often something may be tried from one place, over every process."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete
from sqlalchemy.dialects import postgresql, sqlite

from portal.encryption import keyring
from portal.extensions import db, writing
from portal.models import RateLimit
from portal.models.base import UtcDateTime


@dataclass(frozen=True)
class Limit:
    """So many tries in so long, for one purpose."""

    purpose: str
    tries: int
    window: timedelta


# Wrong codes: past this, wrong codes from one address are answered with 'wait'. Right ones still open, so that a
# school behind one address is never locked out by its slips.
SLIPS = Limit("slips", 30, timedelta(minutes=10))
# Well-formed codes that nobody was given. A slip of the finger fails the check character and is not one of these:
# so many come only from a machine, and then nothing new opens from that address for a while.
GUESSES = Limit("guesses", 300, timedelta(minutes=10))
# Passwords and codes for one account. By account alone once the password was right, with the address before that:
# nobody can lock somebody else out who signs in from elsewhere.
SIGN_IN = Limit("sign-in", 10, timedelta(minutes=10))
# Passwords for any account from one address: a whole office stands behind one on a Monday morning.
SIGN_INS = Limit("sign-ins", 200, timedelta(minutes=10))
# A room has 25 people at the most; nothing is gained by counting addresses.
SENDING = Limit("sending", 100, timedelta(minutes=10))


def hit(limit: Limit, place: str) -> bool:
    """Count one try from a place; return whether it is within the limit."""
    with writing() as connection:
        return count_try(connection, limit, place)


def count_try(connection: Connection, limit: Limit, place: str) -> bool:
    """Like hit, in a transaction that is under way. One statement."""
    now = datetime.now(UTC)
    tried = {"key": _key(limit, place), "count": 1, "expires_at": now + limit.window, "now": now}
    count: int = connection.execute(_counting(connection.dialect.name), tried).scalar_one()
    return count <= limit.tries


def forget_old_limits() -> None:
    """Delete counters that have run out."""
    db.session.execute(delete(RateLimit).where(RateLimit.expires_at <= datetime.now(UTC)))
    db.session.commit()


@cache
def _counting(dialect: str) -> Any:
    """Return the statement that counts one try and starts again when the time is over; made once for a database."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    started = insert(RateLimit)
    over = RateLimit.expires_at <= bindparam("now", type_=UtcDateTime)
    again = {
        "count": case((over, 1), else_=RateLimit.count + 1),
        "expires_at": case((over, started.excluded.expires_at), else_=RateLimit.expires_at),
    }
    return started.on_conflict_do_update(index_elements=[RateLimit.key], set_=again).returning(RateLimit.count)


def _key(limit: Limit, place: str) -> bytes:
    """Keep a keyed digest of the place, never the address itself."""
    return keyring.fingerprint(f"limit {limit.purpose}", place.encode())
