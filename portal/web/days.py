"""Days that a form takes: those on which this portal can have been used, or will be."""

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import ValidationError

FIRST_YEAR, LAST_YEAR = 2000, 2100


def within_reason(form: FlaskForm, field: DateField) -> None:
    """Refuse a day on which this portal cannot have been used."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_("Choose a day between 2000 and 2100."))
