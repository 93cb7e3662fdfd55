"""Every command on the ledger, on a dossier made ready for it.

The same list serves the proofs of faults and of the number of requests, with those of drafts (`draft_commands.py`) and
of the gateway (`money_commands.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.steps.approvals import propose_outcome
from chalicelib.steps.dossier.command import Answer
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.handover import give_back, invite, stop, withdraw
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
from tests.contract.journey import (
    CASE,
    CASE_2,
    CERTIFICATE,
    CITIZEN,
    CLERK,
    HEAD,
    HEAD_OF_DESK,
    INSURANCE,
    INSURANCE_OFFICER,
    LINKED,
    OFFICE,
    OTHER_UNIT,
    REAL,
    SECTION,
    TAX_OFFICER,
    Command,
    World,
    approved,
    declined,
    officer,
    sent_back,
)
from tests.contract.money_commands import PAYMENTS
from tests.support.bodies import BY_POST, FULL

_SUPPLEMENT: dict[str, Any] = {"components": ["funeral_support_declaration"], "form_fields": [], "guidance": "Chụp lại"}


def _supplement(w: World, stage: str) -> Command:
    number = w.asked(stage)
    paper = w.paper(number, PaperKind.COMPONENT, "funeral_support_declaration")
    return w.take(supplement.supplement, CITIZEN, number, papers=[paper], answers=None)


def _consulted(w: World) -> str:
    return w.then(consult.consult, CASE, w.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?")


def _called(w: World) -> Command:
    body = {"components": _SUPPLEMENT["components"], **FULL["call_original"]}
    return w.take(call_original.call_original, CASE, w.processing(), **body)


def _compared(w: World) -> Command:
    called = _called(w)
    called.on(w.desk)
    return w.take(call_original.compare, CLERK, called.ask.dossier_id, differing=[], note=None)


def _opened(w: World, step: Callable[[Desk, Ask], Answer], actor: Actor = CASE, **body: Any) -> str:
    return w.then(step, actor, w.processing(), **body)


def _apologise(w: World) -> Command:
    """Asked for when the time is just over: a delay is certain then."""
    number = w.processing()
    clock = w.load(number).clock
    assert clock is not None
    late = replace(w, now=clock.due_at + timedelta(minutes=1))
    return late.take(apologise.apologise, CASE, number, new_due_days=1, reason="Quá tải")


def _grant(w: World) -> Command:
    number = w.processing()
    return w.take(resolve.resolve, HEAD, number, outcome="granted", result=w.result(number))


def _deny(w: World) -> Command:
    words = {"outcome": "not_granted", "result": None, "ground": "conditions_not_met", "reason": "Chưa đủ"}
    return w.take(resolve.resolve, HEAD, w.processing(), **words)


def _correct(w: World) -> Command:
    number = w.resolved()
    return w.take(resolve.correct, HEAD, number, result=w.result(number), reason="Sai tên")


def _stop(w: World) -> Command:
    return w.take(stop.stop, HEAD, w.processing(), ground="other_law", reason="Căn cứ khác")


def _order_erasure(w: World) -> Command:
    """A second officer orders what the first has proposed."""
    decided = {"digest": None, "ground": "authority_decision", "decision": "12/QĐ-TA"}
    number = w.then(erase.erase, OFFICE, w.closed(), **decided)
    return w.take(erase.erase, officer("office-2", Role.PROVINCIAL_OFFICE, "province"), number, **decided)


def _erase(w: World) -> Command:
    number = w.closed()
    digest = sorted(w.store.parts(number))[0]
    return w.take(erase.erase, OFFICE, number, digest=digest, ground="authority_decision", decision="12/QĐ-TA")


def _proposal(w: World, number: str) -> Command:
    body: dict[str, Any] = {
        "outcome": "granted",
        "result": w.result(number),
        "ground": None,
        "reason": None,
        "papers": [],
    }
    return w.take(propose_outcome.propose, CASE, number, opinion="Đủ điều kiện", **body)


def _proposed(w: World) -> str:
    number = _appointed(w)
    _proposal(w, number).on(w.desk)
    return number


def _answered(w: World) -> Command:
    return _proposal(w, w.then(sent_back(1), SECTION, _proposed(w), remarks="Thiếu căn cứ"))


def _assign(w: World) -> Command:
    return w.take(assign.assign, SECTION, _appointed(w), officer=CASE.sub, note=None)


def _appointed(w: World, who: Actor = CASE) -> str:
    """A dossier at its agency, whose case officer's rights are on record."""
    rights = Officers()
    if not rights.load(who.sub).version:
        rights.save(Officer(who.sub, 1, "A", "B", "a@example.test", who.assignments), "seed", "01", REAL)
    return w.processing()


def _another_time(w: World) -> Command:
    number = w.submitted()
    at = w.load(number).filed_at
    later = replace(w, now=w.now + timedelta(minutes=30))
    later.then(receive.receive, CLERK, number, deferral="other_way_agreed")
    return later.take(correct_reception.correct_reception, CLERK, number, reason="Nhập muộn", received_at=at)


def _right_procedure(w: World) -> Command:
    return w.take(
        correct_reception.correct_reception, CLERK, w.received(), reason="Nhầm thủ tục", procedure=CERTIFICATE
    )


