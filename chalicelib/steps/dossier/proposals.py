"""Proposals: a step that needs another person opens a request alongside the state and changes nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.flow_actors import APPROVER_SCOPE, list_deciders
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import list_cites

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal, RequestOpened

Chain = list[list[str]]
"""Roles of each stage of agreement, in order."""

REPLACEABLE = frozenset(role.value for role in APPROVER_SCOPE)
"""Signers that another person may replace, by the rule `signing.in_place`."""


class RequestPending(Refusal):
    """The same kind of request is already waiting for its decision."""

    code = "request_pending"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã có đề nghị cùng loại (số {request}) đang chờ quyết định."
    en = "A request of the same kind (no. {request}) is already waiting for its decision."


class RequestUnfinished(Refusal):
    """The system prepared the request; the reason and the new date are still missing."""

    code = "request_unfinished"
    kind = RefusalKind.WRONG_MOMENT
    vi = (
        "Đề nghị số {request} mới được soạn sẵn, chưa có lý do và ngày hẹn mới; công chức thụ lý phải hoàn thiện trước."
    )
    en = "Request no. {request} is only prepared; the case officer must first give the reason and the new date."


def open_request(
    context: StepContext[object],
    kind: RequestKind,
    about: Proposal,
    parts: tuple[Part, ...] = (),
    *rules: Ruling,
    chain: Chain | None = None,
    completes: bool = True,
) -> NewFact:
    """The fact that opens a request, with the people who must agree, stage by stage: those of the table or of the law's
    chain, unless the step found others in the law. It completes one that the system prepared, unless it has another
    subject."""
    same = [each for each in context.dossier.requests if each.kind is kind]
    if pending := next((each for each in same if not each.prepared), None):
        raise RequestPending(request=pending.n)
    named, basis = (chain, ()) if chain is not None else list_approvers(context, kind)
    agreeing, in_place = add_substitutes(context, named)
    data: RequestOpened = {
        "request": context.dossier.requests_made + 1,
        "kind": kind.value,
        "chain": agreeing,
        "about": about,
    }
    if same and completes:
        data["completes"] = same[0].n
    return payloads.REQUEST_OPENED.build(data, parts, list_cites(*basis, *in_place, *rules))


def add_substitutes(context: StepContext[object], chain: Chain) -> tuple[Chain, tuple[Ruling, ...]]:
    """Return the stages with the substitutes who may sign or approve by the law of the day, and the rules that say so.
    A role with a stage of its own is no substitute for another."""
    own = {role for stage in chain for role in stage}
    rules = {role: context.find_rule("signing.in_place", signer=role) for role in sorted(own & REPLACEABLE)}
    added = {role: [name for name in rule.list_words() if name not in own] for role, rule in rules.items()}
    longer = [[*stage, *dict.fromkeys(name for role in stage for name in added.get(role, ()))] for stage in chain]
    return longer, tuple(rule for role, rule in rules.items() if added[role])


def list_approvers(context: StepContext[object], kind: RequestKind) -> tuple[Chain, tuple[Ruling, ...]]:
    """Return the roles of each stage: fixed by the table, or by the law of the dossier (HUE-14.4)."""
    rule = REQUESTS[kind]
    if not rule.chain_from_law:
        return [list(dict.fromkeys(role.value for role, _ in stage)) for stage in rule.chain], ()
    ruling = context.find_rule(rule.chain_from_law)
    return build_law_chain(ruling), (ruling,)


def build_law_chain(ruling: Ruling) -> Chain:
    """Return the stages that a rule of law names, each with the roles that may decide it: «the centre» means its
    leaders (HUE-14.4.b)."""
    return [[role.value for role in list_deciders(name)] for name in ruling.to_list()]
