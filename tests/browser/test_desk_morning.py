"""A desk's morning by keys: receipts received and printed one by one and in bulk, a filing printed at the counter, and
the list that they are worked from: its rows on one screen, its order, its names and its saved views."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from infra.local.mailbox import wait_until
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import file_dossier, file_paid_dossier, find_one_stop
from tests.browser.looks import WIDE, check_page, wait_until_settled
from tests.browser.network import answer_in_place
from tests.browser.officer import OfficerWindow, Sit, clear_desk, seat_officers
from tests.browser.presses import (
    KEYSTROKE_S,
    THINKING_S,
    TIMED,
    UNTIMED,
    Presses,
    hold_rows,
    read_focused,
    show_working,
)
from tests.conftest import SIZE
from tests.product.bodies import FUNERAL, FUNERAL_DRAFT

pytestmark = pytest.mark.cloud

RECEPTIONS = 20 if SIZE == "full" else 2
"""Dossiers that a desk receives and prints one after the other in its morning."""
MOST_PRESSES = 8


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once, at a wide screen."""
    with seat_officers(browser, site, *WIDE) as sitting:
        yield sitting


def test_a_receipt_takes_at_most_eight_presses_and_one_wait(sit: Sit, site: LocalStack) -> None:
    clear_desk(site)
    dossiers = [file_paid_dossier(site, file_dossier(site)) for _ in range(RECEPTIONS)]
    desk = sit("desk1")
    page, hands = desk.page, Presses(desk.page)
    rows = page.locator("tbody[data-list] a")
    expect(rows).to_have_count(RECEPTIONS)
    listed = [str(rows.nth(n).get_attribute("href")) for n in range(RECEPTIONS)]
    rows.first.focus()
    for n in range(RECEPTIONS):
        began = len(hands.keys)
        if n == 0:
            hands.press("Enter")
        desk.visitor.heading()
        expect(page.locator("h1")).to_be_focused()
        hands.press("F8", "Tab")
        assert read_focused(page) == "Tiếp nhận và in giấy"
        hands.press("Enter")
        expect(page.locator(".step button[type=submit]")).to_be_focused()
        hands.press("Enter")
        hands.paper(n + 1)
        expect(page.locator(".printing [role=status]")).to_contain_text("Đã chuyển giấy tới máy in")
        last = n == RECEPTIONS - 1
        expect(page.locator(".printing a").first).to_have_text("Hồ sơ chờ xử lý" if last else "Hồ sơ tiếp theo")
        expect(page.locator(".printing a").first).to_be_focused()
        hands.press("Enter")
        page.wait_for_url("**/officer?*" if last else f"**{listed[n + 1]}")
        presses = hands.keys[began:]
        seconds = len(presses) * KEYSTROKE_S + 3 * THINKING_S
        print(f"receipt {n + 1}: {len(presses)} presses, one wait, {seconds:.1f} s by keystroke level: {presses}")
        assert len(presses) <= MOST_PRESSES
    officer = ApiPerson(site, "desk1")
    assert {officer.get(f"/api/dossiers/{each}")["state"] for each in dossiers} == {"received"}
    codes = [officer.get(f"/api{each.removeprefix('/officer')}")["code"] for each in listed]
    assert [each.suggested_filename for each in hands.printed] == [f"{code}.pdf" for code in codes]


