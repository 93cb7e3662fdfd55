"""A registered application opens with the sign-in of here by keys, and a sign-out there is one here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.stack import LocalStack
from tests.browser.conftest import prepare_stack
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

MINE, OPEN = "/tai-khoan/ung-dung", "/ung-dung/mo"
OFFICER = "Lê Thị Hạnh"
NAME = "Nguyễn Thị Minh Khai"


@pytest.fixture
def phone(browser: Browser, stack_of: Callable[[str], LocalStack]) -> Iterator[Visitor]:
    """A citizen of Vĩnh Long, which has registered an application, at a narrow screen."""
    visiting = Visitor(browser, prepare_stack(stack_of("vinh-long")), *NARROW)
    yield visiting
    visiting.leave()


@pytest.mark.clause("VL-3.4")
def test_one_sign_in_opens_the_application_and_one_sign_out_ends_both(phone: Visitor) -> None:
    page, keys, site = phone.page, Keyboard(phone), phone.site
    assert site.application is not None
    phone.sign_in("citizen3", MINE)
    expect(page.locator("main")).to_contain_text("Bạn chưa mở ứng dụng nào.")
    keys.press(f"main a[href='{site.application.url}/']")
    page.wait_for_url(f"{site.application.url}/")
    keys.press("a[href='/dang-nhap']")
    expect(page.locator("form[action='/dang-xuat']")).to_be_visible()
    expect(page.locator("main strong")).to_have_text(NAME)
    phone.go(MINE)
    expect(page.locator("main")).to_contain_text("Còn đăng nhập")
    check_page(phone, "own-applications")
    phone.go(f"{OPEN}?client_id=khong-dang-ky")
    expect(page.locator("main [role=alert]")).to_contain_text("không đầy đủ")
    check_page(phone, "application-refused")
    page.goto(f"{site.application.url}/")
    keys.press("form[action='/dang-xuat'] button")
    page.wait_for_url(f"{site.origin}/")
    phone.heading()
    phone.follow(MINE)
    page.wait_for_url("**/sign-in**")
    page.goto(f"{site.application.url}/")
    expect(page.locator("main")).to_contain_text("Bạn chưa đăng nhập.")
    keys.press("a[href='/dang-nhap']")
    page.wait_for_url("**/sign-in**")
    phone.heading()
    page.locator("main .button").click()
    phone.choose_person(page, "citizen3")
    page.wait_for_url(f"{site.application.url}/")
    expect(page.locator("main strong")).to_have_text(NAME)


@pytest.mark.clause("VL-3.4")
def test_an_officer_opens_it_after_having_been_there_as_a_citizen(phone: Visitor) -> None:
    page, keys, site = phone.page, Keyboard(phone), phone.site
    assert site.application is not None
    phone.be("citizen2", MINE)
    page.goto(f"{site.application.url}/")
    keys.press("a[href='/dang-nhap?la=can-bo']")
    keys.press("main a[href^='/officer/sign-in']")
    page.wait_for_url("**/officer/sign-in**")
    phone.heading()
    phone.type_code("desk1")
    page.wait_for_url(f"{site.application.url}/")
    expect(page.locator("main strong")).to_have_text(OFFICER)
    phone.go(MINE)
    expect(page.locator("main")).to_contain_text("Còn đăng nhập")
    check_page(phone, "officers-applications")
    page.goto(f"{site.application.url}/")
    keys.press("form[action='/dang-xuat'] button")
    page.wait_for_url(f"{site.origin}/")
    phone.heading()
    phone.follow("/officer")
    page.wait_for_url("**/officer/sign-in**")
