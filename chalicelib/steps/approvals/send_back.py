"""Send a proposal back: an approver states the defects, the same officer (or their backup) answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import REQUESTS
from chalicelib.domain.ledger import payloads
from chalicelib.domain.settlement.signing import choose_answerer
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.approvals.decide_request import decide_with
from chalicelib.steps.approvals.propose_outcome import HOUR, calculate_stage_due
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.dossier.reading_ports import People

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import RequestSentBack
    from chalicelib.models.steps import RemarksBody


class NotSentBack(Refusal):
    """Requests of this kind are approved or declined; they are not answered."""

    code = "not_sent_back"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đề nghị loại này chỉ đồng ý hoặc không đồng ý, không trả lại để chỉnh sửa."
    en = "A request of this kind is approved or declined; it is not sent back."


def send_back(deps: Dependencies, command: Command[RemarksBody], number: int, people: People) -> CommandResult:
    """Return the proposal with remarks. Its chain starts again with the answer."""

    def build_return(context: StepContext[RemarksBody], request: ApprovalRequest) -> Decision:
        if not REQUESTS[request.kind].answered:
            raise NotSentBack()
        limit = context.find_rule("proposal.answer_limit")
        units = context.deps.reference.list_units_served(context.dossier.agency, context.now)
        officers = (each for unit in units for each in people.list_by_unit(unit))
        officer = choose_answerer(officers, context.dossier, request, units, context.now)
        data: RequestSentBack = {
            "request": request.n, "kind": request.kind.value, "stage": request.passed + 1, "officer": officer,
            "due_at": pack_value(calculate_stage_due(context, limit.to_int() * HOUR)),
        }  # fmt: skip
        remarks = build_text_part(context, "remarks", context.body.remarks)
        return Decision((payloads.REQUEST_SENT_BACK.build(data, remarks, list_cites(limit)),))

    return decide_with(deps, command, number, build_return)
