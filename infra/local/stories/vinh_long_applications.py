"""Vĩnh Long, today: a registered application opens with the sign-in of here, and signing out ends both (Quy chế 2023
Điều 3 khoản 4)."""

from __future__ import annotations

import http.cookiejar
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from infra.local.mailbox import wait_until
from infra.local.person import send_request
from infra.local.rotation_rehearsal import SessionPage
from infra.local.sign_in import StayingHandler
from infra.local.stand_ins.application import ApplicationStandIn
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

HOLDER, NAME = "citizen2", "Lê Quang Huy"


@dataclass
class ApplicationPage:
    """A browser at the application: it keeps its cookie and follows no redirect by itself."""

    site: ApplicationStandIn
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def visit(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, text and Location of a page, or of a form that is sent."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), StayingHandler)
        data = urlencode(form).encode() if form is not None else None
        try:
            with opener.open(f"{self.site.url}{path}", data, timeout=60) as answer:
                return answer.status, answer.read().decode(), ""
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(), answer.headers.get("Location", "")

    def open_with(self, page: SessionPage) -> int:
        """Open the application with the session of a page of ours; return our answer's status."""
        _, _, ours = self.visit("/dang-nhap")
        wish = dict(parse_qsl(urlsplit(ours).query))
        reply = page.ask_session_route("/applications", wish)
        if reply.status == 201:
            back = urlsplit(reply.body["url"])
            self.visit(f"{back.path}?{back.query}")
        return reply.status


@register_story(
    "Vĩnh Long, one sign-in: a registered application opens with it, and signing out ends both (Quy chế 2023 Điều 3)",
    province="vinh-long",
    clock="2026-11-23T09:00:00",
)
def vinh_long_applications(telling: Scenario) -> None:
    """Nothing is typed at the application; a sign-out here, or there, is one everywhere."""
    site = telling.stack.application
    if site is None:
        raise ValueError("the stack is not served")
    stranger = ApplicationPage(site)
    telling.check_equal("without a sign-in nothing opens", stranger.open_with(SessionPage(telling.stack)), 401)
    page, there = SessionPage(telling.stack), ApplicationPage(site)
    telling.check_equal("the citizen signs in here", page.sign_in(HOLDER), 201)
    telling.check_equal("the application opens with that (VL-3.4)", there.open_with(page), 201)
    telling.check_equal("it greets the citizen by name", NAME in there.visit("/")[1], True)
    held = telling.stranger(page.ask_session_route("/token", {}).body["access_token"])
    opened = held.get("/api/me/applications")["opened"]
    telling.check_equal("the citizen sees what they opened", opened[0]["ended"], False)
    page.ask_session_route("/end", {})
    telling.check_equal("a sign-out here ends it there", NAME in there.visit("/")[1], False)
    again = open_anew(telling, there)
    telling.check_equal("signed in at both once more", NAME in there.visit("/")[1], True)
    telling.check_equal("a sign-out there", there.visit("/dang-xuat", {})[0], 303)
    telling.check_equal("ends it here", again.renew_token(), 401)
    fault = send_request(f"{site.url}/faults", "PUT", b'{"fault": "down"}', {})
    telling.check_equal("the application stops taking calls", fault.status, 204)
    last = open_anew(telling, there)
    telling.check_equal("a sign-out here succeeds", last.ask_session_route("/end", {}).status, 200)
    telling.check_equal("and its next question ends it there", NAME in there.visit("/hoi-lai", {})[1], False)
    send_request(f"{site.url}/faults", "PUT", b'{"fault": null}', {})


def open_anew(telling: Scenario, there: ApplicationPage) -> SessionPage:
    """Sign in here after a sign-out, and open the application; return the page. What the pool issues in the second of a
    sign-out is over at once."""
    page = SessionPage(telling.stack)
    wait_until(lambda: page.sign_in(HOLDER) == 201 and there.open_with(page) == 201, "sign-in after the sign-out")
    return page
