"""Own accounts of the public over HTTP: registration, sign-in, recovery. Only for our own pages."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint

from chalicelib.domain.accounts.account_state import AccountNotOpen, AccountReportedLost
from chalicelib.domain.accounts.person_joining import AccountBarred
from chalicelib.domain.accounts.registration import (
    REGISTRATION_LIVES,
    AccountExists,
    ContactWay,
    DeclaredPerson,
    DeliveryNotOffered,
    OwnPasswordUnfit,
)
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, SignInMethodClosed
from chalicelib.domain.accounts.terms import TermsNotCurrent
from chalicelib.domain.notices.contacts import CODE_LIVES, CodeNotAccepted
from chalicelib.domain.security.authenticator import PasswordReplaced, SecondFactorNeeded
from chalicelib.domain.security.second_factor import (
    CodeRefused,
    CodeUsed,
    PasswordRefused,
    SignInBlocked,
    SignInExpired,
    Waits,
)
from chalicelib.domain.security.sessions import SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy, Invalid, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.caller import find_address
from chalicelib.handlers.http.guard import PUBLIC, SESSION, Rate, Reply, register_operation
from chalicelib.handlers.security.session_cookies import (
    answer_session,
    name_cookie,
    name_step_cookie,
    read_cookie,
    view_session,
    write_cookie,
)
from chalicelib.models.accounts.own_accounts import (
    ChosenPasswordBody,
    CodeAskedView,
    ContactCodeBody,
    FirstCredentialsView,
    OwnSignInBody,
    OwnSignInView,
    RecoveredBody,
    RecoveryAskBody,
    RegistrationBody,
    RegistrationFormView,
)
from chalicelib.models.sessions import SessionView
from chalicelib.steps.security import own_factor, own_recovery, own_registration, own_sign_in
from chalicelib.steps.security.own_account_ports import OwnAccountDesk
from chalicelib.steps.security.sessions import Given
from chalicelib.wiring import own_accounts as wiring_own

bp = Blueprint(__name__)

PER_ADDRESS = Rate("own-account", 600, 300)
SIGNING_IN = (SignInMethodClosed, SignInRefused, AccountBarred, SignInBlocked, TooMany, Busy)
BY_CODE = (SecondFactorNeeded, CodeRefused, CodeUsed)
"""Refusals where an account has a second factor."""


@register_operation(bp, "GET", "/api/session/accounts", access=PUBLIC, answer=RegistrationFormView)
def registration_form(call: Call) -> RegistrationFormView:
    """Show whether people may register an account of the province today, and what they fill in."""
    desk = _provide_desk(call)
    found = next(each for each in desk.sessions.methods() if each.method is SignInMethod.LOCAL)
    form = own_registration.read_form(desk)
    return RegistrationFormView(
        open=found.open, article=found.article, fields=form.fields, deliveries=form.deliveries,
        terms=desk.terms().version,
    )  # fmt: skip


@register_operation(
    bp,
    "POST",
    "/api/session/accounts",
    access=SESSION,
    body=RegistrationBody,
    answer=CodeAskedView,
    status=202,
    refuses=(SignInMethodClosed, Invalid, DeliveryNotOffered, TermsNotCurrent, TooMany, Busy),
    rate=PER_ADDRESS,
)
def begin_registration(call: Call[RegistrationBody]) -> Reply:
    """Register: what is declared is kept for three days, and the contact is sent a code."""
    body = call.body
    wish = own_registration.RegistrationWish(
        DeclaredPerson(
            body.full_name,
            body.id_number,
            body.kind,
            body.birth_date.isoformat() if body.birth_date else "",
            body.sex,
            body.nationality or "",
            body.address,
        ),
        ContactWay(body.channel),
        body.contact,
        body.delivery,
        body.terms,
        body.language,
    )
    today = call.now.astimezone(VIETNAM).date()
    step = own_registration.begin_registration(
        _provide_desk(call), wish, find_address(bp.current_request), call.now, today, call.real_now
    )
    return _answer_code_asked(step, body.channel)


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/code",
    access=SESSION,
    body=ContactCodeBody,
    answer=FirstCredentialsView,
    refuses=(SignInExpired, CodeNotAccepted, AccountExists, Busy),
    rate=PER_ADDRESS,
)
def prove_registered_contact(call: Call[ContactCodeBody]) -> FirstCredentialsView:
    """Prove the contact: the sign-in name and the first password are issued, as was chosen."""
    step = read_cookie(call, name_step_cookie())
    given = own_registration.prove_contact(_provide_desk(call), step, call.body.code, call.real_now)
    return FirstCredentialsView(
        name=given.name,
        delivery=given.delivery,
        password=given.password or None,
        ends_in=int(REGISTRATION_LIVES.total_seconds()),
    )


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/sign-in",
    access=SESSION,
    body=OwnSignInBody,
    answer=OwnSignInView,
    refuses=(PasswordRefused, PasswordReplaced, *SIGNING_IN),
    rate=PER_ADDRESS,
)
def sign_in_to_own_account(call: Call[OwnSignInBody]) -> Reply:
    """Sign in with an account of the province; the first time a password of one's own comes next, and with a second
    factor its code."""
    body, old = call.body, read_cookie(call, name_cookie())
    done = own_sign_in.sign_in(
        _provide_desk(call), _read_name(body.name), body.password, call.headers["origin"],
        find_address(bp.current_request), body.shared, old, call.real_now,
    )  # fmt: skip
    if isinstance(done, Given):
        return _answer_signed_in(call, done)
    ends_in = max(0, int((done.ends_at - call.real_now).total_seconds()))
    waits: Literal["password", "code"] = "code" if done.waits is Waits.CODE else "password"
    view = OwnSignInView(session=None, waits=waits, ends_in=ends_in)
    return Reply(view, headers={"Set-Cookie": write_cookie(name_step_cookie(), done.token)})


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/password",
    access=SESSION,
    body=ChosenPasswordBody,
    answer=SessionView,
    status=201,
    refuses=(
        SignInExpired,
        SessionEnded,
        OwnPasswordUnfit,
        AccountExists,
        PasswordRefused,
        PasswordReplaced,
        NotFound,
        AccountNotOpen,
        AccountReportedLost,
        *BY_CODE,
        *SIGNING_IN,
    ),
    rate=PER_ADDRESS,
)
def choose_own_password(call: Call[ChosenPasswordBody]) -> Reply:
    """Choose a password of one's own: in place of the first one, or of the present one."""
    body, desk, address = call.body, _provide_desk(call), find_address(bp.current_request)
    old = body.session or read_cookie(call, name_cookie())
    if body.current is not None:
        holder = None if body.name else own_factor.find_holder(desk, old, call.real_now)
        name, shared = (holder.name, holder.shared) if holder else (_read_name(body.name or ""), False)
        given = own_sign_in.change_password(
            desk, name, body.current, body.password, body.code, address, old, call.real_now, shared=shared
        )
    else:
        step, origin = read_cookie(call, name_step_cookie()), call.headers["origin"]
        given = own_sign_in.choose_password(desk, step, body.password, origin, address, old, call.real_now)
    return answer_session(given, call.real_now, write_cookie(name_step_cookie(), ""))


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/recovery",
    access=SESSION,
    body=RecoveryAskBody,
    answer=CodeAskedView,
    status=202,
    refuses=(SignInMethodClosed, Invalid, TooMany, Busy),
    rate=PER_ADDRESS,
)
def ask_recovery(call: Call[RecoveryAskBody]) -> Reply:
    """Ask for a code to the contact that registered an account, to set another password."""
    body = call.body
    step = own_recovery.ask_recovery(
        _provide_desk(call), ContactWay(body.channel), body.contact, body.language, find_address(bp.current_request),
        call.real_now,
    )  # fmt: skip
    return _answer_code_asked(step, body.channel)


