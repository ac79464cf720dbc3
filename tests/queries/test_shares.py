"""Shares and rates, against the worked figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.queries.participation import participation
from portal.queries.shares import Share, per_hundred, wilson


@pytest.mark.parametrize(
    ("positive", "base", "percentage", "low", "high"),
    [
        (118, 127, 93, 87, 96),
        (45, 55, 82, 70, 90),
        (0, 5, 0, 0, 43),
        (5, 5, 100, 57, 100),
    ],
)
def test_a_share_has_its_percentage_and_likely_range(
    positive: int, base: int, percentage: int, low: int, high: int
) -> None:
    share = Share(positive, base)

    assert (share.percentage, share.low, share.high) == (percentage, low, high)


def test_a_half_is_rounded_up_as_a_spreadsheet_does() -> None:
    assert Share(5, 8).percentage == 63  # 62.5, which Python would round to 62
    assert Share(1, 200).percentage == 1


def test_forms_are_counted_for_each_hundred_meetings() -> None:
    assert per_hundred(55, 1313) == "4.2"
    assert per_hundred(127, 1313) == "9.7"
    assert per_hundred(1, 2000) == "0.1"  # 0.05, half up
    assert per_hundred(3, 0) is None


@given(st.integers(1, 5000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_likely_range_holds_the_share(numbers: tuple[int, int]) -> None:
    positive, base = numbers
    low, high = wilson(positive, base)

    nothing = 1e-12
    assert 0 <= low <= positive / base + nothing
    assert positive / base - nothing <= high <= 1


@pytest.mark.parametrize(
    ("numbers", "aged_4_and_over", "strict", "strict_rate", "with_pn4", "with_pn4_rate"),
    [
        ((404, 659, 7, 0, 11, 87, 450, 103), 1317, 1203, "91.3", 1214, "92.2"),
        ((370, 632, 10, 3, 10, 98, 296, 163), 1212, 1039, "85.7", 1049, "86.6"),
    ],
)
def test_participation_has_two_rates_side_by_side(
    numbers: tuple[int, ...], aged_4_and_over: int, strict: int, strict_rate: str, with_pn4: int, with_pn4_rate: str
) -> None:
    found = participation({f"PN{code}": number for code, number in enumerate(numbers)})

    assert (found.aged_4_and_over, found.strict, found.with_pn4) == (aged_4_and_over, strict, with_pn4)
    assert (found.strict_rate, found.with_pn4_rate) == (strict_rate, with_pn4_rate)


def test_without_children_there_is_no_rate() -> None:
    assert participation({"PN0": 3}).strict_rate is None
