"""Somebody who answers, in a browser: what the tests of the journey do as people do it."""

import re
from collections.abc import Mapping

from werkzeug.test import TestResponse

from forms.answers import DATE_PARTS
from forms.library import library
from forms.schema import Kind, Page, Question, Questionnaire
from tests.inspecting_client import InspectingClient

WORDS = "Mum makes the best soup. I mis my dog."


def an_answer(question: Question) -> dict[str, list[str]]:
    """Return something one may post for a question: the first choice, a few words, a date."""
    if question.kind is Kind.DATE:
        return {f"{question.key}-{part}": [value] for part, value in zip(DATE_PARTS, ("3", "4", "2026"), strict=True)}
    if question.choices:
        return {question.key: [question.choices[0].value]}
    return {question.key: [WORDS]}


def answers_for(page: Page, given: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Return something to post for every question of a page; `given` says what to post for some of them."""
    posted: dict[str, list[str]] = {}
    for question in page.asking:
        chosen = (given or {}).get(question.key)
        posted |= an_answer(question) if chosen is None else {question.key: [chosen]}
    return posted


class Respondent:
    """One person with one code in one browser."""

    def __init__(self, client: InspectingClient, code: str) -> None:
        """Hold the code; nothing is opened yet."""
        self.client = client
        self.code = code
        self.at = f"/{code}"

    def get(self, path: str = "") -> TestResponse:
        """Open an address under the code."""
        return self.client.get(self.at + path)

    def post(self, path: str, data: Mapping[str, object] | None = None) -> TestResponse:
        """Press a button under the code."""
        return self.client.post(self.at + path, data=data or {})

    def start(self) -> TestResponse:
        """Press Start."""
        return self.post("/start")

    def answer_all(self, questionnaire: Questionnaire, given: Mapping[str, str] | None = None) -> None:
        """Answer every page one is led to, from the first to the check."""
        where = self.start().headers["Location"]
        while not where.endswith("/check"):
            number = int(where.rsplit("/", 1)[1])
            assert self.client.get(where).status_code == 200
            answer = self.client.post(where, data=answers_for(questionnaire.pages[number - 1], given))
            assert answer.status_code == 303, answer.text
            where = answer.headers["Location"]

    def send_all(self, questionnaire: Questionnaire, given: Mapping[str, str] | None = None) -> TestResponse:
        """Answer everything and send it."""
        self.answer_all(questionnaire, given)
        return self.post("/send")

    def fill_one_page(self, questionnaire: Questionnaire) -> TestResponse:
        """Open a one-page form, answer it and send it."""
        opened = self.get().text
        sending = re.search(r'name="sending" value="([^"]+)"', opened)
        assert sending is not None
        posted: dict[str, object] = {"sending": sending[1]}
        for page in questionnaire.pages:
            posted |= answers_for(page)
        return self.post("", posted)


def edition(slug: str) -> Questionnaire:
    """Return the newest version of an edition."""
    return library().newest(slug)
