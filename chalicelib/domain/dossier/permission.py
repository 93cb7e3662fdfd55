"""Who may take a step on a dossier: one answer, read from the flow table. `sight.py` decides who may see it.

Order of refusals: a dossier the actor may not see is not found (404); then a step the state does not allow (409, with
the allowed ones); then a step of somebody else (403).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Role
from chalicelib.domain.dossier.code_words import STEP_WORDS, state_words
from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.flow_actors import APPROVER_SCOPE, DELIVERING, EVERYWHERE, POST_STAGES
from chalicelib.domain.flow.flow_requests import WAITS_FOR_CONTROL
from chalicelib.domain.flow.transitions import REQUESTS, Scope, Step, Transition, Who
from chalicelib.domain.shared.errors import (
    Forbidden,
    OwnDossier,
    OwnProposal,
    PreparedAlone,
    Refusal,
    RefusalKind,
    WrongMoment,
)


class SupplementUnchecked(Refusal):
    """The controller named by the law must first check the applicant's supplement."""

    code = "supplement_unchecked"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Phần bổ sung chưa được người phụ trách Bộ phận Một cửa kiểm soát; kiểm soát xong mới làm tiếp."
    en = "The head of the one-stop unit has not checked the supplement yet; work continues after the check."


class NotYourStage(Forbidden):
    """Somebody of a hired enterprise acts only in the stages for which they have the account (LC-2.3, LC-4.2)."""

    code = "not_your_stage"
    vi = "Bước này không thuộc công đoạn mà tài khoản của bạn được giao."
    en = "This step belongs to no stage for which your account was given."


class AlreadyInAccount(Forbidden):
    """The dossier that somebody takes into their account is there already, by a press in another tab."""

    code = "already_in_account"
    vi = "Hồ sơ này đã ở trong tài khoản của bạn."
    en = "This dossier is already in your account."


def is_owner(actor: Actor, dossier: Dossier) -> bool:
    """Return whether the actor is the principal, the person who filed for them, or the applicant at the tablet. Who
    filed by an authorisation is one of them only while it is in force and the request names it; who filed by a paper,
    until it is revoked."""
    if actor.guest_of == dossier.id or actor.is_person(dossier.owner) or is_named(actor, dossier):
        return True
    acting = actor.acting
    if acting is not None and dossier.owner and dossier.owner in acting.people:
        return acting.whole or acting.authorisation == dossier.authorisation or acting.dossier == dossier.id
    return not dossier.authorisation and actor.is_person(dossier.active_filer)


def is_named(actor: Actor, dossier: Dossier) -> bool:
    """Return whether nobody's account has the dossier and it names the actor, as `named_in` says of them."""
    return actor.named_in == dossier.id and not dossier.owner


def is_involved(actor: Actor, dossier: Dossier) -> bool:
    """Return whether the actor owns or filed the dossier, however it stands with their authorisation now."""
    return is_owner(actor, dossier) or actor.is_person(dossier.owner) or actor.is_person(dossier.filer)


def list_units_in_scope(dossier: Dossier, scope: Scope) -> frozenset[str]:
    """Return the units that a scope means on this dossier."""
    if scope is Scope.ONE_STOP:
        return frozenset({dossier.one_stop})
    if scope is Scope.COUNTER:
        return frozenset({dossier.one_stop, dossier.intake.desk} - {""})
    if scope is Scope.AGENCY:
        return frozenset({dossier.agency} - {""})
    if scope is Scope.PARTNER:
        return frozenset(task.unit for task in dossier.tasks if task.at_work)
    if scope is Scope.CONSULTED:
        return frozenset(c.unit for c in dossier.consultations if c.answered_at is None)
    if scope is Scope.SERVED:
        return frozenset(dossier.served_at)
    return frozenset()


def list_concerned_units(dossier: Dossier) -> frozenset[str]:
    """Return every unit that takes, or took, part in the dossier."""
    parties = {dossier.one_stop, dossier.agency, dossier.intake.desk, *dossier.served_at} - {""}
    return frozenset(parties | {task.unit for task in dossier.tasks} | {each.unit for each in dossier.consultations})


def list_serving_transitions(actor: Actor, dossier: Dossier, now: datetime) -> Iterator[Transition]:
    """Return the rows that the actor may take at a counter that serves the whole province."""
    if not actor.open_counters:
        return
    owes = any(one.outstanding for one in dossier.obligations)
    for row in transitions.list_serving_transitions(dossier.state):
        who = tuple(each for each in row.who if each[1] in EVERYWHERE)
        if (
            matches_case(row, dossier, row.case)
            and (owes or row.step is not Step.PAY)
            and _may_act(actor, dossier, who, now)
        ):
            yield row


