"""A citizen files by the pages, answers what is asked for, pays and gets the result; officers act in their own
browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER, ApiPerson
from tests.browser.filing import PAPER, FilingPages
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

MOST_FIELDS = 14
"""Boxes that a person fills in up to the check who files for the first time."""
PROVEN_NAME = "Nguyễn Thị Minh Khai"
"""Of `citizen3`. Nobody else signs in by the pages: what that proves stays with the person, and others file by names of
their own choice."""

MOST_CALLS = 16
"""Round trips to the API from the procedure's page to the check, each of which costs a person on a poor line time."""


def test_a_citizen_files_supplements_pays_and_opens_the_result(visitor: Visitor) -> None:
    page, site = visitor.page, visitor.site
    visitor.sign_in("citizen3")
    filing = FilingPages(visitor)
    dossier = file_without_a_paper(filing)
    number = page.locator(".code").inner_text()
    assert number.startswith("TN-")
    expect(page.locator("svg.qr")).to_be_visible()
    read_again(visitor, dossier)

    desk = ApiPerson(site, "desk1")
    guidance = "Chụp lại trang 1; ghi rõ ngành nghề."
    asked = {"components": [PAPER], "form_fields": ["business_lines"], "guidance": guidance}
    desk.step(dossier, "request_supplement", asked)
    visitor.move(f"/dossiers/{dossier}")
    expect(page.locator(".notice-act .notice-title")).to_have_text("Chờ bổ sung hồ sơ")
    page.locator(".notice-act a.button").click()
    expect(page.locator("main")).to_contain_text(guidance)
    expect(page.locator("#f-business_lines")).to_have_value("Dịch vụ ăn uống")
    assert page.locator("#f-business_address").count() == 0, "only what was asked for is shown"
    page.locator("main button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#f-business_lines").fill("Bán bún bò tại chỗ")
    filing.paper("to-khai-2.pdf")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(f"/dossiers/{dossier}$"))
    expect(page.locator(".notice-title").first).to_have_text("Đã nộp, chờ tiếp nhận")

    code = desk.step(dossier, "receive", PAID_LATER)["code"]
    desk.step(dossier, "transfer")
    ApiPerson(site, "tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    visitor.move("/dossiers")
    visitor.move(f"/dossiers/{dossier}")
    expect(page.locator(".notice-title").first).to_have_text("Đang giải quyết")
    page.locator("summary", has_text="Cách tính").click()
    expect(page.locator("details table")).to_contain_text("ngày 1")
    leave_gateway(visitor)

    case = ApiPerson(site, "case1")
    result = case.upload(dossier, "result")
    ApiPerson(site, "head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "compare", {"came": "sent"})
    desk.step(dossier, "give_back", {"way": "online"})
    papers = f"/api/dossiers/{dossier}/papers"
    wait_until(lambda: [each for each in case.get(papers)["items"] if each["component"] == "receipt"], "receipt")
    visitor.move("/dossiers")
    visitor.move(f"/dossiers/{dossier}")
    expect(page.locator(".notice-title").first).to_have_text("Đã trả kết quả")
    with visitor.context.expect_page() as opened:
        page.locator("section", has=page.get_by_role("heading", name="Kết quả", exact=True)).get_by_role(
            "button"
        ).click()
    opened.value.close()
    names = page.locator(".files dt").all_inner_texts()
    assert len(names) > 3
    assert len(set(names)) == len(names), names
    page.get_by_role("tab", name="Quá trình giải quyết").click()
    page.get_by_role("heading", name="Quá trình giải quyết hồ sơ").wait_for()
    for basis in page.locator(".timeline summary").all():
        basis.click()
    assert "NĐ" in page.locator(".timeline").inner_text()

    visitor.go("/tra-cuu")
    for typed in (f"Mã hồ sơ: {code.lower().replace('-', '–')}.", number.replace("-", " ")):
        _look_up(visitor, "abc")
        fault = page.locator("#lookup-code-error")
        expect(fault).to_contain_text("Đây không phải mã hồ sơ")
        expect(fault).to_contain_text(f"ví dụ {code.partition('.')[0]}.")
        _look_up(visitor, typed)
        expect(page.locator(".notice .code")).to_have_text(code)
    visitor.move("/procedures")
    page.go_back()
    expect(page.locator(".notice .code")).to_have_text(code)
    assert code not in page.url


def _look_up(visitor: Visitor, typed: str) -> None:
    field = visitor.page.locator("#lookup-code")
    field.fill("")
    field.press_sequentially(typed)
    visitor.page.keyboard.press("Enter")


def file_without_a_paper(filing: FilingPages) -> str:
    """The whole of a filing, as short as it is: nothing asked twice, no application uploaded; answers its dossier."""
    page = filing.page
    filing.watch()
    dossier = filing.start()
    filing.applicant()
    expect(page.locator("#f-owner_full_name")).to_have_value(PROVEN_NAME)
    for box, token in (("owner_full_name", "name"), ("business_phone", "tel"), ("owner_birth_date-day", "bday-day")):
        expect(page.locator(f"#f-{box}")).to_have_attribute("autocomplete", token)
    filing.answers()
    expect(page.locator("main")).to_contain_text("Không phải tải lên: Giấy đề nghị đăng ký hộ kinh doanh.")
    assert page.locator("#p-household_business_registration_application").count() == 0
    filing.next("result")
    filing.result()
    assert "Quán Bún Bò Hoa" in page.locator("main").inner_text()
    fees = page.locator("section", has=page.get_by_role("heading", name="Phí, lệ phí phải nộp"))
    expect(fees).to_contain_text("100.000\u00a0₫")
    counted = str(filing.effort)
    print(f"household registration, to the check: {counted}")
    assert filing.effort.again == []
    assert len(filing.effort.pages) == 7, filing.effort.pages
    assert len(filing.effort.fields) <= MOST_FIELDS, filing.effort.fields
    assert len(filing.effort.calls) <= MOST_CALLS, filing.effort.calls
    _correct_pasted(filing, dossier)
    _type_days(filing, dossier)
    filing.visitor.move(f"/drafts/{dossier}/review")
    _change_capital(filing, dossier)
    _look_at_the_paper(filing, dossier)
    filing.send()
    return dossier


def read_again(visitor: Visitor, dossier: str) -> None:
    """The declared data are on the dossier's page in the words of the questions, and can be printed as a paper. The
    address of the draft, to which Back leads, continues there."""
    page = visitor.page
    visitor.follow(f"/drafts/{dossier}/result")
    page.wait_for_url(f"**/dossiers/{dossier}")
    visitor.heading()
    open_papers(visitor)
    declared = page.locator("section", has=page.get_by_role("heading", name="Nội dung đã khai"))
    expect(declared).to_contain_text("Họ tên chủ hộ kinh doanh")
    expect(declared).to_contain_text("60.000.000\u00a0₫")
    assert "capital_vnd" not in declared.inner_text()
    declared.get_by_role("link", name="Xem và in đơn").click()
    page.wait_for_url(re.compile(f"/dossiers/{dossier}/application$"))
    expect(page.locator(".sheet")).to_contain_text("60.000.000\u00a0₫")
    visitor.move(f"/dossiers/{dossier}")


def open_papers(visitor: Visitor) -> None:
    """By keys from the first tab to the second, where the papers are; the rest is out of sight."""
    page = visitor.page
    progress, papers = (page.get_by_role("tab", name=name) for name in ("Quá trình giải quyết", "Giấy tờ"))
    progress.press("Home")
    expect(page.locator(".timeline")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(papers).to_be_focused()
    expect(papers).to_have_attribute("aria-selected", "true")
    expect(page.locator(".timeline")).to_be_hidden()
    assert visitor.axe() == []


def _look_at_the_paper(filing: FilingPages, dossier: str) -> None:
    """The application as a paper, with what was typed; kept as a file."""
    page = filing.page
    page.get_by_role("link", name="Xem và in đơn").click()
    page.wait_for_url(re.compile(f"/drafts/{dossier}/application$"))
    sheet = page.locator(".sheet")
    expect(sheet.locator(".sheet-title")).to_have_text("Giấy đề nghị đăng ký hộ kinh doanh")
    expect(sheet).to_contain_text("Quán Bún Bò Hoa")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Tải về").click()
    assert "Quán Bún Bò Hoa" in kept.value.path().read_text()
    page.go_back()
    page.wait_for_url(re.compile("/review$"))


def leave_gateway(visitor: Visitor) -> None:
    """Leave the gateway's own page, which is another site, without paying, and come back still signed in, to try again;
    then pay, and come back to what was received."""
    page, gateway = visitor.page, visitor.site.gateway
    assert gateway is not None
    here = page.url
    page.get_by_role("button", name="Nộp trực tuyến").click()
    page.wait_for_url(f"{gateway.url}/pay/*")
    page.get_by_role("button", name="Hủy giao dịch").click()
    page.wait_for_url(f"{here}?paid=*")
    expect(page.locator(".notice-act .notice-title").first).to_have_text("Bạn đã hủy giao dịch")
    page.get_by_role("button", name="Thử nộp lại").click()
    page.wait_for_url(f"{gateway.url}/pay/*")
    page.get_by_role("button", name="Thanh toán").click()
    page.wait_for_url(f"{here}?paid=*")
    expect(page.locator(".notice-done .notice-title").first).to_have_text("Đã nhận 100.000\u00a0₫")
    expect(page.locator(".tag-done").first).to_contain_text("đã nộp")


PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.select();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def _correct_pasted(filing: FilingPages, dossier: str) -> None:
    """A table pasted into a name stays there and is said there, as two addresses are in the box of one; a telephone
    fills its number in with a label. The filer's own name is proven, and no box."""
    page = filing.page
    sections = page.locator("nav.sections")
    expect(sections.locator("[aria-current=step]")).to_have_text("Kiểm tra và nộp")
    expect(sections.locator("li", has_text="đã xong")).to_have_count(4)
    assert filing.visitor.axe() == []
    sections.get_by_role("link", name="Người nộp hồ sơ").press("Enter")
    page.wait_for_url(f"**/drafts/{dossier}/applicant")
    filing.visitor.heading()
    page.locator("#proxy").check()
    name, phone, mail = (page.locator(f"#{box}") for box in ("b-full_name", "a-phone", "a-email"))
    mail.evaluate(PASTE, "hoa@vidu.example\r\npang@vidu.example\r\n")
    expect(mail).to_have_value("hoa@vidu.example\tpang@vidu.example")
    name.evaluate(PASTE, "Trần Thị Hoa\t046190000001\r\nLò Văn Pâng\t012095000002\r\n")
    expect(name).to_have_value("Trần Thị Hoa\t046190000001\tLò Văn Pâng\t012095000002")
    phone.fill("")
    phone.press_sequentially("Mobile: +84 (0)912 345 678")
    page.keyboard.press("Tab")
    expect(phone).to_have_value("0912345678")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#b-full_name-error")).to_contain_text("cả bảng")
    expect(page.locator("#a-email-error")).to_contain_text("cả bảng")
    mail.fill("")
    expect(name).to_have_value("Trần Thị Hoa\t046190000001\tLò Văn Pâng\t012095000002")
    page.locator("#proxy").uncheck()
    filing.next("form")


def _type_days(filing: FilingPages, dossier: str) -> None:
    """A birthday as people type it: 31/2 is no day, 2062 is to come, and each is said at the field."""
    page = filing.page
    day, month, year = (page.locator(f"#f-owner_birth_date-{part}") for part in ("day", "month", "year"))
    for box in (day, month, year):
        box.fill("")
    day.press_sequentially("31/2")
    page.keyboard.press("Tab")
    expect(day).to_have_value("31")
    expect(month).to_have_value("2")
    for typed, said in (("1990", "phải là ngày có thật"), ("", "phải là ngày có thật")):
        year.fill(typed)
        page.locator("main button[type=submit]").click()
        expect(page.locator("#f-owner_birth_date-error")).to_contain_text(said)
    day.fill("")
    day.press_sequentially("27/3/2062")
    expect(year).to_have_value("2062")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#f-owner_birth_date-error")).to_contain_text("không được sau hôm nay")
    year.fill("1990")
    filing.next("papers")


def _change_capital(filing: FilingPages, dossier: str) -> None:
    """From the check, type an amount key by key, as people do: the box keeps what is typed and shows how it was read.
    Pressed without a network, "continue" keeps it all and goes back to the check by itself."""
    page = filing.page
    page.get_by_role("link", name="Sửa Nội dung đơn").click()
    page.wait_for_url(re.compile(r"/form\?from=review$"))
    capital = page.locator("#f-capital_vnd")
    expect(capital).to_have_value("50.000.000")
    for typed, shown in (
        ("0,05", "0,05"),
        ("12 5", "12 5"),
        ("1.250.000 đồng", "1.250.000"),
        ("60000000", "60.000.000"),
    ):
        capital.fill("")
        capital.press_sequentially(typed)
        expect(capital).to_have_value(typed)
        page.keyboard.press("Tab")
        expect(capital).to_have_value(shown)
    filing.visitor.context.set_offline(True)
    page.get_by_role("button", name="Lưu và về trang kiểm tra").click()
    expect(page.locator(".notice-wait")).to_contain_text("Đang chờ mạng")
    expect(capital).to_have_value("60.000.000")
    filing.visitor.context.set_offline(False)
    page.wait_for_url(re.compile(r"/review$"))
    expect(page.locator("main")).to_contain_text("60.000.000")
    draft = ApiPerson(filing.visitor.site, "citizen3").get(f"/api/dossiers/{dossier}/draft")
    assert draft["answers"]["capital_vnd"] == 60_000_000
