"""Rows of the table: the settlement by the agency."""

from __future__ import annotations

from chalicelib.domain.flow.flow_actors import (
    CASE,
    CONSULTED,
    COUNTER,
    DESK,
    FILER,
    HANDLER,
    HANDS_OVER,
    HEAD,
    OWNER,
    PARTNER,
    SUPERIOR,
)
from chalicelib.domain.flow.flow_row import Transition, open_request, stop_settlement
from chalicelib.domain.flow.flow_words import CALLED, UNSIGNED, RequestKind, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind

K, S, T = FactKind, State, Step

COMPARED_IN = (S.RECEIVED, S.PROCESSING, S.RESOLVED, S.RETURNED)
"""States in which the paper of an unsigned upload may be brought or sent. Before reception nothing waits for paper;
dossiers handed over uncompared under an earlier version are compared before they are closed."""

SETTLEMENT: tuple[Transition, ...] = (
    Transition(
        S.PROCESSING,
        T.PROPOSE,
        None,
        CASE,
        K.REQUEST_OPENED,
        "NĐ 61/2018 19.2, 19.3, 19.8",
        request=RequestKind.OUTCOME,
        needs=("result",),
    ),
    Transition(
        S.PROCESSING,
        T.RESOLVE,
        S.RESOLVED,
        HEAD,
        K.RESOLVED,
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
        K.RESOLVED,
        "NĐ 61/2018 19.8",
        case="not_granted",
        clock="resolution ends",
        makes=("refusal",),
    ),
    open_request(S.PROCESSING, T.REQUEST_SUPPLEMENT, CASE, "NĐ 61/2018 19.4, 5.1.e", RequestKind.SUPPLEMENT),
    Transition(S.PROCESSING, T.SUPPLEMENT, None, FILER, K.SUPPLEMENTED, "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    Transition(S.PROCESSING, T.ASSIGN, None, SUPERIOR, K.ASSIGNED, "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.CLAIM, None, HANDLER, K.ASSIGNED, "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.HAND_OVER, None, HANDLER, K.ASSIGNED, "NĐ 61/2018 19.1; HUE-6.5"),
    Transition(S.PROCESSING, T.CONFIRM_COMPLETE, None, CASE, K.FOUND_COMPLETE, "NĐ 61/2018 19.2; HUE-14.1, HUE-14.2"),
    Transition(S.PROCESSING, T.CONSULT, None, CASE, K.CONSULTED, "NĐ 61/2018 19.5.a"),
    Transition(S.PROCESSING, T.ANSWER, None, CONSULTED, K.ANSWERED, "NĐ 61/2018 19.5.b"),
    Transition(S.PROCESSING, T.CALL_ORIGINAL, None, CASE, K.ORIGINAL_CALLED, "HUE-11.3"),
    Transition(S.PROCESSING, T.COMPARE, None, (*CASE, *DESK), K.ORIGINAL_COMPARED, "HUE-11.3", case=CALLED),
    *(
        Transition(
            state,
            T.COMPARE,
            None,
            HANDS_OVER if state is S.RESOLVED else COUNTER,
            K.ORIGINAL_COMPARED,
            "HUE-9.2; QN-7.2",
            case=UNSIGNED,
        )
        for state in COMPARED_IN
    ),
    Transition(S.PROCESSING, T.FINISH_TASK, None, PARTNER, K.TASK_FINISHED, "NĐ 61/2018 19.6", clock="task ends"),
    open_request(S.PROCESSING, T.EXTEND, CASE, "NĐ 61/2018 19.9; HUE-14.4", RequestKind.EXTENSION),
    open_request(S.PROCESSING, T.APOLOGISE, CASE, "NĐ 61/2018 19.9; HUE-22.7", RequestKind.APOLOGY),
    Transition(
        S.PROCESSING, T.REQUEST_PAYMENT, S.PAYMENT_REQUESTED, CASE, K.PAYMENT_REQUESTED, "VL-16.2; NĐ 45/2020 13"
    ),
    stop_settlement(S.PROCESSING, HEAD),
    open_request(S.PROCESSING, T.WITHDRAW, OWNER, "QN-13.4", RequestKind.WITHDRAWAL),
)
