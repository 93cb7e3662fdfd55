"""The people of the stateful test, the steps they try, and what each needs."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.timezone import VIETNAM
from tests.contract import journey
from tests.contract.engine import choose_size
from tests.support import acts
from tests.support.people import build_actor

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
    build_actor(Role.AUDITOR, "province", "auditor"),
    build_actor(Role.OPERATOR, "province", "operator"),
    build_actor(Role.POSTAL_STAFF, journey.UNIT, "postman"),
    build_actor(Role.ONE_STOP_OFFICER, journey.OTHER_UNIT, "clerk-elsewhere"),
)


OWNERS = (journey.CITIZEN, CITIZEN_2, journey.CLERK, journey.CASE, journey.HEAD)
"""Officers file dossiers of their own, too."""


MOST_MOVES = choose_size(6, 4)


CLAIMABLE = frozenset({journey.CERTIFICATE, journey.IMMEDIATE})


PROCEDURES = (journey.FREE, journey.LINKED, journey.CERTIFICATE, journey.IMMEDIATE)


LAST_DAY = datetime(2027, 9, 1, tzinfo=VIETNAM)
"""Within the calendars for every limit that starts then."""


STEPS = {
    step: (acts.STEPS | acts.MONEY_STEPS)[step.value]
    for step in (
        Step.RECEIVE,
        Step.REFUSE,
        Step.TRANSFER,
        Step.REQUEST_SUPPLEMENT,
        Step.SUPPLEMENT,
        Step.CONSULT,
        Step.ANSWER,
        Step.FINISH_TASK,
        Step.EXTEND,
        Step.APOLOGISE,
        Step.PAY,
        Step.REQUEST_PAYMENT,
        Step.REVERSE_PAYMENT,
        Step.CONFIRM_EXEMPTION,
        Step.RESOLVE,
        Step.ACKNOWLEDGE_PAYMENT,
        Step.CORRECT,
        Step.GIVE_BACK,
        Step.WITHDRAW,
        Step.STOP,
        Step.CORRECT_RECEPTION,
        Step.CLOSE,
        Step.ERASE,
        Step.COMPARE,
    )
}
"""The steps that people try."""


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
