"""Refusals, faults and lost answers at each step of filing: a message, a way to retry, nothing lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from infra.local.person import PAID_LATER, ApiPerson
from tests.browser.filing import PAPER, PROCEDURE, FilingPages, file_dossier, find_one_stop
from tests.browser.looks import set_theme
from tests.browser.network import REFUSALS, answer_in_place, answer_refusal, lose_answer
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud


def test_starting_a_draft(visitor: Visitor) -> None:
    page, person = visitor.page, ApiPerson(visitor.site, "citizen2")
    visitor.be("citizen2", f"/procedures/{PROCEDURE}/file")
    page.locator("#unit").select_option(find_one_stop(visitor.site))
    before = len(person.get("/api/me/drafts?limit=100")["items"])
    for status in REFUSALS:
        with answer_in_place(page, "POST", "/api/dossiers$", answer_refusal(status)):
            page.locator("main button[type=submit]").click()
            expect(page.locator(".error-summary")).to_contain_text(f"Lời từ chối {status}.")
            expect(page.locator("#unit")).to_have_value(find_one_stop(visitor.site))
    with answer_in_place(page, "POST", "/api/dossiers$", lose_answer) as keys:
        page.locator("main button[type=submit]").click()
        expect(page.locator(".error-summary")).to_contain_text("Chưa nối được")
    with answer_in_place(page, "POST", "/api/dossiers$", lambda route: route.continue_()) as last:
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/drafts/*")
    assert len({*keys, *last}) == 1, "an answer that was lost is asked for again under the same key"
    assert len(person.get("/api/me/drafts?limit=100")["items"]) == before + 1


def test_saving_and_sending(visitor: Visitor) -> None:
    page, person = visitor.page, ApiPerson(visitor.site, "citizen2")
    visitor.be("citizen2")
    dossier = FilingPages(visitor).start()
    visitor.move(f"/drafts/{dossier}/applicant")
    for status in (409, 422, 429, 500):
        with answer_in_place(page, "PUT", "/draft$", answer_refusal(status)):
            page.locator("#a-full_name").fill(f"Hoa {status}")
            expect(page.locator(".notice-bad")).to_contain_text(f"Lời từ chối {status}.")
            expect(page.locator("#a-full_name")).to_have_value(f"Hoa {status}")
    with answer_in_place(page, "PUT", "/draft$", lose_answer):
        page.locator("#a-full_name").fill("Trần Thị Hoa")
        expect(page.locator(".notice-bad")).to_contain_text("Chưa nối được")
    # It is tried again by itself.
    expect(page.locator(".save-state")).to_contain_text("Đã lưu lúc")
    assert person.get(f"/api/dossiers/{dossier}/draft")["applicant"]["full_name"] == "Trần Thị Hoa"

    fill_elsewhere(person, dossier)
    page.locator("#a-full_name").fill("Trần Thị Hoa Lan")
    expect(page.locator(".notice-act")).to_contain_text("Bản sửa ở nơi khác: Ở nơi khác")
    page.locator(".notice-act .button").first.click()
    expect(page.locator(".save-state")).to_contain_text("Đã lưu lúc")
    saved = person.get(f"/api/dossiers/{dossier}/draft")
    assert saved["applicant"]["full_name"] == "Trần Thị Hoa Lan"
    assert saved["answers"]["household_business_name"] == "Quán Bún Bò Hoa", "what only the other side changed is kept"

    visitor.move(f"/drafts/{dossier}/review")
    page.locator("#declared").check()
    send = page.get_by_role("button", name="Nộp hồ sơ")
    for status in REFUSALS:
        with answer_in_place(page, "POST", "/submit$", answer_refusal(status)):
            send.click()
            expect(page.locator(".error-summary")).to_contain_text(f"Lời từ chối {status}.")
            expect(page.locator("#declared")).to_be_checked()
    with answer_in_place(page, "POST", "/submit$", lose_answer) as keys:
        send.click()
        expect(page.locator(".error-summary")).to_contain_text("Chưa nối được")
    with answer_in_place(page, "POST", "/submit$", lambda route: route.continue_()) as last:
        send.click()
        page.wait_for_url("**/receipt")
    assert len({*keys, *last}) == 1
    kinds = [each["kind"] for each in person.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert kinds == ["submitted"]


def fill_elsewhere(person: ApiPerson, dossier: str) -> None:
    """The same draft saved from another machine: everything filled in, and another name."""
    from infra.local.stories.people import APPLICANT, BUSINESS

    paper = person.upload(dossier, "component", PAPER)
    body = {
        "answers": BUSINESS,
        "applicant": {**APPLICANT, "full_name": "Ở nơi khác"},
        "papers": [paper],
        "return_way": "online",
    }
    version = person.get(f"/api/dossiers/{dossier}/draft")["version"]
    person.ask("PUT", f"/api/dossiers/{dossier}/draft", body, version=version, expect=200)


def test_a_session_that_ends_mid_form_costs_nothing(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("citizen3")
    dossier = FilingPages(visitor).start()
    visitor.move(f"/drafts/{dossier}/applicant")
    with end_by_typing(visitor, "khai@vidu.example"):
        expect(page.locator("dialog")).to_contain_text("Phiên đăng nhập đã hết")
        assert visitor.axe() == []
    with visitor.context.expect_page() as opened:
        page.locator("dialog .button").first.click()
    with opened.value.expect_event("close"):
        visitor.choose_person(opened.value, "citizen3")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".save-state")).to_contain_text("Đã lưu lúc")
    expect(page.locator("#a-email")).to_have_value("khai@vidu.example")
    saved = ApiPerson(visitor.site, "citizen3").get(f"/api/dossiers/{dossier}/draft")["applicant"]
    assert (saved["email"], saved["full_name"]) == ("khai@vidu.example", "Nguyễn Thị Minh Khai")
    visitor.speak("en")
    set_theme(visitor, "dark")
    with end_by_typing(visitor, "khai2@vidu.example"):
        expect(page.locator("dialog")).to_contain_text("Your session has ended")
        assert visitor.axe() == []
    page.locator("dialog .button-plain").click()
    page.wait_for_url(f"{visitor.site.origin}/")
    expect(page.locator("header")).to_contain_text("Sign in")


@contextmanager
def end_by_typing(visitor: Visitor, mail: str) -> Iterator[None]:
    """While this lasts, the session is over: the address that is typed is not saved, and no token is renewed."""
    page = visitor.page
    with (
        answer_in_place(page, "PUT", "/draft$", answer_refusal(401)),
        answer_in_place(page, "POST", "/api/session/token", answer_refusal(401)),
    ):
        page.locator("#a-email").fill(mail)
        yield


def test_a_shared_computer_keeps_nothing_and_ends_by_itself(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install()
    visitor.go("/?kiosk")
    visitor.move("/sign-in?to=/dossiers")
    expect(page.locator("main")).to_contain_text("Máy không giữ lại gì của bạn")
    page.locator("main .button").click()
    visitor.choose_person(page, "citizen3")
    page.wait_for_url(visitor.site.origin + "/dossiers")
    visitor.heading()
    visitor.speak("en")
    page.clock.fast_forward("03:10")
    expect(page.locator("dialog")).to_contain_text("Are you still there?")
    assert visitor.axe() == []
    page.locator("dialog .button").first.click()
    expect(page.locator("dialog")).to_have_count(0)
    visitor.speak("vi")
    set_theme(visitor, "dark")
    page.clock.fast_forward("03:10")
    expect(page.locator("dialog")).to_contain_text("Bạn có tiếp tục không?")
    assert visitor.axe() == []
    assert visitor.context.cookies(visitor.site.origin) == []
    with page.expect_response("**/api/session/end"):
        page.clock.fast_forward("02:00")
    page.wait_for_url(visitor.site.origin + "/")
    expect(page.locator("header")).to_contain_text("Đăng nhập")
    kept = page.evaluate("[{...localStorage}, {...sessionStorage}, document.cookie]")
    assert kept == [{}, {"shared": "yes", "kiosk": "yes"}, ""]


def test_a_kiosk_goes_back_to_its_first_page_when_nobody_touches_it(visitor: Visitor) -> None:
    page, seconds = visitor.page, ApiPerson(visitor.site).get("/api/kiosk")["idle_seconds"]
    page.clock.install()
    with page.expect_response("**/api/kiosk"):
        visitor.go("/?kiosk")
    visitor.move("/tra-cuu")
    page.locator("#lookup-code").fill("H57.01-261127-0001")
    page.clock.run_for((seconds - 3) * 1000)
    expect(page.locator("#lookup-code")).to_have_value("H57.01-261127-0001")
    page.locator("#lookup-code").press("Home")
    page.clock.run_for((seconds - 3) * 1000)
    expect(page.locator("#lookup-code")).to_have_value("H57.01-261127-0001")
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url) if request.is_navigation_request() else None)
    page.clock.run_for(5000)
    expect(page).to_have_url(visitor.site.origin + "/?kiosk")
    visitor.heading()
    assert opened == [visitor.site.origin + "/?kiosk"], "it goes back once, however long the first page takes"
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_a_dossier_that_changed_meanwhile_is_reported(visitor: Visitor) -> None:
    dossier = file_dossier(visitor.site, "citizen2")
    page = visitor.page
    visitor.be("citizen2", f"/dossiers/{dossier}/withdraw")
    ApiPerson(visitor.site, "desk1").step(dossier, "receive", PAID_LATER)
    page.locator("main .button-danger").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert ApiPerson(visitor.site, "citizen2").get(f"/api/dossiers/{dossier}")["state"] == "received"
