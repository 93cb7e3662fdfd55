"""The parts of the terms of use, as shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chalicelib.domain.accounts.terms import TermsKind, TermsPart
from chalicelib.domain.shared.errors import BilingualWords

FILE = Path(__file__).parents[2] / "data" / "accounts" / "terms.toml"


@cache
def load_terms_parts(file: Path = FILE) -> Mapping[str, TermsPart]:
    """Return the parts by their ids."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["part"]
    return {
        each["id"]: TermsPart(
            each["id"],
            TermsKind(each["kind"]),
            each["edition"],
            BilingualWords(each["vi"], each["en"]),
            each["source"],
            tuple(BilingualWords(*line) for line in each["lines"]),
        )
        for each in found
    }
