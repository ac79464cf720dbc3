"""Financial years and their quarters."""

from datetime import date

import pytest

from portal.queries.periods import Period


def test_a_year_runs_from_april_to_march() -> None:
    year = Period(2025)

    assert (year.first, year.end, year.key) == (date(2025, 4, 1), date(2026, 4, 1), "2025-26")
    assert Period.year_of(date(2026, 3, 31)) == year
    assert Period.year_of(date(2026, 4, 1)) == Period(2026)


def test_the_first_quarter_is_april_to_june_and_the_last_ends_the_year() -> None:
    first, last = Period(2025, 1), Period(2025, 4)

    assert (first.first, first.end, first.key) == (date(2025, 4, 1), date(2025, 7, 1), "2025-26-q1")
    assert (last.first, last.end) == (date(2026, 1, 1), date(2026, 4, 1))


def test_the_period_before_is_the_same_one_a_year_earlier() -> None:
    assert Period(2025, 2).before == Period(2024, 2)


@pytest.mark.parametrize("period", [*Period(2025).with_quarters, Period(2099)])
def test_what_an_address_writes_is_read_back(period: Period) -> None:
    assert Period.read(period.key) == period


@pytest.mark.parametrize("text", ["", "2025", "2025-27", "2025-26-q5", "2025-26-q0", "april", "2025-04-01", "٢٠٢٥-٢٦"])
def test_anything_else_is_no_period(text: str) -> None:
    assert Period.read(text) is None
