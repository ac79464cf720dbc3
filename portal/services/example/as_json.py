"""The example, described for whoever tests it."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.codes import readable
from portal.extensions import db
from portal.models import Staff
from portal.services.example.pages import pages_for, public_pages
from portal.services.example.people import DOMAIN, PASSWORDS
from portal.services.example.unused import UnusedCode, unused_codes

MOST_CODES = 12


def described() -> dict[str, Any]:
    """Return the portal's address, unused codes, sign-ins and pages.

    Adds meetings if an edition has fewer than three unused codes. Raises RefusedError if this is not the example.
    """
    base = current_app.config["HEARD"].base_url
    codes = unused_codes()
    people = {role: sign_ins(role) for role in PASSWORDS}
    return {
        "base": base,
        "codes": [_code(base, one) for of_edition in codes.values() for one in of_edition[:MOST_CODES]],
        "staff": [_sign_in(role, person) for role, staff in people.items() for person in staff],
        "pages": {
            "public": public_pages([of_edition[0].code for of_edition in codes.values()]),
            "staff": {role: pages_for(role, staff[0]) for role, staff in people.items()},
        },
    }


def sign_ins(role: str) -> list[Staff]:
    """Return the example's people of a role, one team after another: the first two are in different teams."""
    found = db.session.scalars(select(Staff).where(Staff.email.endswith("@" + DOMAIN), Staff.active.is_(True)))
    by_team: dict[str, list[Staff]] = {}
    for person in sorted(found, key=lambda person: person.email):
        if person.has_role(role):
            by_team.setdefault(person.teams[0].name, []).append(person)
    return list(_in_turn(list(by_team.values())))


def address(base: str, code: str) -> str:
    """Return the address a code is opened at."""
    return f"{base}/{code}"


def _in_turn(groups: list[list[Staff]]) -> Iterator[Staff]:
    for place in range(max((len(group) for group in groups), default=0)):
        yield from (group[place] for group in groups if place < len(group))


def _code(base: str, unused: UnusedCode) -> dict[str, Any]:
    form = unused.form
    return {
        "questionnaire": form.name,
        "edition": form.edition,
        "meeting": unused.meeting,
        "stage": form.stage.value,
        "kind": "shared" if unused.shared else "personal",
        "language": unused.language,
        "code": readable(unused.code),
        "url": address(base, unused.code),
    }


def _sign_in(role: str, person: Staff) -> dict[str, Any]:
    return {"role": role, "email": person.email, "password": PASSWORDS[role], "totp_secret": None}
