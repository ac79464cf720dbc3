"""The settings, read from the environment: the only module that does."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.colours import check_colours
from portal.exceptions import ConfigError
from portal.secrets import new_secrets

PORTAL = Path(__file__).resolve().parent
# Pages, assets and translations stand beside the packages in the repository, and travel inside ours in a wheel.
ROOT = PORTAL / "_data" if (PORTAL / "_data").is_dir() else PORTAL.parent
SECRETS = tuple(new_secrets())


@dataclass(frozen=True)
class HelpLine:
    """Somebody to ring: for whom, the number as read, and as dialled."""

    name: str
    number: str
    note: str
    audiences: tuple[str, ...] = ("child", "parent", "professional")

    @property
    def tel(self) -> str:
        """The number as a telephone dials it."""
        return "tel:" + self.number.replace(" ", "")


@dataclass(frozen=True)
class Council:
    """What makes a portal one council's own."""

    name: str = "Westshire County Council"
    short_name: str = "Westshire listens"
    brand_colour: str = "#0b4a57"
    accent_colour: str = "#ffc94d"
    leave_url: str = "https://www.bbc.co.uk/weather"
    logo: Path | None = None
    feedback_days: int = 42
    reading_days: int = 2
    acknowledge_hours: int = 4
    keep_views_days: int = 30
    keep_words_months: int = 24


# The numbers were checked when this version was made; a council adds its own first with HEARD_HELP_LINES.
HELP_LINES = (
    HelpLine("Childline", "0800 1111", "free, day or night, if you are under 19", ("child",)),
    HelpLine("NSPCC", "0808 800 5000", "if you are an adult worried about a child", ("parent", "professional")),
    HelpLine("Coram Voice", "0808 800 5792", "an advocate can help you say what you want", ("child",)),
    HelpLine("Help at Hand", "0800 528 0731", "the Children’s Commissioner’s advice line", ("child",)),
    HelpLine("Emergency", "999", "if someone is in danger now; by text relay, 18000"),
)


@dataclass(frozen=True)
class Settings:
    """Everything the portal is told from outside."""

    secret_key: str
    totp_key: str
    code_key: str
    words_keys: str
    database_url: str
    base_url: str
    example: bool = False
    insecure_cookies: bool = False
    trusted_proxies: int = 0
    council: Council = field(default_factory=Council)
    help_lines: tuple[HelpLine, ...] = HELP_LINES
    release_minutes: int = 10

    def flask(self) -> dict[str, Any]:
        """Return what Flask and its extensions are told."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "heard_staff",
            "SESSION_COOKIE_PATH": "/staff",
            "SESSION_COOKIE_SECURE": not self.insecure_cookies,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": 300_000,
            "MAX_FORM_MEMORY_SIZE": 300_000,
            "MAX_FORM_PARTS": 1000,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_TIMEZONE": "Europe/London",
            "HEARD": self,
        }


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from the environment; raises ConfigError naming what is missing or wrong."""
    given = os.environ if environ is None else environ
    missing = [name for name in SECRETS if not given.get(name)]
    if missing:
        raise ConfigError(
            f"The portal cannot start: {', '.join(missing)} not set. "
            "Make secrets once with 'python -m portal.secrets' and keep them in the environment, outside git."
        )
    return Settings(
        secret_key=given["HEARD_SECRET_KEY"],
        totp_key=given["HEARD_TOTP_KEY"],
        code_key=given["HEARD_CODE_KEY"],
        words_keys=given["HEARD_WORDS_KEYS"],
        database_url=_database(given),
        base_url=_address(given),
        example=_switch(given, "HEARD_EXAMPLE"),
        insecure_cookies=_switch(given, "HEARD_INSECURE_COOKIES"),
        trusted_proxies=_number(given, "HEARD_TRUSTED_PROXIES", 0),
        council=_council(given),
        help_lines=(*_own_help_lines(given), *HELP_LINES),
        release_minutes=max(1, _number(given, "HEARD_RELEASE_MINUTES", 10)),
    )


def _database(given: Mapping[str, str]) -> str:
    """Return the database's address; refuse one of a kind we do not know, or in a folder that is not there."""
    address = given.get("HEARD_DATABASE_URL") or f"sqlite:///{Path.cwd() / 'instance' / 'heard.sqlite'}"
    kind, _, place = address.partition("://")
    if kind.partition("+")[0] not in {"sqlite", "postgresql"}:
        raise ConfigError("HEARD_DATABASE_URL must begin with 'sqlite:///' or 'postgresql://'.")
    folder = Path(place.removeprefix("/")).parent
    if kind == "sqlite" and not folder.is_dir():
        raise ConfigError(
            f"HEARD_DATABASE_URL names a file in {folder.resolve()}, and there is no such folder: make it."
        )
    return address


def _address(given: Mapping[str, str]) -> str:
    """Return the address people reach: a scheme and a host, as it is printed."""
    address = given.get("HEARD_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if not re.fullmatch(r"https?://[^/\s]+", address):
        raise ConfigError(f"HEARD_BASE_URL must be like 'https://heard.example', without a path, not '{address}'.")
    return address


def _council(given: Mapping[str, str]) -> Council:
    plain = Council()
    brand = given.get("HEARD_BRAND_COLOUR", plain.brand_colour)
    accent = given.get("HEARD_ACCENT_COLOUR", plain.accent_colour)
    check_colours(brand, accent)
    return Council(
        name=given.get("HEARD_COUNCIL_NAME", plain.name),
        short_name=given.get("HEARD_SERVICE_NAME", plain.short_name),
        brand_colour=brand,
        accent_colour=accent,
        logo=_file(given, "HEARD_LOGO", {".svg", ".png"}),
        leave_url=given.get("HEARD_LEAVE_URL", plain.leave_url),
        feedback_days=_number(given, "HEARD_FEEDBACK_DAYS", plain.feedback_days),
        reading_days=_number(given, "HEARD_READING_DAYS", plain.reading_days),
        acknowledge_hours=_number(given, "HEARD_ACKNOWLEDGE_HOURS", plain.acknowledge_hours),
        keep_views_days=_number(given, "HEARD_KEEP_VIEWS_DAYS", plain.keep_views_days),
        keep_words_months=_number(given, "HEARD_KEEP_WORDS_MONTHS", plain.keep_words_months),
    )


def _own_help_lines(given: Mapping[str, str]) -> tuple[HelpLine, ...]:
    """Read 'Name|number|note' lines parted by semicolons."""
    lines = [line.split("|") for line in given.get("HEARD_HELP_LINES", "").split(";") if line.strip()]
    if any(len(line) != 3 for line in lines):
        raise ConfigError("HEARD_HELP_LINES must be 'name|number|note' entries parted by semicolons.")
    return tuple(HelpLine(name.strip(), number.strip(), note.strip()) for name, number, note in lines)


def _file(given: Mapping[str, str], name: str, endings: set[str]) -> Path | None:
    """Return the file a setting names, if it names one that is there and of a kind we can show."""
    if not given.get(name):
        return None
    path = Path(given[name])
    if path.suffix not in endings or not path.is_file():
        raise ConfigError(f"{name} must name a file ending in {' or '.join(sorted(endings))}; '{path}' is not one.")
    return path


def _switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise ConfigError(f"{name} must be 'yes' or 'no', not '{text}'.")
    return text in {"1", "yes", "true"}


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    text = given.get(name, "")
    if text and not text.isdigit():
        raise ConfigError(f"{name} must be a whole number, not '{text}'.")
    return int(text) if text else otherwise
