"""Every citizen page and state: no fault for axe in both languages and themes, nothing wider than a narrow screen.

With SCREENS=folder each is also drawn at 360 and 1440 px in both languages (make screens).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from infra.local.mailbox import Mailbox, wait_until
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import PAPER, PROCEDURE, FilingPages, file_dossier, find_one_stop
from tests.browser.first_sign_in import register_telephone
from tests.browser.keyboard import Keyboard, rate_by_keyboard
from tests.browser.looks import NARROW, check_header_menu, check_page, check_print, wait_until_settled
from tests.browser.matters.voice_walks import ask_for_help, rate_at_counter
from tests.browser.network import answer_in_place, answer_refusal, check_first_requests
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

WITH_PAPERS = "1.001022"
"""A procedure that needs a paper in addition to its form."""
DRAFT = {"answers": {"household_business_name": "Quán Bún Bò Hoa"}, "applicant": {"full_name": "Trần Thị Hoa"}}


@pytest.fixture(scope="module")
def citizen(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Somebody signed in, on a narrow screen."""
    visiting = Visitor(browser, site, *NARROW)
    visiting.be("citizen2")
    yield visiting
    visiting.leave()


def test_the_public_pages(guest: Visitor) -> None:
    page = guest.page
    for name, path in (
        ("home", "/"),
        ("procedures", "/procedures"),
        ("procedure", f"/procedures/{PROCEDURE}"),
        ("blank-form", f"/procedures/{PROCEDURE}/form"),
        ("sign-in", "/sign-in"),
        ("sign-in-refused", "/sign-in?refused"),
        ("register-closed", "/account/register"),
        ("own-sign-in", "/account/sign-in"),
        ("recover", "/account/recover"),
        ("officer-sign-in", "/officer/sign-in"),
        ("lookup", "/tra-cuu"),
        ("territory", "/territory"),
        ("ratings", "/danh-gia"),
        ("surveys", "/khao-sat"),
        ("help", "/help"),
        ("help-officers", "/help?who=officer&page=/officer/dossiers/:id"),
        ("guide", "/help/pay-fee"),
        ("guide-missing", "/help/no-such-guide"),
        ("accessibility", "/accessibility"),
        ("privacy", "/privacy"),
        ("terms", "/terms"),
        ("missing", "/no/such/page"),
    ):
        guest.go(path) if name == "home" else guest.move(path)
        wait_until_settled(guest)
        check_page(guest, name)
    check_first_requests(guest)
    check_header_menu(guest)
    register_telephone(guest)
    with answer_in_place(page, "GET", "/api/procedures/1.004873$", answer_refusal(500)):
        guest.move("/procedures/1.004873")
        expect(page.get_by_role("alert")).to_contain_text("Lời từ chối 500.")
        check_page(guest, "fault")
    ask_for_help(guest)
    guest.move("/tra-cuu")
    page.locator("#lookup-code").fill("H57.00-000000-0000")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(guest, "lookup-unknown")
    guest.move("/")
    assert page.locator("main input").first.get_attribute("id") == "q", "what the heading asks for comes first"
    page.locator("#q").fill("ho kinh doanh")
    expect(page.locator(".cards mark").first).to_have_text("hộ kinh doanh")
    assert page.locator("[role=status].found").inner_text() == f"{page.locator('.cards li').count()} thủ tục"
    check_page(guest, "home-found")
    page.locator(".cards a").first.click()
    page.wait_for_url("**/procedures/*")
    guest.heading()
    page.go_back()
    expect(page.locator("#q")).to_have_value("ho kinh doanh")
    expect(page.locator(".cards li").first).to_be_visible()
    page.locator("#q").fill("thời tiết hôm nay")
    expect(page.locator(".found")).to_contain_text("Không có thủ tục này ở")
    expect(page.get_by_role("heading", name="Có thể liên quan")).to_be_visible()
    page.locator("#q").fill("làm hộ chiếu")
    expect(page.locator("search .notice")).to_contain_text("Nơi giải quyết: Phòng Quản lý xuất nhập cảnh")
    check_page(guest, "home-nearest")
    page.locator("#q").fill("zzzz")
    expect(page.locator(".found")).to_contain_text("Không có thủ tục nào")
    check_page(guest, "home-nothing-found")
    page.get_by_role("button", name="Sinh con", exact=True).click()
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator(".cards a").first).to_have_text("Đăng ký khai sinh")


