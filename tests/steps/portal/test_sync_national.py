"""One worker, one portal with configured answers: parking, waiting, order, and no repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.portal.position import LEASE, NothingWaits, PortalRefused, PortalUnavailable, Position
from chalicelib.domain.shared.errors import Forbidden, Stale
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.portal.resume_sync import require_operator, resume_sync
from chalicelib.steps.portal.sweep_sync import sweep_sync
from chalicelib.steps.portal.sync_national import Sync, SyncOutcome, SyncResult
from tests.support.builders import MONDAY_UTC, Case, build_actor
from tests.support.faq_builders import EDITOR, FaqDesk, build_faq_teller
from tests.support.sync_builders import FakePositions, SimulatedClock, build_teller, list_expected, list_tales

OPERATOR = build_actor(Role.OPERATOR, "province", "operator-1")


@dataclass
class RememberingPortal:
    """A portal that keeps its packages, and fails as configured: before it counts, or after."""

    key_id: str = "k1"
    held: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: list[Exception | None] = field(default_factory=list)
    after: list[Exception | None] = field(default_factory=list)

    def send(self, package: Mapping[str, Any]) -> str:
        """Count it, unless it fails first."""
        _raise_next(self.before)
        self.held.append(package["MaGoi"])
        _raise_next(self.after)
        return f"R-{len(self.held)}"

    def find(self, fact_id: str) -> str | None:
        """Return the counted packages."""
        self.asked.append(fact_id)
        return f"R-{self.held.index(fact_id) + 1}" if fact_id in self.held else None


def _raise_next(faults: list[Exception | None]) -> None:
    if faults and (fault := faults.pop(0)):
        raise fault


@dataclass
class SyncDesk:
    """A dossier, a worker and the world around them."""

    case: Case = field(default_factory=lambda: list_tales()[0])
    portal: RememberingPortal = field(default_factory=RememberingPortal)
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    positions: FakePositions = field(default_factory=FakePositions)

    @property
    def sync(self) -> Sync:
        """The worker."""
        return Sync(self.case.store, self.positions, self.portal, build_teller(), self.clock)

    @property
    def all(self) -> list[str]:
        """Return the portal's expected final data."""
        return list_expected(self.case.facts, self.case.store.load_parts(self.case.id))

    @property
    def place(self) -> Position:
        """Return the sync position."""
        return self.positions.position(self.case.id)

    def drain(self, upto: int = 0) -> SyncResult:
        """Drain the dossier."""
        return self.sync.send_missing(self.case.id, upto=upto)


DOWN = PortalUnavailable("connection")


def build_other_case() -> Case:
    """Somebody else's dossier."""
    return Case().file(Actor("citizen-2"))


@pytest.mark.clause("QN-3.5#1", "QN-22.1", "VL-19.5#3", "VL-4.5")
def test_everything_is_sent_once_and_in_order() -> None:
    desk = SyncDesk()
    assert desk.drain() == SyncResult(SyncOutcome.SYNCED, len(desk.all))
    assert desk.portal.held == desk.all
    assert desk.drain() == SyncResult(SyncOutcome.SYNCED)
    assert desk.drain(upto=1) == SyncResult(SyncOutcome.SYNCED)
    assert (desk.place.seq, desk.place.due_at, desk.portal.asked) == (len(desk.case.facts), None, [])
    assert len(desk.positions.log[desk.case.id]) == len(desk.all)


def test_the_log_says_what_was_acknowledged_and_nothing_personal() -> None:
    desk = SyncDesk()
    desk.drain()
    entry = desk.positions.log[desk.case.id][0]
    assert {name: entry.data[name] for name in ("fact", "mapping", "key", "reference", "asked")} == {
        "fact": desk.all[0], "mapping": 1, "key": "k1", "reference": "R-1", "asked": False,
    }  # fmt: skip
    assert (entry.dossier_id, entry.by_system, len(entry.data["digest"])) == (f"{desk.case.id}.sync", True, 64)


def test_a_portal_that_is_down_makes_the_dossier_wait_and_nothing_else() -> None:
    desk = SyncDesk()
    desk.portal.before = [None, DOWN]
    assert desk.drain(upto=2) == SyncResult(SyncOutcome.WAITING, 1, unanswered="connection")
    assert desk.drain(upto=2) == SyncResult(SyncOutcome.WAITING), "its time has not come"
    assert len(desk.portal.held) == 1
    desk.clock.on(minutes=1)
    assert desk.drain(upto=2).outcome is SyncOutcome.SYNCED
    assert desk.portal.held == desk.all
    assert desk.portal.asked == [desk.all[1]], "what may have arrived is asked for, and only that"


