"""Signing in, with and without a second step, and out again."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import replace
from typing import cast

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.models import AuditEntry, Staff
from portal.services.limits import SIGN_IN
from tests.conftest import SignIn
from tests.factories import PASSWORD, make_staff
from tests.inspecting_client import InspectingClient

NEW = "three new words together"


def test_somebody_signs_in_and_the_log_says_so(client: InspectingClient) -> None:
    someone = make_staff("chair")

    answer = sign_in_as(client, someone)

    assert answer == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert [entry.staff_id for entry in db.session.query(AuditEntry).filter_by(action="signed_in")] == [someone.id]


def test_the_address_may_be_typed_in_capitals(client: InspectingClient) -> None:
    someone = make_staff("chair", email="jo@westshire.example")
    someone.email = someone.email.upper()

    assert sign_in_as(client, someone) == "/staff/"


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    client: InspectingClient, *, known: bool
) -> None:
    email = make_staff("chair").email if known else "nobody@westshire.example"
    client.get("/staff/sign-in")

    page = client.post("/staff/sign-in", data={"email": email, "password": "not this one at all"})

    assert page.status_code == 200
    assert "Error: Sign in" in page.text
    assert "<li>We do not know this e-mail address with this password. Look for a slip in either.</li>" in page.text
    assert client.get("/staff/").status_code == 302


def test_somebody_switched_off_does_not_get_in(client: InspectingClient) -> None:
    someone = make_staff("chair", active=False)

    assert sign_in_as(client, someone) is None
    assert client.get("/staff/").status_code == 302


def test_somebody_signs_out(sign_in: SignIn) -> None:
    client = sign_in("chair")
    client.get("/staff/")

    assert client.get("/staff/sign-out").status_code == 405
    assert client.post("/staff/sign-out").headers["Location"] == "/staff/sign-in"
    assert client.get("/staff/").status_code == 302


def test_a_page_of_another_origin_cannot_sign_anybody_out(sign_in: SignIn) -> None:
    client = sign_in("chair")
    client.get("/staff/")

    assert client.post("/staff/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/staff/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/staff/").status_code == 200


def test_a_form_without_its_token_is_refused(client: InspectingClient) -> None:
    someone = make_staff("chair")

    answer = client.post("/staff/sign-in", data={"email": someone.email, "password": PASSWORD, "csrf_token": ""})

    assert answer.status_code == 400


def test_too_many_tries_at_one_account_are_stopped_for_a_while(client: InspectingClient) -> None:
    someone, other = make_staff("chair"), make_staff("chair")
    client.get("/staff/sign-in")
    wrong = {"email": someone.email, "password": "not this one at all"}
    for _try in range(SIGN_IN.tries):
        assert client.post("/staff/sign-in", data=wrong).status_code == 200

    stopped = client.post("/staff/sign-in", data={"email": someone.email, "password": PASSWORD})

    assert stopped.status_code == 429
    assert "Wait ten minutes" in stopped.text
    assert sign_in_as(client, other) == "/staff/", "a colleague in the same office gets in"


def test_the_owner_of_an_account_gets_in_from_elsewhere_while_somebody_guesses(
    app: Flask, client: InspectingClient
) -> None:
    someone = make_staff("chair")
    client.get("/staff/sign-in")
    for _try in range(SIGN_IN.tries + 1):
        client.post("/staff/sign-in", data={"email": someone.email, "password": "not this one at all"})

    elsewhere = cast("InspectingClient", app.test_client())
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    assert sign_in_as(elsewhere, someone) == "/staff/"


def test_after_signing_in_one_is_led_to_where_one_was_going(client: InspectingClient) -> None:
    someone = make_staff("chair")
    asked = client.get("/staff/concerns").headers["Location"]
    client.get(asked)

    answer = client.post(asked, data={"email": someone.email, "password": PASSWORD})

    assert answer.headers["Location"] == "/staff/concerns"


def test_a_form_sent_too_late_leads_to_the_first_page_and_filters_are_kept(client: InspectingClient) -> None:
    client.get("/staff/sign-in")

    assert client.post("/staff/people/add").headers["Location"] == "/staff/sign-in"
    asked = client.get("/staff/audit?since=2026-03-27&action=signed_in").headers["Location"]
    someone = make_staff("administrator")
    client.get(asked)
    answer = client.post(asked, data={"email": someone.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/staff/audit?since=2026-03-27&action=signed_in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "https:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/\t/evil.example",
        "http://localhost@evil.example/",
        "https://localhost.evil.example/",
    ],
)
def test_signing_in_never_leads_to_another_site(client: InspectingClient, elsewhere: str) -> None:
    someone = make_staff("chair")
    given = {"email": someone.email, "password": PASSWORD}
    client.get("/staff/sign-in")

    asked = {"next": elsewhere}
    assert client.get("/staff/sign-in", query_string=asked).headers["Location"] == "/staff/sign-in"
    assert client.post("/staff/sign-in", query_string=asked, data=given).headers["Location"] == "/staff/sign-in"
    assert client.post("/staff/sign-in", data=given | asked).headers["Location"] == "/staff/sign-in"
    assert client.post("/staff/sign-in", data=given).headers["Location"] == "/staff/"


def test_the_session_cookie_is_for_the_staff_pages_of_this_browser_alone(app: Flask, client: InspectingClient) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    try:
        cookie = client.get("/staff/sign-in").headers["Set-Cookie"]
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False

    assert cookie.startswith("heard_staff=")
    assert {"Secure", "HttpOnly", "Path=/staff", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_secure_cookies_are_the_rule_and_not_the_exception(settings: Settings) -> None:
    assert replace(settings, insecure_cookies=False).flask()["SESSION_COOKIE_SECURE"] is True


def test_somebody_changes_their_password_and_other_visits_end(sign_in: SignIn, client: InspectingClient) -> None:
    someone = make_staff("chair")
    here, there = sign_in(staff=someone), sign_in(staff=someone)
    here.get("/staff/password")

    answer = here.post("/staff/password", data=new_password(PASSWORD))

    assert answer.headers["Location"] == "/staff/"
    assert here.get("/staff/").status_code == 200
    assert there.get("/staff/").status_code == 302
    assert sign_in_as(client, someone) is None
    assert sign_in_as(client, someone, NEW) == "/staff/"
    assert db.session.query(AuditEntry).filter_by(action="changed_password").count() == 1


def test_a_password_that_cannot_be_kept_is_explained(sign_in: SignIn) -> None:
    client = sign_in("chair")
    client.get("/staff/password")

    wrong = client.post("/staff/password", data=new_password("not this one at all"))
    assert "Error: Change your password" in wrong.text
    short = client.post("/staff/password", data=new_password(PASSWORD, "short"))
    assert "12" in " ".join(sentences(short.text))


def test_a_password_that_was_handed_over_opens_only_the_page_to_choose_ones_own(sign_in: SignIn) -> None:
    someone = make_staff("administrator", password_handed_over=True)
    client = sign_in(staff=someone)

    for address in ("/staff/", "/staff/people", "/staff/two-step"):
        assert client.get(address).headers["Location"] == "/staff/password"
    assert client.post("/staff/people/add", data={"name": "x"}).headers["Location"] == "/staff/password"
    client.get("/staff/password")
    client.post("/staff/password", data=new_password(PASSWORD))
    assert client.get("/staff/people").status_code == 200


def test_two_step_is_set_up_used_and_turned_off(sign_in: SignIn, app: Flask) -> None:
    someone = make_staff("chair")
    client = sign_in(staff=someone)
    secret = set_up_two_step(client)
    assert method_of(someone) == "authenticator"

    again = cast("InspectingClient", app.test_client())
    assert (sign_in_as(again, someone) or "").startswith("/staff/two-step/code")
    assert again.get("/staff/").status_code == 302, "a password alone opens nothing any more"
    again.get("/staff/two-step/code")
    wrong = again.post("/staff/two-step/code", data={"code": "000000"})
    assert "Error: Your code" in wrong.text
    right = again.post("/staff/two-step/code", data={"code": one_time_code(secret)})
    assert right.headers["Location"] == "/staff/"
    assert again.get("/staff/").status_code == 200

    assert "Turn it off" in again.get("/staff/two-step").text
    assert again.post("/staff/two-step", data={"setup": "disable"}).status_code == 302
    assert method_of(someone) is None
    actions = [entry.action for entry in db.session.query(AuditEntry)]
    assert sorted(actions) == ["changed_two_step", "changed_two_step", "signed_in", "signed_in"]


def test_choosing_nothing_about_two_step_is_explained(sign_in: SignIn) -> None:
    client = sign_in("chair")
    client.get("/staff/two-step")

    assert sentences(client.post("/staff/two-step", data={"setup": "pigeon"}).text)


def test_a_wrong_code_does_not_turn_two_step_on(sign_in: SignIn) -> None:
    someone = make_staff("chair")
    client = sign_in(staff=someone)
    page = begin_two_step(client)

    client.post(code_form(page), data={"code": "000000"})

    assert someone.tf_primary_method is None


def test_codes_cannot_be_guessed_at_leisure(sign_in: SignIn, app: Flask) -> None:
    someone = make_staff("chair")
    secret = set_up_two_step(sign_in(staff=someone))
    client = cast("InspectingClient", app.test_client())
    sign_in_as(client, someone)
    client.get("/staff/two-step/code")
    for _try in range(SIGN_IN.tries):
        client.post("/staff/two-step/code", data={"code": "000000"})

    assert client.post("/staff/two-step/code", data={"code": one_time_code(secret)}).status_code == 429


def test_whoever_is_in_is_not_signed_out_by_opening_the_page_for_a_code(sign_in: SignIn) -> None:
    client = sign_in("chair")

    assert client.get("/staff/two-step/code").headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200


def test_what_the_library_offers_and_we_do_not_is_not_there(sign_in: SignIn) -> None:
    client = sign_in("chair")

    for address in ("/staff/tf-select", "/staff/tf-rescue", "/staff/verify"):
        assert client.get(address).status_code == 404


def test_no_token_can_be_had_or_used_instead_of_a_session(app: Flask, client: InspectingClient) -> None:
    someone = make_staff("chair")
    client.get("/staff/sign-in")
    given = {"email": someone.email, "password": PASSWORD}
    accept = {"Accept": "application/json"}
    answer = client.post("/staff/sign-in?include_auth_token", data=given, headers=accept)
    assert answer.status_code == 302
    with app.test_request_context():
        token = str(someone.get_auth_token())

    stranger = app.test_client()

    assert stranger.get("/staff/", headers={"Authentication-Token": token}).status_code == 302
    assert stranger.get(f"/staff/?auth_token={token}").status_code == 302


def sign_in_as(client: InspectingClient, someone: Staff, password: str = PASSWORD) -> str | None:
    """Fill in the sign-in page; return where it leads, or None if it does not."""
    client.get("/staff/sign-in")
    return client.post("/staff/sign-in", data={"email": someone.email, "password": password}).headers.get("Location")


def new_password(now: str, new: str = NEW) -> dict[str, str]:
    """Return what one fills in to change a password."""
    return {"password": now, "new_password": new, "new_password_confirm": new}


def begin_two_step(client: InspectingClient) -> str:
    """Choose an authenticator app; return the page with its key."""
    client.get("/staff/two-step")
    return client.post("/staff/two-step", data={"setup": "authenticator"}).text


def set_up_two_step(client: InspectingClient) -> str:
    """Turn two-step sign-in on with a real code; return the key."""
    page = begin_two_step(client)
    shown = re.search(r'<p class="key">([^<]+)</p>', page)
    assert shown is not None
    key = shown[1].strip()
    answer = client.post(code_form(page), data={"code": one_time_code(key)})
    assert answer.status_code == 302
    return key


def code_form(page: str) -> str:
    """Return where the form for the code goes."""
    found = re.search(r'<form action="([^"]+)" method="post" name="two_factor_verify_code_form"', page)
    assert found is not None
    return found[1]


def one_time_code(key: str) -> str:
    """Return what an authenticator app shows now: RFC 6238, SHA-1, six digits, half a minute."""
    plain = re.sub(r"[^A-Z2-7]", "", key.upper())
    secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def method_of(someone: Staff) -> str | None:
    """Return which second step somebody uses."""
    return someone.tf_primary_method


def sentences(page: str) -> set[str]:
    """Return what a page says beside its fields."""
    return {text.strip() for text in re.findall(r'<p class="error"[^>]*>([^<]*)</p>', page)}
