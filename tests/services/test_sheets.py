"""Printed sheets: one page of A4 each, readable by ear, whose QR code opens what stands beside it."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdfium2
import pytest
import typst
import zxingcpp
from flask import Flask
from pypdfium2 import raw

from portal.codes import readable
from portal.config import HelpLine
from portal.exceptions import RefusedError
from portal.models import Invitation, InvitationStatus, Staff
from portal.services.qr import address_in_qr, readable_address
from portal.services.sheets import open_all_sheets, open_sheet, sheets_pdf
from tests.factories import make_adult, make_child, make_invitation, make_meeting, make_staff

A4 = (595, 842)
DOTS = 150 / 72
VOICES = ("little", "young", "teen", "parent", "professional")


@pytest.fixture(autouse=True)
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give the portal an address as a council has one; and whatever else a test changes."""

    def has(**changes: object) -> None:
        monkeypatch.setitem(app.config, "HEARD", replace(app.config["HEARD"], **changes))

    has(base_url="https://heard.example.gov.uk")
    return has


@pytest.fixture
def coordinator(app: Flask) -> Staff:
    return make_staff("coordinator")


def invited(voice: str, kind: str = "review") -> Invitation:
    meeting = make_meeting(kind, ages=())
    if voice == "parent":
        return make_invitation(meeting, "parent", adult=make_adult(meeting, "foster_carer"))
    if voice == "professional":
        return make_invitation(meeting, "professional")
    child = make_child(meeting, {"little": 6, "young": 9, "teen": 15}[voice])
    return make_invitation(meeting, "child", child=child)


@pytest.mark.parametrize("kind", ["review", "conference"])
@pytest.mark.parametrize("voice", VOICES)
def test_a_sheet_is_one_page_that_opens_what_it_says(coordinator: Staff, voice: str, kind: str) -> None:
    invitation = invited(voice, kind)
    code, chair = invitation.code, invitation.meeting.chair.name
    sheet = open_sheet(coordinator, invitation.id)

    with pypdfium2.PdfDocument(sheets_pdf([sheet])) as pdf:
        assert sheet.voice == voice
        assert len(pdf) == 1
        assert tuple(round(side) for side in pdf[0].get_size()) == A4
        printed = words_on(pdf)
        picture = pdf[0].render(scale=DOTS).to_pil()
    read = zxingcpp.read_barcode(picture)
    assert read is not None
    assert read.text == address_in_qr(code) == f"HTTPS://HEARD.EXAMPLE.GOV.UK/{code}"
    for said in (readable_address(code), readable(code), chair, sheet.day, *sheet.words.lead, *sheet.words.readers):
        assert squeezed(said) in printed, said


def test_the_square_is_at_least_thirty_millimetres_wide(coordinator: Staff) -> None:
    sheet = open_sheet(coordinator, invited("parent").id)
    with pypdfium2.PdfDocument(sheets_pdf([sheet])) as pdf:
        found = zxingcpp.read_barcode(pdf[0].render(scale=DOTS).to_pil())

    assert found is not None
    across = found.position.top_right.x - found.position.top_left.x
    assert across / 150 * 25.4 >= 30


@pytest.mark.parametrize("voice", VOICES)
def test_whom_to_ring_is_for_whoever_reads_it(coordinator: Staff, council: Callable[..., None], voice: str) -> None:
    lines = tuple(HelpLine(f"For {one}s", "01234 567890", "", (one,)) for one in ("child", "parent", "professional"))
    council(help_lines=lines)
    invitation = invited(voice)
    sheet = open_sheet(coordinator, invitation.id)

    with pypdfium2.PdfDocument(sheets_pdf([sheet])) as pdf:
        printed = words_on(pdf)
    assert [one for one in ("child", "parent", "professional") if f"For{one}s" in printed] == [invitation.audience]


def test_a_sheet_can_be_read_by_ear(coordinator: Staff) -> None:
    sheet = open_sheet(coordinator, invited("young").id)
    made = sheets_pdf([sheet])

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made, "it says that it keeps to PDF/UA-1"
    with pypdfium2.PdfDocument(made) as pdf:
        assert pdf.get_metadata_value("Title") == sheet.words.title
        assert pdf.is_tagged()
        assert language_of(pdf) == "en"
        tags = list(tags_of(pdf[0]))
    kinds = [kind for kind, _ in tags]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 3
    assert {"P", "L", "Figure"} <= set(kinds)
    assert [said for kind, said in tags if kind == "Figure"] == [sheet.qr_alt]
    assert readable_address(sheet.code.replace("-", "")) in sheet.qr_alt


def test_the_language_of_a_sheet_is_told(coordinator: Staff) -> None:
    sheet = replace(open_sheet(coordinator, invited("teen").id), language="cy")
    with pypdfium2.PdfDocument(sheets_pdf([sheet])) as pdf:
        assert language_of(pdf) == "cy"