def test_a_lost_acknowledgement_is_found_and_not_sent_again() -> None:
    desk = SyncDesk()
    desk.portal.after = [None, DOWN]
    desk.drain()
    desk.clock.on(minutes=1)
    desk.drain()
    assert desk.portal.held == desk.all
    assert [entry.data["asked"] for entry in desk.positions.log[desk.case.id]][:3] == [False, True, False]


@pytest.mark.clause("VL-4.5")
def test_a_worker_that_died_is_followed_by_another_that_asks_first() -> None:
    desk = SyncDesk()
    desk.portal.after = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        desk.drain()
    assert desk.drain(upto=1).outcome is SyncOutcome.HELD
    assert desk.positions.list_due(desk.clock.now, 10) == []
    desk.clock.on(seconds=LEASE.total_seconds())
    assert desk.positions.list_due(desk.clock.now, 10) == [desk.case.id]
    assert desk.drain().outcome is SyncOutcome.SYNCED
    assert desk.portal.held == desk.all


def test_after_five_failures_the_portal_is_left_in_peace_by_all() -> None:
    desk = SyncDesk()
    desk.portal.before = [DOWN] * 5
    for _ in range(5):
        desk.clock.on(minutes=20)
        desk.drain()
    assert desk.positions.health.is_open(desk.clock.now)
    other = replace(desk, case=build_other_case())
    assert other.drain(upto=1) == SyncResult(SyncOutcome.WAITING)
    assert (other.place.tries, other.portal.held) == (0, [])
    desk.clock.on(minutes=20)
    assert desk.drain().outcome is other.drain().outcome is SyncOutcome.SYNCED
    assert desk.positions.health.failures == 0


@pytest.mark.clause("TB-3.5#1", "LC-3.5#1")
def test_an_hour_down_ends_without_anybody_s_hand() -> None:
    desk = SyncDesk()
    desk.portal.before = [DOWN] * 1000
    late = 0
    for minute in range(75):
        if minute == 60:
            desk.portal.before = []
        if minute == 0:
            desk.drain(upto=1)
        late += sweep_sync(desk.sync, desk.clock.now + timedelta(seconds=18), _raise_fault).late
        desk.clock.on(minutes=1)
    assert desk.portal.held == desk.all
    assert late <= 1
    assert desk.place.due_at is None


def test_what_the_portal_will_not_take_parks_the_dossier_and_later_news_waits_behind_it() -> None:
    desk = SyncDesk()
    desk.portal.before = [None, PortalRefused("portal_procedure_unknown")] * 2
    first = desk.drain(upto=1)
    assert (first.outcome, first.parked, first.parked_seq) == (SyncOutcome.PARKED, "portal_procedure_unknown", 2)
    assert desk.drain(upto=3) == SyncResult(SyncOutcome.PARKED)
    assert len(desk.portal.held) == 1
    assert desk.positions.list_due(desk.clock.now + timedelta(days=30), 10) == [], "nothing tries it by itself"
    other = replace(desk, case=build_other_case(), portal=RememberingPortal())
    assert other.drain().outcome is SyncOutcome.SYNCED, "other dossiers go on"


def test_the_parked_fact_s_own_message_put_back_continues_in_order() -> None:
    desk = SyncDesk()
    desk.portal.before = [None, PortalRefused("portal_procedure_unknown")]
    desk.drain()
    assert desk.drain(upto=2).outcome is SyncOutcome.SYNCED
    assert desk.portal.held == desk.all
    kinds = [entry.kind for entry in desk.positions.log[desk.case.id]][:4]
    assert kinds == ["message_acknowledged", "message_parked", "dossier_resumed", "message_acknowledged"]


def test_a_gap_of_the_mapping_parks_by_its_name_and_ends_with_a_new_mapping() -> None:
    desk = SyncDesk()
    facts = dict(build_teller().mapping.facts)
    del facts["transferred"]
    lacking = replace(desk.sync, teller=replace(build_teller(), mapping=replace(build_teller().mapping, facts=facts)))
    seq = next(fact.seq for fact in desk.case.facts if fact.kind == "transferred")
    done = lacking.send_missing(desk.case.id)
    assert (done.parked, done.parked_seq, desk.place.seq) == ("fact_unmapped", seq, seq - 1)
    resume_sync(desk.positions, OPERATOR, desk.case.id, desk.place.version, desk.clock.now)
    assert sweep_sync(desk.sync, desk.clock.now + timedelta(seconds=18), _raise_fault).sent > 0
    assert desk.portal.held == desk.all


