"""Pages of special tasks, of what a night has compared, and a leave with its stand-in, by keys.

Tasks are walked at the real API in `test_newcomers.py`; where Huế's rules have no such task, or a night would have to
pass, the pages are shown an answer in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from chalicelib.domain.shared.folding import fold_text
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.network import answer_in_place
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.people.saved_lists import read_saved

pytestmark = pytest.mark.cloud


@pytest.fixture(scope="module")
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name at narrow screens."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


def show(body: dict[str, Any]) -> Callable[[Route], None]:
    """Answer with this body."""
    return lambda route: route.fulfill(json=body)


def test_who_grants_rights_finds_units_without_an_it_officer(sit: Sit, site: LocalStack) -> None:
    office = sit("office")
    page, keys = office.page, Keyboard(office.visitor)
    office.visitor.move("/officer/unit-use")
    expect(page.locator("main")).to_contain_text("Quy định của tỉnh không có nhiệm vụ này.")
    units = [each.id for each in site.agencies.list_all()][:5]
    body = {"task": "unit_it", "known": True, "article": "khoản 4 Điều 26", "units": units}
    with answer_in_place(page, "GET", "/api/missing-tasks", show(body)):
        office.visitor.move("/officer")
        office.visitor.move("/officer/unit-use")
        rows = page.locator("section[aria-label^='Đơn vị chưa có'] tbody tr")
        expect(rows).to_have_count(5)
        keys.write("#missing-unit", "không có đơn vị này")
        expect(page.locator("main .empty")).to_be_visible()
        keys.write("#missing-unit", "")
        check_page(office.visitor, "officer-units-without-it")


def test_operators_read_nights_compared_and_failures_of_the_link(sit: Sit) -> None:
    operator = sit("operator")
    page = operator.page
    operator.visitor.move("/officer/technical")
    wait_until_settled(operator.visitor)
    check_page(operator.visitor, "officer-technical")

    def add_night(route: Route) -> None:
        night = {"day": "2026-11-19", "dossiers": 3, "counts": {"unrepaired": 1}}
        route.fulfill(json={**route.fetch().json(), "nights": [night], "portal_failures": 2})

    with answer_in_place(page, "GET", "/api/technical-status", add_night):
        operator.visitor.move("/officer")
        operator.visitor.move("/officer/technical")
        expect(page.locator("section[aria-label='Đêm đối chiếu'] tbody")).to_contain_text("19/11/2026")
        check_page(operator.visitor, "officer-technical-nights")


def test_leave_is_asked_for_with_a_stand_in_and_refused_without(sit: Sit, site: LocalStack) -> None:
    head = sit("deskhead")
    page, keys = head.page, Keyboard(head.visitor)
    away, instead = (ApiPerson(site, each).get("/api/me") for each in ("desk1", "desk2"))
    head.visitor.move("/officer/matters/account-requests/moi")
    keys.write("#f-subject", "Nghỉ phép, giao người làm thay")
    keys.write("#f-letter", "16/CV-UBND")
    write_day(keys, "f-letter_day", "20", "11", "2026")
    choose(keys, "#f-reason", "absence")
    choose(keys, "#f-action", "away")
    pick_officer(keys, "#f-person", away["name"])
    choose(keys, "#f-work_unit", find_one_stop(site))
    choose(keys, "#f-role", "one_stop_officer")
    write_day(keys, "f-valid_until", "31", "12", "2026")
    keys.press("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Người đi vắng phải có người làm thay; chọn một đồng nghiệp.")
    check_page(head.visitor, "officer-leave-refused")
    pick_officer(keys, "#f-stand_in", instead["name"])
    keys.press("main button[type=submit]")
    page.wait_for_url(re.compile(r"/officer/matters/account-requests/[^/?]+(?<!moi)$"))
    head.visitor.heading()
    expect(page.locator("main")).to_contain_text(instead["name"])
    check_page(head.visitor, "officer-leave")
    operator = sit("operator")
    find_request(operator, away["name"])
    operator.visitor.move("/officer/people")
    operator.page.get_by_role("link", name="Làm thay khi vắng, nghỉ", exact=True).press("Enter")
    expect(operator.page.locator("#people-only")).to_have_value("standing_in")
    wait_until_settled(operator.visitor)
    check_page(operator.visitor, "officer-stand-ins")
    button = page.locator(".actions").get_by_role("button", name="Rút lại", exact=True)
    button.press("Enter")
    expect(page.locator("#step-title")).to_have_text("Rút lại")
    page.locator(".step button[type=submit]").press("Enter")
    expect(page.locator(".report")).to_have_text("Đã thực hiện: Rút lại.")


def find_request(operator: OfficerWindow, name: str) -> None:
    """Who grants finds the request by the person's name, and saves the list as it is narrowed."""
    page, keys = operator.page, Keyboard(operator.visitor)
    operator.visitor.move("/officer/matters?kind=account-requests")
    wait_until_settled(operator.visitor)
    keys.write("#m-text", "không có ai như vậy")
    expect(page.locator("main .empty")).to_contain_text("không có việc nào khớp")
    keys.write("#m-text", fold_text(name))
    expect(page.locator("tbody[data-list] tr").first).to_contain_text(name)
    check_page(operator.visitor, "officer-requests-found")
    assert name in read_saved(page, page.get_by_role("button", name="Tải danh sách (XLSX)"))
    assert name in read_saved(page, page.get_by_role("button", name="Tải danh sách (CSV)"))


def write_day(keys: Keyboard, field: str, day: str, month: str, year: str) -> None:
    """Type a day into its boxes."""
    for part, text in (("day", day), ("month", month), ("year", year)):
        keys.write(f"#{field}-{part}", text)


def choose(keys: Keyboard, selector: str, value: str) -> None:
    """Choose from a list with the arrows."""
    keys.to(selector)
    options = keys.page.locator(f"{selector} option").evaluate_all("(all) => all.map((each) => each.value)")
    for _ in range(options.index(value)):
        keys.page.keyboard.press("ArrowDown")
    expect(keys.page.locator(selector)).to_have_value(value)


def pick_officer(keys: Keyboard, selector: str, name: str) -> None:
    """Find a colleague by name and choose the first."""
    keys.to(selector)
    keys.page.keyboard.type(name)
    expect(keys.page.locator("[role=option]").first).to_be_visible()
    keys.page.keyboard.press("Enter")
