"""Every page of the officers' side: no fault for axe in both languages and themes, no script that was typed runs.

With SCREENS=folder each is also drawn at 360 and 1440 px in both languages (make screens).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.portal_calls import find_portal
from infra.local.stack import LocalStack
from infra.local.stories.people import APPLICANT, BUSINESS
from tests.browser.filing import PAPER, PROCEDURE, find_one_stop
from tests.browser.looks import A4_LANDSCAPE, NARROW, check_page, check_print, shows_dialog, wait_until_settled
from tests.browser.officer import Sit, seat_officers
from tests.browser.visitor import Visitor
from tests.e2e.people import COPY, COPY_ANSWERS
from tests.e2e.rights import DeployedFunctions

pytestmark = pytest.mark.cloud

PAYLOAD = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name on a narrow screen."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def read(whole_browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """The same where papers are seen in the page."""
    with seat_officers(whole_browser, site, *NARROW) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def dossier(site: LocalStack) -> str:
    """A dossier in whose answers and reasons somebody tried to leave a script."""
    citizen = ApiPerson(site, "citizen1")
    answers = {**BUSINESS, "household_business_name": PAYLOAD, "business_lines": PAYLOAD}
    draft = {"answers": answers, "applicant": {**APPLICANT, "full_name": "Trần <b>Thị</b> Hoa"}}
    made = citizen.draft(PROCEDURE, find_one_stop(site), "own_portal", draft)
    citizen.submit(made, [citizen.upload(made, "component", PAPER)])
    return made


def test_worklists_and_workspace_screens(read: Sit, dossier: str) -> None:
    desk = read("desk1")
    page = desk.page
    wait_until_settled(desk.visitor)
    check_page(desk.visitor, "officer-worklist")
    expect(page.locator("table.work .pick").first).to_be_visible()
    check_print(desk.visitor, "officer-worklist")
    shows_dialog(desk.visitor, "officer-shortcuts", lambda: page.locator(".officer-nav .shortcuts").click())
    desk.open(dossier)
    expect(page.locator(".viewer-page")).to_be_visible()
    expect(page.locator("main")).to_contain_text(PAYLOAD)
    check_page(desk.visitor, "officer-workspace")
    for step in ("Từ chối tiếp nhận", "Yêu cầu bổ sung"):
        desk.prepare(step)
        expect(page.locator("#s-ground input, #s-guidance").first).to_be_visible()
        check_page(desk.visitor, f"officer-step-{'refuse' if step[0] == 'K' else 'supplement'}")
    page.locator(".step button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    # A control half under the fixed bar would count as too small to press.
    page.evaluate("scrollTo(0, 0)")
    check_page(desk.visitor, "officer-step-refused")
    page.locator(f"[id='s-components-{PAPER}']").check()
    page.locator("#s-guidance").fill(f"Chụp lại trang 1. {PAYLOAD}")

    def preview_slip() -> None:
        page.locator(".step .button-secondary").click()
        expect(page.locator("dialog .slip")).to_contain_text("onerror")

    shows_dialog(desk.visitor, "officer-preview", preview_slip)


def test_a_desk_sees_and_informs_applicants_whom_no_notice_reached(sit: Sit, site: LocalStack) -> None:
    citizen, clerk, unit = ApiPerson(site, "citizen2"), ApiPerson(site, "desk1"), find_one_stop(site)
    for channel in ("mail", "sms"):
        citizen.ask("DELETE", f"/api/me/contacts/{channel}")  # what another test has left
    filed = citizen.draft(COPY, unit, "own_portal", {"answers": COPY_ANSWERS, "applicant": APPLICANT})
    citizen.submit(filed, [])
    clerk.step(filed, "refuse", {"ground": "not_conforming", "reason": "Thiếu chữ ký."})

    def list_errands() -> list[Any]:
        return [
            each for each in clerk.get(f"/api/errands?unit={unit}&limit=100")["items"] if each["dossier_id"] == filed
        ]

    wait_until(list_errands, "errand")
    desk = sit("desk1")
    page = desk.page
    desk.visitor.move("/officer/inbox")
    check_page(desk.visitor, "officer-inbox")
    link = page.locator(f"a[href='/officer/dossiers/{filed}']")
    errand = page.locator("section[aria-labelledby=errands] li", has=link)
    expect(errand).to_contain_text("chưa có thư điện tử hay số điện thoại")
    errand.get_by_role("button", name="Đã gọi điện").click()
    expect(page.locator(".report")).to_contain_text("đã được thông báo")
    expect(errand).to_have_count(0)
    assert list_errands() == []
    page.locator("section[aria-labelledby=messages] li", has=link).first.locator("a").click()
    page.wait_for_url(f"**/officer/dossiers/{filed}")
    desk.visitor.heading()
    # The link in a mail is the applicant's: an officer is led on to where officers work.
    desk.visitor.follow(f"/dossiers/{filed}")
    page.wait_for_url(f"**/officer/dossiers/{filed}")
    desk.visitor.heading()
    expect(page.locator(".officer-nav")).to_be_visible()


def make_account_by_keyboard(visitor: Visitor, tail: int) -> None:
    """Somebody without an account: one number and Enter, the name, Enter; the account is the dossier's."""
    page = visitor.page
    page.locator("#ap-number").fill(f"046{tail:09d}")
    page.keyboard.press("Enter")
    name = page.locator("#ap-full_name")
    expect(name).to_be_visible()
    check_page(visitor, "officer-intake-account")
    name.fill("Trần Thị Hoa")
    page.keyboard.press("Enter")
    expect(page.locator("section[aria-labelledby=account] [role=status]").first).to_contain_text("Trần Thị Hoa")
    expect(page.locator("#a-id_number")).to_have_value(f"046{tail:09d}")
    check_page(visitor, "officer-intake-account-made")


