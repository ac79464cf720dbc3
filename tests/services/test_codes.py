"""Codes: short enough to type, forgiving, hard to guess, and nothing in a stolen database opens one."""

import hashlib
import math

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from portal.codes import ALPHABET, LENGTH, code_hash, new_code, normalise, readable
from portal.encryption import keyring
from portal.extensions import db
from portal.models import Invitation, Model
from tests.factories import make_invitation

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bodies.map(lambda body: next(body + last for last in ALPHABET if normalise(body + last)))
places = st.integers(0, LENGTH - 1)
LIKE_ZERO, LIKE_ONE = "0Oo", "1IiLl"


def test_a_code_is_twelve_characters_that_cannot_be_taken_for_others() -> None:
    made = [new_code() for _ in range(200)]

    assert {len(code) for code in made} == {LENGTH}
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(made)) == len(made)


def test_at_least_fifty_bits_of_a_code_cannot_be_guessed() -> None:
    random_places = LENGTH - 1
    seen = [{new_code()[place] for _ in range(1500)} for place in range(random_places)]

    assert random_places * math.log2(len(ALPHABET)) >= 50
    assert all(letters == set(ALPHABET) for letters in seen), "every place takes every letter"


def test_a_new_code_is_a_code() -> None:
    for code in (new_code() for _ in range(200)):
        assert normalise(code) == code
        assert normalise(readable(code)) == code


@given(codes, st.data())
def test_a_code_is_known_however_it_is_written(code: str, data: st.DataObject) -> None:
    def written(letter: str) -> str:
        alike = {"0": LIKE_ZERO, "1": LIKE_ONE}.get(letter, letter + letter.lower())
        gap = data.draw(st.sampled_from(["", "", " ", "-", "  ", "\t", "\u2010", "\u2011", "\u2013", "\u00a0"]))
        return data.draw(st.sampled_from(alike)) + gap

    assert normalise("  " + "".join(written(letter) for letter in code) + "\n") == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_caught(code: str, place: int, slip: str) -> None:
    typed = code[:place] + slip + code[place + 1 :]

    assert normalise(typed) == (code if slip == code[place] else None)


def test_nearly_every_swap_of_two_neighbours_is_caught() -> None:
    made = [new_code() for _ in range(300)]
    swapped = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for code in made
        for place in range(LENGTH - 1)
        if code[place] != code[place + 1]
    ]
    missed = [typed for typed in swapped if normalise(typed) is not None]

    assert len(missed) < len(swapped) * 0.06


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 12, "0" * 11, "0" * 13, "ЖЖЖЖЖЖЖЖЖЖЖЖ", "\0" * 12, "💛" * 12])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise(typed) is None


@given(st.text(max_size=40))
def test_nothing_typed_is_an_error(typed: str) -> None:
    assert normalise(typed) is None or len(normalise(typed) or "") == LENGTH


def test_a_code_is_read_in_groups_of_four() -> None:
    assert readable("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


def test_a_digest_needs_the_key(app: Flask) -> None:
    code = new_code()
    before = code_hash(code)
    keyring.configure(app.config["HEARD"].words_keys, "YW5vdGhlciBjb2RlIGtleSwgMzIgYnl0ZXMgbG9uZyE=")

    assert len(before) == 32
    assert code_hash(code) != before


def test_a_stolen_database_opens_nothing_yet_the_sheet_prints_again(app: Flask) -> None:
    invitation = make_invitation()
    code = invitation.code
    everything = _everything_stored()

    for secret in (code, readable(code), code.lower(), readable(code).lower()):
        assert secret.encode() not in everything
        for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.sha512, hashlib.blake2b):
            assert digest(secret.encode()).digest() not in everything
            assert digest(secret.encode()).hexdigest().encode() not in everything
    db.session.expire_all()
    assert db.session.get_one(Invitation, invitation.id).code == code


def _everything_stored() -> bytes:
    """Return every value of every table as it lies in the database."""
    stored = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(text(f"SELECT * FROM {table.name}")):
            stored += [bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row]
    return b"\n".join(stored)
