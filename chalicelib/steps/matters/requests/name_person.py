"""Whom a request for rights is about: found by name or office address, so that nobody types an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officer_directory import has_address, is_meant
from chalicelib.domain.accounts.officers import READERS, Officer
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.steps.accounts.officer_directory import DirectoryRecords, collect_officers
from chalicelib.steps.accounts.officers import OfficerLists
from chalicelib.steps.matters.requests.preview_rights import ASKERS


@dataclass(frozen=True, slots=True)
class OfficerFinder:
    """Officers by unit, and all of them."""

    lists: OfficerLists
    records: DirectoryRecords

    def find_officers(
        self, actor: Actor, typed: str, after: str, limit: int, now: datetime
    ) -> tuple[tuple[Officer, ...], str]:
        """Return who may be meant, and the place from which the list continues. A head finds the people of the own
        units by name or address, and anybody else, who may come from another unit, by the whole office address."""
        roles = actor.list_roles(now)
        if roles & READERS:
            return collect_officers(self.records, lambda each: is_meant(each, typed), after, limit)
        if not roles & ASKERS:
            raise Forbidden()
        own = {} if after else self._list_own(actor, typed, now)
        if own or "@" not in typed:
            return tuple(own[sub] for sub in sorted(own))[:limit], ""
        return collect_officers(self.records, lambda each: has_address(each, typed), after, limit)

    def _list_own(self, actor: Actor, typed: str, now: datetime) -> dict[str, Officer]:
        units = sorted(each.unit for each in actor.assignments if each.is_in_force(now) and each.role in ASKERS)
        people = (each for unit in dict.fromkeys(units) for each in self.lists.list_by_unit(unit))
        return {each.sub: each for each in people if is_meant(each, typed)}
