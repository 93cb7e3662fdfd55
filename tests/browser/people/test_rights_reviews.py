"""A head answers for the rights of the unit by keys; who grants rights answers for the head's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import ApiPerson
from infra.local.seed import TODAY, find_place, make_account
from infra.local.stack import LocalStack
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, check_print, wait_until_settled
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.support.running.opened_reviews import open_reviews

pytestmark = pytest.mark.cloud

LIST = "/officer/reviews"
LINES = "section[aria-labelledby=review-lines]"


@pytest.fixture
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name, at narrow screens."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


def find_review(site: LocalStack) -> str:
    """The open review of the agency."""
    unit = find_place(site.agencies, TODAY).committee
    found = ApiPerson(site, "operator").get(f"/api/rights-reviews?unit={unit}")["items"]
    return str(found[0]["id"])


def choose(officer: OfficerWindow, question: str, value: str) -> None:
    """Move down a list until an answer is chosen."""
    keys, box = Keyboard(officer.visitor), officer.page.locator(f"#f-{question}")
    keys.to(f"#f-{question}")
    for _ in range(box.locator("option").count()):
        if box.input_value() == value:
            return
        officer.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{question} offers no {value}")


def press_lines(officer: OfficerWindow) -> None:
    """Keep every right that waits for the officer, one press each."""
    keys, waiting = Keyboard(officer.visitor), officer.page.locator(f"{LINES} tbody .button")
    while count := waiting.count():
        officer.page.locator("h1").focus()
        keys.press(f"{LINES} tbody .button")
        expect(waiting).to_have_count(count - 2)


def test_rights_are_kept_with_one_press_each_and_the_granter_closes_the_review(sit: Sit, site: LocalStack) -> None:
    open_reviews(site)
    review = find_review(site)
    head, operator = sit("head1"), sit("operator")
    page, keys = head.page, Keyboard(head.visitor)
    head.visitor.move(LIST)
    wait_until_settled(head.visitor)
    expect(page.locator("tbody")).to_contain_text("Rà soát quyền")
    keys.write("#review-text", "khong co don vi nay")
    expect(page.locator(".empty")).to_be_visible()
    keys.write("#review-text", "ra soat")
    check_page(head.visitor, "officer-reviews")
    with page.expect_download() as saved:
        page.get_by_role("button", name="XLSX").click()
    assert saved.value.suggested_filename.startswith("reviews-")
    page.locator("h1").focus()
    keys.press(f"tbody a[href$='{review}']")
    page.wait_for_url(f"**/rights-reviews/{review}")
    expect(page.locator(LINES)).to_contain_text("Quyền của chính bạn")
    check_page(head.visitor, "officer-review")
    page.locator("h1").focus()
    keys.press(f"{LINES} tbody tr:has(.button) .button + .button")
    expect(page.locator(LINES)).to_contain_text("Đã đề nghị thu hồi")
    expect(page.locator(f"{LINES} tbody a[href*='/account-requests/']")).to_have_count(1)
    press_lines(head)
    expect(page.locator(f"{LINES} [role=status]")).to_contain_text("Còn 1 quyền chưa trả lời.")
    operator.visitor.move("/officer/inbox")
    expect(operator.page.locator("main")).to_contain_text("Người vận hành hệ thống")
    expect(operator.page.locator("section[aria-labelledby=messages]")).to_be_visible()
    check_page(operator.visitor, "officer-inbox-of-who-grants")
    operator.visitor.move(f"{LIST}?late")
    wait_until_settled(operator.visitor)
    operator.visitor.move(f"/officer/matters/rights-reviews/{review}")
    press_lines(operator)
    expect(operator.page.locator(LINES)).not_to_contain_text("Chưa trả lời")
    expect(operator.page.locator(".head-line")).to_contain_text("Đã rà soát")
    Keyboard(operator.visitor).press("section[aria-labelledby=written-answer] button")
    expect(operator.page.locator(".sheet")).to_contain_text("Giữ quyền")
    check_page(operator.visitor, "officer-review-closed")
    check_print(operator.visitor, "officer-review-answer", ".sheet-title")


def test_one_of_two_like_rights_is_chosen_in_the_request_that_ends_it(sit: Sit, site: LocalStack) -> None:
    unit, sub = find_place(site.agencies, TODAY).committee, make_account(site, "two-rights")
    own = {"role": "case_officer", "unit": unit, "valid_from": "2025-07-01T00:00:00+07:00"}
    absent = make_account(site, "case1")
    record = {"name": "Nguyễn Thị Hai", "title": "Công chức", "assignments": [own, {**own, "backup_for": absent}]}
    ApiPerson(site, "operator").ask("PUT", f"/api/officers/{sub}", {**record, "request_ref": "13/CV"}, version=0)
    head = sit("head1")
    page, keys = head.page, Keyboard(head.visitor)
    head.visitor.move("/officer/matters/account-requests/moi")
    keys.write("#f-subject", "Thu hồi quyền làm thay")
    keys.write("#f-letter", "16/CV-UBND")
    for part, text in (("day", "20"), ("month", "11"), ("year", "2026")):
        keys.write(f"#f-letter_day-{part}", text)
    choose(head, "reason", "return")
    choose(head, "action", "revoke_one")
    keys.to("#f-person")
    page.keyboard.type("thi hai")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    choose(head, "work_unit", unit)
    expect(page.locator("input[name=f-right]")).to_have_count(0)
    choose(head, "role", "case_officer")
    expect(page.locator("input[name=f-right]")).to_have_count(2)
    expect(page.locator(".effect")).to_contain_text("chọn một quyền cần thu hồi")
    keys.press("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.to("input[name=f-right]")
    page.keyboard.press("ArrowDown")
    check_page(head.visitor, "officer-request-one-right")
    expect(page.locator(".effect dl")).to_contain_text("làm thay")
    keys.press("main button[type=submit]")
    page.wait_for_url(re.compile(r"/account-requests/[^/?]+(?<!moi)$"))
    expect(page.locator(".matter-answers").first).to_contain_text("Làm thay người")
    expect(page.locator(".matter-answers").first).not_to_contain_text("Mã quyền")
