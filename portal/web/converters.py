"""How an address holds a code: any case, with or without hyphens."""

from flask import Flask
from werkzeug.routing import BaseConverter


class CodeConverter(BaseConverter):
    """Anything of the length and letters of a code; whether it is one is looked at later."""

    regex = r"[0-9A-Za-z](?:[- ]?[0-9A-Za-z]){11}"


def init_app(app: Flask) -> None:
    """Teach addresses about codes."""
    app.url_map.converters["code"] = CodeConverter
