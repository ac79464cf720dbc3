"""Commands that keep the portal's promises over time: release, purge, re-key, and the worker."""

import signal
import threading

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal import logs
from portal.extensions import db
from portal.services import purge, sealed
from portal.services.rekey import rekey


def add_to(portal: AppGroup) -> None:
    """Add these commands to the group."""
    portal.command("release")(_release)
    portal.command("purge")(_purge)
    portal.command("rekey")(_rekey)
    portal.command("worker")(_worker)


def _release() -> None:
    """Release the anonymous feedback that waits, shuffled."""
    click.echo(f"Released: {sealed.release()}")


def _purge() -> None:
    """Delete what is past its time: drafts, counters, tags, views, and the words of old feedback."""
    for what, count in purge.purge().items():
        click.echo(f"{what}: {count}")


def _rekey() -> None:
    """Seal everything people wrote with the newest key of HEARD_WORDS_KEYS."""
    count = rekey(lambda column, done: click.echo(f"{column}: {done}"))
    click.echo(f"Sealed again with the newest key: {count}. The older keys are no longer needed.")


def _worker() -> None:
    """Release and purge every few minutes (HEARD_RELEASE_MINUTES) until told to stop."""
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy has it
    pause = app.config["HEARD"].release_minutes * 60
    logs.event("worker started", every_minutes=pause // 60)
    while not stop.is_set():
        _one_round(app)
        stop.wait(pause)
    logs.event("worker stopped")


def _one_round(app: Flask) -> None:
    """Release and purge once.

    A failure is logged and the next round tries again: a worker that died would tell nobody.
    """
    with app.app_context():
        try:
            sealed.release()
            purge.purge()
        except Exception as error:
            db.session.rollback()
            logs.failure("worker round failed", error)
        else:
            logs.event("worker round done")
