"""The one place where adapters are built, each once per process. Imports are inside the functions, so that a function
loads only what it uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.clock import ServiceClock
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.settings import API_NEEDS, Settings

if TYPE_CHECKING:
    from datetime import date, datetime

    from chalicelib.domain.catalogue.agencies import AgencyTree
    from chalicelib.domain.law.model import Rules
    from chalicelib.repositories.accounts.account_states import AccountStates
    from chalicelib.repositories.accounts.identity import Identities
    from chalicelib.repositories.accounts.members import OfficerPeople
    from chalicelib.repositories.accounts.officer_directory import OfficerDirectory
    from chalicelib.repositories.accounts.officers import Officers
    from chalicelib.repositories.accounts.pool_accounts import PoolAccounts
    from chalicelib.repositories.authorisations.authorisation_table import AuthorisationTable
    from chalicelib.repositories.aws.secrets import Secret
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
    from chalicelib.repositories.catalogue.unit_table import UnitTable
    from chalicelib.repositories.dynamodb.quotas import Quotas
    from chalicelib.repositories.dynamodb.rate_limit import RateLimit
    from chalicelib.repositories.privacy.access_log import AccessLog


@cache
def provide_settings(needs: tuple[str, ...] = ()) -> Settings:
    """Return the deployment's settings; raise SettingsError when one of `needs` is missing."""
    return Settings.from_env(needs)


@cache
def provide_clock() -> ServiceClock:
    """Real time, and legal time as the stage sets it."""
    return ServiceClock(provide_settings().clock_offset_seconds)


@cache
def provide_identities() -> Identities:
    """Return the verifier of access tokens of both pools."""
    from chalicelib.repositories.accounts.identity import Identities, Identity, Keys, build_key_fetcher

    chosen = provide_settings(API_NEEDS)
    citizens = Identity(chosen.issuer, chosen.client_id, Keys(build_key_fetcher(chosen.jwks_url)))
    keys = Keys(build_key_fetcher(chosen.office_jwks_url))
    return Identities(citizens, Identity(chosen.office_issuer, chosen.office_client_id, keys, office=True))


@cache
def provide_officers() -> Officers:
    """Return the store of officers' records and rights."""
    from chalicelib.repositories.accounts.officers import Officers

    return Officers()


@cache
def provide_authorisations() -> AuthorisationTable:
    """Return the authorisations between people; the digests of their lists have a key of their own."""
    from chalicelib.repositories.authorisations.authorisation_table import AuthorisationTable

    return AuthorisationTable(lambda real_now: derive_purpose_key("authorisations", real_now))


@cache
def provide_account_states() -> AccountStates:
    """Return the store of states of accounts, which drops what it changes from the cache of rights."""
    from chalicelib.repositories.accounts.account_states import AccountStates

    return AccountStates(provide_officers())


@cache
def provide_accounts() -> PoolAccounts:
    """Return the accounts that can sign in as an officer."""
    from chalicelib.repositories.accounts.pool_accounts import PoolAccounts

    return PoolAccounts.connect_to(provide_settings(API_NEEDS).office_issuer)


@cache
def provide_people() -> OfficerPeople:
    """Officers by name and unit."""
    from chalicelib.repositories.accounts.members import OfficerPeople

    return OfficerPeople()


@cache
def provide_officer_directory() -> OfficerDirectory:
    """The list of all officers."""
    from chalicelib.domain.accounts.roles import PROVINCE_UNIT
    from chalicelib.repositories.accounts.officer_directory import OfficerDirectory

    return OfficerDirectory(lambda: (PROVINCE_UNIT, *(each.id for each in provide_agencies().list_all())))


@cache
def provide_catalogue() -> CatalogueFiles:
    """Procedures, agencies and code lists as shipped."""
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

    return CatalogueFiles(province=provide_settings().province)


@cache
def provide_rules() -> Rules:
    """The built rule set."""
    from chalicelib.repositories.law.rule_set import load_rules

    return load_rules()


@cache
def provide_units() -> UnitTable:
    """Return the store of this province's units and their changes."""
    from chalicelib.repositories.catalogue.unit_table import UnitTable

    return UnitTable(provide_catalogue(), provide_settings().province)


def provide_agencies(on: date | None = None) -> AgencyTree:
    """Return the agencies of this deployment's province as a day knows them: today by default."""
    clock = provide_clock()
    return provide_units().load_tree(on or clock.now().astimezone(VIETNAM).date(), clock.real_now())


@cache
def provide_access_log() -> AccessLog:
    """Return the log of views."""
    from chalicelib.repositories.privacy.access_log import AccessLog

    return AccessLog()


@cache
def provide_rate_limit() -> RateLimit:
    """Return the request limits per address."""
    from chalicelib.repositories.dynamodb.rate_limit import RateLimit

    return RateLimit(lambda real_now: derive_purpose_key("rates", real_now))


@cache
def provide_quotas() -> Quotas:
    """Return the quotas of a person and of an address for beginning, saving, uploading and searching."""
    from chalicelib.repositories.dynamodb.quotas import Quotas, load_limits

    return Quotas(
        load_limits(provide_settings().province, provide_settings().stage),
        lambda real_now: derive_purpose_key("rates", real_now),
    )


IDENTIFIERS = "identifiers"
"""Purpose of the key by which a person is found by a number."""


def derive_purpose_key(purpose: str, real_now: datetime) -> bytes:
    """Return the deployment's key for one purpose, derived from its secret of digests; raise SecretError."""
    from chalicelib.repositories.aws.secrets import derive_key

    return derive_key(read_search_key(real_now), purpose)


def read_search_key(real_now: datetime) -> bytes:
    """Return the key of search digests."""
    return _open_find_secret().get(real_now)


@cache
def _open_find_secret() -> Secret[bytes]:
    from chalicelib.repositories.aws.secrets import open_secret, parse_find

    return open_secret(provide_settings(("FIND_SECRET_ARN",)).find_secret_arn, parse_find)


def is_busy(fault: BaseException) -> bool:
    """Return True when a fault of a store or queue will pass by itself in seconds."""
    from chalicelib.repositories.dynamodb.store_errors import is_busy as found

    return found(fault)


def store_code(fault: BaseException) -> str | None:
    """Return the store's own error code in a fault, for the log."""
    from chalicelib.repositories.dynamodb.store_errors import store_code as found

    return found(fault)
