"""A table as a CSV file that a spreadsheet opens as words and numbers, and never as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A cell that begins so is run as a formula by a spreadsheet (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def csv_file(rows: Iterable[Sequence[str | int | None]], name: str) -> Response:
    """Return rows as a file to keep, in UTF-8 that a spreadsheet recognises; None is an empty cell."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    response = Response(BYTE_ORDER_MARK + text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def guarded(cell: str | int | None) -> str | int:
    """Return a cell that is no formula: an apostrophe stands before whatever might be one."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
