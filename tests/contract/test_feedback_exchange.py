"""Feedback under each fault of the national system: no step is lost, none counts twice, all arrive in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.portal.position import log_id
from chalicelib.steps.portal.sync_national import Sync, SyncOutcome
from infra.local.stand_ins.portal import Behaviour, CallFault
from tests.domain.matters.test_feedback_packages import list_packages, settle_feedback
from tests.support.sync_builders import FakePositions, SimulatedClock, build_client, build_teller, start_portal


@pytest.fixture(scope="module")
def national():
    with start_portal() as running:
        yield running


FAULTS = [
    (fault, idempotent)
    for fault in CallFault
    for idempotent in (True, False)
    # A network that itself repeats a call defeats every sender (0110).
    if idempotent or fault is not CallFault.TWICE
]


@pytest.mark.parametrize(("fault", "idempotent"), FAULTS)
def test_no_fault_loses_or_doubles_a_step(national, fault, idempotent):
    desk, positions, clock = settle_feedback(), FakePositions(), SimulatedClock()
    national.store.forget_dossier(desk.matter.number)
    national.behaviour = Behaviour(1.0, (fault,), idempotent=idempotent, slow_seconds=0.2)
    teller = replace(build_teller("lai-chau"), unit_name=lambda unit: unit)
    sync = Sync(desk.deps.matters, positions, build_client(national.url), teller, clock)
    sync.send_missing(desk.id)
    national.behaviour.rate = 0.5
    for _ in range(30):
        national.settle()
        clock.on(minutes=20)
        if sync.send_missing(desk.id).outcome is SyncOutcome.SYNCED:
            break
    national.settle()
    expected = [each.fact_id for each in list_packages(desk)]
    assert national.store.list_packages(desk.id) == expected
    logged = [fact.data["fact"] for fact in positions.log[desk.id] if fact.dossier_id == log_id(desk.id)]
    assert logged == expected
    held = build_client(national.url).find_feedback(desk.matter.number)
    assert held == len(expected)
