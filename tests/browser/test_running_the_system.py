"""The pages of those who run the system, and of the registers of a one-stop unit: each main task by keys alone."""

from __future__ import annotations

import csv
import re
import secrets
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.mailbox import Mailbox, wait_until
from infra.local.person import PAID_LATER, ApiPerson, send_request
from infra.local.portal_calls import find_portal, sign_account
from infra.local.stack import LocalStack
from tests.browser.filing import PROCEDURE, file_dossier, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import check_fit, check_page, wait_until_settled
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.visitor import Visitor
from tests.e2e.filings import GROUND
from tests.e2e.rights import DeployedFunctions
from tests.support.security_lines import build_batch, build_line

pytestmark = pytest.mark.cloud


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


def focus_page(officer: OfficerWindow, path: str) -> Keyboard:
    """The officer's hands on the keys at a page that has everything it asked for."""
    officer.visitor.move(path)
    wait_until_settled(officer.visitor)
    return Keyboard(officer.visitor)


def follow_link(keys: Keyboard, path: str) -> None:
    """Follow the link to a page of the site, by keys."""
    keys.press(f"main a[href='{path}']")
    keys.page.wait_for_url(f"**{path}")
    keys.visitor.heading()


def test_the_operator_begins_at_what_waits_and_decides_a_difference(sit: Sit, site: LocalStack) -> None:
    name = f"Nam giới {secrets.token_hex(3)}"
    find_portal(site).store.put_catalogue("gioi-tinh", [{"Ma": "1", "Ten": name}])
    assert DeployedFunctions(site).invoke("pull_catalogues", {})[0] == ""
    operator = sit("operator")
    page, keys = operator.page, Keyboard(operator.visitor)
    assert operator.visitor.heading() == "Quản trị", "the first page of who works in no unit"
    expect(page.locator(".card", has_text="danh mục quốc gia").locator(".tag")).to_contain_text("đang chờ")
    follow_link(keys, "/officer/catalogue-changes")
    card = page.locator(".card", has_text=name)
    expect(card).to_contain_text("Hai bên ghi khác nhau")
    position = card.evaluate("(li) => [...li.parentNode.children].indexOf(li) + 1")
    keys.press(f".card:nth-child({position}) .button-secondary")
    keys.press("#verdict input", "Space")
    page.keyboard.press("ArrowDown")
    keys.press("main form button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.write("#verdict-reason", "Danh mục \ue000")
    keys.press("main form button[type=submit]")
    expect(page.locator("#verdict-reason-error")).to_contain_text("không đọc được")
    keys.write("#verdict-reason", "Danh mục của tỉnh đúng theo quy định hiện hành.")
    clerk = ApiPerson(site, "operator")
    waiting = clerk.get("/api/catalogue-changes?limit=50")["items"]
    change = next(each for each in waiting if name in str(each["theirs"]))
    faster = {"verdict": "accepted", "reason": "Theo Cổng."}
    clerk.ask("POST", f"/api/catalogue-changes/{change['id']}/decide", faster, version=change["version"], expect=200)
    with page.expect_response(f"**/api/catalogue-changes/{change['id']}"):
        keys.press("main form button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#verdict-reason")).to_have_value("Danh mục của tỉnh đúng theo quy định hiện hành.")
    keys.press("main form button[type=submit]")
    expect(page.locator(".report")).to_have_text("Đã ghi quyết định.")
    expect(page.locator(".card", has_text=name)).to_have_count(0)
    keys.press(".queues li:nth-child(3) button")
    expect(page.locator(".card", has_text=name)).to_contain_text("Giữ như hiện nay")


