"""What is checked of an answer before it is kept."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from forms.answers import check_page
from forms.schema import Page

PAGE = Page.model_validate({"key": "a", "questions": [{"key": "when", "kind": "date", "label": "When was it?"}]})


def test_a_date_is_kept_in_one_form() -> None:
    assert check_page(PAGE, MultiDict({"when-day": "3", "when-month": "4", "when-year": "2026"}), {}).given == {
        "when": ["2026-04-03"]
    }


@pytest.mark.parametrize("year", ["0", "-1", "10000", "9" * 30, "9" * 5000, "²", "two"])
def test_a_year_that_no_calendar_has_is_explained(app: Flask, year: str) -> None:
    with app.test_request_context():
        checked = check_page(PAGE, MultiDict({"when-day": "3", "when-month": "4", "when-year": year}), {})

    assert "in numbers" in checked.errors["when"]
