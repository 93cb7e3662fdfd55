"""The layers of `chalicelib/` and the order of packages inside each: written once, held by
`tests/infra/test_import_direction.py` and drawn in docs/architecture.md."""

from __future__ import annotations

from collections.abc import Mapping

# What the modules of a folder may import of ours; a folder may always import itself.
ALLOWED: Mapping[str, frozenset[str]] = {
    "domain": frozenset(),
    "models": frozenset({"domain"}),
    # Stores implement the protocols that stand with the steps, and know the names of their items: see PORTS.
    "repositories": frozenset({"domain", "settings", "observe", "provinces"}),
    "steps": frozenset({"domain"}),
    "handlers": frozenset({"steps", "domain", "models", "wiring", "settings", "observe", "clock"}),
}
ORDER: Mapping[str, tuple[str, ...]] = {
    "domain": (
        "shared", "ledger", "eforms", "accounts", "time", "flow", "law", "dossier", "catalogue", "notices",
        "supervision", "filing", "procedure_search", "search", "privacy", "payments", "portal", "papers", "documents",
        "matters", "help", "security", "settlement",
    ),
    "steps": (
        "dossier", "accounts", "search", "payments", "papers", "filing", "settlement", "handover", "notices", "privacy",
        "reception", "approvals", "catalogue", "documents", "ledger", "portal", "supervision", "reading", "security",
        "matters", "help",
    ),
    "repositories": (
        "files", "dynamodb", "aws", "accounts", "law", "papers", "dossier", "ledger", "search", "payments", "portal",
        "catalogue", "documents", "notices", "privacy", "security", "supervision", "matters", "help",
        "authorisations",
    ),
    "handlers": (
        "http", "dossier", "accounts", "approvals", "catalogue", "documents", "papers", "filing", "handover", "ledger",
        "notices", "payments", "portal", "privacy", "reception", "search", "security", "settlement", "supervision",
        "matters", "help", "reading",
    ),
}  # fmt: skip
"""The packages of each layer, lowest first."""
