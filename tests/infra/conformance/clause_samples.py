"""Clauses as the tests of conformance make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.conformance import clauses
from infra.conformance.clauses import ClauseClaim
from infra.conformance.proof import ReachedPlace

ROW = {
    "id": "QN-13.5", "province": "quang-ngai", "owes": "It is closed.", "kind": "workflow", "feature": "F46",
    "scope": "in", "switch": "flow:returned/close", "needs": "", "route": "", "page": "", "claimed": "proven",
}  # fmt: skip


def build_clause(**changes: Any) -> clauses.Clause:
    """A proven clause."""
    row = {"switches": ("flow:returned/close",), "needs": (), "claimed": ClauseClaim.PROVEN}
    plain = {key: value for key, value in ROW.items() if key not in ("switch", "needs", "route", "page", "claimed")}
    return clauses.Clause(**plain | row | changes)


CLOSE, MONDAY = "POST /api/dossiers/{dossier_id}/close", date(2026, 11, 23)
HERE = ReachedPlace("quang-ngai", CLOSE, MONDAY)

QN_TEXT = {"switches": ("law:qn.supplement_max",)}
"""An entry that ended on 01/07/2025."""
