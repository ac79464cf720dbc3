"""Meetings, the children they are about, and the adults invited. References and roles, never names."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Model, Moment, RandomKey, enumeration
from portal.models.staff import Staff, Team


class MeetingFormat(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    ONLINE = "online"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    STOOD_DOWN = "stood_down"


class AgeBand(StrEnum):
    """The bands have no gap and no overlap; care leavers up to 25 are in the last."""

    UNDER_4 = "under-4"
    FROM_4 = "4-7"
    FROM_8 = "8-11"
    FROM_12 = "12-17"

    @classmethod
    def of(cls, age: int) -> "AgeBand":
        """Return the band of an age in whole years."""
        if age < 4:
            return cls.UNDER_4
        if age < 8:
            return cls.FROM_4
        return cls.FROM_8 if age < 12 else cls.FROM_12


class MeetingType(Model):
    """A kind of meeting on the council's own list, and which of the two it runs as."""

    __tablename__ = "meeting_types"
    __table_args__ = (CheckConstraint("kind IN ('review', 'conference')", name="kind"),)

    id: Mapped[RandomKey]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    report_working_days: Mapped[int] = mapped_column(default=3)


class Meeting(Model):
    """A review or conference: held, planned or stood down."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("(status = 'stood_down') = (stood_down_reason IS NOT NULL)", name="reason"),
        Index("ix_meetings_held_on_team_id", "held_on", "team_id"),
        Index("ix_meetings_chair_id_held_on", "chair_id", "held_on"),
    )

    id: Mapped[RandomKey]
    type_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting_types.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    held_on: Mapped[date]
    format: Mapped[MeetingFormat] = mapped_column(enumeration(MeetingFormat))
    status: Mapped[MeetingStatus] = mapped_column(enumeration(MeetingStatus), default=MeetingStatus.PLANNED)
    stood_down_reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Moment]
    type: Mapped[MeetingType] = relationship(lazy="joined", innerjoin=True)
    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
    chair: Mapped[Staff] = relationship(lazy="joined", innerjoin=True)
    children: Mapped[list["Child"]] = relationship(
        back_populates="meeting", order_by="Child.case_reference", cascade="all, delete-orphan"
    )
    adults: Mapped[list["Adult"]] = relationship(
        back_populates="meeting", order_by="Adult.role", cascade="all, delete-orphan"
    )


class Child(Model):
    """A child this meeting is about: a case reference and an age at the meeting."""

    __tablename__ = "children"
    __table_args__ = (
        CheckConstraint("age BETWEEN 0 AND 25", name="age"),
        # DfE errors 440 and 441: under four is PN0 and nothing else is.
        CheckConstraint(
            "participation_code IS NULL OR (participation_code = 'PN0') = (age < 4)", name="participation_age"
        ),
        CheckConstraint(
            "participation_code IN ('PN0', 'PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7')",
            name="participation_code",
        ),
        CheckConstraint(
            "age_band = CASE WHEN age < 4 THEN 'under-4' WHEN age < 8 THEN '4-7' "
            "WHEN age < 12 THEN '8-11' ELSE '12-17' END",
            name="age_band_fits",
        ),
        Index("uq_children_meeting_id_case_reference", "meeting_id", "case_reference", unique=True),
    )

    id: Mapped[RandomKey]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    case_reference: Mapped[str] = mapped_column(String(40))
    age: Mapped[int]
    age_band: Mapped[AgeBand] = mapped_column(enumeration(AgeBand))
    participation_code: Mapped[str | None] = mapped_column(String(3))
    meeting: Mapped[Meeting] = relationship(back_populates="children")


class Adult(Model):
    """An adult invited, known by role: mother, father, carer. Never by name."""

    __tablename__ = "adults"

    id: Mapped[RandomKey]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    meeting: Mapped[Meeting] = relationship(back_populates="adults")