def test_a_dossier_that_the_portal_refused_is_sent_on_and_its_messages_are_read(sit: Sit, site: LocalStack) -> None:
    portal = find_portal(site)
    portal.behaviour.refuses = frozenset({PROCEDURE})
    try:
        dossier = file_dossier(site)
        clerk = ApiPerson(site, "operator")
        wait_until(lambda: clerk.get(f"/api/sync/{dossier}")["parked"], "the portal's refusal")
    finally:
        portal.behaviour.refuses = frozenset()
    operator = sit("operator")
    page, keys = operator.page, focus_page(operator, "/officer/sync")
    row = page.locator("tr", has_text=dossier)
    expect(row).to_contain_text("procedure_unknown")
    number = row.evaluate("(tr) => [...tr.parentNode.children].indexOf(tr) + 1")
    keys.press(f"tbody tr:nth-child({number}) .button-secondary")
    expect(page.locator(".report")).to_contain_text("Đã cho gửi tiếp")
    assert DeployedFunctions(site).invoke("sweep_sync", {})[0] == "", "what the schedule does within a minute"
    wait_until(lambda: clerk.get(f"/api/sync/{dossier}")["told"], "the portal's acknowledgement")
    keys.write("#sync-id", dossier)
    keys.press("main form button[type=submit]")
    expect(page.locator("section[aria-label='Tra một hồ sơ'] tbody")).to_contain_text("Không có gì chờ gửi")
    auditor = sit("auditor")
    keys = focus_page(auditor, f"/officer/ledger/{dossier}")
    follow_link(keys, f"/officer/ledger/{dossier}/messages")
    expect(auditor.page.locator(".notice-done")).to_contain_text("Chuỗi nguyên vẹn")
    expect(auditor.page.locator("tbody")).to_contain_text("Cổng quốc gia đã nhận")


def test_an_auditor_finds_who_did_what_and_what_is_to_be_erased(sit: Sit, site: LocalStack) -> None:
    dossier, desk = file_dossier(site), ApiPerson(site, "desk1")
    desk.step(dossier, "refuse", {"ground": "not_conforming", **GROUND})
    desk.step(dossier, "close")
    ApiPerson(site, "office").step(
        dossier, "erase", {"ground": "authority_decision", "decision": "Quyết định số 12/QĐ-TA"}
    )
    now, said = datetime.now(VIETNAM), {"who": desk.get("/api/me")["sub"], "dossiers": [dossier]}
    lines = [
        build_line(now, **said),
        build_line(now, **said, act="refuse", method="POST", seen=False),
        build_line(now, **said, act="show_erasure", status=404, outcome="not_found", seen=False),
    ]
    assert DeployedFunctions(site).invoke("keep_security_log", build_batch(lines))[0] == ""
    auditor = sit("auditor")
    page, keys = auditor.page, focus_page(auditor, "/officer/admin")
    follow_link(keys, "/officer/security-log")
    keys.write("#log-dossier", dossier)
    page.keyboard.press("Enter")
    found = page.locator("section[aria-label='Bản ghi'] tbody")
    expect(found.locator("tr")).to_have_count(3)
    for words in ("Xem hồ sơ", "Từ chối tiếp nhận", "Xem việc xóa dữ liệu", "Không có, hoặc không được xem",
                  "Được thực hiện", "Lê Thị Hạnh"):  # fmt: skip
        expect(found).to_contain_text(words)
    assert dossier not in page.url, "what is sought stands in no address"
    keys.write("#log-outcome", "not_found")
    page.keyboard.press("Enter")
    expect(found.locator("tr")).to_have_count(1)
    open_case_of_alarm(auditor, site, said["who"])
    keys = focus_page(auditor, f"/officer/dossiers/{dossier}")
    follow_link(keys, f"/officer/dossiers/{dossier}/data")
    expect(page.locator("main")).to_contain_text("Quyết định số 12/QĐ-TA")
    expect(page.locator("main")).to_contain_text("Đề nghị xóa dữ liệu của hồ sơ")


def open_case_of_alarm(auditor: OfficerWindow, site: LocalStack, who: str) -> None:
    """From an alarm about an account to a case that says which alarm it was, by keys."""
    now = datetime.now(VIETNAM)
    lines = [build_line(now, who=who, status=403, outcome="forbidden", seen=False) for _ in range(31)]
    assert DeployedFunctions(site).invoke("keep_security_log", build_batch(lines))[0] == ""
    page, keys = auditor.page, focus_page(auditor, "/officer/security-log")
    # Outcomes are codes here: the page searches by them.
    assert auditor.visitor.axe() == []
    check_fit(auditor.visitor, "officer-security-log")
    keys.press(f"main a[href*='account={who}&cause=refused_series']")
    page.wait_for_url("**/officer/matters/account-cases/moi?*")
    auditor.visitor.heading()
    expect(page.locator("#f-account_id")).to_have_value(who)
    alarm = page.locator("#f-alarm").input_value()
    assert re.search("^Bị từ chối nhiều lần liên tiếp; .*31 lần; mã truy vết .+$", alarm), alarm
    check_page(auditor.visitor, "officer-case-of-alarm")
    keys.press("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/officer/matters/account-cases/[^/?]+$"))
    auditor.visitor.heading()
    expect(page.locator("main")).to_contain_text(alarm)


