"""What every table shares: names for constraints, random keys, times in UTC."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import DateTime, Enum, MetaData, String, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python, whichever database keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone; keep the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC; SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RandomKey = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Name = Annotated[str, mapped_column(String(200))]
Short = Annotated[str, mapped_column(String(60))]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]


def enumeration(kind: type[StrEnum]) -> Enum:
    """Return a column type for an enumeration: kept as its value, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=30,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


WITHOUT_ROW_ORDER: dict[str, Any] = {"sqlite_with_rowid": False}
"""Table arguments that keep rows by their random key, so that their order tells nothing."""
