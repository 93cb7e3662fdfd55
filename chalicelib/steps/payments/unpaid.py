"""Unpaid sums of a centre's dossiers, for its cashiers: with the applicants' names, in the order of due times. The sums
are read from the dossiers themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.dossier.permission import list_allowed_steps
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import fees
from chalicelib.domain.payments.unpaid import list_open_sums
from chalicelib.domain.privacy.sight import find_sight, require_list
from chalicelib.domain.privacy.sight_words import Content, UnitList
from chalicelib.domain.search import counter_search, public_status
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.supervision.worklist import MOST_SORTED, QueueTooLong, read_place, write_place
from chalicelib.steps.dossier.items import ViewedList
from chalicelib.steps.dossier.ports import Lists, Page
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.search.name_search import NameSearch

Line = Mapping[str, Any]


class Unpaid(Protocol):
    """The lines of centres' lists of unpaid sums."""

    def list_page(self, unit: str, due: Due | None, code: str, limit: int, cursor: str | None) -> Page:
        """Return lines of a unit, the first due first; of one moment and with such a code if given."""

    def list_whole(self, unit: str, due: Due | None, code: str, most: int) -> Sequence[Line]:
        """Return all lines of a unit with these filters; one more than `most` says that there are others."""

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """Return the present dossiers, in one request."""


@dataclass(frozen=True, slots=True)
class UnpaidQuery:
    """Filters of unpaid sums: of one moment, of dossiers whose code or receipt number contains this text."""

    unit: str
    due: Due | None = None
    code: str = ""


def list_unpaid(
    reader: Reader,
    lists: Lists,
    unpaid: Unpaid,
    query: UnpaidQuery,
    limit: int,
    cursor: str | None,
    search: NameSearch | None = None,
) -> Page:
    """Return one page of a centre's unpaid dossiers. Raise NotFound for a caller who does not take its money."""
    require_till(reader.actor, query.unit, reader.now)
    wanted = replace(query, code=public_status.normalise_code_part(query.code))
    found = (
        unpaid.list_page(wanted.unit, wanted.due, wanted.code, limit, cursor)
        if search is None
        else _build_searched_page(reader, lists, unpaid, wanted, limit, cursor, search)
    )
    dossiers = unpaid.read([str(line["dossier_id"]) for line in found.items])
    # The lines are eventually consistent: sums paid meanwhile are left out.
    owing = [
        d
        for line in found.items
        if (d := dossiers.get(str(line["dossier_id"]))) and list_open_sums(d) and _may_see(reader, d, Content.SUMS)
    ]
    names = _read_names(reader, lists, found.items, owing)
    if names is not None or search is not None:
        _record_view(reader, wanted.unit, search, owing)
    return replace(found, items=[_build_line(reader, d, (names or {}).get(d.id)) for d in owing])


def require_till(actor: Actor, unit: str, now: datetime) -> None:
    """Refuse a caller without access to the unit's money."""
    require_list(actor, unit, UnitList.TILL, now)


def _build_searched_page(
    reader: Reader,
    lists: Lists,
    unpaid: Unpaid,
    wanted: UnpaidQuery,
    limit: int,
    cursor: str | None,
    search: NameSearch,
) -> Page:
    digest = search.digest_in(wanted.unit)
    hits = search.find_dossiers(reader.deps.reference.list_units_served(wanted.unit, reader.now))
    lines = unpaid.list_whole(wanted.unit, wanted.due, wanted.code, MOST_SORTED)
    if len(lines) > MOST_SORTED:
        raise QueueTooLong(most=MOST_SORTED)
    named = [line for line in lines if line["dossier_id"] in hits]
    if named and not counter_search.is_whole_query(By.NAME, search.text):
        # The digest covers only the first letters.
        names = lists.read_names(named)
        named = [
            line
            for line in named
            if counter_search.matches_beginning(names.get(str(line["dossier_id"]), ""), search.text)
        ]
    asked = hashlib.sha256(f"unpaid|{wanted}|{digest}".encode()).hexdigest()[:16]
    first = read_place(cursor, asked, named)
    shown = named[first : first + limit]
    further = first + limit < len(named)
    return Page(shown, write_place(asked, first + limit, shown[-1]) if further else None)


def _read_names(
    reader: Reader, lists: Lists, lines: Sequence[Line], owing: Sequence[Dossier]
) -> Mapping[str, str] | None:
    """Return names of the applicants whom this person may see; None when there is no such line."""
    readable = {d.id for d in owing if _may_see(reader, d, Content.NAME)}
    shown = [line for line in lines if line["dossier_id"] in readable]
    return lists.read_names(shown) if shown else None


def _may_see(reader: Reader, dossier: Dossier, content: Content) -> bool:
    return find_sight(reader.actor, dossier, reader.now).has(content)


def _record_view(reader: Reader, unit: str, search: NameSearch | None, owing: Sequence[Dossier]) -> None:
    roles = ",".join(sorted(reader.actor.list_roles(reader.now) - {Role.APPLICANT}))
    what, shown = f"unpaid {'by name' if search else 'with names'}", [d.id for d in owing]
    reader.accesses.record(ViewedList(unit), reader.actor.sub, roles, what, reader.real_now, shown)


def _build_line(reader: Reader, dossier: Dossier, applicant: str | None) -> Line:
    sums = list_open_sums(dossier)
    return {
        "dossier_id": dossier.id,
        "code": dossier.code or None,
        "receipt_no": dossier.receipt_no,
        "procedure": dossier.procedure,
        "state": dossier.state,
        "filed_at": dossier.filed_at,
        "applicant": applicant,
        "sums": [
            {"fee_key": one.fee_key, "amount": one.amount, "due": one.due, "deferred": one.deferred or None}
            for one in sums
        ],
        "total": fees.total_due(sums),
        "payable": Step.PAY in list_allowed_steps(reader.actor, dossier, reader.now),
    }
