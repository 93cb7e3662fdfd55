"""Open a registered application with the sign-in of here, and prove to it who has signed in (decision 0311).

open (a page of ours, with its session) → exchange (the application, once) → renew, while the session lasts → end.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.sign_in_methods import require_open_method
from chalicelib.domain.security.applications import (
    Application,
    ApplicationAudience,
    ApplicationGrantRefused,
    find_application,
    list_for,
    require_address,
    require_audience,
)
from chalicelib.domain.security.openings import (
    CODE,
    PROOF_LIVES,
    RENEWAL,
    WAITING,
    Opening,
    check_code,
    check_renewal,
    require_holder,
)
from chalicelib.domain.security.session_tokens import derive_session_key, issue_token, read_token
from chalicelib.domain.security.sessions import TOUCH_EVERY, Session, SessionEnded, check_session
from chalicelib.domain.shared.errors import Refusal
from chalicelib.steps.security.application_ports import ApplicationDesk
from chalicelib.steps.security.sessions import Given, load_session, resume_session

PROOF = "JWT"
TRIES = 3
"""How often a code or renewal is read again that another call used meanwhile."""


@dataclass(frozen=True, slots=True)
class OpeningWish:
    """What an application asks for: itself, where the person returns to, and its own three values."""

    application: str
    redirect: str
    state: str
    challenge: str
    nonce: str


@dataclass(frozen=True, slots=True)
class SignInProof:
    """What an application gets: a signed statement about the person, for so many seconds, and how to renew it."""

    statement: str = field(repr=False)
    renewal: str = field(repr=False)
    seconds: int


def open_application(desk: ApplicationDesk, token: str, wish: OpeningWish, real_now: datetime) -> tuple[Given, str]:
    """Open an application for the person of a session; return the session's answer, and where the browser goes.

    Raise ApplicationUnknown, ApplicationNotInForce, ApplicationAddressRefused, ApplicationForOthers, AccountNotOpen,
    AccountReportedLost, SignInMethodClosed or SessionEnded. Nobody is sent to an address that is not registered.
    """
    deps = desk.sessions
    application = find_application(desk.registered, wish.application, desk.now)
    require_address(application, wish.redirect)
    given = resume_session(deps, token, real_now)
    _, _, session, officer, _ = load_session(deps, given.token, real_now)
    account, _, _, method = deps.verify(given.tokens.access, real_now)
    if account not in (officer.sub, officer.account):
        # The account may have been joined to another person, or separated, since the session began.
        officer = deps.officers.load(account)
    officer.state.require_use(session.office, reading_own=False)
    if not session.office:
        require_open_method(method, deps.methods)
    require_audience(application, find_audience(officer, session.office, desk.now))
    handle = secrets.token_urlsafe(32)
    # An officer's name is that of the record, which the account may lack.
    named = (officer.name if session.office else "") or given.tokens.claims.get("name", "")
    sealed = desk.seal.close_name(named, handle)
    key, times = derive_session_key(handle), (real_now, real_now)
    asked = (wish.redirect, wish.challenge, wish.nonce)
    person, where = officer.sub, (session.key, session.office)
    opening = Opening(key, application.code, person, *where, *asked, *times, WAITING, sealed, account)
    desk.openings.create(opening)
    code = issue_token(handle, WAITING, deps.keys, CODE)
    answer = {"code": code, "state": wish.state, "iss": desk.issuer}
    return given, f"{wish.redirect}?{urlencode(answer)}"


def exchange_code(
    desk: ApplicationDesk, application: str, code: str, redirect: str, verifier: str, real_now: datetime
) -> SignInProof:
    """Return the first proof for a code; raise ApplicationGrantRefused. A code that comes twice ends the opening, also
    when both come at the same moment."""

    def check(opening: Opening, _: int) -> None:
        check_code(opening, application, redirect, verifier, real_now)

    return _prove_checked(desk, code, CODE, check, real_now)


def renew_proof(desk: ApplicationDesk, application: str, renewal: str, real_now: datetime) -> SignInProof:
    """Return a new proof while the person's session lasts; raise ApplicationGrantRefused. A renewal that was replaced
    ends the opening: somebody else has it. Two at the same moment, of two tabs, get the same next one."""

    def check(opening: Opening, generation: int) -> None:
        check_renewal(opening, application, generation, real_now)

    return _prove_checked(desk, renewal, RENEWAL, check, real_now)


def find_renewable(desk: ApplicationDesk, application: str, renewal: str, real_now: datetime) -> Opening:
    """Return the opening that a renewal is of; raise ApplicationGrantRefused. Only who holds the newest renewal speaks
    for the person's sign-in."""
    _, generation, opening = _find_opening(desk, renewal, RENEWAL)
    check_renewal(opening, application, generation, real_now)
    return opening


