"""The web session: signing in, an access token for a page's memory, signing out. Only for our own pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.security.second_factor import (
    CodeRefused,
    CodeUsed,
    FactorMissing,
    PasswordRefused,
    PasswordTooWeak,
    SignInBlocked,
    SignInExpired,
    TooManyCodes,
    build_enrolment_uri,
)
from chalicelib.domain.security.sessions import SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.caller import find_address
from chalicelib.handlers.http.guard import SESSION, Rate, Reply, operation
from chalicelib.models.sessions import (
    BeginBody,
    BeginView,
    EndBody,
    EndView,
    OfficerCodeBody,
    OfficerNameBody,
    OfficerPasswordBody,
    SessionBody,
    SessionView,
    SignInAnswerBody,
    SignInStepView,
)
from chalicelib.steps.security import officer_sign_in
from chalicelib.steps.security import sessions as steps
from chalicelib.wiring import sessions as wiring_sessions

bp = Blueprint(__name__)

PER_ADDRESS = Rate("session", 600, 300)
"""An office of hundreds signs in from one address at eight o'clock. A caller without a begun sign-in is refused before
any store is asked."""


@operation(bp, "POST", "/api/session/begin", access=SESSION, body=BeginBody, answer=BeginView)
def begin_session(call: Call[BeginBody]) -> Reply:
    """Begin to sign in: return the address, and a nonce for this browser that the answer must match."""
    mark = _cookie(call, _mark_name())
    begun = steps.begin(_desk(call), mark, call.headers["origin"], call.body.shared, call.real_now)
    view = BeginView(url=begun.url, state=begun.state)
    return Reply(view, headers={"Set-Cookie": _set(_mark_name(), begun.nonce)})


@operation(
    bp,
    "POST",
    "/api/session",
    access=SESSION,
    body=SignInAnswerBody,
    answer=SessionView,
    status=201,
    refuses=(SignInRefused,),
    rate=PER_ADDRESS,
)
def start_session(call: Call[SignInAnswerBody]) -> Reply:
    """Begin a session with the code from the sign-in page."""
    body, mark = call.body, _cookie(call, _mark_name())
    given = steps.start(
        _desk(call),
        body.code,
        body.state,
        mark,
        call.headers["origin"],
        _cookie(call, _name()),
        call.real_now,
    )
    return _handed_over(given, call.real_now, _set(_mark_name(), ""))


@operation(
    bp,
    "POST",
    "/api/session/officers",
    access=SESSION,
    body=OfficerNameBody,
    answer=SignInStepView,
    refuses=(PasswordRefused, SignInBlocked, FactorMissing, TooMany, Busy),
    rate=PER_ADDRESS,
)
def begin_officer_session(call: Call[OfficerNameBody]) -> Reply:
    """Check an officer's name and password; the answer names the next step."""
    body, desk = call.body, wiring_sessions.sign_in_desk(call.real_now)
    origin, address = call.headers["origin"], find_address(bp.current_request)
    waiting = officer_sign_in.begin(desk, body.name, body.password, origin, address, body.shared, call.real_now)
    return _next_step(waiting, call.real_now)


@operation(
    bp,
    "POST",
    "/api/session/officers/password",
    access=SESSION,
    body=OfficerPasswordBody,
    answer=SignInStepView,
    refuses=(SignInExpired, PasswordTooWeak, SignInBlocked, FactorMissing, TooMany, Busy),
    rate=PER_ADDRESS,
)
def choose_officer_password(call: Call[OfficerPasswordBody]) -> Reply:
    """Replace the first password by one of the officer's own."""
    desk, step = wiring_sessions.sign_in_desk(call.real_now), _cookie(call, _step_name())
    waiting = officer_sign_in.choose_password(desk, step, call.body.password, call.headers["origin"], call.real_now)
    return _next_step(waiting, call.real_now)


