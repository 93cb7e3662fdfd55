"""The scheduled function from its event to a recorded fact, what it counts for its alarms, and what it loads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.supervision.watch_deadlines import METRICS, watch_deadlines
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from chalicelib.wiring import watch as wiring_watch
from tests.support.payment_builders import Till, open_till

ROOT = Path(__file__).parents[2]
EVENT: dict[str, Any] = json.loads((ROOT / "events" / "watch_deadlines.json").read_text())


class At:
    """A fixed clock."""

    simulated = False

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    real_now = now


@pytest.fixture
def own_till(monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """A deployment of a local stage."""
    with open_till("deadlines") as made:
        for name, value in {"TABLE_NAME": "motcua", "PROVINCE": "hue", "STAGE": "test"}.items():
            monkeypatch.setenv(name, value)
        forget_adapters()
        yield made
    forget_adapters()


def forget_adapters() -> None:
    for module in (wiring, wiring_steps, wiring_watch):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def run_watch(monkeypatch: pytest.MonkeyPatch, at: datetime) -> dict[str, int]:
    """One run at that moment."""
    monkeypatch.setattr(wiring, "provide_clock", lambda: At(at))
    counts: dict[str, int] = watch_deadlines(EVENT, None)
    return counts


def list_alerts(own_till: Till, number: str) -> list[Fact]:
    return [fact for fact in own_till.store.load_ledger(number) if fact.kind in ("due_soon", "overdue")]


def test_what_is_overdue_is_recorded_once_and_logged_without_names(own_till, monkeypatch, capsys):
    number = own_till.processing()
    late = own_till.load(number).clock.due_at + timedelta(minutes=1)
    first, again = run_watch(monkeypatch, late), run_watch(monkeypatch, late)
    assert first["dossiers"] == 1
    assert first["told"] == len(list_alerts(own_till, number)) > 0
    assert first["prepared"] == 1
    assert (again["told"], again["failed"]) == (0, 0)
    logged = capsys.readouterr().out
    assert {"deadlines_watched", METRICS["told"]} <= {word for word in logged.split('"') if word}
    assert "Trần" not in logged


def test_a_dossier_that_fails_is_named_counted_and_tried_again(own_till, monkeypatch, capsys):
    number = own_till.processing()
    late = own_till.load(number).clock.due_at + timedelta(minutes=1)
    with monkeypatch.context() as broken:
        broken.setattr(DossierTable, "save", lambda *_, **__: 1 / 0)
        assert run_watch(monkeypatch, late)["failed"] == 1
    logged = capsys.readouterr().out
    assert number in logged
    assert METRICS["failed"] in logged
    assert run_watch(monkeypatch, late + timedelta(days=2))["failed"] == 0
    assert list_alerts(own_till, number)


def test_the_next_years_calendar_is_asked_for_in_november(own_till, monkeypatch, capsys):
    assert run_watch(monkeypatch, datetime(2027, 10, 31, 9, tzinfo=VIETNAM))["calendar_missing"] == 0
    assert METRICS["calendar_missing"] not in capsys.readouterr().out
    assert run_watch(monkeypatch, datetime(2027, 11, 1, 9, tzinfo=VIETNAM))["calendar_missing"] == 1
    assert METRICS["calendar_missing"] in capsys.readouterr().out


def test_a_fault_of_the_store_is_logged_and_raised(own_till, monkeypatch, capsys):
    monkeypatch.setattr(wiring_watch, "provide_due_entries", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_watch(monkeypatch, datetime(2026, 11, 27, 9, tzinfo=VIETNAM))
    assert "watch_deadlines_failed" in capsys.readouterr().out