def _refiled(w: World) -> Command:
    proposed = _right_procedure(w)
    proposed.on(w.desk)
    return w.take(approved(1), HEAD_OF_DESK, proposed.ask.dossier_id, reason=None)


def _approved_time(w: World) -> Command:
    proposed = _another_time(w)
    proposed.on(w.desk)
    later = replace(w, now=proposed.ask.now)
    return later.take(approved(1), HEAD_OF_DESK, proposed.ask.dossier_id, reason=None)


def _posted(w: World) -> str:
    return w.then(give_back.give_back, CLERK, w.resolved(), **BY_POST)


def _take_back(w: World) -> Command:
    number = _posted(w)
    for _ in range(w.desk.reference.rule("return.post_invitations", CaseDates(w.now)).value):
        w.then(invite.invite, CLERK, number, note=None)
        w = replace(w, now=w.now + timedelta(days=7))
    return w.take(invite.take_back, CLERK, number, note=None)


STEPS: dict[str, Callable[[World], Command]] = {
    "submit": lambda w: w.filing(),
    "receive": lambda w: w.take(receive.receive, CLERK, w.submitted()),
    "refuse": lambda w: w.take(refuse.refuse, CLERK, w.submitted(), ground="not_conforming", reason="Sai mẫu"),
    "request_supplement": lambda w: w.take(request_supplement.request_supplement, CLERK, w.submitted(), **_SUPPLEMENT),
    "supplement at intake": lambda w: _supplement(w, "intake"),
    "withdraw": lambda w: w.take(withdraw.withdraw, CITIZEN, w.submitted(), reason=None),
    "forward": lambda w: w.take(forward.forward, CLERK, w.submitted(), unit=OTHER_UNIT, note=None),
    "assign": _assign,
    "claim": lambda w: w.take(assign.claim, CASE, w.processing()),
    "hand_over": lambda w: w.take(
        assign.hand_over, CASE, w.then(assign.claim, CASE, _appointed(w, CASE_2)), officer=CASE_2.sub
    ),
    "note": lambda w: w.take(note.note, CASE, w.processing(), text="Đã gọi cho người nộp", reach="dossier"),
    "correct_reception": lambda w: w.take(
        correct_reception.correct_reception, CLERK, w.received(), reason="Nhập nhầm", return_way="online"
    ),
    "propose another time of reception": _another_time,
    "approve another time of reception": _approved_time,
    "propose the right procedure": _right_procedure,
    "approve the right procedure": _refiled,
    "transfer": lambda w: w.take(transfer.transfer, CLERK, w.received(LINKED)),
    "finish_task": lambda w: w.take(finish_task.finish_task, TAX_OFFICER, w.processing(LINKED), note=None),
    "confirm_complete": lambda w: w.take(confirm_complete.confirm_complete, CASE, w.processing()),
    "consult": lambda w: w.take(
        consult.consult, CASE, w.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?"
    ),
    "answer": lambda w: w.take(consult.answer, INSURANCE_OFFICER, _consulted(w), opinion="Đồng ý"),
    "call_original": _called,
    "compare": _compared,
    "propose a supplement": lambda w: w.take(
        request_supplement.request_supplement, CASE, w.processing(), **_SUPPLEMENT
    ),
    "approve a supplement": lambda w: w.take(
        approved(1), CLERK, _opened(w, request_supplement.request_supplement, **_SUPPLEMENT), reason=None
    ),
    "supplement after appraisal": lambda w: _supplement(w, "appraisal"),
    "extend": lambda w: w.take(extend.extend, CASE, w.processing(), units=1, reason="Phức tạp"),
    "endorse": lambda w: w.take(approved(1), SECTION, _opened(w, extend.extend, units=1, reason="Phức tạp")),
    "decline": lambda w: w.take(
        declined(1), SECTION, _opened(w, extend.extend, units=1, reason="Phức tạp"), reason="K"
    ),
    "propose": lambda w: _proposal(w, w.processing()),
    "endorse a proposal": lambda w: w.take(approved(1), SECTION, _proposed(w), reason=None),
    "send_back": lambda w: w.take(sent_back(1), SECTION, _proposed(w), remarks="Thiếu căn cứ"),
    "answer remarks": _answered,
    "sign": lambda w: w.take(approved(1), HEAD, _proposed(w), reason=None),
    "apologise": _apologise,
    "ask to withdraw": lambda w: w.take(withdraw.withdraw, CITIZEN, w.processing(), reason="Đổi ý"),
    "approve a withdrawal": lambda w: w.take(approved(1), HEAD, _opened(w, withdraw.withdraw, CITIZEN, reason=None)),
    **PAYMENTS,
    "resolve": _grant,
    "resolve against": _deny,
    "correct": _correct,
    "stop": _stop,
    "give_back": lambda w: w.take(give_back.give_back, CLERK, w.resolved(), way="online"),
    "invite": lambda w: w.take(invite.invite, CLERK, _posted(w), note=None),
    "take_back": _take_back,
    "close": lambda w: w.take(give_back.close, CLERK, w.then(give_back.give_back, CLERK, w.resolved(), way="online")),
    "erase": _erase,
    "order an erasure": _order_erasure,
}
"""Commands on the ledger, each with a way to make a dossier ready for it."""
