"""Urging: rights, recipients, content, and the limit of one a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import AgencyTree, UnknownAgency
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_text import list_placeholders
from chalicelib.domain.shared.errors import Forbidden, NotFound
from chalicelib.domain.supervision.boards import BoardLine, Counts, DueWindow, Settled
from chalicelib.domain.supervision.unit_reminders import FROM_WITHIN, NothingOverdue, Urging
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.supervision import boards
from chalicelib.steps.supervision.boards import Overseer
from chalicelib.steps.supervision.remind_unit import PAGE, Urge, UrgingSender, list_recent, may_urge_own
from tests.support.builders import CITIZEN, MONDAY, build_actor, provide_reference

PLACES = {
    "vinh-long": "VL-N29551", "hue": "HUE-N19942", "quang-ngai": "QNG-N21025", "lai-chau": "LC-N03408",
}  # fmt: skip
"""A commune's committee in each province."""

LATE, TODAY = date(2026, 11, 20), date(2026, 11, 23)
OFFICE = build_actor(Role.PROVINCIAL_OFFICE, "province")


@dataclass
class UrgingWorld:
    """Boards, worklists and records in memory; worklists hold (unit, state, dossier, due date)."""

    tree: AgencyTree
    numbers: Counter[BoardLine] = field(default_factory=Counter)
    work: list[tuple[str, State, str, date]] = field(default_factory=list)
    kept: dict[tuple[str, date, str], Urging] = field(default_factory=dict)
    inboxes: dict[str, list[InboxMessage]] = field(default_factory=dict)

    def read_counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """A unit's lines."""
        assert consistent, "what others are notified of is counted on the newest state"
        return {line: n for line, n in self.numbers.items() if line.unit == unit}

    def list_due(
        self, unit: str, state: State, window: DueWindow, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Overdue work of a unit, page by page."""
        assert window.until is not None
        found = [number for at, s, number, due in self.work if (at, s) == (unit, state) and due < window.until]
        first = int(cursor or 0)
        more = str(first + limit) if first + limit < len(found) else None
        return Page([{"dossier_id": number} for number in found[first : first + limit]], more)

    def find(self, unit: str, day: date, one_stop: str) -> Urging | None:
        """A day's urging."""
        return self.kept.get((unit, day, one_stop))

    def add(self, made: Urging, told: Mapping[str, InboxMessage]) -> Urging:
        """Keep it with its messages."""
        place = (made.unit, made.day, made.one_stop)
        if place not in self.kept:
            self.kept[place] = replace(made, version=1)
            for inbox, message in told.items():
                self.inboxes.setdefault(inbox, []).append(message)
        return self.kept[place]

    def list_by_unit(self, unit: str, limit: int) -> Sequence[Urging]:
        """Newest first."""
        mine = [each for each in self.kept.values() if each.unit == unit]
        return sorted(mine, key=lambda each: each.at, reverse=True)[:limit]

    def urge(self, who: Actor, unit: str, one_stop: str = "", days: int = 0) -> Urging:
        """Urge, some days later."""
        urger = UrgingSender(self, self, self, load_notices().words["urging"])
        return urger.urge(self.overseer(who, days), Urge(unit, one_stop))

    def overseer(self, who: Actor, days: int = 0) -> Overseer:
        """Somebody who looks, some days later."""
        rules = provide_reference(self.tree.province.key)
        named = rules.find_rule("monitoring.urged_by", CaseDates(MONDAY)).to_list()
        heads_urge = rules.find_rule("monitoring.overdue_by", CaseDates(MONDAY)).value in FROM_WITHIN
        return Overseer(who, self.tree, MONDAY + timedelta(days=days), named, heads_urge)


def build_world(province: str = "hue") -> UrgingWorld:
    """A commune's committee with two overdue tasks, one due today and one later, and nothing anywhere else."""
    at = UrgingWorld(CatalogueFiles().load_agencies(province))
    place = PLACES[province]
    for due, n in ((LATE, 2), (TODAY, 1), (TODAY + timedelta(days=9), 1)):
        at.numbers[BoardLine(place, "processing", "p", due)] = n
    return at


def read_inbox(at: UrgingWorld, unit: str, role: Role) -> list[Any]:
    """The messages in the inbox of a desk."""
    return [message.words for message in at.inboxes.get(f"{unit}#{role.value}", [])]


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-19.4")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-27.2")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-22.3#1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-27.4#1")),
    ],
)
def test_the_provincial_office_sees_which_unit_lags_and_urges_it(province: str) -> None:
    at, unit = build_world(province), PLACES[province]
    who = at.overseer(OFFICE)
    behind: list[str] = []
    page, cursor = boards.list_tallies(who, _build_loose_boards(at), 50, None)
    while True:
        behind += [each for each, tally, _ in page if tally.overdue]
        if cursor is None:
            break
        page, cursor = boards.list_tallies(who, _build_loose_boards(at), 50, cursor)
    assert behind == [unit]
    made = at.urge(OFFICE, unit)
    assert (made.unit, made.day, made.role, made.sub, made.at, made.overdue) == (
        unit, TODAY, Role.PROVINCIAL_OFFICE, OFFICE.sub, MONDAY, 2,
    )  # fmt: skip
    assert set(at.inboxes) == {f"{unit}#agency_head", f"{unit}#head_of_section"}
    (said,) = read_inbox(at, unit, Role.AGENCY_HEAD)
    assert at.tree.get(unit).name.vi in said["vi"]["body"]
    assert "Văn phòng UBND tỉnh" in said["vi"]["body"]
    assert "2 việc" in said["vi"]["subject"]
    assert "23/11/2026" in said["vi"]["body"]
    assert said["en"]["subject"] == "Reminder: 2 overdue as of 23/11/2026"
    assert list(list_recent(at.overseer(build_actor(Role.AGENCY_HEAD, unit)), at, unit)) == [made], (
        "its head sees it as well"
    )


