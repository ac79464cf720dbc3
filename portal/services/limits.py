"""Limits how often something may be tried from one place, over every process."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.encryption import keyring
from portal.extensions import db, look, writing
from portal.models import RateLimit


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

_COUNTED = select(RateLimit.count.label("count_")).where(
    RateLimit.key == bindparam("key"), RateLimit.expires_at > bindparam("now")
)


def hit(limit: Limit, place: str) -> bool:
    """Count one try from a place; return whether it is within the limit."""
    with writing() as connection:
        return count_try(connection, limit, place)


def count_try(connection: Connection, limit: Limit, place: str) -> bool:
    """Like hit, in a transaction that is under way. One statement."""
    now = datetime.now(UTC)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    started = insert(RateLimit).values(key=_key(limit, place), count=1, expires_at=now + limit.window)
    over = RateLimit.expires_at <= now
    counted = started.on_conflict_do_update(
        index_elements=[RateLimit.key],
        set_={
            "count": case((over, 1), else_=RateLimit.count + 1),
            "expires_at": case((over, now + limit.window), else_=RateLimit.expires_at),
        },
    ).returning(RateLimit.count)
    count: int = connection.execute(counted).scalar_one()
    return count <= limit.tries


def spent(limit: Limit, place: str) -> bool:
    """Return whether a place has used up its tries, without counting one."""
    row = look(_COUNTED, key=_key(limit, place), now=datetime.now(UTC))
    return row is not None and bool(row.count_ >= limit.tries)


def forget_old_limits() -> None:
    """Delete counters that have run out."""
    db.session.execute(delete(RateLimit).where(RateLimit.expires_at <= datetime.now(UTC)))
    db.session.commit()


def _key(limit: Limit, place: str) -> bytes:
    """Keep a keyed digest of the place, never the address itself."""
    return keyring.fingerprint(f"limit {limit.purpose}", place.encode())
