"""Paper items: one row per paper next to its dossier, changed once by the check."""

from __future__ import annotations

import json

from pynamodb.exceptions import PutError

from chalicelib.domain.papers.paper import UNFILED_FOR, Paper, PaperKind, PaperState, pack_paper, unpack_paper
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem

PENDING_VERSION = 1
SETTLED_VERSION = 2


def build_paper_row(paper: Paper) -> TableItem:
    """Return the row of a paper. Its version counts the one change a paper can have; filing removes its expiry."""
    pending = paper.state is PaperState.PENDING
    return TableItem(
        keys.DOSSIER(paper.dossier_id),
        keys.PAPER(paper.id),
        kind="paper",
        dossier_id=paper.dossier_id,
        version=PENDING_VERSION if pending else SETTLED_VERSION,
        expires_at=None if _is_kept(paper) else int((paper.created_at + UNFILED_FOR).timestamp()),
        body=json.dumps(pack_paper(paper), ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    )


def _is_kept(paper: Paper) -> bool:
    """Return whether the row is kept without being filed: a slip's, and that of an erased paper."""
    return paper.kind is PaperKind.SLIP or paper.state is PaperState.ERASED


def read_paper(row: TableItem) -> Paper:
    """Return the paper of a row."""
    return unpack_paper(json.loads(str(row.body)))


class PaperTable:
    """Papers of the one table."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """Return the present paper (strongly consistent), None when there is none."""
        try:
            return read_paper(TableItem.get(keys.DOSSIER(dossier_id), keys.PAPER(paper_id), consistent_read=True))
        except TableItem.DoesNotExist:
            return None

    def list_by_dossier(self, dossier_id: str) -> tuple[Paper, ...]:
        """Return all papers of a dossier, in the order of their ids."""
        rows = TableItem.query(
            keys.DOSSIER(dossier_id), TableItem.sk.startswith(keys.PAPER.prefix), consistent_read=True
        )
        return tuple(read_paper(row) for row in rows)

    def settle(self, paper: Paper) -> bool:
        """Replace the pending paper by its checked version; return False when it was already checked (or removed)."""
        try:
            build_paper_row(paper).save(condition=TableItem.version == PENDING_VERSION)
        except PutError as refused:
            if refused.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def replace(self, paper: Paper) -> None:
        """Replace the row of a paper by its remaining data; may be repeated."""
        build_paper_row(paper).save(condition=TableItem.pk.exists())

    def add(self, paper: Paper) -> bool:
        """Add a paper that needs no check, such as a slip; return False when it already exists."""
        try:
            build_paper_row(paper).save(condition=TableItem.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
