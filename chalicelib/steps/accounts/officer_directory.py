"""The list of all officers, for those who grant and audit rights: searched by name, unit, right, state or number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officer_directory import DirectoryPurpose, OfficerFilter
from chalicelib.domain.accounts.officers import READERS, Officer, require_reader
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Actor
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.items import ViewedName, ViewedSearch

READ_AT_ONCE = 100
MOST_READ = 1000
"""Records that one request looks through; a search continues from there."""


class DirectoryRecords(Protocol):
    """The store of the list."""

    def load_page(self, after: str, count: int) -> tuple[Sequence[Officer], str]:
        """Return the officers after a place, and the place of the last one; empty at the end."""


@dataclass(frozen=True, slots=True)
class DirectoryReader:
    """Who reads the list, when, and where looks are kept."""

    actor: Actor
    now: datetime
    real_now: datetime
    records: DirectoryRecords
    record_view: Callable[[str | ViewedName, str, str, str, datetime], None]


def search_officers(
    reader: DirectoryReader, wanted: OfficerFilter, purpose: DirectoryPurpose | None, after: str, limit: int
) -> tuple[tuple[Officer, ...], str]:
    """Return officers and the place from which the list continues, empty at its end. Raise Forbidden, or Invalid for a
    number without a purpose."""
    require_reader(reader.actor, reader.now)
    if wanted.id_number:
        _record_look(reader, purpose)
    return collect_officers(reader.records, lambda each: wanted.matches(each, reader.now), after, limit)


def collect_officers(
    records: DirectoryRecords, is_wanted: Callable[[Officer], bool], after: str, limit: int
) -> tuple[tuple[Officer, ...], str]:
    """Return the wanted officers of the list, and the place from which it continues, empty at its end."""
    found, read, place = list[Officer](), 0, after
    while True:
        page, end = records.load_page(place, READ_AT_ONCE)
        for officer in page:
            if is_wanted(officer):
                found.append(officer)
                if len(found) == limit:
                    return tuple(found), officer.sub if end or officer is not page[-1] else ""
        read, place = read + READ_AT_ONCE, end
        if not end or read >= MOST_READ:
            return tuple(found), place


def _record_look(reader: DirectoryReader, purpose: DirectoryPurpose | None) -> None:
    if purpose is None:
        vi, en = "Chọn mục đích tra cứu theo số định danh.", "Choose why you search by an identity number."
        raise Invalid(fields=(FieldError("/purpose", "required", vi, en),))
    role = ", ".join(sorted(reader.actor.list_roles(reader.now) & READERS))
    about = f"officer search by number for {purpose}"
    reader.record_view(ViewedSearch(PROVINCE_UNIT), reader.actor.sub, role, about, reader.real_now)
