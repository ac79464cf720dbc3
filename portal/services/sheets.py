"""Printed sheets: a page for each invitation, as an accessible PDF and as what a web page is drawn from.

Typst makes the PDF (tagged, PDF/UA-1). Whatever a sheet says is handed over as data, never as markup.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import cast

import typst
from flask import current_app
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from portal.codes import readable
from portal.config import ROOT, Settings
from portal.exceptions import RefusedError
from portal.extensions import db
from portal.languages import BY_CODE, DEFAULT
from portal.models import Invitation, Staff
from portal.queries.invitations import invitation_to_print, invitations_to_print
from portal.services.audit import note
from portal.services.invitations import refuse_unless_open, whose
from portal.services.qr import qr_svg, readable_address
from portal.services.sheet_words import Words, voice_of, words_for

TEMPLATE = ROOT / "templates" / "print" / "sheet.typ"
# The first of these that the machine has; the second comes with Typst itself.
FONTS = ("Noto Sans", "Libertinus Serif")
NO_LETTERS = "could not be displayed with font"


@dataclass(frozen=True)
class Sheet:
    """One sheet in the language of its invitation: everything that is printed, and nothing else."""

    language: str
    direction: str
    voice: str
    words: Words
    headings: dict[str, str]
    code: str
    site: str
    address: str
    qr: str
    qr_alt: str
    day: str
    chair: str
    help_lines: tuple[tuple[str, str, str], ...]
    council: str
    service: str
    reference: str


def open_sheet(staff: Staff, invitation_id: uuid.UUID) -> Sheet:
    """Return the sheet of an invitation, once the audit log says who had it.

    Raises NotFoundError unless a coordinator or the meeting's chair asks, RefusedError if its code opens nothing.
    """
    return _sheet(open_code(staff, invitation_id))


def open_code(staff: Staff, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation with its code, once the audit log says who had it. Raises as open_sheet."""
    invitation = invitation_to_print(staff, invitation_id)
    refuse_unless_open(invitation)
    _write_down(staff, [invitation])
    return invitation_to_print(staff, invitation_id)


def open_all_sheets(staff: Staff, meeting_id: uuid.UUID) -> tuple[Sheet, ...]:
    """Return a sheet for every open code of a meeting, once the audit log says who had them.

    Raises NotFoundError unless a coordinator or the meeting's chair asks, RefusedError if there is none.
    """
    found = invitations_to_print(staff, meeting_id)
    if not found:
        raise RefusedError(_("There are no codes to print yet. Make codes first."))
    _write_down(staff, found)
    return tuple(_sheet(invitation) for invitation in invitations_to_print(staff, meeting_id))


def sheets_pdf(sheets: Sequence[Sheet], fonts: typst.Fonts | None = None) -> bytes:
    """Return sheets as one tagged PDF, a page each; raises RefusedError if no font here has the letters they need."""
    fonts = fonts or _fonts()
    families = set(fonts.families())
    council = _settings().council
    data = {
        "sheets": [asdict(sheet) for sheet in sheets],
        "fonts": [font for font in FONTS if font in families],
        "brand": council.brand_colour,
        "accent": council.accent_colour,
    }
    compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if NO_LETTERS not in error.message:
            raise
        raise RefusedError(
            _(
                "This sheet has letters that no font on this computer can show. Print the web page instead, and ask "
                "whoever looks after the portal to install fonts for them (on Debian: fonts-noto-core)."
            )
        ) from error
    return cast("bytes", made)


def _sheet(invitation: Invitation) -> Sheet:
    settings = _settings()
    language = BY_CODE.get(invitation.language, DEFAULT)
    with force_locale(language.code):
        return Sheet(
            language=language.code,
            direction=language.direction,
            voice=voice_of(invitation),
            words=words_for(invitation, settings.council.reading_days),
            headings=_headings(),
            code=readable(invitation.code),
            site=settings.base_url.removeprefix("https://"),
            address=readable_address(invitation.code),
            qr=qr_svg(invitation.code),
            qr_alt=_("QR code for %(address)s", address=readable_address(invitation.code)),
            day=format_date(invitation.meeting.held_on, "EEEE d MMMM y"),
            chair=invitation.meeting.chair.name,
            help_lines=tuple(
                (line.name, line.number, line.note)
                for line in settings.help_lines
                if invitation.audience in line.audiences
            ),
            council=settings.council.name,
            service=settings.council.short_name,
            reference=_reference(invitation),
        )


def _headings() -> dict[str, str]:
    return {
        "or_type": _("Or go to"),
        "and_code": _("and type this code:"),
        "opens": _("The picture opens this address, and no other:"),
        "readers": _("Who will read it"),
        "leaving": _("To leave quickly"),
        "ring": _("Who to ring now"),
    }


def _reference(invitation: Invitation) -> str:
    """Return what tells the sheets of a meeting apart for whoever posts them; a sheet on a door tells nothing."""
    if invitation.shared:
        return ""
    reference = invitation.child.case_reference if invitation.child else ""
    if invitation.adult:
        references = ", ".join(child.case_reference for child in invitation.meeting.children)
        reference = f"{references} · {invitation.adult.role.replace('_', ' ')}"
    sentence: str = _("Our reference: %(reference)s", reference=reference)
    return sentence


def _write_down(staff: Staff, invitations: Sequence[Invitation]) -> None:
    """Write down who had which code, each by its own entry."""
    # The reading ends here, so that SQLite can wait for its turn to write.
    db.session.commit()
    for invitation in invitations:
        note(staff, "printed_code", invitation.id, whose(invitation))
    db.session.commit()


@cache
def _fonts() -> typst.Fonts:
    """Look for fonts once: there may be hundreds on a machine."""
    return typst.Fonts()


def _settings() -> Settings:
    settings: Settings = current_app.config["HEARD"]
    return settings
