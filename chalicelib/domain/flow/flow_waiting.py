"""Rows of the table: waiting for the applicant's papers or money."""

from __future__ import annotations

from chalicelib.domain.flow.flow_actors import (
    CASE,
    CASH,
    CREDIT,
    DESK,
    FILER,
    HANDLER,
    HEAD,
    HEAD_OF_DESK,
    OWNER,
    SUPERIOR,
)
from chalicelib.domain.flow.flow_row import Transition, open_request, stop_settlement
from chalicelib.domain.flow.flow_words import RequestKind, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind

K, S, T = FactKind, State, Step

PAID_UP = "no blocking obligation is left"
"""When a payment leads out of payment_requested: with one of several sums paid the dossier still waits."""

WAITING: tuple[Transition, ...] = (
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.SUPPLEMENT,
        S.SUBMITTED,
        FILER,
        K.SUPPLEMENTED,
        "NĐ 45/2020 12",
        case="intake",
        clock="reception restarts",
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.SUPPLEMENT,
        S.PROCESSING,
        FILER,
        K.SUPPLEMENTED,
        "NĐ 61/2018 19.4",
        case="appraisal",
        clock="resolution as the law says: restart, pause or run",
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.STOP,
        S.STOPPED,
        HEAD_OF_DESK,
        K.STOPPED,
        "TT 03/2025 Phụ lục I",
        case="intake",
        makes=("stop_notice",),
    ),
    Transition(
        S.SUPPLEMENT_REQUESTED,
        T.STOP,
        S.STOPPED,
        HEAD,
        K.STOPPED,
        "TT 03/2025 Phụ lục I",
        case="appraisal",
        clock="resolution ends",
        makes=("stop_notice",),
    ),
    Transition(S.SUPPLEMENT_REQUESTED, T.WITHDRAW, S.WITHDRAWN, OWNER, K.WITHDRAWN, "QN-13.4", case="intake"),
    open_request(S.SUPPLEMENT_REQUESTED, T.WITHDRAW, OWNER, "QN-13.4", RequestKind.WITHDRAWAL, "appraisal"),
    Transition(
        S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, OWNER, K.PAID, "NĐ 61/2018 22; VL-16.2", case="online", when=PAID_UP
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.PAY, S.PROCESSING, CASH, K.PAID, "NĐ 61/2018 22; HUE-15.1", case="cash", when=PAID_UP
    ),
    Transition(
        S.PAYMENT_REQUESTED,
        T.ACKNOWLEDGE_PAYMENT,
        S.PROCESSING,
        CREDIT,
        K.PAYMENT_ACKNOWLEDGED,
        "VL-16.2",
        when=PAID_UP,
    ),
    Transition(
        S.PAYMENT_REQUESTED, T.CONFIRM_EXEMPTION, S.PROCESSING, DESK, K.EXEMPTION_DECIDED, "NĐ 61/2018 22", when=PAID_UP
    ),
    open_request(S.PAYMENT_REQUESTED, T.APOLOGISE, CASE, "NĐ 61/2018 19.9; HUE-22.7", RequestKind.APOLOGY),
    stop_settlement(S.PAYMENT_REQUESTED, HEAD),
    open_request(S.PAYMENT_REQUESTED, T.WITHDRAW, OWNER, "QN-13.4", RequestKind.WITHDRAWAL),
    *(
        Transition(state, step, None, who, K.ASSIGNED, "NĐ 61/2018 19.1; HUE-6.5", case=case)
        for state, case in ((S.SUPPLEMENT_REQUESTED, "appraisal"), (S.PAYMENT_REQUESTED, ""))
        for step, who in ((T.ASSIGN, SUPERIOR), (T.HAND_OVER, HANDLER))
    ),
)
"""A share is handed over while the dossier waits, too: nobody leaves one behind without an officer."""
