"""Somebody at the pages: navigates, reads, types, signs in, and checks each page for forbidden behaviour."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from infra.local.stack import LocalStack
from infra.paths import ROOT
from tests.browser.begun import begin_session

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Only what is wrong comes back: all that axe has seen of a page is more than the page itself.
RUN_AXE = """async (options) => window.axe && (await axe.run(document, options)).violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 160)} ${(failureSummary ?? '').slice(0, 200)}`))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A refusal of the API is a message for the person; the browser also notes it on its console.
EXPECTED = "Failed to load resource"
VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
    console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
window.alert = window.prompt = window.confirm = () => console.error('policy: a payload has run');
"""
# No time is measured here: the tests wait for a page that is slow on a busy machine.
WAIT = 90_000
expect.set_options(timeout=60_000)


class Visitor:
    """A browser context of its own: no shared storage, its own viewport."""

    def __init__(self, browser: Browser, site: LocalStack, width: int = 1280, height: int = 900, **how: Any) -> None:
        self.site = site
        self.context = browser.new_context(
            base_url=site.origin, viewport={"width": width, "height": height}, locale="vi-VN", **how
        )
        self.context.add_init_script(VIOLATIONS)
        self.context.set_default_timeout(WAIT)
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.context.on("page", self._listen)
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(EXPECTED):
            self.complaints.append(text)

    def leave(self) -> None:
        """Close, and fail for anything the pages complained about."""
        if waiting := self.site.calls.describe_waiting():
            print(f"without an answer at {self.page.url}: {waiting}")
        self.context.close()
        assert self.complaints == []

    def go(self, path: str) -> None:
        """Open an address by a page load. A signed-in person stays signed in, except on a shared computer."""
        self.page.goto(path)
        self.heading()

    def move(self, path: str) -> None:
        """Go to an address as a link of the site does, without a reload."""
        self.follow(path)
        self.page.wait_for_url(lambda url: url.endswith(path))
        self.heading()

    def follow(self, path: str) -> None:
        """Follow a link of the site, wherever it leads."""
        self.page.evaluate(
            """(path) => { const a = document.createElement('a'); a.href = path;
               document.querySelector('#main').append(a); a.click(); a.remove(); }""",
            path,
        )

    def heading(self) -> str:
        """Return the heading of the page at the present address, once its content is loaded."""
        path = urlsplit(self.page.url).path
        return self.page.locator(f'main[data-page="{path}"]:not(:has(.loading)) h1').inner_text()

    def sign_in(self, username: str, to: str = "/dossiers") -> None:
        """Sign in by the pages, a citizen at the e-identity provider, in place of the signed-in person; and come back
        to `to`."""
        self.context.clear_cookies()
        if self.site.find_account(username).secret:
            self.go(f"/officer/sign-in?to={to}")
            self.enter_code(username, to)
        else:
            self.go(f"/sign-in?to={to}")
            self.pass_on(username, to)

    def enter_code(self, username: str, to: str) -> None:
        """Go from the officers' sign-in page to `to`."""
        self.type_code(username)
        self.page.wait_for_url(self.site.origin + to)
        self.heading()

    def type_code(self, username: str) -> None:
        """Sign in at the officers' page by keys: name, password, and the telephone's code, pasted with the gap that
        apps show."""
        account, keys = self.site.find_account(username), self.page.keyboard
        expect(self.page.locator("#officer-name")).to_be_focused()
        keys.type(username)
        keys.press("Tab")
        keys.type(account.password)
        keys.press("Enter")
        expect(self.page.locator("#code")).to_be_focused()
        expect(self.page.locator("#code")).to_have_attribute("autocomplete", "one-time-code")
        code = self.site.wait_for_fresh_code(username)
        keys.insert_text(f"{code[:3]} {code[3:]}")
        keys.press("Enter")

    def be(self, username: str, to: str = "/dossiers") -> None:
        """Be signed in, with a session that began elsewhere, and go to `to`. Signing in itself is not shown."""
        self.context.clear_cookies()
        # The cookie's name is for https alone; what a browser keeps for this machine under https it also sends by http.
        origin = self.site.origin.replace("http:", "https:")
        self.context.add_cookies(
            [
                {"name": name, "value": value, "url": origin, "secure": True, "httpOnly": True, "sameSite": "Strict"}
                for name, value in begin_session(self.site, username).items()
            ]
        )
        # A browser that has a session says so to its pages (web/src/session/session.ts).
        with self.page.add_init_script("localStorage.setItem('session', 'yes')"):
            self.go(to)

    def pass_on(self, username: str, to: str) -> None:
        """Go from the sign-in page through the e-identity provider to `to`."""
        self.page.locator("main .button").click()
        self.choose_person(self.page, username)
        self.page.wait_for_url(self.site.origin + to)
        self.heading()

    def choose_person(self, page: Page, username: str) -> None:
        """Say at the provider's page who signs in."""
        person = page.locator(f"input[name=person][value={username}]")
        person.press("Space")
        person.press("Enter")

    def speak(self, language: str) -> None:
        """Switch the language where the page stands, if it is another."""
        if self.page.evaluate("document.documentElement.lang") != language:
            if (menu := self.page.locator("header .menu-button")).is_visible():
                menu.click()
            self.page.locator(f"header button[lang={language}]").click()
            expect(self.page.locator("html")).to_have_attribute("lang", language)

    def axe(self) -> list[str]:
        """Return axe's violations on the present page."""
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        found: list[str] | None = self.page.evaluate(RUN_AXE, options)
        if found is None:
            self.page.evaluate(AXE.read_text())
            found = self.page.evaluate(RUN_AXE, options)
        assert found is not None, "axe is not in the page"
        return found

    def picture(self, path: Path) -> None:
        """The whole page as a picture."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
