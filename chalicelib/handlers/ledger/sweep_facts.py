"""Every quarter of an hour: send the facts whose messages were never sent.

Manually: `{"days": ["2026-11-27"]}` sweeps given days (UTC) without changing the schedule's position;
`{"dossier_id": …}` sends a dossier's whole ledger again, with `"after": n` only the facts after n.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import parse_sweep_event
from chalicelib.handlers.ledger.fact_events import report_sent
from chalicelib.steps.ledger.sweep_facts import FactSweepReport
from chalicelib.wiring import core as wiring
from chalicelib.wiring.facts import provide_sweeping


def sweep_facts(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Sweep; the result is for manual invocations."""
    try:
        done = _run_sweep(event)
    except Exception as fault:
        observe.provide_logger().error("sweep_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("facts_swept", sent=done.sent, finished=done.finished, failed=len(done.failed))
    if done.sent:
        observe.count_metric("FactsSwept", done.sent)
    return asdict(done)


def _run_sweep(event: Mapping[str, Any]) -> FactSweepReport:
    clock, sweep = wiring.provide_clock(), provide_sweeping(report_sent)
    asked = parse_sweep_event(event)
    if asked.dossier_id is not None:
        return sweep.resend_dossier(asked.dossier_id, asked.after)
    if asked.days is not None:
        return sweep.sweep_days(asked.days, clock.now())
    return sweep(clock.now(), clock.real_now())
