"""Matters in the table: one strongly consistent read and one transaction per command, and the lists."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.item_keys import locate_item
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import LedgerStore, Write
from chalicelib.repositories.dynamodb.lists import read_texts, show_row
from chalicelib.repositories.dynamodb.merged_pages import Place, read_merged
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import read_paper
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterChange

AFTER_PARTS = "~"
"""Sorts after every digest."""
UNDATED = "9"
"""Stands for no due time: after every instant."""


class MatterTable(LedgerStore):
    """The `Matters` port on DynamoDB."""

    def load_matter(self, matter_id: str, *, others: Sequence[str] = (), papers: Sequence[str] = ()) -> LoadedMatter:
        """Return the matter, and others and its papers by their ids, in one strongly consistent request."""
        states = [(build_partition(each), keys.MATTER) for each in (matter_id, *others)]
        own = [(build_partition(matter_id), keys.PAPER(each)) for each in papers]
        read = list(self.read_rows(dict.fromkeys((*states, *own))))
        found = {str(row.dossier_id): rows.read_matter_row(row) for row in read if row.sk == keys.MATTER}
        held = {paper.id: paper for paper in (read_paper(row) for row in read if row.sk != keys.MATTER)}
        return LoadedMatter(found.get(matter_id), {each: found[each] for each in others if each in found}, papers=held)

    def load_with_parts(self, matter_id: str) -> LoadedMatter:
        """Return the matter with its papers and the personal parts still held, in one strongly consistent request."""
        matter, parts, papers = None, dict[str, Part](), dict[str, Paper]()
        for row in self.read_between(matter_id, keys.MATTER, keys.PART.prefix + AFTER_PARTS):
            if row.sk == keys.MATTER:
                matter = rows.read_matter_row(row)
            elif row.sk.startswith(keys.PART.prefix):
                part = rows.read_part(row)
                parts[part.digest] = part
            elif row.sk.startswith(keys.PAPER.prefix):
                paper = read_paper(row)
                papers[paper.id] = paper
        return LoadedMatter(matter, parts=parts, papers=papers)

    def save_matter(self, change: MatterChange, *, now: datetime) -> None:
        """Write everything of a command, or nothing."""
        changes = (change, change.also) if change.also else (change,)
        puts = [put for each in changes for put in _list_puts(each, now)]
        kept = [(build_matter_row(each), TableItem.length == each.length) for each in change.unchanged]
        ended = [(TableItem(*locate_item(item)), None) for item in change.gone]
        self.write_rows(puts, ended, change.quotas, now, unchanged=kept, writes=change.writes)


def _list_puts(change: MatterChange, now: datetime) -> Iterator[Write]:
    after, before = change.after, change.before
    yield (
        build_matter_row(after, change.alert_at),
        TableItem.pk.does_not_exist() if before is None else TableItem.length == before.length,
    )
    for part in change.parts:
        yield rows.build_part_row(after.id, part), TableItem.pk.does_not_exist()
    for fact in change.facts:
        yield rows.build_fact_row(fact), TableItem.pk.does_not_exist()
    for put in change.extras:
        yield rows.build_extra_row(put), rows.build_condition(put)
    day = now.date().isoformat()
    yield (
        TableItem(
            keys.MATTER_HEADS(day), after.id, kind="head", dossier_id=after.id, length=after.length, body=after.head
        ),
        None,
    )


def build_matter_row(matter: Matter, alert_at: datetime | None = None) -> TableItem:
    """Return the folded state with its index entries: in the list of its unit, in that of the person who opened it, and
    for the watch. In lists those of the same instant stand by their numbers."""
    due = write_stamp(matter.due_at) if matter.due_at and not matter.ended else None
    opened = write_stamp(matter.opened_at)
    row = TableItem(
        build_partition(matter.id),
        keys.MATTER,
        kind=matter.kind,
        version=matter.version,
        length=matter.length,
        packed=compress_text(json.dumps(pack_value(matter), ensure_ascii=False, separators=(",", ":"), sort_keys=True)),
        dossier_id=matter.id,
        code=matter.number,
        state=matter.state,
        unit=matter.unit,
        due_at=due,
        filed_at=opened,
        recorded_at=write_stamp(matter.changed_at or matter.opened_at),
    )
    if matter.ended:
        ended = write_stamp(matter.ended_at or matter.opened_at)
        row.work_pk, row.work_sk = keys.MATTERS_ENDED(matter.kind, matter.unit), keys.ENTRY_PLACE(ended, matter.number)
    else:
        row.work_pk = keys.MATTER_QUEUE(matter.kind, matter.unit)
        row.work_sk = keys.ENTRY_PLACE(due or UNDATED, matter.number)
    if matter.opener:
        row.owner_pk = keys.MATTERS_OWNED(matter.kind, matter.opener)
        row.owner_sk = keys.ENTRY_PLACE(opened, matter.number)
    if alert_at:
        row.due_pk = keys.MATTERS_DUE(alert_at.astimezone(UTC).date().isoformat())
        row.due_sk = keys.ENTRY_PLACE(write_stamp(alert_at), matter.id)
    return row


class MatterListTable:
    """The `MatterLists` port: key queries over the indexes."""

    def list_units(self, unit: str) -> Sequence[str]:
        """Return the units of which the lists of a unit consist: the unit first."""
        return (unit,)

    def list_working_units(self, unit: str) -> Sequence[str]:
        """Return those of them that may have open matters."""
        return self.list_units(unit)

    def list_by_unit(
        self, kind: str, unit: str, ended: bool, state: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Return a unit's matters of a kind: open ones by due time, ended ones newest first."""
        name = keys.MATTERS_ENDED if ended else keys.MATTER_QUEUE
        condition: Any = TableItem.state == state if state else None

        def query(partition: str, since: Place | None) -> Any:
            return TableItem.work.query(
                partition,
                filter_condition=condition,
                limit=limit,
                page_size=limit,
                scan_index_forward=not ended,
                last_evaluated_key=since,
            )

        units = self.list_units(unit) if ended else self.list_working_units(unit)
        partitions = [name(kind, each) for each in units]
        rows_found, further = read_merged(partitions, cursor, limit, query, forward=not ended)
        return Page([show_row(row) for row in rows_found], further)

    def list_numbered(self, kind: str, unit: str, number: str) -> Page:
        """Return the matter with a number among those of a kind that a unit handles, open or ended."""
        units = self.list_units(unit)
        for name in (keys.MATTER_QUEUE, keys.MATTERS_ENDED):
            # The unit into which matters move is read last.
            for each in (*units[1:], units[0]):
                for row in TableItem.work.query(name(kind, each), filter_condition=TableItem.code == number):
                    return Page([show_row(row)], None)
        return Page([], None)

    def list_by_reporter(self, kind: str, sub: str, limit: int, cursor: str | None) -> Page:
        """Return the matters of a kind that a person reported or opened, newest first, as they are now: the index only
        lists them."""
        key = keys.MATTERS_OWNED(kind, sub)
        found = TableItem.owner.query(
            key, limit=limit, page_size=limit, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, key)
        )
        numbers = [str(row.dossier_id) for row in found]
        cursor = write_cursor(found.last_evaluated_key)
        held = {row.dossier_id: row for row in _read_states(numbers)}
        return Page([show_row(held[number]) for number in numbers if number in held], cursor)

    def read_matters(self, numbers: Sequence[str]) -> Mapping[str, Matter]:
        """Return the matters of lines, in one batch."""
        return {str(row.dossier_id): rows.read_matter_row(row) for row in _read_states(numbers)}

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Return texts of matters (number, digest) by their digests, in one batch; erased ones are left out."""
        return read_texts(wanted)


def _read_states(numbers: Sequence[str]) -> Iterator[TableItem]:
    places = [(build_partition(number), keys.MATTER) for number in numbers]
    yield from TableItem.batch_get(places) if places else ()
