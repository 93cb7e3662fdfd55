"""Sign in, resume and sign out: the web session, whose tokens the browser never stores (decision 0200).

Citizens: the steps of `e_identity_sign_in` or of `own_sign_in`. Officers: the steps of `officer_sign_in`. Then for
both: resume, as often as a page needs an access token → end.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.identity_proofing import require_complete
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_joining import AccountBarred
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.accounts.sign_in_methods import MethodOfDay, SignInMethod, require_open_method
from chalicelib.domain.security.session_tokens import (
    derive_session_key,
    issue_token,
    read_token,
)
from chalicelib.domain.security.sessions import (
    MIN_LEFT,
    TOUCH_EVERY,
    Ended,
    EndedByProvider,
    Limits,
    PoolTokens,
    Session,
    SessionEnded,
    SessionRules,
    SignInRefused,
    check_session,
)
from chalicelib.domain.shared.errors import Busy, Unauthenticated
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.steps.security.session_ports import Pool, Records, Seal, SessionRecords, TokenSource


@dataclass(frozen=True, slots=True)
class SessionDependencies:
    """Dependencies of a session. `verify` checks an access token; it returns whose it is, since when, whether it is of
    the officers' pool, and the kind of account. `pool` is the citizens', `office` the officers'. `name` reports to the
    security log whose session it is, and whether an officer's. `methods` finds the kinds of account of the day.
    `recognise` finds the person of an account by the identity that it proved, who may have had another account.
    `admit` refuses a locked account; `device` names the caller's browser. `end_openings` ends the applications that a
    person opened in a session, or in all (None). `list_provider_ends` says when the e-identity provider ended every
    session of a person."""

    records: SessionRecords
    pool: Pool
    office: TokenSource
    officers: Records
    seal: Seal
    keys: LinkKeys
    rules: SessionRules
    verify: Callable[[str, datetime], tuple[str, datetime, bool, SignInMethod]]
    note: Callable[[str], None]
    name: Callable[[str, bool], None]
    methods: Callable[[], tuple[MethodOfDay, ...]]
    recognise: Callable[[Officer, str, ProvenIdentity, datetime], Officer]
    admit: Callable[[Officer, bool], None]
    device: str = ""
    end_openings: Callable[[str, str | None, datetime], object] = lambda *_: None
    list_provider_ends: Callable[[str], Sequence[datetime]] = lambda _: ()

    def choose_pool(self, session: Session) -> TokenSource:
        """Return the pool whose tokens a session holds."""
        return self.office if session.office else self.pool

    def find_limits(self, session: Session, officer: Officer, real_now: datetime) -> Limits:
        """Return the limits of a session: rights shorten an officer's."""
        held = officer.assignments if session.office else ()
        return self.rules.find_limits({Role(each.role) for each in held if each.is_in_force(real_now)}, session.shared)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to a page. `token` is the browser's new session id; `office` says that an officer signed in."""

    token: str
    tokens: PoolTokens
    limits: Limits
    ends_at: datetime
    shared: bool
    office: bool = False


def begin_citizen_session(
    deps: SessionDependencies, tokens: PoolTokens, way: SignInMethod, shared: bool, old: str, real_now: datetime
) -> Given:
    """Begin a session with tokens of the citizens' pool for an account of the kind `way`, in place of `old`. Raise
    SignInRefused, SignInMethodClosed, AccountBarred, IdentityIncomplete."""
    sub, _, office, method = deps.verify(tokens.access, real_now)
    if office or tokens.claims.get("sub", sub) != sub:
        raise SignInRefused(reason="subject")
    require_open_method(method, deps.methods)
    if method is not way:
        # A password that another page than ours has checked was counted by nobody (docs/decisions/0297).
        raise SignInRefused(reason="other_way")
    if method is SignInMethod.E_IDENTITY:
        require_complete(tokens.proven)
    officer = deps.officers.load(sub)
    if sub in officer.marks.barred:
        raise AccountBarred()
    if tokens.proven is not None:
        officer = deps.recognise(officer, sub, tokens.proven, real_now)
    if tokens.proven != officer.identity:
        deps.officers.keep_identity(officer.sub, tokens.proven)
    return begin_session(deps, tokens, officer, shared, old, real_now)


