"""Stop: settlement ends without a result, for a cited ground (notice of stopping)."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part, require_ground

WAIT_EXPIRED, UNPAID = "wait_expired", "obligation_unpaid"


def stop(desk: Desk, ask: Ask) -> Answer:
    """Stop the settlement: the wait for a supplement expired, or another cited ground."""
    return take(desk, ask, Step.STOP, decide)


def decide(m: Moment) -> Decision:
    """Record the ground; open sums are cancelled."""
    ground = require_ground(m, "stop.reasons")
    if m.body["ground"] == WAIT_EXPIRED:
        _require_expired(m)
    if m.body["ground"] == UNPAID:
        _require_unpaid(m)
    clock = m.dossier.clock
    data = {
        "to": "stopped",
        "ground": m.body["ground"],
        "clock": pack(clocks.end(clock, m.now)) if clock else None,
        "obligations": pack(fees.cancel_open(m.dossier.obligations)),
    }
    return Decision((NewFact("stopped", data, part(m, "reason"), cited(ground)),))


def _require_unpaid(m: Moment) -> None:
    if not any(each.outstanding for each in m.dossier.obligations):
        vi, en = "Không còn khoản nào chưa nộp.", "Nothing is left unpaid."
        raise Invalid(fields=(FieldError("/ground", "nothing_unpaid", vi, en),))


def _require_expired(m: Moment) -> None:
    """An expired wait stops nothing by itself: until somebody stops it, the supplement is still accepted."""
    until = m.dossier.wait_until
    if m.dossier.state is not State.SUPPLEMENT_REQUESTED or until is None or m.now <= until:
        vi, en = "Thời hạn chờ bổ sung chưa hết.", "The time to supplement has not run out."
        raise Invalid(fields=(FieldError("/ground", "wait_not_expired", vi, en),))