def test_the_pages_of_a_filing(citizen: Visitor, site: LocalStack) -> None:
    person = ApiPerson(site, "citizen2")
    draft = person.draft(PROCEDURE, find_one_stop(site), "own_portal", DRAFT)
    page = citizen.page
    citizen.move("/")
    expect(page.locator(".mine")).to_contain_text("bản nháp chưa nộp")
    citizen.move(f"/procedures/{PROCEDURE}/file")
    check_page(citizen, "filing-start")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(citizen, "filing-start-refused")
    citizen.move(f"/drafts/{draft}")
    check_page(citizen, "filing-tasks")
    needs_papers = person.draft(WITH_PAPERS, find_one_stop(site), "own_portal", {})
    for section, of in (("applicant", draft), ("form", draft), ("papers", needs_papers), ("result", draft)):
        citizen.move(f"/drafts/{of}/{section}")
        check_page(citizen, f"filing-{section}")
        page.locator("main button[type=submit]").click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert page.title().startswith("Lỗi: ")
        check_page(citizen, f"filing-{section}-refused")
    citizen.move(f"/drafts/{draft}/papers")
    check_page(citizen, "filing-papers-by-form")
    citizen.move(f"/drafts/{draft}/review")
    check_page(citizen, "filing-review-open")
    citizen.move(f"/drafts/{draft}/application")
    check_page(citizen, "filing-application")
    check_print(citizen, "filing-application", ".sheet-title")
    citizen.move("/dossiers")
    wait_until_settled(citizen)
    check_page(citizen, "dossiers")


def test_the_pages_of_a_dossier(citizen: Visitor, site: LocalStack) -> None:
    person, desk = ApiPerson(site, "citizen2"), ApiPerson(site, "desk1")
    dossier = file_dossier(site, "citizen2")
    expect(citizen.page.locator(".who")).to_contain_text("Lê Quang Huy")
    expect(citizen.page.locator(".who")).to_be_in_viewport()
    for name in ("", "/receipt", "/withdraw", "/contacts", "/application"):
        citizen.move(f"/dossiers/{dossier}{name}")
        check_page(citizen, f"dossier-submitted{name.replace('/', '-')}")
        if name not in ("/withdraw", "/contacts"):
            check_print(citizen, f"dossier{name}", ".sheet-title" if name == "/application" else "h1")
    citizen.move(f"/officer/dossiers/{dossier}")
    assert citizen.page.locator("h1").inner_text() == "Trang này dành cho công chức, viên chức"
    check_page(citizen, "officers-only")
    citizen.page.locator("main a").first.click()
    citizen.page.wait_for_url(f"{site.origin}/dossiers/{dossier}")
    citizen.heading()
    asked = {"components": [PAPER], "form_fields": ["business_lines"], "guidance": "Chụp lại trang 1."}
    desk.step(dossier, "request_supplement", asked)
    for name in ("", "/supplement"):
        citizen.move(f"/dossiers/{dossier}{name}")
        check_page(citizen, f"dossier-asked{name.replace('/', '-')}")
    citizen.page.locator("main button[type=submit]").click()
    expect(citizen.page.locator(".error-summary")).to_be_focused()
    check_page(citizen, "dossier-asked-supplement-refused")
    told = wait_until(
        lambda: [each for each in person.get("/api/inbox")["items"] if _is_waiting(each, dossier)], "notice"
    )
    citizen.move(f"/dossiers/{dossier}")
    citizen.page.locator("summary", has_text="Thông báo đã gửi cho bạn").click()
    expect(citizen.page.locator("details .rows")).to_contain_text("Mục Thông báo: đã đến nơi")
    check_page(citizen, "dossier-told")
    citizen.move("/inbox")
    message = citizen.page.locator(".card-unread", has=citizen.page.locator(f"#m-{told[0]['id']}"))
    expect(message).to_contain_text("Thông báo bắt buộc")
    check_page(citizen, "inbox")
    message.locator("button").click()
    expect(citizen.page.locator(".card", has=citizen.page.locator(f"#m-{told[0]['id']}"))).not_to_contain_text(
        "Chưa đọc"
    )
    citizen.page.locator(".card", has=citizen.page.locator(f"#m-{told[0]['id']}")).locator("a").click()
    citizen.page.wait_for_url(f"**/dossiers/{dossier}/supplement")


