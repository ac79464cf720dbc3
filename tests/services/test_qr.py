"""The QR code of an address: read back from the picture, in the densest mode that holds it."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM

from portal.services.qr import address_in_qr, qr_code, qr_png, qr_svg, readable_address

CODE = "ABCDEFGHJKMN"
SCALE = 6


@pytest.fixture
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the portal an address as a council has one."""

    def at(base_url: str) -> None:
        monkeypatch.setitem(app.config, "HEARD", replace(app.config["HEARD"], base_url=base_url))

    at("https://heard.example.gov.uk")
    return at


def test_the_address_is_the_shortest_that_works_and_is_read_beside_it(council: Callable[[str], None]) -> None:
    assert address_in_qr(CODE) == "HTTPS://HEARD.EXAMPLE.GOV.UK/ABCDEFGHJKMN"
    assert readable_address(CODE) == "heard.example.gov.uk/ABCD-EFGH-JKMN"


def test_the_picture_reads_back_as_the_address(council: Callable[[str], None]) -> None:
    read = zxingcpp.read_barcode(Image.open(BytesIO(qr_png(CODE))))

    assert read is not None
    assert read.text == address_in_qr(CODE)
    assert read.ec_level == "Q"


def test_the_drawing_reads_back_as_the_address(council: Callable[[str], None]) -> None:
    read = zxingcpp.read_barcode(rasterised(qr_svg(CODE)))

    assert read is not None
    assert read.text == address_in_qr(CODE)


def test_the_code_is_in_the_alphanumeric_mode_and_small(council: Callable[[str], None]) -> None:
    made = qr_code(CODE)

    assert [part.mode for part in made.data_list] == [MODE_ALPHA_NUM]
    assert made.error_correction == ERROR_CORRECT_Q
    assert made.version == 3, "29 squares a side, where bytes would need 33"
    rows = made.get_matrix()
    assert len(rows) == 29 + 2 * 4
    assert not any(any(row) for row in rows[:4] + rows[-4:]), "four squares of quiet above and below"
    assert not any(any(row[:4] + row[-4:]) for row in rows), "and on either side"


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8000", "https://a.uk", "https://listening.some-long-council.gov.uk"]
)
def test_every_address_a_council_may_have_reads_back(council: Callable[[str], None], base_url: str) -> None:
    council(base_url)
    read = zxingcpp.read_barcode(Image.open(BytesIO(qr_png(CODE))))

    assert read is not None
    assert read.text.lower() == f"{base_url}/{CODE}".lower()
    assert [part.mode for part in qr_code(CODE).data_list] == [MODE_ALPHA_NUM]


def test_what_was_read_opens_the_code(council: Callable[[str], None], app: Flask) -> None:
    council("http://localhost")
    path = address_in_qr(CODE).removeprefix("HTTP://LOCALHOST")
    rule, given = app.url_map.bind("localhost").match(path)

    assert rule == "respond.welcome"
    assert given.values()


def test_the_drawing_is_valid_and_says_what_it_is(council: Callable[[str], None]) -> None:
    named = ElementTree.fromstring(qr_svg(CODE, "QR code for your page"))

    assert named.get("role") == "img"
    assert named.get("aria-label") == "QR code for your page"
    assert ElementTree.fromstring(qr_svg(CODE)).get("aria-hidden") == "true"
    assert len(qr_svg(CODE)) < 8000


def rasterised(svg: str) -> Image.Image:
    """Return the drawing as a picture, its runs of squares filled one by one."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    picture = Image.new("L", (size * SCALE, size * SCALE), 255)
    pen = ImageDraw.Draw(picture)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", list(root)[-1].attrib["d"])
    assert runs
    for left, top, length, back in runs:
        assert length == back
        x, y = int(left) * SCALE, int(top) * SCALE
        pen.rectangle((x, y, x + int(length) * SCALE - 1, y + SCALE - 1), fill=0)
    return picture
