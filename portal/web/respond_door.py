"""The door of the family's pages: opens a code, and slows down whoever guesses."""

from time import monotonic

from flask import current_app, request
from flask_babel import gettext as _

from portal.exceptions import ClosedError, TooManyTriesError
from portal.queries.opening import Opening, open_invitation
from portal.services.limits import GUESSES, SLIPS, hit
from portal.services.sealed import sent_before, tag_for


def open_code(code: str) -> Opening:
    """Return what a code opens.

    Raises ClosedError if it opens nothing now, TooManyTriesError after too many wrong codes from one address.
    """
    place = request.remote_addr or ""
    if _stopped().get(place, 0) > monotonic():
        raise TooManyTriesError(_("Too many codes were tried from here. Wait ten minutes, then try again."))
    try:
        opening = open_invitation(code)
    except ClosedError as error:
        _count_wrong_code(error.reason, place)
        raise
    _refuse_second_feedback(opening)
    return opening


def _count_wrong_code(reason: str, place: str) -> None:
    if reason not in {"unknown", "mistyped"}:
        return
    within = hit(SLIPS, place)
    if reason == "unknown" and not hit(GUESSES, place):
        _stop(place)
    if not within:
        raise TooManyTriesError(_("Too many codes were tried from here. Wait ten minutes, then try again."))


def _stop(place: str) -> None:
    """Open nothing for this address for a while, and forget the addresses whose while is over."""
    now = monotonic()
    stopped = {other: until for other, until in _stopped().items() if until > now}
    current_app.extensions["stopped_places"] = stopped | {place: now + GUESSES.window.total_seconds()}


def _stopped() -> dict[str, float]:
    """Return until when each address that guessed is stopped.

    It is kept in this process only, so that a right code costs no look-up; every process learns of a machine that
    guesses from the shared counter, at its next wrong guess.
    """
    stopped: dict[str, float] = current_app.extensions.setdefault("stopped_places", {})
    return stopped


def _refuse_second_feedback(opening: Opening) -> None:
    """Close a personal code whose feedback was given; views can always be added to."""
    personal_feedback = opening.stage == "after" and not opening.shared
    if (
        personal_feedback
        and request.endpoint != "respond.thanks"
        and sent_before(tag_for("invitation", opening.invitation_id.bytes))
    ):
        raise ClosedError("sent")
