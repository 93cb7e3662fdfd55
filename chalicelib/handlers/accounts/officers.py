"""The signed-in person, and the records of officers' rights."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.handing_over import OpenWorkLeft
from chalicelib.domain.accounts.officers import (
    AccountUnknown,
    Officer,
    OwnRights,
    RequestNeeded,
    RightsChange,
    may_grant,
)
from chalicelib.domain.accounts.people import find_person_faults
from chalicelib.domain.accounts.recovery import AddressMissing, RecoveryMissing, RecoveryOpen, open_recovery
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.catalogue.succession import find_heir
from chalicelib.domain.filing.capacity import CAPACITIES_RULE
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.privacy.sight import list_searches
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, OwnProposal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.models.officers import (
    AssignmentView,
    MeView,
    OfficerLine,
    OfficersQuery,
    OfficersView,
    OfficerView,
    ProvenView,
    RecoveryBody,
    RecoveryDecisionBody,
    RecoveryView,
    RightsBody,
    SearchesView,
)
from chalicelib.steps.accounts import officers as steps
from chalicelib.steps.accounts import recovery
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/me", access=SIGNED_IN, answer=MeView, reading_own=True, technical=True)
def me(call: Call) -> MeView:
    """Show my roles and units in force now."""
    officer = wiring.provide_officers().load_recent(call.actor.sub, call.real_now)
    return MeView(
        sub=officer.sub,
        name=officer.name or (officer.identity.full_name if officer.identity else ""),
        title=officer.title,
        roles=tuple(sorted(call.actor.list_roles(call.now))),
        post_stages=tuple(sorted(call.actor.post_stages)),
        units=_list_units(call),
        assignments=_view_assignments(officer, call.now),
        now=call.now,
        simulated_clock=wiring.provide_clock().simulated,
        identity=ProvenView(**asdict(officer.identity)) if officer.identity else None,
        searches=_list_search_ways(call),
        update_demanded=call.actor.update_demanded,
        special_tasks=_list_words("roles.special", call.now) if call.actor.assignments else (),
        capacities=_list_words(CAPACITIES_RULE, call.now) if call.actor.assignments else (),
    )


def _list_words(rule: str, now: datetime) -> tuple[str, ...]:
    return tuple(sorted(wiring_steps.provide_reference().find_rule(rule, CaseDates(now)).list_words()))


def _list_units(call: Call) -> tuple[str, ...]:
    """Return the caller's units of the day; lists of a successor hold the work of those that ended."""
    day, tree = call.now.astimezone(VIETNAM).date(), wiring.provide_agencies()
    return tuple(sorted({find_heir(tree, unit, day) for unit in call.actor.list_units(call.now)}))


def _list_search_ways(call: Call) -> tuple[SearchesView, ...]:
    found = {unit: list_searches(call.actor, unit, call.now) for unit in _list_units(call)}
    order = list(By)
    return tuple(SearchesView(unit=unit, by=tuple(sorted(by, key=order.index))) for unit, by in found.items() if by)


@register_operation(
    bp, "GET", "/api/officers", access=OFFICER, query=OfficersQuery, answer=OfficersView, refuses=(Forbidden,)
)
def list_officers(call: Call[None, OfficersQuery]) -> OfficersView:
    """List the officers of a unit with their rights there, for those who grant and audit rights."""
    found = steps.list_officers(wiring.provide_people(), call.actor, call.query.unit, call.now)
    lines = [
        OfficerLine(
            sub=each.sub,
            name=each.name,
            title=each.title,
            email=each.email,
            assignments=_view_assignments(each, call.now),
        )
        for each in found
    ]
    return OfficersView(items=lines)


@register_operation(bp, "GET", "/api/officers/{sub}", access=OFFICER, answer=OfficerView, refuses=(Forbidden,))
def read_officer(call: Call) -> OfficerView:
    """Show an officer's record; version 0 for a person without rights."""
    officer = steps.read_officer(wiring.provide_officers(), call.actor, call.params["sub"], call.now)
    return _view_officer(officer, call)


