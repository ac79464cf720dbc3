"""Rows to be kept in bulk: gathered table by table, kept in the order their foreign keys ask for."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert

from portal.extensions import db
from portal.models import Model

Row = dict[str, Any]


class Rows:
    """A heap of rows, each a dictionary of its columns."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, model: type[Model], **columns: Any) -> Row:
        """Add a row with a random key of its own and return it; it may be changed until the rows are kept."""
        return self.link(model, id=uuid.uuid4(), **columns)

    def link(self, model: type[Model] | Table, **columns: Any) -> Row:
        """Add a row whose key is made of its columns."""
        name = model.name if isinstance(model, Table) else model.__tablename__
        self._rows[name].append(columns)
        return columns

    def last(self, model: type[Model], row: Row) -> None:
        """Put a row behind all others of its table, because it names one of them."""
        rows = self._rows[model.__tablename__]
        rows.append(rows.pop(rows.index(row)))

    def keep(self) -> None:
        """Insert every row in the transaction that is under way, and forget them."""
        for table in Model.metadata.sorted_tables:
            if rows := self._rows.pop(table.name, []):
                db.session.execute(insert(table), rows)


def weighted(weights: Mapping[str, int]) -> tuple[list[str], list[int]]:
    """Return names and weights apart, as random.choices takes them."""
    return list(weights), list(weights.values())
