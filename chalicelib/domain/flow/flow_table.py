"""The complete life cycle of a dossier in one table.

The table says in which state which step is allowed, for whom, and where it leads. API errors, OpenAPI enums, the web
app's buttons (served as JSON), the picture in `docs/flow.md` and the stateful test all read it. A step outside the
table is refused, with the list of allowed steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.flow_actors import (
    AUTHOR,
    CASE,
    CASH,
    CONSULTED,
    COUNTER,
    CREDIT,
    DESK,
    FILER,
    HANDLER,
    HANDS_OVER,
    HEAD,
    HEAD_OF_DESK,
    OWNER,
    PARTNER,
    PAYING,
    POST,
    SUPERIOR,
    TILL,
    WORKING,
    Who,
)
from chalicelib.domain.flow.flow_words import CALLED, OWED, POSTED, UNSIGNED, RequestKind, Scope, State, Step

S, T = State, Step


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table. `case` distinguishes rows of one state and step (an outcome, a stage); `to` None keeps the
    state; a row with `request` only proposes, and moves nothing by itself. `when` is the condition under which the step
    leads to `to`; until then it keeps the state."""

    state: State
    step: Step
    to: State | None
    who: Who
    fact: str
    article: str
    case: str = ""
    request: RequestKind | None = None
    clock: str = ""
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    when: str = ""


PAID_UP = "no blocking obligation is left"
"""When a payment leads out of payment_requested: with one of several sums paid the dossier still waits."""

UNCONTROLLED = "nobody must agree to the request first"
"""When an intake request is sent at once: the first of its stage, where the law names no controller."""

MONEY_STATES = (S.SUBMITTED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.RESOLVED)
"""Obligations run alongside the state from the filing to the result; payment_requested has rows of its own."""

COMPARED_IN = (S.RECEIVED, S.PROCESSING, S.RESOLVED, S.RETURNED)
"""States in which the paper of an unsigned upload may be brought or sent. Before reception nothing waits for paper;
dossiers handed over uncompared under an earlier version are compared before they are closed."""

NOTED_IN = tuple(each for each in S if each not in {S.DRAFT, S.CLOSED})
"""States in which those who work on a dossier may write to each other about it."""

ENDED_WITHOUT_RESULT = (S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED)

