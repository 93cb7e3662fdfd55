"""A question from the person who asks to everybody who reads the answer, by keys at the pages of both sides; each of
the pages on the way is looked at as every page is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from chalicelib.handlers.matters import kind_notes, matter_kinds
from chalicelib.repositories.papers.scanner import EICAR_STRING
from infra.local.mailbox import wait_until
from infra.local.person import ApiPerson, create_pdf
from infra.local.stack import LocalStack
from tests.browser.filing import find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.matters.erasure_walk import erase_question
from tests.browser.matters.plain_reading import check_plain_pages, read_after_a_failed_download, read_without_scripts
from tests.browser.network import answer_in_place, answer_refusal
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.visitor import Visitor
from tests.support.matters.explored import find_reference
from tests.support.matters.lost_items import LOST_ITEMS
from tests.support.people import MONDAY

pytestmark = pytest.mark.cloud

ASK = "/viec/questions/moi"
TELEPHONE = "0905 123 456"
ASKER = "Nguyễn Thị Minh Khai"


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name on a narrow screen."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


def test_a_question_is_asked_answered_published_and_found(
    guest: Visitor, sit: Sit, site: LocalStack, browser: Browser
) -> None:
    subject = f"Cấp bản sao trích lục khai sinh cho người đã chuyển đến phường khác {secrets.token_hex(3)}"
    number = ask_question(guest, site, subject)
    answer_question(sit("deskhead"), subject)
    publish_answer(sit("deskhead"), subject)
    read_statistics(sit("deskhead"), site)
    page = guest.page
    guest.move("/viec/questions/cua-toi")
    expect(page.locator(".card", has_text=subject)).to_contain_text("Đã đăng công khai")
    check_page(guest, "matters-mine")
    guest.move(f"/viec/questions/{number}")
    expect(page.locator("main")).to_contain_text("Nộp tờ khai tại Bộ phận Một cửa")
    expect(page.locator("main")).to_contain_text("không có giá trị pháp lý")
    expect(page.locator("main")).not_to_contain_text("nộp gì, ở đâu?")
    expect(page.locator("#files ~ ul li")).to_have_count(2)
    page.get_by_role("button", name="Mở xem cong-van.pdf").press("Enter")
    expect(page.get_by_role("dialog", name="cong-van.pdf")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".timeline li").last).not_to_contain_text("→")
    page.locator(".timeline summary").first.click()
    check_page(guest, "matter-own")
    find_answer(guest, site, subject, number)
    withdraw_name(guest, site, number)
    read_without_scripts(browser, site, subject, number, without=ASKER)
    read_after_a_failed_download(browser, site)
    check_plain_pages(guest, number)
    erase_question(guest, sit, site, number)


def test_a_kind_that_is_only_a_line_of_the_table_has_its_pages(guest: Visitor, site: LocalStack) -> None:
    """The built pages show a kind that they were not built with: its view is made by the product from its table."""
    shown: dict[str, Any] = {"items": [], "cursor": None}

    def add_view(route: Route) -> None:
        kinds = route.fetch().json()
        route.fulfill(json={"items": [*kinds["items"], build_lost_view(site.province)]})

    guest.page.route(re.compile(r"/api/matters(\?.*)?$"), add_view)
    guest.page.route(f"**/api/matters/public?kind={LOST_ITEMS.name}*", lambda route: route.fulfill(json=shown))
    guest.go("/viec")
    expect(guest.page.locator("main")).to_contain_text(LOST_ITEMS.about.vi)
    guest.go(f"/viec/{LOST_ITEMS.plural}")
    guest.heading()
    wait_until_settled(guest)
    expect(guest.page.locator("main")).to_contain_text(LOST_ITEMS.empty.vi)
    check_page(guest, "matters-new-kind")
    guest.go(f"/viec/{LOST_ITEMS.plural}/moi")
    guest.heading()
    Keyboard(guest).press("main button[type=submit]")
    expect(guest.page.locator(".error-summary")).to_be_focused()
    check_page(guest, "matter-new-kind-refused")


def build_lost_view(province: str) -> dict[str, Any]:
    """The view of the kind that only tests know, as the API would give it in the province."""
    reference = find_reference(province)
    with pytest.MonkeyPatch.context() as patch:
        for module in (matter_kinds, kind_notes):
            patch.setattr(module, "provide_reference", lambda: reference)
        view: dict[str, Any] = matter_kinds._view_kind(LOST_ITEMS, MONDAY).model_dump(mode="json")
    return view


def ask_question(guest: Visitor, site: LocalStack, subject: str) -> str:
    """Type a question before signing in; it is still there afterwards. Return its id."""
    page, keys = guest.page, Keyboard(guest)
    guest.go("/viec")
    check_page(guest, "matter-kinds")
    keys.press("main a[href='/viec/questions']")
    page.wait_for_url("**/viec/questions")
    guest.heading()
    wait_until_settled(guest)
    check_page(guest, "matters-public")
    keys.press(f"main a[href='{ASK}']")
    page.wait_for_url(f"**{ASK}")
    guest.heading()
    keys.press("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(guest, "matter-new-refused")
    keys.write("#f-subject", subject)
    keys.write("#f-question", "Tôi cần bản sao trích lục khai sinh thì nộp giấy tờ gì và ở đâu?")
    choose_unit(keys, "#f-unit", find_one_stop(site))
    keys.press("main button[type=submit]")
    page.wait_for_url("**/sign-in?to=*")
    guest.heading()
    guest.pass_on("citizen3", ASK)
    expect(page.locator("#f-subject")).to_have_value(subject)
    expect(page.locator("#f-unit")).to_have_value(find_one_stop(site))
    expect(page.locator("main .notice-info")).to_contain_text(["tham khảo", "trước khi đăng nhập"])
    expect(page.locator("#f-named_person")).to_have_count(0)
    keys.press("#f-name_consent", "Space")
    keys.write("#f-named_person", ASKER)
    check_page(guest, "matter-new-named")
    attach_file(guest, keys)
    keys.press("main button[type=submit]")
    page.wait_for_url(re.compile(r"/viec/questions/[0-9a-z]{26}\?sent$"))
    guest.heading()
    expect(page.locator("main .notice-done")).to_contain_text("Đã gửi")
    return page.url.split("/")[-1].partition("?")[0]


def attach_file(guest: Visitor, keys: Keyboard) -> None:
    """A file that is none, one whose check finds malware, and a lost link hold the question back; a good one goes."""
    page, slot = guest.page, guest.page.locator("#matter-files")
    control = page.locator("#matter-files-file")
    control.set_input_files(FilePayload(name="gia.pdf", mimeType="application/pdf", buffer=b"MZ" + bytes(64)))
    expect(slot).to_contain_text("không phải là PDF thật")
    keys.press("main button[type=submit]")
    expect(page.locator(".error-summary")).to_contain_text("Có tệp chưa nhận được")
    check_page(guest, "matter-file-refused")
    slot.get_by_role("button", name="Bỏ tệp").press("Enter")
    control.set_input_files(
        FilePayload(name="doc.pdf", mimeType="application/pdf", buffer=create_pdf("x") + EICAR_STRING)
    )
    expect(slot).to_contain_text("Tệp chứa mã độc")
    slot.get_by_role("button", name="Bỏ tệp").press("Enter")
    with answer_in_place(page, "POST", "/matters/papers$", lambda route: route.abort()):
        control.set_input_files(FilePayload(name="don.pdf", mimeType="application/pdf", buffer=create_pdf("don")))
        expect(slot).to_contain_text("Chưa tải được “don.pdf”")
    slot.get_by_role("button", name="Thử lại").press("Enter")
    expect(slot.locator(".tag-done")).to_be_visible()
    check_page(guest, "matter-file-sent")


def choose_unit(keys: Keyboard, selector: str, unit: str) -> None:
    """Choose a unit by the arrows: names that begin alike cannot be typed."""
    keys.to(selector)
    order = keys.page.locator(f"{selector} option").evaluate_all("(all) => all.map((each) => each.value)")
    for _ in range(order.index(unit)):
        keys.page.keyboard.press("ArrowDown")
    expect(keys.page.locator(selector)).to_have_value(unit)


def open_matter(officer: OfficerWindow, subject: str, *, ended: bool = False) -> Keyboard:
    """Go through the list by its keys to the matter of that subject; every row is opened in turn."""
    page, keys = officer.page, Keyboard(officer.visitor)
    officer.visitor.move(f"/officer/matters?kind=questions{'&ended=true' if ended else ''}")
    wait_until_settled(officer.visitor)
    rows = page.locator("tbody[data-list] a")
    expect(rows.first).to_be_visible()
    at = rows.all_inner_texts().index(subject)
    check_width(page, 1280, 800)
    keys.to("tbody[data-list] a")
    for _ in range(at):
        page.keyboard.press("j")
    expect(rows.nth(at)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/officer/matters/questions/*")
    officer.visitor.heading()
    expect(page.locator(".matter-text")).to_contain_text(subject)
    return keys


def check_width(page: Page, width: int, height: int) -> None:
    """A wide screen needs no scrolling to the side for a long subject."""
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})


def prepare_step(officer: OfficerWindow, keys: Keyboard, step: str) -> None:
    """Press a step's button; its form opens with the focus in it."""
    officer.page.locator(".actions").get_by_role("button", name=step, exact=True).focus()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#step-title")).to_have_text(step)


