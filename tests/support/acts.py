"""The steps by the flow's words, as tests take them."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.flow.transitions import Step
from chalicelib.steps.approvals import propose_outcome
from chalicelib.steps.dossier.command import Answer
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.filing import submit
from chalicelib.steps.handover import give_back, invite, stop, withdraw
from chalicelib.steps.payments import pay, request_payment
from chalicelib.steps.privacy import erase
from chalicelib.steps.reception import correct_reception, forward, receive, refuse
from chalicelib.steps.settlement import (
    apologise,
    assign,
    call_original,
    confirm_complete,
    consult,
    extend,
    finish_task,
    note,
    request_supplement,
    resolve,
    supplement,
    transfer,
)

STEPS: dict[str, Callable[[Desk, Ask], Answer]] = {
    "receive": receive.receive,
    "forward": forward.forward,
    "refuse": refuse.refuse,
    "request_supplement": request_supplement.request_supplement,
    "correct_reception": correct_reception.correct_reception,
    "supplement": supplement.supplement,
    "transfer": transfer.transfer,
    "assign": assign.assign,
    "claim": assign.claim,
    "hand_over": assign.hand_over,
    "note": note.note,
    "propose": propose_outcome.propose,
    "confirm_complete": confirm_complete.confirm_complete,
    "consult": consult.consult,
    "answer": consult.answer,
    "call_original": call_original.call_original,
    "compare": call_original.compare,
    "finish_task": finish_task.finish_task,
    "extend": extend.extend,
    "apologise": apologise.apologise,
    "request_payment": request_payment.request_payment,
    "pay": pay.pay,
    "resolve": resolve.resolve,
    "correct": resolve.correct,
    "give_back": give_back.give_back,
    "invite": invite.invite,
    "take_back": invite.take_back,
    "close": give_back.close,
    "withdraw": withdraw.withdraw,
    "stop": stop.stop,
    "erase": erase.erase,
    "submit": submit.submit,
}
"""The steps by the flow's words."""

PAYMENT_STEPS = frozenset(
    {Step.REQUEST_PAYMENT, Step.PAY, Step.ACKNOWLEDGE_PAYMENT, Step.REVERSE_PAYMENT, Step.CONFIRM_EXEMPTION}
)
"""Steps on money, proven with the payments."""
