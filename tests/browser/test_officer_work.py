"""An officer's day at the pages: keys alone, in bulk, somebody faster, a second person, a ledger checked here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, Route, expect

from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import PAPER, file_dossier, file_paid_dossier
from tests.browser.keyboard import Keyboard
from tests.browser.officer import Sit, seat_officers

pytestmark = pytest.mark.cloud


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


def test_the_whole_receipt_is_done_by_keyboard_alone(sit: Sit, site: LocalStack) -> None:
    dossier = file_paid_dossier(site, file_dossier(site))
    desk = sit("desk1")
    page, keys = desk.page, Keyboard(desk.visitor)
    expect(page.locator(f"tbody a[href$='{dossier}']")).to_be_visible()
    keys.to("tbody[data-list] a")
    page.keyboard.press("Home")
    for _ in range(50):
        if page.evaluate("document.activeElement.getAttribute('href')").endswith(dossier):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(f"[id='pick-{dossier}']")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/officer/dossiers/{dossier}")
    desk.visitor.heading()
    page.keyboard.press("F8")
    expect(page.locator("section.actions")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Tiếp nhận và in giấy"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Tiếp nhận"
    page.keyboard.press("Enter")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text("Đã thực hiện: Tiếp nhận.")
    assert ApiPerson(site, "desk1").get(f"/api/dossiers/{dossier}")["state"] == "received"


PRESSED_AT_ONCE = """() => {
new MutationObserver((_, watching) => {
  if (!document.querySelector("main section.actions")) return;
  watching.disconnect();
  dispatchEvent(new KeyboardEvent("keydown", { key: "F8" }));
}).observe(document, { subtree: true, childList: true });
}"""


def test_keys_work_from_the_moment_that_the_page_stands(sit: Sit, site: LocalStack) -> None:
    """A person who knows the keys presses before the next picture is painted, on a slow machine above all."""
    dossier = file_dossier(site)
    desk = sit("desk1")
    desk.page.evaluate(PRESSED_AT_ONCE)
    desk.visitor.move(f"/officer/dossiers/{dossier}")
    expect(desk.page.locator("section.actions")).to_be_focused()


def measure_part(page: Page, of: str) -> FloatRect:
    """Return the position of a part of the page."""
    found = page.locator(of).bounding_box()
    assert found
    return found


def test_the_areas_of_a_dossier_are_resized_and_found_so_again(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    desk = sit("desk1")
    page = desk.page
    page.set_viewport_size({"width": 1440, "height": 900})
    desk.open(dossier)
    expect(page.locator(".viewer")).to_be_visible()
    inside = page.locator(".viewer").evaluate(
        """(at) => { const { paddingLeft, paddingRight } = getComputedStyle(at);
           return at.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) }"""
    )
    assert inside >= 700, "a page of A4 can be read"
    border = page.get_by_role("separator", name=re.compile("giấy tờ"))
    before = measure_part(page, "#area-papers")["width"]
    border.focus()
    page.keyboard.press("ArrowLeft")
    assert round(before - measure_part(page, "#area-papers")["width"]) == 24
    page.keyboard.press("Home")
    expect(border).to_have_attribute("aria-valuenow", str(border.get_attribute("aria-valuemin")))
    page.keyboard.press("Enter")
    expect(border).to_have_attribute("aria-valuenow", "0")
    expect(page.locator(".viewer")).to_be_hidden()
    page.keyboard.press("Enter")
    at = border.bounding_box()
    assert at
    page.mouse.move(at["x"] + 12, at["y"] + 200)
    page.mouse.down()
    page.mouse.move(600, at["y"] + 220)
    page.mouse.up()
    chosen = measure_part(page, "#area-papers")["width"]
    assert chosen != before
    page.reload()
    expect(page.locator(".viewer")).to_be_visible()
    assert abs(measure_part(page, "#area-papers")["width"] - chosen) <= 1, "kept at this computer"
    desk.prepare("Yêu cầu bổ sung")
    papers, panel, bar = (measure_part(page, each) for each in ("#area-papers", ".over", ".actions"))
    assert panel["x"] >= papers["x"] + papers["width"], "a step never lies over the papers"
    assert 800 <= bar["y"] + bar["height"] <= 900, "the steps stand at the lower edge"
    page.locator("#facts-text").fill("so dinh danh")
    expect(page.locator("#area-facts dt").first).to_contain_text("Số định danh")
    page.set_viewport_size({"width": 1000, "height": 900})
    expect(border).to_be_hidden()
    papers, facts = measure_part(page, "#area-papers"), measure_part(page, "#area-facts")
    assert facts["y"] >= papers["y"] + papers["height"], "one below the other"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_rail_narrows_to_icons_that_keep_their_names(sit: Sit) -> None:
    page = sit("desk1").page
    expect(page.locator("#w-text")).to_be_visible()
    link = page.get_by_role("link", name="Tiếp nhận tại quầy")
    wide = measure_part(page, ".officer-nav")["width"]
    page.locator(".rail-turn button").click()
    assert measure_part(page, ".officer-nav")["width"] <= 56 < wide
    expect(link.locator(".rail-word")).to_have_css("clip-path", "inset(50%)")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link.locator(".rail-word")).to_have_css("clip-path", "none")
    page.reload()
    expect(page.locator(".rail-small")).to_be_visible()
    page.locator(".rail-turn button").click()
    assert measure_part(page, ".officer-nav")["width"] == wide


def test_shortcuts_are_listed_and_can_be_switched_off(sit: Sit) -> None:
    page = sit("desk1").page
    expect(page.locator("#w-text")).to_be_visible()
    page.locator("h1").focus()
    page.keyboard.press("/")
    expect(page.locator("#w-text")).to_be_focused()
    page.keyboard.type("?")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("h1").focus()
    page.keyboard.press("?")
    page.locator("#shortcuts-on").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#w-text")).not_to_be_focused()
    page.locator(".officer-nav .shortcuts").click()
    page.locator("#shortcuts-on").check()
    page.keyboard.press("Escape")


def test_in_bulk_each_dossier_has_its_own_result(sit: Sit, site: LocalStack) -> None:
    mine, taken = file_paid_dossier(site, file_dossier(site)), file_dossier(site)
    desk = sit("desk1")
    page = desk.page
    for dossier in (mine, taken):
        page.locator(f"[id='pick-{dossier}']").check()
    ApiPerson(site, "desk2").step(taken, "refuse", {"ground": "not_conforming", "reason": "Thiếu chữ ký."})
    page.locator(".bulk").get_by_role("button", name="Tiếp nhận 2 hồ sơ đã chọn").click()
    plan = page.locator(".bulk-plan")
    expect(plan).to_contain_text("Tiếp nhận: sẽ thực hiện 1 hồ sơ")
    expect(plan).to_contain_text("Không thực hiện 1 hồ sơ")
    expect(plan).to_contain_text("Không được tiếp nhận")
    page.keyboard.press("Escape")
    expect(plan).to_have_count(0)
    expect(page.locator(".bulk").get_by_role("button", name="Tiếp nhận 2 hồ sơ đã chọn")).to_be_focused()
    page.keyboard.press("Enter")
    assert ApiPerson(site, "desk1").get(f"/api/dossiers/{mine}")["state"] == "submitted", "nothing is done before"
    plan.get_by_role("button", name="Tiếp nhận 1 hồ sơ", exact=True).click()
    expect(page.locator(".bulk [role=status]")).to_have_text("Xong 1/2.")
    assert page.locator(".bulk .due-done").count() == 1
    assert page.locator(".bulk .due-bad").count() == 1
    assert ApiPerson(site, "desk1").get(f"/api/dossiers/{mine}")["state"] == "received"


def test_when_somebody_was_faster_the_change_is_shown_and_what_was_typed_stays(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    desk = sit("desk1")
    desk.open(dossier)
    desk.prepare("Yêu cầu bổ sung")
    guidance = desk.page.locator("#s-guidance")
    guidance.fill("Chụp lại trang 1.")
    desk.page.locator(f"[id='s-components-{PAPER}']").check()
    ApiPerson(site, "desk2").step(dossier, "receive", PAID_LATER)
    desk.page.locator(".step button[type=submit]").click()
    summary = desk.page.locator(".error-summary")
    expect(summary).to_be_focused()
    steps, refusal = desk.page.locator(".actions").bounding_box(), summary.bounding_box()
    assert steps
    assert refusal
    assert refusal["y"] + refusal["height"] <= steps["y"], "the steps cover nothing of it"
    desk.page.get_by_role("button", name="Xem thay đổi").click()
    reported = desk.page.locator(".step .notice-act")
    expect(reported).to_contain_text("Chờ kiểm tra → Chờ chuyển xử lý")
    expect(reported).to_contain_text("Bước này không còn")
    expect(guidance).to_have_value("Chụp lại trang 1.")


def test_the_next_step_waits_for_the_state_that_the_last_one_left(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    desk = sit("desk1")
    desk.open(dossier)
    desk.prepare("Yêu cầu bổ sung")
    desk.page.locator(f"[id='s-components-{PAPER}']").check()
    desk.page.locator("#s-guidance").fill("Chụp lại trang 1.")
    pattern = re.compile(f"/api/dossiers/{dossier}$")
    held: list[Route] = []
    desk.page.route(pattern, lambda route: held.append(route))
    desk.take("Yêu cầu bổ sung")
    early = desk.page.locator(".actions").get_by_role("button", name="Tiếp nhận", exact=True)
    early.click()
    expect(early).to_be_disabled()
    expect(desk.page.locator("#step-title")).to_have_count(0)
    # A held request continues once nobody handles it.
    desk.page.unroute(pattern)
    # A step that the last one has closed cannot be opened.
    expect(early).to_have_count(0)
    expect(desk.page.locator("#step-title")).to_have_count(0)
    desk.page.wait_for_load_state("networkidle")


def test_a_ledger_is_checked_in_the_browser(sit: Sit, site: LocalStack) -> None:
    dossier = file_dossier(site)
    auditor = sit("auditor")
    number = ApiPerson(site, "auditor").get(f"/api/dossiers/{dossier}")["receipt_no"]
    auditor.visitor.move("/officer/ledger")
    keys = Keyboard(auditor.visitor)
    keys.write("#ledger-code", "TN-0000000000000")
    auditor.page.keyboard.press("Enter")
    expect(auditor.page.locator("#ledger-code-error")).to_contain_text("Không tìm thấy hồ sơ có mã này")
    keys.write("#ledger-code", f"Số {number.lower()}")
    auditor.page.keyboard.press("Enter")
    auditor.page.wait_for_url(f"**/officer/ledger/{dossier}")
    expect(auditor.page.locator(".notice-done .notice-title")).to_have_text("Chuỗi nguyên vẹn")

    def answer_forged(route: Route) -> None:
        answer = route.fetch()
        ledger = json.loads(answer.text())
        ledger["facts"][0]["data"]["channel"] = "desk"
        route.fulfill(response=answer, body=json.dumps(ledger))

    auditor.page.route("**/ledger", answer_forged)
    auditor.visitor.move("/officer/ledger")
    auditor.visitor.move(f"/officer/ledger/{dossier}")
    expect(auditor.page.locator(".notice-bad .notice-title")).to_have_text("Chuỗi không nguyên vẹn")


def test_a_filing_is_taken_at_the_counter(sit: Sit) -> None:
    desk = sit("desk1")
    page = desk.page
    desk.visitor.move("/officer/counter")
    page.locator("#c-find").fill("mở quán")
    expect(page.locator("#c-procedure label").first).to_have_text("1.001612 · Đăng ký thành lập hộ kinh doanh")
    page.locator("#c-procedure input").first.check()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/officer/intake/*")
    desk.visitor.heading()
    assert page.locator("#a-full_name").input_value() == "", "the officer is not the applicant"
    page.locator(".intake button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Lỗi: ")