def begin_session(
    deps: SessionDependencies,
    tokens: PoolTokens,
    officer: Officer,
    shared: bool,
    old: str,
    real_now: datetime,
    office: bool = False,
) -> Given:
    """Begin a session with tokens of a pool, in place of the browser's `old` one. A citizen's has no rights, so rights
    do not shorten it."""
    deps.name(officer.sub, office)
    deps.admit(officer, tokens.proven is not None)
    _drop_session(deps, old, real_now)
    handle = secrets.token_urlsafe(32)
    sealed = deps.seal.close(tokens, handle, 1)
    key, times = derive_session_key(handle), (real_now, real_now, real_now)
    account = tokens.claims.get("sub", "")
    linked = account if account != officer.sub else ""
    session = Session(key, officer.sub, 1, *times, shared, sealed, office, deps.device, linked)
    limits = deps.find_limits(session, officer, real_now)
    deps.records.create(session, session.calculate_end(limits))
    return Given(issue_token(handle, 1, deps.keys), tokens, limits, session.calculate_end(limits), shared, office)


def resume_session(deps: SessionDependencies, token: str, real_now: datetime) -> Given:
    """Return an access token for a page that has none, or whose own is about to expire.

    Raise SessionEnded or EndedByProvider; the session is then over for every holder of its id. Raise Busy while
    another tab renews it.
    """
    handle, generation, session, officer, limits = load_session(deps, token, real_now)
    try:
        check_session(session, generation, limits, officer.begun_after, real_now)
        tokens = deps.seal.open(session.sealed, handle, session.generation)
        if not _is_good(deps, session, tokens, officer, real_now):
            return _renew_session(deps, handle, session, tokens, officer, limits, real_now)
    except SessionEnded as ended:
        _finish_session(deps, handle, session, ended, real_now)
        if session.is_ended(officer.begun_after) and officer.begun_after in deps.list_provider_ends(officer.sub):
            raise EndedByProvider(reason=Ended.EVERYWHERE.value) from None
        raise
    if real_now - session.seen_at >= TOUCH_EVERY:
        deps.records.save(session.record_use(real_now), session.generation)
    # Within the grace the newer id is returned as well: the tab that renewed may have been closed with it.
    current = issue_token(handle, session.generation, deps.keys)
    return Given(current, tokens, limits, session.calculate_end(limits), session.shared, session.office)


def end_session(deps: SessionDependencies, token: str, real_now: datetime, everywhere: bool = False) -> bool:
    """Sign out: the session ends, its access tokens end within a minute; everywhere: so does every other session.
    Return whether it was an officer's.

    Raises SessionEnded when there is none, or when the id is an old one: a thief of the id cannot sign others out of
    more than this session.
    """
    handle, generation, session, officer, limits = load_session(deps, token, real_now)
    try:
        check_session(session, generation, limits, officer.begun_after, real_now)
    except SessionEnded as ended:
        _finish_session(deps, handle, session, ended, real_now)
        raise
    holder = load_holder(deps, session, officer).sub
    deps.officers.end_access(holder, real_now, everywhere)
    _forget_session(deps, handle, session, real_now, holder if everywhere else "")
    return session.office


def load_session(
    deps: SessionDependencies, token: str, real_now: datetime
) -> tuple[str, int, Session, Officer, Limits]:
    """Return the session of a token with its officer and limits. Raise SessionEnded for a token without one."""
    handle, generation, session = _find_session(deps, token)
    officer = deps.officers.load(session.sub)
    return handle, generation, session, officer, deps.find_limits(session, officer, real_now)


def load_holder(deps: SessionDependencies, session: Session, officer: Officer) -> Officer:
    """Return the record of the person whose the session's account is now, where `officer` was its person: two people
    may have been separated since."""
    return deps.officers.load(session.account) if session.account else officer