@register_operation(
    bp,
    "POST",
    "/api/session/accounts/recovery/code",
    access=SESSION,
    body=RecoveredBody,
    answer=SessionView,
    status=201,
    refuses=(SignInExpired, CodeNotAccepted, OwnPasswordUnfit, PasswordRefused, *BY_CODE, *SIGNING_IN),
    rate=PER_ADDRESS,
)
def recover_own_account(call: Call[RecoveredBody]) -> Reply:
    """Set another password with the contact's code; every session of the account ends."""
    body, step, old = call.body, read_cookie(call, name_step_cookie()), read_cookie(call, name_cookie())
    given = own_recovery.reset_password(
        _provide_desk(call), step,
        own_recovery.RecoveryProof(ContactWay(body.channel), body.code, body.authenticator, body.current),
        body.password, find_address(bp.current_request), old, call.real_now,
    )  # fmt: skip
    return answer_session(given, call.real_now, write_cookie(name_step_cookie(), ""))


def _provide_desk(call: Call[Any, Any]) -> OwnAccountDesk:
    return wiring_own.provide_own_account_desk(call.real_now, call.now, call.headers.get("user-agent", ""))


def _read_name(typed: str) -> str:
    return typed.strip().lower()


def _answer_code_asked(step: str, channel: str) -> Reply:
    view = CodeAskedView(channel=channel, ends_in=int(CODE_LIVES.total_seconds()))  # type: ignore[arg-type]
    return Reply(view, headers={"Set-Cookie": write_cookie(name_step_cookie(), step)})


def _answer_signed_in(call: Call[Any, Any], given: Given) -> Reply:
    own = write_cookie(name_cookie(), "" if given.shared else given.token)
    return Reply(OwnSignInView(session=view_session(given, call.real_now)), headers={"Set-Cookie": own})
