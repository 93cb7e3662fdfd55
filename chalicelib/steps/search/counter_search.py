"""Find a dossier at the counter: by code, identity number, telephone number or the beginning of a name.

Only within one unit, only for its officers and by the keys that their work needs; each search and each shown dossier is
recorded with its purpose (VL-7.2.b). A supervisor of the province finds one of its dossiers by its code, without a
unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.permission import list_working_units
from chalicelib.domain.privacy.sight import SEARCHED_BY, NotYourTask, find_sight, list_searches
from chalicelib.domain.privacy.sight_table import SUPERVISORS
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.search import counter_search, public_status
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.dossier.items import ViewedName, ViewedSearch
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.search.find_ports import Finds, FoundDossier

MOST = 20
MOST_COMPARED = 200
"""Dossiers whose names are compared where the digest covers only the first letters of what was typed."""
PROVINCE = "province"
"""Recorded in place of a unit for a search of the whole province."""


@dataclass(frozen=True, slots=True)
class DossierSearch:
    """What an officer searches for, where and why; with an empty unit in the whole province."""

    unit: str
    by: By
    text: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Finder:
    """The officer, and the stores that are searched."""

    reader: Reader
    finds: Finds
    key: bytes


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Lines to choose from; `more` when there are others, so that the search should be narrowed."""

    lines: Sequence[dict[str, Any]]
    more: bool


def search_dossiers(finder: Finder, wanted: DossierSearch) -> SearchResult:
    """Return the unit's dossiers that match the search. Raise NotFound for a unit that is not the officer's, and for a
    search of the province by anything but a code, or by a person who does not supervise it; NotYourTask for a key that
    their role does not search by in the unit."""
    reader = finder.reader
    everywhere = not wanted.unit and wanted.by is By.CODE and reader.actor.list_roles(reader.now) & SUPERVISORS
    if not everywhere and wanted.unit not in list_working_units(reader.actor, reader.now):
        raise NotFound()
    if not everywhere and wanted.by not in list_searches(reader.actor, wanted.unit, reader.now):
        raise NotYourTask()
    _record_search(reader, ViewedSearch(wanted.unit or PROVINCE), wanted)
    found, cut = (_find_by_code(finder, wanted), False) if wanted.by is By.CODE else _find_by_digest(finder, wanted)
    found_by = SEARCHED_BY[wanted.by]
    seen = [each for each in found if find_sight(reader.actor, each.dossier, reader.now).has(found_by)]
    for each in seen[:MOST]:
        _record_search(reader, each.dossier.id, wanted)
    return SearchResult([_build_line(finder, each) for each in seen[:MOST]], more=cut or len(seen) > MOST)


def _find_by_code(finder: Finder, wanted: DossierSearch) -> list[FoundDossier]:
    dossier = finder.finds.find_by_code(public_status.read_code_or_placeholder(wanted.text))
    return [FoundDossier(dossier, {})] if dossier else []


def _find_by_digest(finder: Finder, wanted: DossierSearch) -> tuple[list[FoundDossier], bool]:
    """Return what matches, and whether there are more dossiers than were looked at."""
    value = counter_search.normalise_query(wanted.by, wanted.text)
    if not value:
        return [], False
    most = 2 * MOST if counter_search.is_whole_query(wanted.by, wanted.text) else MOST_COMPARED
    reader = finder.reader
    # The unit in whose work everything ends is read last: what moves to it meanwhile is found in one of them.
    units = reversed(reader.deps.reference.list_units_served(wanted.unit, reader.now))
    digests = [counter_search.digest_value(finder.key, unit, wanted.by, value) for unit in units]
    hits = list(dict.fromkeys(hit for digest in digests for hit in finder.finds.list_hits(digest, most)))[:most]
    found = finder.finds.read(hits)
    if wanted.by is By.NAME:
        return [each for each in found if _matches_name(each, wanted.text)], len(hits) == most
    return list({each.dossier.id: each for each in found}.values()), len(hits) == most


def _matches_name(found: FoundDossier, text: str) -> bool:
    """Return open dossiers whose full name begins with the typed text: the digest covers only the first letters."""
    return found.dossier.is_open and counter_search.matches_beginning(str(found.person.get("full_name", "")), text)


def _record_search(reader: Reader, viewed: str | ViewedName, wanted: DossierSearch) -> None:
    roles = ",".join(sorted(reader.actor.list_roles(reader.now) - {Role.APPLICANT}))
    about = f"search by {wanted.by} for {wanted.purpose}"
    reader.accesses.record(viewed, reader.actor.sub, roles, about, reader.real_now)


def _build_line(finder: Finder, found: FoundDossier) -> dict[str, Any]:
    d, procedure = found.dossier, finder.reader.deps.reference.find_procedure(found.dossier.procedure)
    named = find_sight(finder.reader.actor, d, finder.reader.now).has(Content.NAME)
    return {
        "dossier_id": d.id, "code": d.code or None, "receipt_no": d.receipt_no, "state": d.state,
        "procedure": {"id": procedure.id, "vi": procedure.name.vi, "en": procedure.name.en}, "unit": d.one_stop,
        "filed_at": d.filed_at, "due_at": d.next_due, "person": found.person.get("full_name") if named else None,
    }  # fmt: skip
