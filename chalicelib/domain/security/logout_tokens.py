"""Logout tokens of the e-identity provider (OpenID Connect Back-Channel Logout 1.0): what one must say to end sessions.

The signature is checked before, with the provider's published keys (`repositories/security/logout_tokens.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.shared.errors import Refusal, RefusalKind

TYPE = "logout+jwt"
"""The kind that the header names (`typ`)."""
EVENT = "http://schemas.openid.net/event/backchannel-logout"
PARAMETER = "logout_token"
LEEWAY = timedelta(seconds=30)
"""How far the provider's clock may be off."""
OLDEST = timedelta(minutes=10)
"""A token that was issued earlier is refused; so a token that was used must be remembered only so long."""
LONGEST_NAME = 255


class LogoutTokenRefused(Refusal):
    """It is no logout token of the provider for us. `check` names what is wrong: a claim, or its signature."""

    code = "logout_token_refused"
    kind = RefusalKind.MALFORMED
    vi = "Thông báo đăng xuất không hợp lệ: sai {check}."
    en = "The logout token is not acceptable: {check} is wrong."


class LogoutTokenReplayed(Refusal):
    """The token was used before."""

    code = "logout_token_replayed"
    kind = RefusalKind.MALFORMED
    vi = "Thông báo đăng xuất này đã được dùng. Hãy phát thông báo mới."
    en = "This logout token was used before. Issue a new one."


@dataclass(frozen=True, slots=True)
class SignOutNotice:
    """A good logout token: whose sessions end, by the provider's name of the person, and the digest by which its use is
    remembered until `forget_at`."""

    subject: str = field(repr=False)
    digest: str
    forget_at: datetime


def read_notice(claims: Mapping[str, Any], issuer: str, client_id: str, real_now: datetime) -> SignOutNotice:
    """Return what the claims of a logout token say; raise LogoutTokenRefused."""
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    events = claims.get("events")
    sound = {
        "iss": claims.get("iss") == issuer,
        "aud": client_id in named,
        "events": isinstance(events, dict) and isinstance(events.get(EVENT), dict),
        # An ID token has one: it must never pass for a logout token.
        "nonce": "nonce" not in claims,
        "jti": _is_name(claims.get("jti")),
        "sub": _is_name(claims.get("sub")),
    }
    for check, holds in sound.items():
        if not holds:
            raise LogoutTokenRefused(check=check)
    issued = _check_times(claims, real_now)
    digest = hashlib.sha256(f"{issuer}|{claims['jti']}".encode()).hexdigest()
    return SignOutNotice(claims["sub"], digest, issued + OLDEST + 2 * LEEWAY)


def _check_times(claims: Mapping[str, Any], real_now: datetime) -> datetime:
    issued, expires = (_read_instant(claims, name) for name in ("iat", "exp"))
    if not real_now - OLDEST <= issued <= real_now + LEEWAY:
        raise LogoutTokenRefused(check="iat")
    if expires + LEEWAY <= real_now:
        raise LogoutTokenRefused(check="exp")
    return issued


def _read_instant(claims: Mapping[str, Any], name: str) -> datetime:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LogoutTokenRefused(check=name)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        raise LogoutTokenRefused(check=name) from None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()
