"""The complete life cycle of a dossier in one table.

The table says in which state which step is allowed, for whom, and where it leads. API errors, OpenAPI enums, the web
app's buttons (served as JSON), the picture in `docs/flow.md` and the stateful test all read it. A step outside the
table is refused, with the list of allowed steps.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.flow_actors import (
    CASE,
    COUNTER,
    CREDIT,
    DESK,
    HANDS_OVER,
    HEAD,
    OWNER,
    PAYING,
    POST,
    TILL,
    WORKING,
    Who,
)
from chalicelib.domain.flow.flow_reception import RECEPTION
from chalicelib.domain.flow.flow_row import Transition
from chalicelib.domain.flow.flow_settlement import SETTLEMENT
from chalicelib.domain.flow.flow_waiting import WAITING
from chalicelib.domain.flow.flow_words import AS_PARENT, BY_PAPER, OWED, POSTED, RequestKind, Scope, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind

K, S, T = FactKind, State, Step

MONEY_STATES = (S.SUBMITTED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.RESOLVED)
"""Obligations run alongside the state from the filing to the result; payment_requested has rows of its own."""

NOTED_IN = tuple(each for each in S if each not in {S.DRAFT, S.CLOSED})
"""States in which those who work on a dossier may write to each other about it."""

ENDED_WITHOUT_RESULT = (S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED)

RATED_IN = (S.RETURNED, *ENDED_WITHOUT_RESULT, S.CLOSED)
"""States in which the applicant may say how the dossier was settled: the result is handed over, or none will come."""

ENDS_AUTHORITY: Who = ((Role.APPLICANT, Scope.PRINCIPAL), *COUNTER)
"""Who ends a right to act that rests on a paper: the principal, or a counter at which they ask for it."""

TABLE: tuple[Transition, ...] = (
    *RECEPTION,
    *SETTLEMENT,
    *WAITING,
    Transition(S.RESOLVED, T.GIVE_BACK, S.RETURNED, HANDS_OVER, K.GIVEN_BACK, "NĐ 61/2018 20; HUE-16"),
    Transition(S.RETURNED, T.INVITE, None, POST, K.POST_INVITED, "TT 17/2017 5.2.h", case=POSTED),
    Transition(S.RETURNED, T.TAKE_BACK, S.RESOLVED, COUNTER, K.POST_RETURNED, "TT 17/2017 5.2.h", case=POSTED),
    Transition(S.RETURNED, T.CLOSE, S.CLOSED, DESK, K.CLOSED, "QN-13.5"),
    *(Transition(state, T.GIVE_BACK, None, COUNTER, K.GIVEN_BACK, "NĐ 61/2018 20.2") for state in ENDED_WITHOUT_RESULT),
    *(Transition(state, T.CLOSE, S.CLOSED, DESK, K.CLOSED, "QN-13.5") for state in ENDED_WITHOUT_RESULT),
    *(
        Transition(state, T.APOLOGISE, None, CASE, K.REQUEST_OPENED, "HUE-22.7", case=OWED, request=RequestKind.APOLOGY)
        for state in (S.RESOLVED, S.STOPPED, S.RETURNED, S.CLOSED)
    ),
    *(
        Transition(state, T.CORRECT, None, HEAD, K.CORRECTED, "NĐ 61/2018 21.1", needs=("result",))
        for state in (S.RESOLVED, S.RETURNED, S.CLOSED)
    ),
    *(
        Transition(state, T.PAY, None, who, K.PAID, "NĐ 61/2018 22", case=case)
        for state in MONEY_STATES
        for case, who in PAYING
    ),
    *(
        Transition(state, T.ACKNOWLEDGE_PAYMENT, None, CREDIT, K.PAYMENT_ACKNOWLEDGED, "VL-16.2")
        for state in MONEY_STATES
    ),
    *(
        Transition(state, T.CONFIRM_EXEMPTION, None, DESK, K.EXEMPTION_DECIDED, "NĐ 61/2018 22")
        for state in MONEY_STATES
    ),
    *(
        Transition(
            state, T.REVERSE_PAYMENT, None, TILL, K.REQUEST_OPENED, "NĐ 61/2018 22", request=RequestKind.REVERSAL
        )
        for state in (*MONEY_STATES, S.PAYMENT_REQUESTED)
    ),
    *(Transition(state, T.NOTE, None, WORKING, K.NOTED, "NĐ 61/2018 19.1; HUE-6.5") for state in NOTED_IN),
    *(Transition(state, T.RATE, None, OWNER, K.RATED, "NĐ 61/2018 31.1; HUE-7.5") for state in RATED_IN),
    *(
        Transition(
            state,
            T.REVOKE_AUTHORITY,
            None,
            ENDS_AUTHORITY,
            K.AUTHORITY_REVOKED,
            "BLDS 91/2015 569",
            case=BY_PAPER,
        )
        for state in S
        if state is not S.DRAFT
    ),
    *(
        Transition(
            state,
            T.REVOKE_AUTHORITY,
            None,
            COUNTER,
            K.AUTHORITY_REVOKED,
            "BLDS 91/2015 136; BLDS 91/2015 140.4",
            case=AS_PARENT,
        )
        for state in S
        if state is not S.DRAFT
    ),
    *(
        Transition(state, T.JOIN_ACCOUNT, None, ((Role.APPLICANT, Scope.NAMED),), K.ACCOUNT_JOINED, "LC-10.1.a")
        for state in S
        if state is not S.DRAFT
    ),
    Transition(S.CLOSED, T.ERASE, None, ((Role.PROVINCIAL_OFFICE, Scope.PROVINCE),), K.PART_ERASED, "Luật 91/2025 14"),
)
