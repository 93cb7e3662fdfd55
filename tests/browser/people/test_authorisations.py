"""Somebody asks to act for another person, who agrees; they act for them, and it ends. What somebody filed by a signed
paper is taken from them by the principal, or by the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.person import ApiPerson
from infra.local.sign_in import choose_person
from infra.local.stack import LocalStack
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_fit, check_page, shows_dialog
from tests.browser.officer import OfficerWindow, seat_officers
from tests.browser.visitor import Visitor
from tests.e2e.described import Description
from tests.e2e.people import APPLICANT, COPY, COPY_ANSWERS, Cast
from tests.e2e.window import Window

pytestmark = pytest.mark.cloud

LAN, NUMBER = "Hồ Thị Lan", "046192004567"
KHAI = {"full_name": "Nguyễn Thị Minh Khai", "id_number": "046190001234"}
PAPER = {"basis": "paper", "number": "12/UQ", "signed_on": "2026-11-20"}
END, DESK_END = "Chấm dứt ủy quyền của người nộp thay", "Chấm dứt ủy quyền nộp thay"


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


def file_by_paper(site: LocalStack) -> str:
    """A dossier of Khai's that somebody else filed, by a paper that she signed."""
    filer, one_stop = ApiPerson(site, "citizen1"), Cast(site, Description({"paths": {}})).place.one_stop
    draft = {"answers": COPY_ANSWERS, "applicant": APPLICANT, "on_behalf": KHAI, "authority": PAPER}
    dossier = filer.draft(COPY, one_stop, "own_portal", draft)
    filer.submit(dossier, [])
    return dossier


def test_a_principal_and_the_desk_revoke_the_paper_by_which_somebody_filed(
    visitor: Visitor, browser: Browser, site: LocalStack
) -> None:
    visitor.sign_in("citizen3", "/dossiers")
    revoke_own(visitor, file_by_paper(site))
    with seat_officers(browser, site, *NARROW) as sit:
        revoke_at_desk(sit("desk1"), file_by_paper(site))


def revoke_own(visitor: Visitor, dossier: str) -> None:
    """The principal reads what it means, keeps the paper first, then ends it, all by keys."""
    page, keys = visitor.page, Keyboard(visitor)
    visitor.move(f"/dossiers/{dossier}")
    asks = page.get_by_role("button", name=END)
    expect(asks).to_be_visible()
    check_page(visitor, "dossier-by-paper")
    shows_dialog(visitor, "paper-authorisation-ends", lambda: _press_last(page))
    asks.press("Enter")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("Người nộp thay không xem và không làm tiếp hồ sơ này được nữa.")
    check_fit(visitor, "paper-authorisation-ends")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(asks).to_be_focused()
    page.keyboard.press("Enter")
    keys.press("dialog .button-danger")
    expect(dialog).to_have_count(0)
    expect(asks).to_have_count(0)
    refused = ApiPerson(visitor.site, "citizen1").ask("GET", f"/api/dossiers/{dossier}")
    assert (refused.status, refused.body["code"]) == (403, "authority_revoked")


def revoke_at_desk(desk: OfficerWindow, dossier: str) -> None:
    """The desk says who asked for it and how, by keys; without that nothing is revoked."""
    page, keys = desk.page, Keyboard(desk.visitor)
    desk.open(dossier)
    page.locator(".actions").get_by_role("button", name=DESK_END, exact=True).press("Enter")
    expect(page.locator("#step-title")).to_have_text(DESK_END)
    check_page(desk.visitor, "officer-paper-authorisation")
    keys.press(".step button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(desk.visitor, "officer-paper-authorisation-refused")
    keys.write(".step textarea", "Người ủy quyền đến quầy, xuất trình căn cước.")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text(f"Đã thực hiện: {DESK_END}.")
    expect(page.locator(".actions").get_by_role("button", name=DESK_END, exact=True)).to_have_count(0)


def _press_last(page: Page) -> None:
    """Open the question whether to end the paper, in either language."""
    page.locator("main .buttons").last.locator("button").press("Enter")
    expect(page.locator("dialog")).to_be_visible()
