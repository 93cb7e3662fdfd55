"""People by name, by keys: shares given to colleagues, taken and handed over; an opinion asked, answered and read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from infra.local.person import PAID_LATER, ApiPerson
from infra.local.seed import TODAY, find_place, make_account
from infra.local.stack import LocalStack
from tests.browser.filing import file_dossier
from tests.browser.keyboard import Keyboard
from tests.browser.looks import check_page, check_print
from tests.browser.officer import OfficerWindow, Sit, seat_officers

pytestmark = pytest.mark.cloud

MOST_KEYS = 40
COLLEAGUES = {"an": "Nguyễn Văn An", "binh": "Nguyễn Thị Bình", "cuong": "Nguyễn Đức Cường"}
SIZES = (360, 768, 1440)


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def agency(site: LocalStack) -> str:
    """The agency, where three more officers handle cases."""
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

    unit = find_place(CatalogueFiles().load_agencies(site.province), TODAY).committee
    right = {"role": "case_officer", "unit": unit, "valid_from": "2024-01-01T00:00:00+07:00"}
    for username, name in COLLEAGUES.items():
        sub = make_account(site, username)
        record = {"name": name, "title": "Công chức thụ lý", "assignments": [right], "request_ref": "12/CV"}
        ApiPerson(site, "operator").ask("PUT", f"/api/officers/{sub}", record, version=0)
    return unit


@pytest.fixture(scope="module")
def dossier(site: LocalStack, agency: str) -> str:
    """A dossier at its agency that nobody has."""
    found, desk = file_dossier(site), ApiPerson(site, "desk1")
    desk.step(found, "receive", PAID_LATER)
    desk.step(found, "transfer")
    return found


class CountedKeys:
    """Keys pressed, each counted; focus and typing as a person does them."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1


def show_thirty(page: Page, agency: str, given: list[dict[str, str]]) -> None:
    """The worklist shows thirty dossiers, and keeps to whom each is given: what the routes do with them is proven with
    the product's tests, how many keys it takes is counted here."""
    row = {
        "kind": "task", "receipt_no": None, "procedure": "1.001612", "state": "processing", "unit": agency,
        "due_at": "2026-12-24T17:00:00+07:00", "filed_at": "2026-12-01T08:00:00+07:00", "channel": "own_portal",
        "late": False,
    }  # fmt: skip

    def answer_list(route: Route) -> None:
        holders = {each["dossier"]: each["officer"] for each in given}
        ids = [f"{number:026d}" for number in range(30)]
        items = [{**row, "dossier_id": each, "code": f"HS-{each[-2:]}", "holder": holders.get(each)} for each in ids]
        route.fulfill(json={"items": items, "cursor": None})

    def answer_assignment(route: Route) -> None:
        dossier = route.request.url.split("/")[-2]
        given.append({"dossier": dossier, **json.loads(route.request.post_data or "{}")})
        route.fulfill(json={})

    page.route("**/api/worklist?*state=processing*", answer_list)
    page.route("**/api/dossiers/0000*/assign", answer_assignment)
    seen = {
        "version": 3, "state": "processing", "allowed": ["assign"], "hindered": [], "obligations": [], "tasks": [],
        "procedure": {"id": "1.001612", "vi": "Đăng ký hộ kinh doanh", "en": "Household business"},
    }  # fmt: skip
    page.route("**/api/dossiers/0000*", lambda route: route.fulfill(json=seen)
               if route.request.method == "GET" else route.fallback())  # fmt: skip


def test_thirty_dossiers_go_to_three_colleagues_in_forty_keys(sit: Sit, site: LocalStack, agency: str) -> None:
    section = sit("section")
    page, given = section.page, list[dict[str, str]]()
    show_thirty(page, agency, given)
    section.visitor.move("/officer/inbox")
    section.visitor.move("/officer?state=processing")
    expect(page.locator("tbody[data-list] tr")).to_have_count(30)
    person = CountedKeys(page)
    person.press("l")
    for turn, typed in enumerate(("an", "bi", "cu")):
        if turn:
            person.press("ArrowDown")
        person.press("Shift+PageDown", *([] if turn == 2 else ["Shift+ArrowUp"]), "a", *typed)
        expect(page.locator("[role=option]")).to_have_count(1)
        if not turn:
            assert section.visitor.axe() == [], "choosing somebody"
            keep_pictures(page, "choosing")
        person.press("Enter", "Enter")
        plan = page.locator(".bulk-plan")
        expect(plan).to_contain_text("10 hồ sơ: Đăng ký hộ kinh doanh")
        expect(plan).to_contain_text("Giao cho Nguyễn")
        expect(plan.locator(".button-primary")).to_be_focused()
        person.press("Enter")
        expect(page.locator(".bulk [role=status]")).to_have_text("Xong 10/10.")
        expect(page.locator("tbody[data-list] tr.active a")).to_be_focused()
    assert person.keys <= MOST_KEYS, person.keys
    print(f"keys pressed to assign 30 dossiers to three colleagues: {person.keys}")
    assert [each["officer"] for each in sorted(given, key=lambda each: each["dossier"])] == [
        make_account(site, username) for username in COLLEAGUES for _ in range(10)
    ]
    assert {each["seen_holder"] for each in given} == {""}
    expect(page.locator("tbody[data-list] tr").first).to_contain_text("Nguyễn Văn An")
    keep_pictures(page, "worklist_assign")
    page.unroute_all()


