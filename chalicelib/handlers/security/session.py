"""The web session: signing in, an access token for a page's memory, signing out. Only for our own pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, get_args

from chalice.app import Blueprint

from chalicelib.domain.accounts.account_state import AccountReportedLost
from chalicelib.domain.accounts.identity_proofing import IdentityIncomplete
from chalicelib.domain.accounts.person_joining import AccountBarred
from chalicelib.domain.accounts.sign_in_methods import METHOD_WORDS, MethodOfDay, SignInMethod, SignInMethodClosed
from chalicelib.domain.security.devices import name_device
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
from chalicelib.domain.security.sessions import EndedByProvider, SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.caller import find_address
from chalicelib.handlers.http.guard import PUBLIC, SESSION, Rate, Reply, register_operation
from chalicelib.handlers.security.session_cookies import (
    answer_session,
    name_cookie,
    name_mark_cookie,
    name_step_cookie,
    read_cookie,
    write_cookie,
)
from chalicelib.models.http.problem import Text
from chalicelib.models.sessions import (
    BeginBody,
    BeginView,
    DevicesView,
    DeviceView,
    EndBody,
    EndDeviceBody,
    EndView,
    OfferedMethod,
    OfficerCodeBody,
    OfficerNameBody,
    OfficerPasswordBody,
    SessionBody,
    SessionView,
    SignInAnswerBody,
    SignInMethodsView,
    SignInMethodView,
    SignInStepView,
)
from chalicelib.steps.security import e_identity_sign_in, officer_sign_in, session_list
from chalicelib.steps.security import sessions as steps
from chalicelib.wiring import sessions as wiring_sessions
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

PER_ADDRESS = Rate("session", 600, 300)
"""An office of hundreds signs in from one address at eight o'clock. A caller without a begun sign-in is refused before
any store is asked."""


@register_operation(bp, "GET", "/api/session/methods", access=PUBLIC, answer=SignInMethodsView)
def list_sign_in_methods(call: Call) -> SignInMethodsView:
    """Show with which kinds of account people may sign in today, by which article."""
    methods = wiring_steps.list_sign_in_methods(call.now)
    found = {each.method: each for each in methods}
    return SignInMethodsView(
        items=tuple(_view_method(offered, found[SignInMethod(offered)]) for offered in get_args(OfferedMethod)),
        listed=tuple(_name_method(each.method) for each in methods if each.listed),
        article=methods[0].article,
    )


@register_operation(
    bp,
    "POST",
    "/api/session/begin",
    access=SESSION,
    body=BeginBody,
    answer=BeginView,
)
def begin_session(call: Call[BeginBody]) -> Reply:
    """Begin to sign in with the electronic identity: return the address, and a nonce for this browser that the answer
    must match."""
    mark = read_cookie(call, name_mark_cookie())
    desk, origin = _provide_session_desk(call), call.headers["origin"]
    begun = e_identity_sign_in.begin_sign_in(desk, mark, origin, call.body.shared, call.real_now)
    view = BeginView(url=begun.url, state=begun.state)
    return Reply(view, headers={"Set-Cookie": write_cookie(name_mark_cookie(), begun.nonce)})


@register_operation(
    bp,
    "POST",
    "/api/session",
    access=SESSION,
    body=SignInAnswerBody,
    answer=SessionView,
    status=201,
    refuses=(SignInRefused, SignInMethodClosed, IdentityIncomplete, AccountBarred, AccountReportedLost, Busy),
    rate=PER_ADDRESS,
)
def start_session(call: Call[SignInAnswerBody]) -> Reply:
    """Begin a session with the code from the sign-in page."""
    body, mark = call.body, read_cookie(call, name_mark_cookie())
    given = e_identity_sign_in.start_session(
        _provide_session_desk(call),
        body.code,
        body.state,
        mark,
        call.headers["origin"],
        read_cookie(call, name_cookie()),
        call.real_now,
    )
    return answer_session(given, call.real_now, write_cookie(name_mark_cookie(), ""))


@register_operation(
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
    body, desk = call.body, wiring_sessions.sign_in_desk(call.real_now, call.now)
    origin, address = call.headers["origin"], find_address(bp.current_request)
    waiting = officer_sign_in.begin_sign_in(desk, body.name, body.password, origin, address, body.shared, call.real_now)
    return _answer_next_step(waiting, call.real_now)


@register_operation(
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
    desk, step = wiring_sessions.sign_in_desk(call.real_now, call.now), read_cookie(call, name_step_cookie())
    waiting = officer_sign_in.choose_password(desk, step, call.body.password, call.headers["origin"], call.real_now)
    return _answer_next_step(waiting, call.real_now)


@register_operation(
    bp,
    "POST",
    "/api/session/officers/code",
    access=SESSION,
    body=OfficerCodeBody,
    answer=SessionView,
    status=201,
    refuses=(
        SignInExpired,
        CodeRefused,
        CodeUsed,
        TooManyCodes,
        SignInBlocked,
        SignInRefused,
        AccountReportedLost,
        TooMany,
        Busy,
    ),
    rate=PER_ADDRESS,
)
def start_officer_session(call: Call[OfficerCodeBody]) -> Reply:
    """Begin an officer's session with the code of the telephone; the first code registers it."""
    desk, step = _provide_sign_in_desk(call), read_cookie(call, name_step_cookie())
    old, origin = read_cookie(call, name_cookie()), call.headers["origin"]
    given = officer_sign_in.finish_sign_in(desk, step, call.body.code, origin, old, call.real_now)
    return answer_session(given, call.real_now, write_cookie(name_step_cookie(), ""))


