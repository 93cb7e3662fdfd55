"""A network and an API that fail on purpose, in front of the real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.filing import PROCEDURE
from tests.browser.visitor import Visitor

REFUSALS = (409, 412, 422, 429, 500)
RESIDENCE = "1.004222"


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


def check_first_requests(guest: Visitor) -> None:
    """Load pages that have first requests, then one whose network is gone at that moment."""
    for path in ("/viec/questions", f"/procedures/{PROCEDURE}", "/tra-cuu"):
        calls = watch_load(guest, path)
        assert calls
        assert len(calls) == len(set(calls)), f"{path} asks twice: {calls}"
    page = guest.page
    with answer_in_place(page, "GET", f"/api/procedures/{RESIDENCE}$", lambda route: route.abort()) as tried:
        page.goto(f"/procedures/{RESIDENCE}")
        expect(page.get_by_role("alert").first).to_contain_text("Chưa nối được với hệ thống.")
        assert len(tried) == 2, "the first script's attempt and its repetition"
    expect(page.locator("main h2#needed")).to_be_visible()


def watch_load(guest: Visitor, path: str) -> list[str]:
    """Load a page; the calls of the API that it made."""
    calls: list[str] = []

    def note_call(request: Request) -> None:
        where = urlsplit(request.url)
        if where.path.startswith("/api/"):
            calls.append(f"{request.method} {where.path}?{where.query}")

    guest.page.on("request", note_call)
    guest.go(path)
    guest.page.wait_for_load_state("networkidle")
    guest.page.remove_listener("request", note_call)
    return calls
