"""Every quarter of an hour: send the facts whose messages were never sent.

Manually: `{"days": ["2026-11-27"]}` sweeps given days (UTC) without changing the schedule's position;
`{"dossier_id": …}` sends a dossier's whole ledger again, with `"after": n` only the facts after n.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from chalicelib import observe
from chalicelib.handlers.ledger.fact_events import report
from chalicelib.steps.ledger.sweep_facts import Swept
from chalicelib.wiring import core as wiring
from chalicelib.wiring.facts import sweeping


def sweep_facts(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Sweep; the result is for manual invocations."""
    try:
        done = _swept(event)
    except Exception as fault:
        observe.logger().error("sweep_failed", extra=observe.fault_facts(fault))
        raise
    observe.event_line("facts_swept", sent=done.sent, finished=done.finished, failed=len(done.failed))
    if done.sent:
        observe.count("FactsSwept", done.sent)
    return asdict(done)


def _swept(event: Mapping[str, Any]) -> Swept:
    clock, sweep = wiring.clock(), sweeping(report)
    if "dossier_id" in event:
        return sweep.dossier(event["dossier_id"], int(event.get("after", 0)))
    if "days" in event:
        return sweep.days([date.fromisoformat(day) for day in event["days"]], clock.now())
    return sweep(clock.now(), clock.real_now())
