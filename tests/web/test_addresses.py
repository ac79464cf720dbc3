"""Every address there is: who may open it, and what opening it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.extensions import db
from portal.models import Feedback, Meeting, Model, Staff
from portal.web.guard import ROLES
from tests.conftest import SignIn
from tests.factories import (
    make_comment,
    make_concern,
    make_contribution,
    make_feedback,
    make_invitation,
    make_meeting,
    make_staff,
    make_theme,
    today,
)
from tests.inspecting_client import InspectingClient

EVERYBODY = frozenset({"stranger", *ROLES})
NOBODY: frozenset[str] = frozenset()
ANY_ROLE = frozenset(ROLES)
CHAIR = frozenset({"chair"})
MANAGER = frozenset({"manager"})
COORDINATOR = frozenset({"coordinator"})
ADMINISTRATOR = frozenset({"administrator"})

WHO_MAY_OPEN: dict[str, frozenset[str]] = {
    "asset": EVERYBODY,
    "audit.index": ADMINISTRATOR,
    "bookings.add": CHAIR | MANAGER | COORDINATOR,
    "bookings.change": CHAIR | MANAGER | COORDINATOR,
    "comments.concern": MANAGER,
    "comments.hold": MANAGER,
    "comments.index": MANAGER,
    "comments.release": MANAGER,
    "comments.show": MANAGER,
    "comments.uncode": MANAGER,
    "concerns.close": CHAIR | MANAGER,
    "concerns.index": CHAIR | MANAGER,
    "concerns.show": CHAIR | MANAGER,
    "concerns.take": CHAIR | MANAGER,
    "enter.enter": EVERYBODY,
    "enter.form": EVERYBODY,
    "enter.leave": EVERYBODY,
    "invitations.ask_replace": CHAIR | MANAGER | COORDINATOR,
    "invitations.ask_withdraw": CHAIR | MANAGER | COORDINATOR,
    "invitations.make_for_adult": CHAIR | MANAGER | COORDINATOR,
    "invitations.make_for_child": CHAIR | MANAGER | COORDINATOR,
    "invitations.make_for_room": CHAIR | MANAGER | COORDINATOR,
    "invitations.make_missing": CHAIR | MANAGER | COORDINATOR,
    "invitations.png": CHAIR | MANAGER | COORDINATOR,
    "invitations.replace": CHAIR | MANAGER | COORDINATOR,
    "invitations.sheet": CHAIR | MANAGER | COORDINATOR,
    "invitations.sheet_pdf": CHAIR | MANAGER | COORDINATOR,
    "invitations.sheets": CHAIR | MANAGER | COORDINATOR,
    "invitations.svg": CHAIR | MANAGER | COORDINATOR,
    "invitations.withdraw": CHAIR | MANAGER | COORDINATOR,
    "endings.held": CHAIR | MANAGER | COORDINATOR,
    "meetings.index": CHAIR | MANAGER | COORDINATOR,
    "endings.plan_again": CHAIR | MANAGER | COORDINATOR,
    "meetings.show": CHAIR | MANAGER | COORDINATOR,
    "endings.stand_down": CHAIR | MANAGER | COORDINATOR,
    "pages.accessibility": EVERYBODY,
    "pages.favicon": EVERYBODY,
    "pages.health": EVERYBODY,
    "pages.help_lines": EVERYBODY,
    "pages.privacy": EVERYBODY,
    "pages.safety": EVERYBODY,
    "people.add": ADMINISTRATOR,
    "people.index": ADMINISTRATOR,
    "people.password": ADMINISTRATOR,
    "people.show": ADMINISTRATOR,
    "people.switch_off": ADMINISTRATOR,
    "people.switch_on": ADMINISTRATOR,
    "people.two_step": ADMINISTRATOR,
    "respond.check": EVERYBODY,
    "respond.finish": EVERYBODY,
    "respond.leave": EVERYBODY,
    "respond.page": EVERYBODY,
    "respond.record": EVERYBODY,
    "respond.send": EVERYBODY,
    "respond.send_one_page": EVERYBODY,
    "respond.skip": EVERYBODY,
    "respond.start": EVERYBODY,
    "respond.tell": EVERYBODY,
    "respond.thanks": EVERYBODY,
    "respond.welcome": EVERYBODY,
    "security.change_password": ANY_ROLE,
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "security.tf_select": NOBODY,
    "security.two_factor_rescue": NOBODY,
    "security.two_factor_setup": ANY_ROLE,
    "security.two_factor_setup_validate": ANY_ROLE,
    "security.two_factor_token_validation": ANY_ROLE,  # who is signed in is led on; a stranger needs a password first
    "security.verify": NOBODY,
    "summary.index": CHAIR | MANAGER,
    "summary.measure": CHAIR | MANAGER,
    "summary.spreadsheet": CHAIR | MANAGER,
    "teams.add": ADMINISTRATOR,
    "teams.add_meeting_type": ADMINISTRATOR,
    "teams.index": ADMINISTRATOR,
    "teams.rename": ADMINISTRATOR,
    "themes.codeframe.add": MANAGER,
    "themes.codeframe.bring_back": MANAGER,
    "themes.codeframe.change": MANAGER,
    "themes.codeframe.retire": MANAGER,
    "themes.index": CHAIR | MANAGER,
    "themes.none": CHAIR | MANAGER,
    "themes.show": CHAIR | MANAGER,
    "today.index": ANY_ROLE,
    "views.pack": CHAIR | MANAGER,
}

# It ends the visit, so it comes last on the walk.
LAST = "security.logout"
# A count of tries is no record of anybody; the audit log is there to be written.
MAY_GROW = {"audit_log", "rate_limits"}


@dataclass(frozen=True)
class World:
    """A team with somebody in each role, and one of every thing an address may name."""

    people: dict[str, Staff]
    example: dict[str, Any]
    parts: dict[str, dict[str, Any]]

    def arguments_of(self, rule: Rule) -> dict[str, Any]:
        """Return something to put into an address; fails for an argument that no factory here makes."""
        own = self.parts.get(rule.endpoint.partition(".")[0], {})
        missing = rule.arguments - own.keys() - self.example.keys()
        assert not missing, f"say in this test what to put for {sorted(missing)} in {rule.rule}"
        return {name: own.get(name, self.example.get(name)) for name in rule.arguments}


@pytest.fixture
def world(app: Flask) -> World:
    chair = make_staff("chair")
    team = chair.teams[0]
    people = {"chair": chair, **{role: make_staff(role, team) for role in ROLES if role != "chair"}}
    meeting = make_meeting(chair=chair, held_on=today())
    invitation = make_invitation(meeting)
    make_contribution(invitation, "child-before-review-8-11", answers={"how_told": "me"}, comments={})
    example = {
        "meeting_id": meeting.id,
        "child_id": meeting.children[0].id,
        "adult_id": meeting.adults[0].id,
        "invitation_id": invitation.id,
        "concern_id": make_concern(team, invitation=invitation).id,
        "person_id": make_staff("chair", team).id,
        "team_id": team.id,
        "theme_id": make_theme().id,
        "comment_id": make_comment(_feedback(chair)).id,
        "key": "felt_listened_to",
        "code": invitation.code,
        "number": 1,
        "token": "no-such-token",
    }
    return World(people, example, {"asset": {"digest": "0", "name": "heard.css"}})


def _feedback(chair: Staff) -> Feedback:
    held: Meeting = make_meeting(chair=chair, held_on=today())
    return make_feedback(held, "parent", "parent-after-all", {}, times=5)[0]


def test_every_address_is_in_the_table_and_nothing_else_is(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == WHO_MAY_OPEN.keys()


def test_every_address_of_staff_begins_with_staff_and_no_other_does(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        public = WHO_MAY_OPEN[rule.endpoint] == EVERYBODY and rule.endpoint not in {"security.login", "security.logout"}
        assert rule.rule.startswith("/staff") != public, rule.rule


@pytest.mark.parametrize("who", ["stranger", *ROLES])
def test_each_address_opens_to_whom_it_should_and_to_nobody_else(
    app: Flask, world: World, client: InspectingClient, sign_in: SignIn, who: str
) -> None:
    browser = client if who == "stranger" else sign_in(staff=world.people[who])
    browser.get("/staff/sign-in")  # a stranger too has a form's token, so that it is the guard that turns them away

    wrong = [
        f"{method} {rule.rule} ({rule.endpoint}) answered {status} to a {who}"
        for rule, method in _walk(app)
        for status in [_status(browser, method, _address(app, world, rule))]
        if not _as_it_should(who, rule.endpoint, status)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["stranger", *ROLES])
def test_looking_changes_nothing_that_is_kept(
    app: Flask, world: World, client: InspectingClient, sign_in: SignIn, who: str
) -> None:
    browser = client if who == "stranger" else sign_in(staff=world.people[who])
    before = _everything_kept()

    for rule, method in _walk(app):
        if method == "GET":
            browser.get(_address(app, world, rule))

    assert _everything_kept() == before


def test_somebody_signed_in_is_a_stranger_to_another_team(app: Flask, world: World, sign_in: SignIn) -> None:
    """Whatever names a meeting, a concern or a comment is not there for the chair and the manager of others."""
    for who in ("chair", "manager"):
        browser = sign_in(who)
        for rule, method in _walk(app):
            if rule.arguments & {"meeting_id", "concern_id", "comment_id", "invitation_id"}:
                status = _status(browser, method, _address(app, world, rule))
                assert status in {400, 403, 404}, f"{method} {rule.rule} answered {status} to a {who} of another team"


def _walk(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Yield every rule with each of its methods: first to look, then to do, and last what ends the visit."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint == LAST, rule.endpoint))
    for method in ("GET", "POST"):
        yield from ((rule, method) for rule in rules if method in (rule.methods or ()))


def _address(app: Flask, world: World, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **world.arguments_of(rule))


def _status(browser: InspectingClient, method: str, address: str) -> int | str:
    answer = browser.open(address, method=method, data={} if method == "POST" else None)
    if answer.headers.get("Location", "").startswith("/staff/sign-in"):
        return "sign in first"
    return answer.status_code


def _as_it_should(who: str, endpoint: str, status: int | str) -> bool:
    may = WHO_MAY_OPEN[endpoint]
    if endpoint == LAST:
        return status == "sign in first"  # where everybody is led afterwards
    if who in may:
        return isinstance(status, int) and status < 500 and status not in {401, 403, 405}
    if who == "stranger" and may:
        return status == "sign in first"
    return status in {403, 404, "sign in first"}


def _everything_kept() -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    db.session.commit()
    return {
        table.name: sorted(str(tuple(row)) for row in db.session.execute(select(table)))
        for table in Model.metadata.sorted_tables
        if table.name not in MAY_GROW
    }
