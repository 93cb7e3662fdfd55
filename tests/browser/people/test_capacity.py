"""Somebody whom a matter concerns says by keys in which capacity they file; the desk reads it on the dossier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from infra.local.stories import people
from tests.browser.conftest import prepare_stack
from tests.browser.filing import PAPER, PROCEDURE, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

RELATION = "Người sử dụng thửa đất liền kề"


@pytest.fixture
def phone(browser: Browser, stack_of: Callable[[str], LocalStack]) -> Iterator[Visitor]:
    """Somebody in Vĩnh Long, whose rule lets those file whom a matter concerns, at a narrow screen."""
    visiting = Visitor(browser, prepare_stack(stack_of("vinh-long")), *NARROW)
    yield visiting
    visiting.leave()


@pytest.mark.clause("VL-2.4")
def test_whom_a_matter_concerns_says_so_and_it_is_read_before_and_after_filing(phone: Visitor) -> None:
    page, keys, site = phone.page, Keyboard(phone), phone.site
    citizen = ApiPerson(site, "citizen1")
    typed = {"answers": people.BUSINESS, "applicant": people.APPLICANT}
    dossier = citizen.draft(PROCEDURE, find_one_stop(site), "own_portal", typed)
    phone.be("citizen1", f"/drafts/{dossier}/applicant")
    keys.to("#related")
    page.keyboard.press("Space")
    keys.press("main form button[type=submit]")
    expect(page.locator("#k-relation-error")).to_be_visible()
    keys.write("#k-relation", RELATION)
    check_page(phone, "filing-capacity")
    keys.press("main form button[type=submit]")
    page.wait_for_url(f"**/drafts/{dossier}/form")
    phone.move(f"/drafts/{dossier}/review")
    expect(page.locator("main")).to_contain_text(RELATION)
    citizen.submit(dossier, [citizen.upload(dossier, "component", PAPER)])
    phone.be("desk1", f"/officer/dossiers/{dossier}")
    expect(page.locator("#summary ~ *").filter(has_text=RELATION).first).to_be_visible()
    phone.move("/officer?state=submitted")
    wait_until_settled(phone)
    keys.to("#w-capacity")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("capacity=related_interest"))
    wait_until_settled(phone)
    expect(page.locator(f"tbody a[href*='{dossier}']").first).to_be_visible()
    check_page(phone, "worklist-capacity")
