"""A reload, a second tab, a tab that the phone threw away, another device: the signed-in person continues where they
were."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.federation import change_identity
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import FilingPages
from tests.browser.network import answer_refusal
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

NAME = "#a-full_name"
SMALL_PHONE = (360, 640)


@pytest.fixture
def phone(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Somebody at a cheap phone of their own."""
    visiting = Visitor(browser, site, *SMALL_PHONE)
    yield visiting
    visiting.leave()


def type_on(page: Page, name: str) -> None:
    """Type a name by keys and stay in the field; the draft is saved by itself."""
    page.locator(NAME).press("Control+A")
    page.keyboard.type(name)
    expect(page.locator(".save-state")).to_contain_text("Đã lưu lúc")


def check_page_left(page: Page, name: str, scroll: float) -> None:
    """The page is as it was left: same name, cursor in its field, same scroll position."""
    expect(page.locator(NAME)).to_have_value(name)
    expect(page.locator(NAME)).to_be_focused()
    page.wait_for_function("(at) => Math.abs(scrollY - at) < 2", arg=scroll)


def test_a_person_continues_at_the_same_field_after_a_reload_and_a_discarded_tab(phone: Visitor) -> None:
    page = phone.page
    phone.be("citizen2")
    dossier = FilingPages(phone).start()
    phone.move(f"/drafts/{dossier}/applicant")
    type_on(page, "Trần Thị Hoa")
    page.evaluate("scrollTo(0, 120)")
    scroll = page.evaluate("scrollY")
    assert scroll > 0
    here = page.url
    page.reload()
    check_page_left(page, "Trần Thị Hoa", scroll)
    type_on(page, "Trần Thị Hoà")
    page.evaluate("scrollTo(0, 90)")
    # The tab's history and its session storage outlast the page, as when a phone has thrown the page away.
    page.goto("about:blank")
    page.go_back()
    assert page.url == here
    check_page_left(page, "Trần Thị Hoà", 90)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Hoa" not in kept
    assert "citizen2" not in kept
    assert page.evaluate("Object.keys(localStorage)") == ["session"]
    (cookie,) = phone.context.cookies(phone.site.origin)
    assert cookie["name"] == "__Host-motcua-hue-local"
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
    assert cookie["expires"] == -1, "it goes with the browser"
    page.locator(NAME).press("Tab")
    page.reload()
    expect(page.locator(NAME)).to_have_value("Trần Thị Hoà")
    page.keyboard.press("Tab")
    expect(page.locator(NAME)).not_to_be_focused()


