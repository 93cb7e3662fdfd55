"""A mistake at reception corrected by keys: first the applicant's name, then the dossier filed again elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import APPLICANT, file_dossier
from tests.browser.keyboard import Keyboard
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

STEP = "Đính chính tiếp nhận"
RIGHT_NAME = "Trần Thị Hòa"
RIGHT_PROCEDURE = "2.000815"
FROM_PEOPLE_TO_PROCEDURE = 3


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def dossier(site: LocalStack) -> str:
    """A dossier at the desk whose fee is to be paid later."""
    found = file_dossier(site)
    ApiPerson(site, "desk1").step(found, "receive", PAID_LATER)
    return found


def begin_correction(officer: OfficerWindow, dossier: str) -> Keyboard:
    """The correction's form, opened by keys."""
    officer.open(dossier)
    keys = Keyboard(officer.visitor)
    _press_step(keys)
    expect(officer.page.locator("#step-title")).to_have_text(STEP)
    return keys


def _press_step(keys: Keyboard) -> None:
    """Tab to the step's button and press it."""
    for _ in range(80):
        if keys.page.evaluate("(name) => document.activeElement?.textContent?.trim() === name", STEP):
            keys.page.keyboard.press("Enter")
            return
        keys.page.keyboard.press("Tab")
    raise AssertionError("the step has no button")


def send_correction(keys: Keyboard, reason: str) -> None:
    """Say why, and take the step."""
    keys.write("#s-reason", reason)
    keys.press(".step button[type=submit]")
    expect(keys.page.locator(".report")).to_have_text(f"Đã thực hiện: {STEP}.")


def keep_picture(page: Page, name: str) -> None:
    """A picture to look at."""
    folder = Path(os.environ.get("SCREENS", "build/screens"))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"corrections-{name}.png", full_page=True)


def test_a_wrong_name_is_put_right_and_both_sides_see_before_and_after(
    sit: Sit, browser: Browser, site: LocalStack, dossier: str
) -> None:
    desk = sit("desk1")
    clerk = ApiPerson(site, "desk1")
    slips = f"/api/dossiers/{dossier}/papers"
    wait_until(lambda: [each for each in clerk.get(slips)["items"] if each["component"] == "receipt"], "receipt")
    keys = begin_correction(desk, dossier)
    keys.press("#s-about-0", "Space")
    keys.write("#s-applicant-phone", "0987 654 321")
    with desk.page.expect_download():
        send_correction(keys, "Nhập nhầm số điện thoại")
    # Each correction makes another receipt: it is printed although the one before was printed on this page.
    _press_step(keys)
    keys.press("#s-about-0", "Space")
    keys.write("#s-applicant-full_name", RIGHT_NAME)
    expect(desk.page.locator(".step")).to_contain_text(f"Đang ghi: {APPLICANT['full_name']}")
    assert desk.visitor.axe() == [], "the form of a correction"
    keep_picture(desk.page, "form")
    with desk.page.expect_download():
        send_correction(keys, "Nhập nhầm tên")
    said = f"{APPLICANT['full_name']} → {RIGHT_NAME}"
    expect(desk.page.locator(".timeline .changes").first).to_contain_text(said)
    expect(desk.page.locator(".workspace")).to_contain_text(RIGHT_NAME)
    keep_picture(desk.page, "course")
    citizen = Visitor(browser, site)
    citizen.be("citizen1", "/dossiers")
    citizen.move(f"/dossiers/{dossier}")
    expect(citizen.page.locator(".timeline .changes").first).to_contain_text(said)
    citizen.leave()


def test_a_dossier_of_the_wrong_procedure_is_filed_again_once_the_head_agrees(
    sit: Sit, site: LocalStack, dossier: str
) -> None:
    desk = sit("desk1")
    code = ApiPerson(site, "desk1").get(f"/api/dossiers/{dossier}")["code"]
    name = ApiPerson(site, "desk1").get(f"/api/procedures/{RIGHT_PROCEDURE}")["name"]["vi"]
    keys = begin_correction(desk, dossier)
    keys.to("#s-about-0")
    for _ in range(FROM_PEOPLE_TO_PROCEDURE):
        desk.page.keyboard.press("ArrowDown")
    keys.to("#s-procedure")
    chosen = desk.page.locator("#s-procedure")
    for _ in range(chosen.locator("option").count()):
        if chosen.input_value() == RIGHT_PROCEDURE:
            break
        desk.page.keyboard.press("ArrowDown")
    expect(chosen).to_have_value(RIGHT_PROCEDURE)
    send_correction(keys, "Người nộp xin thủ tục khác")
    head = sit("deskhead")
    head.open(dossier)
    expect(head.page.locator("[aria-labelledby=requests]")).to_contain_text(name)
    agreeing = Keyboard(head.visitor)
    agreeing.press("[aria-labelledby=requests] .buttons button:first-child")
    expect(head.page.locator(".report")).to_have_text("Đã ghi quyết định.")
    expect(head.page.locator("main")).to_contain_text("mã này không còn giá trị")
    keep_picture(head.page, "void")
    agreeing.press("main .notice a[href^='/officer/dossiers/']")
    expect(head.page.locator("main")).to_contain_text("Thủ tục này còn cần các mục chưa có")
    expect(head.page.locator("main .notice a[href^='/officer/dossiers/']")).to_have_text(code)
    assert head.visitor.axe() == [], "a dossier filed again"
    keep_picture(head.page, "filed-again")
