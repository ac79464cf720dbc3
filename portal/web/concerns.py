"""Concerns: what somebody should look at now, who has it, and how it ended."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.models import Concern, ConcernStatus
from portal.queries.concerns import concern_board, concern_to_read, is_late
from portal.services import concerns
from portal.web.guard import only_for

bp = Blueprint("concerns", __name__)
only_for(bp, "chair", "manager")

LONGEST_NOTE = 3000


class CloseForm(FlaskForm):
    """What was done about it."""

    note = TextAreaField(
        lazy_gettext("What was done"),
        [
            DataRequired(lazy_gettext("Write what was done, so that whoever looks later can follow it.")),
            Length(max=LONGEST_NOTE, message=lazy_gettext("Keep the note under 3,000 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
        render_kw={"rows": 5},
    )


@bp.get("/staff/concerns")
def index() -> str:
    """List what waits, what is in hand and what was closed lately."""
    return render_template("concerns/index.html", board=concern_board(current_user))


@bp.get("/staff/concerns/<uuid:concern_id>")
def show(concern_id: uuid.UUID) -> str:
    """Show one concern, with the words that raised it; the opening is written down."""
    return _page(concerns.open_concern(current_user, concern_id), CloseForm())


@bp.post("/staff/concerns/<uuid:concern_id>/take")
def take(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Take a concern in hand."""
    if concerns.take(current_user, concern_id):
        flash(_("You have this concern in hand. Close it with a note when it is dealt with."), "good")
    else:
        flash(_already(concern_to_read(current_user, concern_id)), "wait")
    return redirect(url_for("concerns.show", concern_id=concern_id))


@bp.post("/staff/concerns/<uuid:concern_id>/close")
def close(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Close a concern with a note."""
    form = CloseForm()
    if not form.validate_on_submit() and concern_to_read(current_user, concern_id).status == ConcernStatus.TAKEN:
        return _page(concerns.open_concern(current_user, concern_id), form)
    if not form.errors and concerns.close(current_user, concern_id, form.note.data or ""):
        flash(_("The concern is closed."), "good")
        return redirect(url_for("concerns.index"))
    flash(_already(concern_to_read(current_user, concern_id)), "wait")
    return redirect(url_for("concerns.show", concern_id=concern_id))


def _page(concern: Concern, form: CloseForm) -> str:
    return render_template("concerns/show.html", concern=concern, late=is_late(concern), form=form)


def _already(concern: Concern) -> str:
    """Say kindly who was quicker."""
    if concern.owner is None:
        return _("Nobody has this concern in hand yet. Take it first, then close it.")
    if concern.closed_at is not None:
        return _("This concern has been closed already. %(name)s had it in hand.", name=concern.owner.name)
    if concern.owner_id == current_user.id:
        return _("You already have this concern in hand.")
    return _(
        "%(name)s took this concern just before you and has it in hand. Ring them if you can help.",
        name=concern.owner.name,
    )
