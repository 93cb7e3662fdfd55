"""Positions, rests and the message log: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.portal import position
from chalicelib.domain.portal.mapping import PortalPackage
from chalicelib.domain.portal.position import Circuit, NothingWaits, Position
from chalicelib.domain.shared.serialization import pack_value, unpack_value

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
PLACE = Position("d1")
BODY = {"PhienBan": 1, "MaGoi": "d1#00000001", "MaHoSo": "x"}


def create_package(seq: int, *salts: str) -> PortalPackage:
    return PortalPackage(f"d1#{seq:08d}", seq, BODY, salts)


def test_a_rest_grows_to_a_quarter_of_an_hour() -> None:
    rests = [position.calculate_back_off(tries) for tries in range(30)]
    assert rests[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert rests == sorted(rests)
    assert rests[-1] == timedelta(minutes=15)


def test_the_circuit_opens_after_five_failures_and_the_next_try_may_open_it_again() -> None:
    circuit = Circuit()
    for _ in range(4):
        circuit = circuit.record_failure(NOW)
        assert not circuit.is_open(NOW)
    circuit = circuit.record_failure(NOW)
    assert circuit.is_open(NOW)
    assert not circuit.is_open(NOW + timedelta(minutes=1))
    assert circuit.record_failure(NOW).is_open(NOW + timedelta(minutes=1))


def test_a_failure_keeps_the_place_and_says_when_to_come_back() -> None:
    waiting = position.postpone_attempt(position.claim_position(PLACE, NOW), NOW)
    assert (waiting.seq, waiting.under_way, waiting.lease_until) == (0, True, None)
    assert (waiting.due_at, waiting.tries, waiting.since) == (NOW + timedelta(minutes=1), 1, NOW)
    again = position.postpone_attempt(position.claim_position(waiting, NOW), NOW + timedelta(hours=1))
    assert again.is_late(NOW + timedelta(hours=1))
    assert not again.is_late(NOW + timedelta(minutes=59))


def test_waiting_for_the_portal_in_peace_is_no_failure_of_the_dossier() -> None:
    until = NOW + timedelta(minutes=3)
    waiting = position.postpone_attempt(PLACE, NOW, until)
    assert (waiting.tries, waiting.next_try_at) == (0, until)


def test_a_lease_ends_by_itself_and_is_looked_after() -> None:
    claimed = position.claim_position(PLACE, NOW)
    assert claimed.is_leased(NOW)
    assert not claimed.is_leased(NOW + position.LEASE)
    assert claimed.due_at == NOW + position.LEASE


def test_a_parked_dossier_waits_for_a_person_alone() -> None:
    parked, entry = position.park_dossier(position.claim_position(PLACE, NOW), "d1#00000003", 3, "code_unknown", NOW)
    assert (parked.parked, parked.parked_seq, parked.due_at) == ("code_unknown", 3, None)
    assert entry.data == {"fact": "d1#00000003", "reason": "code_unknown"}
    resumed, entry = position.resume_dossier(parked, "operator-1", NOW)
    assert (resumed.parked, resumed.due_at, resumed.seq) == ("", NOW, 0)
    assert entry.data == {"reason": "code_unknown", "by": "operator-1"}


def test_a_wait_can_be_cut_short_and_nothing_else() -> None:
    resumed, _ = position.resume_dossier(position.postpone_attempt(PLACE, NOW), "operator-1", NOW)
    assert resumed.due_at == NOW
    with pytest.raises(NothingWaits):
        position.resume_dossier(PLACE, "operator-1", NOW)


def test_the_digest_says_nothing_without_its_salts() -> None:
    digests = {
        position.digest_package(create_package(1)),
        position.digest_package(create_package(1, "aa" * 16)),
        position.digest_package(create_package(1, "bb" * 16)),
    }
    assert len(digests) == 3


@given(st.lists(st.sampled_from(["ack", "park", "fail", "claim", "again"]), max_size=30))
def test_the_message_log_is_a_ledger_in_every_case(acts: list[str]) -> None:
    place, log = PLACE, list[Fact]()
    for act in acts:
        entry: Fact | None = None
        if act == "ack" and not place.parked:
            place, entry = position.record_acknowledgement(
                place, create_package(place.seq + 1), "R-1", "k1", NOW, asked=False
            )
        elif act == "park" and not place.parked:
            place, entry = position.park_dossier(place, "d1#1", place.seq + 1, "why", NOW)
        elif act == "again" and place.parked:
            place, entry = position.resume_dossier(place, "me", NOW)
        elif act == "fail" and not place.parked:
            place = position.postpone_attempt(place, NOW)
        elif act == "claim" and not place.parked:
            place = position.claim_position(place, NOW)
        log += [entry] if entry else []
        assert unpack_value(Position, pack_value(place)) == place
    bodies: list[Any] = [each.body for each in log]
    assert verify_ledger("d1.sync", bodies, head=place.head, length=place.length) == []
    assert place.seq == sum(each.kind == "message_acknowledged" for each in log)
