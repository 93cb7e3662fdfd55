"""An officer's first sign-in, as far as the code that their telephone shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looks import check_page
from tests.browser.network import answer_in_place, answer_refusal
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud


def register_telephone(guest: Visitor) -> None:
    """An officer's first sign-in, as far as the code: what is missing is said at its field, the secret is text too."""
    page, step = guest.page, {"waits": "enrol", "ends_in": 600, "secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://totp/a"}
    guest.move("/officer/sign-in")
    page.locator("#officer-name").press("Enter")
    expect(page.locator(".error-summary a")).to_have_text(["Nhập tên đăng nhập", "Nhập mật khẩu"])
    page.locator("#officer-name").fill("lan")
    page.locator("#officer-password").fill("x")
    with answer_in_place(page, "POST", "/api/session/officers$", lambda route: route.fulfill(json=step)):
        page.keyboard.press("Enter")
        expect(page.locator("#code")).to_be_focused()
    expect(page.locator("#secret")).to_have_text("JBSW Y3DP EHPK 3PXP")
    check_page(guest, "officer-enrols")
    with answer_in_place(page, "POST", "/api/session/officers/code$", answer_refusal(401)):
        page.locator("#code").fill("12345")
        page.keyboard.press("Enter")
        expect(page.locator(".error-summary a")).to_have_text("Nhập đủ 6 chữ số của mã")
        page.locator("#code").fill("123456")
        page.keyboard.press("Enter")
        expect(page.locator(".error-summary")).to_contain_text("Lời từ chối 401.")