def take_step(officer: OfficerWindow, keys: Keyboard, step: str) -> None:
    """Send the step that was prepared."""
    keys.press(".step button[type=submit]")
    expect(officer.page.locator(".report")).to_have_text(f"Đã thực hiện: {step}.")


def answer_question(head: OfficerWindow, subject: str) -> None:
    """Take the question up and answer it; a telephone number in the answer asks for a second look."""
    page = head.page
    head.visitor.move("/officer/matters")
    wait_until_settled(head.visitor)
    check_page(head.visitor, "officer-matters")
    head.visitor.move("/officer/matters/questions/moi")
    check_page(head.visitor, "officer-matter-new")
    keys = open_matter(head, subject)
    check_page(head.visitor, "officer-matter")
    prepare_step(head, keys, "Nhận xử lý")
    take_step(head, keys, "Nhận xử lý")
    urge_from_the_list(head, page.locator("h1").inner_text())
    keys = open_matter(head, subject)
    prepare_step(head, keys, "Trả lời")
    expect(page.locator(".matter-text")).to_contain_text("don.pdf")
    page.locator("#matter-files-file").set_input_files(
        FilePayload(name="cong-van.pdf", mimeType="application/pdf", buffer=create_pdf("cong van"))
    )
    expect(page.locator("#matter-files .tag-done")).to_be_visible()
    expect(page.locator("#f-answered_by")).to_have_value("Nguyễn Hữu Phước")
    expect(page.locator("#f-answered_title")).to_have_value("Trưởng Bộ phận Một cửa")
    keys.write("#f-answer", f"Nộp tờ khai tại Bộ phận Một cửa, hỏi thêm số {TELEPHONE}.")
    keys.press(".step button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#f-answer-error")).to_contain_text("số điện thoại")
    check_page(head.visitor, "officer-matter-second-look")
    keys.press("#second-look", "Space")
    take_step(head, keys, "Trả lời")
    expect(page.locator("main")).to_contain_text("Trả lời")


