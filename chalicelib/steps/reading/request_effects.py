"""The effects of approving an open request, for those who decide it: dates, sums, papers."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.dossier import carried_money
from chalicelib.domain.dossier.dossier import Dossier, Request
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import unpack
from chalicelib.domain.time import clocks
from chalicelib.steps.reading.hindrances import Viewpoint, find_approval_hindrance
from chalicelib.steps.reception import refile
from chalicelib.steps.settlement.extend import count_units_left


def describe_effects(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    """Return the effects of one request for a view, and why its approval would be refused now."""
    refusal = find_approval_hindrance(view, d, request)
    hindered = None
    if refusal:
        hindered = {"code": refusal.code, "vi": refusal.text_vi, "en": refusal.text_en, "law": refusal.law}
    return {"approval_hindered": hindered, **_EFFECTS.get(request.kind, _nothing)(view, d, request)}


def _nothing(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    return {}


def _extension(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    """Return the new due time, and how much more could be added."""
    if d.clock is None:
        return {}
    units, reference = request.data["units"], view.desk.reference
    longer = clocks.extend(reference.calendar(d.one_stop), d.clock, units)
    left = count_units_left(lambda param: reference.rule(param, d.dates(view.now)), d.clock)
    return {
        "new_due_at": longer.due_at,
        "unit": d.clock.duration.unit,
        "units_left": None if left is None else max(0, left - units),
    }


def _supplement(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    asked = request.data
    return {
        "components": list(asked["components"]),
        "form_fields": list(asked.get("form_fields", ())),
        "to_pay": asked.get("to_pay"),
    }


def _reversal(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    taken: Transaction = unpack(Transaction, request.data["transaction"])
    return {"reverses": {"receipt_number": taken.provider_txn_id, "amount": taken.amount, "taken_at": taken.paid_at}}


def _refiling(view: Viewpoint, d: Dossier, request: Request) -> dict[str, Any]:
    """Return the use of money that was paid online for the wrong procedure."""
    after = refile.foresee(view.moment(d, Step.NOTE, None, None, "", {}), str(request.data["procedure"]))
    owed_back = carried_money.total(after.owed_back)
    return {"carried": after.paid, "to_pay": fees.total_due(after.owed), "owed_back": owed_back}


_EFFECTS = {
    RequestKind.EXTENSION: _extension,
    RequestKind.SUPPLEMENT: _supplement,
    RequestKind.REVERSAL: _reversal,
    RequestKind.REFILING: _refiling,
}