def test_only_an_operator_resumes_and_only_what_they_saw() -> None:
    desk = SyncDesk()
    with pytest.raises(Forbidden):
        require_operator(Actor("citizen-1"), MONDAY_UTC)
    require_operator(OPERATOR, MONDAY_UTC)
    with pytest.raises(NothingWaits):
        resume_sync(desk.positions, OPERATOR, desk.case.id, 0, desk.clock.now)
    desk.portal.before = [DOWN]
    desk.drain()
    with pytest.raises(Stale):
        resume_sync(desk.positions, OPERATOR, desk.case.id, desk.place.version - 1, desk.clock.now)
    assert resume_sync(desk.positions, OPERATOR, desk.case.id, desk.place.version, desk.clock.now).due_at


def test_a_run_whose_time_is_up_leaves_the_rest_to_the_next_one() -> None:
    desk = SyncDesk()
    assert desk.sync.send_missing(desk.case.id, until=desk.clock.now) == SyncResult(SyncOutcome.WAITING, 1)
    assert desk.positions.list_due(desk.clock.now, 10) == [desk.case.id]
    assert desk.drain().outcome is SyncOutcome.SYNCED
    assert desk.portal.held == desk.all


def test_two_workers_at_once_send_nothing_twice() -> None:
    desk = SyncDesk()

    class Meanwhile(FakePositions):
        def save(self, position, entry, now):
            raise Conflict("version")

    rival = replace(desk.sync, positions=Meanwhile())
    assert rival.send_missing(desk.case.id).outcome is SyncOutcome.HELD
    assert desk.portal.held == []


def test_news_of_a_fact_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(ValueError, match="does not have"):
        SyncDesk().drain(upto=99)


def test_a_dossier_that_cannot_be_worked_on_does_not_keep_the_others_waiting() -> None:
    desk = SyncDesk()
    desk.positions.places["broken"] = Position("broken", version=1, next_try_at=desk.clock.now - timedelta(days=1))
    desk.positions.places[desk.case.id] = Position(desk.case.id, version=1, next_try_at=desk.clock.now)

    @dataclass
    class BrokenLedgers:
        def load_ledger(self, dossier_id):
            if dossier_id == "broken":
                raise KeyError(dossier_id)
            return desk.case.store.load_ledger(dossier_id)

        def load_parts(self, dossier_id):
            return desk.case.store.load_parts(dossier_id)

    faults: list[Exception] = []
    swept = sweep_sync(
        replace(desk.sync, ledgers=BrokenLedgers()), desk.clock.now + timedelta(seconds=18), faults.append
    )
    assert (swept.failed, swept.taken, len(faults)) == (1, 1, 1)
    assert desk.portal.held == desk.all


def test_what_the_portal_lost_is_sent_again_in_order_and_only_that() -> None:
    desk = SyncDesk()
    desk.drain()
    lost = desk.portal.held[1:3]
    desk.portal.held = [each for each in desk.portal.held if each not in lost]
    assert desk.sync.send_again(desk.case.id) == SyncResult(SyncOutcome.SYNCED, 2)
    assert desk.portal.held[-2:] == lost
    assert [entry.kind for entry in desk.positions.log[desk.case.id]][-2:] == ["message_sent_again"] * 2
    assert desk.place.due_at is None


def test_nothing_is_resent_while_somebody_is_sending_it() -> None:
    desk = SyncDesk()
    desk.portal.before = [DOWN]
    desk.drain()
    assert desk.sync.send_again(desk.case.id).outcome is SyncOutcome.HELD


def _raise_fault(fault: Exception) -> None:
    raise fault


def test_a_frequent_question_goes_the_same_way_and_its_lost_answers_are_asked_for() -> None:
    desk, positions, clock = FaqDesk(), FakePositions(), SimulatedClock()
    portal = RememberingPortal(before=[DOWN], after=[DOWN])
    sync = Sync(desk.deps.matters, positions, portal, build_faq_teller(), clock)
    desk.begin()
    desk.publish()
    for outcome in (SyncOutcome.WAITING, SyncOutcome.WAITING, SyncOutcome.SYNCED):
        assert sync.send_missing(desk.id).outcome is outcome
        clock.on(minutes=10)
    desk.take("withdraw", EDITOR, {"reason": "Sai"})
    assert sync.send_missing(desk.id) == SyncResult(SyncOutcome.SYNCED, 1)
    assert portal.held == [desk.ledger[2].id, desk.ledger[3].id]
    assert sync.send_missing(desk.id) == SyncResult(SyncOutcome.SYNCED)
