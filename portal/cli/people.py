"""Commands about people: the first administrator comes from here."""

import click
from flask.cli import AppGroup

from portal.exceptions import RecordError
from portal.services.administrators import add_administrator


def add_to(portal: AppGroup) -> None:
    """Add these commands to the group."""
    portal.command("add-administrator")(_add_administrator)


@click.argument("email")
@click.argument("name")
def _add_administrator(email: str, name: str) -> None:
    """Add somebody who looks after people and settings; prints a password to sign in with once."""
    try:
        password = add_administrator(email, name)
    except RecordError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} can sign in at /staff/sign-in with {email} and this password: {password}")
    click.echo("It is shown only now. Change it after signing in, and set up two-step sign-in.")
