"""Rows of the table: filing and reception."""

from __future__ import annotations

from chalicelib.domain.flow.flow_actors import (
    AUTHOR,
    DESK,
    FILER,
    OWNER,
)
from chalicelib.domain.flow.flow_row import Transition, open_request
from chalicelib.domain.flow.flow_words import RequestKind, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind

K, S, T = FactKind, State, Step

UNCONTROLLED = "nobody must agree to the request first"
"""When an intake request is sent at once: the first of its stage, where the law names no controller."""

RECEPTION: tuple[Transition, ...] = (
    Transition(S.DRAFT, T.SUBMIT, S.SUBMITTED, AUTHOR, K.SUBMITTED, "NĐ 45/2020 11; QN-11.1", clock="reception starts"),
    Transition(S.DRAFT, T.DISCARD, None, AUTHOR, None, "NĐ 45/2020 5"),
    Transition(
        S.SUBMITTED,
        T.RECEIVE,
        S.RECEIVED,
        DESK,
        K.RECEIVED,
        "NĐ 61/2018 17; QN-11.3",
        clock="reception ends, resolution starts",
        makes=("receipt",),
    ),
    Transition(
        S.SUBMITTED,
        T.FORWARD,
        None,
        DESK,
        K.FORWARDED,
        "NĐ 61/2018 18.3; NĐ 309/2026 8",
        clock="resolution, as the law says, with the next unit's reception",
    ),
    Transition(
        S.SUBMITTED,
        T.REFUSE,
        S.NOT_RECEIVED,
        DESK,
        K.REFUSED,
        "NĐ 61/2018 17.1.b; VL-7.2.c",
        clock="reception ends",
        makes=("refusal",),
    ),
    Transition(
        S.SUBMITTED,
        T.REQUEST_SUPPLEMENT,
        S.SUPPLEMENT_REQUESTED,
        DESK,
        K.SUPPLEMENT_REQUESTED,
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
        K.SUPPLEMENTED,
        "NĐ 45/2020 12; HUE-12.1, LC-9.4",
        clock="reception as the law says: restart or run",
    ),
    Transition(S.SUBMITTED, T.WITHDRAW, S.WITHDRAWN, OWNER, K.WITHDRAWN, "QN-13.4", clock="reception ends"),
    Transition(
        S.RECEIVED,
        T.TRANSFER,
        S.PROCESSING,
        DESK,
        K.TRANSFERRED,
        "NĐ 61/2018 18; VL-15.2, LC-10.2.a",
        clock="tasks start",
        makes=("control_slip",),
    ),
    Transition(
        S.RECEIVED,
        T.CORRECT_RECEPTION,
        None,
        DESK,
        K.RECEPTION_CORRECTED,
        "NĐ 61/2018 17",
        case="data",
        makes=("receipt",),
    ),
    open_request(S.RECEIVED, T.CORRECT_RECEPTION, DESK, "NĐ 61/2018 17", RequestKind.APPOINTMENT, "time"),
    open_request(S.RECEIVED, T.CORRECT_RECEPTION, DESK, "NĐ 61/2018 17", RequestKind.REFILING, "procedure"),
    Transition(
        S.RECEIVED,
        T.RESOLVE,
        S.RESOLVED,
        DESK,
        K.RESOLVED,
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
        K.RESOLVED,
        "NĐ 61/2018 17.4, 19.8",
        case="not_granted",
        clock="resolution ends",
        makes=("refusal",),
    ),
    Transition(S.RECEIVED, T.SUPPLEMENT, None, FILER, K.SUPPLEMENTED, "NĐ 45/2020 12; HUE-12.1, LC-9.4"),
    open_request(S.RECEIVED, T.WITHDRAW, OWNER, "QN-13.4", RequestKind.WITHDRAWAL),
)
