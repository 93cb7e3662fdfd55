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
    from chalicelib.steps.search.public_status import Desk
    from chalicelib.steps.search.update_search_index import FindIndex


@cache
def lookup_desk() -> Desk:
    """Return the dependencies of look-ups."""
    from chalicelib.repositories.law.rule_set import ProvinceLaw
    from chalicelib.repositories.search.lookups import LookupTable
    from chalicelib.steps.search.public_status import Desk

    return Desk(LookupTable(), ProvinceLaw(wiring.settings().province, wiring.rules()), _unit_code)


def _unit_code(form: str, at: datetime) -> str:
    """The agencies are read on first use: most look-ups need none."""
    from chalicelib.domain.shared.timezone import VIETNAM

    tree = wiring.catalogue().agencies(wiring.settings().province)
    units = (tree.unit_code(each.id, form) for each in tree.one_stop_units(at.astimezone(VIETNAM).date()))
    return next(code for code in units if code)


@cache
def once() -> OnceTable:
    """Return the one-time keys (replay protection)."""
    from chalicelib.repositories.search.lookups import OnceTable

    return OnceTable()


def further_channels() -> FurtherChannels:
    """Return the look-up channels that were set up."""
    from chalicelib.repositories.search.lookups import FurtherChannelTable

    return FurtherChannelTable()


def link_keys(real_now: datetime) -> LinkKeys:
    """Return the keys of the links on slips."""
    return _links().get(real_now)


def sms_keys(real_now: datetime) -> Mapping[str, bytes]:
    """Return the message provider's keys."""
    return _sms().get(real_now)


def finder(reader: Reader, real_now: datetime) -> Finder:
    """Return an officer's search."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.counter_search import Finder

    return Finder(reader, FindTable(), wiring.find_key(real_now))


def name_search(text: str, real_now: datetime) -> NameSearch:
    """Return the search of a worklist by name."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.name_search import NameSearch

    return NameSearch(text, FindTable(), wiring.find_key(real_now))


def find_index(real_now: datetime) -> FindIndex:
    """Return the builder of search entries."""
    from chalicelib.repositories.search.search_entries import FindTable
    from chalicelib.steps.search.update_search_index import FindIndex

    return FindIndex(FindTable(), wiring.find_key(real_now))


@cache
def _links() -> Secret[LinkKeys]:
    from chalicelib.repositories.aws.secrets import parse_links, secret

    return secret(wiring.settings(("LINK_SECRET_ARN",)).link_secret_arn, parse_links)


@cache
def _sms() -> Secret[Mapping[str, bytes]]:
    from chalicelib.repositories.aws.secrets import parse_keys, secret

    return secret(wiring.settings(("SMS_SECRET_ARN",)).sms_secret_arn, parse_keys)
