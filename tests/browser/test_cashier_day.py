"""A cashier's day by keys: a fee taken at reception, one deferred until the handover, one booked by mistake and
reversed, and the sheet of the day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import PAPER, file_dossier, file_paid_dossier, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, check_print
from tests.browser.officer import OfficerWindow, Sit, seat_officers

pytestmark = pytest.mark.cloud

FEE, TWICE = 100_000, 2
AT_RECEPTION, PUT_OFF, MISTAKEN = RECEIPTS = ("BL-71", "BL-72", "BL-73")


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


def find_unpaid(site: LocalStack, dossier: str) -> dict[str, Any] | None:
    """The dossier's line in the centre's list of unpaid sums."""
    lines = ApiPerson(site, "cashier1").get(f"/api/unpaid?unit={find_one_stop(site)}&limit=100")["items"]
    return next((each for each in lines if each["dossier_id"] == dossier), None)


def clear_list(site: LocalStack) -> None:
    """Take what other stories have left unpaid: the list is paginated, and what falls due last stands last."""
    cashier = ApiPerson(site, "cashier1")
    taken: set[str] = set()

    def is_clear() -> bool:
        lines = cashier.get(f"/api/unpaid?unit={find_one_stop(site)}&limit=100")["items"]
        payable = [each["dossier_id"] for each in lines if each["payable"]]
        for dossier in payable:
            if dossier not in taken:
                file_paid_dossier(site, dossier)
                taken.add(dossier)
        return not payable

    wait_until(is_clear, "list without what others left")


def take_payment(cashier: OfficerWindow, dossier: str, number: str) -> None:
    """Take what a dossier owes, from the list, with the receipt's number typed."""
    keys, page = Keyboard(cashier.visitor), cashier.page
    cashier.visitor.move("/officer/cashier")
    keys.press(f"main a[href='/officer/cashier/{dossier}']")
    page.wait_for_url(f"**/officer/cashier/{dossier}")
    cashier.visitor.heading()
    expect(page.locator("main")).to_contain_text("Trần Thị Hoa")
    keys.to("#receipt")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator(".notice-done")).to_contain_text(number)


def test_a_fee_due_at_reception_is_found_by_name_and_taken(sit: Sit, site: LocalStack) -> None:
    clear_list(site)
    dossier = file_dossier(site)
    wait_until(lambda: find_unpaid(site, dossier), "line of unpaid sums")
    cashier = sit("cashier1")
    page = cashier.page
    cashier.visitor.move("/officer/cashier")
    row = page.locator("tbody tr", has=page.locator(f"a[href='/officer/cashier/{dossier}']"))
    expect(row).to_contain_text("100.000")
    expect(row).to_contain_text("nộp khi tiếp nhận")
    expect(row).to_contain_text("Trần Thị Hoa")
    wait_until(lambda: can_find_by_name(site, dossier), "the name in the search")
    page.keyboard.press("/")
    expect(page.locator("#cash-text")).to_be_focused()
    page.keyboard.type("zzzz")
    expect(page.locator(".empty")).to_contain_text("zzzz")
    page.keyboard.press("Control+A")
    page.keyboard.type("thi ho")
    expect(row).to_be_visible()
    assert "thi" not in page.url, "a name is in no address"
    check_page(cashier.visitor, "officer-cashier-found")
    take_payment(cashier, dossier, AT_RECEPTION)
    confirm_on_paper(cashier)
    assert find_unpaid(site, dossier) is None, "what has been paid is on the list no more"


def confirm_on_paper(cashier: OfficerWindow) -> None:
    """Print the confirmation of what was just taken, and once more: then it is marked as a copy."""
    page, keys = cashier.page, Keyboard(cashier.visitor)
    page.evaluate("() => { window.prints = 0; window.print = () => { window.prints += 1 } }")
    keys.press(".notice-done a")
    page.wait_for_url("**/receipt?*")
    cashier.visitor.heading()
    keys.press("main .buttons button")
    slip = page.locator(".payment-slip")
    for text in (AT_RECEPTION, "100.000", "Tiền mặt", "Bùi Thị Loan"):
        expect(slip).to_contain_text(text)
    expect(slip).not_to_contain_text("BẢN IN LẠI")
    keys.press("main .buttons button")
    expect(slip).to_contain_text("BẢN IN LẠI LẦN 1")
    assert page.evaluate("window.prints") == TWICE
    check_page(cashier.visitor, "officer-payment-receipt")
    check_print(cashier.visitor, "officer-payment-receipt")


