"""Every night: sign the ledger heads of the days that have ended.

The schedule may fire late, twice or not at all; each run signs only due days. A fault is logged and raised: the days
signed before it stay signed, the rest waits for the retry or for the next night.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.steps.ledger.sign_ledger_heads import SignedDay
from chalicelib.wiring import core as wiring
from chalicelib.wiring.ledger import provide_head_signing


def sign_ledger_heads(event: Mapping[str, Any], context: object) -> dict[str, list[str]]:
    """Sign due days by real time. The event payload is ignored; the result is for manual invocations."""
    signed: list[str] = []
    try:
        for done in provide_head_signing()(real_now=wiring.provide_clock().real_now()):
            _report_signed(done)
            signed.append(done.day.isoformat())
    except Exception as fault:
        observe.provide_logger().error("ledger_heads_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("ledger_heads_done", days=len(signed))
    return {"signed": signed}


def _report_signed(done: SignedDay) -> None:
    observe.log_event(
        "ledger_heads_signed",
        day=done.day.isoformat(),
        dossiers=done.dossiers,
        sha256=done.digest,
        fresh=done.fresh,
    )
