"""Where somebody is on the journey: which pages are asked, what comes before and after, and what has alerted."""

from forms.schema import Page, Questionnaire
from portal.queries.drafts import DraftState


def page_address(code: str, step: int | str) -> str:
    """Return the address of a step of the journey; url_for would cost more than drawing the page."""
    return f"/{code}/{step}"


def progress(state: DraftState, number: int) -> tuple[int, int]:
    """Return which page this is and of how many, counting only the pages that are asked."""
    asked = [place for place, page in enumerate(state.questionnaire.pages, start=1) if page.asked_of(state.given)]
    return (asked.index(number) + 1 if number in asked else len(asked)), len(asked)


def next_step(state: DraftState, code: str, number: int) -> str:
    """Return the address after a page: the next one that is asked, or the check."""
    for place in range(number + 1, len(state.questionnaire.pages) + 1):
        if state.questionnaire.pages[place - 1].asked_of(state.given):
            return page_address(code, place)
    return page_address(code, "check")


def step_back(state: DraftState, code: str, number: int) -> str:
    """Return the address before a page: the last one that is asked, or the welcome."""
    for place in range(number - 1, 0, -1):
        if state.questionnaire.pages[place - 1].asked_of(state.given):
            return page_address(code, place)
    return f"/{code}"


def next_unanswered(state: DraftState, code: str) -> str:
    """Return the address of the first page without an answer, or the check."""
    for place, page in enumerate(state.questionnaire.pages, start=1):
        if page.asked_of(state.given) and not any(question.key in state.given for question in page.asking):
            return page_address(code, place)
    return page_address(code, "check")


def section_starts(questionnaire: Questionnaire, number: int) -> bool:
    """Return whether a page is the first of several in a section."""
    sections = [page.section for page in questionnaire.pages]
    here = sections[number - 1]
    return here is not None and here not in sections[: number - 1] and sections.count(here) > 1


def after_section(state: DraftState, code: str, number: int) -> str:
    """Return where skipping the rest of this section leads."""
    pages = state.questionnaire.pages
    for place in range(number + 1, len(pages) + 1):
        if pages[place - 1].section != pages[number - 1].section and pages[place - 1].asked_of(state.given):
            return page_address(code, place)
    return page_address(code, "check")


def alerted_before(state: DraftState, number: int) -> bool:
    """Return whether an answer on the page before this one alerts."""
    before = [page for page in state.questionnaire.pages[: number - 1] if page.asked_of(state.given)]
    return any(_alerts(page, state) for page in before[-1:])


def alerted(state: DraftState) -> bool:
    """Return whether any answer alerts."""
    return any(_alerts(page, state) for page in state.questionnaire.pages if page.asked_of(state.given))


def _alerts(page: Page, state: DraftState) -> bool:
    return any(question.alerts(state.given.get(question.key, ())) for question in page.asking)
