"""People who sign in, what they may do, and the teams they belong to."""

from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Model, Name, RandomKey

staff_roles = Table(
    "staff_roles",
    Model.metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)
staff_teams = Table(
    "staff_teams",
    Model.metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
)


class Team(Model):
    """A team whose meetings are counted together."""

    __tablename__ = "teams"

    id: Mapped[RandomKey]
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Role(Model, RoleMixin):
    """One of the four roles: chair, manager, coordinator, administrator."""

    __tablename__ = "roles"

    id: Mapped[RandomKey]  # type: ignore[assignment]  # the library says int; our keys are random
    name: Mapped[str] = mapped_column(String(30), unique=True)

    @property
    def permissions(self) -> list[str]:  # type: ignore[override]  # never set, only read
        """Roles are guarded by name, not by permission."""
        return []


class Staff(Model, UserMixin):
    """A person who signs in."""

    __tablename__ = "staff"

    id: Mapped[RandomKey]  # type: ignore[assignment]  # the library says int; our keys are random
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[Name]
    password: Mapped[str | None] = mapped_column(String(255))
    # Somebody else chose it and handed it over: it opens nothing but the page to choose one's own.
    password_handed_over: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    roles: Mapped[list[Role]] = relationship(secondary=staff_roles, lazy="selectin")  # type: ignore[assignment]  # invariant
    teams: Mapped[list[Team]] = relationship(secondary=staff_teams, lazy="selectin", order_by=Team.name)

    def __init__(self, **columns: Any) -> None:
        """Make a person from named columns, as the sign-in library does."""
        super().__init__(**columns)