TABLE: tuple[Transition, ...] = (
    Transition(S.DRAFT, T.SUBMIT, S.SUBMITTED, AUTHOR, "submitted", "NĐ 45/2020 11; QN-11.1", clock="reception starts"),
    Transition(S.DRAFT, T.DISCARD, None, AUTHOR, "", "NĐ 45/2020 5"),
    Transition(
        S.SUBMITTED,
        T.RECEIVE,
        S.RECEIVED,
        DESK,
        "received",
        "NĐ 61/2018 17; QN-11.3",
        clock="reception ends, resolution starts",
        makes=("receipt",),
    ),
    Transition(
        S.SUBMITTED,
        T.FORWARD,
        None,
        DESK,
        "forwarded",
        "NĐ 61/2018 18.3; NĐ 309/2026 8",
        clock="resolution, as the law says, with the next unit's reception",
    ),
    Transition(
        S.SUBMITTED,
        T.REFUSE,
        S.NOT_RECEIVED,
        DESK,
        "refused",
        "NĐ 61/2018 17.1.b; VL-7.2.c",
        clock="reception ends",
        makes=("refusal",),
    ),
    Transition(
        S.SUBMITTED,
        T.REQUEST_SUPPLEMENT,
        S.SUPPLEMENT_REQUESTED,
        DESK,
        "supplement_requested",
        "NĐ 61/2018 15.3, 17.1.a, 17.2.a; QN-11.2, HUE-13.2",
        clock="reception ends",
        makes=("supplement_slip",),
        when=UNCONTROLLED,
    ),
    Transition(
        S.SUBMITTED,
        T.SUPPLEMENT,
        None,
        FILER,
        "supplemented",
        "NĐ 45/2020 12; HUE-12.1, LC-9.4",
        clock="reception as the law says: restart or run",
    ),
    Transition(S.SUBMITTED, T.WITHDRAW, S.WITHDRAWN, OWNER, "withdrawn", "QN-13.4", clock="reception ends"),
    Transition(
        S.RECEIVED,
        T.TRANSFER,
        S.PROCESSING,
        DESK,
        "transferred",
        "NĐ 61/2018 18; VL-15.2, LC-10.2.a",
        clock="tasks start",
        makes=("control_slip",),
    ),
    Transition(
        S.RECEIVED,
        T.CORRECT_RECEPTION,
        None,
        DESK,
        "reception_corrected",
        "NĐ 61/2018 17",
        case="data",
        makes=("receipt",),
    ),
    Transition(
        S.RECEIVED,
        T.CORRECT_RECEPTION,
        None,
        DESK,
        "request_opened",
        "NĐ 61/2018 17",
        case="time",
        request=RequestKind.APPOINTMENT,
    ),
    Transition(
        S.RECEIVED,
        T.CORRECT_RECEPTION,
        None,
        DESK,
        "request_opened",
        "NĐ 61/2018 17",
        case="procedure",
        request=RequestKind.REFILING,
    ),
    Transition(
        S.RECEIVED,
        T.RESOLVE,
        S.RESOLVED,
        DESK,
        "resolved",
        "NĐ 61/2018 17.4, 17.5",
        case="granted",
        clock="resolution ends",
        needs=("result",),
    ),
    Transition(
        S.RECEIVED,
        T.RESOLVE,
        S.STOPPED,
        DESK,
        "resolved",
        "NĐ 61/2018 17.4, 19.8",
        case="not_granted",
        clock="resolution ends",
        makes=("refusal",),
    ),
    Transition(S.RECEIVED, T.SUPPLEMENT, None, FILER, "supplemented", "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    Transition(S.RECEIVED, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", request=RequestKind.WITHDRAWAL),
    Transition(
        S.PROCESSING,
        T.PROPOSE,
        None,
        CASE,
        "request_opened",
        "NĐ 61/2018 19.2, 19.3, 19.8",
        request=RequestKind.OUTCOME,
        needs=("result",),
    ),
    Transition(
        S.PROCESSING,
        T.RESOLVE,
        S.RESOLVED,
        HEAD,
        "resolved",
        "NĐ 61/2018 19.2, 19.3",
        case="granted",
        clock="resolution ends",
        needs=("result",),
    ),
    Transition(
        S.PROCESSING,
        T.RESOLVE,
        S.STOPPED,
        HEAD,
        "resolved",
        "NĐ 61/2018 19.8",
        case="not_granted",
        clock="resolution ends",
        makes=("refusal",),
    ),
    Transition(
        S.PROCESSING,
        T.REQUEST_SUPPLEMENT,
        None,
        CASE,
        "request_opened",
        "NĐ 61/2018 19.4, 5.1.e",
        request=RequestKind.SUPPLEMENT,
    ),
    Transition(S.PROCESSING, T.SUPPLEMENT, None, FILER, "supplemented", "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    Transition(S.PROCESSING, T.ASSIGN, None, SUPERIOR, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.CLAIM, None, HANDLER, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.HAND_OVER, None, HANDLER, "assigned", "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.CONFIRM_COMPLETE, None, CASE, "found_complete", "NĐ 61/2018 19.2; HUE-14.1, HUE-14.2"),
    Transition(S.PROCESSING, T.CONSULT, None, CASE, "consulted", "NĐ 61/2018 19.5.a"),
    Transition(S.PROCESSING, T.ANSWER, None, CONSULTED, "answered", "NĐ 61/2018 19.5.b"),
    Transition(S.PROCESSING, T.CALL_ORIGINAL, None, CASE, "original_called", "HUE-11.3"),
    Transition(S.PROCESSING, T.COMPARE, None, (*CASE, *DESK), "original_compared", "HUE-11.3", case=CALLED),
    *(
        Transition(
            state,
            T.COMPARE,
            None,
            HANDS_OVER if state is S.RESOLVED else COUNTER,
            "original_compared",
            "HUE-9.2; QN-7.2",
            case=UNSIGNED,
        )
        for state in COMPARED_IN
    ),
    Transition(S.PROCESSING, T.FINISH_TASK, None, PARTNER, "task_finished", "NĐ 61/2018 19.6", clock="task ends"),
    Transition(
        S.PROCESSING, T.EXTEND, None, CASE, "request_opened", "NĐ 61/2018 19.9; HUE-14.4", request=RequestKind.EXTENSION
    ),
    Transition(
        S.PROCESSING,
        T.APOLOGISE,
        None,
        CASE,
        "request_opened",
        "NĐ 61/2018 19.9; HUE-22.7",
        request=RequestKind.APOLOGY,
    ),
    Transition(
        S.PROCESSING, T.REQUEST_PAYMENT, S.PAYMENT_REQUESTED, CASE, "payment_requested", "VL-16.2; NĐ 45/2020 13"
    ),
    Transition(
        S.PROCESSING,
        T.STOP,
        S.STOPPED,
        HEAD,
        "stopped",
        "TT 03/2025 Phụ lục I",
        clock="resolution ends",
        makes=("stop_notice",),
    ),
    Transition(S.PROCESSING, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", request=RequestKind.WITHDRAWAL),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.SUPPLEMENT,
        S.SUBMITTED,
        FILER,
        "supplemented",
        "NĐ 45/2020 12",
        case="intake",
        clock="reception restarts",
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.SUPPLEMENT,
        S.PROCESSING,
        FILER,
        "supplemented",
        "NĐ 61/2018 19.4",
        case="appraisal",
        clock="resolution as the law says: restart, pause or run",
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.STOP,
        S.STOPPED,
        HEAD_OF_DESK,
        "stopped",
        "TT 03/2025 Phụ lục I",
        case="intake",
        makes=("stop_notice",),
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.STOP,
        S.STOPPED,
        HEAD,
        "stopped",
        "TT 03/2025 Phụ lục I",
        case="appraisal",
        clock="resolution ends",
        makes=("stop_notice",),
    ),
    Transition(S.SUPPLEMENT_REQUESTED, T.WITHDRAW, S.WITHDRAWN, OWNER, "withdrawn", "QN-13.4", case="intake"),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.WITHDRAW,
        None,
        OWNER,
        "request_opened",
        "QN-13.4",
        case="appraisal",
        request=RequestKind.WITHDRAWAL,
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, OWNER, "paid", "NĐ 61/2018 22; VL-16.2", case="online", when=PAID_UP
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, CASH, "paid", "NĐ 61/2018 22; HUE-15.1", case="cash", when=PAID_UP
    ),
    Transition(
        S.PAYMENT_REQUESTED,
        T.ACKNOWLEDGE_PAYMENT,
        S.PROCESSING,
        CREDIT,
        "payment_acknowledged",
        "VL-16.2",
        when=PAID_UP,
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.CONFIRM_EXEMPTION, S.PROCESSING, DESK, "exemption_decided", "NĐ 61/2018 22", when=PAID_UP
    ),
    Transition(
        S.PAYMENT_REQUESTED,
        T.APOLOGISE,
        None,
        CASE,
        "request_opened",
        "NĐ 61/2018 19.9; HUE-22.7",
        request=RequestKind.APOLOGY,
    ),
    Transition(
        S.PAYMENT_REQUESTED,
        T.STOP,
        S.STOPPED,
        HEAD,
        "stopped",
        "TT 03/2025 Phụ lục I",
        clock="resolution ends",
        makes=("stop_notice",),
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.WITHDRAW, None, OWNER, "request_opened", "QN-13.4", request=RequestKind.WITHDRAWAL
    ),
    Transition(S.RESOLVED, T.GIVE_BACK, S.RETURNED, HANDS_OVER, "given_back", "NĐ 61/2018 20; HUE-16"),
    Transition(S.RETURNED, T.INVITE, None, POST, "post_invited", "TT 17/2017 5.2.h", case=POSTED),
    Transition(S.RETURNED, T.TAKE_BACK, S.RESOLVED, COUNTER, "post_returned", "TT 17/2017 5.2.h", case=POSTED),
    Transition(S.RETURNED, T.CLOSE, S.CLOSED, DESK, "closed", "QN-13.5"),
    *(Transition(state, T.GIVE_BACK, None, COUNTER, "given_back", "NĐ 61/2018 20.2") for state in ENDED_WITHOUT_RESULT),
    *(Transition(state, T.CLOSE, S.CLOSED, DESK, "closed", "QN-13.5") for state in ENDED_WITHOUT_RESULT),
    *(
        Transition(state, T.APOLOGISE, None, CASE, "request_opened", "HUE-22.7", case=OWED, request=RequestKind.APOLOGY)
        for state in (S.RESOLVED, S.STOPPED, S.RETURNED, S.CLOSED)
    ),
    *(
        Transition(state, T.CORRECT, None, HEAD, "corrected", "NĐ 61/2018 21.1", needs=("result",))
        for state in (S.RESOLVED, S.RETURNED, S.CLOSED)
    ),
    *(
        Transition(state, T.PAY, None, who, "paid", "NĐ 61/2018 22", case=case)
        for state in MONEY_STATES
        for case, who in PAYING
    ),
    *(
        Transition(state, T.ACKNOWLEDGE_PAYMENT, None, CREDIT, "payment_acknowledged", "VL-16.2")
        for state in MONEY_STATES
    ),
    *(
        Transition(state, T.CONFIRM_EXEMPTION, None, DESK, "exemption_decided", "NĐ 61/2018 22")
        for state in MONEY_STATES
    ),
    *(
        Transition(
            state, T.REVERSE_PAYMENT, None, TILL, "request_opened", "NĐ 61/2018 22", request=RequestKind.REVERSAL
        )
        for state in (*MONEY_STATES, S.PAYMENT_REQUESTED)
    ),
    *(Transition(state, T.NOTE, None, WORKING, "noted", "NĐ 61/2018 19.1; HUE-6.5") for state in NOTED_IN),
    Transition(S.CLOSED, T.ERASE, None, ((Role.PROVINCIAL_OFFICE, Scope.PROVINCE),), "part_erased", "Luật 91/2025 14"),
)
