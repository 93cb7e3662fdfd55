"""The steps by the flow's words, as tests take them: the one table of words and functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.flow.transitions import Step
from chalicelib.repositories.accounts.person_profiles import PersonProfiles
from chalicelib.steps.approvals import propose_outcome
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.filing import submit
from chalicelib.steps.handover import give_back, invite, rate, revoke_authority, stop, withdraw
from chalicelib.steps.payments import acknowledge_payment, confirm_exemption, pay, request_payment, reverse_payment
from chalicelib.steps.privacy import erase
from chalicelib.steps.reception import correct_reception, forward, receive, refuse
from chalicelib.steps.search import unjoined
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
from tests.support.fakes.find_fakes import FakeFinds
from tests.support.fakes.stores import FakeDossiers

NAMELESS = unjoined.NamedDossiers(FakeFinds(FakeDossiers()), b"", PersonProfiles(lambda _: b""))

STEPS: dict[str, Callable[[Dependencies, Command[Any]], CommandResult]] = {
    "receive": receive.receive_dossier,
    "forward": forward.forward_dossier,
    "refuse": refuse.refuse_dossier,
    "request_supplement": request_supplement.request_supplement,
    "correct_reception": correct_reception.correct_reception,
    "supplement": supplement.supplement_dossier,
    "transfer": transfer.transfer_dossier,
    "assign": assign.assign_officer,
    "claim": assign.claim_share,
    "hand_over": assign.give_share,
    "note": note.add_note,
    "propose": propose_outcome.submit_proposal,
    "confirm_complete": confirm_complete.confirm_complete,
    "consult": consult.request_opinion,
    "answer": consult.give_opinion,
    "call_original": call_original.call_original,
    "compare": call_original.compare_original,
    "finish_task": finish_task.finish_task,
    "extend": extend.request_extension,
    "apologise": apologise.prepare_apology,
    "request_payment": request_payment.request_payment,
    "pay": pay.pay_at_counter,
    "resolve": resolve.resolve_dossier,
    "correct": resolve.correct_result,
    "give_back": give_back.give_back,
    "invite": invite.invite_applicant,
    "take_back": invite.take_back,
    "close": give_back.close_dossier,
    "rate": rate.give_rating,
    "revoke_authority": revoke_authority.revoke_authority,
    # Nobody is named by these dossiers; who is does it in tests/product/filing/test_unjoined.py.
    "join_account": lambda deps, command: unjoined.join_account(deps, NAMELESS, command),
    "withdraw": withdraw.withdraw_dossier,
    "stop": stop.stop_dossier,
    "erase": erase.erase_dossier,
    "submit": submit.submit_draft,
}
"""The steps by the flow's words."""

MONEY_STEPS: dict[str, Callable[[Dependencies, Command[Any]], CommandResult]] = {
    "acknowledge_payment": acknowledge_payment.acknowledge_payment,
    "reverse_payment": reverse_payment.reverse_payment,
    "confirm_exemption": confirm_exemption.confirm_exemption,
}
"""Steps on money that is there: what was paid, or need not be."""

WORDS = {step.__name__: word for word, step in (STEPS | MONEY_STEPS).items()} | {
    "approve_request": "approve", "decline_request": "decline", "pay_intent": "pay_online",
}  # fmt: skip
"""The word of each step, by the name of its function; answers to requests and intents have other parameters."""

PAYMENT_STEPS = frozenset(
    {Step.REQUEST_PAYMENT, Step.PAY, Step.ACKNOWLEDGE_PAYMENT, Step.REVERSE_PAYMENT, Step.CONFIRM_EXEMPTION}
)
"""Steps on money, proven with the payments."""
