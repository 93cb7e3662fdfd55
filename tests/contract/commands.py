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
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.handover import give_back, invite, rate, revoke_authority, stop, withdraw
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
    JourneyCommand,
    World,
    approve_number,
    decline_number,
    send_back_number,
)
from tests.contract.money_commands import PAYMENTS
from tests.support.bodies import BY_POST, FULL
from tests.support.people import build_actor

_SUPPLEMENT: dict[str, Any] = {"components": ["funeral_support_declaration"], "form_fields": [], "guidance": "Chụp lại"}


def _prepare_supplement(world: World, stage: str) -> JourneyCommand:
    number = world.asked(stage)
    paper = world.paper(number, PaperKind.COMPONENT, "funeral_support_declaration")
    return world.take(supplement.supplement_dossier, CITIZEN, number, papers=[paper], answers=None)


def _consult_body(world: World) -> str:
    return world.then(
        consult.request_opinion, CASE, world.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?"
    )


def _prepare_call(world: World) -> JourneyCommand:
    body = {"components": _SUPPLEMENT["components"], **FULL["call_original"]}
    return world.take(call_original.call_original, CASE, world.processing(), **body)


def _prepare_comparison(world: World) -> JourneyCommand:
    called = _prepare_call(world)
    called.on(world.deps)
    return world.take(call_original.compare_original, CLERK, called.command.dossier_id, differing=[], note=None)


def _open_request(
    world: World, step: Callable[[Dependencies, Command[Any]], CommandResult], actor: Actor = CASE, **body: Any
) -> str:
    return world.then(step, actor, world.processing(), **body)


def _prepare_apology(world: World) -> JourneyCommand:
    """Asked for when the time is just over: a delay is certain then."""
    number = world.processing()
    clock = world.load(number).clock
    assert clock is not None
    late = replace(world, now=clock.due_at + timedelta(minutes=1))
    return late.take(apologise.prepare_apology, CASE, number, new_due_days=1, reason="Quá tải")


def _prepare_grant(world: World) -> JourneyCommand:
    number = world.processing()
    return world.take(resolve.resolve_dossier, HEAD, number, outcome="granted", result=world.result(number))


def _prepare_denial(world: World) -> JourneyCommand:
    words = {"outcome": "not_granted", "result": None, "ground": "conditions_not_met", "reason": "Chưa đủ"}
    return world.take(resolve.resolve_dossier, HEAD, world.processing(), **words)


def _prepare_correction(world: World) -> JourneyCommand:
    number = world.resolved()
    return world.take(resolve.correct_result, HEAD, number, result=world.result(number), reason="Sai tên")


def _prepare_stop(world: World) -> JourneyCommand:
    return world.take(stop.stop_dossier, HEAD, world.processing(), ground="other_law", reason="Căn cứ khác")


def _order_erasure(world: World) -> JourneyCommand:
    """A second officer orders what the first has proposed."""
    decided = {"digest": None, "ground": "authority_decision", "decision": "12/QĐ-TA"}
    number = world.then(erase.erase_dossier, OFFICE, world.closed(), **decided)
    return world.take(
        erase.erase_dossier, build_actor(Role.PROVINCIAL_OFFICE, "province", "office-2"), number, **decided
    )


def _prepare_erasure(world: World) -> JourneyCommand:
    number = world.closed()
    digest = sorted(world.store.load_parts(number))[0]
    return world.take(
        erase.erase_dossier, OFFICE, number, digest=digest, ground="authority_decision", decision="12/QĐ-TA"
    )


def _prepare_proposal(world: World, number: str) -> JourneyCommand:
    body: dict[str, Any] = {
        "outcome": "granted",
        "result": world.result(number),
        "ground": None,
        "reason": None,
        "papers": [],
    }
    return world.take(propose_outcome.submit_proposal, CASE, number, opinion="Đủ điều kiện", **body)


