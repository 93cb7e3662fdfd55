"""Dependencies of look-up and search, built once per process. Imports are inside: most functions need none of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.domain.shared.link_keys import LinkKeys
    from chalicelib.repositories.aws.secrets import Secret
    from chalicelib.repositories.search.lookups import OnceTable
    from chalicelib.steps.dossier.reader import Reader
    from chalicelib.steps.search.counter_search import Finder
    from chalicelib.steps.search.lookup_ports import FurtherChannels
    from chalicelib.steps.search.name_search import NameSearch
    from chalicelib.steps.search.public_status import LookupDependencies
    from chalicelib.steps.search.unjoined import NamedDossiers
    from chalicelib.steps.search.update_search_index import FindIndex


@cache
def provide_lookup() -> LookupDependencies:
    """Return the dependencies of look-ups."""
    from chalicelib.repositories.law.rule_set import ProvinceLaw
    from chalicelib.repositories.search.lookups import LookupTable
    from chalicelib.steps.search.public_status import LookupDependencies

    return LookupDependencies(
        LookupTable(), ProvinceLaw(wiring.provide_settings().province, wiring.provide_rules()), _find_unit_code
    )


def _find_unit_code(form: str, at: datetime) -> str:
    """The agencies are read on first use: most look-ups need none."""
    from chalicelib.domain.shared.timezone import VIETNAM

    tree = wiring.provide_agencies()
    units = (tree.find_unit_code(each.id, form) for each in tree.list_one_stop_units(at.astimezone(VIETNAM).date()))
    return next(code for code in units if code)


@cache
def provide_once() -> OnceTable:
    """Return the one-time keys (replay protection)."""
    from chalicelib.repositories.search.lookups import OnceTable

    return OnceTable()


def provide_further_channels() -> FurtherChannels:
    """Return the look-up channels that were set up."""
    from chalicelib.repositories.search.lookups import FurtherChannelTable

    return FurtherChannelTable()


def link_keys(real_now: datetime) -> LinkKeys:
    """Return the keys of the links on slips."""
    return _open_link_secret().get(real_now)


def read_sms_keys(real_now: datetime) -> Mapping[str, bytes]:
    """Return the message provider's keys."""
    return _open_sms_secret().get(real_now)


def provide_named(real_now: datetime) -> NamedDossiers:
    """Return the search of a person for dossiers that name them."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.unjoined import NamedDossiers
    from chalicelib.wiring.people import provide_profiles

    return NamedDossiers(FindTable(), wiring.read_search_key(real_now), provide_profiles())


def provide_finder(reader: Reader, real_now: datetime) -> Finder:
    """Return an officer's search."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.counter_search import Finder

    return Finder(reader, FindTable(), wiring.read_search_key(real_now))


def build_name_search(text: str, real_now: datetime) -> NameSearch:
    """Return the search of a worklist by name."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.name_search import NameSearch

    return NameSearch(text, FindTable(), wiring.read_search_key(real_now))


def build_search_index(real_now: datetime) -> FindIndex:
    """Build the index of search entries."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.update_search_index import FindIndex

    return FindIndex(FindTable(), wiring.read_search_key(real_now))


@cache
def _open_link_secret() -> Secret[LinkKeys]:
    from chalicelib.repositories.aws.secrets import open_secret, parse_links

    return open_secret(wiring.provide_settings(("LINK_SECRET_ARN",)).link_secret_arn, parse_links)


@cache
def _open_sms_secret() -> Secret[Mapping[str, bytes]]:
    from chalicelib.repositories.aws.secrets import open_secret, parse_keys

    return open_secret(wiring.provide_settings(("SMS_SECRET_ARN",)).sms_secret_arn, parse_keys)
