"""The main job, from the coordinator's first press to the manager's percentage, on a phone, as people do it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.codes import readable
from portal.extensions import db
from portal.models import Meeting
from portal.services.sealed import release
from tests.browser.answering import Answering
from tests.browser.conftest import NewPage
from tests.browser.staffing import AtWork, Person, Sheet
from tests.browser.witness import Witness
from tests.factories import make_meeting_type, make_staff, make_team, today
from tests.respondent import edition

WISH = "I want to keep seeing Gran. She nos what I like."
BEST = "The chair asked me first."
PROFESSIONALS = 6

Watched = Callable[[], Witness]


# On PostgreSQL the job is done without script: the database does not mind.
@pytest.fixture(
    params=[pytest.param(True, marks=pytest.mark.pages_alone), False], ids=["with script", "without script"]
)
def watched(new_page: NewPage, live_server: str, request: pytest.FixtureRequest) -> Watched:
    """Give each person a phone that is watched, once with JavaScript and once without."""

    def take() -> Witness:
        page = new_page(javascript=request.param)
        page.set_default_timeout(30_000)
        return Witness(page, live_server, script=request.param)

    return take


@pytest.fixture
def people(live_server: str) -> dict[str, Person]:
    """A team with somebody of each role, and a kind of meeting; no transaction is left open."""
    team = make_team("North")
    make_meeting_type("review", "Review of a child in care")
    found = {role: Person.of(make_staff(role, team)) for role in ("coordinator", "chair", "manager")}
    db.session.rollback()
    return found


def test_what_a_child_says_is_heard_and_counted(watched: Watched, people: dict[str, Person], live_server: str) -> None:
    office = AtWork(watched())
    office.sign_in(people["coordinator"])
    _add_meeting(office, people["chair"])
    sheets = _print_sheets(office)
    _child_before(watched(), sheets["Child"].address_at(live_server))
    _chair_reads(AtWork(watched()), people["chair"])
    _held(office)
    _child_after(watched(), sheets["Child"].address_at(live_server))
    _parent_after(watched(), sheets["Mother"].address_at(live_server))
    room = sheets["Professionals"].address_at(live_server)
    _professional(watched(), room)
    for number in range(1, PROFESSIONALS):
        _professional(watched(), room, look=False, agrees=number > 1)
    _release()
    _manager_sees(AtWork(watched()), people["manager"])


def _add_meeting(office: AtWork, chair: Person) -> None:
    office.follow("Meetings")
    office.follow("Add a meeting")
    office.press("Keep this meeting")
    assert "Please look at this again" in office.witness.page.inner_text("main")
    office.choose("Kind of meeting", "Review of a child in care")
    office.fill("Date", today().isoformat())
    office.witness.page.get_by_label("In person", exact=True).check()
    office.choose("Team", "North")
    office.choose("Chair", chair.name)
    office.fill("Case reference", "W-1042")
    office.fill("Age at the meeting", "9")
    office.choose("Role", "Mother")
    office.press("Keep this meeting")


def _print_sheets(office: AtWork) -> dict[str, Sheet]:
    office.press("Make all missing codes")
    sheets = {"Child": office.sheet_of("W-1042"), "Mother": office.sheet_of("Mother")}
    sheets["Professionals"] = office.sheet_of("Professionals in the room")
    for sheet in sheets.values():
        code = sheet.scanned.rsplit("/", 1)[1]
        assert readable(code) in sheet.words, "the code can be typed where it cannot be scanned"
    return sheets


def _child_before(child: Witness, address: str) -> None:
    answering = _answer_all(child, address, "child-before-review-8-11", WISH)

    assert "Thank you" in child.page.inner_text("h1")
    assert answering.chosen
    child.page.locator("details.copy summary").click()
    assert WISH in child.page.inner_text("details.copy")
    child.swear()


def _chair_reads(chair: AtWork, staff: Person) -> None:
    chair.sign_in(staff)
    card = chair.witness.page.locator(".meeting-card")
    assert "Child W-1042: has answered" in _flat(card.inner_text())
    chair.follow("Read what they said", within=card)
    assert chair.witness.page.locator("blockquote.words", has_text=WISH).count()
    chair.witness.swear()


def _held(office: AtWork) -> None:
    office.witness.page.reload()
    office.press("It was held")
    office.witness.swear()


def _child_after(child: Witness, address: str) -> None:
    _answer_all(child, address, "child-after-8-17", BEST)
    child.page.goto(address)
    child.look()
    assert "This has been answered" in child.page.inner_text("h1")
    child.swear()


def _parent_after(parent: Witness, address: str) -> None:
    _answer_all(parent, address, "parent-after-all", BEST)
    parent.swear()


def _professional(witness: Witness, address: str, *, look: bool = True, agrees: bool = True) -> None:
    form = edition("professional-after-all")
    given = {} if agrees else {"able_to_express": "disagree"}
    answering = Answering(witness.page, form, given=given, words="Shorter reports.")
    witness.page.goto(address)
    if look:
        witness.look()
    answering.answer()
    answering.go()
    if look:
        witness.look()
    assert "Thank you" in witness.page.inner_text("h1")
    witness.swear()


def _answer_all(witness: Witness, address: str, slug: str, words: str) -> Answering:
    """Open a code, answer every page that is asked, check, and send; look at each on the way."""
    witness.page.goto(address)
    witness.look()
    answering = Answering(witness.page, edition(slug), words=words)
    for _ in answering.walk():
        witness.look()
    assert witness.looks == 2 + len(answering.form.pages_for(answering.chosen)), "every page was asked and seen"
    answering.go()
    witness.look()
    assert "Thank you" in witness.page.inner_text("h1")
    return answering


def _release() -> None:
    db.session.rollback()
    assert release() == 2 + PROFESSIONALS
    assert db.session.query(Meeting).count() == 1
    db.session.rollback()


def _manager_sees(manager: AtWork, staff: Person) -> None:
    page = manager.witness.page
    manager.sign_in(staff)
    manager.follow("Summary")
    manager.choose("Who answered", "Professionals")
    manager.press("Show")
    line = _row(page, "I was able to give my views and ask questions")
    assert f"{PROFESSIONALS - 1} of {PROFESSIONALS}" in line
    assert "83 %" in line
    manager.follow("I was able to give my views and ask questions")
    _codes_a_comment(manager)
    manager.witness.swear()


def _codes_a_comment(manager: AtWork) -> None:
    page = manager.witness.page
    manager.follow("Themes")
    manager.follow("Add a theme")
    manager.fill("Name", "Being asked first")
    manager.press("Add this theme")
    manager.follow("Comments")
    comment = page.get_by_role("article").filter(has_text=BEST).first
    manager.press("Release", within=comment)
    manager.follow("Comments released")
    manager.follow("Open it by itself")
    manager.choose("Put it under a theme", "Being asked first")
    manager.press("Put it under this theme")
    assert "The comment stands under “Being asked first” now." in page.inner_text("main")
    manager.follow("Themes")


def _row(page: Page, words: str) -> str:
    return _flat(page.get_by_role("row").filter(has_text=words).inner_text())


def _flat(text: str) -> str:
    return " ".join(text.split())
