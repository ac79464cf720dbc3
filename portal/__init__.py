"""Heard: a portal through which people are heard before and after the meetings that decide about a child."""

from flask import Flask

from forms.library import library
from portal import cli, logs, web
from portal.config import PORTAL, ROOT, Settings, read_settings
from portal.encryption import keyring
from portal.extensions import StaffSession, babel, csrf, db, migrate
from portal.web.signing_in import set_up_sign_in


def create_app(settings: Settings | None = None) -> Flask:
    """Wire the portal together.

    Raises ConfigError if a setting is missing or cannot be used, FormFileError if a questionnaire is not sound.
    """
    settings = settings or read_settings()
    library()
    app = Flask("portal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings.flask())
    app.session_interface = StaffSession()
    logs.set_up(app)
    keyring.configure(settings.words_keys, settings.code_key)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PORTAL / "migrations"), render_as_batch=True)
    babel.init_app(app, default_translation_directories=str(ROOT / "translations"))
    csrf.init_app(app)
    set_up_sign_in(app)
    web.init_app(app)
    cli.init_app(app)
    return app
