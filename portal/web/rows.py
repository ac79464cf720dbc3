"""Rows of a form that grows: a list of fields whose names hold the number of their row."""

import re
from collections.abc import Iterable, Iterator

from wtforms import FieldList

# Written as our own pages write it. The library takes any sign that Unicode calls a digit, and fails on "²".
NUMBERED = re.compile(r"[a-z]+-\d{1,6}(?:-|$)", re.ASCII)


class Rows(FieldList):  # type: ignore[type-arg]  # it takes none when it runs
    """A list of fields that leaves aside a row whose number no page of ours gave it."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        ours = [name for name in formdata if NUMBERED.match(name)]
        return super()._extract_indices(prefix, ours)  # type: ignore[misc]  # the types do not know it
