"""The second factor of an own account: an authenticator app is added, confirmed by its first code and asked for at
sign-in; who removes it needs a code and a password that is long enough alone (decision 0293).

Codes are counted for an account from an address, and for an account from addresses that it has not signed in from: who
guesses locks nobody out of the places that they use.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.registration import OwnPasswordUnfit, find_shortest, require_fit_password
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, find_used_method, require_open_method
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.messages import News
from chalicelib.domain.security.authenticator import (
    Authenticator,
    SecondFactorNeeded,
    SecondFactorOff,
    SecondFactorOn,
    accept_code,
    confirm_authenticator,
    is_confirmed,
)
from chalicelib.domain.security.second_factor import Challenge, SignIn, SignInExpired, Waits, check_sign_in
from chalicelib.domain.security.session_tokens import derive_session_key, issue_token, read_token
from chalicelib.domain.security.sessions import PoolTokens, check_session
from chalicelib.domain.shared.errors import Busy, NotFound
from chalicelib.steps.security.officer_sign_in import SignInProgress
from chalicelib.steps.security.own_account_ports import SECOND, OwnAccount, OwnAccountDesk
from chalicelib.steps.security.own_attempts import HOUR, QUARTER, begin_own_session, count_attempt, replace_password
from chalicelib.steps.security.sessions import Given, load_session

CODES_PER_PLACE, CODES_PER_ACCOUNT = 10, 20


@dataclass(frozen=True, slots=True)
class OwnHolder:
    """Who is signed in with an own account: the person, the account's subject and its name; `shared` says that others
    use the computer too."""

    person: str
    account: str
    name: str
    shared: bool


@dataclass(frozen=True, slots=True)
class FactorState:
    """Whether the session is of an account that may have a second factor today, and its authenticator app."""

    offered: bool
    authenticator: Authenticator | None = None


def read_factor(desk: OwnAccountDesk, token: str, real_now: datetime) -> FactorState:
    """Return the state of the second factor of the account of a session. Raise SessionEnded."""
    holder, own = _find_session_holder(desk, token, real_now)
    closed = not any(each.open for each in desk.sessions.methods() if each.method is SignInMethod.LOCAL)
    if not own or closed:
        return FactorState(False)
    found = desk.factors.load(holder.account, real_now)
    return FactorState(True, found if is_confirmed(found) else None)


def begin_enrolment(
    desk: OwnAccountDesk, token: str, current: str, address: str, real_now: datetime
) -> tuple[Authenticator, str]:
    """Return a new authenticator, which its first code will confirm, and the account's name. Raise PasswordRefused,
    SecondFactorOn, NotFound without an own account, TooMany or Busy."""
    holder = find_holder(desk, token, real_now)
    check_present_password(desk, holder.name, current, address, real_now)
    before = desk.factors.load(holder.account, real_now)
    if is_confirmed(before):
        raise SecondFactorOn()
    begun = Authenticator(desk.secret(), real_now, version=before.version if before else 0)
    if desk.factors.save(holder.account, begun, real_now) is None:
        raise Busy(retry_after=1)
    return begun, holder.name


def confirm_enrolment(desk: OwnAccountDesk, token: str, code: str, address: str, real_now: datetime) -> Authenticator:
    """Let the account have the authenticator from now on. Raise EnrolmentExpired, SecondFactorOn, CodeRefused, TooMany
    or Busy."""
    holder = find_holder(desk, token, real_now)
    count_code(desk, holder.name, address, real_now)
    before = desk.factors.load(holder.account, real_now)
    after = confirm_authenticator(before, code, real_now)
    if after == before:
        return after
    if desk.factors.save(holder.account, after, real_now) is None:
        raise Busy(retry_after=1)
    desk.requests.announce(Holder(sub=holder.person), News.FACTOR_ADDED)
    return after


def remove_factor(
    desk: OwnAccountDesk,
    token: str,
    current: str,
    code: str,
    password: str | None,
    address: str,
    real_now: datetime,
) -> Given | None:
    """Remove the authenticator, for who has the password and a code. A password that is too short without it is
    replaced first: then every session ends and the answer has a new one. Raise SecondFactorOff, OwnPasswordUnfit,
    PasswordRefused, CodeRefused, CodeUsed, TooMany or Busy."""
    holder = find_holder(desk, token, real_now)
    check_present_password(desk, holder.name, current, address, real_now)
    authenticator = desk.factors.load(holder.account, real_now)
    if not is_confirmed(authenticator):
        raise SecondFactorOff()
    if password is None and len(current) < find_shortest(second_factor=False):
        raise OwnPasswordUnfit.build_at_field()
    if password is not None:
        require_fit_password(password, (holder.name,))
    use_code(desk, holder.account, holder.name, authenticator, code, address, real_now)
    account, given = OwnAccount(holder.person, holder.name), None
    if password is not None:
        given = replace_password(desk, account, password, address, token, real_now, shared=holder.shared)
    drop_factor(desk, holder.account, holder.person)
    return given


def drop_factor(desk: OwnAccountDesk, account: str, person: str) -> None:
    """Delete an authenticator and say so to the holder. The password is long enough by now."""
    desk.factors.delete(account)
    desk.requests.announce(Holder(sub=person), News.FACTOR_REMOVED)


def ask_for_code(
    desk: OwnAccountDesk, account: str, name: str, tokens: PoolTokens, origin: str, shared: bool, real_now: datetime
) -> SignInProgress:
    """Return the step of the code after a right password. The tokens wait, encrypted under what only this browser
    has."""
    handle = secrets.token_urlsafe(32)
    held = {
        "account": account, "access": tokens.access, "refresh": tokens.refresh, "until": tokens.until.isoformat(),
        "claims": dict(tokens.claims),
    }  # fmt: skip
    sealed = desk.seal.close_challenge(Challenge(Waits.CODE, name, json.dumps(held)), handle, 1)
    key = derive_session_key(handle)
    waiting = SignIn(key, key, origin, shared, real_now, Waits.CODE, sealed)
    desk.sign_ins.create(waiting)
    return SignInProgress(issue_token(handle, 1, desk.sessions.keys, SECOND), Waits.CODE, name, waiting.ends_at)


def finish_sign_in(
    desk: OwnAccountDesk, token: str, code: str, origin: str, address: str, old: str, real_now: datetime
) -> Given:
    """Begin a session with the code, in place of `old`. Raise SignInExpired, CodeRefused, CodeUsed, TooManyCodes,
    TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    known = read_token(token, desk.sessions.keys, SECOND)
    if known is None:
        raise SignInExpired(reason="forged")
    handle, step = known
    waiting = check_sign_in(desk.sign_ins.load(derive_session_key(handle)), step, origin, (Waits.CODE,), real_now)
    challenge = desk.seal.open_challenge(waiting.sealed, handle, step)
    held, name = json.loads(challenge.session), challenge.username
    ended = desk.sessions.officers.load(held["account"]).begun_after
    if ended is not None and waiting.began_at <= ended:
        # The password was replaced since, or everything was signed out.
        raise SignInExpired(reason="ended")
    # Counted before the answer is known: two guesses at once count as two.
    if not desk.sign_ins.save(waiting.count_try(), waiting):
        raise Busy(retry_after=1)
    use_code(desk, held["account"], name, desk.factors.load(held["account"], real_now), code, address, real_now)
    desk.sign_ins.delete(waiting.key)
    tokens = PoolTokens(held["access"], held["refresh"], datetime.fromisoformat(held["until"]), held["claims"])
    return begin_own_session(desk, tokens, name, address, waiting.shared, old, real_now)


