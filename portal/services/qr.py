"""QR codes: the picture of an invitation's address, as PNG and as SVG.

The address is written in capitals, so that the code holds it in its alphanumeric mode: fewer, larger squares.
Capitals are the same address: schemes and hosts have no case, and codes are in capitals anyway.
"""

from io import BytesIO
from itertools import groupby

from flask import current_app
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.main import QRCode
from qrcode.util import QRData

from portal.codes import readable

QUIET_ZONE = 4
PIXELS_A_SQUARE = 10


def address_in_qr(code: str) -> str:
    """Return the shortest address that opens a code, in capitals."""
    base: str = current_app.config["HEARD"].base_url
    return f"{base.upper()}/{code}"


def readable_address(code: str) -> str:
    """Return the address as people type it: without https://, which browsers add, and the code in groups of four."""
    base: str = current_app.config["HEARD"].base_url
    return f"{base.removeprefix('https://')}/{readable(code)}"


def qr_code(code: str) -> QRCode[PilImage]:
    """Return the QR code of a code's address: level Q, a quiet zone of four squares.

    The library chooses the alphanumeric mode for what that mode can hold, as capitals, figures and `:/.-` are.
    """
    qr: QRCode[PilImage] = QRCode(
        error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE, box_size=PIXELS_A_SQUARE, image_factory=PilImage
    )
    qr.add_data(QRData(address_in_qr(code)))
    qr.make()
    return qr


def qr_png(code: str) -> bytes:
    """Return the QR code of a code's address as a PNG picture."""
    picture = BytesIO()
    qr_code(code).make_image().save(picture, format="PNG")
    return picture.getvalue()


def qr_svg(code: str, name: str = "") -> str:
    """Return the QR code of a code's address as an SVG picture: one path, a run of dark squares at a time.

    `name` is plain text without markup that is read out in the picture's place; nothing is read out without one.
    """
    rows = qr_code(code).get_matrix()
    size = len(rows)
    runs = "".join(f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _runs(row))
    spoken = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" {spoken}>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{runs}"/></svg>'
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return where each run of dark squares begins in a row, and how long it is."""
    runs, start = [], 0
    for dark, squares in groupby(row, bool):
        length = len(list(squares))
        if dark:
            runs.append((start, length))
        start += length
    return runs