def can_find_by_name(site: LocalStack, dossier: str) -> bool | None:
    """Whether the search by name has the dossier yet."""
    body = {"unit": find_one_stop(site), "name": "thi ho"}
    found = ApiPerson(site, "cashier1").ask("POST", "/api/unpaid/search", body, expect=200).body
    return any(each["dossier_id"] == dossier for each in found["items"]) or None


def test_a_fee_put_off_is_named_to_who_hands_over_until_it_is_paid(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    desk = sit("desk1")
    desk.open(dossier)
    desk.prepare("Tiếp nhận")
    expect(desk.page.locator(".step .notice-act")).to_contain_text("100.000")
    settle_unpaid(site, dossier)
    desk.open(dossier)
    actions = desk.page.locator(".actions")
    give_back = actions.get_by_role("button", name="Trả kết quả", exact=True)
    expect(give_back).to_have_count(0)
    expect(actions.locator(".hindered")).to_contain_text("Trả kết quả")
    notice = desk.page.locator(".notice-act", has_text="Chưa trả được kết quả")
    for text in ("100.000", "đã cho nộp sau", "Nộp tại quầy", "Nộp trực tuyến"):
        expect(notice).to_contain_text(text)
    expect(notice.get_by_role("link")).to_have_count(0)
    desk.page.locator(".hindered summary").click()
    check_page(desk.visitor, "officer-owed")
    line = wait_until(lambda: put_off(site, dossier), "line of the fee put off")
    assert [(each["due"], each["deferred"], each["amount"]) for each in line["sums"]] == [
        ("handover", PAID_LATER["deferral"], FEE)
    ]
    cashier = sit("cashier1")
    cashier.visitor.move("/officer/cashier")
    cashier.page.get_by_role("button", name="Trước khi trả kết quả").click()
    cashier.page.locator("#cash-text").fill(line["code"])
    expect(cashier.page.locator("tbody tr")).to_have_count(1)
    expect(cashier.page.locator("tbody tr")).to_contain_text("đã cho nộp sau")
    take_payment(cashier, dossier, PUT_OFF)
    desk.open(dossier)
    expect(give_back).to_be_visible()
    expect(notice).to_have_count(0)


def settle_unpaid(site: LocalStack, dossier: str) -> None:
    """Receive without the fee, on the ground of the law, and settle: the result waits to be handed over."""
    desk = ApiPerson(site, "desk1")
    desk.step(dossier, "receive", PAID_LATER)
    desk.step(dossier, "transfer")
    ApiPerson(site, "tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    result = ApiPerson(site, "case1").upload(dossier, "result")
    ApiPerson(site, "head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "compare", {"components": [PAPER], "came": "sent"})


def put_off(site: LocalStack, dossier: str) -> dict[str, Any] | None:
    """The line of a dossier whose fee was put off."""
    line = find_unpaid(site, dossier)
    return line if line and line["code"] and line["sums"][0]["deferred"] else None


def test_a_reversal_is_proposed_by_one_and_decided_by_another(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    desk = ApiPerson(site, "desk1")
    desk.step(dossier, "receive", PAID_LATER)
    cashier = sit("cashier1")
    cashier.open(dossier)
    expect(cashier.page.get_by_role("link", name="Đề nghị hủy khoản thu")).to_have_count(0)
    take_payment(cashier, dossier, MISTAKEN)
    cashier.page.get_by_role("link", name="Đề nghị").click()
    cashier.page.wait_for_url(f"**/officer/cashier/{dossier}/reverse")
    cashier.visitor.heading()
    keys = Keyboard(cashier.visitor)
    keys.write("#receipt", MISTAKEN)
    keys.write("#reason", "Ghi nhầm hồ sơ.")
    keys.press("main button[type=submit]")
    cashier.page.wait_for_url(f"**/officer/dossiers/{dossier}")
    expect(cashier.page.locator("#requests + .card")).to_contain_text("người đề nghị không tự duyệt")
    other = sit("deskhead")
    other.visitor.move("/officer/approvals")
    other.page.locator(f"main a[href$='{dossier}']").click()
    card = other.page.locator("#requests + .card")
    expect(card).to_contain_text(f"Hủy biên lai {MISTAKEN}")
    expect(card).to_contain_text("100.000")
    card.locator(".buttons button").first.click()
    expect(other.page.locator(".report")).to_have_text("Đã ghi quyết định.")
    assert [each["state"] for each in desk.get(f"/api/dossiers/{dossier}")["obligations"]] == ["open"]


def read_cash_of_day(site: LocalStack) -> tuple[list[int], list[int]]:
    """Amounts of the day's receipts in cash, taken and reversed: the centre's till holds those of other tests too."""
    entries = ApiPerson(site, "cashier1").get(f"/api/till?unit={find_one_stop(site)}")["entries"]
    cash = [each for each in entries if each["method"] == "cash"]
    mine = [(each["number"], each["reversal"], each["amount"]) for each in cash if each["number"] in RECEIPTS]
    assert mine == [*((number, False, FEE) for number in RECEIPTS), (MISTAKEN, True, FEE)]
    taken, undone = ([each["amount"] for each in cash if each["reversal"] is wanted] for wanted in (False, True))
    return taken, undone


def test_a_day_of_the_till_that_does_not_exist_or_is_to_come_is_refused_at_the_field(sit: Sit) -> None:
    cashier = sit("cashier1")
    page, keys = cashier.page, Keyboard(cashier.visitor)
    cashier.visitor.move("/officer/till")
    cashier.visitor.heading()
    for day, fault in (("31 2 2026", "Ghi ngày có thật"), ("1 1 2199", "Ngày thu không được sau hôm nay")):
        for part, text in zip(("day", "month", "year"), day.split(), strict=True):
            keys.write(f"#day-{part}", text)
        page.keyboard.press("Enter")
        expect(page.locator("#day-error")).to_contain_text(fault)
        expect(page.locator(".error-summary")).to_be_focused()


def test_the_day_is_totalled_by_method_and_printed(sit: Sit, site: LocalStack) -> None:
    cashier = sit("cashier1")
    page = cashier.page
    cashier.visitor.move("/officer/cashier")
    Keyboard(cashier.visitor).press("main a[href='/officer/till']")
    page.wait_for_url("**/officer/till")
    cashier.visitor.heading()
    receipts = page.locator("section[aria-label='Chi tiết từng khoản'] tbody tr")
    for number in (AT_RECEPTION, PUT_OFF):
        expect(receipts.filter(has_text=number)).to_contain_text("Bùi Thị Loan")
    mistaken = receipts.filter(has_text=MISTAKEN)
    expect(mistaken).to_have_count(2)
    expect(mistaken.nth(1)).to_contain_text("hủy khoản thu")
    cash = page.locator("section[aria-label='Tổng theo hình thức thu'] tbody tr").filter(has_text="Tiền mặt")
    figures = [cell.strip() for cell in cash.locator("td").all_inner_texts()]
    taken, sums, undone, undone_sum, left = (int("".join(c for c in each if c.isdigit())) for each in figures)
    came, went = read_cash_of_day(site)
    assert (taken, sums, undone, undone_sum) == (len(came), sum(came), len(went), sum(went))
    assert left == sum(came) - sum(went)
    check_page(cashier.visitor, "officer-till")
    check_print(cashier.visitor, "officer-till")
    page.emulate_media(media="print")
    expect(page.locator(".signatures")).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator(".signatures")).to_be_hidden()
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    who = page.locator(".who")
    for text in ("Bùi Thị Loan", "Công chức thu phí", "Trung tâm"):
        expect(who).to_contain_text(text)
    expect(who).to_be_in_viewport()
