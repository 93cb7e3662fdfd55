"""Walks of the public pages by which people ask and rate: help with its answers, and the tablet at the counter."""

from __future__ import annotations

from playwright.sync_api import expect

from infra.local.person import ApiPerson
from tests.browser.filing import PROCEDURE
from tests.browser.looks import check_page
from tests.browser.network import answer_in_place, answer_refusal
from tests.browser.visitor import Visitor


def ask_for_help(guest: Visitor) -> None:
    """The help of a page opens its guide; a question is answered with quotes, a foreign one with whom to call."""
    page = guest.page
    guest.move(f"/procedures/{PROCEDURE}")
    if (menu := page.locator("header .menu-button")).is_visible():
        menu.click()
    page.get_by_role("navigation", name="Điều hướng chính").get_by_role("link", name="Trợ giúp").click()
    expect(page.get_by_role("heading", name="Giấy tờ, thời hạn và phí của một thủ tục")).to_be_visible()
    page.get_by_role("button", name="Hỏi", exact=True).click()
    expect(page.locator("#help-question")).to_be_focused()
    expect(page.locator("#help-question")).to_have_attribute("aria-invalid", "true")
    page.locator("#help-question").fill("nop le phi o dau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trả lời tự động")).to_be_focused()
    expect(page.locator("blockquote")).to_contain_text("Bấm Nộp trực tuyến")
    check_page(guest, "help-answer")
    page.locator("#help-question").fill("giá vàng hôm nay bao nhiêu")
    page.keyboard.press("Enter")
    expect(page.locator("search")).to_contain_text("Không tìm thấy nội dung đã công bố")
    expect(page.locator("search a[href^='tel:']")).to_be_visible()
    page.locator("#help-question").fill("tôi muốn tự tử")
    page.keyboard.press("Enter")
    expect(page.locator("search .notice")).to_contain_text("115")
    with answer_in_place(page, "POST", "/api/help/ask", answer_refusal(500)):
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Hỏi", exact=True).click()
        expect(page.locator("search [role=alert]")).to_contain_text("Lời từ chối 500.")
    page.get_by_role("link", name="Hẹn cơ quan gọi lại").last.press("Enter")
    expect(page.get_by_label("Số điện thoại")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("yêu cầu gọi lại")


def rate_at_counter(guest: Visitor, desk: ApiPerson, dossier: str) -> None:
    """The counter's tablet: a wrong code, then the desk's own, answered with keys alone."""
    page = guest.page
    guest.go("/danh-gia/quay")
    page.locator("#code").fill("ABCDEFGH")
    page.locator("#code").press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Nhờ công chức tại quầy cấp mã mới")
    check_page(guest, "tablet-refused")
    page.locator("#code").fill(desk.ask("POST", f"/api/dossiers/{dossier}/rating_code", expect=201).body["code"])
    page.locator("#code").press("Enter")
    page.get_by_label("Rất hài lòng").press("Space")
    check_page(guest, "tablet-form")
    page.get_by_role("button", name="Gửi đánh giá").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Đã ghi nhận đánh giá")).to_be_visible()
    check_page(guest, "tablet-done")
    page.get_by_role("button", name="Người tiếp theo").press("Enter")
    expect(page.locator("#code")).to_have_value("")
