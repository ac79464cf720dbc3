"""The command that shows one questionnaire in the browser, as a family sees it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from werkzeug.serving import make_server

from forms.library import library
from forms.schema import Questionnaire
from portal.extensions import db
from portal.queries.opening import today
from portal.services.previewing import make_preview


def add_to(portal: AppGroup) -> None:
    """Add this command to the group."""
    portal.command("preview")(_preview)


@click.argument("name")
@click.option("--port", default=0, help="The port to serve on; a free one if it is not given.")
def _preview(name: str, port: int) -> None:
    """Show a questionnaire in the browser; what is answered goes to a database that is thrown away."""
    questionnaire = _called(name)
    with _portal_on_a_database_of_its_own() as app:
        with app.app_context():
            upgrade()
            code = make_preview(questionnaire, today())
        server = make_server("127.0.0.1", port, app, threaded=True)
        click.echo(f"{questionnaire.title}: http://127.0.0.1:{server.port}/{code} – press Ctrl+C to stop.")
        server.serve_forever()
        click.echo("Nothing was kept.")


def _called(name: str) -> Questionnaire:
    try:
        return library().newest(name)
    except KeyError:
        names = "\n  ".join(sorted(one.slug for one in library().newest_of_each()))
        raise click.ClickException(f"There is no questionnaire called '{name}'. There are:\n  {names}") from None


@contextmanager
def _portal_on_a_database_of_its_own() -> Iterator[Flask]:
    from portal import create_app  # noqa: PLC0415 - the portal imports its commands, so not before it is there

    with tempfile.TemporaryDirectory(prefix="heard-preview-") as folder:
        elsewhere = f"sqlite:///{Path(folder) / 'preview.sqlite'}"
        app = create_app(replace(current_app.config["HEARD"], database_url=elsewhere, insecure_cookies=True))
        yield app
        with app.app_context():
            db.engine.dispose()
