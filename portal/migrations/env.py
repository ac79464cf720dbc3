"""Runs the migrations, on SQLite as carefully as on PostgreSQL."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.types import TypeDecorator

from portal.extensions import db


def run() -> None:
    """Migrate the database the application is configured for."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            _migrate(connection)
            return
        _foreign_keys(connection, "OFF")
        try:
            _migrate(connection)
        finally:
            _foreign_keys(connection, "ON")


def _migrate(connection: Connection) -> None:
    """Run the migrations in one transaction of our own; alembic would commit each by itself on SQLite."""
    with connection.begin():
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_server_default=True,
            render_item=_render,
            **current_app.extensions["migrate"].configure_args,
        )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _render(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they are, so that an old migration never needs our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch SQLite's foreign keys, outside any transaction.

    Rebuilding a parent table with them on would empty its cascading children.
    """
    connection.connection.cursor().execute(f"PRAGMA foreign_keys = {state}")


def _check_foreign_keys(connection: Connection) -> None:
    """Raise RuntimeError, before anything is committed, if a row hangs on one that has gone."""
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"The migration left rows without their parents: {broken[:5]}")


run()
