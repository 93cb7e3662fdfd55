"""Metadata of the built rule set: its digest and the years of its calendars. `repositories/law/rule_set.py` reads the
rules; callers that need only the metadata do not load them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

BUILT = Path(__file__).parents[2] / "data" / "built" / "law.json"


@cache
def read_built_law(path: Path = BUILT) -> Mapping[str, Any]:
    """Return the file that `python -m infra.law.build` wrote. Raise FileNotFoundError when it was not built."""
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def read_digest() -> str:
    """Return the name of the rule set."""
    return str(read_built_law()["digest"])


def list_years() -> Mapping[int, bool]:
    """Return every year that has a calendar, ascending, and whether its days off are decided."""
    return {int(year["year"]): not year["provisional"] for year in read_built_law()["years"]}
