"""People's profiles, and the terms that they accept."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.accounts.terms import Terms
    from chalicelib.repositories.accounts.person_profiles import PersonProfiles
    from chalicelib.repositories.portal.population import PopulationClient
    from chalicelib.steps.accounts.own_profile import ProfileDesk

DIGESTS = wiring.IDENTIFIERS


def provide_profiles() -> PersonProfiles:
    """Return the store of people's profiles."""
    from chalicelib.repositories.accounts.person_profiles import PersonProfiles

    return PersonProfiles(partial(wiring.derive_purpose_key, DIGESTS))


def provide_terms(now: datetime) -> Terms:
    """Return the terms of use by the province's law of the day."""
    from chalicelib.domain.accounts.terms import RULE, build_terms
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.repositories.accounts.terms_file import load_terms_parts
    from chalicelib.wiring.steps import provide_reference

    rule = provide_reference().find_rule(RULE, CaseDates(now))
    return build_terms(rule.to_list(), rule.cite["article"], load_terms_parts())


def provide_profile_desk() -> ProfileDesk:
    """Return what a person's own profile needs."""
    from chalicelib.steps.accounts.own_profile import ProfileDesk

    return ProfileDesk(provide_profiles(), wiring.provide_officers())


def provide_population(real_now: datetime) -> PopulationClient | None:
    """Return the population data with our present key; None where the deployment has none."""
    from chalicelib.wiring import sync as wiring_sync

    url = wiring.provide_settings().population_url
    return _connect_population(url, *wiring_sync.open_portal_secret().get(real_now).signing) if url else None


@cache
def _connect_population(url: str, key_id: str, key: bytes) -> PopulationClient:
    """One connection pool for each key; a new key makes a new one."""
    from chalicelib.repositories.portal.population import PopulationClient

    return PopulationClient(url, key_id, key)
