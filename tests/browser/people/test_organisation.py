"""The provincial office changes the organisation by keys: from the tree to a merger, shown from its day on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.domain.shared.folding import fold_text
from infra.local.mailbox import wait_until
from infra.local.person import ApiPerson
from infra.local.seed import TODAY
from infra.local.stack import LocalStack
from tests.browser.filing import find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page, wait_until_settled
from tests.browser.officer import Sit, seat_officers

pytestmark = pytest.mark.cloud

UNITS = "/officer/units"


@pytest.fixture
def sit(browser: Browser, site: LocalStack) -> Iterator[Sit]:
    """Officers by name, at narrow screens."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


def write_day(keys: Keyboard, field: str, day: date) -> None:
    """Type a day into its three boxes."""
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        keys.write(f"#{field}-{part}", str(number))


def test_a_merger_is_proposed_from_the_tree_decided_by_another_and_shown_from_its_day(
    sit: Sit, site: LocalStack
) -> None:
    first_day = TODAY + timedelta(days=400)
    desks = [each for each in site.agencies.list_one_stop_units(TODAY) if each.id != find_one_stop(site)]
    ends, stays = [each for each in desks if site.agencies.find_level(each.id) == "commune"][-2:]
    office, second = sit("office"), sit("office2")
    page, keys = office.page, Keyboard(office.visitor)
    office.visitor.move(UNITS)
    wait_until_settled(office.visitor)
    check_page(office.visitor, "organisation")
    keys.write("#find-unit", ends.name.vi)
    expect(page.locator(f"[id='unit-{ends.id}']")).to_be_visible()
    keys.to("[role=treeitem]")
    page.keyboard.press("End")
    page.keyboard.type(fold_text(ends.name.vi))
    expect(page.locator(f"[id='unit-{ends.id}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#unit-name")).to_have_text(ends.name.vi)
    works = page.locator("section[aria-label^='Thẩm quyền'] tbody")
    expect(works).to_contain_text("Tiếp nhận, chuyển ")
    keys.write("#find-work", "dang ky khai sinh")
    expect(works.locator("tr").first).to_contain_text("Đăng ký khai sinh")
    check_page(office.visitor, "organisation-unit")
    keys.press("main a[href*='action=merge']")
    page.wait_for_url("**/unit-changes/moi**")
    office.visitor.heading()
    expect(page.locator("#f-unit")).to_have_value(ends.id)
    expect(page.locator("#f-action input:checked")).to_have_value("merge")
    keys.write("#f-subject", "Sáp nhập Bộ phận Một cửa")
    keys.write("#f-decision", "12/QĐ-UBND")
    write_day(keys, "f-decision_day", TODAY)
    write_day(keys, "f-effective", first_day)
    expect(page.locator(".effect .notice")).to_contain_text("đơn vị kế tục")
    keys.press("main form button[type=submit]")
    expect(page.locator("#f-successor-error")).to_be_visible()
    page.locator("#f-successor").select_option(stays.id)
    expect(page.locator(".effect tbody")).to_contain_text(f"{stays.name.vi} kế tục")
    check_page(office.visitor, "unit-change")
    keys.press("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/unit-changes/[^/?]{20,}$"))
    proposed = page.url
    deciding = second.page
    second.visitor.move(proposed.removeprefix(site.origin))
    deciding.get_by_role("button", name="Quyết định thay đổi", exact=True).click()
    expect(deciding.locator(".effect tbody")).to_contain_text(f"{stays.name.vi} kế tục")
    expect(deciding.locator(".effect tbody")).to_contain_text(f" → {stays.name.vi}, {stays.hotline}")
    deciding.locator("#f-outcome").fill("Theo quyết định của UBND tỉnh.")
    deciding.locator(".step button[type=submit]").click()
    expect(deciding.locator(".report")).to_be_visible()
    shown = f"/api/territory/units?date={first_day:%Y-%m-%d}"
    reader = ApiPerson(site, "office2")
    wait_until(
        lambda: not next(each for each in reader.get(shown)["items"] if each["id"] == ends.id)["active"],
        "the merger in the tree",
    )
    second.visitor.move(f"{UNITS}?date={first_day:%Y-%m-%d}&unit={ends.id}")
    expect(deciding.locator("main")).to_contain_text(f"nay là {stays.name.vi}")
    expect(deciding.locator("main")).to_contain_text("Đơn vị không hoạt động vào ngày này.")
    decided = deciding.locator("section[aria-label^='Thay đổi đã quyết định'] tbody")
    expect(decided).to_contain_text(f"Sáp nhập {ends.name.vi} vào {stays.name.vi}")
    expect(decided.locator("a")).to_have_attribute("href", proposed.removeprefix(site.origin))
    second.visitor.move(f"{UNITS}?unit={ends.id}")
    expect(deciding.locator("main dl.facts").first).to_contain_text("Đang hoạt động")
