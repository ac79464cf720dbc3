"""Whether two colours can be told apart: the contrast that WCAG 2.2 asks for.

Relative luminance and contrast ratio as WCAG 2.2 defines them: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import re

from portal.exceptions import ConfigError

PAPER, INK = "#fdf8ee", "#14262d"
SMALLEST_ON_PAPER, SMALLEST_UNDER_INK = 7.0, 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours given as '#rrggbb', from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def check_colours(brand: str, accent: str) -> None:
    """Raise ConfigError, with the ratio, if a council's colours could not be read on our pages."""
    for name, colour in (("HEARD_BRAND_COLOUR", brand), ("HEARD_ACCENT_COLOUR", accent)):
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ConfigError(f"{name} must be a colour like '#0b4a57', not '{colour}'.")
    _check("HEARD_BRAND_COLOUR", brand, "on our paper", PAPER, SMALLEST_ON_PAPER)
    _check("HEARD_ACCENT_COLOUR", accent, "under our ink", INK, SMALLEST_UNDER_INK)


def _check(name: str, colour: str, where: str, ground: str, smallest: float) -> None:
    ratio = contrast(colour, ground)
    if ratio < smallest:
        raise ConfigError(
            f"{name} {colour} {where} ({ground}) has a contrast of {ratio:.1f} to 1; it needs {smallest:g} to 1. "
            f"Choose a {'darker' if ground == PAPER else 'lighter'} colour."
        )


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
