"""The people of the stateful test, the steps they try, and what each needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.handover import give_back, stop, withdraw
from chalicelib.steps.payments import acknowledge_payment, confirm_exemption, pay, request_payment, reverse_payment
from chalicelib.steps.privacy import erase
from chalicelib.steps.reception import correct_reception, receive, refuse
from chalicelib.steps.settlement import (
    apologise,
    call_original,
    consult,
    extend,
    finish_task,
    request_supplement,
    resolve,
    supplement,
    transfer,
)
from tests.contract import journey
from tests.contract.engine import choose_size

CITIZEN_2 = Actor("citizen-2")


PEOPLE = (
    journey.CITIZEN,
    CITIZEN_2,
    journey.CLERK,
    journey.CLERK_2,
    journey.HEAD_OF_DESK,
    journey.DIRECTOR,
    journey.CASHIER,
    journey.CASHIER_2,
    journey.CASE,
    journey.CASE_2,
    journey.SECTION,
    journey.HEAD,
    journey.TAX_OFFICER,
    journey.INSURANCE_OFFICER,
    journey.OFFICE,
    journey.build_officer("auditor", Role.AUDITOR, "province"),
    journey.build_officer("operator", Role.OPERATOR, "province"),
    journey.build_officer("postman", Role.POSTAL_STAFF, journey.UNIT),
    journey.build_officer("clerk-elsewhere", Role.ONE_STOP_OFFICER, journey.OTHER_UNIT),
)


OWNERS = (journey.CITIZEN, CITIZEN_2, journey.CLERK, journey.CASE, journey.HEAD)
"""Officers file dossiers of their own, too."""


MOST_MOVES = choose_size(6, 4)


CLAIMABLE = frozenset({journey.CERTIFICATE, journey.IMMEDIATE})


PROCEDURES = (journey.FREE, journey.LINKED, journey.CERTIFICATE, journey.IMMEDIATE)


LAST_DAY = datetime(2027, 9, 1, tzinfo=VIETNAM)
"""Within the calendars for every limit that starts then."""


STEPS: dict[Step, Callable[[Dependencies, Command[Any]], CommandResult]] = {
    Step.RECEIVE: receive.receive_dossier, Step.REFUSE: refuse.refuse_dossier, Step.TRANSFER: transfer.transfer_dossier,
    Step.REQUEST_SUPPLEMENT: request_supplement.request_supplement, Step.SUPPLEMENT: supplement.supplement_dossier,
    Step.CONSULT: consult.request_opinion, Step.ANSWER: consult.give_opinion, Step.FINISH_TASK: finish_task.finish_task,
    Step.EXTEND: extend.request_extension, Step.APOLOGISE: apologise.prepare_apology, Step.PAY: pay.pay_at_counter,
    Step.REQUEST_PAYMENT: request_payment.request_payment, Step.REVERSE_PAYMENT: reverse_payment.reverse_payment,
    Step.CONFIRM_EXEMPTION: confirm_exemption.confirm_exemption, Step.RESOLVE: resolve.resolve_dossier,
    Step.ACKNOWLEDGE_PAYMENT: acknowledge_payment.acknowledge_payment, Step.CORRECT: resolve.correct_result,
    Step.GIVE_BACK: give_back.give_back, Step.WITHDRAW: withdraw.withdraw_dossier, Step.STOP: stop.stop_dossier,
    Step.CORRECT_RECEPTION: correct_reception.correct_reception,
    Step.CLOSE: give_back.close_dossier, Step.ERASE: erase.erase_dossier, Step.COMPARE: call_original.compare_original,
}  # fmt: skip


CASES = {Step.RESOLVE: ("granted", "not_granted"), Step.PAY: ("cash",), Step.CORRECT_RECEPTION: ("data",)}


FORWARD = frozenset(
    {
        Step.RECEIVE,
        Step.TRANSFER,
        Step.RESOLVE,
        Step.FINISH_TASK,
        Step.GIVE_BACK,
        Step.PAY,
        Step.REQUEST_PAYMENT,
        Step.COMPARE,
    }
)


ENDS = frozenset({Step.REFUSE, Step.WITHDRAW, Step.STOP, Step.CLOSE, Step.CORRECT, Step.ERASE})
"""Steps that lead to a result are taken more often than others, those that end a dossier less often."""
