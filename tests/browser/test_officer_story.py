"""One dossier from filing to the opened result, each person at their own pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from infra.local.mailbox import wait_until
from infra.local.person import ApiPerson
from infra.local.rotation_rehearsal import SessionPage
from infra.local.stack import LocalStack
from infra.local.stand_ins.citizen_feedback import SendingFault
from infra.local.stories.at_portal import file_feedback_at_portal
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.telling import Scenario
from tests.browser.conftest import prepare_stack
from tests.browser.filing import PAPER, FilingPages, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page
from tests.browser.officer import OfficerWindow, seat_officers
from tests.browser.people.newcomers import ask_rights, grant_rights, open_account
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

Windows = Callable[[], Visitor]
KHAI_NUMBER = "046190001234"
"""The identity number of citizen3."""


@pytest.fixture(params=["hue", "lai-chau"])
def windows(
    request: pytest.FixtureRequest, browser: Browser, stack_of: Callable[[str], LocalStack]
) -> Iterator[Windows]:
    """Windows at the pages of a province, each a browser of its own."""
    site = prepare_stack(stack_of(request.param))
    with ExitStack() as open_now:

        def open_window() -> Visitor:
            visiting = Visitor(browser, site)
            open_now.callback(visiting.leave)
            return visiting

        yield open_window


def test_from_filing_to_the_opened_result(windows: Windows) -> None:
    citizen = windows()
    citizen.sign_in("citizen3")
    filing = FilingPages(citizen)
    dossier = filing.to_review()
    filing.send()

    desk = OfficerWindow(windows(), "desk1")
    desk.open(dossier)
    desk.prepare("Yêu cầu bổ sung")
    desk.page.locator(f"[id='s-components-{PAPER}']").check()
    desk.page.locator("#s-guidance").fill("Chụp lại trang 1 cho rõ nét.")
    desk.take("Yêu cầu bổ sung")

    citizen.move(f"/dossiers/{dossier}/supplement")
    expect(citizen.page.locator("main")).to_contain_text("Chụp lại trang 1 cho rõ nét.")
    filing.paper("to-khai-2.pdf")
    citizen.page.locator("main button[type=submit]").click()
    citizen.page.wait_for_url(re.compile(f"/dossiers/{dossier}$"))

    cashier = OfficerWindow(windows(), "cashier1", begun=True)
    cashier.visitor.move(f"/officer/cashier/{dossier}")
    cashier.page.locator("#receipt").fill("BL-000123")
    cashier.page.locator("main button[type=submit]").click()
    expect(cashier.page.locator(".notice-done")).to_contain_text("BL-000123")

    desk.open(dossier)
    for step in ("Tiếp nhận", "Chuyển xử lý"):
        desk.prepare(step)
        desk.take(step)
    ApiPerson(citizen.site, "tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})

    case = OfficerWindow(windows(), "case1", begun=True)
    case.open(dossier)
    case.upload_result()

    head = OfficerWindow(windows(), "head1", begun=True)
    head.open(dossier)
    head.prepare("Giải quyết")
    head.page.locator("#s-outcome input[value=granted]").check()
    head.page.locator("#s-result").select_option(label="ket-qua.pdf")
    head.take("Giải quyết")

    desk.open(dossier)
    compare = desk.page.locator(".actions").get_by_role("button", name="Đối chiếu bản chính", exact=True)
    # In Huế the paper behind an unsigned upload is compared before any result goes out (HUE-9.2).
    expect(compare).to_have_count(1 if citizen.site.province == "hue" else 0)
    if compare.count():
        desk.prepare("Đối chiếu bản chính")
        desk.page.locator(f"[id='s-components-{PAPER}']").check()
        desk.page.locator("#s-came input[value=sent]").check()
        desk.take("Đối chiếu bản chính")
    desk.prepare("Trả kết quả")
    desk.page.locator("#s-way input[value=online]").check()
    desk.take("Trả kết quả")

    citizen.move("/dossiers")
    citizen.move(f"/dossiers/{dossier}")
    expect(citizen.page.locator(".notice-title").first).to_have_text("Đã trả kết quả")
    results = citizen.page.locator("section", has=citizen.page.get_by_role("heading", name="Kết quả", exact=True))
    with citizen.context.expect_page() as opened:
        results.get_by_role("button").click()
    opened.value.close()


def test_feedback_says_that_it_came_from_the_national_system(
    browser: Browser, stack_of: Callable[[str], LocalStack]
) -> None:
    site = prepare_stack(stack_of("lai-chau"))
    number = file_feedback_at_portal(Scenario(site), SendingFault.UNANSWERED)
    with seat_officers(browser, site) as sit:
        office = sit("office").visitor
        office.move("/officer/matters?kind=feedback&unit=LC-VP")
        row = office.page.locator("tr", has_text=f"Từ hệ thống quốc gia, số {number}")
        expect(row).to_have_count(1)
        row.get_by_role("link").click()
        expect(office.page.locator(".head-line")).to_contain_text(f"Từ hệ thống quốc gia, số {number}")


def test_who_had_no_account_at_the_counter_takes_the_dossier_into_a_later_one_by_keys(
    browser: Browser, stack_of: Callable[[str], LocalStack]
) -> None:
    site = prepare_stack(stack_of("lai-chau"))
    desk, person = ApiPerson(site, "desk1"), {"full_name": "Nguyễn Thị Minh Khai", "id_number": KHAI_NUMBER}
    answers = {**MARITAL, **{f"requester_{name}": value for name, value in person.items()}}
    typed = {"answers": answers, "applicant": {**MARITAL_APPLICANT, **person}, "efiling": "declined", "account": None}
    dossier = desk.draft("1.004873", find_one_stop(site), "desk", typed)
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    citizen = Visitor(browser, site, *NARROW)
    citizen.sign_in("citizen3")
    own = ApiPerson(site, token=SessionPage(site).fetch_token("citizen3"))
    wait_until(lambda: dossier in [each["dossier_id"] for each in own.get("/api/me/unjoined")["items"]], "the entry")
    citizen.go("/dossiers")
    take = f"[aria-describedby='unjoined-{dossier}']"
    check_page(citizen, "unjoined")
    Keyboard(citizen).press(take)
    # The pressed button is gone with its line: keys continue at what was done.
    expect(citizen.page.locator("main .notice-done :focus")).to_contain_text("vào tài khoản của bạn")
    expect(citizen.page.locator(take)).to_have_count(0)
    expect(citizen.page.locator(f"main a[href='/dossiers/{dossier}']")).to_be_visible()
    citizen.leave()


def test_the_police_follow_look_ups_of_population_data_and_alone_answer_requests_for_them(
    browser: Browser, stack_of: Callable[[str], LocalStack]
) -> None:
    site = prepare_stack(stack_of("lai-chau"))
    seat_police(site)
    desk, unit = ApiPerson(site, "desk1"), find_one_stop(site)
    asked = {"unit": unit, "kind": "citizen", "number": "012095000003", "full_name": "Lò Văn Pâng", "paper": "CCCD"}
    desk.ask("POST", "/api/applicants", asked)
    reader = {"person": ApiPerson(site, "desk2").get("/api/me")["sub"], "role": "population_reader", "work_unit": unit}
    request = ask_rights(ApiPerson(site, "deskhead"), reader)["id"]
    with seat_officers(browser, site, *NARROW) as sit:
        police = sit(POLICE)
        page, keys = police.page, Keyboard(police.visitor)
        police.visitor.move("/officer/population")
        rows = page.locator("section[aria-label='Các lần tra cứu'] tbody tr")
        expect(rows.first).to_contain_text("Lê Thị Hạnh")
        check_page(police.visitor, "officer-population")
        keys.write("#use-who", "le thi hanh")
        expect(rows.first).to_be_visible()
        keys.write("#use-who", "không có ai")
        expect(page.locator("main .empty").last).to_contain_text("Không có lần tra cứu nào khớp")
        keys.press(f"main a[href='/officer/matters/account-requests/{request}']")
        police.visitor.heading()
        expect(page.locator(".actions").get_by_role("button", name=GRANT, exact=True)).to_be_visible()
        office = sit("office")
        office.visitor.move(f"/officer/matters/account-requests/{request}")
        expect(office.page.locator("main")).to_contain_text("Tra cứu dữ liệu dân cư")
        expect(office.page.get_by_role("button", name=GRANT, exact=True)).to_have_count(0)


POLICE, GRANT = "congan1", "Thực hiện đề nghị"


def seat_police(site: LocalStack) -> None:
    """Somebody of the provincial police, by a written request that another person grants."""
    sub = open_account(site, POLICE)
    right = {"person": sub, "role": "police_population", "full_name": "Giàng A Páo", "job_title": "Đội trưởng"}
    grant_rights(ApiPerson(site, "office2"), ask_rights(ApiPerson(site, "office"), right))
