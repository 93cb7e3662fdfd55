"""Checks of a page's look: no axe violation, nothing wider than the screen, and only its content on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.conftest import SIZE
from tests.support.internal_codes import find_codes

SCREENS = os.environ.get("SCREENS")
NARROW, MIDDLE, WIDE = (360, 740), (768, 1024), (1440, 900)
REFLOW = (640, 320, 360)
"""A window of 1280 px at 200 and at 400 % (WCAG 1.4.4, 1.4.10), and a narrow telephone, in CSS pixels."""
A4 = 718
"""The width of a sheet inside its margins, in CSS pixels."""
A4_LANDSCAPE = 1047
"""The same for a sheet laid across, with margins of 10 mm."""
LOOKS: list[tuple[str, Literal["light", "dark"]]] = [("vi", "light"), ("en", "dark")]
"""Each rule is held to both languages, and to both themes; in full size to all four together."""
if SIZE == "full":
    LOOKS += [("en", "light"), ("vi", "dark")]


def check_page(visitor: Visitor, name: str) -> None:
    """Hold the page as it stands to axe in both languages and themes, and to narrow screens in both languages."""
    for language, theme in LOOKS:
        visitor.speak(language)
        set_theme(visitor, theme)
        found = visitor.axe()
        assert found == [], f"{name}, {language}, {theme}: {found}"
        check_words(visitor, f"{name}, {language}", english=language == "en")
        check_fit(visitor, f"{name}, {language}")
        if SCREENS and (language, theme) in LOOKS[:2]:
            draw_page(visitor, name, language)
    restore_page(visitor)


def shows_dialog(visitor: Visitor, name: str, ask: Callable[[], None]) -> None:
    """The same for a dialog, which must be closed before the language can be switched."""
    for language, theme in LOOKS:
        visitor.speak(language)
        set_theme(visitor, theme)
        ask()
        found = visitor.axe()
        assert found == [], f"{name}, {language}, {theme}: {found}"
        if SCREENS and (language, theme) in LOOKS[:2]:
            draw_page(visitor, name, language)
        visitor.page.keyboard.press("Escape")
        expect(visitor.page.locator("dialog")).to_have_count(0)
    restore_page(visitor)


def restore_page(visitor: Visitor) -> None:
    """Show the page in Vietnamese and light again. The way back is not what is tested: no pointer takes it."""
    set_theme(visitor, "light")
    visitor.page.evaluate("document.querySelector('header button[lang=vi]')?.click()")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "vi")


def set_theme(visitor: Visitor, theme: Literal["light", "dark"]) -> None:
    """Show the pages in that theme, with nothing moving."""
    visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")


def check_words(visitor: Visitor, name: str, *, english: bool) -> None:
    """Check that a page shows words only: no codes, and no notes for lawyers. Officers' pages show the certainty of the
    law."""
    officers = "/officer" in visitor.page.url
    # The one id that people are asked for: who grants an officer's rights needs it.
    text, ids = visitor.page.evaluate(
        "[document.body.innerText, [...document.querySelectorAll('.account-id')].map((own) => own.innerText)]"
    )
    for own in ids:
        text = text.replace(own, "")
    found = find_codes(text, english=english, officers=officers)
    assert found == [], f"{name}: {found}"


def check_fit(visitor: Visitor, name: str) -> None:
    """Nothing is wider than a narrow or magnified screen, and each control has its help."""
    page = visitor.page
    for width in REFLOW:
        page.set_viewport_size({"width": width, "height": NARROW[1]})
        beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, f"{name}: {beside} px wider than a screen of {width}"
    dangling = page.evaluate(
        """() => [...document.querySelectorAll('[aria-describedby],[aria-labelledby]')].flatMap((e) =>
           `${e.getAttribute('aria-describedby') ?? ''} ${e.getAttribute('aria-labelledby') ?? ''}`
           .split(/\\s+/).filter((id) => id && !document.getElementById(id)))"""
    )
    assert dangling == [], name
    repeated = page.evaluate(
        """() => [...document.querySelectorAll('[id]')].map((e) => e.id)
           .filter((id, at, all) => all.indexOf(id) !== at)"""
    )
    assert repeated == [], f"{name}: two elements have one id: {repeated}"


def check_header_menu(visitor: Visitor) -> None:
    """On the narrowest telephone, by keys: the button opens the links, Escape closes them, a link leads on."""
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": NARROW[1]})
    button, link = page.locator(".menu-button"), page.locator("#menu a[href='/tra-cuu']")
    expect(link).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    assert visitor.axe() == []
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(link).to_be_hidden()
    page.keyboard.press("Enter")
    link.press("Enter")
    page.wait_for_url("**/tra-cuu")
    expect(button).to_have_attribute("aria-expanded", "false")


def check_print(visitor: Visitor, name: str, heading: str = "h1", width: int = A4) -> None:
    """On paper there is the page's own content under its heading, within the sheet, and nothing to press."""
    page = visitor.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": NARROW[1]})
    expect(page.locator(heading)).to_be_visible()
    for part in (
        ".header nav",
        ".switch",
        ".footer",
        ".trial",
        ".skip",
        "main .buttons",
        "main .filters",
        "main .list-line",
    ):
        expect(page.locator(part).first, f"{name}: {part}").to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('main *')].map((each) => each.clientWidth))")
    assert widest > width * 2 / 3, f"{name}: only {widest} px of the sheet are used"
    if SCREENS:
        visitor.picture(Path(SCREENS) / f"{name}-print.png")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})


def draw_page(visitor: Visitor, name: str, language: str) -> None:
    """Pictures of the page: narrow and wide in both languages, and in Vietnamese in between and dark, too."""
    wanted: list[tuple[Literal["light", "dark"], tuple[int, int]]] = [("light", NARROW), ("light", WIDE)]
    if language == "vi":
        wanted += [("light", MIDDLE), ("dark", NARROW), ("dark", WIDE)]
    for theme, (width, height) in wanted:
        set_theme(visitor, theme)
        visitor.page.set_viewport_size({"width": width, "height": height})
        shade = "-dark" if theme == "dark" else ""
        visitor.picture(Path(str(SCREENS)) / f"{name}-{width}-{language}{shade}.png")
    set_theme(visitor, "light")
    visitor.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})


def wait_until_settled(visitor: Visitor) -> None:
    """Wait until the page has asked for everything it needs."""
    visitor.page.wait_for_load_state("networkidle")
