"""What can go wrong that a person should be told: few errors, raised where they are known."""

from datetime import date


class HeardError(Exception):
    """Anything the portal refuses on purpose."""


class ConfigError(HeardError):
    """A setting that is missing or cannot be used; the message says what to set."""


class NotFoundError(HeardError):
    """There is no such thing, or this person may not know that there is."""


class RefusedError(HeardError):
    """Something that may not be done; the message says why, for the person who tried."""


class ClosedError(HeardError):
    """A code that opens nothing now; `reason` chooses the page that says so kindly."""

    def __init__(self, reason: str, held_on: date | None = None) -> None:
        """Remember why: unknown, mistyped, over, not_yet, stood_down or sent; and the day, where it helps."""
        super().__init__(reason)
        self.reason = reason
        self.held_on = held_on


class TooManyTriesError(HeardError):
    """Too many wrong tries from one place; trying again later will work."""


class DraftGoneError(HeardError):
    """There is no draft: it ran out, was forgotten, or never began in this browser."""


class AlreadySentError(HeardError):
    """This draft has been sent: a second press of the same button."""


class RecordError(HeardError):
    """Something that cannot be kept as entered; `field` names the input, the message says the mend."""

    def __init__(self, field: str, message: str) -> None:
        """Remember which field is wrong and what to do about it."""
        super().__init__(message)
        self.field = field
