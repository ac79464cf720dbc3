"""Prints a new set of secrets as environment lines: python -m portal.secrets > instance/secrets.env."""

import secrets

from portal.encryption import new_key


def new_secrets() -> dict[str, str]:
    """Return every secret the portal needs, newly made."""
    return {
        "HEARD_SECRET_KEY": secrets.token_urlsafe(32),
        "HEARD_TOTP_KEY": secrets.token_urlsafe(32),
        "HEARD_CODE_KEY": new_key(),
        "HEARD_WORDS_KEYS": f"1:{new_key()}",
    }


if __name__ == "__main__":
    print("\n".join(f"{name}={value}" for name, value in new_secrets().items()))
