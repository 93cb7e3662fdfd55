"""Dependencies of syncing with the national portal, built once per process. Imports are inside the functions."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.aws.secrets import Secret
    from chalicelib.repositories.catalogue.catalogue_changes import CatalogueChanges
    from chalicelib.repositories.portal.portal_client import NationalPortal
    from chalicelib.repositories.portal.portal_secret import PortalSecret
    from chalicelib.repositories.portal.replay_guard import LinkedAccounts, SignedCalls
    from chalicelib.repositories.portal.sync import SyncTable
    from chalicelib.repositories.portal.sync_days import SyncDays
    from chalicelib.steps.catalogue.pull_catalogues import CataloguePull
    from chalicelib.steps.portal.reconcile_national import Reconciliation
    from chalicelib.steps.portal.sync_national import PackageBuilder, Sync

SECRET_NEEDS = ("PORTAL_SECRET_ARN",)
"""PORTAL_URL may be empty: then nothing is sent, and calls of systems are still accepted."""


@cache
def open_portal_secret() -> Secret[PortalSecret]:
    """Return the store of the keys."""
    from chalicelib.repositories.aws.secrets import open_secret
    from chalicelib.repositories.portal.portal_secret import parse_portal_secret

    return open_secret(wiring.provide_settings(SECRET_NEEDS).portal_secret_arn, parse_portal_secret)


def provide_portal(real_now: datetime) -> NationalPortal | None:
    """Return the portal with our present key; None where the deployment has none."""
    url = wiring.provide_settings().portal_url
    return _connect_portal(url, *open_portal_secret().get(real_now).signing) if url else None


@cache
def provide_positions() -> SyncTable:
    """Positions and message logs of the one table."""
    from chalicelib.repositories.portal.sync import SyncTable

    return SyncTable()


@cache
def provide_days() -> SyncDays:
    """Days and their reports."""
    from chalicelib.repositories.portal.sync_days import SyncDays

    return SyncDays()


@cache
def provide_calls() -> SignedCalls:
    """Return the store of seen signatures (replay protection)."""
    from chalicelib.repositories.portal.replay_guard import SignedCalls

    return SignedCalls()


@cache
def provide_linked_accounts() -> LinkedAccounts:
    """Return the accounts of the portal that are linked to people of ours."""
    from chalicelib.repositories.portal.replay_guard import LinkedAccounts

    return LinkedAccounts()


@cache
def provide_package_builder() -> PackageBuilder:
    """Return the builder of packages, with the names and identifiers of this province's units."""
    from chalicelib.repositories.portal.portal_mapping import load_mapping
    from chalicelib.steps.portal.sync_national import PackageBuilder

    return PackageBuilder(
        load_mapping(),
        wiring.provide_catalogue().find_procedure,
        lambda unit, form: wiring.provide_agencies().find_unit_code(unit, form),
        lambda unit: wiring.provide_agencies().get(unit).name.vi,
        _send_faqs_at,
        _exchange_feedback_at,
    )


def provide_sync(real_now: datetime) -> Sync | None:
    """Return the sync with the portal; None where the deployment has no portal."""
    from chalicelib.repositories.dossier.dossiers import DossierTable
    from chalicelib.steps.portal.sync_national import Sync

    portal = provide_portal(real_now)
    return (
        Sync(DossierTable(), provide_positions(), portal, provide_package_builder(), wiring.provide_clock().real_now)
        if portal
        else None
    )


def provide_reconciliation(real_now: datetime) -> Reconciliation | None:
    """Return the comparison of the portal with our ledgers; None where there is no portal."""
    from chalicelib.steps.portal.reconcile_national import Reconciliation

    there, telling = provide_portal(real_now), provide_sync(real_now)
    return Reconciliation(telling, there, provide_days()) if there and telling else None


@cache
def provide_catalogue_changes() -> CatalogueChanges:
    """The review queue of the shared catalogues."""
    from chalicelib.repositories.catalogue.catalogue_changes import CatalogueChanges

    return CatalogueChanges()


def provide_catalogue_pull(real_now: datetime) -> CataloguePull | None:
    """Return the comparison of the portal's catalogues with ours; None where there is no portal."""
    from chalicelib.repositories.catalogue.catalogue_changes import list_ours, load_shared
    from chalicelib.steps.catalogue.pull_catalogues import CataloguePull

    portal, shared = provide_portal(real_now), load_shared()
    return (
        CataloguePull(portal, provide_catalogue_changes(), shared, list_ours(wiring.provide_catalogue(), shared))
        if portal
        else None
    )


def _send_faqs_at(at: datetime) -> bool:
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.matters.kinds.faqs import FAQ_LAW, NATIONAL_PORTAL
    from chalicelib.wiring.steps import provide_reference

    return NATIONAL_PORTAL in provide_reference().find_rule(FAQ_LAW, CaseDates(at)).list_words()


def _exchange_feedback_at(at: datetime) -> bool:
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.matters.feedback_packages import EXCHANGE_LAW, NATIONAL_SYSTEM, RECEIVER_LAW
    from chalicelib.wiring.steps import provide_reference

    find, dates = provide_reference().find_rule, CaseDates(at)
    return find(EXCHANGE_LAW, dates).to_flag() and find(RECEIVER_LAW, dates).to_text() == NATIONAL_SYSTEM


@cache
def _connect_portal(url: str, key_id: str, key: bytes) -> NationalPortal:
    """One connection pool for each key; a new key makes a new one."""
    from chalicelib.repositories.portal.portal_client import NationalPortal

    return NationalPortal(url, key, key_id)