def test_an_officer_takes_a_share_and_hands_it_over_by_name(sit: Sit, site: LocalStack, dossier: str) -> None:
    case = sit("case1")
    case.open(dossier)
    keys = Keyboard(case.visitor)
    choose_step(case, keys, "Nhận việc")
    keys.press(".step button[type=submit]")
    expect(case.page.locator(".report")).to_have_text("Đã thực hiện: Nhận việc.")
    expect(case.page.locator("main")).to_contain_text("Người thụ lý: Trần Thị Mai")
    choose_step(case, keys, "Bàn giao")
    keys.to("#s-officer")
    case.page.keyboard.type("cuong")
    case.page.keyboard.press("Enter")
    keys.write("#s-note", "Tôi nghỉ phép từ mai.")
    keys.press(".step button[type=submit]")
    expect(case.page.locator(".report")).to_have_text("Đã thực hiện: Bàn giao.")
    line = case.page.locator("section[aria-labelledby=course] li").first
    expect(line.locator("strong")).to_have_text("Bàn giao")
    expect(line).to_contain_text("Giao cho Nguyễn Đức Cường, Công chức thụ lý")
    expect(line).to_contain_text("Tôi nghỉ phép từ mai.")
    holder = ApiPerson(site, "section").get(f"/api/dossiers/{dossier}")["tasks"][0]["holder"]
    assert holder == make_account(site, "cuong")


def test_an_opinion_is_asked_with_a_file_answered_and_read_in_the_course(
    sit: Sit, site: LocalStack, dossier: str, browser: Browser
) -> None:
    from infra.local.person import create_pdf

    case = sit("case1")
    case.open(dossier)
    keys = Keyboard(case.visitor)
    choose_step(case, keys, "Lấy ý kiến")
    tax = place_of_tax(site)
    case.page.locator("#s-unit").select_option(tax)
    keys.write("#s-reply_days", "2")
    keys.write("#s-questions", "Hộ này còn nợ thuế không?")
    chooser = keys.choose("#s-papers-file")
    chooser.set_files({"name": "cong-van.pdf", "mimeType": "application/pdf", "buffer": create_pdf("cong van")})
    expect(case.page.locator("#s-papers .tag-done")).to_be_visible()
    keys.press(".step button[type=submit]")
    expect(case.page.locator(".report")).to_have_text("Đã thực hiện: Lấy ý kiến.")
    taxman = sit("tax1")
    taxman.open(dossier)
    course = taxman.page.locator("section[aria-labelledby=course]")
    expect(course).to_contain_text("Hộ này còn nợ thuế không?")
    expect(course.get_by_role("button", name="cong-van.pdf")).to_be_visible()
    choose_step(taxman, Keyboard(taxman.visitor), "Trả lời ý kiến")
    Keyboard(taxman.visitor).write("#s-opinion", "Không còn nợ.")
    Keyboard(taxman.visitor).press(".step button[type=submit]")
    expect(taxman.page.locator(".report")).to_have_text("Đã thực hiện: Trả lời ý kiến.")
    case.open(dossier)
    keys.press("section[aria-labelledby=course] button")
    keys.write("#note-text", "Chờ chị trưởng phòng xem.")
    assert case.visitor.axe() == [], "writing a note"
    keys.to("#note-reach input")
    case.page.keyboard.press("ArrowDown")
    keys.press("form.note button[type=submit]")
    expect(case.page.locator(".report")).to_have_text("Đã lưu ghi chú.")
    reported = case.page.locator("section[aria-labelledby=course] ol")
    for text in ("Chờ chị trưởng phòng xem.", "Không còn nợ.", "Lý Hoàng Nam, Công chức thuế", "cong-van.pdf"):
        expect(reported).to_contain_text(text)
    check_page(case.visitor, "the course")
    case.page.set_viewport_size({"width": 1280, "height": 900})
    keep_pictures(case.page, "course")
    taxman.open(dossier)
    expect(taxman.page.locator("section[aria-labelledby=course]")).to_contain_text("Không còn nợ.")
    assert "trưởng phòng xem" not in taxman.page.locator("main").inner_text()


def test_a_leavers_work_is_handed_over_and_the_rights_end_by_a_written_request(
    sit: Sit, site: LocalStack, dossier: str
) -> None:
    hand_over_by_keys(sit("section"), dossier)
    request = ask_to_end_rights(sit("head1"))
    end_rights_in_writing(sit("operator"), request)
    read_history(sit("operator"), make_account(site, "cuong"))


def read_history(operator: OfficerWindow, leaver: str) -> None:
    """The history of the leaver's rights is searched, and saved as it is narrowed."""
    page, keys = operator.page, Keyboard(operator.visitor)
    operator.visitor.move(f"/officer/people/{leaver}")
    keys.write("#find-change", "không có văn bản này")
    expect(page.locator("main .empty")).to_contain_text("Không có thay đổi nào khớp")
    keys.write("#find-change", "12/CV")
    expect(page.locator("main tbody tr")).to_have_count(1)
    check_page(operator.visitor, "officer-person")
    with page.expect_download():
        page.get_by_role("button", name="XLSX").press("Enter")


