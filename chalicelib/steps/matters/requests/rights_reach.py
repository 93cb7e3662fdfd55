"""What a right would open, what ends with one, and who stands in for whom: read before the request is granted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.account_requests import RightsRequest
from chalicelib.domain.accounts.handing_over import HANDLES
from chalicelib.domain.accounts.members import Workload, count_loads
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Assignment, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import is_listed
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import WorkCount, build_board
from chalicelib.steps.accounts.officers import OfficerLists
from chalicelib.steps.accounts.ports import Holders
from chalicelib.steps.matters.requests.preview_rights import RightsPreview, RightsRecords
from chalicelib.steps.supervision.boards import Counters


@dataclass(frozen=True, slots=True)
class RightReach:
    """What one right opens: the unit and those whose work it has, the stages of a hired enterprise's person, and the
    open dossiers that the lists would show today."""

    units: tuple[str, ...]
    stages: tuple[str, ...]
    work: WorkCount


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who works in the person's place by a right of their own."""

    name: str
    title: str
    right: Assignment


@dataclass(frozen=True, slots=True)
class RequestReach:
    """The reach of a request: what its new right opens, how many open tasks the person holds in the units where rights
    end (`held`), who stands in for the person, and whom the new right replaces."""

    opens: RightReach | None
    held: int
    stand_ins: tuple[StandIn, ...]
    replaces: Officer | None


@dataclass(frozen=True, slots=True)
class ReachReader:
    """The sources of the reach."""

    records: RightsRecords
    lists: OfficerLists
    holders: Holders
    counters: Counters
    list_units_served: Callable[[str, datetime], Sequence[str]]
    list_post_stages: Callable[[datetime], frozenset[str]]

    def read_reach(self, shown: RightsPreview, request: RightsRequest, now: datetime) -> RequestReach:
        """Return the reach of a request whose effect is shown to somebody; what they may not read is left out there."""
        opened = next((each for each in shown.opened if each.role not in PROVINCE_WIDE), None)
        before = {right.unit for right in (*shown.kept, *shown.ended)}
        return RequestReach(
            self._open_right(opened, now) if opened else None,
            sum(self._count_held(unit, shown.person.sub, now) for unit in _list_left_units(shown, now)),
            tuple(self._find_stand_ins(shown.person, before, now)),
            self.records.load(request.backup_for) if request.backup_for else None,
        )

    def _open_right(self, right: Assignment, now: datetime) -> RightReach:
        at = max(now, right.valid_from)
        stages = self.list_post_stages(at) if right.role is Role.POSTAL_STAFF else frozenset[str]()
        holder = Actor("", (right,), stages, citizen=False)
        counts = {
            line: number
            for line, number in self.counters.read_counts(right.unit).items()
            if is_listed(holder, right.unit, State(line.state), Content.HEAD, at)
        }
        work = build_board(counts, now.astimezone(VIETNAM).date()).total
        units = tuple(self.list_units_served(right.unit, at))
        return RightReach(units, tuple(sorted(holder.list_stages_in(right.unit, at))), work)

    def _count_held(self, unit: str, person: str, now: datetime) -> int:
        return count_loads(self.holders.list_held(unit), now).get(person, Workload()).open

    def _find_stand_ins(self, person: Officer, units: set[str], now: datetime) -> Iterator[StandIn]:
        for unit in sorted(units):
            for officer in self.lists.list_by_unit(unit):
                for right in officer.assignments:
                    live = right.valid_until is None or now < right.valid_until
                    if right.backup_for == person.sub and right.unit == unit and live:
                        yield StandIn(officer.name, officer.title, right)


def _list_left_units(shown: RightsPreview, now: datetime) -> set[str]:
    """Return the units in which the person would handle cases no more."""
    kept = {right.unit for right in shown.kept if right.role is HANDLES and right.is_in_force(now)}
    return {right.unit for right in shown.ended if right.role is HANDLES} - kept
