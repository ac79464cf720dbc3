"""The example's teams and staff. Everybody of one role signs in with one password that says it is an example."""

import unicodedata
import uuid
from dataclasses import dataclass

from flask_security.utils import hash_password
from sqlalchemy import select

from portal.extensions import db
from portal.models import MeetingType, Model, Role, Staff, Team
from portal.models.staff import staff_roles, staff_teams
from portal.services.example.county import ADMINISTRATORS, CHAIRS, COORDINATORS, MANAGERS, MEETING_TYPES, TEAMS, dice
from portal.services.example.rows import Row, Rows

DOMAIN = "westshire.example"
PASSWORDS = {
    role: f"example-{role}-sign-in"  # not a secret: only where the example is
    for role in ("chair", "manager", "coordinator", "administrator")
}


@dataclass(frozen=True)
class Service:
    """Who there is, as rows: teams, the chairs of each, managers by team, and the council's types of meeting."""

    teams: tuple[Row, ...]
    chairs: tuple[Row, ...]
    managers: tuple[Row, ...]
    coordinators: tuple[Row, ...]
    types: tuple[Row, ...]

    def team_of(self, chair: Row) -> Row:
        """Return the team a chair is in."""
        return self.teams[self.chairs.index(chair) // len(CHAIRS[0])]

    def manager_of(self, team_id: uuid.UUID) -> Row:
        """Return the manager of a team."""
        return next(one for team, one in zip(self.teams, self.managers, strict=True) if team["id"] == team_id)

    def types_of(self, kind: str) -> tuple[list[Row], list[int]]:
        """Return the types of one kind of meeting, and how often each is met."""
        pairs = zip(self.types, MEETING_TYPES, strict=True)
        found = [(row, often) for row, (of, _, _, often) in pairs if of == kind]
        return [row for row, _ in found], [often for _, often in found]


def make_service(rows: Rows, roles: dict[str, uuid.UUID]) -> Service:
    """Return the service's people, added to the rows; `roles` are the keys of the roles there are already."""
    teams = tuple(rows.add(Team, name=name) for name in TEAMS)
    hashes = {role: hash_password(password) for role, password in PASSWORDS.items()}
    for role in PASSWORDS:
        if role not in roles:
            roles[role] = rows.add(Role, name=role)["id"]

    def join(name: str, role: str, team: Row) -> Row:
        person = rows.add(Staff, email=email_of(name), name=name, password=hashes[role], active=True, **_unset())
        rows.link(staff_roles, staff_id=person["id"], role_id=roles[role])
        rows.link(staff_teams, staff_id=person["id"], team_id=team["id"])
        return person

    service = Service(
        teams=teams,
        chairs=tuple(join(name, "chair", team) for team, names in zip(teams, CHAIRS, strict=True) for name in names),
        managers=tuple(join(name, "manager", team) for team, name in zip(teams, MANAGERS, strict=True)),
        coordinators=tuple(join(name, "coordinator", teams[place]) for name, place in COORDINATORS),
        types=tuple(
            rows.add(MeetingType, name=name, kind=kind, report_working_days=days)
            for kind, name, days, _ in MEETING_TYPES
        ),
    )
    for name, place in ADMINISTRATORS:
        join(name, "administrator", teams[place])
    return service


def service_there() -> Service | None:
    """Return the example's people as they are kept, or None if the example is not there."""
    staff = {person.email: _row_of(person) for person in db.session.scalars(select(Staff)) if DOMAIN in person.email}
    if email_of(CHAIRS[0][0]) not in staff:
        return None
    teams = {team.name: _row_of(team) for team in db.session.scalars(select(Team))}
    types = {kind.name: _row_of(kind) for kind in db.session.scalars(select(MeetingType))}
    return Service(
        teams=tuple(teams[name] for name in TEAMS),
        chairs=tuple(staff[email_of(name)] for names in CHAIRS for name in names),
        managers=tuple(staff[email_of(name)] for name in MANAGERS),
        coordinators=tuple(staff[email_of(name)] for name, _ in COORDINATORS),
        types=tuple(types[name] for _, name, _, _ in MEETING_TYPES),
    )


def _row_of(kept: Model) -> Row:
    return {column.key: getattr(kept, column.key) for column in kept.__table__.columns}


def email_of(name: str) -> str:
    """Return the address of an invented person, at a domain that can never be anybody's (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".") + "@" + DOMAIN


def how_busy(service: Service) -> list[int]:
    """Return how many meetings each chair holds beside the others: some work part of the week."""
    luck = dice("how busy")
    return [luck.choice((6, 8, 9, 10, 10, 11, 12)) for _ in service.chairs]


def _unset() -> Row:
    return {
        "password_handed_over": False,
        "fs_uniquifier": uuid.uuid4().hex,
        "tf_primary_method": None,
        "tf_totp_secret": None,
    }
