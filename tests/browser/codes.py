"""Codes that open any edition today, and whoever holds one."""

from playwright.sync_api import Page

from forms.library import library
from forms.schema import Stage
from portal.models import MeetingStatus
from portal.queries.opening import edition_slug
from tests.browser.answering import Answering
from tests.factories import make_invitation, make_meeting, today
from tests.respondent import edition

SLUGS = sorted(form.slug for form in library().newest_of_each())


def code_for(slug: str) -> str:
    """Return a code that opens an edition today."""
    form = edition(slug)
    kind = "review" if form.meeting.value == "any" else form.meeting.value
    after = form.stage is Stage.AFTER
    for age in (5, 9, 14):
        for role in ("mother", "foster_carer"):
            meeting = make_meeting(kind, ages=(age,), adults=(role,), **({"held_on": today()} if after else {}))
            if after:
                meeting.status = MeetingStatus.HELD
            opened = edition_slug(
                audience=form.audience,
                stage=form.stage,
                kind=kind,
                band=meeting.children[0].age_band,
                adult_role=role,
            )
            if opened == slug:
                return str(make_invitation(meeting, form.audience.value).code)
    raise AssertionError(f"nothing opens {slug}")


def opened(page: Page, slug: str) -> Answering:
    """Open a code of an edition in a browser."""
    page.goto(f"/{code_for(slug)}")
    return Answering(page, edition(slug))
