"""HEAD at every public read: what GET answers, without its body (RFC 9110 9.3.2)."""

from __future__ import annotations

import re

import pytest

from chalicelib.handlers.http.public import PUBLIC_ROUTES
from tests.api.conftest import Api

READS = sorted(path for method, path in PUBLIC_ROUTES if method == "GET")


@pytest.mark.parametrize("path", READS)
def test_head_answers_as_get_without_a_body(api: Api, path: str) -> None:
    """Of one that is there, and of one that is not."""
    address = re.sub(r"{[^}]*}", "questions", path)
    got, asked = api("GET", address), api("HEAD", address)
    assert asked.text == ""
    assert (asked.status, asked.headers["content-type"]) == (got.status, got.headers["content-type"])


def test_a_read_of_the_signed_in_alone_has_no_head(api: Api) -> None:
    assert api("HEAD", "/api/me", sub="citizen").status == 405
