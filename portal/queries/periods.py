"""Financial years and their quarters: the only periods there are, so that no dates can be chosen to isolate a day."""

import re
from dataclasses import dataclass
from datetime import date

WRITTEN = re.compile(r"(20\d\d)-(\d\d)(?:-q([1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A financial year, April to March, or one of its quarters; the first quarter is April to June."""

    year: int
    quarter: int | None = None

    @classmethod
    def read(cls, text: str) -> "Period | None":
        """Return the period written as '2025-26' or '2025-26-q1', or None if it is neither."""
        found = WRITTEN.fullmatch(text)
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
            return None
        return cls(int(found[1]), int(found[3]) if found[3] else None)

    @classmethod
    def year_of(cls, day: date) -> "Period":
        """Return the financial year a day is in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def key(self) -> str:
        """How an address writes it."""
        year = f"{self.year}-{(self.year + 1) % 100:02}"
        return f"{year}-q{self.quarter}" if self.quarter else year

    @property
    def quarters(self) -> tuple[date, ...]:
        """The first day of each quarter in it."""
        chosen = (self.quarter,) if self.quarter else (1, 2, 3, 4)
        return tuple(_first_day(self.year, quarter) for quarter in chosen)

    @property
    def first(self) -> date:
        """Its first day."""
        return self.quarters[0]

    @property
    def end(self) -> date:
        """The day after its last."""
        last = self.quarter or 4
        return _first_day(self.year, last + 1) if last < 4 else _first_day(self.year + 1, 1)

    @property
    def before(self) -> "Period":
        """The same period a year before."""
        return Period(self.year - 1, self.quarter)

    @property
    def whole_year(self) -> "Period":
        """The financial year it is in."""
        return Period(self.year)

    @property
    def with_quarters(self) -> tuple["Period", ...]:
        """The year itself, then its quarters."""
        return (self.whole_year, *(Period(self.year, quarter) for quarter in (1, 2, 3, 4)))


def _first_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
