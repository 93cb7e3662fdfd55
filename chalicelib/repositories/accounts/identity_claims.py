"""How the provider's claims are read, as shipped."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from chalicelib.domain.accounts.identity_proofing import ClaimRules, KindRule

FILE = Path(__file__).parents[2] / "data" / "accounts" / "identity_claims.toml"


@cache
def load_claim_rules(file: Path = FILE) -> ClaimRules:
    """Return the rules of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds = {name: KindRule(rule["level"], rule["number"] == "personal") for name, rule in found["kinds"].items()}
    return ClaimRules(found["levels"], kinds)
