"""The review queue of the shared catalogues in the one table, and the two compared sides."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pynamodb.exceptions import PutError

from chalicelib.domain.catalogue.catalogue_changes import Change, Ours, SharedCatalogue, Standing, Values, read_shared
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.dynamodb.index_queries import PaymentLists
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.portal.portal_mapping import FOLDER
from chalicelib.repositories.portal.sync import CONDITION_FAILED
from chalicelib.steps.dossier.ports import Conflict

CHANGES = "CATALOGUE-CHANGES"
"""One partition: written by one nightly run and a few people, read whole once a night."""


class CatalogueChanges:
    """The `Changes` port on DynamoDB."""

    def all(self) -> list[Change]:
        """Return every stored difference, as last written."""
        return [_change(row) for row in Row.query(CHANGES, consistent_read=True)]

    def look(self, number: str) -> Change | None:
        """Return one difference."""
        found: Iterable[Row] = Row.batch_get([(CHANGES, number)], consistent_read=True)
        return next((_change(row) for row in found), None)

    def page(self, standing: Standing, limit: int, cursor: str | None) -> tuple[list[Change], str | None]:
        """Return differences of one state, first seen first, and where the next page begins."""
        ids, further = PaymentLists().queued(_queue(standing), limit, cursor)
        rows = {str(row.sk): row for row in Row.batch_get([(CHANGES, each) for each in ids], consistent_read=True)}
        return [_change(rows[each]) for each in ids if each in rows], further

    def save(self, change: Change) -> Change:
        """Store it on the version it was read at; return it as stored. Raise `Conflict` when another
        write came first."""
        row = _row(change)
        expected = Row.version == change.version if change.version else Row.pk.does_not_exist()
        try:
            row.save(condition=expected)
        except PutError as error:
            if error.cause_response_code == CONDITION_FAILED:
                raise Conflict(CONDITION_FAILED) from error
            raise
        return _change(row)


@cache
def load_shared(folder: Path = FOLDER) -> tuple[SharedCatalogue, ...]:
    """Return the shared catalogues, from the highest version as shipped. Raise ValueError when there is none."""
    found = [read_shared(tomllib.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("catalogues-*.toml")]
    if not found:
        raise ValueError("there is no list of shared catalogues")
    return max(found, key=lambda one: one[0])[1]


def ours(files: CatalogueFiles, shared: Sequence[SharedCatalogue]) -> dict[str, Ours]:
    """Return our side of each shared catalogue, from the files as deployed. Raise KeyError for a list that we do not
    have."""
    return {each.ours: _procedures(files) if each.ours == "procedures" else _list(files, each.ours) for each in shared}


def _procedures(files: CatalogueFiles) -> Ours:
    found: dict[str, list[Values]] = {}
    for procedure in map(files.procedure, sorted(files.procedure_ids)):
        found.setdefault(procedure.code, []).append({"name": procedure.name.vi, "field": procedure.field.name.vi})
    return found


def _list(files: CatalogueFiles, name: str) -> Ours:
    return {choice.code: [{"name": choice.vi}] for choice in files.code_lists[name]}


def _queue(standing: Standing) -> str:
    return f"{CHANGES}#{standing.value}"


def _row(change: Change) -> Row:
    body = {name: value for name, value in pack(change).items() if name not in ("id", "version")}
    return Row(
        CHANGES, change.id, kind="catalogue_change", version=change.version + 1,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        work_pk=_queue(change.standing), work_sk=f"{stamp(change.first_seen)}#{change.id}",
    )  # fmt: skip


def _change(row: Row) -> Change:
    found: Change = unpack(Change, {**read_body(row), "id": str(row.sk), "version": int(row.version)})
    return found