def hand_over_by_keys(section: OfficerWindow, dossier: str) -> None:
    """The head of section gives all that the leaver has to a colleague."""
    page, keys = section.page, Keyboard(section.visitor)
    section.visitor.move("/officer/hand-over")
    leaver = COLLEAGUES["cuong"]
    expect(page.get_by_role("link", name=f"Xem, bàn giao: {leaver}")).to_be_visible()
    keys.write("#find-holder", "duc cuong")
    expect(page.locator("main tbody tr")).to_have_count(1)
    check_page(section.visitor, "officer-hand-over-unit")
    keys.press(f"a[aria-label='Xem, bàn giao: {leaver}']")
    page.wait_for_url("**/officer/hand-over?account=*")
    section.visitor.heading()
    left = page.locator("main [role=status]").first
    expect(left).to_have_text("Còn 1 hồ sơ phải bàn giao.")
    expect(page.get_by_role("checkbox")).to_be_checked()
    check_page(section.visitor, "officer-hand-over")
    keys.to("#bulk-officer")
    page.keyboard.type("binh")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".bulk-plan")).to_contain_text("Giao cho Nguyễn Thị Bình")
    expect(page.locator(".bulk-plan .button-primary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(left).to_have_text("Không còn hồ sơ nào phải bàn giao.")
    section.open(dossier)
    course = page.locator("section[aria-labelledby=course]")
    expect(course).to_contain_text("Nguyễn Đức Cường, Công chức thụ lý → Nguyễn Thị Bình, Công chức thụ lý")


def ask_to_end_rights(head: OfficerWindow) -> str:
    """The head of the agency asks in writing, reads the effect and sends; the address of the request."""
    page, keys = head.page, Keyboard(head.visitor)
    head.visitor.move("/officer/matters/account-requests/moi")
    keys.press("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.write("#f-subject", "Thu hồi quyền khi thôi việc")
    keys.write("#f-letter", "15/CV-UBND")
    for part, text in (("day", "20"), ("month", "11"), ("year", "2026")):
        keys.write(f"#f-letter_day-{part}", text)
    keys.to("#f-reason")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#f-reason")).to_have_value("leaving")
    keys.press("#f-action", "ArrowDown")
    expect(page.locator("#f-action")).to_have_value("leave")
    keys.to("#f-person")
    page.keyboard.type("cuong")
    expect(page.locator("[role=option]")).to_have_count(1)
    assert head.visitor.axe() == [], "choosing an officer"
    page.keyboard.press("Enter")
    effect = page.locator(".effect")
    expect(effect).to_contain_text("Kết thúc quyền")
    expect(effect).to_contain_text("Chưa ai làm thay người này.")
    check_page(head.visitor, "officer-account-request")
    keys.press("main button[type=submit]")
    page.wait_for_url(re.compile(r"/officer/matters/account-requests/[^/?]+(?<!moi)$"))
    head.visitor.heading()
    return urlsplit(page.url).path


def end_rights_in_writing(second: OfficerWindow, request: str) -> None:
    """Somebody else grants the request in writing, and prints the answer."""
    page, keys = second.page, Keyboard(second.visitor)
    second.visitor.move(request)
    choose_step(second, keys, "Thực hiện đề nghị")
    expect(page.locator(".effect")).to_contain_text("Kết thúc quyền")
    expect(page.locator(".matter-answers").first).to_contain_text(COLLEAGUES["cuong"])
    keys.write("#f-reply", "45/TB")
    keys.write("#f-outcome", "Đã thu hồi quyền theo đề nghị.")
    check_page(second.visitor, "officer-account-request-grant")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text("Đã thực hiện: Thực hiện đề nghị.")
    keys.press("section[aria-labelledby=written-answer] button")
    expect(page.locator(".sheet")).to_contain_text("Số: 45/TB")
    expect(page.locator(".sheet")).to_contain_text(COLLEAGUES["cuong"])
    check_page(second.visitor, "officer-written-answer")
    check_print(second.visitor, "officer-written-answer", ".sheet-title")
    expect(page.locator("#content")).to_be_visible()


def choose_step(officer: OfficerWindow, keys: Keyboard, step: str) -> None:
    """Open a step's form from its button, by keys."""
    button = officer.page.locator(".actions").get_by_role("button", name=step, exact=True)
    expect(button).to_be_visible()
    for _ in range(40):
        if button.evaluate("(each) => each === document.activeElement"):
            break
        officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#step-title")).to_have_text(step)


def place_of_tax(site: LocalStack) -> str:
    """The tax authority."""
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

    return find_place(CatalogueFiles().load_agencies(site.province), TODAY).tax


def keep_pictures(page: Page, name: str) -> None:
    """Pictures of a page at the sizes at which it is looked at, where they are wanted."""
    if not (folder := os.environ.get("SCREENS")):
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)
