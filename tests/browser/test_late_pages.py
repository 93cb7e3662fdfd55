"""The pages of citizens and officers after a missed deadline. Legal time is moved past the date, and back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import file_dossier
from tests.browser.looks import NARROW, WIDE, check_page, wait_until_settled
from tests.browser.officer import seat_officers
from tests.browser.visitor import Visitor
from tests.e2e.conftest import set_office_hours
from tests.support.running.cloud_fixtures import MORNING

pytestmark = pytest.mark.cloud

LATER = MORNING + timedelta(days=10)


@pytest.fixture
def citizen(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Somebody who signs in when the test says so; a page knows the legal time of its sign-in."""
    visiting = Visitor(browser, site, *NARROW)
    yield visiting
    visiting.leave()


@pytest.fixture
def waiting(site: LocalStack) -> Iterator[tuple[str, str]]:
    """Ten days after they were filed: a dossier that nobody has answered, and one whose settlement is late although
    it was extended. Afterwards it is that morning again."""
    desk, case = ApiPerson(site, "desk1"), ApiPerson(site, "case1")
    unanswered, extended = file_dossier(site, "citizen2"), file_dossier(site, "citizen2")
    desk.step(extended, "receive", PAID_LATER)
    desk.step(extended, "transfer")
    asked = case.step(extended, "extend", {"units": 1, "reason": "Cần xác minh địa chỉ."})
    for who in ("section", "director"):
        ApiPerson(site, who).step(extended, f"requests/{asked['requests'][0]['n']}/approve", {"reason": None})
    site.set_clock_offset(round(LATER.timestamp() - time.time()))
    yield unanswered, extended
    set_office_hours(site)


def is_seen_without_scrolling(page: Page) -> None:
    """A head's first questions are answered on one screen: what is late and due today, the share on time, its trend,
    and the unit that is furthest behind, which comes first."""
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    figures, units = page.locator(".figures"), page.locator(".boards-first .board").first
    for name in ("Quá hạn", "Hạn hôm nay", "Đúng hạn tháng này"):
        expect(figures).to_contain_text(name)
    expect(page.locator(".trend tfoot th")).to_have_count(12)
    numbers = units.locator("tbody td:nth-of-type(2)").all_inner_texts()
    overdue = [int(found[0]) for found in (re.match(r"\d+", text) for text in numbers) if found]
    assert len(overdue) == len(numbers) > 0
    assert overdue == sorted(overdue, reverse=True)
    for part in (figures, page.locator(".trend"), units.locator("tbody tr").first):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= WIDE[1], "below the lower edge of the screen"
    figure = figures.get_by_role("link", name="Quá hạn")
    count = int(figure.inner_text())
    figure.press("Enter")
    expect(page.get_by_role("heading", name="Hồ sơ: Quá hạn")).to_be_focused()
    expect(page.locator(".behind tbody tr")).to_have_count(min(count, 50))


def test_what_is_late_is_said_to_both_sides(
    browser: Browser, whole_browser: Browser, citizen: Visitor, site: LocalStack, waiting: tuple[str, str]
) -> None:
    unanswered, late = waiting
    page = citizen.page
    citizen.be("citizen2", f"/dossiers/{unanswered}")
    expect(page.locator(".notice-bad")).to_contain_text("Đã quá thời hạn trả lời")
    check_page(citizen, "dossier-unanswered")
    citizen.move(f"/dossiers/{late}")
    expect(page.locator(".notice-bad")).to_contain_text("Quá hạn từ")
    expect(page.locator("section[aria-labelledby=deadline]")).to_contain_text("Ngày hẹn ban đầu")
    check_page(citizen, "dossier-late")
    with seat_officers(browser, site, *NARROW) as sit, seat_officers(whole_browser, site, *NARROW) as read:
        desk = sit("desk1")
        wait_until_settled(desk.visitor)
        check_page(desk.visitor, "officer-worklist-late")
        case = read("case1")
        case.open(late)
        expect(case.page.locator(".viewer-page")).to_be_visible()
        check_page(case.visitor, "officer-workspace-late")
        head = sit("head1")
        head.visitor.move("/officer/board")
        wait_until_settled(head.visitor)
        is_seen_without_scrolling(head.page)
        head.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        check_page(head.visitor, "officer-board-late")
    reason = {"new_due_days": 1, "reason": "Chờ xác minh thực địa."}
    number = ApiPerson(site, "case1").step(late, "apologise", reason)["requests"][0]["n"]
    for who in ("head1", "director"):
        ApiPerson(site, who).step(late, f"requests/{number}/approve", {"reason": None})
    citizen.move("/dossiers")
    citizen.move(f"/dossiers/{late}")
    expect(page.locator(".notice-info", has_text="xin lỗi ông/bà và hẹn lại")).to_be_visible()
    check_page(citizen, "dossier-apologised")
