"""Puts what a service refuses to keep beside the field that it is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from portal.exceptions import RecordError


@contextmanager
def mistakes_in(form: FlaskForm) -> Iterator[None]:
    """Turn a RecordError raised inside into an error of the form; what follows then shows the form again."""
    try:
        yield
    except RecordError as error:
        field = form[error.field]
        field.errors = [*field.errors, str(error)]
