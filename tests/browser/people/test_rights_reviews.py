"""A head answers for the rights of the unit by keys; who grants rights answers for the head's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import ApiPerson
from infra.local.seed import TODAY, find_place
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
