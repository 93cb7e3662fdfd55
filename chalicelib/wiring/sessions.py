"""Dependencies of the web sessions, built once per process. Imports are inside: only the session route needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib import observe
from chalicelib.settings import SESSION_NEEDS, Settings
from chalicelib.wiring import core as wiring
from chalicelib.wiring.steps import list_sign_in_methods

if TYPE_CHECKING:
    from chalicelib.domain.accounts.officers import Officer
    from chalicelib.domain.accounts.proven_identity import ProvenIdentity
    from chalicelib.domain.security.applications import Application
    from chalicelib.domain.security.second_factor import Challenge
    from chalicelib.domain.security.sessions import PoolTokens, SessionRules
    from chalicelib.domain.shared.link_keys import LinkKeys
    from chalicelib.repositories.aws.secrets import Secret
    from chalicelib.repositories.security.office_pool import CognitoOfficePool
    from chalicelib.repositories.security.provider_sign_outs import SignOutTable
    from chalicelib.repositories.security.token_endpoint import TokenEndpoint
    from chalicelib.steps.security.application_ports import ApplicationDesk
    from chalicelib.steps.security.officer_sign_in import SignInDependencies
    from chalicelib.steps.security.sessions import SessionDependencies


ISSUER_PATH = "/api/applications"
"""Where an issuer's keys are, at the origin of the pages."""


@dataclass(frozen=True, slots=True)
class SessionSeal:
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

    def close_name(self, name: str, handle: str) -> bytes:
        """Encrypt a person's name for an opened application."""
        from chalicelib.repositories.security.session_seal import seal_name

        return seal_name(name, handle, self.keys)

    def open_name(self, sealed: bytes, handle: str) -> str:
        """Decrypt a person's name."""
        from chalicelib.repositories.security.session_seal import open_name

        return open_name(sealed, handle, self.keys)

    def close_challenge(self, challenge: Challenge, handle: str, step: int) -> bytes:
        """Encrypt a pool's challenge."""
        from chalicelib.repositories.security.session_seal import seal_challenge

        return seal_challenge(challenge, handle, step, self.keys)

    def open_challenge(self, sealed: bytes, handle: str, step: int) -> Challenge:
        """Decrypt a pool's challenge."""
        from chalicelib.repositories.security.session_seal import open_challenge

        return open_challenge(sealed, handle, step, self.keys)


def provide_settings() -> Settings:
    """Return the deployment's settings; raise SettingsError when one that sessions need is missing."""
    return wiring.provide_settings(SESSION_NEEDS)


def provide_session_desk(real_now: datetime, now: datetime, user_agent: str = "") -> SessionDependencies:
    """Return the dependencies of a session, with the present keys and the law of the day."""
    from chalicelib.domain.security.devices import classify_device
    from chalicelib.repositories.security.sessions import SessionTable
    from chalicelib.steps.security.sessions import SessionDependencies

    def recognise(officer: Officer, account: str, identity: ProvenIdentity, real_now: datetime) -> Officer:
        from chalicelib.steps.accounts.recognise_person import recognise_person
        from chalicelib.wiring.recognition import provide_person_desk

        return recognise_person(provide_person_desk(), officer, account, identity, now, real_now)

    def end_openings(person: str, session: str | None, real_now: datetime) -> int:
        # Most provinces have registered no application, and load none of it.
        if not provide_applications():
            return 0
        from chalicelib.steps.security.application_sign_out import end_openings

        return end_openings(provide_application_desk(real_now, now), person, session, real_now)

    def list_provider_ends(person: str) -> Sequence[datetime]:
        return provide_sign_outs().list_by_person(person)

    keys = _open_session_secret().get(real_now)
    return SessionDependencies(
        SessionTable(),
        provide_pool(),
        provide_office_pool(),
        wiring.provide_officers(),
        SessionSeal(keys),
        keys,
        provide_session_rules(),
        wiring.provide_identities().verify,
        observe.count_metric,
        observe.note_account,
        partial(list_sign_in_methods, now),
        recognise,
        partial(refuse_locked, now),
        classify_device(user_agent),
        end_openings,
        list_provider_ends,
    )


def refuse_locked(now: datetime, officer: Officer, proven: bool) -> None:
    """Refuse a locked account; that somebody proved their e-identity (`proven`) is kept for who unlocks it."""
    from chalicelib.domain.accounts.account_state import AccountReportedLost, AccountStanding

    if officer.state.standing is AccountStanding.LOCKED:
        if proven:
            wiring.provide_account_states().note_proof(officer.sub, officer.state, now)
        raise AccountReportedLost()


