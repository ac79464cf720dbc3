"""How many children took part in their reviews, by the Department for Education's participation codes.

The codes and who counts are those of the SSDA903 return's guide: PN0 is under four and is not counted. Two rates
stand side by side because councils publish both, and they differ by the children who came and gave no views (PN4).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.queries.shares import per_hundred

VIEWS_REACHED = ("PN1", "PN2", "PN3", "PN5", "PN6")
ATTENDED_SILENT = "PN4"
AGED_4_AND_OVER = ("PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7")


@dataclass(frozen=True)
class Participation:
    """The children aged 4 and over who were reviewed, and those who took part, under each of the two rules."""

    aged_4_and_over: int
    strict: int
    with_pn4: int

    @property
    def strict_rate(self) -> str | None:
        """The per cent whose views reached the meeting, to one decimal; None when no child was reviewed."""
        return per_hundred(self.strict, self.aged_4_and_over)

    @property
    def with_pn4_rate(self) -> str | None:
        """The same with those who came and gave no views."""
        return per_hundred(self.with_pn4, self.aged_4_and_over)


def participation(counts: Mapping[str, int]) -> Participation:
    """Return both rates from the number of children under each code; a code left out is none."""
    strict = sum(counts.get(code, 0) for code in VIEWS_REACHED)
    return Participation(
        aged_4_and_over=sum(counts.get(code, 0) for code in AGED_4_AND_OVER),
        strict=strict,
        with_pn4=strict + counts.get(ATTENDED_SILENT, 0),
    )