def test_tabs_of_a_browser_share_the_session_and_its_end(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("citizen3")
    second = visitor.context.new_page()
    second.goto("/dossiers")
    second.locator('main[data-page="/dossiers"]:not(:has(.loading)) h1').wait_for()
    expect(second.locator("header")).to_contain_text("Đăng xuất")
    refused: list[str] = []

    def refuse_once_each(route: object) -> None:
        refused.append("401")
        route.fulfill(status=401, content_type="application/problem+json", body="{}")  # type: ignore[attr-defined]

    # Both find their token refused at once, and renew it one after the other.
    for tab in (page, second):
        tab.route("**/api/me/dossiers*", refuse_once_each, times=1)
    asked: list[int | None] = []
    visitor.context.on(
        "response", lambda answer: asked.append(answer.status) if answer.url.endswith("/api/session/token") else None
    )
    for tab in (page, second):
        tab.evaluate("""() => { const a = document.createElement('a'); a.href = '/dossiers?x';
            document.querySelector('#main').append(a); a.click(); a.remove(); }""")
    for tab in (page, second):
        tab.wait_for_url("**/dossiers?x")
        tab.locator('main[data-page="/dossiers"]:not(:has(.loading)) h1').wait_for()
        expect(tab.locator("dialog")).to_have_count(0)
    # The list of before stands until the second answer comes.
    while len(asked) < 2:
        visitor.context.wait_for_event("response", timeout=10_000)
    assert (refused, asked) == (["401", "401"], [200, 200])

    second.get_by_role("button", name="Đăng xuất").press("Enter")
    expect(page.locator("header")).to_contain_text("Đăng nhập")
    page.wait_for_url(visitor.site.origin + "/")
    expect(second.locator("header")).to_contain_text("Đăng nhập")
    assert [one for one in visitor.context.cookies() if one["name"].startswith("__Host-")] == []
    page.goto("/dossiers")
    page.wait_for_url("**/sign-in?to=*")


def test_a_laptop_that_wakes_in_the_morning_shows_nobody(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install()
    visitor.sign_in("citizen3")
    page.clock.fast_forward("09:00:00")
    page.wait_for_url(visitor.site.origin + "/")
    expect(page.locator("header")).to_contain_text("Đăng nhập")
    assert page.evaluate("[{...localStorage}, {...sessionStorage}]") == [{}, {}]
    assert [one for one in visitor.context.cookies() if one["name"].startswith("__Host-")] == []


def test_signing_out_everywhere_asks_the_other_device_to_sign_in_again(visitor: Visitor, phone: Visitor) -> None:
    phone.sign_in("citizen3")
    visitor.sign_in("citizen3", "/tai-khoan/thiet-bi")
    page = visitor.page
    button = page.get_by_role("button", name="Đăng xuất khỏi mọi thiết bị")
    expect(button).to_be_visible()
    assert visitor.axe() == []
    button.press("Enter")
    page.wait_for_url(visitor.site.origin + "/")
    expect(page.locator("header")).to_contain_text("Đăng nhập")
    phone.page.wait_for_timeout(1100)
    phone.page.reload()
    phone.page.wait_for_url("**/sign-in?to=*")
    assert ApiPerson(visitor.site, "citizen3").get("/api/me")["roles"] == ["applicant"], "a new sign-in is good"
    check_locked_identity(phone)


def check_locked_identity(phone: Visitor) -> None:
    """The identity is locked at the provider while a page is open: the page says so; the next sign-in is refused."""
    page, provider = phone.page, phone.site.e_identity
    assert provider is not None
    phone.pass_on("citizen3", "/dossiers")
    try:
        change_identity(provider.url, "citizen3", "locked")
        page.reload()
        page.wait_for_url("**/sign-in?to=*")
        expect(page.locator("main [role=alert]")).to_contain_text("đã đăng xuất bạn ở mọi nơi")
        page.locator("main .button").click()
        phone.choose_person(page, "citizen3")
        # The refusal says why, and keeps where the person wanted to go.
        page.wait_for_url("**/sign-in?refused=account_locked&to=%2Fdossiers")
        expect(page.locator("main [role=alert]")).to_contain_text("Tài khoản định danh điện tử của bạn đang bị khóa")
    finally:
        change_identity(provider.url, "citizen3", "active")
    phone.pass_on("citizen3", "/dossiers")
    try:
        change_identity(provider.url, "citizen3", "locked")
        # Every running function refuses the token within a minute; so does this one at once.
        page.route("**/api/me/dossiers*", answer_refusal(401), times=1)
        phone.follow("/dossiers?x")
        expect(page.locator("dialog")).to_contain_text("Hệ thống định danh điện tử đã đăng xuất bạn ở mọi nơi")
        assert phone.axe() == []
        with phone.context.expect_page() as opened:
            page.locator("dialog .button").first.click()
        phone.choose_person(opened.value, "citizen3")
        expect(opened.value.locator("main")).to_contain_text("Tài khoản định danh điện tử của bạn đang bị khóa")
    finally:
        change_identity(provider.url, "citizen3", "active")
        phone.site.forget_token("citizen3")


def test_back_finds_a_search_as_it_was_left(guest: Visitor) -> None:
    page = guest.page
    guest.go("/")
    guest.move("/procedures")
    page.get_by_role("button", name=re.compile("Hiện thêm")).click()
    last = page.locator(".cards a").last
    last.scroll_into_view_if_needed()
    shown, down = page.locator(".cards li").count(), page.evaluate("scrollY")
    assert shown > 8
    assert down > 500
    last.click()
    page.wait_for_url("**/procedures/*")
    guest.heading()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page.locator(".cards li")).to_have_count(shown)
    page.wait_for_function("(down) => Math.abs(scrollY - down) < 5", arg=down)
    guest.move("/tra-cuu")
    page.locator("#lookup-code").fill("H57.00-000000-0000")
    guest.move("/procedures")
    expect(page.locator("#q")).to_have_value("")