@register_operation(
    bp,
    "POST",
    "/api/session/token",
    access=SESSION,
    body=SessionBody,
    answer=SessionView,
    may_be_empty=True,
    refuses=(SessionEnded, EndedByProvider),
)
def resume_session(call: Call[SessionBody]) -> Reply:
    """Return an access token for a page of a session; 204 where nobody has signed in."""
    token = call.body.session or read_cookie(call, name_cookie())
    if not token:
        return Reply(None)
    return answer_session(steps.resume_session(_provide_session_desk(call), token, call.real_now), call.real_now)


@register_operation(bp, "POST", "/api/session/end", access=SESSION, body=EndBody, answer=EndView)
def end_session(call: Call[EndBody]) -> Reply:
    """Sign out, here or everywhere. Signing out of an ended session succeeds as well."""
    desk, token = _provide_session_desk(call), call.body.session or read_cookie(call, name_cookie())
    office, home = False, f"{call.headers['origin']}/"
    with suppress(SessionEnded):
        office = steps.end_session(desk, token, call.real_now, call.body.everywhere)
    # The officers' pool has no page of its own that would remember anybody.
    view = EndView(logout_url=home if office else desk.pool.build_logout_url(home))
    return Reply(view, headers={"Set-Cookie": write_cookie(name_cookie(), "")})


@register_operation(
    bp, "POST", "/api/session/devices", access=SESSION, body=SessionBody, answer=DevicesView, refuses=(SessionEnded,)
)
def list_devices(call: Call[SessionBody]) -> DevicesView:
    """Show where I am signed in: each session with its device, its beginning and its last use."""
    token = call.body.session or read_cookie(call, name_cookie())
    return _view_devices(session_list.list_sessions(_provide_session_desk(call), token, call.real_now))


@register_operation(
    bp,
    "POST",
    "/api/session/devices/end",
    access=SESSION,
    body=EndDeviceBody,
    answer=DevicesView,
    refuses=(SessionEnded, NotFound),
)
def end_device(call: Call[EndDeviceBody]) -> DevicesView:
    """End one of my other sessions; show those that are left."""
    desk, token = _provide_session_desk(call), call.body.session or read_cookie(call, name_cookie())
    session_list.end_other_session(desk, token, call.body.id, call.real_now)
    return _view_devices(session_list.list_sessions(desk, token, call.real_now))


def _view_devices(found: session_list.OwnSessions) -> DevicesView:
    return DevicesView(
        items=tuple(_view_device(each) for each in found.items), ended_by_provider=found.ended_by_provider
    )


def _view_device(found: session_list.OwnSession) -> DeviceView:
    browser, system = name_device(found.session.device)
    return DeviceView(
        id=found.session.key,
        browser=browser,
        system=system,
        begun_at=found.session.started_at,
        used_at=found.session.seen_at,
        ends_at=found.ends_at,
        current=found.current,
        shared=found.session.shared,
        officer=found.session.office,
    )


def _view_method(offered: OfferedMethod, found: MethodOfDay) -> SignInMethodView:
    return SignInMethodView(method=offered, name=_name_method(found.method), open=found.open, article=found.article)


def _name_method(method: SignInMethod) -> Text:
    words = METHOD_WORDS[method]
    return Text(vi=words.vi, en=words.en)


def _provide_session_desk(call: Call[Any, Any]) -> steps.SessionDependencies:
    return wiring_sessions.provide_session_desk(call.real_now, call.now, call.headers.get("user-agent", ""))


def _provide_sign_in_desk(call: Call[Any, Any]) -> officer_sign_in.SignInDependencies:
    return wiring_sessions.sign_in_desk(call.real_now, call.now, call.headers.get("user-agent", ""))


def _answer_next_step(waiting: officer_sign_in.SignInProgress, real_now: datetime) -> Reply:
    province, secret = wiring_sessions.provide_settings().province, waiting.secret
    view = SignInStepView(
        waits=waiting.waits,
        ends_in=max(0, int((waiting.ends_at - real_now).total_seconds())),
        secret=secret or None,
        uri=build_enrolment_uri(waiting.username, secret, province) if secret else None,
    )
    return Reply(view, headers={"Set-Cookie": write_cookie(name_step_cookie(), waiting.token)})
