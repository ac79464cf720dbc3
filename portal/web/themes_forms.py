"""The forms with which themes are kept and comments put under them."""

import uuid
from collections.abc import Sequence
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import InputRequired, Length

from portal.models import Theme


class ThemeForm(FlaskForm):
    """What a theme is called, and what belongs under it."""

    name = StringField(
        lazy_gettext("Name"),
        [
            InputRequired(lazy_gettext("Give the theme a name.")),
            Length(max=120, message=lazy_gettext("Keep the name under 120 characters.")),
        ],
        filters=[lambda text: text and text.strip()],
    )
    description = TextAreaField(
        lazy_gettext("What belongs under it, and what does not"),
        [Length(max=500, message=lazy_gettext("Keep this under 500 characters."))],
        filters=[lambda text: (text or "").strip()],
        render_kw={"rows": 4},
    )


class CodeForm(FlaskForm):
    """Which theme a comment stands under."""

    theme = SelectField(lazy_gettext("Put it under a theme"), [InputRequired(lazy_gettext("Choose a theme."))])

    @classmethod
    def for_themes(cls, themes: Sequence[Theme]) -> Self:
        """Return a form that offers these themes."""
        form = cls()
        form.theme.choices = [
            SelectChoice("", _("Choose a theme")),
            *(SelectChoice(str(one.id), one.name) for one in themes),
        ]
        return form

    @property
    def theme_id(self) -> uuid.UUID:
        """The theme chosen; the choices hold nothing but themes."""
        return uuid.UUID(self.theme.data)
