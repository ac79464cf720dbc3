"""Migrations run both ways, on both databases, with rows in every table."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from portal.config import PORTAL
from portal.extensions import db
from tests.migrations.rows import counted, fill_every_table

REBUILD = '''
"""Rebuild a table that others hang on, as a later migration may have to."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {head!r}, None, None


def upgrade():
    with op.batch_alter_table("meetings") as batch:
        batch.alter_column("stood_down_reason", type_=sa.String(300), existing_type=sa.String(200))
    with op.batch_alter_table("staff") as batch:
        batch.alter_column("name", type_=sa.String(300), existing_type=sa.String(200))


def downgrade():
    with op.batch_alter_table("staff") as batch:
        batch.alter_column("name", type_=sa.String(200), existing_type=sa.String(300))
    with op.batch_alter_table("meetings") as batch:
        batch.alter_column("stood_down_reason", type_=sa.String(200), existing_type=sa.String(300))
'''


CARELESS = REBUILD.replace("def upgrade():\n", 'def upgrade():\n    op.execute("DELETE FROM teams")\n')


def test_migrations_run_up_and_down_and_up_again_with_rows_in_every_table(new_app: Flask) -> None:
    upgrade()
    fill_every_table()
    filled = counted()
    assert all(filled.values()), f"no row in {[name for name, rows in filled.items() if not rows]}"

    downgrade(revision="base")
    assert _tables() <= {"alembic_version"}

    upgrade()
    assert not any(counted().values())
    fill_every_table()


def test_the_migrations_make_what_the_models_say(new_app: Flask) -> None:
    upgrade()

    check()


def test_rows_survive_when_the_table_they_hang_on_is_rebuilt(new_app: Flask, tmp_path: Path) -> None:
    folder = _migrations_with(tmp_path, REBUILD)
    upgrade()
    fill_every_table()
    before = counted()

    upgrade(directory=str(folder))
    assert counted() == before
    downgrade(directory=str(folder), revision=_head())
    assert counted() == before


def test_a_migration_that_orphans_rows_is_refused_on_sqlite(
    new_app: Flask, tmp_path: Path, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    if database != "sqlite":
        pytest.skip("PostgreSQL refuses this by itself")
    folder = _migrations_with(tmp_path, CARELESS)
    upgrade()
    fill_every_table()
    before = counted()

    with pytest.raises(SystemExit):
        upgrade(directory=str(folder))

    assert "left rows without their parents" in caplog.text
    assert counted() == before


def _migrations_with(tmp_path: Path, one_more: str) -> Path:
    """Return a folder of our migrations and one more after them."""
    folder = tmp_path / "migrations"
    shutil.copytree(PORTAL / "migrations", folder)
    (folder / "versions" / "9999_one_more.py").write_text(one_more.format(head=_head()))
    return folder


def _head() -> str:
    return max(path.stem.split("_")[0] for path in (PORTAL / "migrations" / "versions").glob("*.py"))


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())
