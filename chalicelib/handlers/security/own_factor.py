"""The second factor of own accounts over HTTP. Only for our own pages."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.account_state import AccountNotOpen, AccountReportedLost
from chalicelib.domain.accounts.person_joining import AccountBarred
from chalicelib.domain.accounts.registration import OwnPasswordUnfit
from chalicelib.domain.accounts.sign_in_methods import SignInMethodClosed
from chalicelib.domain.security.authenticator import (
    ENROLMENT_LIVES,
    EnrolmentExpired,
    SecondFactorOff,
    SecondFactorOn,
)
from chalicelib.domain.security.second_factor import (
    CodeRefused,
    CodeUsed,
    PasswordRefused,
    SignInBlocked,
    SignInExpired,
    TooManyCodes,
    build_enrolment_uri,
)
from chalicelib.domain.security.sessions import SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.caller import find_address
from chalicelib.handlers.http.guard import SESSION, Rate, Reply, register_operation
from chalicelib.handlers.security.session_cookies import (
    answer_session,
    name_cookie,
    name_step_cookie,
    read_cookie,
    view_session,
    write_cookie,
)
from chalicelib.models.accounts.own_accounts import (
    AuthenticatorCodeBody,
    EnrolmentBody,
    EnrolmentView,
    FactorRemovalBody,
    FactorRemovedView,
    SecondFactorView,
)
from chalicelib.models.sessions import SessionBody, SessionView
from chalicelib.steps.security import own_factor
from chalicelib.steps.security.own_account_ports import OwnAccountDesk
from chalicelib.wiring import own_accounts as wiring_own
from chalicelib.wiring import sessions as wiring_sessions

bp = Blueprint(__name__)

PER_ADDRESS = Rate("own-account", 600, 300)
SIGNED_IN = (SessionEnded, SignInMethodClosed, NotFound, AccountNotOpen, AccountReportedLost, TooMany, Busy)


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/sign-in/code",
    access=SESSION,
    body=AuthenticatorCodeBody,
    answer=SessionView,
    status=201,
    refuses=(
        SignInExpired,
        CodeRefused,
        CodeUsed,
        TooManyCodes,
        SignInMethodClosed,
        SignInRefused,
        AccountBarred,
        TooMany,
        Busy,
    ),
    rate=PER_ADDRESS,
)
def finish_own_sign_in(call: Call[AuthenticatorCodeBody]) -> Reply:
    """Begin a session with the code of the authenticator app, after the password."""
    step, old = read_cookie(call, name_step_cookie()), read_cookie(call, name_cookie())
    given = own_factor.finish_sign_in(
        _provide_desk(call), step, call.body.code, call.headers["origin"], find_address(bp.current_request), old,
        call.real_now,
    )  # fmt: skip
    return answer_session(given, call.real_now, write_cookie(name_step_cookie(), ""))


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/factor",
    access=SESSION,
    body=SessionBody,
    answer=SecondFactorView,
    refuses=(SessionEnded, AccountReportedLost),
    rate=PER_ADDRESS,
)
def read_second_factor(call: Call[SessionBody]) -> SecondFactorView:
    """Show whether my account may have a second factor, and since when it has one."""
    state = own_factor.read_factor(_provide_desk(call), _read_session(call), call.real_now)
    since = state.authenticator.confirmed_at if state.authenticator else None
    return SecondFactorView(offered=state.offered, since=since)


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/factor/enrolment",
    access=SESSION,
    body=EnrolmentBody,
    answer=EnrolmentView,
    refuses=(SecondFactorOn, PasswordRefused, SignInBlocked, *SIGNED_IN),
    rate=PER_ADDRESS,
)
def begin_factor_enrolment(call: Call[EnrolmentBody]) -> EnrolmentView:
    """Begin to add an authenticator app: show the secret for it. It counts once its first code was sent."""
    begun, name = own_factor.begin_enrolment(
        _provide_desk(call), _read_session(call), call.body.current, find_address(bp.current_request), call.real_now
    )
    uri = build_enrolment_uri(name, begun.secret, wiring_sessions.provide_settings().province)
    return EnrolmentView(secret=begun.secret, uri=uri, ends_in=int(ENROLMENT_LIVES.total_seconds()))


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/factor/confirmation",
    access=SESSION,
    body=AuthenticatorCodeBody,
    answer=SecondFactorView,
    refuses=(EnrolmentExpired, SecondFactorOn, CodeRefused, CodeUsed, *SIGNED_IN),
    rate=PER_ADDRESS,
)
def confirm_factor_enrolment(call: Call[AuthenticatorCodeBody]) -> SecondFactorView:
    """Add the authenticator app with its first code; the holder's contacts are notified."""
    added = own_factor.confirm_enrolment(
        _provide_desk(call), _read_session(call), call.body.code, find_address(bp.current_request), call.real_now
    )
    return SecondFactorView(offered=True, since=added.confirmed_at)


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/factor/removal",
    access=SESSION,
    body=FactorRemovalBody,
    answer=FactorRemovedView,
    refuses=(
        SecondFactorOff,
        OwnPasswordUnfit,
        PasswordRefused,
        CodeRefused,
        CodeUsed,
        SignInBlocked,
        SignInExpired,
        SignInRefused,
        AccountBarred,
        *SIGNED_IN,
    ),
    rate=PER_ADDRESS,
)
def remove_second_factor(call: Call[FactorRemovalBody]) -> Reply:
    """Remove the authenticator app; a password that is too short without it is replaced first."""
    body = call.body
    given = own_factor.remove_factor(
        _provide_desk(call), _read_session(call), body.current, body.code, body.password,
        find_address(bp.current_request), call.real_now,
    )  # fmt: skip
    if given is None:
        return Reply(FactorRemovedView(session=None))
    own = write_cookie(name_cookie(), "" if given.shared else given.token)
    return Reply(FactorRemovedView(session=view_session(given, call.real_now)), headers={"Set-Cookie": own})


def _provide_desk(call: Call[Any, Any]) -> OwnAccountDesk:
    return wiring_own.provide_own_account_desk(call.real_now, call.now, call.headers.get("user-agent", ""))


def _read_session(call: Call[Any, Any]) -> str:
    return call.body.session or read_cookie(call, name_cookie())