def list_applications(
    desk: ApplicationDesk, person: str, audience: ApplicationAudience | None
) -> tuple[tuple[Application, ...], tuple[tuple[Application, Opening], ...]]:
    """Return the applications that the person can open now, and those that they have opened, newest first."""
    known = {each.code: each for each in desk.registered}
    opened = desk.openings.list_by_person(person) if known else ()
    used = tuple((known[each.application], each) for each in opened if each.application in known)
    return list_for(desk.registered, audience, desk.now), used


def find_audience(officer: Officer, office: bool, now: datetime) -> ApplicationAudience | None:
    """Return as whom a person is signed in; None for an officers' account without rights."""
    if not office:
        return ApplicationAudience.APPLICANTS
    return ApplicationAudience.OFFICERS if any(each.is_in_force(now) for each in officer.assignments) else None


def _find_opening(desk: ApplicationDesk, token: str, purpose: str) -> tuple[str, int, Opening]:
    known = read_token(token, desk.sessions.keys, purpose)
    if known is None:
        raise ApplicationGrantRefused(reason="forged")
    handle, generation = known
    opening = desk.openings.load(derive_session_key(handle))
    if opening is None:
        raise ApplicationGrantRefused(reason="unknown")
    # We issued the token, so the account is known to the security log.
    desk.sessions.name(opening.person, opening.office)
    return handle, generation, opening


def _prove_checked(
    desk: ApplicationDesk, token: str, purpose: str, check: Callable[[Opening, int], None], real_now: datetime
) -> SignInProof:
    for _ in range(TRIES):
        handle, generation, opening = _find_opening(desk, token, purpose)
        try:
            check(opening, generation)
        except ApplicationGrantRefused as refused:
            if refused.facts["reason"] == "replayed":
                desk.sessions.note("ApplicationGrantsReplayed")
                desk.openings.end(opening.key)
            raise
        session, officer, name = _find_person(desk, handle, opening, real_now)
        again = purpose == RENEWAL and generation != opening.generation
        renewed = opening if again else opening.renew_opening(real_now)
        # Used by another call between our read and our write: it counts as the earlier one.
        if again or desk.openings.save(renewed, opening.generation):
            _count_use(desk, session, real_now)
            return _sign_proof(desk, handle, renewed, officer.sub, name, real_now)
    raise ApplicationGrantRefused(reason="rival")


def _find_person(
    desk: ApplicationDesk, handle: str, opening: Opening, real_now: datetime
) -> tuple[Session, Officer, str]:
    """Return the session of an opening, with its person and their name; raise ApplicationGrantRefused."""
    try:
        application = find_application(desk.registered, opening.application, desk.now)
        session, officer = _require_session(desk, opening, real_now)
        require_audience(application, find_audience(officer, session.office, desk.now))
        return session, officer, desk.seal.open_name(opening.sealed, handle)
    except Refusal as refused:
        # The application learns that it is over, not why: that is the person's.
        reason = str(refused.facts.get("reason", refused.code))
        raise ApplicationGrantRefused(reason=reason) from None


def _count_use(desk: ApplicationDesk, session: Session, real_now: datetime) -> None:
    if real_now - session.seen_at >= TOUCH_EVERY:
        desk.sessions.records.save(session.record_use(real_now), session.generation)


def _sign_proof(
    desk: ApplicationDesk, handle: str, opening: Opening, person: str, name: str, real_now: datetime
) -> SignInProof:
    seconds = int(PROOF_LIVES.total_seconds())
    at = int(real_now.timestamp())
    claims = {
        "iss": desk.issuer,
        "aud": opening.application,
        "sub": person,
        "name": name,
        "sid": name_sign_in(opening),
        "iat": at,
        "exp": at + seconds,
        **({"nonce": opening.nonce} if opening.nonce else {}),
    }
    renewal = issue_token(handle, opening.generation, desk.sessions.keys, RENEWAL)
    return SignInProof(desk.sign(claims, PROOF), renewal, seconds)


def _require_session(desk: ApplicationDesk, opening: Opening, real_now: datetime) -> tuple[Session, Officer]:
    """Return the session that an opening belongs to, with its person; raise SessionEnded, AccountNotOpen or
    AccountReportedLost."""
    session = desk.sessions.records.load(opening.session)
    if session is None:
        raise SessionEnded(reason="signed_out")
    officer = desk.sessions.officers.load(opening.account or session.sub)
    require_holder(opening, officer.sub, officer.marks.barred)
    limits = desk.sessions.find_limits(session, officer, real_now)
    check_session(session, session.generation, limits, officer.begun_after, real_now)
    officer.state.require_use(session.office, reading_own=False)
    return session, officer


def name_sign_in(opening: Opening) -> str:
    """Return the name of an opening in proofs: it is no key of ours."""
    return derive_session_key(f"sid|{opening.key}")[:32]
