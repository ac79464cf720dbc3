"""What every template knows: the council, the help lines, the language and where an asset is."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from portal.config import Settings
from portal.languages import BY_CODE, DEFAULT, LANGUAGES
from portal.web.assets import asset


@dataclass(frozen=True)
class NavLink:
    """One entry of the staff menu."""

    url: str
    label: str
    current: bool


# endpoint, who sees it; the words are in _menu_words, where they can be found for translation.
MENU = (
    ("today.index", ("chair", "manager", "coordinator", "administrator")),
    ("meetings.index", ("chair", "manager", "coordinator")),
    ("concerns.index", ("chair", "manager")),
    ("summary.index", ("chair", "manager")),
    ("themes.index", ("chair", "manager")),
    ("comments.index", ("manager",)),
    ("people.index", ("administrator",)),
    ("teams.index", ("administrator",)),
    ("audit.index", ("administrator",)),
)
# Blueprints without an entry of their own, and whose entry they stand under.
UNDER = {
    "bookings": "meetings",
    "endings": "meetings",
    "invitations": "meetings",
    "views": "meetings",
    "codeframe": "themes",
}


def init_app(app: Flask) -> None:
    """Give templates what they all need."""
    settings: Settings = app.config["HEARD"]
    app.jinja_env.globals.update(
        council=settings.council,
        help_lines=settings.help_lines,
        languages=[(language.code, language.name) for language in LANGUAGES],
        asset=asset,
        example_data=settings.example,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # As the extraction does, so that a sentence over several lines is the same sentence here and there.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.context_processor(_language)
    app.context_processor(_staff_menu)


def _language() -> dict[str, str]:
    locale = get_locale()
    language = BY_CODE.get(str(locale), DEFAULT)
    return {"lang": language.code, "text_dir": language.direction}


def _staff_menu() -> dict[str, Any]:
    if not request.path.startswith("/staff") or not current_user.is_authenticated:
        return {"nav": []}
    words = _menu_words()
    blueprint = (request.blueprint or "").partition(".")[0]
    here = UNDER.get(blueprint, blueprint)
    return {
        "nav": [
            NavLink(url_for(endpoint), words[endpoint], here == endpoint.partition(".")[0])
            for endpoint, roles in MENU
            if any(current_user.has_role(role) for role in roles)
        ]
    }


def _menu_words() -> dict[str, str]:
    return {
        "today.index": _("Today"),
        "meetings.index": _("Meetings"),
        "concerns.index": _("Concerns"),
        "summary.index": _("Summary"),
        "themes.index": _("Themes"),
        "comments.index": _("Comments"),
        "people.index": _("People"),
        "teams.index": _("Teams"),
        "audit.index": _("Audit log"),
    }
