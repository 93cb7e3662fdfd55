"""Dependencies of own accounts of the public. Imports are inside: only their routes need them."""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import people as wiring_people
from chalicelib.wiring import sessions as wiring_sessions
from chalicelib.wiring import steps as wiring_steps
from chalicelib.wiring.lost_access import CONTACTS, FACTORS

if TYPE_CHECKING:
    from chalicelib.repositories.security.own_pool import CognitoOwnPool
    from chalicelib.steps.security.own_account_ports import OwnAccountDesk


@cache
def provide_own_pool() -> CognitoOwnPool:
    """Return the citizens' user pool, as far as it holds own accounts."""
    from chalicelib.repositories.security.own_pool import CognitoOwnPool

    chosen = wiring.provide_settings(("ISSUER", "CLIENT_ID"))
    return CognitoOwnPool.connect_to(chosen.issuer, chosen.client_id)


def provide_own_account_desk(real_now: datetime, now: datetime, user_agent: str) -> OwnAccountDesk:
    """Return the dependencies of own accounts, with the law of the day."""
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.security.authenticator import SECRET_BYTES, encode_secret
    from chalicelib.repositories.security.own_factors import FactorTable
    from chalicelib.repositories.security.registrations import ContactOwners, KnownPlaces, RegistrationTable
    from chalicelib.steps.security.own_account_ports import OwnAccountDesk

    def count_use(bucket: str, who: str, limit: int, seconds: int) -> None:
        wiring.provide_rate_limit().count_use(bucket, who, limit, seconds, real_now)

    def list_rule(param: str) -> tuple[str, ...]:
        return wiring_steps.provide_reference().find_rule(param, CaseDates(now)).list_words()

    officers = wiring_sessions.sign_in_desk(real_now, now, user_agent)
    read_key = partial(wiring.derive_purpose_key, CONTACTS)
    return OwnAccountDesk(
        officers.sessions,
        provide_own_pool(),
        RegistrationTable(),
        ContactOwners(read_key),
        KnownPlaces(read_key),
        wiring_people.provide_profiles(),
        wiring_notices.provide_contacts(),
        wiring_notices.provide_queue(),
        officers.records,
        officers.seal,
        count_use,
        wiring_notices.issue_first_password,
        lambda: secrets.token_hex(16),
        partial(wiring_people.provide_terms, now),
        list_rule,
        wait_until,
        FactorTable(partial(wiring.derive_purpose_key, FACTORS)),
        lambda: encode_secret(secrets.token_bytes(SECRET_BYTES)),
        read_account,
    )


def read_account(access: str) -> tuple[str, str]:
    """Return subject and name of the account of an access token that came from the pool."""
    from chalicelib.repositories.security.token_endpoint import read_claims

    claims = read_claims(access)
    return str(claims["sub"]), str(claims.get("username", ""))


def wait_until(instant: datetime) -> None:
    """Return at the instant."""
    time.sleep(max(0.0, (instant - wiring.provide_clock().real_now()).total_seconds()))