def list_working_units(actor: Actor, now: datetime) -> frozenset[str]:
    """Return the units whose dossiers the actor works on. A province-wide role gives no desk, in any unit: an auditor
    posted at a one-stop unit reads as an auditor, an operator reads nothing."""
    return frozenset(a.unit for a in actor.assignments if a.is_in_force(now) and a.role not in PROVINCE_WIDE)


def find_acting_role(actor: Actor, dossier: Dossier, who: Who, now: datetime) -> tuple[Role, str] | None:
    """Return the (role, unit) under which the actor satisfies `who`, or None."""
    found: list[tuple[Role, str]] = []
    held = actor.list_roles(now)
    for role, scope in who:
        if scope is Scope.OWNER and actor.citizen and is_owner(actor, dossier):
            found.append((role, ""))
        if scope is Scope.PRINCIPAL and actor.citizen and not actor.acting and actor.is_person(dossier.owner):
            found.append((role, ""))
        if scope is Scope.NAMED and is_named(actor, dossier):
            found.append((role, ""))
        if role not in held:
            continue
        if scope is Scope.PROVINCE:
            found.append((role, dossier.province))
        for unit in sorted(list_units_in_scope(dossier, scope) | actor.list_serving_units(scope.value)):
            if role in actor.list_roles_in(unit, now):
                found.append((role, unit))
    # An officer of both the lead agency and a partner acts on the partner's task: the lead's ends by resolving.
    return min(found, key=lambda worn: worn[1] != "" and worn[1] == dossier.agency, default=None)


def list_doers(actor: Actor, row: Transition) -> Who:
    """Return the actors of a row: postal staff instead of a one-stop officer where the law of the day gives them its
    stage (TB-8, LC-4.2, QN-28.2)."""
    if POST_STAGES.get(row.step) not in actor.post_stages:
        return row.who
    return (*row.who, *((Role.POSTAL_STAFF, scope) for role, scope in row.who if role is Role.ONE_STOP_OFFICER))


def find_step_role(actor: Actor, dossier: Dossier, row: Transition, now: datetime) -> tuple[Role, str] | None:
    """Return the (role, unit) under which the actor may take the step of a row, or None. A hired enterprise's person
    takes only steps of the stages of their rights."""
    stage = POST_STAGES.get(row.step)
    limited = actor.limit_to(frozenset({stage}) if stage else DELIVERING, now)
    return find_acting_role(limited, dossier, list_doers(actor, row), now)


def matches_case(row: Transition, dossier: Dossier, case: str) -> bool:
    """Return whether a row is of this case. A supplement's stage, a letter owed, originals called for and uploads to
    compare are derived from the dossier, not chosen by the caller."""
    if row.case == transitions.OWED:
        return bool(dossier.owes)
    if row.case == transitions.CALLED:
        return dossier.original_call is not None
    if row.case == transitions.UNSIGNED:
        return bool(dossier.handover.unchecked)
    if row.case == transitions.BY_PAPER:
        return dossier.authority is not None and dossier.authority.is_paper_in_force
    if row.case == transitions.AS_PARENT:
        return dossier.authority is not None and dossier.authority.is_parental_in_force
    if row.case == transitions.POSTED:
        return dossier.handed[-1:] == ("post",)
    return row.case == dossier.stage if row.case in transitions.STAGES else row.case in ("", case)


def must_await_control(dossier: Dossier, step: Step) -> bool:
    """Return whether a step must wait until the applicant's supplement has been checked (QN-11.2)."""
    unchecked = any(request.kind is transitions.RequestKind.CONTROL for request in dossier.requests)
    return unchecked and step in WAITS_FOR_CONTROL


def permit_step(
    actor: Actor, dossier: Dossier, step: Step, now: datetime, case: str = ""
) -> tuple[Transition, Role, str]:
    """Return the row that allows the step, with the role and unit it is taken under; or raise the refusal."""
    candidates = [row for row in transitions.list_transitions(dossier.state, step) if matches_case(row, dossier, case)]
    if candidates and must_await_control(dossier, step):
        raise SupplementUnchecked()
    if not candidates:
        raise WrongMoment(
            step=STEP_WORDS[step],
            state=state_words(dossier.state),
            allowed=tuple(list_allowed_steps(actor, dossier, now)),
        )
    for row in candidates:
        worn = find_step_role(actor, dossier, row, now)
        if worn is not None:
            _refuse_own(actor, dossier, worn[0])
            if is_alone(actor, dossier, step):
                raise PreparedAlone()
            return row, *worn
    raise _explain_no_right(actor, dossier, step, now)


