"""Who calls: the token, the person behind it, and the person's rights at the moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import AT_COUNTERS, Actor, Assignment, Role
from chalicelib.domain.accounts.sign_in_methods import MethodOfDay, require_open_method
from chalicelib.domain.shared.errors import Forbidden, OfficerSignInNeeded, Refusal, Unauthenticated
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.operations import OFFICER, SESSION, WITHOUT_TOKEN, Operation
from chalicelib.handlers.http.security_record import Caller

if TYPE_CHECKING:
    from chalicelib.domain.accounts.officers import Officer

ANONYMOUS = Actor("anonymous")
ACTING_FOR = "acting-for"
"""The header that names the authorisation under which a request is made, in small letters."""
AUTHORISATION_ID = re.compile(r"[0-9a-z]{26}")


def identify_actor(
    op: Operation, headers: Mapping[str, str], now: datetime, real_now: datetime, caller: Caller
) -> Actor:
    """Return who calls, with the rights of the moment; raise Unauthenticated, OriginRefused, Forbidden,
    OfficerSignInNeeded or TechnicalAccount. The caller for the security log is filled as far as it is known."""
    if op.access is SESSION:
        _require_own_page(headers)
    if op.access in WITHOUT_TOKEN:
        return ANONYMOUS
    from chalicelib.wiring import core as wiring

    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    sub, issued_at, office, method = wiring.provide_identities().verify(token.strip(), real_now)
    caller.actor = Actor(sub)
    officer = wiring.provide_officers().load_recent(sub, real_now)
    if officer.valid_after is not None and issued_at < officer.valid_after:
        raise Unauthenticated(reason="signed_out")
    if sub in officer.marks.barred:
        raise Unauthenticated(reason="barred")
    if office and not officer.is_account(sub):
        raise Unauthenticated(reason="replaced")
    # What is another person's is not one's own, which a suspended holder still reads.
    officer.state.require_use(office, op.reading_own and ACTING_FOR not in headers)
    if not office:
        require_open_method(method, partial(_list_sign_in_methods, now))
    assignments = _list_rights(officer, office, now)
    postal = any(each.role is Role.POSTAL_STAFF for each in assignments)
    counter = any(each.role in AT_COUNTERS for each in assignments)
    actor = Actor(
        officer.sub, assignments, _post_stages(now) if postal else frozenset(),
        _open_counters(assignments, now) if counter else frozenset(), officer.identity, officer.id_number,
        citizen=not office, merged=frozenset(officer.marks.merged), update_demanded=officer.marks.update_demanded,
    )  # fmt: skip
    caller.actor = actor
    if not op.technical and any(each.role is Role.VENDOR_TECHNICAL for each in assignments):
        _refuse_vendor(actor, now)
    if named := headers.get(ACTING_FOR):
        if not op.for_another:
            raise _explain_own()
        actor = caller.actor = _resolve_acting(actor, named, now, real_now)
    if op.access is OFFICER and not actor.list_roles(now) - {Role.APPLICANT}:
        raise _explain_no_officer(officer, office, now)
    return actor


def _refuse_vendor(actor: Actor, now: datetime) -> None:
    from chalicelib.domain.accounts.tasks.technical_account import require_no_vendor

    require_no_vendor(actor, now)


def _list_rights(officer: Officer, office: bool, now: datetime) -> tuple[Assignment, ...]:
    """Return the rights of this sign-in as units stand now: none for one as a citizen. Rights need the second factor,
    which only the officers' pool requires of everybody."""
    if not office or not officer.assignments:
        return ()
    from chalicelib.domain.catalogue.succession import follow_assignments
    from chalicelib.wiring import core as wiring

    return follow_assignments(officer.assignments, wiring.provide_agencies(), now.astimezone(VIETNAM).date())


def _resolve_acting(actor: Actor, named: str, now: datetime, real_now: datetime) -> Actor:
    """Return the actor with the person for whom the request is made, by the authorisation as it is stored now; raise
    AuthorisationUnknown, AuthorisationNotInForce, PrincipalGone or PrincipalNotOpen. Officers' accounts act for
    nobody. Who the principal is now, and whom they were found to be, their record says that is read anyway."""
    from chalicelib.domain.accounts.acting_for import PrincipalGone, PrincipalNotOpen
    from chalicelib.domain.accounts.authorisation import resolve_acting
    from chalicelib.wiring import core as wiring

    known = actor.citizen and AUTHORISATION_ID.fullmatch(named)
    authorisation = wiring.provide_authorisations().load(named) if known else None
    acting = resolve_acting(authorisation, actor, now)
    principal = wiring.provide_officers().load_recent(acting.principal, real_now)
    if principal.state.is_closed(office=False):
        raise PrincipalNotOpen(standing=principal.state.words)
    if {acting.principal, principal.sub} & set(principal.marks.barred):
        raise PrincipalGone()
    people = frozenset({acting.principal, principal.sub, *principal.marks.merged})
    return replace(actor, acting=replace(acting, principal=principal.sub, merged=people - {principal.sub}))


def _explain_own() -> Refusal:
    from chalicelib.domain.accounts.acting_for import NotForAnother

    return NotForAnother()


def _explain_no_officer(officer: Officer, office: bool, now: datetime) -> Refusal:
    """Return why a person is not an officer here: without rights, or signed in as a citizen."""
    held = any(each.is_in_force(now) for each in officer.assignments)
    return OfficerSignInNeeded() if held and not office else Forbidden()


def _require_own_page(headers: Mapping[str, str]) -> None:
    """Raise OriginRefused unless a page of this deployment calls: the browser names the origin, and forms cannot."""
    from chalicelib.domain.security.sessions import SESSION_HEADER, OriginRefused
    from chalicelib.wiring import core as wiring

    same_site = headers.get("sec-fetch-site", "same-origin") == "same-origin"
    asked = headers.get(SESSION_HEADER.lower()) == "page"
    if not (same_site and asked and headers.get("origin", "") in wiring.provide_settings().origins):
        raise OriginRefused()


def _list_sign_in_methods(now: datetime) -> tuple[MethodOfDay, ...]:
    """Return the kinds of account that the law of the day knows; resolved only for those that it may close."""
    from chalicelib.wiring import steps as wiring_steps

    return wiring_steps.list_sign_in_methods(now)


def _post_stages(now: datetime) -> frozenset[str]:
    """Return the stages that the law of the day gives postal staff; resolved only for them."""
    from chalicelib.wiring import steps as wiring_steps

    return wiring_steps.post_stages(now)


def _open_counters(assignments: tuple[Assignment, ...], now: datetime) -> frozenset[tuple[str, str]]:
    """Return the person's centres that serve the whole province; resolved only for officers at a counter."""
    from chalicelib.wiring import steps as wiring_steps

    return wiring_steps.open_counters(assignments, now)
