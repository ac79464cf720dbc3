"""The libraries the portal stands on, made once and given their application by create_app."""

import sqlite3
from contextlib import AbstractContextManager
from typing import Any

from flask import Flask, Request, current_app, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_babel import Babel
from flask_migrate import Migrate
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Row, Select, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from portal.models import Model, Role, Staff

# How many milliseconds SQLite waits for another writer.
PATIENCE = 5000
# Pages know the database by this alone: it did not answer, or another writer kept it too long.
DatabaseBusyError = OperationalError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class StaffSession(SecureCookieSessionInterface):
    """Sessions for the people who sign in; a family's page has none, and looks for none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a staff page, and none for any other."""
        return super().open_session(app, request) if request.path.startswith("/staff") else None


db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
security = Security()
staff_store = SQLAlchemyUserDatastore(db, Staff, Role)


def look(statement: Select[*tuple[Any, ...]], **parameters: object) -> Row[*tuple[Any, ...]] | None:
    """Return the first row of a statement, or None, on a connection of its own.

    The family's pages look things up this way: a session would cost more than everything else they do.
    """
    with _reading_engine().connect() as connection:
        return connection.execute(statement, parameters).first()


def writing() -> AbstractContextManager[Connection]:
    """Return one transaction on a connection of its own: committed at its end, undone if anything goes wrong."""
    return db.engine.begin()


def empty_sqlite_log() -> None:
    """Empty SQLite's write-ahead log, which keeps old copies of drafts and sealed rows until they are written over.

    Whoever is reading just now is not waited for long: the next call does it then. PostgreSQL needs none of this.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        for pragma in ("busy_timeout = 500", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {PATIENCE}"):
            connection.cursor().execute(f"PRAGMA {pragma}").fetchall()
    finally:
        connection.close()


def _reading_engine() -> Engine:
    """Return the engine with the mark that tells _begin_sqlite that nothing will be written."""
    extensions = current_app.extensions
    if "reading_engine" not in extensions:
        extensions["reading_engine"] = db.engine.execution_options(reading=True)
    engine: Engine = extensions["reading_engine"]
    return engine


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, record: Any) -> None:
    """Make SQLite keep its promises: foreign keys, a log that survives a power cut, patience with other writers.

    What is deleted is written over, which not every build of SQLite does unasked.
    """
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start, unless what begins only reads.

    A transaction that reads first and writes later cannot wait for another writer; it fails at once.
    """
    if connection.dialect.name != "sqlite":
        return
    in_a_reading_request = has_request_context() and request.method in SAFE_METHODS
    reading = in_a_reading_request or connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