def test_counter_and_search_screens(sit: Sit, site: LocalStack) -> None:
    desk = sit("desk1")
    page = desk.page
    desk.visitor.move("/officer/counter")
    check_page(desk.visitor, "officer-counter")
    draft = ApiPerson(site, "desk1").draft(
        PROCEDURE, find_one_stop(site), "desk", {"applicant": {"full_name": "Trần Thị Hoa"}}
    )
    desk.visitor.move(f"/officer/intake/{draft}")
    wait_until_settled(desk.visitor)
    page.locator("#proxy").check()
    page.locator(".intake button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(desk.visitor, "officer-intake")
    page.locator("#proxy").uncheck()
    make_account_by_keyboard(desk.visitor, secrets.randbelow(10**9))
    desk.visitor.move("/officer/search")
    example = ApiPerson(site, "desk1").get("/api/lookup/channels")["code_example"]
    expect(page.locator("main form")).to_contain_text(f"Ví dụ {example}.")
    page.locator("#find-by input[value=name]").check()
    expect(page.locator("main form")).not_to_contain_text(example)
    page.locator("#find-text").fill("Tran")
    page.locator("#find-purpose").select_option("handover")
    page.locator("main button[type=submit]").click()
    expect(page.locator("main p[role=status]")).to_contain_text("hồ sơ")
    check_page(desk.visitor, "officer-search")
    found, rows = page.locator("main p[role=status]").inner_text(), page.locator("main tbody tr").count()
    desk.visitor.move("/officer/counter")
    page.go_back()
    expect(page.locator("#find-text")).to_have_value("Tran")
    expect(page.locator("#find-purpose")).to_have_value("handover")
    assert (page.locator("main p[role=status]").inner_text(), page.locator("main tbody tr").count()) == (found, rows)


def test_cashier_approvals_board_and_ledger_screens(sit: Sit, read: Sit, site: LocalStack, dossier: str) -> None:
    desk = ApiPerson(site, "desk1")
    desk.step(dossier, "receive", PAID_LATER)
    cashier = sit("cashier1")
    for path, name in (("", "cashier"), (f"/{dossier}", "take-cash"), (f"/{dossier}/reverse", "reverse")):
        cashier.visitor.move(f"/officer/cashier{path}")
        wait_until_settled(cashier.visitor)
        check_page(cashier.visitor, f"officer-{name}")
    desk.step(dossier, "transfer")
    reason = {"units": 1, "reason": f"Chờ thẩm định thực địa. {PAYLOAD}"}
    ApiPerson(site, "case1").step(dossier, "extend", reason)
    section = sit("section")
    section.visitor.move("/officer/approvals")
    wait_until_settled(section.visitor)
    check_page(section.visitor, "officer-approvals")
    section = read("section")
    section.open(dossier)
    expect(section.page.locator(".viewer-page")).to_be_visible()
    change = section.page.locator("#requests + .card")
    for text in ("1 ngày làm việc", "Ngày hẹn trả kết quả hiện nay", "Ngày hẹn trả kết quả mới", "không còn gia hạn"):
        expect(change).to_contain_text(text)
    check_page(section.visitor, "officer-decide")
    head = sit("head1")
    head.visitor.move("/officer/board")
    wait_until_settled(head.visitor)
    check_page(head.visitor, "officer-board")
    operator = sit("operator")
    operator.visitor.move(f"/officer/rights?account={ApiPerson(site, 'case1').get('/api/me')['sub']}")
    expect(operator.page.locator("#held")).to_be_visible()
    check_page(operator.visitor, "officer-rights")
    auditor = sit("auditor")
    auditor.visitor.move("/officer/ledger")
    check_page(auditor.visitor, "officer-ledgers")
    auditor.visitor.move(f"/officer/ledger/{dossier}")
    expect(auditor.page.locator(".notice-done")).to_be_visible()
    check_page(auditor.visitor, "officer-ledger")


def test_screens_of_those_who_run_the_system_and_of_the_registers(sit: Sit, site: LocalStack, dossier: str) -> None:
    clerk = ApiPerson(site, "desk1")
    copy = {"answers": COPY_ANSWERS, "applicant": APPLICANT, "efiling": "declined"}
    received = clerk.draft(COPY, find_one_stop(site), "desk", copy)
    clerk.submit(received, [])
    clerk.step(received, "receive", PAID_LATER)
    operator = sit("operator")
    find_portal(site).store.put_catalogue("gioi-tinh", [{"Ma": "1", "Ten": f"Nam {PAYLOAD}"}])
    DeployedFunctions(site).invoke("pull_catalogues", {})
    for name in ("admin", "officers", "sync", "catalogue-changes"):
        operator.visitor.move(f"/officer/{name}")
        wait_until_settled(operator.visitor)
        check_page(operator.visitor, f"officer-{name}")
    operator.page.locator(".card .button-secondary").first.click()
    operator.page.locator("main form button[type=submit]").click()
    expect(operator.page.locator(".error-summary")).to_be_focused()
    check_page(operator.visitor, "officer-catalogue-changes-refused")
    for username, name in (("desk1", "register"), ("cashier1", "reconciliation"), ("office", "reconciliation")):
        officer = sit(username)
        officer.visitor.move(f"/officer/{name}")
        wait_until_settled(officer.visitor)
        check_page(officer.visitor, f"officer-{name}-{username}")
        if name == "register":
            expect(officer.page.locator(".sheet-table")).to_be_visible()
            check_print(officer.visitor, "officer-register", ".sheet-title", A4_LANDSCAPE)
    auditor = sit("auditor")
    auditor.visitor.move(f"/officer/ledger/{dossier}/messages")
    wait_until_settled(auditor.visitor)
    check_page(auditor.visitor, "officer-messages")


def test_an_outage_is_declared_and_a_step_entered_from_the_register(sit: Sit, site: LocalStack) -> None:
    clerk, unit = ApiPerson(site, "desk1"), find_one_stop(site)
    dossier = clerk.draft(COPY, unit, "desk", {"answers": COPY_ANSWERS, "applicant": APPLICANT, "efiling": "declined"})
    now = datetime.fromisoformat(clerk.get("/api/me")["now"]).astimezone(VIETNAM)
    down = (now - timedelta(hours=2)).replace(second=0, microsecond=0)
    operator = sit("operator")
    page = operator.page
    operator.visitor.move("/officer/late")
    page.locator("summary", has_text="Công bố gián đoạn").click()
    page.locator("form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(operator.visitor, "officer-late")
    type_moment(page, "began", down)
    page.locator("#why").fill("Đứt cáp quang")
    page.locator("form button[type=submit]").click()
    expect(page.locator(".report")).to_contain_text("Đã công bố")
    page.get_by_role("button", name="Ghi kết thúc").first.click()
    type_moment(page, "ended", down + timedelta(hours=1))
    page.locator("form button[type=submit]").first.click()
    expect(page.locator(".report")).to_contain_text("Đã ghi kết thúc")
    outage = clerk.get("/api/outages")["items"][0]["id"]
    line = {"outage": outage, "filed_at": down.isoformat()}
    filing = {"papers": [], "declared_true": True, "paper_register": line}
    clerk.ask("POST", f"/api/dossiers/{dossier}/submit", filing, expect=200)
    desk = sit("desk1")
    page = desk.page
    desk.open(dossier)
    desk.prepare("Từ chối tiếp nhận")
    page.locator("#s-ground input").first.check()
    page.locator("#s-reason").fill("Thiếu chữ ký.")
    page.locator("#s-paper_register-on").check()
    page.locator(".step button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#s-paper_register-outage").select_option(outage)
    type_moment(page, "s-paper_register-at", down + timedelta(minutes=20))
    check_page(desk.visitor, "officer-step-register")
    desk.take("Từ chối tiếp nhận")
    refused = clerk.get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert datetime.fromisoformat(refused["occurred_at"]) == down + timedelta(minutes=20)
    desk.visitor.move("/officer/late")
    expect(page.locator("main")).to_contain_text("từ sổ giấy")


def type_moment(page: Page, name: str, at: datetime) -> None:
    """A day and a time into their boxes."""
    for part, text in (("day", f"{at:%d}"), ("month", f"{at:%m}"), ("year", f"{at:%Y}"), ("time", f"{at:%H:%M}")):
        page.locator(f"#{name}-{part}").fill(text)
