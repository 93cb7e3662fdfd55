"""Paper items: one row per paper beside its dossier, changed once by the check."""

from __future__ import annotations

import json

from pynamodb.exceptions import PutError

from chalicelib.domain.papers.paper import UNFILED_FOR, Paper, PaperKind, PaperState, body_of, paper_of
from chalicelib.repositories.dynamodb.table import Row

PENDING_VERSION = 1
SETTLED_VERSION = 2
PREFIX = "PAPER#"


def paper_row(paper: Paper) -> Row:
    """The row of a paper. Its version counts the one change a paper can have; filing takes its expiry away."""
    pending = paper.state is PaperState.PENDING
    return Row(
        f"D#{paper.dossier_id}",
        f"{PREFIX}{paper.id}",
        kind="paper",
        dossier_id=paper.dossier_id,
        version=PENDING_VERSION if pending else SETTLED_VERSION,
        expires_at=None if _stays(paper) else int((paper.created_at + UNFILED_FOR).timestamp()),
        body=json.dumps(body_of(paper), ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    )


def _stays(paper: Paper) -> bool:
    """Whether the row is kept without being filed: a slip's, and what an erasure leaves of any paper."""
    return paper.kind is PaperKind.SLIP or paper.state is PaperState.ERASED


def read_paper(row: Row) -> Paper:
    """The paper of a row."""
    return paper_of(json.loads(str(row.body)))


class Papers:
    """Papers of the one table."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """The paper as it stands now (strongly consistent), None when there is none."""
        try:
            return read_paper(Row.get(f"D#{dossier_id}", f"{PREFIX}{paper_id}", consistent_read=True))
        except Row.DoesNotExist:
            return None

    def of_dossier(self, dossier_id: str) -> tuple[Paper, ...]:
        """All papers of a dossier, in the order of their ids."""
        rows = Row.query(f"D#{dossier_id}", Row.sk.startswith(PREFIX), consistent_read=True)
        return tuple(read_paper(row) for row in rows)

    def settle(self, paper: Paper) -> bool:
        """Write a settled paper over its pending self; False when it was settled (or removed) already."""
        try:
            paper_row(paper).save(condition=Row.version == PENDING_VERSION)
        except PutError as refused:
            if refused.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def replace(self, paper: Paper) -> None:
        """Write what an erasure leaves of a paper over its row; may be repeated."""
        paper_row(paper).save(condition=Row.pk.exists())

    def add(self, paper: Paper) -> bool:
        """Add a paper that needs no check, such as a slip; False when it is there already."""
        try:
            paper_row(paper).save(condition=Row.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
