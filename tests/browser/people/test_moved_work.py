"""Two communes have merged with a running dossier: the organisation says how far the work is, the course says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from infra.local.stories.telling import Scenario
from infra.local.stories.vinh_long_merger import vinh_long_merger
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.officer import seat_officers
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud


def test_a_merged_unit_says_how_far_its_work_moved_and_a_dossier_where_it_went(
    browser: Browser, stack_of: Callable[[str], LocalStack]
) -> None:
    site = stack_of("vinh-long")
    dossier = str(vinh_long_merger.run_story(Scenario(site)))
    course = ApiPerson(site, "citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    moved = next(each["succession"] for each in course if each["kind"] == "unit_succeeded")
    ended, stays = site.agencies.get(moved["before"]), site.agencies.get(moved["after"])
    with seat_officers(browser, site, *NARROW) as sit:
        office = sit("office")
        page = office.page
        office.visitor.move(f"/officer/units?unit={ended.id}")
        wait_until_settled(office.visitor)
        expect(page.locator("#unit-name")).to_have_text(ended.name.vi)
        expect(page.locator("main")).to_contain_text(f"nay là {stays.name.vi}")
        expect(page.locator("section[aria-labelledby=moved-work]")).to_contain_text(
            f"Đã chuyển hết cho {stays.name.vi}"
        )
        check_page(office.visitor, "organisation-moved-work")
    citizen = Visitor(browser, site, *NARROW)
    citizen.be("citizen1", "/dossiers")
    Keyboard(citizen).press(f"main a[href='/dossiers/{dossier}']")
    citizen.page.wait_for_url(f"**/dossiers/{dossier}")
    citizen.heading()
    expect(citizen.page.locator("main")).to_contain_text(f"do sáp nhập {ended.name.vi}")
    check_page(citizen, "dossier-moved")
    citizen.leave()