@operation(
    bp,
    "POST",
    "/api/session/officers/code",
    access=SESSION,
    body=OfficerCodeBody,
    answer=SessionView,
    status=201,
    refuses=(SignInExpired, CodeRefused, CodeUsed, TooManyCodes, SignInBlocked, SignInRefused, TooMany, Busy),
    rate=PER_ADDRESS,
)
def start_officer_session(call: Call[OfficerCodeBody]) -> Reply:
    """Begin an officer's session with the code of the telephone; the first code registers it."""
    desk, step = wiring_sessions.sign_in_desk(call.real_now), _cookie(call, _step_name())
    old, origin = _cookie(call, _name()), call.headers["origin"]
    given = officer_sign_in.finish(desk, step, call.body.code, origin, old, call.real_now)
    return _handed_over(given, call.real_now, _set(_step_name(), ""))


@operation(
    bp,
    "POST",
    "/api/session/token",
    access=SESSION,
    body=SessionBody,
    answer=SessionView,
    may_be_empty=True,
    refuses=(SessionEnded,),
)
def resume_session(call: Call[SessionBody]) -> Reply:
    """Return an access token for a page of a session; 204 where nobody has signed in."""
    token = call.body.session or _cookie(call, _name())
    if not token:
        return Reply(None)
    return _handed_over(steps.resume(_desk(call), token, call.real_now), call.real_now)


@operation(bp, "POST", "/api/session/end", access=SESSION, body=EndBody, answer=EndView)
def end_session(call: Call[EndBody]) -> Reply:
    """Sign out, here or everywhere. Signing out of an ended session succeeds as well."""
    desk, token = _desk(call), call.body.session or _cookie(call, _name())
    office, home = False, f"{call.headers['origin']}/"
    with suppress(SessionEnded):
        office = steps.end(desk, token, call.real_now, call.body.everywhere)
    # The officers' pool has no page of its own that would remember anybody.
    view = EndView(logout_url=home if office else desk.pool.logout_url(home))
    return Reply(view, headers={"Set-Cookie": _set(_name(), "")})


def _desk(call: Call[Any, Any]) -> steps.SessionDesk:
    return wiring_sessions.session_desk(call.real_now)


def _next_step(waiting: officer_sign_in.Waiting, real_now: datetime) -> Reply:
    province, secret = wiring_sessions.settings().province, waiting.secret
    view = SignInStepView(
        waits=waiting.waits,
        ends_in=max(0, int((waiting.ends_at - real_now).total_seconds())),
        secret=secret or None,
        uri=build_enrolment_uri(waiting.username, secret, province) if secret else None,
    )
    return Reply(view, headers={"Set-Cookie": _set(_step_name(), waiting.token)})


def _handed_over(given: steps.Given, real_now: datetime, *cookies: str) -> Reply:
    view = SessionView(
        access_token=given.tokens.access,
        expires_in=max(0, int((given.tokens.until - real_now).total_seconds())),
        claims=dict(given.tokens.claims),
        idle_seconds=int(given.limits.idle.total_seconds()),
        ends_in=max(0, int((given.ends_at - real_now).total_seconds())),
        shared=given.shared,
        officer=given.office,
        session=given.token if given.shared else None,
    )
    # On a shared computer an earlier person's session must not stay alongside the new one.
    own = _set(_name(), "" if given.shared else given.token)
    return Reply(view, headers={"Set-Cookie": [*cookies, own]})


def _name() -> str:
    """Return the cookie's name. Locally every port of this machine receives it, so the name says whose it is."""
    chosen = wiring_sessions.settings()
    return f"__Host-motcua-{chosen.province}-{chosen.stage}"


def _mark_name() -> str:
    return f"{_name()}-begin"


def _step_name() -> str:
    return f"{_name()}-step"


def _set(name: str, value: str) -> str:
    """Return a cookie that the browser deletes when it closes, or at once when empty."""
    ended = "" if value else "; Max-Age=0"
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{ended}"


def _cookie(call: Call[Any, Any], name: str) -> str:
    for part in call.headers.get("cookie", "").split(";"):
        known, _, value = part.strip().partition("=")
        if known == name:
            return value
    return ""
