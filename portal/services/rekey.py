"""Seals everything people wrote again with the newest key, so that an older key can be thrown away."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, and_, bindparam, func, select, type_coerce

from portal.encryption import Encrypted, keyring
from portal.extensions import db
from portal.models import Model

BATCH = 500


def rekey(tell: Callable[[str, int], None] = lambda column, done: None) -> int:
    """Seal every value that an older key sealed; return how many.

    Works in batches, each committed, so it can be stopped and started again; `tell` hears of each column when
    it is done. A value that changes meanwhile is left: whoever changed it sealed it with the newest key.
    """
    total = 0
    for column in _encrypted_columns():
        done = 0
        while batch := _batch(column):
            done += _seal_again(column, batch)
        tell(f"{column.table.name}.{column.name}", done)
        total += done
    return total


def _encrypted_columns() -> Iterator[Column[Any]]:
    return (
        column
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Encrypted)
    )


def _batch(column: Column[Any]) -> list[dict[str, Any]]:
    """Return rows that an older key sealed: their keys, and the value as it lies in the database.

    By key, which is random, so that the batches tell nothing about the order in which rows came.
    """
    table = _table(column)
    stored = type_coerce(column, LargeBinary)
    old = func.substr(stored, 1, 1, type_=LargeBinary) != bytes([keyring.current])
    keys = [key.label(f"key_{key.name}") for key in table.primary_key]
    query = select(*keys, stored.label("stored")).where(stored.is_not(None), old)
    rows = db.session.execute(query.order_by(*table.primary_key).limit(BATCH)).mappings().all()
    return [dict(row) for row in rows]


def _seal_again(column: Column[Any], batch: list[dict[str, Any]]) -> int:
    table, bound_to = _table(column), column.type.column  # type: ignore[attr-defined]
    stored = type_coerce(column, LargeBinary)
    same_row = and_(*(key == bindparam(f"key_{key.name}") for key in table.primary_key))
    update = table.update().where(same_row, stored == bindparam("stored", type_=LargeBinary))
    rows = [row | {"opened": keyring.open(bytes(row["stored"]), bound_to).decode()} for row in batch]
    db.session.connection().execute(update.values({column.name: bindparam("opened", type_=column.type)}), rows)
    db.session.commit()
    return len(rows)


def _table(column: Column[Any]) -> Table:
    table = column.table
    assert isinstance(table, Table)  # noqa: S101 - for the type checker; columns of models stand in tables
    return table
