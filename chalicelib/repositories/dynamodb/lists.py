"""Lists: key queries over the indexes, page by page with opaque cursors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import SETTLING, State
from chalicelib.domain.payments.fees import total_unclaimed
from chalicelib.domain.shared.http_errors import build_bad_cursor
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp, write_stamp
from chalicelib.domain.supervision.boards import DueWindow
from chalicelib.domain.supervision.worklist import Narrowing
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.keys import (
    build_partition,
    read_applicant_part,
)
from chalicelib.repositories.dynamodb.merged_pages import Place, read_all, read_merged
from chalicelib.repositories.dynamodb.rows import read_body, read_dossier, read_part
from chalicelib.repositories.dynamodb.table import LISTED, DueIndex, OwnerIndex, TableItem, WorkIndex
from chalicelib.steps.dossier.ports import Page

Index = WorkIndex | OwnerIndex | DueIndex
Opens = Callable[[Dossier], bool]
"""Whether the reader of a list may open a dossier."""
UNDATED, END = "9", "~"
FILTERED_PAGE = 200


def show_every(_dossier: Dossier) -> bool:
    """Every dossier: for a list that is read for something else than showing it."""
    return True


class TableLists:
    """The `Lists` port. Eventually consistent: for display, never for decisions."""

    def list_units(self, unit: str) -> Sequence[str]:
        """Return the units of which the lists of a unit consist: the unit first."""
        return (unit,)

    def list_working_units(self, unit: str) -> Sequence[str]:
        """Return those of them that may have open work."""
        return self.list_units(unit)

    def list_work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Return open work of a unit in one state, soonest due first."""
        return self.list_queue(unit, state, Narrowing(), limit, cursor)

    def list_due(
        self, unit: str, state: State, window: DueWindow, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Return open work of a unit in one state that falls due in a window, soonest first; of one
        procedure if given."""
        return self.list_queue(unit, state, Narrowing(due=window, procedure=procedure), limit, cursor)

    def list_queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Return open work of a unit in one state, filtered, in the order of due times; `backward` begins with the
        last."""
        queues, (first, until) = self._name_queues(unit, state), _calculate_bounds(wanted.due)
        if first >= until:
            return Page([], None)
        place = read_cursor(cursor, queues[0])
        if place is not None and not first <= place.get("work_sk", {"S": ""})["S"] < until:
            raise build_bad_cursor()
        kept = _build_condition(wanted)

        def query(queue: str, since: Place | None) -> Any:
            return TableItem.work.query(
                queue,
                TableItem.work_sk.between(first, until),
                filter_condition=kept,
                limit=limit,
                # Unwanted lines between the wanted ones are read in larger steps.
                page_size=limit if kept is None else max(limit, FILTERED_PAGE),
                scan_index_forward=not backward,
                last_evaluated_key=since,
            )

        rows, further = read_merged(queues, cursor, limit, query, forward=not backward)
        return Page([show_row(row) for row in rows], further)

    def list_whole(self, unit: str, states: Sequence[State], wanted: Narrowing, most: int) -> Sequence[dict[str, Any]]:
        """Return all open work of a unit in some states, filtered; one line more than `most` says that there are
        others."""
        first, until = _calculate_bounds(wanted.due)
        lines: list[dict[str, Any]] = []

        def query(queue: str) -> Iterator[TableItem]:
            found = TableItem.work.query(
                queue, TableItem.work_sk.between(first, until), filter_condition=_build_condition(wanted)
            )
            wished = (row for row in found if wanted.dossiers is None or row.dossier_id in wanted.dossiers)
            return islice(wished, most + 1 - len(lines))

        for state in states if first < until else ():
            lines += [show_row(row) for row in read_all(self._name_queues(unit, state), query)]
            if len(lines) > most:
                return lines[: most + 1]
        return lines

    def read_names(self, lines: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Return names of applicants by dossier, in one request; erased ones have none. Older lines without the digest
        need one more request."""
        parts = {str(line["dossier_id"]): str(line["applicant_part"]) for line in lines}
        parts |= _read_noted_parts([dossier for dossier, part in parts.items() if not part])
        places = [(build_partition(dossier), keys.PART(part)) for dossier, part in parts.items() if part]
        found = {row.pk: read_part(row) for row in TableItem.batch_get(places, consistent_read=True)} if places else {}
        return {
            dossier: str(found[pk].value["full_name"])
            for dossier in parts
            if (pk := build_partition(dossier)) in found and found[pk].value.get("full_name")
        }

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """Return the present dossiers of lines, in one request."""
        return read_dossiers(dossiers)

    def list_held(self, unit: str) -> Sequence[tuple[str, datetime | None]]:
        """Return the holders of the unit's open tasks, each with its due time."""

        def query(queue: str) -> Any:
            return TableItem.work.query(queue, attributes_to_get=["pk", "sk", "holder", "due_at"])

        return [
            (str(row.holder), parse_stamp(row.due_at) if row.due_at else None)
            for state in sorted(SETTLING)
            for row in read_all(self._name_queues(unit, state), query)
            if row.holder
        ]

    def list_approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return requests whose present stage is decided in a unit, oldest first; each with its number `n`."""
        rows, further = _read_page([keys.APPROVALS(each) for each in self.list_units(unit)], limit, cursor)
        return Page([{**show_row(row), "n": int(keys.split_parts(row.sk)[1])} for row in rows], further)

    def list_returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return proposals that came back to a unit, oldest first; each with number `n` and digest of the `remarks`."""
        rows, further = _read_page([keys.RETURNED(each) for each in self.list_units(unit)], limit, cursor)
        return Page([_show_returned(row) for row in rows], further)

    def _name_queues(self, unit: str, state: State) -> Sequence[str]:
        return [keys.QUEUE(each, state.value) for each in self.list_working_units(unit)]

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Return texts of dossiers by their digests, in one batch; erased ones are left out."""
        return read_texts(wanted)

    def list_owned(self, sub: str, limit: int, cursor: str | None, opens: Opens = show_every) -> Page:
        """Return a person's present dossiers that open, newest first: the index only lists them."""
        return _list_states(keys.OWNED(sub), limit, cursor, opens)

    def list_filed_under(self, authorisation: str, limit: int, cursor: str | None, opens: Opens) -> Page:
        """Return the present dossiers that were filed under an authorisation and open, newest first."""
        return _list_states(keys.FILED_UNDER(authorisation), limit, cursor, opens)

    def list_named(self, dossier_id: str, opens: Opens) -> Page:
        """Return one dossier as the list of its owner has it; empty when it does not open."""
        return Page(_show_owned(TableItem.batch_get([(build_partition(dossier_id), keys.STATE)]), opens), None)

    def list_drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """Return a person's drafts, newest first."""
        page = _query_page(TableItem.owner, keys.AUTHORED(sub), limit, cursor, forward=False)
        return Page([{**item, "state": State.DRAFT.value} for item in page.items], page.cursor)


def _list_states(key: str, limit: int, cursor: str | None, opens: Opens) -> Page:
    """Return the present dossiers of a list that open: the index only names them."""
    page = _query_page(TableItem.owner, key, limit, cursor, forward=False)
    numbers = [str(item["dossier_id"]) for item in page.items]
    states = {
        row.dossier_id: row
        for row in TableItem.batch_get([(build_partition(number), keys.STATE) for number in numbers])
    }
    return Page(_show_owned((states[number] for number in numbers if number in states), opens), page.cursor)


def read_texts(wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
    """Return texts of dossiers or matters by their digests, in one batch; erased ones are left out."""
    places = [(build_partition(number), keys.PART(digest)) for number, digest in sorted(set(wanted))]
    parts = [read_part(row) for row in TableItem.batch_get(places)] if places else []
    return {part.digest: str(part.value) for part in parts}


def read_dossiers(dossiers: Sequence[str]) -> Mapping[str, Dossier]:
    """Return the present dossiers, in one request."""
    places = [(build_partition(each), keys.STATE) for each in dict.fromkeys(dossiers)]
    found = (read_dossier(row) for row in (TableItem.batch_get(places, consistent_read=True) if places else ()))
    return {each.id: each for each in found}


def _read_page(partitions: Sequence[str], limit: int, cursor: str | None) -> tuple[list[TableItem], str | None]:
    def query(partition: str, since: Place | None) -> Any:
        return TableItem.work.query(partition, limit=limit, page_size=limit, last_evaluated_key=since)

    return read_merged(partitions, cursor, limit, query)


def _query_page(index: Any, key: str, limit: int, cursor: str | None, *, forward: bool) -> Page:
    found = index.query(
        key, limit=limit, page_size=limit, scan_index_forward=forward, last_evaluated_key=read_cursor(cursor, key)
    )
    return Page([show_row(row) for row in found], write_cursor(found.last_evaluated_key))


def _show_owned(found: Iterable[TableItem], opens: Opens) -> list[dict[str, Any]]:
    """Return lines of a person's own list, with the unpaid sum: of the dossiers that open."""
    known = ((row, read_dossier(row)) for row in found)
    return [
        {**show_row(row), "to_pay": total_unclaimed(dossier.obligations)} for row, dossier in known if opens(dossier)
    ]


def _show_returned(row: TableItem) -> dict[str, Any]:
    _, number, _, remarks = keys.split_parts(row.sk)
    return {**show_row(row), "n": int(number), "remarks": remarks}


def show_row(row: TableItem) -> dict[str, Any]:
    """Return the fields of an entry that a list shows, with its place."""
    place = str(row.work_sk or "")
    return {name: getattr(row, name, None) for name in LISTED} | {
        "place": place,
        "applicant_part": read_applicant_part(place),
    }


def _build_condition(wanted: Narrowing) -> Any:
    """Return the index's filter condition; None when nothing is filtered."""
    first, until = wanted.filed.since, wanted.filed.until
    asked = [
        TableItem.procedure == wanted.procedure if wanted.procedure else None,
        TableItem.channel == wanted.channel if wanted.channel else None,
        TableItem.holder == wanted.holder if wanted.holder else None,
        None
        if wanted.held is None
        else TableItem.holder.exists()
        if wanted.held
        else TableItem.holder.does_not_exist(),
        TableItem.filed_at >= _write_midnight(first) if first else None,
        TableItem.filed_at < _write_midnight(until) if until else None,
    ]
    kept: Any = None
    for each in asked:
        kept = each if kept is None else kept if each is None else kept & each
    return kept


def _read_noted_parts(dossiers: Sequence[str]) -> Mapping[str, str]:
    """Return the part that names the applicant, from the entries of the counter search (stored until a line is written
    again)."""
    notes = (
        TableItem.batch_get([(build_partition(each), keys.SEARCH_NOTE) for each in dossiers], consistent_read=True)
        if dossiers
        else ()
    )
    held = {keys.DOSSIER.parse(row.pk): list(read_body(row)["parts"]) for row in notes}
    places = [(build_partition(dossier), keys.PART(part)) for dossier, parts in held.items() for part in parts]
    rows = TableItem.batch_get(places, consistent_read=True) if places else ()
    return {keys.DOSSIER.parse(row.pk): keys.PART.parse(row.sk) for row in rows if read_part(row).name == "applicant"}


def _calculate_bounds(window: DueWindow) -> tuple[str, str]:
    """Return the sort keys that bound a window's entries: an instant and an id, "9" in place of no instant."""
    first = _write_midnight(window.since) if window.since else ""
    until = _write_midnight(window.until) if window.until else UNDATED if window.dated else END
    # An empty key is no key: every instant that can be stored follows this one.
    return (UNDATED if window.dated is False else first or "0"), until


def _write_midnight(day: date) -> str:
    return write_stamp(datetime.combine(day, time(), VIETNAM))
