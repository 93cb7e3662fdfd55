"""An agency's appraisal at the pages, by keys alone: a consultation, a proposal, remarks, their answer, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import PAID_LATER, ApiPerson, create_pdf
from infra.local.stack import LocalStack
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.browser.filing import find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import check_page, wait_until_settled
from tests.browser.officer import OfficerWindow, Sit, seat_officers

pytestmark = pytest.mark.cloud

CERTIFICATE = "1.004873"
"""A certificate whose internal process has the head of section check and the head of the agency sign."""
SAVE = "form:has(#request) button[type=submit]"
NOT_YOURS = "Phần này không thuộc nhiệm vụ của bạn."
OPINION, ANSWER = "Chưa đăng ký kết hôn với ai; đủ điều kiện.", "Đã bổ sung căn cứ vào dự thảo."
REMARKS = "Dự thảo thiếu căn cứ pháp lý, bổ sung Điều 21."


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name; each signs in once."""
    with seat_officers(browser, site) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def dossier(site: LocalStack) -> str:
    """A certificate at the agency that settles it."""
    return file_at_agency(site)


def file_at_agency(site: LocalStack) -> str:
    """A certificate that was filed, received and transferred."""
    citizen, desk = ApiPerson(site, "citizen1"), ApiPerson(site, "desk1")
    draft = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
    number = citizen.draft(CERTIFICATE, find_one_stop(site), "own_portal", draft)
    citizen.submit(number, [citizen.upload(number, "component", FORM_2)])
    desk.step(number, "receive", PAID_LATER)
    desk.step(number, "transfer")
    return number


def focus_workspace(officer: OfficerWindow, dossier: str) -> Keyboard:
    """The officer's hands on the keys at the workspace."""
    officer.open(dossier)
    wait_until_settled(officer.visitor)
    return Keyboard(officer.visitor)


def press_step(keys: Keyboard, step: str) -> None:
    """Press a step's button by keys; its form opens."""
    number = keys.page.locator(".actions button").all_inner_texts().index(step)
    keys.press(f".actions button:nth-of-type({number + 1})")
    expect(keys.page.locator("#step-title")).to_have_text(step)


def send_form(keys: Keyboard, step: str) -> None:
    """Take the step whose form is open."""
    keys.press(".step button[type=submit]")
    expect(keys.page.locator(".report")).to_have_text(f"Đã thực hiện: {step}.")


def press_button(keys: Keyboard, name: str) -> None:
    """Press a button of the proposal by its name."""
    names = keys.page.locator("#requests ~ .card .buttons button").all_inner_texts()
    keys.press(f"#requests ~ .card .buttons button:nth-of-type({names.index(name) + 1})")


def test_an_appraisal_from_the_consultation_to_the_signature(sit: Sit, site: LocalStack, dossier: str) -> None:
    consult_authority(sit, site, dossier)
    submit_proposal(sit, dossier)
    send_back(sit, dossier)
    answer_remarks(sit, site, dossier)
    sign_proposal(sit, site, dossier)


def consult_authority(sit: Sit, site: LocalStack, dossier: str) -> None:
    """The case officer asks the tax authority with a paper of the dossier; it reads that one alone, and answers."""
    keys = focus_workspace(sit("case1"), dossier)
    press_step(keys, "Lấy ý kiến")
    pick_value(keys, "#s-unit", ApiPerson(site, "tax1").get("/api/me")["units"][-1])
    keys.write("#s-reply_days", "2")
    keys.write("#s-questions", "Người này còn nợ thuế không?")
    keys.press("#s-enclosed input", "Space")
    send_form(keys, "Lấy ý kiến")
    keys = focus_workspace(sit("tax1"), dossier)
    expect(keys.page.locator(".paper-list > li")).to_have_count(1)
    expect(keys.page.locator("#summary ~ p.muted")).to_have_text([NOT_YOURS, NOT_YOURS])
    press_step(keys, "Trả lời ý kiến")
    keys.write("#s-opinion", "Không còn nợ thuế.")
    send_form(keys, "Trả lời ý kiến")