def _submit_proposal(world: World) -> str:
    number = _assign_dossier(world)
    _prepare_proposal(world, number).on(world.deps)
    return number


def _prepare_answer(world: World) -> JourneyCommand:
    return _prepare_proposal(
        world, world.then(send_back_number(1), SECTION, _submit_proposal(world), remarks="Thiếu căn cứ")
    )


def _prepare_assignment(world: World) -> JourneyCommand:
    return world.take(assign.assign_officer, SECTION, _assign_dossier(world), officer=CASE.sub, note=None)


def _assign_dossier(world: World, who: Actor = CASE) -> str:
    """A dossier at its agency, whose case officer's rights are on record."""
    rights = Officers()
    if not rights.load(who.sub).version:
        rights.save(Officer(who.sub, 1, "A", "B", "a@example.test", who.assignments), "seed", "01", REAL)
    return world.processing()


def _prepare_time_correction(world: World) -> JourneyCommand:
    number = world.submitted()
    at = world.load(number).filed_at
    later = replace(world, now=world.now + timedelta(minutes=30))
    later.then(receive.receive_dossier, CLERK, number, deferral="other_way_agreed")
    return later.take(correct_reception.correct_reception, CLERK, number, reason="Nhập muộn", received_at=at)


def _prepare_refiling(world: World) -> JourneyCommand:
    return world.take(
        correct_reception.correct_reception, CLERK, world.received(), reason="Nhầm thủ tục", procedure=CERTIFICATE
    )


def _prepare_refiling_approval(world: World) -> JourneyCommand:
    proposed = _prepare_refiling(world)
    proposed.on(world.deps)
    return world.take(approve_number(1), HEAD_OF_DESK, proposed.command.dossier_id, reason=None)


def _prepare_time_approval(world: World) -> JourneyCommand:
    proposed = _prepare_time_correction(world)
    proposed.on(world.deps)
    later = replace(world, now=proposed.command.now)
    return later.take(approve_number(1), HEAD_OF_DESK, proposed.command.dossier_id, reason=None)


def _send_by_post(world: World) -> str:
    return world.then(give_back.give_back, CLERK, world.resolved(), **BY_POST)


def _take_back(world: World) -> JourneyCommand:
    number = _send_by_post(world)
    for _ in range(world.deps.reference.find_rule("return.post_invitations", CaseDates(world.now)).to_int()):
        world.then(invite.invite_applicant, CLERK, number, note=None)
        world = replace(world, now=world.now + timedelta(days=7))
    return world.take(invite.take_back, CLERK, number, note=None)