def require_code(
    desk: OwnAccountDesk,
    account: OwnAccount,
    authenticator: Authenticator | None,
    code: str | None,
    address: str,
    real_now: datetime,
    path: str = "/code",
) -> None:
    """Use up a code of an account that has an authenticator; raise SecondFactorNeeded at the field without one."""
    if not is_confirmed(authenticator):
        return
    if code is None:
        raise SecondFactorNeeded.build_at(path)
    use_code(desk, account.person, account.name, authenticator, code, address, real_now)


def use_code(
    desk: OwnAccountDesk,
    account: str,
    name: str,
    authenticator: Authenticator | None,
    code: str,
    address: str,
    real_now: datetime,
) -> None:
    """Count an attempt and use up a code. Raise CodeRefused, CodeUsed, TooMany, Busy, or SignInExpired where the
    authenticator was removed meanwhile."""
    count_code(desk, name, address, real_now)
    if authenticator is None or not is_confirmed(authenticator):
        raise SignInExpired(reason="factor")
    # Of two calls with one code at once, one is stored.
    if desk.factors.save(account, accept_code(authenticator, code, real_now), real_now) is None:
        raise Busy(retry_after=1)


def count_code(desk: OwnAccountDesk, name: str, address: str, real_now: datetime) -> None:
    """Count a tried code; raise TooMany."""
    desk.spend("own-code", f"{name}|{address}", CODES_PER_PLACE, QUARTER)
    if not desk.places.is_known(name, address, real_now):
        desk.spend("own-code-account", name, CODES_PER_ACCOUNT, HOUR)


def check_present_password(
    desk: OwnAccountDesk, name: str, current: str, address: str, real_now: datetime
) -> tuple[str, str]:
    """Return subject and person of the account of a right password; its tokens are thrown away. Raise PasswordRefused,
    SignInBlocked, TooMany or Busy."""
    count_attempt(desk, name, address, real_now)
    tokens = desk.pool.check_password(name, current, real_now)
    desk.sessions.pool.revoke(tokens.refresh)
    sub = desk.sessions.verify(tokens.access, real_now)[0]
    return sub, desk.sessions.officers.load(sub).sub


def find_holder(desk: OwnAccountDesk, token: str, real_now: datetime) -> OwnHolder:
    """Return who is signed in. Raise SessionEnded, SignInMethodClosed, NotFound for a session of another kind of
    account, AccountNotOpen or AccountReportedLost."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    holder, own = _find_session_holder(desk, token, real_now, acts=True)
    if not own:
        raise NotFound()
    return holder


def _find_session_holder(
    desk: OwnAccountDesk, token: str, real_now: datetime, *, acts: bool = False
) -> tuple[OwnHolder, bool]:
    handle, generation, session, officer, limits = load_session(desk.sessions, token, real_now)
    check_session(session, generation, limits, officer.begun_after, real_now)
    officer.state.require_use(session.office, reading_own=not acts)
    access = desk.sessions.seal.open(session.sealed, handle, session.generation).access
    account, name = desk.read_account(access)
    own = not session.office and find_used_method(name) is SignInMethod.LOCAL
    return OwnHolder(session.sub, account, name, session.shared), own
