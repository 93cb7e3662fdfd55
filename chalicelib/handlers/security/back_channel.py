"""The e-identity provider calls when it has locked an identity, or signed somebody out (decision 0324)."""

from __future__ import annotations

from urllib.parse import parse_qs

from chalice.app import Blueprint

from chalicelib import observe
from chalicelib.domain.security.logout_tokens import PARAMETER, LogoutTokenRefused, LogoutTokenReplayed
from chalicelib.domain.shared.errors import Busy, NotFound, TooLarge
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, register_operation
from chalicelib.models.sessions import SignOutView
from chalicelib.steps.security import provider_sign_out as steps
from chalicelib.wiring import sign_outs as wiring_sign_outs

bp = Blueprint(__name__)

FORM = "application/x-www-form-urlencoded"


@register_operation(
    bp,
    "POST",
    "/api/session/back-channel",
    access=GATEWAY,
    answer=SignOutView,
    refuses=(LogoutTokenRefused, LogoutTokenReplayed, NotFound, TooLarge, Busy),
)
def end_by_provider(call: Call) -> SignOutView:
    """End every session of the person whom the e-identity provider names in a logout token (OpenID Connect Back-Channel
    Logout 1.0)."""
    tokens = wiring_sign_outs.provide_logout_tokens()
    if tokens is None:
        # Nobody signs in here with an identity of a provider.
        raise NotFound()
    try:
        notice = tokens.read(_read_token(call.raw, call.headers.get("content-type", "")), call.real_now)
        desk = wiring_sign_outs.provide_sign_out_desk(call.real_now, call.now)
        known = steps.end_by_provider(desk, notice, call.real_now)
    except (LogoutTokenRefused, LogoutTokenReplayed):
        # The line of the request names the code; nothing of the token is logged.
        observe.count_metric("SignedCallsRefused")
        raise
    observe.log_event("ended_by_provider", known=known)
    return SignOutView()


def _read_token(raw: bytes, content_type: str) -> str:
    """Return the token of a form; raise LogoutTokenRefused."""
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise LogoutTokenRefused(check="content-type")
    try:
        form = parse_qs(raw.decode("ascii"), max_num_fields=16)
    except ValueError:
        raise LogoutTokenRefused(check=PARAMETER) from None
    sent = form.get(PARAMETER, [])
    if len(sent) != 1:
        raise LogoutTokenRefused(check=PARAMETER)
    return sent[0]
