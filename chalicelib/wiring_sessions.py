"""What the pages' sessions work with, built once per process. Imports are inside: only the session route needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import observe, wiring
from chalicelib.settings import SESSION_NEEDS, Settings

if TYPE_CHECKING:
    from chalicelib.domain.links import LinkKeys
    from chalicelib.domain.sessions import PoolTokens, SessionRules
    from chalicelib.repositories.secrets import Secret
    from chalicelib.repositories.token_endpoint import TokenEndpoint
    from chalicelib.steps.sessions import SessionDesk


@dataclass(frozen=True, slots=True)
class _Seal:
    """Encryption with the deployment's keys."""

    keys: LinkKeys

    def close(self, tokens: PoolTokens, handle: str, generation: int) -> bytes:
        """Encrypt."""
        from chalicelib.repositories.session_seal import seal_tokens

        return seal_tokens(tokens, handle, generation, self.keys)

    def open(self, sealed: bytes, handle: str, generation: int) -> PoolTokens:
        """Decrypt."""
        from chalicelib.repositories.session_seal import open_tokens

        return open_tokens(sealed, handle, generation, self.keys)


def settings() -> Settings:
    """The deployment's settings; raises SettingsError when one that sessions need is missing."""
    return wiring.settings(SESSION_NEEDS)


def session_desk(real_now: datetime) -> SessionDesk:
    """What a session needs, with the keys as they are now."""
    from chalicelib.repositories.sessions import SessionTable
    from chalicelib.steps.sessions import SessionDesk

    keys = _keys().get(real_now)
    return SessionDesk(
        SessionTable(), pool(), wiring.officers(), _Seal(keys), keys, rules(), wiring.identity().verify, observe.count
    )


@cache
def rules() -> SessionRules:
    """How long sessions last."""
    from chalicelib.repositories.sessions import load_session_rules

    return load_session_rules()


@cache
def pool() -> TokenEndpoint:
    """The user pool."""
    from chalicelib.repositories.token_endpoint import TokenEndpoint

    chosen = settings()
    client = wiring.settings(("CLIENT_ID",)).client_id
    return TokenEndpoint(chosen.sign_in_origin, chosen.sign_in_server, chosen.identity_api, client)


@cache
def _keys() -> Secret[LinkKeys]:
    from chalicelib.repositories.secrets import parse_links, secret

    return secret(settings().session_secret_arn, parse_links)
