"""A council's own look: readable, or refused at start with the ratio."""

from pathlib import Path

import pytest

from portal.colours import check_colours, contrast
from portal.config import read_settings
from portal.exceptions import ConfigError
from portal.secrets import new_secrets

# A database in memory, so that no folder has to be there.
NO_FILE = {"HEARD_DATABASE_URL": "sqlite://"}


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#abcdef", "#abcdef") == 1


def test_our_own_colours_pass() -> None:
    check_colours("#0b4a57", "#ffc94d")


@pytest.mark.parametrize(
    ("brand", "accent", "sentence"),
    [
        ("#3a9bdc", "#ffc94d", "contrast of 2.9 to 1; it needs 7 to 1"),
        ("#0b4a57", "#0b4a57", "it needs 4.5 to 1"),
        ("blue", "#ffc94d", "must be a colour like"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_ratio(brand: str, accent: str, sentence: str) -> None:
    given = new_secrets() | NO_FILE | {"HEARD_BRAND_COLOUR": brand, "HEARD_ACCENT_COLOUR": accent}
    with pytest.raises(ConfigError, match=sentence):
        read_settings(given)


def test_a_logo_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="HEARD_LOGO"):
        read_settings(new_secrets() | NO_FILE | {"HEARD_LOGO": str(tmp_path / "none.svg")})
