"""Steps that need another person's approval: the approvers of each kind of request, its effect, and the steps that wait
meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.flow_actors import DESK, HEAD, HEAD_OF_DESK, LEADS_DESK, TILL, Who
from chalicelib.domain.flow.flow_words import RequestKind, Scope, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind

K, S, T = FactKind, State, Step


@dataclass(frozen=True, slots=True)
class RequestRule:
    """Who decides a kind of request, stage by stage, and what its approval does to the state.

    An empty `chain` is filled from the law of the dossier (HUE-14.4: head of section, then centre). `law_adds` names
    the rules by which the law adds an approver before or after it (QN-11.2: the head of the one-stop unit before an
    intake request; HUE-13.2, HUE-14.1: the signer of an apology). `to` maps the state left to the state entered; an
    absent state keeps it. A request that is `answered` may be sent back with remarks to its proposer, and a superior
    may sign it instead of the approvers before."""

    kind: RequestKind
    chain: tuple[Who, ...]
    fact: FactKind
    article: str
    to: tuple[tuple[State, State], ...] = ()
    chain_from_law: str = ""
    law_adds: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    answered: bool = False


REQUESTS: dict[RequestKind, RequestRule] = {
    rule.kind: rule
    for rule in (
        RequestRule(RequestKind.SUPPLEMENT, (DESK,), K.SUPPLEMENT_REQUESTED,
                    "NĐ 61/2018 19.4, 5.1.e; QN-11.2, HUE-13.2, HUE-14.1",
                    ((S.SUBMITTED, S.SUPPLEMENT_REQUESTED), (S.PROCESSING, S.SUPPLEMENT_REQUESTED)),
                    law_adds=("supplement.controlled_by", "apology.signer"), makes=("supplement_slip", "apology")),
        RequestRule(RequestKind.EXTENSION, (), K.EXTENDED, "NĐ 61/2018 19.9; HUE-14.4",
                    chain_from_law="extension.approval_chain", makes=("apology",)),
        RequestRule(RequestKind.APOLOGY, (), K.APOLOGISED, "NĐ 61/2018 19.9; HUE-14.4, HUE-22.7",
                    chain_from_law="overdue.approval_chain", law_adds=("apology.signer",), makes=("apology",)),
        RequestRule(RequestKind.WITHDRAWAL, ((*HEAD_OF_DESK, *HEAD),), K.WITHDRAWN, "QN-13.4",
                    tuple((state, S.WITHDRAWN) for state in
                          (S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_REQUESTED))),
        RequestRule(RequestKind.REVERSAL, ((*TILL, *HEAD_OF_DESK, (Role.HEAD_OF_ONE_STOP, Scope.SERVED)),),
                    K.PAYMENT_REVERSED, "NĐ 61/2018 22"),
        RequestRule(RequestKind.CONTROL, (HEAD_OF_DESK,), K.SUPPLEMENT_CHECKED, "QN-11.2"),
        RequestRule(RequestKind.OUTCOME, (), K.RESOLVED, "NĐ 61/2018 19.2, 19.3, 19.8",
                    chain_from_law="proposal.default_chain", makes=("refusal",), answered=True),
        RequestRule(RequestKind.REFILING, (LEADS_DESK,), K.REFILED, "NĐ 61/2018 17", ((S.RECEIVED, S.CLOSED),)),
        RequestRule(RequestKind.APPOINTMENT, (LEADS_DESK,), K.RECEPTION_CORRECTED, "NĐ 61/2018 17", makes=("receipt",)),
    )
}  # fmt: skip

WAITS_FOR_CONTROL = frozenset({
    T.RECEIVE, T.FORWARD, T.REFUSE, T.REQUEST_SUPPLEMENT, T.TRANSFER, T.CONFIRM_COMPLETE, T.CONSULT, T.CALL_ORIGINAL,
    T.FINISH_TASK, T.REQUEST_PAYMENT, T.PROPOSE, T.RESOLVE,
})  # fmt: skip
"""The work that waits while the controller named by the law checks a supplement (QN-11.2). There the applicant's
`supplement` itself opens the request `control`: no row of the table proposes it."""