def submit_proposal(sit: Sit, dossier: str) -> None:
    """The case officer reads the answer and proposes to grant, with a draft."""
    case = sit("case1")
    keys = focus_workspace(case, dossier)
    expect(keys.page.locator("#course ~ ol")).to_contain_text("Không còn nợ thuế.")
    press_step(keys, "Trình ký")
    keys.press("#s-outcome input", "Space")
    keys.press(".step a[href='#result-upload']")
    expect(keys.page.locator("#result-upload-file")).to_be_focused()
    upload_draft(keys, "du-thao-1")
    press_step(keys, "Trình ký")
    fill_proposal(keys, OPINION, "du-thao")
    check_page(case.visitor, "officer-propose")
    send_form(keys, "Trình ký")
    expect(keys.page.locator("#requests ~ .card")).to_contain_text("người trình không tự ký")


def upload_draft(keys: Keyboard, name: str) -> None:
    """Put a draft of the result in by keys."""
    chooser = keys.choose("#result-upload-file")
    chooser.set_files({"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": create_pdf(name)})
    expect(keys.page.locator("#result-upload .tag-done")).to_be_visible()
    wait_until_settled(keys.visitor)


def fill_proposal(keys: Keyboard, opinion: str, draft: str, *, answering: bool = False) -> None:
    """The form of a proposal to grant."""
    if not answering:
        keys.press("#s-outcome input", "Space")
    chosen = keys.page.locator("#s-result option", has_text=draft)
    expect(chosen).to_have_count(1)
    keys.to("#s-result")
    keys.page.keyboard.type(draft, delay=20)
    expect(keys.page.locator("#s-result")).to_have_value(str(chosen.get_attribute("value")))
    keys.write("#s-opinion", opinion)


def send_back(sit: Sit, dossier: str) -> None:
    """The head of section signs; the head of the agency finds it under what waits and sends it back."""
    section = sit("section")
    section.visitor.move("/officer/approvals")
    wait_until_settled(section.visitor)
    keys = Keyboard(section.visitor)
    expect(keys.page.locator("section[aria-label='Chờ ký']")).to_contain_text("Ký kết quả giải quyết")
    check_page(section.visitor, "officer-to-sign")
    keys.press(f"main a[href$='{dossier}']")
    keys.page.wait_for_url(f"**/officer/dossiers/{dossier}")
    section.visitor.heading()
    wait_until_settled(section.visitor)
    expect(keys.page.locator("#requests ~ .card")).to_contain_text(OPINION)
    press_button(keys, "Ký")
    expect(keys.page.locator(".report")).to_have_text("Đã ghi quyết định.")
    head = sit("head1")
    keys = focus_workspace(head, dossier)
    press_button(keys, "Trả lại")
    expect(keys.page.locator(".error-summary")).to_be_focused()
    keys.write("textarea[id^=proposal-]", REMARKS)
    check_page(head.visitor, "officer-sign")
    press_button(keys, "Trả lại")
    expect(keys.page.locator(".report")).to_have_text("Đã ghi quyết định.")
    expect(keys.page.locator("#requests ~ .card")).to_contain_text("chờ Trần Thị Mai")


