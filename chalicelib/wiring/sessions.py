"""Dependencies of the web sessions, built once per process. Imports are inside: only the session route needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import observe
from chalicelib.settings import SESSION_NEEDS, Settings
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.domain.security.second_factor import Challenge
    from chalicelib.domain.security.sessions import PoolTokens, SessionRules
    from chalicelib.domain.shared.link_keys import LinkKeys
    from chalicelib.repositories.aws.secrets import Secret
    from chalicelib.repositories.security.office_pool import OfficePool
    from chalicelib.repositories.security.token_endpoint import TokenEndpoint
    from chalicelib.steps.security.officer_sign_in import SignInDesk
    from chalicelib.steps.security.sessions import SessionDesk


@dataclass(frozen=True, slots=True)
class _Seal:
    """Encryption with the deployment's keys."""

    keys: LinkKeys

    def close(self, tokens: PoolTokens, handle: str, generation: int) -> bytes:
        """Encrypt."""
        from chalicelib.repositories.security.session_seal import seal_tokens

        return seal_tokens(tokens, handle, generation, self.keys)

    def open(self, sealed: bytes, handle: str, generation: int) -> PoolTokens:
        """Decrypt."""
        from chalicelib.repositories.security.session_seal import open_tokens

        return open_tokens(sealed, handle, generation, self.keys)

    def close_challenge(self, challenge: Challenge, handle: str, step: int) -> bytes:
        """Encrypt a pool's challenge."""
        from chalicelib.repositories.security.session_seal import seal_challenge

        return seal_challenge(challenge, handle, step, self.keys)

    def open_challenge(self, sealed: bytes, handle: str, step: int) -> Challenge:
        """Decrypt a pool's challenge."""
        from chalicelib.repositories.security.session_seal import open_challenge

        return open_challenge(sealed, handle, step, self.keys)


def settings() -> Settings:
    """Return the deployment's settings; raise SettingsError when one that sessions need is missing."""
    return wiring.settings(SESSION_NEEDS)


def session_desk(real_now: datetime) -> SessionDesk:
    """Return the dependencies of a session, with the present keys."""
    from chalicelib.repositories.security.sessions import SessionTable
    from chalicelib.steps.security.sessions import SessionDesk

    keys = _keys().get(real_now)
    return SessionDesk(
        SessionTable(), pool(), office_pool(), wiring.officers(), _Seal(keys), keys, rules(),
        wiring.identity().verify, observe.count, observe.note_account,
    )  # fmt: skip


def sign_in_desk(real_now: datetime) -> SignInDesk:
    """Return the dependencies of an officer's sign-in, with the present keys."""
    from chalicelib.repositories.dynamodb.rate_limit import name_caller
    from chalicelib.repositories.security.sign_ins import SignInTable
    from chalicelib.steps.security.officer_sign_in import SignInDesk

    def spend(bucket: str, who: str, limit: int, seconds: int) -> None:
        wiring.rate_limit().spend(bucket, who, limit, seconds, real_now)

    def name_account(username: str) -> str:
        return name_caller(username.casefold(), wiring.purpose_key("rates", real_now))

    table = SignInTable(lambda at: wiring.purpose_key("rates", at))
    seal = _Seal(_keys().get(real_now))
    return SignInDesk(session_desk(real_now), office_pool(), table, seal, spend, name_account)


@cache
def rules() -> SessionRules:
    """Return the limits of sessions."""
    from chalicelib.repositories.security.sessions import load_session_rules

    return load_session_rules()


@cache
def office_pool() -> OfficePool:
    """The officers' user pool."""
    from chalicelib.repositories.security.office_pool import OfficePool

    chosen = wiring.settings(("OFFICE_ISSUER", "OFFICE_CLIENT_ID"))
    return OfficePool.of(chosen.office_issuer, chosen.office_client_id)


@cache
def pool() -> TokenEndpoint:
    """The citizens' user pool."""
    from chalicelib.repositories.security.token_endpoint import TokenEndpoint

    chosen = settings()
    client = wiring.settings(("CLIENT_ID",)).client_id
    return TokenEndpoint(chosen.sign_in_origin, chosen.sign_in_server, chosen.identity_api, client)


@cache
def _keys() -> Secret[LinkKeys]:
    from chalicelib.repositories.aws.secrets import parse_links, secret

    return secret(settings().session_secret_arn, parse_links)