def _build_loose_boards(at: UrgingWorld) -> Any:
    """Boards for looking at may lag."""

    class RecordingShown:
        def read(self, unit: str) -> tuple[Counts, Settled]:
            return at.read_counts(unit, consistent=True), {}

    return RecordingShown()


def test_a_second_urging_of_the_day_is_the_first_and_the_next_day_has_its_own() -> None:
    at, unit = build_world(), PLACES["hue"]
    first = at.urge(OFFICE, unit)
    at.numbers.clear()
    assert at.urge(replace(OFFICE, sub="a-colleague"), unit) == first, "whatever has changed since"
    assert len(read_inbox(at, unit, Role.AGENCY_HEAD)) == 1
    at.numbers[BoardLine(unit, "processing", "p", LATE)] = 5
    assert (at.urge(OFFICE, unit, days=1).overdue, len(at.kept)) == (5, 2)
    assert [each.overdue for each in list_recent(at.overseer(OFFICE), at, unit)] == [5, 2], "newest first"


def test_nobody_is_urged_about_nothing() -> None:
    at, unit = build_world(), PLACES["hue"]
    at.numbers = Counter({BoardLine(unit, "processing", "p", TODAY): 3, BoardLine(unit, "processing", "p", None): 1})
    with pytest.raises(NothingOverdue):
        at.urge(OFFICE, unit)
    assert (at.kept, at.inboxes) == ({}, {})


def test_a_one_stop_unit_s_own_leaders_are_notified_of_its_own_late_work() -> None:
    at, unit = build_world(), f"{PLACES['hue']}-1C"
    at.numbers[BoardLine(unit, "received", "p", LATE)] = 1
    at.urge(OFFICE, unit)
    assert set(at.inboxes) == {f"{unit}#head_of_one_stop", f"{unit}#centre_director"}


@pytest.mark.parametrize("role", [Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR])
def test_the_head_of_a_one_stop_unit_chases_what_was_received_there(role: Role) -> None:
    at, agency = build_world(), PLACES["hue"]
    one_stop = f"{agency}-1C"
    ours = [(f"ours-{n}", LATE) for n in range(PAGE + 1)]
    for number, due in (*ours, ("not-late", TODAY)):
        at.work += [(one_stop, State.PROCESSING, number, due), (agency, State.PROCESSING, number, due)]
    at.work += [(agency, State.PROCESSING, "of-another-unit", LATE), (one_stop, State.RECEIVED, "with-us", LATE)]
    made = at.urge(build_actor(role, one_stop), agency, one_stop)
    assert (made.overdue, made.role, made.one_stop) == (PAGE + 1, role, one_stop)
    (said,) = read_inbox(at, agency, Role.AGENCY_HEAD)
    assert said["vi"]["body"].startswith(at.tree.get(one_stop).name.vi)
    assert "tiếp nhận tại đây" in said["vi"]["body"]
    assert at.urge(OFFICE, agency).one_stop == "", "the office's own urging is another"
    assert len(read_inbox(at, agency, Role.AGENCY_HEAD)) == 2


def test_a_one_stop_unit_with_nothing_late_there_chases_nobody() -> None:
    at, agency = build_world(), PLACES["hue"]
    at.work = [(agency, State.PROCESSING, "of-another-unit", LATE)]
    with pytest.raises(NothingOverdue):
        at.urge(build_actor(Role.HEAD_OF_ONE_STOP, f"{agency}-1C"), agency, f"{agency}-1C")


