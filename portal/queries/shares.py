"""Shares and rates: n of N, the percentage, the likely range. In whole numbers wherever a half is rounded."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The normal distribution's point for 95 per cent, both sides."""


@dataclass(frozen=True)
class Share:
    """So many of so many. It is only made where it may be shown."""

    positive: int
    base: int

    @property
    def percentage(self) -> int:
        """Rounded half up, as a spreadsheet does."""
        return (200 * self.positive + self.base) // (2 * self.base)

    @property
    def low(self) -> int:
        """The lower end of the likely range, in per cent, rounded half up."""
        return int(100 * wilson(self.positive, self.base)[0] + 0.5)

    @property
    def high(self) -> int:
        """The upper end of the likely range, in per cent, rounded half up."""
        return int(100 * wilson(self.positive, self.base)[1] + 0.5)


def wilson(positive: int, base: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share, from 0 to 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212; without a continuity correction. It stays within 0 and 1,
    and says something sensible of 0 of N and of few answers, where the textbook interval does not.
    """
    share = positive / base
    spread = Z_95 * sqrt(share * (1 - share) / base + Z_95**2 / (4 * base**2))
    centre = share + Z_95**2 / (2 * base)
    divisor = 1 + Z_95**2 / base
    return max(0.0, (centre - spread) / divisor), min(1.0, (centre + spread) / divisor)


def per_hundred(count: int, base: int) -> str | None:
    """Return how many there are for each hundred, to one decimal rounded half up ('4.2'); None of nothing."""
    if not base:
        return None
    tenths = (2000 * count + base) // (2 * base)
    return f"{tenths // 10}.{tenths % 10}"