def sign_in_desk(real_now: datetime, now: datetime, user_agent: str = "") -> SignInDependencies:
    """Return the dependencies of an officer's sign-in, with the present keys."""
    from chalicelib.repositories.dynamodb.rate_limit import name_caller
    from chalicelib.repositories.security.sign_ins import SignInTable
    from chalicelib.steps.security.officer_sign_in import SignInDependencies

    def count_use(bucket: str, who: str, limit: int, seconds: int) -> None:
        wiring.provide_rate_limit().count_use(bucket, who, limit, seconds, real_now)

    def name_account(username: str) -> str:
        return name_caller(username.casefold(), wiring.derive_purpose_key("rates", real_now))

    table = SignInTable(lambda at: wiring.derive_purpose_key("rates", at))
    seal = SessionSeal(_open_session_secret().get(real_now))
    return SignInDependencies(
        provide_session_desk(real_now, now, user_agent), provide_office_pool(), table, seal, count_use, name_account
    )


def provide_session_keys(real_now: datetime) -> LinkKeys:
    """Return the present keys of sessions."""
    return _open_session_secret().get(real_now)


@cache
def provide_sign_outs() -> SignOutTable:
    """Return the store of sign-outs by the e-identity provider."""
    from chalicelib.repositories.security.provider_sign_outs import SignOutTable

    return SignOutTable(wiring.provide_officers())


@cache
def provide_applications() -> tuple[Application, ...]:
    """Return the applications that the deployment's province has registered."""
    from chalicelib.repositories.security.application_files import load_applications

    chosen = provide_settings()
    # A stand-in plays them where nobody is real; elsewhere an address is the registered one.
    return load_applications(chosen.province, chosen.application_origin if chosen.may_simulate else "")


def provide_application_desk(real_now: datetime, now: datetime, user_agent: str = "") -> ApplicationDesk:
    """Return the dependencies of an application, with the present keys."""
    from chalicelib.repositories.security.application_calls import call_sign_out
    from chalicelib.repositories.security.application_keys import sign_claims
    from chalicelib.repositories.security.openings import OpeningTable
    from chalicelib.steps.security.application_ports import ApplicationDesk

    sessions = provide_session_desk(real_now, now, user_agent)
    return ApplicationDesk(
        sessions,
        provide_applications(),
        OpeningTable(),
        SessionSeal(sessions.keys),
        name_issuer(),
        partial(sign_claims, keys=sessions.keys),
        call_sign_out,
        _note_missed_call,
        now,
    )


def _note_missed_call(application: str) -> None:
    observe.count_metric("ApplicationsNotCalled")
    observe.log_event("application_not_called", application=application)


def list_public_keys(real_now: datetime) -> list[dict[str, Any]]:
    """Return the keys by which an application checks what it gets."""
    from chalicelib.repositories.security.application_keys import list_public_keys

    return list_public_keys(provide_session_keys(real_now))


def name_issuer() -> str:
    """Return who signs: the address of the applications' routes."""
    return f"{provide_settings().site_origin}{ISSUER_PATH}"


@cache
def provide_session_rules() -> SessionRules:
    """Return the limits of sessions."""
    from chalicelib.repositories.security.sessions import load_session_rules

    return load_session_rules()


@cache
def provide_office_pool() -> CognitoOfficePool:
    """The officers' user pool."""
    from chalicelib.repositories.security.office_pool import CognitoOfficePool

    chosen = wiring.provide_settings(("OFFICE_ISSUER", "OFFICE_CLIENT_ID"))
    return CognitoOfficePool.connect_to(chosen.office_issuer, chosen.office_client_id)


@cache
def provide_pool() -> TokenEndpoint:
    """The citizens' user pool."""
    from chalicelib.repositories.security.token_endpoint import TokenEndpoint

    chosen = provide_settings()
    client = wiring.provide_settings(("CLIENT_ID",)).client_id
    return TokenEndpoint(chosen.sign_in_origin, chosen.sign_in_server, chosen.identity_api, client)


@cache
def _open_session_secret() -> Secret[LinkKeys]:
    from chalicelib.repositories.aws.secrets import open_secret, parse_links

    return open_secret(provide_settings().session_secret_arn, parse_links)
