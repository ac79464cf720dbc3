"""The example's meetings, the children they are about, the adults invited and everybody's codes."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from portal.codes import code_hash, new_code
from portal.models import Adult, AgeBand, Child, Invitation, InvitationStatus, Meeting, MeetingFormat, MeetingStatus
from portal.services.example.county import (
    CONFERENCES_HELD,
    CONFERENCES_STOOD_DOWN,
    FORMATS,
    PARTICIPATION,
    REVIEWS_STOOD_DOWN,
    SIBLINGS_AT_REVIEWS,
    STOOD_DOWN,
    YEAR_BEGINS,
    YEAR_ENDS,
    dice,
    working_days,
)
from portal.services.example.people import Service, how_busy
from portal.services.example.rows import Row, Rows, weighted

# How old the children with each participation code are, as weights on ages 4 to 17.
_OLDER = (1, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 11, 12, 12)
_YOUNGER = (9, 9, 8, 7, 5, 4, 4, 4, 4, 4, 4, 5, 6, 6)
_EVEN = (4, 5, 6, 7, 7, 7, 7, 7, 8, 8, 8, 9, 9, 8)
AGES = {"PN1": _OLDER, "PN2": _OLDER, "PN4": _YOUNGER, "PN5": _YOUNGER, "PN6": _EVEN, "PN7": _YOUNGER}
ADULTS_AT = {
    "review": ((("foster_carer",), 46), (("mother", "foster_carer"), 24), (("mother",), 10), (("father",), 5),
               (("grandparent",), 9), (("mother", "father", "foster_carer"), 6)),
    "conference": ((("mother", "father"), 41), (("mother",), 34), (("father",), 6), (("mother", "step_parent"), 11),
                   (("carer",), 8)),
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One meeting with what belongs to it, as rows."""

    kind: str
    meeting: Row
    children: list[Row] = field(default_factory=list)
    adults: list[Row] = field(default_factory=list)
    invitations: list[Row] = field(default_factory=list)

    @property
    def held_on(self) -> date:
        """The day it was or will be held."""
        day: date = self.meeting["held_on"]
        return day

    def code_for(self, person: Row) -> Row:
        """Return the invitation of a child or an adult."""
        return next(row for row in self.invitations if person["id"] in (row["child_id"], row["adult_id"]))


class Diary:
    """Puts meetings in the service's diary, row by row."""

    def __init__(self, rows: Rows, service: Service, luck: Random, *, references_from: int) -> None:
        """Begin; `references_from` is the number of the first child's case reference."""
        self.rows = rows
        self.service = service
        self.luck = luck
        self._busy = how_busy(service)
        self._reference = references_from

    def meet(
        self, kind: str, day: date, status: MeetingStatus, *, chair: Row | None = None, booked: date | None = None
    ) -> Held:
        """Add a meeting on a day and return it, with nobody invited yet; `booked` is the day it was entered."""
        luck = self.luck
        chair = chair or luck.choices(self.service.chairs, self._busy)[0]
        types, often = self.service.types_of(kind)
        stood_down = status is MeetingStatus.STOOD_DOWN
        meeting = self.rows.add(
            Meeting,
            type_id=luck.choices(types, often)[0]["id"],
            team_id=self.service.team_of(chair)["id"],
            chair_id=chair["id"],
            held_on=day,
            format=MeetingFormat(luck.choices(*weighted(FORMATS))[0]),
            status=status,
            stood_down_reason=luck.choices(*weighted(STOOD_DOWN[kind]))[0] if stood_down else None,
            created_at=_office_hour(luck, booked or day - timedelta(days=luck.randint(14, 40))),
        )
        return Held(kind, meeting)

    def about(self, held: Held, age: int, participation: str | None = None) -> Row:
        """Add a child to a meeting and, from four years on, a code."""
        self._reference += self.luck.randint(1, 4)
        child = self.rows.add(
            Child,
            meeting_id=held.meeting["id"],
            case_reference=f"W{self._reference}",
            age=age,
            age_band=AgeBand.of(age),
            participation_code=participation,
        )
        held.children.append(child)
        if age >= 4:
            self.invite(held, "child", child_id=child["id"])
        return child

    def adult(self, held: Held, role: str) -> Row:
        """Add an adult to a meeting, with a code."""
        adult = self.rows.add(Adult, meeting_id=held.meeting["id"], role=role)
        held.adults.append(adult)
        self.invite(held, "parent", adult_id=adult["id"])
        return adult

    def adults(self, held: Held) -> None:
        """Add the adults such a meeting usually has."""
        choices, often = zip(*ADULTS_AT[held.kind], strict=True)
        for role in self.luck.choices(choices, often)[0]:
            self.adult(held, role)

    def invite(
        self, held: Held, audience: str, *, child_id: uuid.UUID | None = None, adult_id: uuid.UUID | None = None
    ) -> Row:
        """Add a code: personal for a child or an adult, shared if it is for neither."""
        code = new_code()
        invitation = self.rows.add(
            Invitation,
            meeting_id=held.meeting["id"],
            audience=audience,
            child_id=child_id,
            adult_id=adult_id,
            shared=child_id is None and adult_id is None,
            language="en",
            code_hash=code_hash(code),
            code=code,
            status=InvitationStatus.OPEN,
            replaced_by_id=None,
            created_at=held.meeting["created_at"] + timedelta(minutes=self.luck.randint(5, 3000)),
        )
        held.invitations.append(invitation)
        return invitation