@pytest.mark.clause("HUE-27.2")
def test_in_hue_the_head_of_the_department_named_urges_in_its_name() -> None:
    at, unit = build_world(), PLACES["hue"]
    department, other = (build_actor(Role.AGENCY_HEAD, each) for each in ("HUE-SO_KHCN", "HUE-SO_NOI_VU"))
    with pytest.raises(Forbidden):
        at.urge(other, unit)
    assert at.overseer(department).units == tuple(agency.id for agency in at.tree.list_all())
    made = at.urge(department, unit)
    assert (made.role, made.by_unit) == (Role.AGENCY_HEAD, "HUE-SO_KHCN")
    (said,) = read_inbox(at, unit, Role.AGENCY_HEAD)
    assert said["vi"]["body"].startswith("Sở Khoa học và Công nghệ")
    elsewhere = build_world("lai-chau")
    with pytest.raises(Forbidden):
        elsewhere.urge(build_actor(Role.AGENCY_HEAD, "LC-SO_KHCN"), PLACES["lai-chau"])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVINCIAL_OFFICE])
def test_nobody_else_urges_in_the_name_of_the_province(role: Role) -> None:
    at, unit = build_world(), PLACES["hue"]
    with pytest.raises(Forbidden):
        at.urge(CITIZEN if role is Role.APPLICANT else build_actor(role, unit), unit)
    assert at.inboxes == {}


def test_a_head_chases_for_the_own_one_stop_unit_alone_and_while_the_right_lasts() -> None:
    at, agency = build_world(), PLACES["hue"]
    at.work = [(f"{agency}-1C", State.PROCESSING, "d", LATE), (agency, State.PROCESSING, "d", LATE)]
    head = build_actor(Role.HEAD_OF_ONE_STOP, f"{agency}-1C")
    ended = Actor(head.sub, tuple(replace(each, valid_until=MONDAY) for each in head.assignments))
    for who in (
        build_actor(Role.HEAD_OF_ONE_STOP, "HUE-N19945-1C"),
        ended,
        OFFICE,
        build_actor(Role.AGENCY_HEAD, f"{agency}-1C"),
    ):
        with pytest.raises(Forbidden):
            at.urge(who, agency, f"{agency}-1C")
    assert at.urge(head, agency, f"{agency}-1C").overdue == 1


@pytest.mark.clause("VL-21.3")
def test_a_head_urges_those_who_work_in_the_own_unit_where_the_law_names_the_head() -> None:
    at, unit = build_world("vinh-long"), PLACES["vinh-long"]
    head, office = build_actor(Role.AGENCY_HEAD, unit), build_actor(Role.PROVINCIAL_OFFICE, "province")
    made = at.urge(head, unit, unit)
    assert (made.role, made.overdue, made.own) == (Role.AGENCY_HEAD, 2, True)
    assert set(at.inboxes) == {f"{unit}#case_officer", f"{unit}#head_of_section"}
    (said,) = read_inbox(at, unit, Role.CASE_OFFICER)
    assert said["vi"]["body"].startswith(f"Người đứng đầu {at.tree.get(unit).name.vi} đôn đốc 2 việc")
    assert at.urge(head, unit, unit) == made, "once a day"
    assert not at.urge(office, unit).own, "from above is another"
    at.numbers[BoardLine(f"{unit}-1C", "received", "p", LATE)] = 1
    at.urge(build_actor(Role.HEAD_OF_ONE_STOP, f"{unit}-1C"), f"{unit}-1C", f"{unit}-1C")
    assert set(at.inboxes) >= {f"{unit}-1C#one_stop_officer"}


def test_nobody_but_the_head_urges_from_within_and_no_head_where_another_watches() -> None:
    at, unit = build_world("vinh-long"), PLACES["vinh-long"]
    head = build_actor(Role.AGENCY_HEAD, unit)
    ended = Actor(head.sub, tuple(replace(each, valid_until=MONDAY) for each in head.assignments))
    for who in (build_actor(Role.CASE_OFFICER, unit), build_actor(Role.AGENCY_HEAD, "VL-N29560"), OFFICE, ended):
        assert not may_urge_own(at.overseer(who), unit)
        with pytest.raises(Forbidden):
            at.urge(who, unit, unit)
    silent = build_world("hue")
    with pytest.raises(Forbidden):
        silent.urge(build_actor(Role.AGENCY_HEAD, PLACES["hue"]), PLACES["hue"], PLACES["hue"])
    assert (at.inboxes, silent.inboxes) == ({}, {})


def test_a_unit_that_never_was_is_unknown_and_a_stranger_sees_no_urging() -> None:
    at, unit = build_world(), PLACES["hue"]
    with pytest.raises(UnknownAgency):
        at.urge(OFFICE, "no-such-unit")
    with pytest.raises(NotFound):
        list_recent(at.overseer(build_actor(Role.ONE_STOP_OFFICER, unit)), at, unit)


def test_the_words_ask_for_nothing_that_an_urging_does_not_know() -> None:
    words = load_notices().words["urging"]
    for name in ("subject", "body", "body_of_one_stop", "body_of_head"):
        for text in words[name].values():
            assert list_placeholders(text) <= {"unit", "by", "overdue", "day"}
            assert "{overdue}" in text
            assert "{day}" in text
