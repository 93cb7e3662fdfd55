"""Somebody without their telephone reports it by keys; the operator finds the case, and opens the account again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.mailbox import Mailbox, wait_until
from infra.local.person import ApiPerson
from infra.local.rotation_rehearsal import SessionPage
from infra.local.stack import LocalStack
from infra.local.stories.hue_notices import prove_contact
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

HOLDER, NAME, NUMBER = "level1", "Phạm Văn Nam", "046099003456"
REPORT, UNLOCK = "/bao-mat-tai-khoan", "Xác thực và mở khóa"
UNIT = "HUE-SO_KHCN"
"""Where the operator of Huế takes reports (HUE-23.3)."""


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name on a narrow screen."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


@pytest.mark.clause("HUE-23.3")
def test_a_loss_is_reported_and_the_account_comes_back(guest: Visitor, sit: Sit, site: LocalStack) -> None:
    holder, box = ApiPerson(site, token=SessionPage(site).fetch_token(HOLDER)), Mailbox(site.cloud)
    address = f"nam-{secrets.token_hex(4)}@vidu.example"
    prove_contact(holder, "mail", address, lambda: [mail.text for mail in box.list_mails(address)])
    number = report_loss(guest, address)
    wait_until(lambda: holder.ask("GET", "/api/me/account").status in (401, 403), "every function to know")
    (case,) = ApiPerson(site, "operator").get(f"/api/account-cases?unit={UNIT}&number={number}")["items"]
    unlock_account(sit("operator"), case["id"])
    wait_until(lambda: SessionPage(site).sign_in(HOLDER) == 201, "the holder to sign in again")


def report_loss(guest: Visitor, address: str) -> str:
    """From the sign-in page to the number of the report."""
    page, keys = guest.page, Keyboard(guest)
    guest.go("/sign-in")
    keys.press(f"main a[href='{REPORT}']")
    page.wait_for_url(f"**{REPORT}")
    guest.heading()
    check_page(guest, "lost-account")
    keys.press("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_number-error")).to_be_visible()
    check_page(guest, "lost-account-refused")
    for field, text in (("id_number", NUMBER), ("full_name", NAME), ("contact", address)):
        keys.write(f"#{field}", text)
    keys.press("main button[type=submit]")
    done = page.locator("main .notice-done")
    expect(done).to_contain_text("Đã nhận báo mất số TK-")
    check_page(guest, "lost-account-reported")
    found = re.search(r"TK-[0-9-]+", done.inner_text())
    assert found
    return found[0]


def unlock_account(operator: OfficerWindow, case: str) -> None:
    """Find the case in the list, and unlock the account once the holder's papers were looked at."""
    page, keys = operator.page, Keyboard(operator.visitor)
    operator.visitor.move(f"/officer/matters?kind=account-cases&unit={UNIT}")
    wait_until_settled(operator.visitor)
    check_page(operator.visitor, "officer-account-cases")
    page.locator(f"tbody[data-list] a[href$='{case}']").press("Enter")
    page.wait_for_url("**/officer/matters/account-cases/*")
    operator.visitor.heading()
    expect(page.locator("main")).to_contain_text("Đã khóa tài khoản")
    page.locator(".actions").get_by_role("button", name=UNLOCK, exact=True).press("Enter")
    expect(page.locator("#step-title")).to_have_text(UNLOCK)
    page.get_by_label("Trực tiếp, đối chiếu giấy tờ").press("Space")
    keys.press(".step button[type=submit]")
    expect(page.locator("#f-paper-error")).to_contain_text("Nhập giấy tờ đã đối chiếu")
    check_page(operator.visitor, "officer-account-case-refused")
    keys.write("#f-paper", "Căn cước, đối chiếu bản chính")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text(f"Đã thực hiện: {UNLOCK}.")
    expect(page.locator("main")).to_contain_text("Đã mở khóa tài khoản")
