"""Codes: making them for a meeting's people, withdrawing and replacing them, and printing their sheets."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal.exceptions import RefusedError
from portal.languages import DEFAULT
from portal.queries.invitations import (
    adult_to_invite,
    child_to_invite,
    edition_of,
    invitation_to_change,
    meeting_to_invite,
)
from portal.services import invitations as services
from portal.services.qr import qr_png, qr_svg
from portal.services.sheets import Sheet, open_all_sheets, open_code, open_sheet, sheets_pdf
from portal.web.guard import only_for

bp = Blueprint("invitations", __name__)
only_for(bp, "chair", "manager", "coordinator")


@bp.post("/staff/meetings/<uuid:meeting_id>/codes")
def make_missing(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Make a code for everybody of a meeting who has none."""
    made = services.invite_all_missing(current_user, meeting_to_invite(current_user, meeting_id))
    if made:
        flash(ngettext("%(num)d code was made.", "%(num)d codes were made.", made), "good")
    else:
        flash(_("Everybody has a code already."))
    return _to_meeting(meeting_id)


@bp.post("/staff/meetings/<uuid:meeting_id>/codes/child/<uuid:child_id>")
def make_for_child(meeting_id: uuid.UUID, child_id: uuid.UUID) -> ResponseReturnValue:
    """Make a code for one child."""
    services.invite_child(current_user, child_to_invite(current_user, meeting_id, child_id), _language())
    return _made(meeting_id)


@bp.post("/staff/meetings/<uuid:meeting_id>/codes/adult/<uuid:adult_id>")
def make_for_adult(meeting_id: uuid.UUID, adult_id: uuid.UUID) -> ResponseReturnValue:
    """Make a code for one adult."""
    services.invite_adult(current_user, adult_to_invite(current_user, meeting_id, adult_id), _language())
    return _made(meeting_id)


@bp.post("/staff/meetings/<uuid:meeting_id>/codes/room")
def make_for_room(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Make the code that the professionals of a meeting share."""
    services.invite_room(current_user, meeting_to_invite(current_user, meeting_id))
    return _made(meeting_id)


@bp.get("/staff/invitations/<uuid:invitation_id>/withdraw")
def ask_withdraw(invitation_id: uuid.UUID) -> str:
    """Ask whether a code is really to open nothing any more."""
    return _ask("invitations/withdraw.html", invitation_id)


@bp.post("/staff/invitations/<uuid:invitation_id>/withdraw")
def withdraw(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Let a code open nothing any more."""
    invitation = invitation_to_change(current_user, invitation_id)
    services.withdraw(current_user, invitation)
    flash(_("The code is withdrawn. It opens nothing any more."), "good")
    return _to_meeting(invitation.meeting_id)


@bp.get("/staff/invitations/<uuid:invitation_id>/replace")
def ask_replace(invitation_id: uuid.UUID) -> str:
    """Ask whether a code is really to be replaced."""
    return _ask("invitations/replace.html", invitation_id)


@bp.post("/staff/invitations/<uuid:invitation_id>/replace")
def replace(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Put a new code in the place of one that was lost or seen."""
    invitation = invitation_to_change(current_user, invitation_id)
    services.replace(current_user, invitation)
    flash(
        _("There is a new code. The old one opens nothing any more, so print the new sheet and hand it over."), "good"
    )
    return _to_meeting(invitation.meeting_id)


@bp.get("/staff/invitations/<uuid:invitation_id>/sheet")
def sheet(invitation_id: uuid.UUID) -> str:
    """Show a sheet as a page to print, in the language of its invitation; the opening is written down."""
    printed = open_sheet(current_user, invitation_id)
    with force_locale(printed.language):
        return render_template(
            "print/sheet.html", sheet=printed, qr=Markup(printed.qr), invitation_id=invitation_id  # noqa: S704 - ours
        )  # fmt: skip


@bp.get("/staff/invitations/<uuid:invitation_id>/sheet.pdf")
def sheet_pdf(invitation_id: uuid.UUID) -> Response:
    """Send a sheet as PDF; the opening is written down."""
    return _pdf([open_sheet(current_user, invitation_id)])


@bp.get("/staff/meetings/<uuid:meeting_id>/sheets.pdf")
def sheets(meeting_id: uuid.UUID) -> Response:
    """Send the sheets of all open codes of a meeting as one PDF; each is written down."""
    return _pdf(open_all_sheets(current_user, meeting_id))


@bp.get("/staff/invitations/<uuid:invitation_id>/qr.svg")
def svg(invitation_id: uuid.UUID) -> Response:
    """Send a code's QR code as SVG, for a slide or a letter; the opening is written down."""
    return Response(qr_svg(open_code(current_user, invitation_id).code), mimetype="image/svg+xml")


@bp.get("/staff/invitations/<uuid:invitation_id>/qr.png")
def png(invitation_id: uuid.UUID) -> Response:
    """Send a code's QR code as PNG; the opening is written down."""
    return Response(qr_png(open_code(current_user, invitation_id).code), mimetype="image/png")


@bp.errorhandler(RefusedError)
def refused(error: RefusedError) -> ResponseReturnValue:
    """Say why on the meeting's page, where the mend is."""
    flash(str(error), "care")
    given = request.view_args or {}
    if "meeting_id" in given:
        return _to_meeting(given["meeting_id"])
    return _to_meeting(invitation_to_change(current_user, given["invitation_id"]).meeting_id)


def _ask(template: str, invitation_id: uuid.UUID) -> str:
    invitation = invitation_to_change(current_user, invitation_id)
    services.refuse_unless_open(invitation)
    slug, _closed = edition_of(invitation, invitation.meeting)
    return render_template(template, invitation=invitation, slug=slug)


def _language() -> str:
    return request.form.get("language", DEFAULT.code)


def _made(meeting_id: uuid.UUID) -> ResponseReturnValue:
    flash(_("A code was made."), "good")
    return _to_meeting(meeting_id)


def _to_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="codes"), 303)


def _pdf(pages: Sequence[Sheet]) -> Response:
    """Send sheets to be shown in the browser; the file's name says nothing of anybody."""
    named = {"Content-Disposition": 'inline; filename="sheets.pdf"'}
    return Response(sheets_pdf(pages), mimetype="application/pdf", headers=named)
