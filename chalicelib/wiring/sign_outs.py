"""Dependencies of sign-outs by the e-identity provider. Imports are inside: only their route needs them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring
from chalicelib.wiring import sessions as wiring_sessions

if TYPE_CHECKING:
    from chalicelib.repositories.security.logout_tokens import LogoutTokens
    from chalicelib.steps.security.provider_sign_out import SignOutDesk


@cache
def provide_logout_tokens() -> LogoutTokens | None:
    """Return the check of the provider's logout tokens; None where the deployment has no provider."""
    from chalicelib.repositories.security.logout_tokens import LogoutTokens

    chosen = wiring.provide_settings()
    issuer = chosen.e_identity_issuer
    return LogoutTokens.connect_to(issuer, chosen.e_identity_client) if issuer else None


def provide_sign_out_desk(real_now: datetime, now: datetime) -> SignOutDesk:
    """Return the dependencies of a sign-out by the provider."""
    from chalicelib.steps.security.provider_sign_out import SignOutDesk
    from chalicelib.wiring.own_accounts import provide_own_pool

    return SignOutDesk(
        wiring_sessions.provide_sign_outs(),
        provide_own_pool().find_federated,
        wiring.provide_officers().load,
        wiring_sessions.provide_session_desk(real_now, now).end_openings,
    )