def test_many_are_received_and_printed_as_one_file_and_again_as_copies(sit: Sit, site: LocalStack) -> None:
    clear_desk(site)
    dossiers = [file_paid_dossier(site, file_dossier(site)) for _ in range(3)]
    desk = sit("desk1")
    page, hands = desk.page, Presses(desk.page)
    expect(page.locator("tbody[data-list] a")).to_have_count(3)
    page.locator("tbody[data-list] a").first.focus()
    hands.press("Shift+End")
    for dossier in dossiers:
        expect(page.locator(f"[id='pick-{dossier}']")).to_be_checked()
    page.get_by_role("button", name="Tiếp nhận và in 3 giấy").focus()
    hands.press("Enter")
    plan = page.locator(".bulk-plan")
    expect(plan).to_contain_text("Tiếp nhận: sẽ thực hiện 3 hồ sơ")
    expect(plan).to_contain_text("In 3 giấy tiếp nhận")
    expect(plan.get_by_role("button", name="Tiếp nhận 3 hồ sơ", exact=True)).to_be_focused()
    officer = ApiPerson(site, "desk1")
    assert {officer.get(f"/api/dossiers/{each}")["state"] for each in dossiers} == {"submitted"}, "nothing is done yet"
    assert desk.visitor.axe() == [], "what an act in bulk would do"
    hands.press("Enter")
    hands.paper(1)
    expect(page.locator(".printing [role=status]")).to_contain_text("3 giấy và danh sách")
    assert hands.printed[0].suggested_filename == "giay-tiep-nhan.pdf"
    expect(page.locator(".copies")).to_have_count(0)
    desk.visitor.move("/officer/search")
    desk.visitor.move(f"/officer/dossiers/{dossiers[0]}")
    page.locator(".paper-list .link", has_text="Giấy tiếp nhận").click()
    page.locator(".viewer button", has_text=re.compile(r"^In\b")).click()
    hands.paper(2)
    expect(page.locator(".viewer .copies")).to_contain_text("lần 1")
    page.locator(".paper-list li:not(.active) .button", has_text="So sánh").first.click()
    expect(page.locator(".shown-papers .viewer")).to_have_count(2)
    page.locator(".paper-list .button", has_text="Bỏ so sánh").click()
    expect(page.locator(".shown-papers .viewer")).to_have_count(1)


def test_a_filing_at_the_counter_is_received_and_printed_in_one_go(sit: Sit, site: LocalStack) -> None:
    clerk = ApiPerson(site, "desk1")
    account = clerk.provide_account(find_one_stop(site), FUNERAL_DRAFT["applicant"])
    draft = {**FUNERAL_DRAFT, "efiling": "declined", "return_way": "counter", "account": account}
    made = clerk.draft(FUNERAL, find_one_stop(site), "desk", draft)
    paper = clerk.upload(made, "component", "funeral_support_declaration")
    clerk.ask("PUT", f"/api/dossiers/{made}/draft", {**draft, "papers": [paper]}, version=2, expect=200)
    desk = sit("desk1")
    page, hands = desk.page, Presses(desk.page)
    desk.visitor.move(f"/officer/intake/{made}")
    wait_until_settled(desk.visitor)
    expect(page.locator("section[aria-labelledby=draft-fees]")).to_contain_text("Không thu tiền.")
    page.locator("#declared").check()
    hands.press("Control+Enter")
    hands.paper(1)
    expect(page.locator("h1")).to_have_text("Đã tiếp nhận hồ sơ")
    expect(page.locator(".printing button").first).to_be_focused()
    assert read_focused(page) == "Hồ sơ tiếp theo"
    hands.press("Enter")
    page.wait_for_url(lambda url: "/officer/intake/" in url and made not in url)
    desk.visitor.heading()
    assert page.locator("#a-full_name").input_value() == "", "the next person's form is empty"
    print(f"at the counter: {len(hands.keys)} presses, one wait: {hands.keys}")
    assert len(hands.keys) <= MOST_PRESSES
    assert clerk.get(f"/api/dossiers/{made}")["state"] == "received"


def test_what_cannot_be_received_at_once_says_why_in_its_workspace(sit: Sit, site: LocalStack) -> None:
    clerk = ApiPerson(site, "desk1")
    account = clerk.provide_account(find_one_stop(site), FUNERAL_DRAFT["applicant"])
    draft = {**FUNERAL_DRAFT, "efiling": "declined", "return_way": "counter", "account": account}
    made = clerk.draft(FUNERAL, find_one_stop(site), "desk", draft)
    paper = clerk.upload(made, "component", "funeral_support_declaration")
    clerk.ask("PUT", f"/api/dossiers/{made}/draft", {**draft, "papers": [paper]}, version=2, expect=200)
    desk = sit("desk1")
    page = desk.page
    desk.visitor.move(f"/officer/intake/{made}")
    wait_until_settled(desk.visitor)
    page.locator("#declared").check()
    refusal = {"type": "t", "title": "t", "status": 409, "code": "t", "errors": [], "allowed": [], "trace_id": "t"}
    words = {"vi": "Còn khoản phí chưa nộp.", "en": "A fee is not paid."}

    def refuse_route(route: Route) -> None:
        body = json.dumps({**refusal, "detail": words})
        route.fulfill(status=409, content_type="application/problem+json", body=body)

    with answer_in_place(page, "POST", "/receive$", refuse_route):
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**/officer/dossiers/{made}")
    expect(page.locator(".notice-act").first).to_contain_text("Còn khoản phí chưa nộp.")


