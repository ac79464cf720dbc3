"""The command that loads the example and tells what is in it."""

import json

import click
from flask.cli import AppGroup

from portal.exceptions import RefusedError
from portal.services import example
from portal.services.example.as_json import described
from portal.services.example.summary import summary_lines


def add_to(portal: AppGroup) -> None:
    """Add this command to the group."""
    portal.command("example")(_example)


@click.option("--as-json", is_flag=True, help="Print codes, sign-ins and pages as one JSON object.")
@click.option("--summary", is_flag=True, help="Print addresses, a code for each edition and a sign-in for each role.")
def _example(*, as_json: bool, summary: bool) -> None:
    """Load an invented county's year, or tell what is in it (HEARD_EXAMPLE=yes only)."""
    try:
        if as_json:
            click.echo(json.dumps(described(), indent=2, ensure_ascii=False))
        elif summary:
            click.echo("\n".join(summary_lines()))
        else:
            click.echo(_loaded())
    except RefusedError as error:
        raise click.ClickException(str(error)) from error


def _loaded() -> str:
    loaded = example.load()
    if loaded.anew:
        return f"The example is loaded: {loaded.meetings} meetings. Everything in it is invented."
    return f"The example is there already, with {loaded.meetings} meetings; nothing was changed."