def _explain_no_right(actor: Actor, dossier: Dossier, step: Step, now: datetime) -> Refusal:
    """Return why a step is not the actor's: a hired enterprise's person hears which stages are theirs, and an owner
    that nothing is to be taken in."""
    if step is Step.JOIN_ACCOUNT and actor.is_person(dossier.owner):
        return AlreadyInAccount()
    held = {a.role for a in actor.assignments if a.is_in_force(now) and a.unit in list_concerned_units(dossier)}
    return NotYourStage() if held == {Role.POSTAL_STAFF} else Forbidden()


SIGNED = frozenset({Step.RESOLVE, Step.STOP, Step.CORRECT})
"""Steps by which one person settles a dossier that agencies work on, or replaces the signed result. A matter settled at
once at the desk, without an agency, is delegated to one person (NĐ 61/2018 17.4)."""


def is_alone(actor: Actor, dossier: Dossier, step: Step) -> bool:
    """Return whether nobody else has checked what the actor would sign: the actor alone took every officer's step, or
    prepared all of it. False for older dossiers, which do not record it."""
    if step not in SIGNED or not dossier.tasks:
        return False
    return actor.sub in (dossier.acted, dossier.prepared)


def permit_decision(actor: Actor, dossier: Dossier, request: ApprovalRequest, now: datetime) -> tuple[Role, str]:
    """Return the role and unit under which the actor decides the open stage of a request; or raise the refusal."""
    worn = find_acting_role(actor, dossier, list_approvers(request), now)
    if worn is None:
        raise Forbidden()
    _refuse_own(actor, dossier, worn[0])
    if actor.sub in _list_signers_so_far(request):
        raise OwnProposal()
    return worn


def _list_signers_so_far(request: ApprovalRequest) -> frozenset[str]:
    """Return the people whose words the request already has: its proposer, now or before its remarks, and the
    approvers."""
    return frozenset({request.proposer, *request.authors, *request.endorsers})


def list_approvers(request: ApprovalRequest) -> Who:
    """Return who decides the present stage of a request; nobody while it waits for the answer to remarks. A superior
    comes first: an officer with both roles signs under the higher one."""
    if request.sent_back is not None:
        return ()
    left = request.chain[request.passed :]
    roles = [role for stage in reversed(left) for role in stage] if REQUESTS[request.kind].answered else left[0]
    rule = REQUESTS[request.kind]
    known = tuple(each for who in rule.chain for each in who)
    scopes = {role: [scope for one, scope in known if one is role] or [APPROVER_SCOPE[role]] for role in roles}
    return tuple((role, scope) for role in roles for scope in scopes[role])


def list_deciding_units(dossier: Dossier, request: ApprovalRequest) -> frozenset[str]:
    """Return the units that decide the present stage of a request."""
    return frozenset().union(*(list_units_in_scope(dossier, scope) for _, scope in list_approvers(request)))


def list_allowed_steps(actor: Actor, dossier: Dossier, now: datetime) -> list[str]:
    """Return the steps the table allows this person now; the buttons of the web app."""
    steps = []
    for step in transitions.list_steps(dossier.state):
        for row in transitions.list_transitions(dossier.state, step) if not must_await_control(dossier, step) else ():
            worn = find_step_role(actor, dossier, row, now) if matches_case(row, dossier, row.case) else None
            if worn is not None and not _is_own(actor, dossier, worn[0]):
                steps.append(step.value)
                break
    return steps


def may_decide(actor: Actor, dossier: Dossier, request: ApprovalRequest, now: datetime) -> bool:
    """Return whether `permit_decision` would let the actor decide."""
    return actor.sub not in _list_signers_so_far(request) and _may_act(actor, dossier, list_approvers(request), now)


def _may_act(actor: Actor, dossier: Dossier, who: Who, now: datetime) -> bool:
    worn = find_acting_role(actor, dossier, who, now)
    return worn is not None and not _is_own(actor, dossier, worn[0])


def _is_own(actor: Actor, dossier: Dossier, role: Role) -> bool:
    return role is not Role.APPLICANT and is_involved(actor, dossier)


def _refuse_own(actor: Actor, dossier: Dossier, role: Role) -> None:
    if _is_own(actor, dossier, role):
        raise OwnDossier()
