"""The example: one invented county's year, and meetings alive today. Everything in it is made up."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import func, select

from portal.exceptions import RefusedError
from portal.extensions import db
from portal.models import Meeting, Role
from portal.services.example.families import views_of_the_year
from portal.services.example.feedback import feedback_of_the_year
from portal.services.example.live import Live
from portal.services.example.meetings import the_year
from portal.services.example.people import Service, make_service, service_there
from portal.services.example.reading import codeframe, read_comments
from portal.services.example.rows import Rows
from portal.services.sealed import store


@dataclass(frozen=True)
class Loaded:
    """What there was to do: nothing, if the example was there already."""

    anew: bool
    meetings: int


def load(now: datetime | None = None) -> Loaded:
    """Load the example; nothing changes if it is there already. One transaction.

    Raises RefusedError where the example does not belong: HEARD_EXAMPLE is not 'yes', or there are real meetings.
    """
    refuse_elsewhere()
    if service_there():
        return Loaded(anew=False, meetings=_meetings())
    if _meetings():
        raise RefusedError(
            "This database holds meetings that are not the example's, so the example was not loaded. "
            "Give it a database of its own with HEARD_DATABASE_URL."
        )
    rows = Rows()
    service = make_service(rows, {role.name: role.id for role in db.session.scalars(select(Role))})
    year = the_year(rows, service)
    views_of_the_year(rows, service, year)
    feedback, vocabulary = feedback_of_the_year(rows, service, year)
    themes = codeframe(rows)
    rows.keep()
    store(feedback)
    read_comments(rows, service, themes, vocabulary)
    _live_from_the_start(rows, service, now or datetime.now(UTC))
    db.session.commit()
    return Loaded(anew=True, meetings=_meetings())


def add_live_meetings() -> None:
    """Add live meetings to an example that is running out of codes. One transaction."""
    refuse_elsewhere()
    service = service_there()
    if service is None:
        raise RefusedError("The example is not loaded yet. Load it with 'flask portal example'.")
    rows = Rows()
    live = Live(rows, service, datetime.now(UTC))
    live.meetings(live.luck.sample(service.chairs, 5))
    rows.keep()
    db.session.commit()


def refuse_elsewhere() -> None:
    """Raise RefusedError where the portal was not told that it holds the example."""
    if not current_app.config["HEARD"].example:
        raise RefusedError(
            "The example has passwords that everybody knows, so it is only for a portal that is told so. "
            "Set HEARD_EXAMPLE=yes, never where real people answer."
        )


def _meetings() -> int:
    return db.session.scalar(select(func.count()).select_from(Meeting)) or 0


def _live_from_the_start(rows: Rows, service: Service, now: datetime) -> None:
    live = Live(rows, service, now)
    meetings = live.meetings(service.chairs)
    live.some_views(meetings)
    live.mishaps(meetings)
    feedback = live.some_feedback(meetings)
    rows.keep()
    store(feedback)
