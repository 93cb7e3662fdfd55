"""Preview the papers that an act would make."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.documents.slip_html import render_html
from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.dossier.codes import CodeMalformed, CodesExhausted, UnitWithoutCode
from chalicelib.domain.dossier.handover import OriginalsKept, PaperUncompared
from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute, FiledElsewhere
from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.domain.dossier.outages import RegisterNumberUsed, RegisterNumberWrong
from chalicelib.domain.dossier.refiling import PaymentTaken, RefilingIncomplete
from chalicelib.domain.payments.fee_errors import NotReversible, ObligationsOpen
from chalicelib.domain.shared.errors import Malformed, Refusal
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import build_command_with
from chalicelib.handlers.dossier.step_refusals import PAPER_REFUSALS, PLACE_REFUSALS, STEP_REFUSALS
from chalicelib.handlers.http import read as _read
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models import slips as models
from chalicelib.models import steps as bodies
from chalicelib.models.http.base import Body
from chalicelib.models.reception import CorrectReceptionBody, ReceiveBody
from chalicelib.steps.approvals.decide_request import ProposalSentBack
from chalicelib.steps.documents import preview_slip as steps
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.reception.correct_reception import CorrectionEmpty
from chalicelib.steps.settlement.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.settlement.extend import DuePassed
from chalicelib.steps.settlement.finish_task import TasksOpen
from chalicelib.steps.settlement.resolve import NotDelegated, PaymentBlocks, ProposalNeeded
from chalicelib.wiring import slips as wiring_slips

bp = Blueprint(__name__)

BODIES: dict[str, type[Body]] = {
    "receive": ReceiveBody,
    "correct_reception": CorrectReceptionBody,
    "refuse": bodies.GroundBody,
    "request_supplement": bodies.SupplementRequestBody,
    "transfer": bodies.EmptyBody,
    "extend": bodies.ExtendBody,
    "resolve": bodies.ResolveBody,
    "stop": bodies.GroundBody,
    "close": bodies.EmptyBody,
    "approve": bodies.DecisionBody,
}
"""Body of each act: the same bodies as the acts themselves."""

REFUSALS: tuple[type[Refusal], ...] = (
    *STEP_REFUSALS, *PLACE_REFUSALS, *PAPER_REFUSALS, ChannelOfAnotherRoute, CodeMalformed, CodesExhausted,
    CorrectionEmpty, DateOvertaken, DelayUncertain, DuePassed, FiledElsewhere, LimitReached, NotDelegated,
    NotReversible, ObligationsOpen, OriginalAwaited, OriginalsKept, PaperUncompared, PaymentBlocks, PaymentTaken,
    ProposalNeeded, ProposalSentBack, RefilingIncomplete, RegisterNumberUsed, RegisterNumberWrong, RequestPending,
    TasksOpen, UnitWithoutCode,
)  # fmt: skip
"""Refusals of the acts themselves: a preview runs the whole act and saves nothing."""


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/slips/preview",
    access=OFFICER,
    body=models.PreviewBody,
    answer=models.SlipsView,
    refuses=REFUSALS,
)
def preview_slips(call: Call[models.PreviewBody]) -> models.SlipsView:
    """Show the papers that an act would make now, in full; nothing is saved and nothing is numbered."""
    wanted = build_command_with(call, read_act_body(call.body), call.body.step, call.params["dossier_id"])
    found = steps.preview_slips(build_reader(call), wanted, wiring_slips.provide_library(), call.body.request)
    return models.SlipsView(slips=[view_slip(each) for each in found])


def read_act_body(given: models.PreviewBody) -> Body:
    """Return the act's own body, checked like the act's; raise Malformed with places under /body."""
    try:
        read = _read.read_body(BODIES[given.step], json.dumps(given.body).encode(), "application/json")
    except Malformed as wrong:
        raise Malformed(fields=tuple(replace(each, path=f"/body{each.path}") for each in wrong.fields)) from None
    # A preview of an approval has the approver's words alone.
    return bodies.ApprovalBody(**dict(read)) if given.step == steps.APPROVE else read


def view_slip(slip: Slip) -> models.SlipView:
    """Return a slip for the answer."""
    plain = ("kind", "title", "form", "mark", "size", "authority", "issuer", "number", "lead", "qr", "date_line")
    return models.SlipView(
        **{name: getattr(slip, name) for name in plain},
        internal=slip.is_internal,
        lines=[_view_line(line) for line in slip.lines],
        closing=list(slip.closing),
        signers=list(slip.signers),
        basis=[models.SlipBasisView(text=one.text, open=one.open) for one in slip.basis],
        remedies=[
            models.SlipRemedyView(way=one.way, addressee=one.addressee, limit=one.limit) for one in slip.remedies
        ],
        html=render_html(slip),
    )


def _view_line(line: Any) -> models.SlipLineView:
    table = line.table
    rows = table and models.SlipTableView(columns=list(table.columns), rows=[list(row) for row in table.rows])
    return models.SlipLineView(label=line.label, text=list(line.text), table=rows)