@register_operation(
    bp,
    "PUT",
    "/api/officers/{sub}",
    access=OFFICER,
    body=RightsBody,
    answer=OfficerView,
    versioned=True,
    refuses=(Forbidden, OwnRights, RequestNeeded, AccountUnknown, OpenWorkLeft, Invalid, Busy),
)
def put_officer(call: Call[RightsBody]) -> OfficerView:
    """Grant, change or revoke a person's rights (LC-17.3), where the law wants no matter for each written request."""
    if may_grant(call.actor, _list_grantors(call.now), call.now):
        rule = _find_change_rule(call.now)
        with cite_on_refusal(rule):
            if _needs_request(rule):
                raise RequestNeeded()
    officer = steps.put_rights(
        wiring.provide_officers(),
        wiring.provide_accounts(),
        wiring.provide_agencies(),
        call.actor,
        call.params["sub"],
        _read_change(call.body),
        *_read_terms(call),
        wiring_steps.provide_leaving_desk().require_handed_over,
    )
    return _view_officer(officer, call)


@register_operation(
    bp,
    "POST",
    "/api/officers/{sub}/recovery",
    access=OFFICER,
    body=RecoveryBody,
    answer=OfficerView,
    versioned=True,
    refuses=(Forbidden, OwnRights, AccountUnknown, RecoveryOpen, AddressMissing, Busy),
)
def request_recovery(call: Call[RecoveryBody]) -> OfficerView:
    """Request a new account for an officer after a lost telephone; another person decides."""
    officer = recovery.request_replacement(
        wiring.provide_officers(),
        wiring.provide_accounts(),
        call.actor,
        call.params["sub"],
        call.body.request_ref,
        *_read_terms(call),
    )
    return _view_officer(officer, call)


@register_operation(
    bp,
    "POST",
    "/api/officers/{sub}/recovery/decision",
    access=OFFICER,
    body=RecoveryDecisionBody,
    answer=OfficerView,
    versioned=True,
    refuses=(Forbidden, OwnRights, OwnProposal, RecoveryMissing, Busy),
)
def decide_recovery(call: Call[RecoveryDecisionBody]) -> OfficerView:
    """Agree to a new account for an officer, or refuse it. The agreement ends every session of the old one."""
    officer = recovery.decide_replacement(
        wiring.provide_officers(),
        wiring.provide_accounts(),
        call.actor,
        call.params["sub"],
        call.body.agree,
        call.require_version(),
        call.now,
        call.real_now,
        _list_grantors(call.now),
    )
    return _view_officer(officer, call)


def _read_terms(call: Call[Any]) -> tuple[int, datetime, tuple[Role, ...]]:
    """Return on which version and when the caller acts, and who grants rights then."""
    return call.require_version(), call.now, _list_grantors(call.now)


def _list_grantors(now: datetime) -> tuple[Role, ...]:
    """Return the roles that grant rights in this province today, the highest first."""
    return tuple(map(Role, wiring_steps.provide_reference().find_rule("account.granted_by", CaseDates(now)).to_list()))


def _find_change_rule(now: datetime) -> Ruling:
    """Return the rule that says how officers' rights change in this province today."""
    return wiring_steps.provide_reference().find_rule("account.rights_change", CaseDates(now))


def _needs_request(rule: Ruling) -> bool:
    return rule.value == "written_request"


def _read_change(body: RightsBody) -> RightsChange:
    assignments = tuple(Assignment(**dict(a)) for a in body.assignments)
    faults = find_person_faults({"id_number": body.id_number}, "")
    if faults:
        raise Invalid(fields=tuple(faults))
    return RightsChange(body.name, body.title, body.email or "", assignments, body.request_ref, body.id_number or "")


def _view_officer(officer: Officer, call: Call[Any]) -> OfficerView:
    may_change = call.actor.sub != officer.sub and may_grant(call.actor, _list_grantors(call.now), call.now)
    return OfficerView(
        sub=officer.sub,
        version=officer.version,
        name=officer.name,
        title=officer.title,
        email=officer.email,
        assignments=_view_assignments(officer, call.now),
        may_change=may_change,
        by_request=_needs_request(_find_change_rule(call.now)),
        id_number_known=bool(officer.id_number),
        recovery=_view_recovery(officer, call, may_change),
    )


def _view_recovery(officer: Officer, call: Call[Any], may_change: bool) -> RecoveryView | None:
    waiting = open_recovery(officer, call.now)
    if waiting is None:
        return None
    return RecoveryView(
        asked_by=waiting.asked_by,
        asked_by_name=wiring.provide_officers().load_recent(waiting.asked_by, call.real_now).name,
        asked_at=waiting.asked_at,
        request_ref=waiting.request_ref,
        agreed=bool(waiting.approved_by),
        may_decide=may_change and waiting.asked_by != call.actor.sub,
    )


def _view_assignments(officer: Officer, now: datetime) -> tuple[AssignmentView, ...]:
    return tuple(AssignmentView(**asdict(a), in_force=a.is_in_force(now)) for a in officer.assignments)