def urge_from_the_list(head: OfficerWindow, number: str) -> None:
    """Select it in the list and take a step that asks for nothing."""
    page = head.page
    head.visitor.move("/officer/matters")
    row = page.locator("tbody[data-list] tr", has_text=number)
    row.locator("a").focus()
    page.keyboard.press("Shift+End")
    expect(row.get_by_role("checkbox")).to_be_checked()
    # The way back takes the rows below it out of the selection again.
    for _ in range(int(row.evaluate("row => row.parentNode.children.length - row.rowIndex"))):
        page.keyboard.press("Shift+ArrowUp")
    page.locator("#m-bulk").select_option("urge")
    check_page(head.visitor, "officer-matters-selected")
    page.get_by_role("button", name="Thực hiện cho 1 dòng đã chọn").click()
    expect(page.locator(".report")).to_have_text(f"Đã thực hiện: {number}.")


def publish_answer(head: OfficerWindow, subject: str) -> None:
    """Publish it: the public texts begin as they were asked, for the officer to take out who asked."""
    keys = open_matter(head, subject, ended=True)
    prepare_step(head, keys, "Đăng công khai")
    expect(head.page.locator("#f-public_subject")).to_have_value(subject)
    keys.write("#f-public_question", "Cần bản sao trích lục khai sinh thì nộp gì, ở đâu?")
    check_page(head.visitor, "officer-matter-publish")
    # The answer is not in this form, and is looked at again all the same.
    keys.press(".step button[type=submit]")
    expect(head.page.locator(".error-summary")).to_contain_text("Nội dung trả lời: Có số điện thoại")
    keys.press("#second-look", "Space")
    take_step(head, keys, "Đăng công khai")
    expect(head.page.get_by_role("link", name="Xem nội dung đã đăng")).to_be_visible()