@pytest.mark.parametrize(
    "counts",
    [Route.fallback, show_working(*TIMED[:3]), show_working(*TIMED[:4]), show_working(*TIMED, *UNTIMED)],
    ids=["as it is", "work in three states", "work in four states", "work in every state"],
)
def test_eighteen_rows_stand_on_a_screen_of_900_pixels(
    sit: Sit, site: LocalStack, counts: Callable[[Route], None]
) -> None:
    file_dossier(site)
    desk = sit("desk1")
    page = desk.page
    with answer_in_place(page, "GET", "/api/worklist/counts", counts):
        desk.visitor.move("/officer/search")
        sit("desk1")
        expect(page.locator(".queues strong").first).to_be_visible()
        hold_rows(page)


def test_the_list_names_sorts_searches_and_keeps_views(sit: Sit, site: LocalStack) -> None:
    first = file_dossier(site)
    desk = sit("desk1")
    page = desk.page
    row = page.locator("tbody tr", has=page.locator(f"a[href$='{first}']"))
    expect(row.locator(".col-applicant")).to_have_text("Trần Thị Hoa")
    page.keyboard.press("Escape")
    page.locator("h1").focus()
    page.keyboard.press("/")
    expect(page.locator("#w-text")).to_be_focused()

    def has_found() -> bool | None:
        desk_person = ApiPerson(site, "desk1")
        body = {"unit": find_one_stop(site), "name": "thi h", "state": "submitted"}
        items = desk_person.ask("POST", "/api/worklist/search", body, expect=200).body["items"]
        return any(each["dossier_id"] == first for each in items) or None

    wait_until(has_found, "the name in the search")
    page.keyboard.type("thi h")
    expect(row).to_be_visible()
    assert "thi" not in page.url, "a name is in no address"
    page.keyboard.press("Control+A")
    page.keyboard.type("zzz")
    expect(page.locator(".empty")).to_contain_text("zzz")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(row).to_be_visible()
    heading = page.get_by_role("button", name="Ngày nộp")
    heading.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Ngày nộp")
    assert "sort=received" in page.url
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Ngày nộp")
    page.locator(".view-menu summary").focus()
    page.keyboard.press("Enter")
    page.locator("#column-channel").uncheck()
    expect(page.locator("th.col-channel")).to_have_count(0)
    page.locator("#view-name").fill("Mới nhất")
    page.keyboard.press("Enter")
    view = page.get_by_role("button", name="★ Mới nhất")
    expect(view).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name=re.compile("^Tất cả")).click()
    expect(view).not_to_have_attribute("aria-current", "true")
    expect(page.locator("th.col-state")).to_be_visible()
    view.click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Ngày nộp")
    desk.visitor.go("/officer")
    expect(page.get_by_role("button", name="★ Mới nhất")).to_be_visible()
    expect(page.locator("th.col-channel")).to_have_count(0)
    check_page(desk.visitor, "officer-worklist-views")


def test_next_and_previous_follow_the_list(sit: Sit, site: LocalStack) -> None:
    file_dossier(site), file_dossier(site)
    desk: OfficerWindow = sit("desk1")
    page = desk.page
    links = page.locator("tbody[data-list] a")
    expect(links.nth(1)).to_be_visible()
    first, second = (links.nth(n).get_attribute("href") for n in range(2))
    links.first.press("p")
    drawer = page.locator(".drawer")
    expect(drawer.locator(f"a[href='{first}']")).to_be_visible()
    expect(drawer).to_contain_text("Trần Thị Hoa")
    page.keyboard.press("ArrowDown")
    expect(drawer.locator(f"a[href='{second}']")).to_be_visible()
    expect(links.nth(1)).to_be_focused()
    check_page(desk.visitor, "officer-worklist-preview")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    links.nth(1).press("p")
    expect(drawer).to_have_count(0)
    links.first.press("Enter")
    page.wait_for_url(f"**{first}")
    desk.visitor.heading()
    page.get_by_role("link", name="Sau ›").press("Enter")
    page.wait_for_url(f"**{second}")
    desk.visitor.heading()
    expect(page.locator(".above")).to_contain_text("2/")
    page.get_by_role("link", name="‹ Trước").press("Enter")
    page.wait_for_url(f"**{first}")
