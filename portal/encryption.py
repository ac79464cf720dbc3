"""Encrypts what people wrote before it reaches the database, and decrypts it on the way back.

AES-256-GCM; each value is one byte naming the key, a 12-byte random nonce, then the sealed words.
The table and column are bound in, so that a value moved to another column does not open.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from portal.exceptions import ConfigError

NONCE_BYTES = 12
KEY_BYTES = 32


class Keyring:
    """Holds the keys for one process: the first seals, every one of them opens."""

    def __init__(self) -> None:
        """Begin with no key; `configure` brings them."""
        self._ciphers: dict[int, AESGCM] = {}
        self._current = 0
        self._code_key = b""

    def configure(self, words_keys: str, code_key: str) -> None:
        """Take the keys from the settings.

        `words_keys` is `id:key` pairs parted by commas, newest first, the id 0–255 and the key 32 bytes
        in base64; `code_key` is 32 bytes in base64. Raises ConfigError if either cannot be used.
        """
        pairs = [pair.strip().partition(":") for pair in words_keys.split(",") if pair.strip()]
        if not pairs or not all(name.isdigit() and int(name) < 256 for name, _, _ in pairs):
            raise ConfigError("HEARD_WORDS_KEYS must be 'number:key' pairs parted by commas, the number 0 to 255.")
        self._ciphers = {int(name): AESGCM(_key("HEARD_WORDS_KEYS", key)) for name, _, key in pairs}
        self._current = int(pairs[0][0])
        self._code_key = _key("HEARD_CODE_KEY", code_key)

    @property
    def current(self) -> int:
        """The number of the key that seals now."""
        return self._current

    def seal(self, words: bytes, bound_to: str) -> bytes:
        """Return the words sealed with the newest key."""
        nonce = os.urandom(NONCE_BYTES)
        return bytes([self._current]) + nonce + self._ciphers[self._current].encrypt(nonce, words, bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """Return the words; raises ConfigError if their key is not in the keyring."""
        cipher = self._ciphers.get(sealed[0])
        if cipher is None:
            raise ConfigError(f"Words sealed with key {sealed[0]} cannot be opened: add that key to HEARD_WORDS_KEYS.")
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], bound_to.encode())

    def fingerprint(self, purpose: str, value: bytes) -> bytes:
        """Return a keyed 32-byte digest: the same each time, and useless to whoever lacks the key."""
        return hmac.digest(self._code_key, purpose.encode() + b"\0" + value, hashlib.sha256)


keyring = Keyring()


def new_key() -> str:
    """Return a new random key, in base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def _key(setting: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            f"{setting} holds a key that is not 32 bytes in base64; make one with 'python -m portal.secrets'."
        )
    return key


class Encrypted(TypeDecorator[str]):
    """A text column that is encrypted in the database."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        """Bind the column by name, as 'table.column'."""
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else keyring.seal(value.encode(), self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else keyring.open(value, self.column).decode()

    def __repr__(self) -> str:
        """Name the type as a migration writes it."""
        return f"Encrypted({self.column!r})"


def sealed_with_old_key(sealed: Sequence[int]) -> bool:
    """Return whether a stored value was sealed with a key that is no longer the newest."""
    return sealed[0] != keyring.current
