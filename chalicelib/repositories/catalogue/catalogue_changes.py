"""The review queue of the shared catalogues in the one table, and the two compared sides."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueDifference,
    Ours,
    ReviewStanding,
    SharedCatalogue,
    Values,
    read_shared,
)
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import save_or_conflict
from chalicelib.repositories.dynamodb.index_queries import list_queue_entries
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.portal.portal_mapping import FOLDER

"""One partition: written by one nightly run and a few people, read whole once a night."""


class CatalogueChanges:
    """The `Changes` port on DynamoDB."""

    def list_all(self) -> list[CatalogueDifference]:
        """Return every stored difference, as last written."""
        return [_read_change(row) for row in TableItem.query(keys.CATALOGUE_CHANGES, consistent_read=True)]

    def look(self, number: str) -> CatalogueDifference | None:
        """Return one difference."""
        found: Iterable[TableItem] = TableItem.batch_get([(keys.CATALOGUE_CHANGES, number)], consistent_read=True)
        return next((_read_change(row) for row in found), None)

    def list_page(
        self, standing: ReviewStanding, limit: int, cursor: str | None
    ) -> tuple[list[CatalogueDifference], str | None]:
        """Return differences of one state, first seen first, and where the next page begins."""
        ids, further = list_queue_entries([_name_queue(standing)], limit, cursor)
        rows = {
            str(row.sk): row
            for row in TableItem.batch_get([(keys.CATALOGUE_CHANGES, each) for each in ids], consistent_read=True)
        }
        return [_read_change(rows[each]) for each in ids if each in rows], further

    def save(self, change: CatalogueDifference) -> CatalogueDifference:
        """Store it on the version it was read at; return it as stored. Raise `Conflict` when another
        write came first."""
        row = _build_row(change)
        expected = TableItem.version == change.version if change.version else TableItem.pk.does_not_exist()
        save_or_conflict(row, expected)
        return _read_change(row)


@cache
def load_shared(folder: Path = FOLDER) -> tuple[SharedCatalogue, ...]:
    """Return the shared catalogues, from the highest version as shipped. Raise ValueError when there is none."""
    found = [read_shared(tomllib.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("catalogues-*.toml")]
    if not found:
        raise ValueError("there is no list of shared catalogues")
    return max(found, key=lambda one: one[0])[1]


def list_ours(files: CatalogueFiles, shared: Sequence[SharedCatalogue]) -> dict[str, Ours]:
    """Return our side of each shared catalogue, from the files as deployed. Raise KeyError for a list that we do not
    have."""
    return {
        each.ours: _list_procedures(files) if each.ours == "procedures" else _list_choices(files, each.ours)
        for each in shared
    }


def _list_procedures(files: CatalogueFiles) -> Ours:
    found: dict[str, list[Values]] = {}
    for procedure in map(files.find_procedure, sorted(files.procedure_ids)):
        found.setdefault(procedure.code, []).append({"name": procedure.name.vi, "field": procedure.field.name.vi})
    return found


def _list_choices(files: CatalogueFiles, name: str) -> Ours:
    return {choice.code: [{"name": choice.vi}] for choice in files.code_lists[name]}


def _name_queue(standing: ReviewStanding) -> str:
    return keys.REVIEWS(standing.value)


def _build_row(change: CatalogueDifference) -> TableItem:
    body = {name: value for name, value in pack_value(change).items() if name not in ("id", "version")}
    return TableItem(
        keys.CATALOGUE_CHANGES, change.id, kind="catalogue_change", version=change.version + 1,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        work_pk=_name_queue(change.standing), work_sk=keys.ENTRY_PLACE(write_stamp(change.first_seen), change.id),
    )  # fmt: skip


def _read_change(row: TableItem) -> CatalogueDifference:
    found: CatalogueDifference = unpack_value(
        CatalogueDifference, {**read_body(row), "id": str(row.sk), "version": int(row.version)}
    )
    return found
