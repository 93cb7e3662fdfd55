"""The scheduled function and its calls by hand, on a deployment without network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.handlers.ledger.sweep_facts import sweep_facts
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.outbox_positions import SentMarkTable
from chalicelib.repositories.ledger.sweep_state import SweepTable
from chalicelib.steps.dossier.ports import Change
from chalicelib.wiring import core as wiring
from chalicelib.wiring import facts as wiring_facts
from tests.entry.deployment import Queues, open_deployment
from tests.support.builders import MONDAY, Case

ROOT = Path(__file__).parents[2]
EVENT: dict[str, Any] = json.loads((ROOT / "events" / "sweep_facts.json").read_text())
NOW = (MONDAY + timedelta(hours=30)).astimezone(UTC)


class AheadClock:
    """A fixed clock whose legal time is an hour ahead."""

    def real_now(self) -> datetime:
        """Real time."""
        return NOW

    def now(self) -> datetime:
        """Legal time."""
        return NOW + timedelta(hours=1)


@pytest.fixture
def queues(monkeypatch) -> Iterator[Queues]:
    with open_deployment(monkeypatch, wiring_facts.provide_fan_out, wiring_facts.provide_sweeping) as made:
        monkeypatch.setattr(wiring, "provide_clock", AheadClock)
        yield made


@pytest.fixture
def lost(queues) -> Case:
    """A received dossier whose facts were not sent."""
    made = Case().received()
    for fact in made.facts:
        DossierTable().save(Change(facts=(fact,), dossier_id=made.id), now=made.real_now)
    head = {"pk": f"HEADS#{made.real_now.date()}", "sk": made.id}
    TableItem(head["pk"], head["sk"], length=2, body=made.dossier.head).save()
    return made


def test_a_scheduled_run_sends_what_never_left_and_remembers_itself(queues, lost, capsys):
    assert sweep_facts(EVENT, None) == {"sent": 2, "finished": True, "failed": ()}
    assert len(queues.bodies(Consumer.SYNC)) == 2
    assert SentMarkTable().read_marks([lost.id])[lost.id] == 2
    last = SweepTable("facts").load_last()
    assert last is not None
    assert last.began_at == NOW
    logged = capsys.readouterr().out
    assert "FactsSwept" in logged
    assert "Hoa" not in logged
    assert sweep_facts(EVENT, None)["sent"] == 0


def test_days_and_dossiers_by_hand_leave_the_schedules_place_alone(queues, lost):
    assert sweep_facts({"dossier_id": lost.id, "after": 1}, None)["sent"] == 1
    assert sweep_facts({"dossier_id": lost.id}, None)["sent"] == 2
    assert sweep_facts({"days": [str(lost.real_now.date())]}, None) == {"sent": 0, "finished": True, "failed": ()}
    assert SweepTable("facts").load_last() is None
    assert len(queues.bodies(Consumer.COUNTERS)) == 3


def test_a_fact_that_cannot_be_sent_is_counted_for_its_alarm(queues, lost, capsys):
    TableItem(f"D#{lost.id}", "FACT#00000002", body="no fact").save()
    assert sweep_facts(EVENT, None) == {"sent": 1, "finished": True, "failed": (lost.id,)}
    assert "FactsNotSent" in capsys.readouterr().out


def test_a_store_that_fails_is_raised_for_its_alarm(queues, lost, capsys):
    TableItem.delete_table()
    with pytest.raises(Exception, match="table"):
        sweep_facts(EVENT, None)
    assert "sweep_failed" in capsys.readouterr().out
