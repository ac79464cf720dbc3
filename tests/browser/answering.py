"""Somebody who answers in a real browser: opens a code, answers what stands on each page, checks and sends."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Page

from forms.answers import DATE_PARTS
from forms.schema import Kind, Question, Questionnaire

WORDS = "Mum makes the best soup. I mis my dog."
GO = ".next button.go"


class Answering:
    """One person at one page of a browser, with the edition their code opens."""

    def __init__(
        self, page: Page, form: Questionnaire, *, given: Mapping[str, str] | None = None, words: str = WORDS
    ) -> None:
        """Take the page and the edition; `given` says what to choose or write for some questions."""
        self.page = page
        self.form = form
        self.given = given or {}
        self.words = words
        self.chosen: dict[str, list[str]] = {}

    @property
    def path(self) -> str:
        """Where the browser stands, without the code."""
        return re.sub(r"^/[0-9A-Z]{12}", "", urlsplit(self.page.url).path)

    def go(self) -> None:
        """Press the page's large button and wait for what comes."""
        with self.page.expect_navigation():
            self.page.locator(GO).click()

    def answer(self) -> None:
        """Answer everything that stands on this page."""
        number = self.path.strip("/")
        pages = (self.form.pages[int(number) - 1],) if number else self.form.pages
        for page in pages:
            for question in page.asking:
                if question.asked_of(self.chosen):
                    self._answer(question)

    def walk(self) -> Iterator[str]:
        """Start, answer each page and go on, to the check; yield where one stands before anything is touched."""
        self.go()
        while self.path != "/check":
            yield self.path
            self.answer()
            self.go()
        yield self.path

    def to_the_check(self) -> None:
        """Start and answer everything, to the check."""
        for _ in self.walk():
            pass

    def _answer(self, question: Question) -> None:
        if question.kind is Kind.DATE:
            for part, text in zip(DATE_PARTS, ("3", "4", "2026"), strict=True):
                self.page.locator(f'[name="{question.key}-{part}"]').fill(text)
        elif question.choices:
            value = self.given.get(question.key, self._calm(question))
            self.page.locator(f'[name="{question.key}"][value="{value}"]').check()
            self.chosen[question.key] = [value]
        else:
            self.page.locator(f'[name="{question.key}"]').fill(self.given.get(question.key, self.words))

    @staticmethod
    def _calm(question: Question) -> str:
        """Return the first value that does not alert."""
        return next(option.value for option in question.choices if option.value not in question.alert)


def pressing(page: Page, *keys: str) -> None:
    """Press one key after another."""
    for key in keys:
        page.keyboard.press(key)


def until(page: Page, key: str, there: Callable[[], bool], *, most: int = 60) -> None:
    """Press a key until something is so; fails if it never is."""
    for _ in range(most):
        if there():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{page.url}: {most} times {key} did not lead there")
