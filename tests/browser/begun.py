"""A session begun as the pages begin one, without pages: for tests that are about something else than signing in."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

from infra.local.stack import LocalStack

PAGE = {"Content-Type": "application/json", "Motcua-Session": "page", "Sec-Fetch-Site": "same-origin"}
"""What a page's own call of the session route says of itself."""
PATIENCE_S = 60


def begin_session(site: LocalStack, username: str) -> dict[str, str]:
    """Sign somebody in at the pool; the cookies that the browser then has, by name."""
    begun, mark = _ask(site, "/begin", {"shared": False}, {})
    answer = site.fill_sign_in_form(begun["url"], username, site.account(username).password)
    _, cookies = _ask(site, "", answer, mark)
    return {name: value for name, value in cookies.items() if value}


def _ask(
    site: LocalStack, path: str, body: Mapping[str, Any], cookies: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer of the session route, and the cookies that it sets."""
    known = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {**PAGE, "Origin": site.origin, **({"Cookie": known} if known else {})}
    request = urllib.request.Request(f"{site.origin}/api/session{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        given = [each.split(";")[0].partition("=") for each in answer.headers.get_all("Set-Cookie", [])]
        return json.loads(answer.read()), {name: value for name, _, value in given}
