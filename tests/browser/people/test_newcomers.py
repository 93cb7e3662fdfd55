"""Officers with special tasks, a vendor and an account that nobody used, by keys and at the real API."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.domain.accounts.account_state import AccountStanding
from infra.local.person import ApiPerson
from infra.local.seed import TODAY, find_place
from infra.local.stack import LocalStack
from tests.browser.conftest import prepare_stack
from tests.browser.filing import file_dossier, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.officer import seat_officers
from tests.browser.people.newcomers import (
    ask_rights,
    grant_rights,
    list_rights,
    open_account,
    put_officer,
    seat_newcomer,
)
from tests.browser.people.saved_lists import read_saved
from tests.support.running.cloud_fixtures import MORNING

pytestmark = pytest.mark.cloud

VENDOR, FORMULA = "nhathau1", "=HYPERLINK(1)"


def test_an_it_officer_reads_the_use_that_the_system_has_counted(browser: Browser, site: LocalStack) -> None:
    unit = find_one_stop(site)
    seat_newcomer(site, "tinhoc1", "Đoàn Thị Vi Tính", *list_rights(("unit_it", unit), ("one_stop_officer", unit)))
    put_officer(site, f"{uuid4()}", FORMULA, *list_rights(("one_stop_officer", unit)))
    with seat_officers(browser, site, *NARROW) as sit:
        it = sit("tinhoc1")
        page, keys = it.page, Keyboard(it.visitor)
        it.visitor.move("/officer/unit-use")
        wait_until_settled(it.visitor)
        rows = page.locator("section[aria-label='Tình hình sử dụng'] tbody tr")
        expect(rows.filter(has_text="Đoàn Thị Vi Tính")).to_have_count(1)
        check_page(it.visitor, "officer-unit-use-counted")
        keys.write("#use-name", "le thi hanh")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Lê Thị Hạnh")
        keys.write("#use-name", "khong co ai")
        expect(page.locator("main .empty")).to_contain_text("Không có dòng nào khớp")
        keys.write("#use-name", "HYPER")
        keys.to("#use-kind")
        page.keyboard.press("ArrowDown")
        expect(rows).to_contain_text(["chưa lần nào"])
        assert f"'{FORMULA}" in read_saved(page, page.get_by_role("button", name="CSV"))
        assert "<f>" not in read_saved(page, page.get_by_role("button", name="XLSX")), "no formula in the workbook"


def seat_vendor(site: LocalStack) -> None:
    """Somebody of a vendor, asked for by one person of the office and granted by another."""
    sub = open_account(site, VENDOR)
    right = {
        "person": sub, "role": "vendor_technical", "full_name": "Kỹ sư Nhà Thầu", "job_title": "Kỹ sư",
        "valid_until": f"{MORNING + timedelta(days=30):%Y-%m-%d}",
    }  # fmt: skip
    grant_rights(ApiPerson(site, "office2"), ask_rights(ApiPerson(site, "office"), right))


def test_a_vendor_reads_technical_status_and_incidents_and_is_refused_every_dossier(
    browser: Browser, stack_of: Callable[[str], LocalStack]
) -> None:
    site = prepare_stack(stack_of("lai-chau"))
    seat_vendor(site)
    unit = site.agencies.list_one_stop_units(TODAY)[-1]
    outage = {"unit": unit.id, "started_at": f"{(MORNING - timedelta(hours=1)).isoformat()}", "reason": "Mất điện"}
    operator, dossier = ApiPerson(site, "operator"), file_dossier(site)
    declared = operator.ask("POST", "/api/outages", outage, expect=201).body
    with seat_officers(browser, site, *NARROW) as sit:
        vendor = sit(VENDOR)
        page, keys = vendor.page, Keyboard(vendor.visitor)
        vendor.visitor.move("/officer/technical")
        wait_until_settled(vendor.visitor)
        rows = page.locator("section[aria-label='Sự cố, gián đoạn'] tbody tr")
        keys.press("#incident-open", "Space")
        keys.write("#incident-unit", unit.name.vi)
        expect(rows.first).to_contain_text("chưa kết thúc")
        check_page(vendor.visitor, "officer-technical-vendor")
        assert "chưa kết thúc" in read_saved(page, page.get_by_role("button", name="CSV").first)
        keys.write("#incident-unit", "không có")
        expect(page.locator("main .empty").first).to_contain_text("Không có sự cố nào khớp")
        for path in (f"/officer/dossiers/{dossier}", f"/officer/ledger/{dossier}"):
            vendor.visitor.follow(path)
            expect(page.locator("main")).to_contain_text("chỉ xem tình trạng kỹ thuật")
        expect(page.locator("body")).not_to_contain_text(dossier)
        ended = {"ended_at": MORNING.isoformat()}
        operator.ask("POST", f"/api/outages/{declared['id']}/end", ended, version=declared["version"], expect=200)
        vendor.visitor.move("/officer/technical")
        keys.write("#incident-unit", unit.name.vi)
        expect(rows.first).to_contain_text(unit.name.vi)
        expect(rows.first).not_to_contain_text("chưa kết thúc")


def test_who_did_not_sign_in_for_long_reads_why_and_is_turned_on_by_a_request(
    browser: Browser, site: LocalStack
) -> None:
    unit = find_place(site.agencies, TODAY).committee
    rights = list_rights(("case_officer", unit))
    sub = seat_newcomer(site, "langyen1", "Phùng Lặng Yên", *rights, state=AccountStanding.IDLE)
    reopen = {"action": "reopen", "reason": "return", "person": sub, "document": "", "document_day": ""}
    with seat_officers(browser, site, *NARROW) as sit:
        off = sit("langyen1")
        off.visitor.follow(f"/officer/matters?unit={unit}")
        expect(off.page.locator("main")).to_contain_text("tạm dừng do lâu không sử dụng")
        expect(off.page.locator("main")).to_contain_text("đơn vị đề nghị để mở lại")
        asked = ask_rights(ApiPerson(site, "head1"), reopen)
        operator = sit("operator")
        page = operator.page
        operator.visitor.move(f"/officer/matters/account-requests/{asked['id']}")
        page.locator(".actions").get_by_role("button", name="Thực hiện đề nghị", exact=True).press("Enter")
        keys = Keyboard(operator.visitor)
        keys.write("#f-reply", "45/VP-KSTT")
        keys.write("#f-outcome", "Đã mở lại tài khoản.")
        keys.press(".step button[type=submit]")
        expect(page.locator(".report")).to_have_text(re.compile("Thực hiện đề nghị"))
        check_page(operator.visitor, "officer-account-turned-on")
    found = ApiPerson(site, "operator").ask("POST", "/api/officers/search", {"limit": 200}, expect=200).body["items"]
    assert [each["standing"] for each in found if each["sub"] == sub] == ["active"]
