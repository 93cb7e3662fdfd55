"""The effects of approving an open request, for those who decide it: dates, sums, papers."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.dossier import carried_money
from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.reading.hindrances import Viewpoint, find_approval_hindrance
from chalicelib.steps.reception import refile
from chalicelib.steps.settlement.extend import count_units_left


def describe_effects(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    """Return the effects of one request for a view, and why its approval would be refused now."""
    refusal = find_approval_hindrance(view, dossier, request)
    hindered = None
    if refusal:
        hindered = {"code": refusal.code, "vi": refusal.text_vi, "en": refusal.text_en, "law": refusal.law}
    return {"approval_hindered": hindered, **_EFFECTS.get(request.kind, _describe_nothing)(view, dossier, request)}


def _describe_nothing(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    return {}


def _describe_extension(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    """Return the new due time, and how much more could be added."""
    if dossier.clock is None:
        return {}
    units, reference = request.about["units"], view.deps.reference
    longer = clocks.extend_clock(reference.find_calendar(dossier.one_stop), dossier.clock, units)
    left = count_units_left(lambda param: reference.find_rule(param, dossier.build_dates(view.now)), dossier.clock)
    return {
        "new_due_at": longer.due_at,
        "unit": dossier.clock.duration.unit,
        "units_left": None if left is None else max(0, left - units),
    }


def _describe_supplement(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    asked = request.about
    return {
        "components": list(asked["components"]),
        "form_fields": list(asked.get("form_fields", ())),
        "to_pay": asked.get("to_pay"),
    }


def _describe_reversal(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    taken: Transaction = unpack_value(Transaction, request.about["transaction"])
    return {"reverses": {"receipt_number": taken.provider_txn_id, "amount": taken.amount, "taken_at": taken.paid_at}}


def _describe_refiling(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    """Return the use of money that was paid online for the wrong procedure."""
    after = refile.preview_refiling(
        view.build_context(dossier, Step.NOTE, None, None, ""), str(request.about["procedure"])
    )
    owed_back = carried_money.total_sums(after.owed_back)
    return {"carried": after.paid, "to_pay": fees.total_due(after.owed), "owed_back": owed_back}


_EFFECTS = {
    RequestKind.EXTENSION: _describe_extension,
    RequestKind.SUPPLEMENT: _describe_supplement,
    RequestKind.REVERSAL: _describe_reversal,
    RequestKind.REFILING: _describe_refiling,
}