LEDGER_COMMANDS: dict[str, Callable[[World], JourneyCommand]] = {
    "submit": lambda w: w.filing(),
    "receive": lambda w: w.take(receive.receive_dossier, CLERK, w.submitted()),
    "refuse": lambda w: w.take(refuse.refuse_dossier, CLERK, w.submitted(), ground="not_conforming", reason="Sai mẫu"),
    "request_supplement": lambda w: w.take(request_supplement.request_supplement, CLERK, w.submitted(), **_SUPPLEMENT),
    "supplement at intake": lambda w: _prepare_supplement(w, "intake"),
    "withdraw": lambda w: w.take(withdraw.withdraw_dossier, CITIZEN, w.submitted(), reason=None),
    "revoke_authority": lambda w: w.take(
        revoke_authority.revoke_authority, CLERK, w.submitted(by_paper=True), reason="Người ủy quyền đến quầy"
    ),
    "forward": lambda w: w.take(forward.forward_dossier, CLERK, w.submitted(), unit=OTHER_UNIT, note=None),
    "assign": _prepare_assignment,
    "claim": lambda w: w.take(assign.claim_share, CASE, w.processing()),
    "hand_over": lambda w: w.take(
        assign.give_share, CASE, w.then(assign.claim_share, CASE, _assign_dossier(w, CASE_2)), officer=CASE_2.sub
    ),
    "note": lambda w: w.take(note.add_note, CASE, w.processing(), text="Đã gọi cho người nộp", reach="dossier"),
    "correct_reception": lambda w: w.take(
        correct_reception.correct_reception, CLERK, w.received(), reason="Nhập nhầm", return_way="online"
    ),
    "propose another time of reception": _prepare_time_correction,
    "approve another time of reception": _prepare_time_approval,
    "propose the right procedure": _prepare_refiling,
    "approve the right procedure": _prepare_refiling_approval,
    "transfer": lambda w: w.take(transfer.transfer_dossier, CLERK, w.received(LINKED)),
    "finish_task": lambda w: w.take(finish_task.finish_task, TAX_OFFICER, w.processing(LINKED), note=None),
    "confirm_complete": lambda w: w.take(confirm_complete.confirm_complete, CASE, w.processing()),
    "consult": lambda w: w.take(
        consult.request_opinion, CASE, w.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?"
    ),
    "answer": lambda w: w.take(consult.give_opinion, INSURANCE_OFFICER, _consult_body(w), opinion="Đồng ý"),
    "call_original": _prepare_call,
    "compare": _prepare_comparison,
    "propose a supplement": lambda w: w.take(
        request_supplement.request_supplement, CASE, w.processing(), **_SUPPLEMENT
    ),
    "approve a supplement": lambda w: w.take(
        approve_number(1), CLERK, _open_request(w, request_supplement.request_supplement, **_SUPPLEMENT), reason=None
    ),
    "supplement after appraisal": lambda w: _prepare_supplement(w, "appraisal"),
    "extend": lambda w: w.take(extend.request_extension, CASE, w.processing(), units=1, reason="Phức tạp"),
    "endorse": lambda w: w.take(
        approve_number(1), SECTION, _open_request(w, extend.request_extension, units=1, reason="Phức tạp")
    ),
    "decline": lambda w: w.take(
        decline_number(1), SECTION, _open_request(w, extend.request_extension, units=1, reason="Phức tạp"), reason="K"
    ),
    "propose": lambda w: _prepare_proposal(w, w.processing()),
    "endorse a proposal": lambda w: w.take(approve_number(1), SECTION, _submit_proposal(w), reason=None),
    "send_back": lambda w: w.take(send_back_number(1), SECTION, _submit_proposal(w), remarks="Thiếu căn cứ"),
    "answer remarks": _prepare_answer,
    "sign": lambda w: w.take(approve_number(1), HEAD, _submit_proposal(w), reason=None),
    "apologise": _prepare_apology,
    "ask to withdraw": lambda w: w.take(withdraw.withdraw_dossier, CITIZEN, w.processing(), reason="Đổi ý"),
    # Of a dossier with more on it, whose state is well above a whole kilobyte: no text of some bytes changes its units.
    "approve a withdrawal": lambda w: w.take(
        approve_number(1), HEAD, w.then(withdraw.withdraw_dossier, CITIZEN, w.processing(LINKED), reason=None)
    ),
    **PAYMENTS,
    "resolve": _prepare_grant,
    "resolve against": _prepare_denial,
    "correct": _prepare_correction,
    "stop": _prepare_stop,
    "give_back": lambda w: w.take(give_back.give_back, CLERK, w.resolved(), way="online"),
    "invite": lambda w: w.take(invite.invite_applicant, CLERK, _send_by_post(w), note=None),
    "take_back": _take_back,
    "close": lambda w: w.take(
        give_back.close_dossier, CLERK, w.then(give_back.give_back, CLERK, w.resolved(), way="online")
    ),
    "rate": lambda w: w.take(
        rate.give_rating,
        CITIZEN,
        w.then(give_back.give_back, CLERK, w.resolved(), way="online"),
        answers={"overall": 4},
    ),
    "erase": _prepare_erasure,
    "order an erasure": _order_erasure,
}
"""Commands on the ledger, each with a way to make a dossier ready for it."""
