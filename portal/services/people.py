"""What an administrator does: people, their roles, teams and passwords; teams; kinds of meeting."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

import email_validator
from flask_babel import gettext as _
from flask_security.utils import hash_password
from sqlalchemy import func, select

from portal.exceptions import RecordError, RefusedError
from portal.extensions import db, staff_store
from portal.models import MeetingType, Role, Staff, Team
from portal.queries.people import person, team
from portal.services.audit import note

# Letters and figures that are not mistaken for one another when a password is read out or copied by hand.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - what passwords are made of, not one
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Particulars:
    """What is kept of a person."""

    name: str
    email: str
    roles: Collection[str]
    team_ids: Collection[uuid.UUID]


def add_person(by: Staff, given: Particulars) -> tuple[Staff, str]:
    """Add somebody who may sign in; return them and a password to hand over, which is not shown again.

    Raises RecordError if the address cannot be used or belongs to somebody, or if no role was chosen.
    """
    password = new_password()
    someone = Staff(
        active=True, password=hash_password(password), password_handed_over=True, fs_uniquifier=uuid.uuid4().hex
    )
    _fill(someone, given)
    db.session.add(someone)
    db.session.flush()
    note(by, "added_person", someone.id, _roles_in_words(someone))
    db.session.commit()
    return someone, password


def change_person(by: Staff, person_id: uuid.UUID, given: Particulars) -> Staff:
    """Change somebody's name, address, roles and teams.

    Raises RecordError as add_person does, or if no administrator would be left; NotFoundError.
    """
    someone = person(person_id)
    if someone.has_role(ADMINISTRATOR) and ADMINISTRATOR not in given.roles and _is_last_administrator(someone):
        raise RecordError("roles", _("Somebody must look after people: make another administrator first."))
    _fill(someone, given)
    note(by, "changed_person", someone.id, _roles_in_words(someone))
    db.session.commit()
    return someone


def switch_off(by: Staff, person_id: uuid.UUID) -> Staff:
    """Let somebody sign in no more, and end their visits; what they did stays in the log.

    Raises RefusedError for oneself and for the last administrator, NotFoundError.
    """
    someone = person(person_id)
    if someone.id == by.id:
        raise RefusedError(_("You cannot switch yourself off. Ask another administrator."))
    if someone.has_role(ADMINISTRATOR) and _is_last_administrator(someone):
        raise RefusedError(_("Somebody must look after people: make another administrator first."))
    someone.active = False
    staff_store.set_uniquifier(someone)
    note(by, "switched_off_person", someone.id)
    db.session.commit()
    return someone


def switch_on(by: Staff, person_id: uuid.UUID) -> Staff:
    """Let somebody sign in again; raises NotFoundError."""
    someone = person(person_id)
    someone.active = True
    note(by, "switched_on_person", someone.id)
    db.session.commit()
    return someone


def give_password(by: Staff, person_id: uuid.UUID) -> tuple[Staff, str]:
    """Give somebody a new password to hand over, and end their visits; raises NotFoundError."""
    someone = person(person_id)
    password = new_password()
    someone.password = hash_password(password)
    someone.password_handed_over = True
    staff_store.set_uniquifier(someone)
    note(by, "gave_new_password", someone.id)
    db.session.commit()
    return someone, password


def forget_two_step(by: Staff, person_id: uuid.UUID) -> Staff:
    """Let somebody sign in without a code from their lost phone, to set it up again; raises NotFoundError."""
    someone = person(person_id)
    staff_store.tf_reset(someone)
    note(by, "forgot_two_step", someone.id)
    db.session.commit()
    return someone


def add_team(by: Staff, name: str) -> None:
    """Add a team; raises RecordError if there is one of this name."""
    _refuse_taken(Team, name)
    added = Team(name=name)
    db.session.add(added)
    db.session.flush()
    note(by, "added_team", added.id, name)
    db.session.commit()


def rename_team(by: Staff, team_id: uuid.UUID, name: str) -> None:
    """Give a team another name; raises RecordError if another team has it, NotFoundError."""
    renamed = team(team_id)
    if renamed.name != name:
        _refuse_taken(Team, name, besides=team_id)
        note(by, "renamed_team", team_id, f"{renamed.name} → {name}"[:200])
        renamed.name = name
    db.session.commit()


def add_meeting_type(by: Staff, name: str, kind: str, report_working_days: int) -> None:
    """Add a kind of meeting to the council's list; raises RecordError if there is one of this name."""
    _refuse_taken(MeetingType, name)
    added = MeetingType(name=name, kind=kind, report_working_days=report_working_days)
    db.session.add(added)
    db.session.flush()
    note(by, "added_kind_of_meeting", added.id, name)
    db.session.commit()


def new_password() -> str:
    """Return a random password that can be read out: 79 bits in four groups."""
    return "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))


def _fill(someone: Staff, given: Particulars) -> None:
    if not given.roles:
        raise RecordError("roles", _("Choose at least one role."))
    someone.email = _free_address(given.email, someone)
    someone.name = given.name
    someone.roles = _roles(given.roles)
    someone.teams = list(db.session.scalars(select(Team).where(Team.id.in_(given.team_ids))))


def _roles(names: Collection[str]) -> list[Role]:
    there = list(db.session.scalars(select(Role).where(Role.name.in_(names))))
    return [*there, *(Role(name=name) for name in names if name not in {role.name for role in there})]


def _free_address(text: str, someone: Staff) -> str:
    """Return an e-mail address in small letters; raises RecordError if it is not one or is somebody else's."""
    try:
        address = email_validator.validate_email(text, check_deliverability=False).normalized.lower()
    except email_validator.EmailNotValidError as error:
        raise RecordError("email", _("Write an e-mail address, like name@westshire.gov.uk.")) from error
    with db.session.no_autoflush:
        taken = db.session.scalar(select(Staff.id).where(func.lower(Staff.email) == address, Staff.id != someone.id))
    if taken is not None:
        raise RecordError("email", _("This address belongs to somebody who is on the list already."))
    return address


def _is_last_administrator(someone: Staff) -> bool:
    """Return whether nobody else looks after people; holds their rows, so that two cannot go at once."""
    found = select(Staff.id).where(Staff.active.is_(True), Staff.roles.any(Role.name == ADMINISTRATOR))
    return set(db.session.scalars(found.with_for_update())) <= {someone.id}


def _refuse_taken(model: type[Team] | type[MeetingType], name: str, besides: uuid.UUID | None = None) -> None:
    taken = select(model.id).where(func.lower(model.name) == name.lower())
    if besides is not None:
        taken = taken.where(model.id != besides)
    if db.session.execute(taken).first():
        raise RecordError("name", _("There is one of this name already. Choose another."))


def _roles_in_words(someone: Staff) -> str:
    return ", ".join(sorted(role.name for role in someone.roles))
