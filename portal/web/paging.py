"""Addresses of the pages before and after, where a list comes in pages."""

from flask import request, url_for


def page_address(endpoint: str, number: int, pages: int) -> str:
    """Return the address of another page with the same filters, or '' if there is none."""
    if not 1 <= number <= pages:
        return ""
    address: str = url_for(endpoint, **{**request.args.to_dict(), "page": str(number)})  # type: ignore[arg-type]  # texts
    return address