def the_year(rows: Rows, service: Service) -> list[Held]:
    """Return every meeting of the example year, added to the rows: reviews first, then conferences."""
    luck = dice("the year's meetings")
    diary = Diary(rows, service, luck, references_from=204_000)
    days = working_days(YEAR_BEGINS, YEAR_ENDS)
    reviewed = _children_reviewed(luck)
    year = []
    for siblings in _family_sizes(luck):
        held = diary.meet("review", luck.choice(days), MeetingStatus.HELD)
        for _ in range(siblings):
            age, participation = next(reviewed)
            diary.about(held, age, participation)
        diary.adults(held)
        year.append(held)
    for _ in range(CONFERENCES_HELD):
        held = diary.meet("conference", luck.choice(days), MeetingStatus.HELD)
        _family_at_conference(diary, held)
        diary.invite(held, "professional")
        year.append(held)
    for kind, times in (("review", REVIEWS_STOOD_DOWN), ("conference", CONFERENCES_STOOD_DOWN)):
        for _ in range(times):
            stood_down = diary.meet(kind, luck.choice(days), MeetingStatus.STOOD_DOWN)
            diary.about(stood_down, luck.randint(0, 17))
    return year


def _children_reviewed(luck: Random) -> Iterator[tuple[int, str]]:
    """Yield the age and participation code of each child reviewed, in no order."""
    reviewed = [
        (luck.randint(0, 3) if code == "PN0" else luck.choices(range(4, 18), AGES[code])[0], code)
        for code, count in PARTICIPATION.items()
        for _ in range(count)
    ]
    luck.shuffle(reviewed)
    return iter(reviewed)


def _family_sizes(luck: Random) -> Sequence[int]:
    sizes = [siblings for siblings, meetings in SIBLINGS_AT_REVIEWS.items() for _ in range(meetings)]
    luck.shuffle(sizes)
    return sizes


def _family_at_conference(diary: Diary, held: Held) -> None:
    luck = diary.luck
    for _ in range(luck.choices((1, 2, 3, 4), (52, 29, 14, 5))[0]):
        diary.about(held, luck.choice((0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)))
    diary.adults(held)


def _office_hour(luck: Random, day: date) -> datetime:
    return datetime.combine(day, time(luck.randint(9, 16), luck.randint(0, 59)), UTC)
