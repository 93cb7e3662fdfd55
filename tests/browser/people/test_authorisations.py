"""Somebody asks to act for another person, who agrees; they act for them, and it ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from infra.local.person import ApiPerson
from infra.local.sign_in import choose_person
from infra.local.stack import LocalStack
from tests.browser.looks import check_page, shows_dialog
from tests.browser.visitor import Visitor
from tests.e2e.described import Description
from tests.e2e.people import Cast
from tests.e2e.window import Window

pytestmark = pytest.mark.cloud

LAN, NUMBER = "Hồ Thị Lan", "046192004567"


def sign_in_principal(site: LocalStack) -> ApiPerson:
    """The principal, signed in with the e-identity provider by a page of their own."""
    window = Window(Cast(site, Description({"paths": {}})), watched=False)
    begun = window.ask("/begin", {"shared": False})
    token = window.ask("", choose_person(begun.body["url"], "parent")).body["access_token"]
    return ApiPerson(site, token=token)


@pytest.mark.clause("LC-10.1.a#3")
def test_an_authorisation_from_the_request_to_its_end(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("citizen3", "/uy-quyen")
    visitor.heading()
    _ask(page)
    sent = page.locator(".card", has_text=f"Bạn xin làm thay {LAN}").first
    expect(sent).to_contain_text("Chờ đồng ý")
    principal = sign_in_principal(visitor.site)
    found = principal.get("/api/authorisations")["items"]
    asked = next(each for each in found if each["standing"] == "requested" and each["side"] == "principal")
    principal.ask("POST", f"/api/authorisations/{asked['id']}", {"reply": "accept"}, version=1, expect=200)
    page.reload()
    visitor.heading()
    card = page.locator(".card", has=page.get_by_role("button", name=f"Làm thay {LAN}"))
    check_page(visitor, "authorisations")
    card.get_by_role("button", name="Làm thay").press("Enter")
    expect(page.locator("header .who")).to_contain_text(f"làm thay {LAN}")
    page.reload()
    expect(page.locator("header .who")).to_contain_text(f"làm thay {LAN}")
    visitor.move("/dossiers")
    expect(page.locator("h1")).to_have_text(f"Hồ sơ của {LAN}")
    visitor.move("/uy-quyen")
    ends = page.locator(".card", has_text="Bạn đang làm thay người này").get_by_role("button", name="Chấm dứt")
    shows_dialog(visitor, "authorisation-ends", lambda: _press(page))
    ends.press("Enter")
    page.locator("dialog").get_by_role("button", name="Chấm dứt").press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("header .who")).not_to_contain_text(LAN)
    expect(page.locator(".card", has_text="Đã chấm dứt").first).to_be_visible()


def _ask(page: Page) -> None:
    """Fill in the form by keyboard; what is missing is said at its field first."""
    form = page.locator("main form")
    form.locator("button[type=submit]").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#full_name-error")).to_contain_text("Nhập họ và tên")
    page.locator("#side-1").press("Space")
    page.locator("#full_name").press_sequentially(LAN)
    page.locator("#id_number").press_sequentially(NUMBER)
    form.locator("button[type=submit]").press("Enter")
    expect(page.locator("main p[role=status]").first).to_have_text("Đã lưu.")


def _press(page: Page) -> None:
    """Open the question whether to end it, in either language."""
    page.locator(".card", has=page.locator("[role=status]")).locator(".button-secondary").click()
    expect(page.locator("dialog")).to_be_visible()
