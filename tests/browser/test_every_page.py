"""Every citizen page and state: no fault for axe in both languages and themes, nothing wider than a narrow screen.

With SCREENS=folder each is also drawn at 360 and 1440 px in both languages (make screens).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import Person
from infra.local.stack import LocalStack
from tests.browser.filing import PAPER, PROCEDURE, Filing, one_stop
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

SCREENS = os.environ.get("SCREENS")
NARROW, WIDE = (360, 740), (1440, 900)
DRAFT = {"answers": {"household_business_name": "Quán Bún Bò Hoa"}, "applicant": {"full_name": "Trần Thị Hoa"}}

State = tuple[str, Callable[[Visitor], None]]


@pytest.fixture(scope="module")
def guest(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Nobody signed in, on a narrow screen."""
    visiting = Visitor(browser, site, *NARROW)
    yield visiting
    visiting.leave()


@pytest.fixture(scope="module")
def citizen(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Somebody signed in, on a narrow screen."""
    visiting = Visitor(browser, site, *NARROW)
    visiting.sign_in("citizen2")
    yield visiting
    visiting.leave()


def shows(visitor: Visitor, name: str) -> None:
    """Hold the page as it stands to axe, and to the narrow screen, in both languages and themes."""
    page = visitor.page
    for language in ("vi", "en"):
        visitor.speak(language)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert visitor.axe() == [], f"{name}, {language}, {theme}"
        for width in (320, NARROW[0]):
            page.set_viewport_size({"width": width, "height": NARROW[1]})
            beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beside <= 0, f"{name}, {language}: {beside} px wider than a screen of {width}"
        dangling = page.evaluate(
            """() => [...document.querySelectorAll('[aria-describedby],[aria-labelledby]')].flatMap((e) =>
               `${e.getAttribute('aria-describedby') ?? ''} ${e.getAttribute('aria-labelledby') ?? ''}`
               .split(/\\s+/).filter((id) => id && !document.getElementById(id)))"""
        )
        assert dangling == [], name
        if SCREENS:
            draw(visitor, name, language)
    visitor.speak("vi")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def draw(visitor: Visitor, name: str, language: str) -> None:
    """Pictures of the page, narrow and wide."""
    for width, height in (NARROW, WIDE):
        visitor.page.emulate_media(color_scheme="light")
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.picture(Path(str(SCREENS)) / f"{name}-{width}-{language}.png")
    visitor.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})


def settle(visitor: Visitor) -> None:
    """Wait until the page has asked for everything it needs."""
    visitor.page.wait_for_load_state("networkidle")


def test_the_public_pages(guest: Visitor) -> None:
    page = guest.page
    for name, path in (
        ("home", "/"),
        ("procedures", "/procedures"),
        ("procedure", f"/procedures/{PROCEDURE}"),
        ("sign-in", "/sign-in"),
        ("sign-in-refused", "/sign-in?refused"),
        ("lookup", "/tra-cuu"),
        ("accessibility", "/accessibility"),
        ("missing", "/no/such/page"),
    ):
        guest.go(path) if name == "home" else guest.move(path)
        settle(guest)
        shows(guest, name)
    guest.move("/tra-cuu")
    page.locator("#lookup-code").fill("H57.00-000000-0000")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    shows(guest, "lookup-unknown")
    guest.move("/")
    page.locator("#q").fill("ho kinh doanh")
    expect(page.locator(".cards li").first).to_be_visible()
    shows(guest, "home-found")
    page.locator("#q").fill("zzzz")
    expect(page.locator(".found")).to_contain_text("Không có thủ tục nào")
    shows(guest, "home-nothing-found")


def test_the_pages_of_a_filing(citizen: Visitor, site: LocalStack) -> None:
    person = Person(site, "citizen2")
    draft = person.draft(PROCEDURE, one_stop(site), "own_portal", DRAFT)
    page = citizen.page
    citizen.move(f"/procedures/{PROCEDURE}/file")
    shows(citizen, "filing-start")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    shows(citizen, "filing-start-refused")
    citizen.move(f"/drafts/{draft}")
    shows(citizen, "filing-tasks")
    for section in ("applicant", "form", "papers", "result"):
        citizen.move(f"/drafts/{draft}/{section}")
        shows(citizen, f"filing-{section}")
        page.locator("main button[type=submit]").click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert page.title().startswith("Lỗi: ")
        shows(citizen, f"filing-{section}-refused")
    citizen.move(f"/drafts/{draft}/review")
    shows(citizen, "filing-review-open")
    citizen.move("/dossiers")
    settle(citizen)
    shows(citizen, "dossiers")


def test_the_pages_of_a_dossier(citizen: Visitor, site: LocalStack) -> None:
    person, desk = Person(site, "citizen2"), Person(site, "desk1")
    dossier = Filed(person).make()
    for name in ("", "/receipt", "/withdraw"):
        citizen.move(f"/dossiers/{dossier}{name}")
        shows(citizen, f"dossier-submitted{name.replace('/', '-')}")
    asked = {"components": [PAPER], "form_fields": ["business_lines"], "guidance": "Chụp lại trang 1."}
    desk.step(dossier, "request_supplement", asked)
    for name in ("", "/supplement"):
        citizen.move(f"/dossiers/{dossier}{name}")
        shows(citizen, f"dossier-asked{name.replace('/', '-')}")
    citizen.page.locator("main button[type=submit]").click()
    expect(citizen.page.locator(".error-summary")).to_be_focused()
    shows(citizen, "dossier-asked-supplement-refused")


class Filed:
    """A dossier filed without the pages, for those that come after filing."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def make(self) -> str:
        from infra.local.stories.people import APPLICANT, BUSINESS

        unit = one_stop(self.person.stack)
        dossier = self.person.draft(PROCEDURE, unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
        self.person.submit(dossier, [self.person.upload(dossier, "component", PAPER)])
        return dossier


def test_the_whole_filing_is_done_by_keyboard_alone(visitor: Visitor) -> None:
    from tests.browser.keyboard import Keyboard

    visitor.sign_in("citizen2", f"/procedures/{PROCEDURE}")
    Keyboard(visitor).file(Filing(visitor))
    assert visitor.page.url.endswith("/receipt")
