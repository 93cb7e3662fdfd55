"""The rule set as it was built: which one it is, and which years it has calendars of. The rules in it are read by
`repositories/law/rule_set.py`; who only asks this much loads no more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

BUILT = Path(__file__).parents[2] / "data" / "built" / "law.json"


@cache
def built(path: Path = BUILT) -> Mapping[str, Any]:
    """The file that `python -m infra.law.build` wrote. Raises FileNotFoundError when it was not built."""
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def digest() -> str:
    """The name of the rule set."""
    return str(built()["digest"])


def years() -> Mapping[int, bool]:
    """Every year that has a calendar, ascending, and whether its days off are decided."""
    return {int(year["year"]): not year["provisional"] for year in built()["years"]}