def read_statistics(head: OfficerWindow, site: LocalStack) -> None:
    """Go to the figures by keys: the published question is counted; a fault is said, and mended by trying again."""
    page, keys, figures = head.page, Keyboard(head.visitor), "/api/matters/statistics"
    officer = ApiPerson(site, "deskhead")
    wait_until(lambda: officer.get(f"{figures}?kind=question")["total"]["published"], "counts of the question")
    head.visitor.move("/officer/matters")
    keys.press("main a[href*='/officer/matters/statistics']")
    page.wait_for_url("**/officer/matters/statistics*")
    head.visitor.heading()
    expect(page.locator("main tbody tr").last).to_contain_text("Tổng cộng")
    keys.press(".period-surveys summary")
    expect(page.locator(".period-surveys[open]")).to_contain_text(re.compile("không có khảo sát nào|Đã đăng"))
    check_page(head.visitor, "officer-matter-statistics")
    with answer_in_place(page, "GET", figures, answer_refusal(500)):
        keys.press("#kind", "ArrowDown")
        expect(page.locator("main [role=alert]")).to_contain_text("Lời từ chối 500.")
    keys.press("main [role=alert] button")
    expect(page.locator("main tbody tr")).to_have_count(2)
    keys.press("main .queues li:nth-child(3) button", "Space")
    expect(page.locator("main tbody tr").first).to_contain_text("/")


def find_answer(guest: Visitor, site: LocalStack, subject: str, number: str) -> None:
    """Find the answer by words without accents, and read it as everybody does."""
    page, keys = guest.page, Keyboard(guest)
    mark = subject.split()[-1]
    wait_until(lambda: ApiPerson(site).get(f"/api/matters/public?kind=question&q={mark}")["items"], "public matter")
    guest.move("/viec/questions")
    keys.write("#q", f"ban sao trich luc {mark}")
    expect(page.locator(".cards a").first).to_have_text(subject)
    keys.press(".cards a")
    page.wait_for_url(f"**/viec/questions/da-dang/{number}")
    assert guest.heading() == subject
    for text in (ASKER, "Nộp tờ khai", "Nguyễn Hữu Phước", "không có giá trị pháp lý", "nộp gì, ở đâu?"):
        expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("main")).not_to_contain_text("Tôi cần bản sao")
    expect(page.locator("main dt")).to_contain_text(["Nội dung câu hỏi", "Cơ quan", "Nội dung trả lời"])
    expect(page.locator("main dl")).not_to_contain_text(subject)
    check_page(guest, "matter-public")
    guest.move(ASK)
    keys.write("#f-subject", "trich luc khai sinh ban sao")
    expect(page.locator("form [role=status] a").first).to_be_visible()
    check_page(guest, "matter-new-suggestions")


def withdraw_name(guest: Visitor, site: LocalStack, number: str) -> None:
    """Withdraw the consent on one's own page: nobody reads the name any more."""
    guest.move(f"/viec/questions/{number}")
    guest.page.get_by_role("button", name="Rút đồng ý nêu tên").focus()
    guest.page.keyboard.press("Enter")
    Keyboard(guest).press("main form button[type=submit]")
    expect(guest.page.locator("main .notice-done")).to_contain_text("Đã thực hiện: Rút đồng ý nêu tên")
    public = f"/api/matters/public/{number}"
    wait_until(lambda: "named_person" not in ApiPerson(site).get(public)["texts"], "public matter without the name")
