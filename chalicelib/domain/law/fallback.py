"""Find the article by which a province's regulation gives way to another text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import Silence, Value, resolve_parameter

REPLACING = "replacing_text"
"""Value of the rule `law.fallback` by which the replacement of a cited text applies in its place."""


def find_fallback(rules: Rules, on: date, province: str, instruments: Iterable[str]) -> Value | None:
    """Return the article by which texts outside the regulation apply, when an act rests on one of them (VL-22.3,
    QN-1.3, QN-30.1, LC-1.2, LC-35.1). None where the regulation has no such article, or all acts rest on the
    regulation."""
    answer = resolve_parameter(rules, "law.fallback", on, province)
    if isinstance(answer, Silence) or not isinstance(answer.value, tuple) or REPLACING not in answer.value:
        return None
    return answer if any(each != answer.instrument for each in instruments) else None
