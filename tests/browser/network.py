"""A network and an API that fail on purpose, in front of the real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

REFUSALS = (409, 412, 422, 429, 500)


def write_problem(status: int) -> str:
    """A refusal as the API words it."""
    words = {"vi": f"Lời từ chối {status}.", "en": f"Refusal {status}."}
    content = {
        "type": f"urn:motcua:problem:t{status}",
        "title": "t",
        "status": status,
        "code": f"t{status}",
        "detail": words,
    }
    return json.dumps({**content, "errors": [], "allowed": [], "trace_id": "t-1"})


@contextmanager
def answer_in_place(page: Page, method: str, pattern: str, answer: Callable[[Route], None]) -> Iterator[list[str]]:
    """Answer matching calls in place of the API; gives the idempotency keys that were sent."""
    keys: list[str] = []

    def handle_route(route: Route) -> None:
        if route.request.method != method:
            return route.fallback()
        keys.append(route.request.headers.get("idempotency-key", ""))
        return answer(route)

    found = re.compile(pattern)
    page.route(found, handle_route)
    try:
        yield keys
    finally:
        page.unroute(found, handle_route)


def answer_refusal(status: int) -> Callable[[Route], None]:
    """Answer with a refusal, without asking the API."""
    return lambda route: route.fulfill(
        status=status, content_type="application/problem+json", body=write_problem(status)
    )


def lose_answer(route: Route) -> None:
    """Carry it out and lose the answer on the way back."""
    route.fetch()
    route.abort()
