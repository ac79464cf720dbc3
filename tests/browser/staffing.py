"""Staff at a real browser: they sign in, press what stands on the page, and every page is looked at."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator

from portal.models import Staff
from tests.browser.witness import Witness
from tests.factories import PASSWORD

# Sharper than a printed page is read by a phone: 144 dots to the inch.
SHARP = 2


@dataclass(frozen=True)
class Person:
    """What one must know of a member of staff to be them."""

    name: str
    email: str

    @classmethod
    def of(cls, staff: Staff) -> "Person":
        """Read it from the database, once."""
        return cls(staff.name, staff.email)


@dataclass
class AtWork:
    """One member of staff at a browser that is watched."""

    witness: Witness

    def sign_in(self, staff: Person) -> None:
        """Sign in through the page, to Today."""
        self.open("/staff/sign-in")
        page = self.witness.page
        page.get_by_label("E-mail address").fill(staff.email)
        page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        assert page.inner_text("h1") == "Today"

    def open(self, path: str) -> None:
        """Type an address."""
        self.witness.page.goto(path)
        self.witness.look()

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.witness.page.get_by_label(label, exact=True).first.select_option(option)

    def fill(self, label: str, text: str) -> None:
        """Fill in the first field of this name."""
        self.witness.page.get_by_label(label, exact=True).first.fill(text)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button, and look at where it leads."""
        self._go((within or self.witness.page).get_by_role("button", name=name))

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow a link, and look at where it leads."""
        self._go((within or self.witness.page).get_by_role("link", name=name))

    def sheet_of(self, whose: str) -> "Sheet":
        """Download the sheet of one person's code."""
        page = self.witness.page
        row = page.get_by_role("row").filter(has_text=whose).filter(has_text="Sheet (PDF)")
        address = row.get_by_role("link", name="Sheet (PDF)").get_attribute("href")
        assert address is not None
        return Sheet(page.context.request.get(address).body())

    def _go(self, pressed: Locator) -> None:
        with self.witness.page.expect_navigation():
            pressed.first.click()
        self.witness.look()


@dataclass
class Sheet:
    """A printed sheet, seen as a phone sees it."""

    pdf: bytes

    @property
    def words(self) -> str:
        """What can be read on it."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            assert len(document) == 1
            words: str = document[0].get_textpage().get_text_range()
            return words

    @property
    def scanned(self) -> str:
        """The address in its QR code, read from the picture of the page."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            (found,) = zxingcpp.read_barcodes(document[0].render(scale=SHARP).to_pil())
            text: str = found.text
            return text

    def address_at(self, base: str) -> str:
        """Return exactly what the code says, at the server of the test."""
        here = urlsplit(base)
        return urlsplit(self.scanned)._replace(scheme=here.scheme, netloc=here.netloc).geturl()
