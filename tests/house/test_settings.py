"""A setting that is missing or wrong stops the start with a sentence that names it."""

from pathlib import Path

import pytest

from portal import create_app
from portal.config import SECRETS, Settings, read_settings
from portal.encryption import new_key
from portal.exceptions import ConfigError
from portal.secrets import new_secrets


def test_four_secrets_are_enough(environ: dict[str, str]) -> None:
    settings = read_settings(_with(environ))

    assert settings.council.keep_views_days == 30
    assert settings.council.keep_words_months == 24
    assert not settings.example
    assert not settings.insecure_cookies


@pytest.mark.parametrize("name", SECRETS)
def test_each_secret_is_asked_for_by_its_name(environ: dict[str, str], name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} not set.*python -m portal.secrets"):
        read_settings(_with(environ, **{name: ""}))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HEARD_EXAMPLE", "perhaps", "must be 'yes' or 'no'"),
        ("HEARD_FEEDBACK_DAYS", "six weeks", "must be a whole number"),
        ("HEARD_TRUSTED_PROXIES", "-1", "must be a whole number"),
        ("HEARD_HELP_LINES", "Duty team|01234 567890", "must be 'name|number|note' entries"),
        ("HEARD_DATABASE_URL", "mysql://heard@localhost/heard", "must begin with 'sqlite:///' or 'postgresql://'"),
        ("HEARD_DATABASE_URL", "sqlite:////no/such/folder/heard.sqlite", "there is no such folder"),
        ("HEARD_BASE_URL", "heard.example", "must be like 'https://heard.example'"),
        ("HEARD_BASE_URL", "https://county.example/heard", "without a path"),
    ],
)
def test_a_wrong_setting_is_explained(environ: dict[str, str], name: str, value: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence) as refused:
        read_settings(_with(environ, **{name: value}))

    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HEARD_WORDS_KEYS", "one:key", "must be 'number:key' pairs"),
        ("HEARD_WORDS_KEYS", "1:short", "not 32 bytes in base64"),
        ("HEARD_CODE_KEY", "short", "not 32 bytes in base64"),
    ],
)
def test_a_key_that_is_no_key_stops_the_start(settings: Settings, name: str, value: str, sentence: str) -> None:
    given = {**new_secrets(), "HEARD_DATABASE_URL": settings.database_url, name: value}

    with pytest.raises(ConfigError, match=sentence):
        create_app(read_settings(given))


def test_a_council_puts_its_own_help_line_first(environ: dict[str, str]) -> None:
    settings = read_settings(_with(environ, HEARD_HELP_LINES="Duty team|01234 567 890|day and night"))

    assert settings.help_lines[0].name == "Duty team"
    assert settings.help_lines[0].tel == "tel:01234567890"
    assert {line.name for line in settings.help_lines} >= {"Childline", "Emergency"}


def test_the_database_is_kept_beside_whoever_starts_it(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "instance").mkdir()
    monkeypatch.chdir(tmp_path)

    assert (
        read_settings(_with(environ, HEARD_DATABASE_URL="")).database_url
        == f"sqlite:///{tmp_path}/instance/heard.sqlite"
    )


def test_new_secrets_are_new_each_time() -> None:
    assert not set(new_secrets().values()) & set(new_secrets().values())
    assert new_key() != new_key()


def _with(environ: dict[str, str], **changes: str) -> dict[str, str]:
    """Return only the secrets and the database of the tests, with something changed."""
    kept = {name: environ[name] for name in (*SECRETS, "HEARD_DATABASE_URL")}
    return kept | changes
