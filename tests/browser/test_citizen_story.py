"""A citizen files by the pages, answers what is asked for, pays and gets the result; officers act beside them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from infra.local.mailbox import until
from infra.local.person import PAID_LATER, Person
from tests.browser.filing import PAPER, Filing
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud


def test_a_citizen_files_supplements_pays_and_opens_the_result(visitor: Visitor) -> None:
    page, site = visitor.page, visitor.site
    visitor.sign_in("citizen1")
    filing = Filing(visitor)
    dossier = filing.to_review()
    assert "Quán Bún Bò Hoa" in page.locator("main").inner_text()
    _change_capital(filing, dossier)
    filing.send()
    assert page.locator(".code").inner_text().startswith("TN-")
    expect(page.locator("svg.qr")).to_be_visible()

    desk = Person(site, "desk1")
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
    Person(site, "tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    visitor.move("/dossiers")
    visitor.move(f"/dossiers/{dossier}")
    expect(page.locator(".notice-title").first).to_have_text("Đang giải quyết")
    page.locator("summary", has_text="Cách tính").click()
    expect(page.locator("details table")).to_contain_text("ngày 1")
    pay(visitor)

    case = Person(site, "case1")
    result = case.upload(dossier, "result")
    Person(site, "head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "compare", {"came": "sent"})
    desk.step(dossier, "give_back", {"way": "online"})
    papers = f"/api/dossiers/{dossier}/papers"
    until(lambda: [each for each in case.get(papers)["items"] if each["component"] == "receipt"], "receipt")
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
    page.get_by_role("heading", name="Quá trình giải quyết hồ sơ").wait_for()
    assert "NĐ" in page.locator(".timeline").inner_text()

    visitor.go("/tra-cuu")
    page.locator("#lookup-code").fill(code)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".notice .code")).to_have_text(code)


def pay(visitor: Visitor) -> None:
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


def _change_capital(filing: Filing, dossier: str) -> None:
    """Type an amount key by key, as people do: the box keeps what is typed and shows how it was read."""
    page = filing.page
    filing.visitor.move(f"/drafts/{dossier}/form")
    capital = page.locator("#f-capital_vnd")
    expect(capital).to_have_value("50.000.000")
    for typed, shown in (("0,05", "0,05"), ("1.250.000", "1.250.000"), ("60000000", "60.000.000")):
        capital.fill("")
        capital.press_sequentially(typed)
        expect(capital).to_have_value(typed)
        page.keyboard.press("Tab")
        expect(capital).to_have_value(shown)
    filing.next("papers")
    filing.visitor.move(f"/drafts/{dossier}/review")
    draft = Person(filing.visitor.site, "citizen1").get(f"/api/dossiers/{dossier}/draft")
    assert draft["answers"]["capital_vnd"] == 60_000_000
