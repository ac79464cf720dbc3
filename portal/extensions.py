"""The libraries the portal stands on, made once and given their application by create_app."""

import sqlite3
from typing import Any

from flask import has_request_context, request
from flask_babel import Babel
from flask_migrate import Migrate
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from portal.models import Model, Role, Staff

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
security = Security()
staff_store = SQLAlchemyUserDatastore(db, Staff, Role)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, record: Any) -> None:
    """Make SQLite keep its promises: foreign keys, a log that survives a power cut, patience with other writers."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start, unless this request only reads.

    A transaction that reads first and writes later cannot wait for another writer; it fails at once.
    """
    if connection.dialect.name != "sqlite":
        return
    reading = has_request_context() and request.method in SAFE_METHODS
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
