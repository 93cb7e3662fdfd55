"""Urgings on a table: the first of a day wins, and its messages exist exactly when it does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.unit_reminders import Urging
from chalicelib.repositories.notices.inboxes import InboxTable
from chalicelib.repositories.supervision.unit_reminders import UrgingTable
from tests.contract.engines import DYNAMODB, RIVALS, open_simple_table
from tests.support.builders import MONDAY_UTC

pytestmark = pytest.mark.engine(DYNAMODB)

DAY = date(2026, 11, 23)
MADE = Urging("U", DAY, "", Role.PROVINCIAL_OFFICE, "office-1", MONDAY_UTC, 3)


def build_message(name: str) -> InboxMessage:
    """Return the message that its leaders read."""
    words = {language: {"subject": name, "body": name} for language in ("vi", "en")}
    return InboxMessage(name, "", 0, "urged", official=True, at=MONDAY_UTC, words=words)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[UrgingTable]:
    """An empty table in this process."""
    with open_simple_table(request):
        yield UrgingTable()


def test_the_first_of_a_day_is_kept_with_its_messages_and_answered_ever_after(table: UrgingTable) -> None:
    told = {"U#agency_head": build_message("m1"), "U#head_of_section": build_message("m1")}
    kept = table.add(MADE, told)
    assert kept == replace(MADE, version=1) == table.find("U", DAY, "")
    second = table.add(replace(MADE, sub="office-2", overdue=9), {"U#agency_head": build_message("m2")})
    assert second == kept
    for inbox in told:
        found, _ = InboxTable().list_page(inbox, 10, None)
        assert [(each.id, each.version) for each in found] == [("m1", 1)]
    read = replace(found[0], read_at=MONDAY_UTC)
    assert InboxTable().save("U#head_of_section", read) is not None, "a leader can mark it as read"


@pytest.mark.cloud
@pytest.mark.engine(RIVALS)
@pytest.mark.usefixtures("engine")
def test_rivals_at_one_moment_leave_one() -> None:
    """On an engine with real transactions: the in-process one separates concurrent writers only by luck."""
    _check_rivals_leave_one(UrgingTable())


def _check_rivals_leave_one(table: UrgingTable) -> None:
    def add_urging(number: int) -> Urging | None:
        try:
            return table.add(replace(MADE, sub=f"office-{number}"), {"U#agency_head": build_message(f"m{number}")})
        except Busy:
            return None

    with ThreadPoolExecutor(4) as pool:
        answers = [each for each in pool.map(add_urging, range(8)) if each is not None]
    assert len({each.sub for each in answers}) == 1
    found, _ = InboxTable().list_page("U#agency_head", 10, None)
    assert len(found) == 1


def test_a_unit_s_urgings_come_newest_first_and_each_sender_has_its_own(table: UrgingTable) -> None:
    for n in range(3):
        table.add(replace(MADE, day=DAY + timedelta(days=n), overdue=n + 1), {})
    table.add(replace(MADE, one_stop="U-1C", role=Role.HEAD_OF_ONE_STOP), {})
    table.add(replace(MADE, unit="U2"), {})
    listed = table.list_by_unit("U", 10)
    assert [(each.day - DAY).days for each in listed] == [2, 1, 0, 0]
    assert [each.one_stop for each in listed if each.day == DAY] == ["U-1C", ""]
    assert len(table.list_by_unit("U", 2)) == 2
