"""Whether the portal can do its work."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db


def database_answers() -> bool:
    """Return whether the database answers a question."""
    try:
        return bool(db.session.execute(text("SELECT 1")).scalar_one())
    except SQLAlchemyError:
        return False
