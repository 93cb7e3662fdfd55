"""Forwards log lines that match a filter of JSON fields, as the provider does.

The local cloud matches words only: of `{ $.message = "request" }` it looks for the word `.message`, which no line
holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from infra.local.adaptations.fit import find_module, replace_function

_ONE_FIELD = re.compile(r'\s*\{\s*\$\.(?P<field>\w+)\s*=\s*(?:"(?P<quoted>[^"\\*]*)"|(?P<bare>\w+))\s*\}\s*')


def compare_fields(original: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """Return a predicate that matches a line to a filter. Filters of one field and its value are compared with the line
    as JSON; all others are as before."""

    def matches(pattern: str, message: str) -> bool:
        asked = _ONE_FIELD.fullmatch(pattern or "")
        if asked is None:
            return original(pattern, message)
        wanted = asked["bare"] if asked["quoted"] is None else asked["quoted"]
        try:
            line = json.loads(message)
        except ValueError:
            return False
        return isinstance(line, dict) and line.get(asked["field"]) == wanted

    return matches


def install() -> None:
    """Replace the comparison at once: other parts load this one by themselves. Raise DoesNotFit when it is not as
    expected."""
    logs = find_module("ministack.services.cloudwatch_logs")
    replace_function(logs, "_subscription_pattern_matches", "pattern message", compare_fields)
