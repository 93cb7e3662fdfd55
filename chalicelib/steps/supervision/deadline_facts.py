"""The facts that the watch records of a deadline: the level, its articles, and the recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.alert_marks import APOLOGY, DUE_SOON
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import IMMEDIATE, PAPER_CHANNELS
from chalicelib.domain.dossier.permission import list_approvers, matches_case
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import RequestKind, Scope, Step, Who
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.supervision import alerts
from chalicelib.domain.supervision.alerts import Crossing, Deadline
from chalicelib.domain.time import deadlines
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.proposals import build_law_chain

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import RequestOpened
    from chalicelib.domain.ledger.payload_types.deadlines import Alert
    from chalicelib.domain.ledger.payload_types.stated import NamedDesk

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

Audience: TypeAlias = "list[NamedDesk]"
"""Roles with the units in which they are alerted: the people are resolved when the notice is sent."""


def build_crossing_fact(reference: Reference, dossier: Dossier, crossing: Crossing) -> NewFact:
    """Return the fact of a crossed threshold, dated at its instant; for an apology, a request alongside the state."""
    if crossing.level == APOLOGY:
        return _build_prepared_apology(reference, dossier, crossing)
    deadline, level = crossing.deadline, crossing.level
    audience, rules = _find_audience(reference, dossier, crossing)
    data: Alert = {
        "deadline": deadline.kind,
        "level": level,
        "due_at": pack_value(deadline.due_at),
        "unit": deadline.unit,
        "audience": audience,
    }
    if deadline.n:
        data["n"] = deadline.n
    if deadline.kind in WAITS and level != DUE_SOON:
        data["may"] = Step.STOP.value
    elif holder := _find_alerted_holder(dossier, deadline):
        data["holder"] = holder
    kind = payloads.DUE_SOON if level == DUE_SOON else payloads.OVERDUE
    law = list_cites(
        *(_find_rule(reference, dossier, param) for param in _list_basis(reference, dossier, deadline)), *rules
    )
    return kind.build(data, law=law, occurred_at=crossing.at, by_system=True)


def _find_rule(reference: Reference, dossier: Dossier, param: str, **scope: str) -> Ruling:
    return reference.find_rule(param, dossier.build_dates(), **scope)


def _list_basis(reference: Reference, dossier: Dossier, deadline: Deadline) -> tuple[str, ...]:
    if deadline.kind == alerts.DECISION and _is_answerer_awaited(dossier, deadline.n):
        return ("proposal.answer_limit",)
    if deadline.kind != alerts.TRANSFER:
        return BASIS[deadline.kind]
    if dossier.channel not in PAPER_CHANNELS:
        return ("transfer.electronic",)
    if _find_rule(reference, dossier, "transfer.paper").value == IMMEDIATE:
        return ("transfer.paper",)
    cut_off = _find_rule(reference, dossier, "transfer.paper_cut_off").to_time()
    late = dossier.received_at is not None and deadlines.is_after_cut_off(dossier.received_at, cut_off)
    return ("transfer.paper_cut_off", *(("transfer.paper_after_cut_off",) if late else ()))


def _find_audience(reference: Reference, dossier: Dossier, crossing: Crossing) -> tuple[Audience, tuple[Ruling, ...]]:
    """Return the recipients of this level, and the rules that name the time and the recipients."""
    deadline, level = crossing.deadline, crossing.level
    if deadline.kind == alerts.DECISION:
        request = dossier.find_request(deadline.n)
        if _is_answerer_awaited(dossier, deadline.n):
            return [_name_recipient_unit(dossier, Role.CASE_OFFICER, dossier.agency)], ()
        return (_list_audience(dossier, list_approvers(request)) if request else []), ()
    desk = alerts.DESK_OF[deadline.kind]
    named = _find_rule(reference, dossier, "alert.audience", desk=desk, level=level)
    audience = [_name_recipient_unit(dossier, Role(role), deadline.unit) for role in named.to_list()]
    if level == DUE_SOON:
        return audience, (_find_rule(reference, dossier, "alert.due_soon", deadline=deadline.kind), named)
    rules = (_find_rule(reference, dossier, "alert.escalate_after", level=level), named)
    if deadline.kind not in WAITS:
        return audience, rules
    # The wait is over: the roles that may stop the settlement are notified that they may now.
    audience += [each for each in _list_stoppers(dossier) if each not in audience]
    return audience, (*rules, _find_rule(reference, dossier, "stop.reasons"))


def _find_alerted_holder(dossier: Dossier, deadline: Deadline) -> str:
    """Return the officer whose deadline it is; empty where nobody is named."""
    if deadline.kind == alerts.TASK:
        return _find_holder(dossier, deadline.n)
    if deadline.kind == alerts.RESOLUTION:
        return _find_holder(dossier, 0)
    return _find_answerer(dossier, deadline.n) if deadline.kind == alerts.DECISION else ""


def _find_holder(dossier: Dossier, number: int) -> str:
    """Return the officer assigned to the task, or, for 0, to the lead's."""
    return next((task.holder for task in dossier.tasks if (task.n == number if number else task.lead)), "")


def _is_answerer_awaited(dossier: Dossier, number: int) -> bool:
    request = dossier.find_request(number)
    return request is not None and request.sent_back is not None


def _find_answerer(dossier: Dossier, number: int) -> str:
    """Return the officer whose answer a request waits for."""
    request = dossier.find_request(number)
    return request.sent_back.officer if request is not None and request.sent_back is not None else ""


def _name_recipient_unit(dossier: Dossier, role: Role, unit: str) -> NamedDesk:
    if role is Role.APPLICANT:
        return {"role": role.value, "unit": ""}
    if role is Role.PROVINCIAL_OFFICE:
        return {"role": role.value, "unit": dossier.province}
    return {"role": role.value, "unit": dossier.one_stop if role in AT_ONE_STOP else unit}


def _list_stoppers(dossier: Dossier) -> Audience:
    rows = [
        row for row in transitions.list_transitions(dossier.state, Step.STOP) if matches_case(row, dossier, row.case)
    ]
    return _list_audience(dossier, tuple(who for row in rows for who in row.who))


def _list_audience(dossier: Dossier, who: Who) -> Audience:
    return [
        {"role": role.value, "unit": dossier.agency if scope is Scope.AGENCY else dossier.one_stop}
        for role, scope in who
    ]


def _build_prepared_apology(reference: Reference, dossier: Dossier, crossing: Crossing) -> NewFact:
    """Return the apology with its one new date, which the case officer completes and the signer named by the law signs
    (NĐ 61/2018 19.9)."""
    due_at, holder = pack_value(crossing.deadline.due_at), _find_holder(dossier, 0)
    chain = _find_rule(reference, dossier, "overdue.approval_chain")
    data: RequestOpened = {
        "request": dossier.requests_made + 1, "kind": RequestKind.APOLOGY.value,
        "chain": build_law_chain(chain),
        "about": {"prepared_for": due_at}, "audience": [{"role": Role.CASE_OFFICER.value, "unit": dossier.agency}],
    }  # fmt: skip
    if holder:
        data["holder"] = holder
    law = list_cites(
        _find_rule(reference, dossier, "apology.when", cause="overdue"),
        _find_rule(reference, dossier, "overdue.notice_before"),
        _find_rule(reference, dossier, "overdue.reappoint_max"),
        chain,
    )
    return payloads.REQUEST_OPENED.build(data, law=law, by_system=True)
