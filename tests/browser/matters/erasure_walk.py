"""Two officers erase the personal data of a published matter at their pages; whose matter it is reads that they do."""

from __future__ import annotations

from playwright.sync_api import expect

from infra.local.mailbox import wait_until
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.keyboard import Keyboard
from tests.browser.looks import check_page, wait_until_settled
from tests.browser.officer import OfficerWindow, Sit
from tests.browser.visitor import Visitor

PROPOSE, ORDER = "Đề nghị xóa dữ liệu cá nhân", "Quyết định xóa dữ liệu cá nhân"


def erase_question(guest: Visitor, sit: Sit, site: LocalStack, number: str) -> None:
    """One officer proposes, by keys, and is not offered the order; another orders it. Then nobody of the public reads
    the question at its old address, and its sender reads what happens."""
    first, keys = open_question(sit("office"), number)
    first.prepare(PROPOSE)
    keys.press(".step button[type=submit]")
    expect(first.page.locator(".error-summary")).to_be_focused()
    first.page.get_by_role("radio", name="Quyết định của cơ quan có thẩm quyền").check()
    keys.write("#f-erasure_decision", "Quyết định số 12/QĐ-TA ngày 20/11/2026 của Tòa án")
    check_page(first.visitor, "officer-matter-erasure-proposed")
    keys.press(".step button[type=submit]")
    expect(first.page.locator(".report")).to_have_text(f"Đã thực hiện: {PROPOSE}.")
    expect(first.page.locator(".actions")).not_to_contain_text(ORDER)
    second, keys = open_question(sit("office2"), number)
    second.prepare(ORDER)
    expect(second.page.locator(".step")).to_contain_text("không hoàn tác được")
    check_page(second.visitor, "officer-matter-erasure")
    keys.press(".step button[type=submit]")
    expect(second.page.locator(".report")).to_have_text(f"Đã thực hiện: {ORDER}.")
    expect(second.page.locator("main .notice-wait")).to_contain_text("Đang xóa dữ liệu cá nhân")
    public = f"/api/matters/public/{number}"
    wait_until(lambda: ApiPerson(site).ask("GET", public).status == 404, "public matter that is none")
    # Somebody who has not read it before: a browser keeps a public answer for half a minute.
    assert guest.context.browser
    stranger = Visitor(guest.context.browser, site)
    stranger.go(f"/viec/questions/da-dang/{number}")
    expect(stranger.page.locator("main")).to_contain_text("Không tìm thấy")
    stranger.leave()
    guest.go(f"/viec/questions/{number}")
    expect(guest.page.locator("main .notice-wait")).to_contain_text("chậm nhất sau 25 giờ")
    check_page(guest, "matter-own-erasing")


def open_question(officer: OfficerWindow, number: str) -> tuple[OfficerWindow, Keyboard]:
    """The workspace of a question, by its address."""
    officer.visitor.move(f"/officer/matters/questions/{number}")
    officer.visitor.heading()
    wait_until_settled(officer.visitor)
    return officer, Keyboard(officer.visitor)
