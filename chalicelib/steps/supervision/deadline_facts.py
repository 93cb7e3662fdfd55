"""The facts that the watch records of a deadline: the level, its articles, and the recipients."""

from __future__ import annotations

from datetime import time
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.alert_marks import APOLOGY, DUE_SOON, OVERDUE
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import IMMEDIATE, PAPER_CHANNELS
from chalicelib.domain.dossier.permission import approvers, suits
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import RequestKind, Scope, Step, Who
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.supervision import alerts
from chalicelib.domain.supervision.alerts import Crossing, Deadline
from chalicelib.domain.time import deadlines
from chalicelib.steps.dossier.guards import cited
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.proposals import law_chain

WAITS = frozenset({alerts.SUPPLEMENT_WAIT, alerts.PAYMENT_WAIT})
BASIS = {
    alerts.RECEPTION: ("reception.answer_limit",),
    alerts.RESOLUTION: ("clock.start",),
    alerts.TASK: ("linked.sub_deadlines",),
    alerts.DECISION: ("alert.decision_limit",),
    alerts.CONSULTATION: ("consultation.limit_set_by", "consultation.silence"),
    alerts.SUPPLEMENT_WAIT: ("supplement.wait_limit",),
    alerts.PAYMENT_WAIT: ("payment.wait_limit",),
}
"""The rules of each deadline; that of a transfer depends on the channel."""

AT_ONE_STOP = frozenset({Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR})

Audience = list[dict[str, str]]
"""Roles with the units in which they are alerted: the people are resolved when the notice is sent."""


def fact(reference: Reference, d: Dossier, crossing: Crossing) -> NewFact:
    """Return the fact of a crossed threshold, dated at its instant; for an apology, a request alongside the state."""
    if crossing.level == APOLOGY:
        return _prepared(reference, d, crossing)
    deadline, level = crossing.deadline, crossing.level
    told, rules = _told(reference, d, crossing)
    data: dict[str, Any] = {
        "deadline": deadline.kind, **({"n": deadline.n} if deadline.n else {}), "level": level,
        "due_at": pack(deadline.due_at), "unit": deadline.unit, "audience": told, **_more(d, crossing),
    }  # fmt: skip
    kind = DUE_SOON if level == DUE_SOON else OVERDUE
    law = cited(*(_rule(reference, d, param) for param in _basis(reference, d, deadline)), *rules)
    return NewFact(kind, data, law=law, occurred_at=crossing.at, by_system=True)


def _rule(reference: Reference, d: Dossier, param: str, **scope: str) -> Ruling:
    return reference.rule(param, d.dates(), **scope)


def _basis(reference: Reference, d: Dossier, deadline: Deadline) -> tuple[str, ...]:
    if deadline.kind == alerts.DECISION and _answerer_awaited(d, deadline.n):
        return ("proposal.answer_limit",)
    if deadline.kind != alerts.TRANSFER:
        return BASIS[deadline.kind]
    if d.channel not in PAPER_CHANNELS:
        return ("transfer.electronic",)
    if _rule(reference, d, "transfer.paper").value == IMMEDIATE:
        return ("transfer.paper",)
    cut_off = time.fromisoformat(_rule(reference, d, "transfer.paper_cut_off").value)
    late = d.received_at is not None and deadlines.is_after_cut_off(d.received_at, cut_off)
    return ("transfer.paper_cut_off", *(("transfer.paper_after_cut_off",) if late else ()))


def _told(reference: Reference, d: Dossier, crossing: Crossing) -> tuple[Audience, tuple[Ruling, ...]]:
    """Return the recipients of this level, and the rules that name the time and the recipients."""
    deadline, level = crossing.deadline, crossing.level
    if deadline.kind == alerts.DECISION:
        request = d.request(deadline.n)
        if _answerer_awaited(d, deadline.n):
            return [_at(d, Role.CASE_OFFICER, d.agency)], ()
        return (_wearers(d, approvers(request)) if request else []), ()
    desk = alerts.DESK_OF[deadline.kind]
    named = _rule(reference, d, "alert.audience", desk=desk, level=level)
    told = [_at(d, Role(role), deadline.unit) for role in named.value]
    if level == DUE_SOON:
        return told, (_rule(reference, d, "alert.due_soon", deadline=deadline.kind), named)
    rules = (_rule(reference, d, "alert.escalate_after", level=level), named)
    if deadline.kind not in WAITS:
        return told, rules
    # The wait is over: the roles that may stop the settlement are notified that they may now.
    told += [each for each in _stoppers(d) if each not in told]
    return told, (*rules, _rule(reference, d, "stop.reasons"))


def _more(d: Dossier, crossing: Crossing) -> dict[str, Any]:
    deadline = crossing.deadline
    if deadline.kind in WAITS and crossing.level != DUE_SOON:
        return {"may": Step.STOP.value}
    holder = _holder(d, deadline.n) if deadline.kind == alerts.TASK else ""
    holder = _holder(d, 0) if deadline.kind == alerts.RESOLUTION else holder
    holder = _answerer(d, deadline.n) if deadline.kind == alerts.DECISION else holder
    return {"holder": holder} if holder else {}


def _holder(d: Dossier, n: int) -> str:
    """Return the officer assigned to the task, or, for 0, to the lead's."""
    return next((task.holder for task in d.tasks if (task.n == n if n else task.lead)), "")


def _answerer_awaited(d: Dossier, n: int) -> bool:
    request = d.request(n)
    return request is not None and request.sent_back is not None


def _answerer(d: Dossier, n: int) -> str:
    """Return the officer whose answer a request waits for."""
    request = d.request(n)
    return request.sent_back.officer if request is not None and request.sent_back is not None else ""


def _at(d: Dossier, role: Role, unit: str) -> dict[str, str]:
    if role is Role.APPLICANT:
        return {"role": role.value, "unit": ""}
    if role is Role.PROVINCIAL_OFFICE:
        return {"role": role.value, "unit": d.province}
    return {"role": role.value, "unit": d.one_stop if role in AT_ONE_STOP else unit}


def _stoppers(d: Dossier) -> Audience:
    rows = [row for row in transitions.rows(d.state, Step.STOP) if suits(row, d, row.case)]
    return _wearers(d, tuple(who for row in rows for who in row.who))


def _wearers(d: Dossier, who: Who) -> Audience:
    return [{"role": role.value, "unit": d.agency if scope is Scope.AGENCY else d.one_stop} for role, scope in who]


def _prepared(reference: Reference, d: Dossier, crossing: Crossing) -> NewFact:
    """Return the apology with its one new date, which the case officer completes and the signer named by the law signs
    (NĐ 61/2018 19.9)."""
    due_at, holder = pack(crossing.deadline.due_at), _holder(d, 0)
    chain = _rule(reference, d, "overdue.approval_chain")
    data = {
        "request": d.requests_made + 1, "kind": RequestKind.APOLOGY.value,
        "chain": law_chain(chain),
        "about": {"prepared_for": due_at}, "audience": [{"role": Role.CASE_OFFICER.value, "unit": d.agency}],
        **({"holder": holder} if holder else {}),
    }  # fmt: skip
    law = cited(
        _rule(reference, d, "apology.when", cause="overdue"), _rule(reference, d, "overdue.notice_before"),
        _rule(reference, d, "overdue.reappoint_max"), chain,
    )  # fmt: skip
    return NewFact("request_opened", data, law=law, by_system=True)
