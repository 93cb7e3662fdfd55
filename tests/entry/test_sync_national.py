"""The three functions from their events to what the stand-in portal holds, and what they answer to the queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.clock import ServiceClock
from chalicelib.domain.ledger.chain import Fact
from chalicelib.handlers.portal.reconcile_national import reconcile_national
from chalicelib.handlers.portal.sweep_sync import sweep_sync
from chalicelib.handlers.portal.sync_national import sync_national
from chalicelib.repositories.portal.sync import SyncTable
from chalicelib.repositories.portal.sync_days import SyncDays
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync
from infra.local.stand_ins.portal import PortalStandIn
from tests.support.payment_builders import open_till
from tests.support.sync_builders import (
    KEY,
    KEY_ID,
    chain_under_other_id,
    list_expected,
    list_tales,
    put_ledger,
    start_portal,
)

ROOT = Path(__file__).parents[2]
EVENT: dict[str, Any] = json.loads((ROOT / "events" / "sync_national.facts.json").read_text())
SWEEP = json.loads((ROOT / "events" / "sweep_sync.json").read_text())
NIGHT = json.loads((ROOT / "events" / "reconcile_national.json").read_text())


@dataclass
class SyncDeployment:
    """A deployment of a local stage with one dossier, and its portal."""

    portal: PortalStandIn
    facts: tuple[Fact, ...]

    @property
    def id(self) -> str:
        """The dossier."""
        return self.facts[0].dossier_id

    def news(self, seq: int) -> dict[str, Any]:
        """The event of one fact."""
        (record,) = EVENT["Records"]
        return {"Records": [record | {"messageId": f"m-{seq}", "body": json.dumps(self.facts[seq - 1].body)}]}

    def held(self) -> list[str]:
        """Return the portal's copy."""
        return self.portal.store.list_packages(self.id)

    def all(self) -> list[str]:
        """Return the expected copy."""
        return list_expected(self.facts, list_tales()[0].store.load_parts(list_tales()[0].id))


@pytest.fixture
def syncing(monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncDeployment]:
    """A deployment whose portal is the stand-in."""
    with open_till("synced"), start_portal() as there:
        keys = {"ours": {KEY_ID: KEY.hex()}, "portal": {}, "systems": {}}
        arn = boto3.client("secretsmanager").create_secret(Name="portal", SecretString=json.dumps(keys))["ARN"]
        for name, value in {
            "TABLE_NAME": "motcua", "PROVINCE": "hue", "STAGE": "test", "PORTAL_URL": there.url,
            "PORTAL_SECRET_ARN": arn,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        forget_adapters()
        facts = chain_under_other_id(list_tales()[0], 1)
        put_ledger(facts, list_tales()[0].store.load_parts(list_tales()[0].id))
        yield SyncDeployment(there, facts)
    forget_adapters()


def forget_adapters() -> None:
    for module in (wiring, wiring_sync):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def test_a_fact_event_updates_the_portal_and_is_finished(syncing, capsys):
    assert sync_national(syncing.news(1), None) == {"batchItemFailures": []}
    assert syncing.held() == syncing.all()
    assert sync_national(syncing.news(2), None) == {"batchItemFailures": []}
    assert syncing.held() == syncing.all()
    logged = capsys.readouterr().out
    assert '"outcome":"synced"' in logged
    assert "Trần" not in logged


def test_a_portal_that_is_down_fails_no_message_and_the_log_says_why(syncing, capsys):
    syncing.portal.behaviour.down = True
    assert sync_national(syncing.news(1), None) == {"batchItemFailures": []}
    assert '"unanswered":"status_503"' in capsys.readouterr().out
    assert sweep_sync(SWEEP, None)["taken"] == 0
    syncing.portal.behaviour.down = False
    place, _ = SyncTable().look(syncing.id)
    assert (place.tries, place.due_at is not None) == (1, True)


def test_an_unsendable_record_fails_its_own_message_alone_and_raises_the_alarm(syncing, capsys):
    syncing.portal.behaviour.refuses = frozenset({"1.004873"})
    assert sync_national(syncing.news(1), None) == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert sync_national(syncing.news(2), None) == {"batchItemFailures": []}, "it waits behind, in the ledger"
    assert "SyncParked" in capsys.readouterr().out
    assert SyncTable().list_parked(10, None) == ([syncing.id], None)
    syncing.portal.behaviour.refuses = frozenset()
    assert sync_national(syncing.news(1), None) == {"batchItemFailures": []}
    assert syncing.held() == syncing.all()


def test_an_invalid_message_is_retried_and_its_content_is_not_logged(syncing, capsys):
    broken = {"Records": [{"messageId": "m-x", "body": '{"dossier": "Trần Thị Hoa"}'}]}
    assert sync_national(broken, None) == {"batchItemFailures": [{"itemIdentifier": "m-x"}]}
    logged = capsys.readouterr().out
    assert "SyncFailed" in logged
    assert "Hoa" not in logged


def set_day(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    """Let it be noon (UTC) of a day of November 2026."""
    monkeypatch.setattr(ServiceClock, "real_now", lambda _: datetime(2026, 11, day, 12, tzinfo=UTC))


def test_the_night_repairs_what_never_left(syncing, monkeypatch, capsys):
    set_day(monkeypatch, 24)
    counts = reconcile_national(NIGHT, None)
    assert counts == {
        "days": 1,
        "dossiers": 1,
        "faqs": 0,
        "feedback": 0,
        "units_differed": 1,
        "repaired": 1,
        "unrepaired": 0,
    }
    assert syncing.held() == syncing.all()
    assert reconcile_national(NIGHT, None) == counts | {"units_differed": 0, "repaired": 0}
    assert capsys.readouterr().out.count("SyncRepaired") > 0
    assert SyncDays().list_reports(5)[0]["day"] == "2026-11-23"


def test_nights_that_were_missed_are_compared_by_hand(syncing, monkeypatch):
    set_day(monkeypatch, 27)
    assert reconcile_national(NIGHT, None)["dossiers"] == 0
    assert reconcile_national({"days": 4}, None) == {
        "days": 4, "dossiers": 1, "faqs": 0, "feedback": 0, "units_differed": 1, "repaired": 1, "unrepaired": 0,
    }  # fmt: skip


def test_what_cannot_be_repaired_raises_the_alarm(syncing, monkeypatch, capsys):
    set_day(monkeypatch, 24)
    syncing.portal.behaviour.refuses = frozenset({"1.004873"})
    assert reconcile_national(NIGHT, None)["unrepaired"] == 1
    logged = capsys.readouterr().out
    assert "SyncUnrepaired" in logged
    assert "portal_procedure_unknown" in logged


def test_without_a_portal_nothing_is_sent_and_that_is_logged(syncing, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_URL", "")
    forget_adapters()
    assert sync_national(syncing.news(1), None) == {"batchItemFailures": []}
    assert sweep_sync(SWEEP, None)["taken"] == 0
    assert reconcile_national(NIGHT, None)["days"] == 0
    logged = capsys.readouterr().out
    assert "sync_off" in logged
    assert '"off":true' in logged
    assert syncing.held() == []


def test_without_a_key_the_schedule_fails_aloud(syncing, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_SECRET_ARN", "")
    forget_adapters()
    for function, event in ((sweep_sync, SWEEP), (reconcile_national, NIGHT)):
        with pytest.raises(RuntimeError):
            function(event, None)
    logged = capsys.readouterr().out
    assert "sweep_sync_failed" in logged
    assert "reconcile_national_failed" in logged
