"""Reading what is public without scripts, in a browser."""

from __future__ import annotations

from itertools import cycle, product

from playwright.sync_api import Browser, expect

from infra.local.stack import LocalStack
from tests.browser.keyboard import Keyboard
from tests.browser.looks import LOOKS, NARROW, check_fit, set_theme
from tests.browser.visitor import Visitor
from tests.conftest import SIZE


def read_without_scripts(browser: Browser, site: LocalStack, subject: str, number: str, *, without: str) -> None:
    """By keys, in a browser that runs no script: from the start page to a procedure, and to the published answer, which
    no longer has the text `without`."""
    reader = Visitor(browser, site, *NARROW, java_script_enabled=False)
    page, keys = reader.page, Keyboard(reader)
    page.goto("/")
    expect(page.locator(".starting")).to_be_hidden()
    keys.press("a[href='/doc/procedures']")
    keys.write("#q", "khai sinh")
    page.keyboard.press("Enter")
    keys.press(".cards a")
    expect(page.get_by_role("heading", name="Bạn cần chuẩn bị")).to_be_visible()
    expect(page.locator("aside")).to_contain_text("Đường dây nóng")
    keys.press("nav a[href='/doc/questions']")
    keys.write("#q", f"trich luc {subject.split()[-1]}")
    page.keyboard.press("Enter")
    keys.press(f"a[href='/doc/questions/{number}']")
    expect(page.locator("h1")).to_have_text(subject)
    expect(page.locator("main")).to_contain_text("Nộp tờ khai tại Bộ phận Một cửa")
    expect(page.locator("main")).not_to_contain_text(without)
    keys.press("a[hreflang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("This page is for reading only")
    reader.leave()


def read_after_a_failed_download(browser: Browser, site: LocalStack) -> None:
    """Where the program of the page never comes, the page leads to the same pages after some seconds."""
    reader = Visitor(browser, site, *NARROW)
    page = reader.page
    page.route("**/assets/index-*.js", lambda route: route.abort())
    page.goto("/procedures")
    # The seconds of waiting are skipped, not what comes after them.
    assert page.evaluate("document.getAnimations().map((each) => (each.finish(), each.animationName))") == ["appear"]
    Keyboard(reader).press(".starting a")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đọc thông tin công khai")
    reader.leave()


def check_plain_pages(guest: Visitor, number: str) -> None:
    """The same pages hold to axe and to narrow screens; axe itself is a script. Both languages and themes take turns:
    the pages share one frame. In full size each page is held to all of them."""
    places = ("", "/procedures", "/procedures/1.001612", "/agencies", f"/questions/{number}", "/nothing")
    turns = product(places, LOOKS) if SIZE == "full" else zip(places, cycle(LOOKS), strict=False)
    for place, (language, theme) in turns:
        guest.page.goto(f"/doc{place}?lang={language}")
        set_theme(guest, theme)
        assert guest.axe() == [], f"{place}, {language}, {theme}"
        check_fit(guest, f"{place}, {language}")
    set_theme(guest, "light")
