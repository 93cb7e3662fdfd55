"""Accounts of applicants at the counter: find, make, check."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.desk_accounts import OwnIdentity, PresentedIdentity
from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.population import IdentityNotConfirmed
from chalicelib.domain.accounts.sign_in_methods import SignInMethodClosed
from chalicelib.domain.accounts.tasks.population_use import PopulationRightNeeded
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Busy, Invalid, KeyReused, NotFound, Stale
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.accounts.applicants import (
    ApplicantBody,
    ApplicantCheckBody,
    ApplicantHelpBody,
    ApplicantSearchBody,
    ApplicantSearchView,
    ApplicantView,
)
from chalicelib.steps.accounts import desk_accounts as steps
from chalicelib.steps.accounts.desk_help import HelpNotOffered, find_offered_help, is_own_open, record_help
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.wiring import core as wiring
from chalicelib.wiring import people as wiring_people
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/applicants/search", access=OFFICER, body=ApplicantSearchBody, answer=ApplicantSearchView,
    refuses=(NotFound, Invalid), quotas=(Quota.SEARCHES,),
)  # fmt: skip
def find_applicant(call: Call[ApplicantSearchBody]) -> ApplicantSearchView:
    """Find the account of the person at the counter by an identity number."""
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    asked = call.body
    counter = _build_counter(call, asked.unit)
    found = steps.find_account(counter, asked.kind, asked.number, asked.purpose)
    return ApplicantSearchView(found=_view_account(found, counter) if found else None)


@register_operation(
    bp, "POST", "/api/applicants", access=OFFICER, body=ApplicantBody, answer=ApplicantView, keyed=True, status=201,
    refuses=(NotFound, Invalid, OwnIdentity, IdentifierTaken, IdentityNotConfirmed, PopulationRightNeeded, KeyReused,
             Stale, Busy),
    quotas=(Quota.SEARCHES,),
)  # fmt: skip
def create_applicant(call: Call[ApplicantBody]) -> ApplicantView:
    """Make the account of the person at the counter, the same as online; their identity was checked."""
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    typed = call.body
    born = typed.birth_date.isoformat() if typed.birth_date else ""
    shown = PresentedIdentity(
        typed.kind, typed.number, typed.full_name, typed.paper, born, typed.sex or "", typed.nationality,
        typed.present, typed.holds_account,
    )  # fmt: skip
    person = derive_dossier_id(call.actor.sub, f"applicant|{call.key}")
    counter = _build_counter(call, typed.unit)
    return _view_account(steps.make_account(counter, person, shown), counter)


@register_operation(
    bp, "POST", "/api/applicants/{sub}/check", access=OFFICER, body=ApplicantCheckBody, answer=ApplicantView,
    keyed=True, quotas=(Quota.SEARCHES,),
    refuses=(NotFound, OwnIdentity, IdentityNotConfirmed, PopulationRightNeeded, Stale, Busy),
)  # fmt: skip
def check_applicant(call: Call[ApplicantCheckBody]) -> ApplicantView:
    """Check an account against population data that did not answer when it was made."""
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    counter = _build_counter(call, call.body.unit)
    return _view_account(steps.check_account(counter, call.params["sub"], call.body.number), counter)


@register_operation(
    bp, "POST", "/api/applicants/{sub}/help", access=OFFICER, body=ApplicantHelpBody, answer=ApplicantView, keyed=True,
    refuses=(NotFound, HelpNotOffered, SignInMethodClosed, Stale, Busy),
)  # fmt: skip
def help_applicant(call: Call[ApplicantHelpBody]) -> ApplicantView:
    """Record that somebody was helped to an account at the counter."""
    counter = _build_counter(call, call.body.unit)
    return _view_account(record_help(counter, call.params["sub"], call.body.number, call.body.way), counter)


def _build_counter(call: Call[Any, Any], unit: str) -> steps.Counter:
    return steps.Counter(
        call.actor, unit, call.now, call.real_now, wiring_people.provide_profiles(), wiring.provide_officers(),
        wiring_people.provide_population(call.real_now), wiring.provide_access_log().record,
        wiring_steps.provide_reference().find_rule,
    )  # fmt: skip


def _view_account(found: steps.FoundAccount, counter: steps.Counter) -> ApplicantView:
    profile, proof = found.profile, found.identifier.proof
    return ApplicantView(
        person=profile.person, kind=profile.kind, full_name=profile.full_name, birth_date=profile.birth_date or None,
        method=proof.method, level=proof.level, proven=proof.proves, proven_at=proof.at,
        former=found.identifier.until is not None, checked=bool(proof.reference), unanswered=found.unanswered,
        help=find_offered_help(counter, profile.kind) or None, own_accounts=is_own_open(counter),
        standing=counter.records.load(profile.person).state.standing,
    )  # fmt: skip
