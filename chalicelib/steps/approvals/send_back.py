"""Send a proposal back: an approver states the defects, the same officer (or their backup) answers."""

from __future__ import annotations

from chalicelib.domain.dossier.work_items import Request
from chalicelib.domain.flow.transitions import REQUESTS
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.settlement.signing import choose_answerer
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.serialization import pack
from chalicelib.steps.approvals.decide_request import decide_with
from chalicelib.steps.approvals.propose_outcome import HOUR, stage_due
from chalicelib.steps.dossier.command import Answer
from chalicelib.steps.dossier.context import Ask, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.dossier.ports import People


class NotSentBack(Refusal):
    """Requests of this kind are approved or declined; they are not answered."""

    code = "not_sent_back"
    kind = Kind.WRONG_MOMENT
    vi = "Đề nghị loại này chỉ đồng ý hoặc không đồng ý, không trả lại để chỉnh sửa."
    en = "A request of this kind is approved or declined; it is not sent back."


def send_back(desk: Desk, ask: Ask, number: int, people: People) -> Answer:
    """Return the proposal with remarks. Its chain starts again with the answer."""

    def returned(m: Moment, request: Request) -> NewFact:
        if not REQUESTS[request.kind].answered:
            raise NotSentBack()
        limit = m.rule("proposal.answer_limit")
        officer = choose_answerer(people.of_unit(m.dossier.agency), m.dossier, request, m.now)
        data = {
            "request": request.n, "kind": request.kind.value, "stage": request.passed + 1, "officer": officer,
            "due_at": pack(stage_due(m, limit.value * HOUR)),
        }  # fmt: skip
        return NewFact("request_sent_back", data, part(m, "remarks"), cited(limit))

    return decide_with(desk, ask, number, returned)
