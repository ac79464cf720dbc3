"""Takes pictures of pages in every size, by day and by night."""

from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, ViewportSize

PHONE, TABLET, DESKTOP = "phone", "tablet", "desktop"
SIZES: dict[str, ViewportSize] = {
    PHONE: {"width": 360, "height": 740},
    TABLET: {"width": 820, "height": 1180},
    DESKTOP: {"width": 1280, "height": 900},
}
EVERY = (PHONE, TABLET, DESKTOP)
# Dots for each point of a printed page: 108 to the inch.
SHARP = 1.5


@dataclass
class Camera:
    """Keeps pictures in a folder, each under the name of its page, its size and 'night' where it is dark."""

    folder: Path
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str, sizes: tuple[str, ...] = EVERY, *, night: bool = False) -> None:
        """Take the page as it stands, whole, in these sizes; and by night on the first of them."""
        for size in sizes:
            page.set_viewport_size(SIZES[size])
            self._shoot(page, f"{name}.{size}")
        if night:
            page.set_viewport_size(SIZES[sizes[0]])
            page.emulate_media(color_scheme="dark")
            self._shoot(page, f"{name}.{sizes[0]}.night")
            page.emulate_media(color_scheme="light")
        page.set_viewport_size(SIZES[PHONE])

    def printed(self, pdf: bytes, name: str, *, most: int = 2) -> None:
        """Take the first pages of what is printed."""
        with pypdfium2.PdfDocument(pdf) as document:
            for number in range(min(most, len(document))):
                path = self._path(f"{name}.page{number + 1}")
                document[number].render(scale=SHARP).to_pil().save(path)

    def _shoot(self, page: Page, name: str) -> None:
        # From the top, or the bar that stays in sight would stand in the middle.
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=self._path(name), full_page=True, animations="disabled")

    def _path(self, name: str) -> Path:
        path = self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.taken.append(name)
        return path