def test_a_dossier_from_acceptance_to_its_result(citizen: Visitor, guest: Visitor, site: LocalStack) -> None:
    """Each state of a dossier as its owner sees it, then as anybody does."""
    dossier, desk, case = file_dossier(site, "citizen2"), ApiPerson(site, "desk1"), ApiPerson(site, "case1")

    def look_at_state(name: str, state: str) -> None:
        citizen.move("/dossiers")
        citizen.move(f"/dossiers/{dossier}")
        assert ApiPerson(site, "citizen2").get(f"/api/dossiers/{dossier}")["state"] == state
        check_page(citizen, f"dossier-{name}")

    received = desk.step(dossier, "receive", PAID_LATER)
    look_at_state("received", "received")
    desk.step(dossier, "transfer")
    look_at_state("processing", "processing")
    ApiPerson(site, "tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    (owed,) = received["obligations"]
    demand = {"obligations": [owed["id"]], "fee_lines": [], "reason": "Nộp lệ phí trước khi cấp giấy."}
    case.step(dossier, "request_payment", demand)
    look_at_state("payment-requested", "payment_requested")
    paid = {
        "obligations": [owed["id"]],
        "amount": owed["amount"],
        "receipt_number": f"BL{secrets.randbelow(10**8):08d}",
    }
    ApiPerson(site, "cashier1").step(dossier, "pay", paid)
    result = case.upload(dossier, "result")
    ApiPerson(site, "head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    look_at_state("resolved", "resolved")
    desk.step(dossier, "compare", {"came": "sent"})
    desk.step(dossier, "give_back", {"way": "online"})
    look_at_state("returned", "returned")
    desk.step(dossier, "close")
    look_at_state("closed", "closed")
    rate_by_keyboard(citizen, dossier)
    citizen.move(f"/dossiers/{dossier}/receipt")
    check_page(citizen, "dossier-closed-receipt")
    guest.go("/tra-cuu")
    guest.page.locator("#lookup-code").fill(received["code"])
    guest.page.locator("main button[type=submit]").click()
    expect(guest.page.locator(".notice .code")).to_have_text(received["code"])
    check_page(guest, "lookup-found")
    guest.page.get_by_role("button", name="Quét mã QR").click()
    expect(guest.page.locator("video")).to_be_visible()
    check_page(guest, "lookup-scanning")
    # As long as the page is open the camera is on and its pictures are read.
    guest.move("/")
    expect(guest.page.locator("video")).to_have_count(0)


def test_a_dossier_that_ends_without_a_result(citizen: Visitor, guest: Visitor, site: LocalStack) -> None:
    owner, desk, head = ApiPerson(site, "citizen2"), ApiPerson(site, "desk1"), ApiPerson(site, "head1")

    def look_at_end(name: str, dossier: str) -> None:
        citizen.move(f"/dossiers/{dossier}")
        check_page(citizen, f"dossier-{name}")

    refused, withdrawn, stopped = (file_dossier(site, "citizen2") for _ in range(3))
    desk.step(refused, "refuse", {"ground": "not_conforming", "reason": "Thiếu chữ ký."})
    look_at_end("refused", refused)
    rate_at_counter(guest, desk, refused)
    owner.step(withdrawn, "withdraw", {"reason": "Tôi làm lại."})
    look_at_end("withdrawn", withdrawn)
    desk.step(stopped, "receive", PAID_LATER)
    desk.step(stopped, "transfer")
    asked = {"components": [PAPER], "form_fields": [], "guidance": "Chụp lại trang 2."}
    number = ApiPerson(site, "case1").step(stopped, "request_supplement", asked)["requests"][0]["n"]
    assert desk.step(stopped, f"requests/{number}/approve", {"reason": None})["state"] == "supplement_requested"
    look_at_end("asked-in-appraisal", stopped)
    owner.step(stopped, "withdraw", {"reason": "Không còn nhu cầu."})
    look_at_end("withdrawal-waits", stopped)
    head.step(stopped, "stop", {"ground": "obligation_unpaid", "reason": "Không nộp lệ phí."})
    look_at_end("stopped", stopped)


def _is_waiting(message: Mapping[str, Any], dossier: str) -> bool:
    """Whether it is an official message of this dossier that nobody has read."""
    return bool(message["official"] and message["dossier_id"] == dossier and not message["read_at"])


def test_a_contact_is_proven_by_its_code_and_forgotten(citizen: Visitor, site: LocalStack) -> None:
    page, person, address = citizen.page, ApiPerson(site, "citizen2"), f"hoa-{secrets.token_hex(4)}@vidu.example"
    for channel in ("mail", "sms"):
        person.ask("DELETE", f"/api/me/contacts/{channel}")  # what another run has left
    citizen.move("/settings")
    mail = page.locator("section", has=page.locator("#mail"))
    mail.locator("button").click()
    mail.locator("button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(citizen, "settings-refused")
    page.locator("#mail-address").fill(address)
    mail.locator("button[type=submit]").click()
    check_page(citizen, "settings-code")
    box = Mailbox(site.cloud)
    code = wait_until(lambda: [f for m in box.list_mails(address) if (f := re.search("[0-9]{6}", m.text))], "code")[-1][
        0
    ]
    page.locator("#mail-code").fill("000000" if code != "000000" else "111111")
    mail.locator("button[type=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text("Mã không đúng")
    page.locator("#mail-code").fill(f" {code[:3]} {code[3:]}")
    mail.locator("button[type=submit]").click()
    expect(mail.locator("strong")).to_have_text(address)
    page.locator("#only-mail").check()
    page.locator("#wish-language-1").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main form [role=status]")).to_have_text("Đã lưu.")
    kept = person.get("/api/me/contacts")
    assert (kept["mail"]["address"], kept["language"], kept["off"]) == (address, "en", ["mail"])
    check_page(citizen, "settings")
    citizen.move("/settings/national-account")
    check_page(citizen, "national-account")
    citizen.move("/settings")
    mail.get_by_role("button", name="Xóa").click()
    expect(mail.locator("strong")).to_have_count(0)
    assert person.get("/api/me/contacts")["mail"] is None
    person.ask("PUT", "/api/me/contacts", {"language": "vi", "off": []}, expect=200)
    keep_own_account(citizen, person)


def keep_own_account(citizen: Visitor, person: ApiPerson) -> None:
    """The account's page: nothing known yet, refused while something is missing, saved by keyboard, and its history."""
    page = citizen.page
    citizen.move("/tai-khoan")
    check_page(citizen, "account-empty")
    page.get_by_role("button", name="Cập nhật thông tin").click()
    page.locator("#p-address").fill("5 Hùng Vương")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(citizen, "account-refused")
    typed = {
        "full_name": "Lê Quang Huy", "id_number": "046090000222", "commune": "Phường Thuận Hóa", "province": "Huế",
        "birth_date-day": "2", "birth_date-month": "9", "birth_date-year": "1990",
    }  # fmt: skip
    for name, text in typed.items():
        page.locator(f"#p-{name}").fill(text)
    page.locator("#p-sex-1").check()
    page.locator("#p-old_address").press("Enter")
    page.locator("main form button[type=submit]").press("Enter")
    expect(page.get_by_text("Đã lưu thông tin.")).to_be_visible()
    check_page(citizen, "account")
    # Today nobody has a password here.
    expect(page.locator("main a[href='/tai-khoan/mat-khau']")).to_have_count(0)
    kept = person.get("/api/me/profile")
    assert (kept["missing"], kept["changes"][0]["own"]) == ([], True)


def test_the_whole_filing_is_done_by_keyboard_alone(visitor: Visitor) -> None:
    visitor.be("citizen2", f"/procedures/{PROCEDURE}")
    Keyboard(visitor).file(FilingPages(visitor))
    assert visitor.page.url.endswith("/receipt")
