"""The part of the example that is alive: meetings of the next weeks and the last days, with codes that open."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from portal.codes import code_hash, new_code
from portal.models import ConcernStatus, Invitation, InvitationStatus, MeetingStatus, SealedFeedback
from portal.queries.opening import LONDON, last_day
from portal.services.example.concerns import Ending
from portal.services.example.county import SEED, working_days
from portal.services.example.families import Families
from portal.services.example.feedback import Opinions
from portal.services.example.meetings import Diary, Held
from portal.services.example.people import Service
from portal.services.example.rows import Row, Rows
from portal.services.sealed import Sending, tag_for

# The ages of the children at one live meeting after another: every edition comes round.
FAMILIES = ((5,), (9, 13), (16,), (6, 10), (4, 8, 15), (11,), (7, 12), (14, 17), (2, 5), (10,))
PLANNED_AHEAD = (3, 30)
HELD_AGO = (1, 18)
# How the concerns of live meetings stand, and how long ago they were raised: one is late.
TELLING = (
    (ConcernStatus.OPEN, timedelta(hours=26)),
    (ConcernStatus.TAKEN, timedelta(hours=7)),
    (ConcernStatus.OPEN, timedelta(minutes=50)),
)
CODES_APART = 1_000


class Live:
    """Adds live meetings to the rows, as they stand on one day."""

    def __init__(self, rows: Rows, service: Service, now: datetime) -> None:
        """Take the rows to add to and this moment."""
        self.rows = rows
        self.service = service
        self.now = now
        self.luck = Random(f"{SEED} live {now.isoformat()}")  # noqa: S311  # invented data, no secret
        first = 300_000 + self.luck.randrange(500) * CODES_APART
        self.diary = Diary(rows, service, self.luck, references_from=first)
        self._families = 0

    def meetings(self, chairs: Sequence[Row]) -> list[Held]:
        """Add, for every chair, a review and a conference to come and one of each just held."""
        return [
            self._meeting(kind, status, chair)
            for chair in chairs
            for kind in ("review", "conference")
            for status in (MeetingStatus.PLANNED, MeetingStatus.HELD)
        ]

    def _meeting(self, kind: str, status: MeetingStatus, chair: Row) -> Held:
        today = self.now.astimezone(LONDON).date()
        if status is MeetingStatus.PLANNED:
            days = working_days(*(today + timedelta(days=days) for days in PLANNED_AHEAD))
            booked = today - timedelta(days=self.luck.randint(7, 25))
        else:
            days = working_days(*(today - timedelta(days=days) for days in reversed(HELD_AGO)))
            booked = None
        held = self.diary.meet(kind, self.luck.choice(days), status, chair=chair, booked=booked)
        for age in FAMILIES[self._families // 2 % len(FAMILIES)]:
            self.diary.about(held, age)
        self._families += 1
        for role in ("mother", "father") if kind == "conference" else ("mother", "foster_carer"):
            self.diary.adult(held, role)
        self.diary.invite(held, "professional")
        return held

    def some_views(self, meetings: Sequence[Held]) -> None:
        """Add the views that have come in for meetings ahead; a few children tell something that is not closed yet."""
        families = Families(self.rows, self.service, self.luck)
        ahead = [held for held in meetings if held.meeting["status"] is MeetingStatus.PLANNED]
        telling = list(TELLING)
        # The first chair, whom most people sign in as, has some to read at both meetings.
        for held in [*ahead[:2], *self.luck.sample(ahead[2:], len(ahead) // 3)]:
            child = self.luck.choice([child for child in held.children if child["age"] >= 4])
            tells = bool(telling) and child["age"] >= 8
            status, before = telling.pop() if tells else (ConcernStatus.TAKEN, self._lately())
            families.child_says(held, child, self.now - before, ending=Ending(status), tells=tells)
            if self.luck.random() < 0.6:
                ending = Ending(ConcernStatus.TAKEN)
                families.adult_says(held, held.adults[0], self.now - self._lately(), ending=ending)

    def some_feedback(self, meetings: Sequence[Held]) -> list[Sending]:
        """Return the first feedback after meetings just held; its personal codes are used up.

        Fewer than five, so that a summary still begins with the example year.
        """
        opinions = Opinions(self.rows, self.service, self.luck)
        just_held = [held for held in meetings if held.meeting["status"] is MeetingStatus.HELD]
        review = next(held for held in just_held if held.kind == "review" and held.invitations)
        conference = next(held for held in just_held if held.kind == "conference")
        child = next(child for child in review.children if child["age"] >= 4)
        self._used(review, child)
        self._used(conference, conference.adults[0])
        return [opinions.of_child(review, child["age_band"]), opinions.of_adult(conference, "parent"),
                opinions.of_adult(conference, "professional")]  # fmt: skip

    def mishaps(self, meetings: Sequence[Held]) -> None:
        """Withdraw one code, and replace another that was lost."""
        lost, withdrawn = [held for held in meetings if held.meeting["status"] is MeetingStatus.PLANNED][:2]
        withdrawn.code_for(withdrawn.adults[-1])["status"] = InvitationStatus.WITHDRAWN
        code = new_code()
        old = lost.code_for(lost.adults[-1])
        fresh = self.rows.link(
            Invitation,
            **old | {"id": uuid.uuid4(), "code": code, "code_hash": code_hash(code), "created_at": self.now},
        )
        old |= {"status": InvitationStatus.REPLACED, "replaced_by_id": fresh["id"]}
        # The replacement must be there before the row that names it.
        self.rows.last(Invitation, old)

    def _used(self, held: Held, person: Row) -> None:
        tag = tag_for("invitation", held.code_for(person)["id"].bytes)
        self.rows.link(SealedFeedback, tag=tag, sealed=None, forget_on=last_day(held.held_on))

    def _lately(self) -> timedelta:
        return timedelta(minutes=self.luck.randint(300, 5 * 24 * 60))
