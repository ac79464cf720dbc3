"""Adds an administrator from the command line: on a new machine there is nobody yet who could invite one."""

import secrets
import uuid

from flask_security.utils import hash_password
from sqlalchemy import select

from portal.exceptions import RecordError
from portal.extensions import db
from portal.models import Role, Staff
from portal.services.audit import note

ROLES = ("chair", "manager", "coordinator", "administrator")


def add_administrator(email: str, name: str) -> str:
    """Add an administrator and return a password for the first sign-in.

    Raises RecordError if the address is not one, or belongs to somebody already.
    """
    address = email.strip().lower()
    if "@" not in address.strip("@"):
        raise RecordError("email", f"'{email}' is not an e-mail address.")
    if db.session.execute(select(Staff.id).where(Staff.email == address)).first():
        raise RecordError("email", f"{address} belongs to somebody who can sign in already.")
    password = secrets.token_urlsafe(15)
    staff = Staff(
        email=address,
        name=name,
        password=hash_password(password),
        password_handed_over=True,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
    )
    staff.roles = [role for role in _every_role() if role.name == "administrator"]
    db.session.add(staff)
    db.session.flush()
    note(None, "added_administrator", staff.id)
    db.session.commit()
    return password


def _every_role() -> list[Role]:
    """Return the four roles, making those that are not there yet."""
    there = {role.name: role for role in db.session.execute(select(Role)).scalars()}
    missing = [Role(name=name) for name in ROLES if name not in there]
    db.session.add_all(missing)
    return [*there.values(), *missing]
