"""Registered applications: opened by a page of ours, then called by the application itself (decision 0311)."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.accounts.account_state import AccountNotOpen, AccountReportedLost
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.accounts.sign_in_methods import SignInMethodClosed
from chalicelib.domain.security.applications import (
    Application,
    ApplicationAddressRefused,
    ApplicationAudience,
    ApplicationForOthers,
    ApplicationGrantRefused,
    ApplicationNotInForce,
    ApplicationUnknown,
)
from chalicelib.domain.security.openings import Opening
from chalicelib.domain.security.sessions import EndedByProvider, SessionEnded
from chalicelib.domain.shared.errors import Busy
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, SESSION, SIGNED_IN, Rate, Reply, register_operation
from chalicelib.handlers.security.session_cookies import name_cookie, read_cookie, write_cookie
from chalicelib.models.accounts.applications import (
    ApplicationView,
    EndSignInBody,
    GrantBody,
    OpenApplicationBody,
    OpenedApplicationView,
    OpeningView,
    OwnApplicationsView,
    PublicKeyView,
    SignerView,
    SignInProofView,
)
from chalicelib.models.http.problem import Text
from chalicelib.models.sessions import EndView
from chalicelib.steps.security import application_sign_out
from chalicelib.steps.security import applications as steps
from chalicelib.wiring import sessions as wiring_sessions

bp = Blueprint(__name__)

PER_ADDRESS = Rate("applications", 1500, 300)
"""An application calls from one address for all its people, each every few minutes."""
OPENINGS = Rate("openings", 300, 300)
KEYS_LIVE = "public, max-age=300"
PAGES = ("/ung-dung/mo", "/officer/ung-dung/mo")
"""The pages that open an application, for applicants and for officers."""


@register_operation(
    bp,
    "POST",
    "/api/session/applications",
    access=SESSION,
    body=OpenApplicationBody,
    answer=OpenedApplicationView,
    status=201,
    refuses=(
        ApplicationUnknown,
        ApplicationNotInForce,
        ApplicationAddressRefused,
        ApplicationForOthers,
        AccountNotOpen,
        AccountReportedLost,
        SignInMethodClosed,
        SessionEnded,
        EndedByProvider,
        Busy,
    ),
    rate=OPENINGS,
)
def open_application(call: Call[OpenApplicationBody]) -> Reply:
    """Open a registered application with the session of this page: nothing is asked again."""
    body, agent = call.body, call.headers.get("user-agent", "")
    desk = wiring_sessions.provide_application_desk(call.real_now, call.now, agent)
    token = body.session or read_cookie(call, name_cookie())
    wish = steps.OpeningWish(body.client_id, body.redirect_uri, body.state, body.code_challenge, body.nonce or "")
    given, url = steps.open_application(desk, token, wish, call.real_now)
    view = OpenedApplicationView(url=url, session=given.token if given.shared else None)
    kept = "" if given.shared else given.token
    return Reply(view, headers={"Set-Cookie": write_cookie(name_cookie(), kept)})


@register_operation(bp, "GET", "/api/applications", access=PUBLIC, answer=SignerView, cache=KEYS_LIVE)
def read_signer(call: Call) -> SignerView:
    """Show who signs for applications, the pages that open them, and the public keys."""
    keys = tuple(PublicKeyView(**each) for each in wiring_sessions.list_public_keys(call.real_now))
    pages = tuple(f"{origin}{page}" for origin, page in zip(_find_fronts(), PAGES, strict=True))
    return SignerView(issuer=wiring_sessions.name_issuer(), open_at=pages, keys=keys)


@register_operation(
    bp,
    "POST",
    "/api/applications",
    access=PUBLIC,
    body=GrantBody,
    answer=SignInProofView,
    refuses=(ApplicationGrantRefused, Busy),
    rate=PER_ADDRESS,
)
def prove_sign_in(call: Call[GrantBody]) -> SignInProofView:
    """Say who has signed in, for a code once or for the newest renewal, while the person's session lasts."""
    body, desk = call.body, wiring_sessions.provide_application_desk(call.real_now, call.now)
    if body.grant_type == "refresh_token":
        proof = steps.renew_proof(desk, body.client_id, body.refresh_token or "", call.real_now)
    else:
        given = (body.code or "", body.redirect_uri or "", body.code_verifier or "")
        proof = steps.exchange_code(desk, body.client_id, *given, call.real_now)
    return SignInProofView(id_token=proof.statement, refresh_token=proof.renewal, expires_in=proof.seconds)


@register_operation(
    bp,
    "POST",
    "/api/applications/end",
    access=PUBLIC,
    body=EndSignInBody,
    answer=EndView,
    refuses=(ApplicationGrantRefused,),
    rate=PER_ADDRESS,
)
def end_sign_in(call: Call[EndSignInBody]) -> EndView:
    """Sign out the person who signed out in the application; the answer names where their browser goes next."""
    desk = wiring_sessions.provide_application_desk(call.real_now, call.now)
    office = application_sign_out.end_by_application(desk, call.body.client_id, call.body.refresh_token, call.real_now)
    home, counter = (f"{each}/" for each in _find_fronts())
    # The officers' pool has no page of its own that would remember anybody.
    return EndView(logout_url=counter if office else desk.sessions.pool.build_logout_url(home))


@register_operation(bp, "GET", "/api/me/applications", access=SIGNED_IN, answer=OwnApplicationsView, reading_own=True)
def list_own_applications(call: Call) -> OwnApplicationsView:
    """Show the applications that I can open with my sign-in, and when I opened which."""
    desk = wiring_sessions.provide_application_desk(call.real_now, call.now)
    actor = call.actor
    held = actor.list_roles(call.now) - {Role.APPLICANT}
    audience = ApplicationAudience.APPLICANTS if actor.citizen else ApplicationAudience.OFFICERS if held else None
    items, opened = steps.list_applications(desk, actor.sub, audience)
    return OwnApplicationsView(
        items=tuple(_view_application(each) for each in items),
        opened=tuple(_view_opening(application, each) for application, each in opened),
    )


def _view_application(application: Application) -> ApplicationView:
    return ApplicationView(
        code=application.code,
        name=Text(vi=application.name.vi, en=application.name.en),
        unit=application.unit,
        audience=tuple(sorted(application.audience)),
        start=application.start,
        until=application.ends.isoformat(),
        article=application.article,
        example=application.example,
    )


def _view_opening(application: Application, opening: Opening) -> OpeningView:
    name = Text(vi=application.name.vi, en=application.name.en)
    return OpeningView(name=name, opened_at=opening.opened_at, ended=opening.ended)


def _find_fronts() -> tuple[str, str]:
    """Return the origins of the applicants' and of the officers' pages."""
    chosen = wiring_sessions.provide_settings()
    return chosen.site_origin, chosen.counter_origin or chosen.site_origin
