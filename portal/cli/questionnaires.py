"""Commands about questionnaires: check them, and publish new versions."""

import click
from flask.cli import AppGroup

from forms.library import faults, library
from forms.loader import FormFileError
from forms.publishing import publish


def add_to(portal: AppGroup) -> None:
    """Add these commands to the group."""
    portal.command("check")(_check)
    portal.command("publish")(_publish)


def _check() -> None:
    """Check every questionnaire; says what is wrong and how to mend it."""
    if wrong := faults():
        raise click.ClickException("\n".join(wrong))
    found = sorted(library(), key=lambda one: (one.slug, one.version))
    for one in found:
        click.echo(f"{one.slug} version {one.version}: {len(one.by_key)} questions on {len(one.pages)} pages")
    click.echo(f"{len(found)} questionnaires are sound.")


def _publish() -> None:
    """Publish every new version: from then on its file must not change."""
    try:
        published = publish()
    except FormFileError as error:
        raise click.ClickException(str(error)) from error
    for name in published:
        click.echo(f"Published {name}.")
    if not published:
        click.echo("Every version is published already.")