def turn_to(page: Page, code: str) -> None:
    """Turn the register's sheets to the one that holds this dossier: what other tests received comes before it."""
    sheet, further = page.locator(".sheet-table tbody"), page.get_by_role("button", name="Trang sau")
    expect(sheet).to_be_visible()
    while code not in sheet.inner_text() and further.is_visible():
        before = sheet.inner_text()
        further.focus()
        page.keyboard.press("Enter")
        expect(sheet).not_to_have_text(before, use_inner_text=True)
    expect(sheet).to_contain_text(code)


def test_the_register_of_a_day_is_found_printed_and_kept(sit: Sit, site: LocalStack, tmp_path: Path) -> None:
    dossier, clerk = file_dossier(site), ApiPerson(site, "desk1")
    code = clerk.step(dossier, "receive", PAID_LATER)["code"]
    day = datetime.fromisoformat(clerk.get(f"/api/dossiers/{dossier}")["received_at"]).astimezone(VIETNAM)
    desk = sit("desk1")
    page, keys = desk.page, focus_page(desk, "/officer/register")
    turn_to(page, code)
    keys.write("#day-day", str(day.day % 28 + 1))
    keys.write("#day-year", "2025")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_contain_text("không tiếp nhận hồ sơ nào")
    for part, text in (("day", f"{day:%d}"), ("month", f"{day:%m}"), ("year", f"{day:%Y}")):
        keys.write(f"#day-{part}", text)
    page.keyboard.press("Enter")
    turn_to(page, code)
    page.evaluate("void (window.print = () => { window.printed = (window.printed ?? 0) + 1; })")
    keys.press("main .button-primary")
    assert page.evaluate("window.printed") == 1
    with page.expect_download() as kept:
        keys.press("main .buttons .button-secondary:not([type=submit])")
    kept.value.save_as(tmp_path / "register.csv")
    rows = list(csv.reader((tmp_path / "register.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][1] == "Mã hồ sơ"
    assert code in {row[1] for row in rows[1:]}


def test_money_that_settled_nothing_is_concluded_and_listed(sit: Sit, site: LocalStack) -> None:
    dossier, citizen = file_dossier(site), ApiPerson(site, "citizen1")
    ApiPerson(site, "desk1").step(dossier, "receive", PAID_LATER)
    (owed,) = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    asked = {"obligations": [owed["id"]]}
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", asked, expect=201).body["ref"]
    assert site.gateway is not None
    assert send_request(f"{site.gateway.url}/intents/{intent}/pay?mode=twice", "POST", b"", {}).status == 200
    clerk, unit = ApiPerson(site, "cashier1"), find_one_stop(site)
    waiting = clerk.get(f"/api/reconciliation?unit={unit}&limit=50")["items"]
    number = next(each["money"]["number"] for each in waiting if each["dossier_id"] == dossier)
    cashier = sit("cashier1")
    page, keys = cashier.page, focus_page(cashier, "/officer/reconciliation")
    row = page.locator("tr", has_text=number)
    expect(row).to_contain_text("Khoản này đã nộp rồi")
    place = row.evaluate("(tr) => [...tr.parentNode.children].indexOf(tr) + 1")
    keys.press(f"tbody tr:nth-child({place}) .button-secondary")
    keys.press(".step button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.press("#resolution input", "Space")
    keys.write("#note", "Đã hoàn qua ngân hàng, chứng từ UNC-12.")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text("Đã ghi kết luận.")
    expect(page.locator("tr", has_text=number)).to_have_count(0)
    page.locator("h1").focus()
    keys.press(".queues li:nth-child(2) button")
    ended = page.locator("tr", has_text=number)
    expect(ended).to_contain_text("Đã hoàn trả người nộp")
    expect(ended).to_contain_text("UNC-12")
    expect(ended).to_contain_text("Bùi Thị Loan")


def test_officers_are_found_by_their_unit_and_their_rights_opened(sit: Sit, site: LocalStack) -> None:
    operator = sit("operator")
    page, keys = operator.page, focus_page(operator, "/officer/admin")
    follow_link(keys, "/officer/people")
    expect(page.locator("tbody")).to_contain_text("Người kiểm tra, thanh tra")
    keys.to("#people-unit")
    options = page.locator("#people-unit option").evaluate_all("(all) => all.map((each) => each.value)")
    for _ in range(options.index(find_one_stop(site))):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#people-unit")).to_have_value(find_one_stop(site))
    keys.press("main form button[type=submit]")
    expect(page.locator("tbody")).to_contain_text("Nguyễn Hữu Phước")
    keys.write("#people-name", "loan bui")
    keys.press("main form button[type=submit]")
    expect(page.locator("tbody tr")).to_have_count(1)
    sub = ApiPerson(site, "cashier1").get("/api/me")["sub"]
    keys.press(f"tbody a[href$='{sub}']")
    page.wait_for_url(f"**/officer/people/{sub}")
    expect(page.locator("main")).to_contain_text("Lịch sử quyền")
    keys.press("main a[href^='/officer/rights']")
    expect(page.locator("#held")).to_be_visible()


def test_anybody_finds_what_an_old_unit_is_called_today(visitor: Visitor) -> None:
    visitor.go("/procedures")
    page, keys = visitor.page, Keyboard(visitor)
    keys.press(".footer a[href='/territory']")
    page.wait_for_url("**/territory")
    wait_until_settled(visitor)
    keys.write("#find-unit", "so lao dong")
    expect(page.locator("section[aria-label^='Đơn vị'] tbody tr")).to_have_count(1)
    expect(page.locator("section[aria-label^='Đơn vị'] tbody")).to_contain_text("Sở Nội vụ")
    keys.press("section[aria-label^='Đơn vị'] tbody button")
    expect(page.locator("#chosen-unit")).to_be_focused()
    expect(page.locator("section[aria-label^='Thẩm quyền'] tbody")).to_contain_text("Giải quyết (cấp tỉnh)")
    keys.write("#find-unit", "thanh pho hue")
    expect(page.locator("section[aria-label^='Đơn vị'] tbody")).to_contain_text("Kết thúc 31/12/2024")
    keys.write("#find-unit", "")
    page.select_option("#unit-body", "participating_bodies")
    expect(page.locator("section[aria-label^='Đơn vị'] tbody")).to_contain_text("khoản 1 Điều 2")
    with page.expect_download() as saved:
        page.get_by_role("button", name="XLSX").first.click()
    with zipfile.ZipFile(saved.value.path()) as book:
        assert "đô thị thông minh" in book.read("xl/worksheets/sheet1.xml").decode()
    page.select_option("#unit-tier", "commune")
    expect(page.get_by_text("Không có đơn vị nào như vậy")).to_be_visible()
    page.select_option("#unit-body", "")
    page.select_option("#unit-tier", "")
    for part, text in (("day", "4"), ("month", "11"), ("year", "2024")):
        page.locator("h1").focus()
        keys.write(f"#on-{part}", text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/territory?date=2024-11-04&unit=**")
    expect(page.locator("section[aria-label^='Nơi nộp'] tbody")).to_contain_text("Tại nơi giải quyết")


def test_an_account_of_the_national_portal_is_linked(visitor: Visitor, site: LocalStack) -> None:
    visitor.be("citizen2", "/settings")
    page, keys = visitor.page, Keyboard(visitor)
    follow_link(keys, "/settings/national-account")
    statement = sign_account(site, f"TK-{secrets.token_hex(4)}")
    keys.write("#account", statement["account"])
    keys.write("#signature", "t=1,kid=x,v1=0")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.write("#signature", statement["signature"])
    page.keyboard.press("Enter")
    expect(page.locator(".notice-done")).to_contain_text(statement["account"])


def test_the_desk_proves_where_the_applicant_of_one_dossier_is_notified(sit: Sit, site: LocalStack) -> None:
    dossier, desk = file_dossier(site), sit("desk1")
    desk.open(dossier)
    page, keys = desk.page, Keyboard(desk.visitor)
    follow_link(keys, f"/dossiers/{dossier}/contacts")
    address = f"hoa-{secrets.token_hex(4)}@vidu.example"
    keys.press("section[aria-labelledby=mail] .button-secondary")
    keys.write("#mail-address", address)
    page.keyboard.press("Enter")
    box = Mailbox(site.cloud)
    code = wait_until(lambda: [f for m in box.list_mails(address) if (f := re.search("[0-9]{6}", m.text))], "code")[-1][
        0
    ]
    keys.write("#mail-code", code)
    page.keyboard.press("Enter")
    expect(page.locator("section[aria-labelledby=mail] strong")).to_contain_text("@vidu.example")
    kept = ApiPerson(site, "desk1").get(f"/api/dossiers/{dossier}/contacts/filer")["mail"]["address"]
    assert kept != address, "what stands in the record is shown masked"