def _find_session(deps: SessionDependencies, token: str) -> tuple[str, int, Session]:
    known = read_token(token, deps.keys)
    if known is None:
        raise SessionEnded(reason=Ended.FORGED.value)
    handle, generation = known
    session = deps.records.load(derive_session_key(handle))
    if session is None:
        raise SessionEnded(reason=Ended.UNKNOWN.value)
    # We issued the id, so the account is known, also of an ended session.
    deps.name(session.sub, session.office)
    return handle, generation, session


def _is_good(
    deps: SessionDependencies, session: Session, tokens: PoolTokens, officer: Officer, real_now: datetime
) -> bool:
    """Return whether an access token can be issued: it is valid for some time, and the API accepts it."""
    if tokens.until - real_now < MIN_LEFT:
        return False
    try:
        sub, issued_at, office, _ = deps.verify(tokens.access, real_now)
    except Unauthenticated:
        return False
    if sub in officer.marks.barred:
        return False
    return office is session.office and (officer.valid_after is None or issued_at >= officer.valid_after)


def _renew_session(
    deps: SessionDependencies,
    handle: str,
    session: Session,
    was: PoolTokens,
    officer: Officer,
    limits: Limits,
    real_now: datetime,
) -> Given:
    if not deps.records.lock(session.key, real_now):
        raise Busy(retry_after=1)
    try:
        latest = deps.records.load(session.key)
        if latest is None or latest.generation != session.generation:
            # Renewed by another tab between our read and our lock: the pool's token must not be used twice.
            raise Busy(retry_after=1)
        tokens = _fetch_later_tokens(deps, session, was, officer, real_now)
        renewed = session.renew_session(deps.seal.close(tokens, handle, session.generation + 1), real_now)
        if not deps.records.save(renewed, session.generation):
            # Signed out meanwhile, or the lock expired: read once more.
            raise Busy(retry_after=1)
    finally:
        deps.records.release_lock(session.key)
    given = issue_token(handle, renewed.generation, deps.keys)
    return Given(given, tokens, limits, renewed.calculate_end(limits), renewed.shared, renewed.office)


def _fetch_later_tokens(
    deps: SessionDependencies, session: Session, was: PoolTokens, officer: Officer, real_now: datetime
) -> PoolTokens:
    """Return tokens from the pool that the API accepts; raise Busy for tokens of the same second as a sign-out."""
    tokens = deps.choose_pool(session).refresh(was, real_now)
    sub, issued_at, office, _ = deps.verify(tokens.access, real_now)
    same = officer.is_account(sub) if session.office else session.sub in (sub, deps.officers.load(sub).sub)
    if office is not session.office or not same or sub in officer.marks.barred:
        raise SessionEnded(reason=Ended.REFUSED.value)
    if officer.valid_after is not None and issued_at < officer.valid_after:
        raise Busy(retry_after=1)
    return tokens


def _finish_session(
    deps: SessionDependencies, handle: str, session: Session, ended: SessionEnded, real_now: datetime
) -> None:
    if ended.facts.get("reason") == Ended.STOLEN.value:
        deps.note("SessionsStolen")
        deps.officers.end_access(session.sub, real_now, everywhere=False)
    _forget_session(deps, handle, session, real_now)


def _drop_session(deps: SessionDependencies, token: str, real_now: datetime) -> None:
    """End the session that the browser had before, if any: the next one replaces it."""
    known = read_token(token, deps.keys)
    session = deps.records.load(derive_session_key(known[0])) if known else None
    if known and session and known[1] == session.generation:
        _forget_session(deps, known[0], session, real_now)


def _forget_session(
    deps: SessionDependencies, handle: str, session: Session, real_now: datetime, everywhere_of: str = ""
) -> None:
    deps.records.delete(session.key)
    deps.end_openings(everywhere_of or session.sub, None if everywhere_of else session.key, real_now)
    try:
        refresh = deps.seal.open(session.sealed, handle, session.generation).refresh
    except SessionEnded:
        return  # encrypted with a removed key: nobody can use its contents
    if not deps.choose_pool(session).revoke(refresh):
        # The token was only in our deleted record; it expires at the pool by itself.
        deps.note("SessionsNotRevoked")
