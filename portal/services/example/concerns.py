"""The example's concerns: what alerted, who took it, and how it ended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from portal.models import AuditEntry, Concern, ConcernStatus
from portal.services.example.people import Service
from portal.services.example.rows import Row, Rows
from portal.services.example.words import Vocabulary, read_words

TIME_TO_ACKNOWLEDGE = timedelta(hours=4)


@dataclass(frozen=True)
class Ending:
    """Where a concern stands: open, taken or closed, and of what sort its note is."""

    status: ConcernStatus
    notes: str = "settled"


CLOSED = Ending(ConcernStatus.CLOSED)


class Concerns:
    """Adds concerns to the rows."""

    def __init__(self, rows: Rows, service: Service, luck: Random) -> None:
        """Take the rows to add to and the service whose managers see to them."""
        self.rows = rows
        self.service = service
        self.luck = luck
        self.notes = Vocabulary(luck)

    def from_views(self, invitation: Row, team_id: Any, words: str, raised_at: datetime, ending: Ending) -> Row:
        """Add a concern about one invitation's person."""
        return self._add(team_id, words, ending, raised_at, raised_at + TIME_TO_ACKNOWLEDGE, invitation["id"])

    def from_feedback(self, team_id: Any, words: str, day: date, ending: Ending) -> Row:
        """Add a concern that names nobody: its time is only the day."""
        raised_at = datetime.combine(day, time(), UTC)
        return self._add(team_id, words, ending, raised_at, raised_at + timedelta(days=1), None)

    def _add(
        self,
        team_id: Any,
        words: str,
        ending: Ending,
        raised_at: datetime,
        acknowledge_by: datetime,
        invitation_id: Any,
    ) -> Row:
        seen_to = ending.status is not ConcernStatus.OPEN
        closed = ending.status is ConcernStatus.CLOSED
        taken_at = raised_at + timedelta(minutes=self.luck.randint(8, 210)) if seen_to else None
        closed_at = taken_at + timedelta(hours=self.luck.randint(3, 90)) if closed and taken_at else None
        notes = read_words("safety")["notes"][ending.notes]
        concern = self.rows.add(
            Concern,
            team_id=team_id,
            invitation_id=invitation_id,
            words=words,
            raised_at=raised_at,
            acknowledge_by=acknowledge_by,
            status=ending.status,
            owner_id=self.service.manager_of(team_id)["id"] if seen_to else None,
            taken_at=taken_at,
            closed_at=closed_at,
            note=self.notes.deal(ending.notes, notes) if closed else None,
        )
        for action, at in (("took_concern", taken_at), ("closed_concern", closed_at)):
            if at:
                self._noted(concern, action, at)
        return concern

    def _noted(self, concern: Row, action: str, at: datetime) -> None:
        """Note who did this, as the portal does."""
        self.rows.add(
            AuditEntry, at=at, staff_id=concern["owner_id"], action=action, subject_id=concern["id"], detail=""
        )
