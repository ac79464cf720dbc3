"""Codes: the short strings that open an invitation.

Eleven random characters of Crockford's base 32 (55 bits) and a twelfth that checks them, so that a
slip of the finger is told from a guess without looking anything up.
Alphabet and forgiveness: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html
"""

import secrets

from portal.encryption import keyring

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What people and word processors put between groups: every usual space, hyphen and dash.
_BETWEEN = " \t\n\r\u00a0\u2007\u2009\u202f\u200b-\u2010\u2011\u2012\u2013\u2014\u2212"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys(_BETWEEN))
# Odd weights, so that one wrong character always shows; unequal neighbours, so that nearly every swap does.
_WEIGHTS = tuple(1 + 2 * place for place in range(LENGTH - 1))


def new_code() -> str:
    """Return a new random code, 12 characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_character(body)


def normalise(typed: str) -> str | None:
    """Return the code somebody meant, or None if it cannot be one.

    Case, spaces and hyphens do not matter; O reads as 0, I and L as 1.
    """
    code = typed.upper().translate(_ALIKE)
    if len(code) != LENGTH or any(character not in _VALUES for character in code):
        return None
    return code if _check_character(code[:-1]) == code[-1] else None


def readable(code: str) -> str:
    """Return a code in groups of four: 'ABCD-EFGH-JKMN'."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def code_hash(code: str) -> bytes:
    """Return what the database knows of a code: nothing without the key."""
    return keyring.fingerprint("code", code.encode())


def _check_character(body: str) -> str:
    return ALPHABET[sum(weight * _VALUES[c] for weight, c in zip(_WEIGHTS, body, strict=True)) % 32]
