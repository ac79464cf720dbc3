"""The languages the portal can speak, each in its own script, and which way it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: its code, its own name for itself, and whether it runs right to left."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES = (Language("en", "English"),)
BY_CODE = {language.code: language for language in LANGUAGES}
DEFAULT = LANGUAGES[0]