def test_all_sheets_of_a_meeting_come_as_one_document_a_page_each(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(5, 13), adults=("mother", "father"))
    for child in meeting.children:
        make_invitation(meeting, "child", child=child)
    for adult in meeting.adults:
        make_invitation(meeting, "parent", adult=adult)
    make_invitation(meeting, "professional")
    gone = make_invitation(meeting, "child", status=InvitationStatus.WITHDRAWN)
    sheets = open_all_sheets(coordinator, meeting.id)

    with pypdfium2.PdfDocument(sheets_pdf(sheets)) as pdf:
        assert len(pdf) == len(sheets) == 5
        read = [zxingcpp.read_barcode(page.render(scale=DOTS).to_pil()) for page in pdf]
    assert [one.text for one in read if one] == [address_in_qr(sheet.code.replace("-", "")) for sheet in sheets]
    assert gone.code not in "".join(sheet.code.replace("-", "") for sheet in sheets)


def test_what_is_printed_is_data_and_never_markup(coordinator: Staff, council: Callable[..., None]) -> None:
    nasty = '#import "x": * $ $ *bold* _x_ @ref <label> [x] \\ `raw` // gone'
    invitation = invited("parent")
    invitation.meeting.chair.name = nasty
    council(help_lines=(HelpLine(nasty, "999", nasty),))
    sheet = open_sheet(coordinator, invitation.id)

    with pypdfium2.PdfDocument(sheets_pdf([sheet])) as pdf:
        assert words_on(pdf).count(squeezed(nasty)) >= 3


def test_many_numbers_to_ring_still_make_one_page(coordinator: Staff, council: Callable[..., None]) -> None:
    line = HelpLine("The council’s own out-of-hours team for children", "01632 960 000", "any night, and at weekends")
    council(help_lines=(line,) * 10)
    sheets = [open_sheet(coordinator, invited(voice).id) for voice in VOICES]

    with pypdfium2.PdfDocument(sheets_pdf(sheets)) as pdf:
        assert len(pdf) == len(VOICES)
        assert words_on(pdf).count("01632960000") == 10


def test_letters_that_no_font_here_has_are_refused_with_what_to_install(coordinator: Staff) -> None:
    sheet = replace(open_sheet(coordinator, invited("young").id), chair="ትግርኛ العربية")

    with pytest.raises(RefusedError, match="fonts-noto-core"):
        sheets_pdf([sheet], fonts=typst.Fonts(include_system_fonts=False))


def test_without_fonts_of_its_own_a_machine_still_prints(coordinator: Staff) -> None:
    sheet = open_sheet(coordinator, invited("young").id)

    with pypdfium2.PdfDocument(sheets_pdf([sheet], fonts=typst.Fonts(include_system_fonts=False))) as pdf:
        assert len(pdf) == 1
        assert squeezed(sheet.words.lead[0]) in words_on(pdf)


def test_a_sheet_on_a_door_names_no_child(coordinator: Staff) -> None:
    meeting = make_meeting(ages=(9,))
    shared = open_sheet(coordinator, make_invitation(meeting, "professional").id)
    own = open_sheet(coordinator, make_invitation(meeting, "child").id)

    assert shared.reference == ""
    assert meeting.children[0].case_reference in own.reference


def words_on(pdf: pypdfium2.PdfDocument) -> str:
    """Return everything that can be read on the first page, without its spaces."""
    return squeezed(pdf[0].get_textpage().get_text_bounded())


def squeezed(words: str) -> str:
    # What breaks a line is no part of what is said; the PDF marks a hyphen at a line's end with a sign of its own.
    return "".join(words.replace("\ufffe", "-").replace("\u00ad", "-").split())


def language_of(pdf: pypdfium2.PdfDocument) -> str:
    return read_text(lambda buffer, size: raw.FPDFCatalog_GetLanguage(pdf, buffer, size))


def tags_of(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str]]:
    """Return each tag of a page and what is said in its place."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    waiting = [
        raw.FPDF_StructTree_GetChildAtIndex(tree, number) for number in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        element = waiting.pop()
        if not element:
            continue
        yield (
            read_text(text_of(raw.FPDF_StructElement_GetType, element)),
            read_text(text_of(raw.FPDF_StructElement_GetAltText, element)),
        )
        count = raw.FPDF_StructElement_CountChildren(element)
        waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, number) for number in range(count)]
    raw.FPDF_StructTree_Close(tree)


def text_of(function: Callable[..., int], element: object) -> Callable[..., int]:
    return lambda buffer, size: function(element, buffer, size)


def read_text(function: Callable[..., int]) -> str:
    size = function(None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
