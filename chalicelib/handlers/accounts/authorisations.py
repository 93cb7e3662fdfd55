"""Authorisations between people: list, request or offer, reply."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.authorisation import (
    ORGANISATION,
    AgentsOfAgents,
    Authorisation,
    AuthorisedPerson,
    AuthorisedScope,
    IdentityNeeded,
    OtherPersonNamed,
    ReplyNotOpen,
    find_side,
    list_offered_replies,
)
from chalicelib.domain.accounts.authorisation_wish import Wish
from chalicelib.domain.catalogue.procedures import UnknownProcedure
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.dossier.step import build_command
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.accounts.authorisations import (
    AuthorisationBody,
    AuthorisationsView,
    AuthorisationView,
    AuthorisedView,
    ReplyBody,
)
from chalicelib.steps.accounts import authorisations as steps
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)
LENGTH = "authorisation.default_months"
SHOWN_DIGITS = 4


@register_operation(bp, "GET", "/api/authorisations", access=SIGNED_IN, answer=AuthorisationsView, reading_own=True)
def list_authorisations(call: Call) -> AuthorisationsView:
    """List my authorisations: those I gave, those I have, and those that wait for an answer."""
    found = steps.list_own(wiring.provide_authorisations(), call.actor, call.real_now)
    own = call.actor.identity
    return AuthorisationsView(
        items=[_view(each, call) for each in found],
        proven=bool(call.actor.citizen and own and own.id_number and own.full_name),
        default_months=_read_default_months(call.now),
    )


@register_operation(
    bp,
    "POST",
    "/api/authorisations",
    access=SIGNED_IN,
    body=AuthorisationBody,
    answer=AuthorisationView,
    keyed=True,
    status=201,
    refuses=(Invalid, IdentityNeeded, AgentsOfAgents, UnknownProcedure),
    quotas=(Quota.MATTERS,),
)
def request_authorisation(call: Call[AuthorisationBody]) -> AuthorisationView:
    """Offer an authorisation to somebody, or ask somebody for one."""
    number = derive_dossier_id(call.actor.sub, f"authorisation|{call.key}")
    command = build_command(call, "request_authorisation", number)
    made = steps.request_authorisation(
        wiring.provide_authorisations(), _find_named, command, _read_wish(call.body, call.now)
    )
    return _view(made, call)


@register_operation(
    bp,
    "POST",
    "/api/authorisations/{authorisation_id}",
    access=SIGNED_IN,
    body=ReplyBody,
    answer=AuthorisationView,
    keyed=True,
    versioned=True,
    refuses=(Invalid, NotFound, IdentityNeeded, AgentsOfAgents, ReplyNotOpen, OtherPersonNamed),
)
def reply_authorisation(call: Call[ReplyBody]) -> AuthorisationView:
    """Accept or decline an authorisation, or end it."""
    command = build_command(call, f"{call.body.reply.value}_authorisation", call.params["authorisation_id"])
    return _view(steps.reply_once(wiring.provide_authorisations(), _find_named, command, call.body.reply), call)


def _find_named(person: AuthorisedPerson, real_now: datetime) -> str:
    """The account of who is named by a number and name that are theirs by proof."""
    organisation = person.kind == ORGANISATION
    return wiring_steps.find_person(person.id_number, person.full_name, real_now, organisation=organisation)


def _read_wish(body: AuthorisationBody, now: datetime) -> Wish:
    for procedure in body.scope.procedures:
        wiring_steps.provide_reference().find_procedure(procedure)
    first = body.valid_from or now.astimezone(VIETNAM).date()
    last = body.valid_until or _add_months(first, _read_default_months(now))
    scope = AuthorisedScope(tuple(body.scope.procedures), tuple(body.scope.fields), body.scope.dossier or "")
    return Wish(
        body.side, body.other.id_number, body.other.full_name, body.other.organisation, scope, _begin_day(first),
        _begin_day(last + timedelta(days=1)),
    )  # fmt: skip


def _read_default_months(now: datetime) -> int:
    """Return how long an authorisation lasts that names no end, by the law of the day."""
    return wiring_steps.provide_reference().find_rule(LENGTH, CaseDates(now)).to_int()


def _add_months(day: date, months: int) -> date:
    """Return the last day of so many months from a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 2), first_of_next - timedelta(days=1))


def _begin_day(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _view(authorisation: Authorisation, call: Call[Any, Any]) -> AuthorisationView:
    side = find_side(authorisation, call.actor)
    until = authorisation.valid_until.astimezone(VIETNAM) - timedelta(microseconds=1)
    return AuthorisationView(
        id=authorisation.id,
        version=authorisation.version,
        side=side,
        asked_by=authorisation.asked_by,
        standing=authorisation.find_standing(call.now),
        in_force=authorisation.is_in_force(call.now),
        principal=_view_person(authorisation.principal),
        agent=_view_person(authorisation.agent),
        procedures=list(authorisation.scope.procedures),
        fields=list(authorisation.scope.fields),
        dossier=authorisation.scope.dossier or None,
        valid_from=authorisation.valid_from.astimezone(VIETNAM).date(),
        valid_until=until.date(),
        asked_at=authorisation.asked_at,
        answered_at=authorisation.answered_at,
        revoked_at=authorisation.revoked_at,
        revoked_by=authorisation.revoked_by,
        open=list(list_offered_replies(authorisation, call.actor, call.now)),
    )


def _view_person(person: AuthorisedPerson) -> AuthorisedView:
    organisation = person.kind == ORGANISATION
    return AuthorisedView(
        full_name=person.full_name, id_ending=person.id_number[-SHOWN_DIGITS:], organisation=organisation
    )
