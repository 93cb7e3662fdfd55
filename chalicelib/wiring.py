"""The one place where adapters are built, each once per process. Imports stand inside the functions, so
that a function loads only what it uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.clock import Clock
from chalicelib.settings import API_NEEDS, Settings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.agencies import AgencyTree
    from chalicelib.domain.rules import Rules
    from chalicelib.repositories.access_log import AccessLog
    from chalicelib.repositories.catalogue import CatalogueFiles
    from chalicelib.repositories.identity import Identities
    from chalicelib.repositories.members import OfficerPeople
    from chalicelib.repositories.officers import Officers
    from chalicelib.repositories.pool_accounts import PoolAccounts
    from chalicelib.repositories.quotas import Quotas
    from chalicelib.repositories.rate_limit import RateLimit


@cache
def settings(needs: tuple[str, ...] = ()) -> Settings:
    """The deployment's settings; raises SettingsError when one of `needs` is missing."""
    return Settings.from_env(needs)


@cache
def clock() -> Clock:
    """Real time, and legal time as the stage sets it."""
    return Clock(settings().clock_offset_seconds)


@cache
def identity() -> Identities:
    """Verifies access tokens of both pools against their keys."""
    from chalicelib.repositories.identity import Identities, Identity, Keys, http_keys

    chosen = settings(API_NEEDS)
    citizens = Identity(chosen.issuer, chosen.client_id, Keys(http_keys(chosen.jwks_url)))
    keys = Keys(http_keys(chosen.office_jwks_url))
    return Identities(citizens, Identity(chosen.office_issuer, chosen.office_client_id, keys, office=True))


@cache
def officers() -> Officers:
    """Officers' records and rights."""
    from chalicelib.repositories.officers import Officers

    return Officers()


@cache
def accounts() -> PoolAccounts:
    """Who can sign in as an officer."""
    from chalicelib.repositories.pool_accounts import PoolAccounts

    return PoolAccounts.of(settings(API_NEEDS).office_issuer)


@cache
def people() -> OfficerPeople:
    """Officers by name and unit."""
    from chalicelib.repositories.members import OfficerPeople

    return OfficerPeople()


@cache
def catalogue() -> CatalogueFiles:
    """Procedures, agencies and code lists as shipped."""
    from chalicelib.repositories.catalogue import CatalogueFiles

    return CatalogueFiles(province=settings().province)


@cache
def rules() -> Rules:
    """The built rule set."""
    from chalicelib.repositories.law import load_rules

    return load_rules()


@cache
def agencies() -> AgencyTree:
    """The agencies of this deployment's province."""
    return catalogue().agencies(settings().province)


@cache
def access_log() -> AccessLog:
    """Who looked at what."""
    from chalicelib.repositories.access_log import AccessLog

    return AccessLog()


@cache
def rate_limit() -> RateLimit:
    """How often an address may ask."""
    from chalicelib.repositories.rate_limit import RateLimit

    return RateLimit(lambda real_now: purpose_key("rates", real_now))


@cache
def quotas() -> Quotas:
    """How much a person and an address may begin, save, upload and search."""
    from chalicelib.repositories.quotas import Quotas, load_limits

    return Quotas(load_limits(settings().province, settings().stage), lambda real_now: purpose_key("rates", real_now))


def purpose_key(purpose: str, real_now: datetime) -> bytes:
    """The deployment's key for one purpose, made from its secret of digests; raises SecretError."""
    from chalicelib.repositories.secrets import derive_key
    from chalicelib.wiring_lookup import find_key

    return derive_key(find_key(real_now), purpose)


def is_busy(fault: BaseException) -> bool:
    """True when a fault of a store or queue will pass by itself in seconds."""
    from chalicelib.repositories.faults import is_busy as found

    return found(fault)


def store_code(fault: BaseException) -> str | None:
    """The store's own error code in a fault, for the log."""
    from chalicelib.repositories.faults import store_code as found

    return found(fault)
