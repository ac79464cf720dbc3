"""The example in a few lines, for whoever started it."""

from collections.abc import Iterator

from flask import current_app

from portal.codes import readable
from portal.services.example.as_json import address, sign_ins
from portal.services.example.people import PASSWORDS
from portal.services.example.unused import unused_codes


def summary_lines() -> Iterator[str]:
    """Yield addresses, a live code for each edition and a sign-in for each role."""
    base = current_app.config["HEARD"].base_url
    codes = {slug: of_edition[0] for slug, of_edition in unused_codes().items()}
    wide = max(len(slug) for slug in codes)
    yield "Heard, with an invented county's year in it. Nobody and nothing in it is real."
    yield ""
    yield f"Families and professionals type a code at {base}/"
    for slug, unused in codes.items():
        yield f"  {slug:<{wide}}  {readable(unused.code)}  {address(base, unused.code)}"
    yield ""
    yield f"Staff sign in at {base}/staff/sign-in"
    for role, password in PASSWORDS.items():
        person = sign_ins(role)[0]
        yield f"  {role:<{wide}}  {person.email}  {password}"