def answer_remarks(sit: Sit, site: LocalStack, dossier: str) -> None:
    """The returned proposal is in the officer's list with the remarks; the answer brings a new draft."""
    case = sit("case1")
    case.visitor.move("/officer/returned")
    wait_until_settled(case.visitor)
    keys = Keyboard(case.visitor)
    expect(keys.page.locator("main table")).to_contain_text(REMARKS)
    check_page(case.visitor, "officer-returned")
    keys.press(f"main a[href$='{dossier}']")
    keys.page.wait_for_url(f"**/officer/dossiers/{dossier}")
    case.visitor.heading()
    wait_until_settled(case.visitor)
    upload_draft(keys, "sua-lai-2")
    press_step(keys, "Trình ký")
    expect(keys.page.locator(".step")).to_contain_text(REMARKS)
    fill_proposal(keys, ANSWER, "sua-lai", answering=True)
    send_form(keys, "Trình ký")
    items = ApiPerson(site, "case1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    assert [each["kind"] for each in items[-2:]] == ["request_sent_back", "request_answered"]


def sign_proposal(sit: Sit, site: LocalStack, dossier: str) -> None:
    """Both sign; the dossier is settled with the last draft."""
    keys = focus_workspace(sit("section"), dossier)
    card = keys.page.locator("#requests ~ .card")
    expect(card).to_contain_text(REMARKS)
    expect(card).to_contain_text(ANSWER)
    for who in ("section", "head1"):
        keys = focus_workspace(sit(who), dossier)
        press_button(keys, "Ký")
        expect(keys.page.locator(".report")).to_have_text("Đã ghi quyết định.")
    read = ApiPerson(site, "citizen1").get(f"/api/dossiers/{dossier}")
    names = {
        each["id"]: each["name"] for each in ApiPerson(site, "case1").get(f"/api/dossiers/{dossier}/papers")["items"]
    }
    assert (read["state"], [names[each] for each in read["results"]]) == ("resolved", ["sua-lai-2.pdf"])


def pick_value(keys: Keyboard, selector: str, value: str) -> None:
    """Choose from a list with the arrows."""
    keys.to(selector)
    options = keys.page.locator(f"{selector} option").evaluate_all("(all) => all.map((each) => each.value)")
    for _ in range(options.index(value)):
        keys.page.keyboard.press("ArrowDown")
    expect(keys.page.locator(selector)).to_have_value(value)


def test_who_is_away_has_a_backup_who_gets_the_remarks(sit: Sit, site: LocalStack) -> None:
    case, colleague, grants = (ApiPerson(site, each) for each in ("case1", "desk2", "operator"))
    away, instead = (each.get("/api/me") for each in (case, colleague))
    number = file_at_agency(site)
    agency = case.get(f"/api/dossiers/{number}")["agency"]
    # A right at a unit of before the reorganisation would be refused with the new one.
    before = grants.get(f"/api/officers/{instead['sub']}")
    write_rights(grants, before, [each for each in before["assignments"] if each["unit"] == find_one_stop(site)])
    operator = sit("operator")
    operator.visitor.move(f"/officer/rights?account={instead['sub']}")
    wait_until_settled(operator.visitor)
    keys = Keyboard(operator.visitor)
    pick_value(keys, "#role", "case_officer")
    pick_value(keys, "#unit", agency)
    pick_value(keys, "#backup", away["sub"])
    keys.write("#request", "15/TTr")
    keys.press(SAVE)
    expect(keys.page.locator(".error-summary")).to_be_focused()
    for part, text in zip(("day", "month", "year"), ("31", "12", "2026"), strict=True):
        keys.write(f"#last-{part}", text)
    check_page(operator.visitor, "officer-rights-backup")
    keys.press(SAVE)
    expect(keys.page.locator(".report")).to_contain_text("Đã ghi.")
    case.step(number, "propose", {"outcome": "not_granted", "ground": "conditions_not_met", "opinion": OPINION})
    back = ApiPerson(site, "head1").step(number, "requests/1/send_back", {"remarks": REMARKS})
    assert back["requests"][0]["sent_back"]["officer"] == instead["sub"]
    write_rights(grants, grants.get(f"/api/officers/{instead['sub']}"), [])


def write_rights(grants: ApiPerson, record: dict[str, Any], rights: list[dict[str, Any]]) -> None:
    """The officer's record with these rights, and those at the present one-stop unit."""
    kept = rights or [each for each in record["assignments"] if each["role"] == "one_stop_officer"]
    assignments = [{name: value for name, value in each.items() if name != "in_force"} for each in kept]
    body = {"name": record["name"], "title": record["title"], "request_ref": "14/TTr", "assignments": assignments}
    grants.ask("PUT", f"/api/officers/{record['sub']}", body, version=record["version"], expect=200)
