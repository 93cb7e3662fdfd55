"""moto's updates of a row whose expression sets named values and adds named numbers, which nearly all of ours do.

The engine passes over a copy of such an expression ten times. Here the values are looked at once. What could be
refused, or is not plain, is left to the engine, which says why: see `quick_engine.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from moto.dynamodb.models.dynamo_type import DynamoType, Item

_SETS, _ADDS = r"#\w+ = :\w+", r"#\w+ :\w+"
_PLAIN = re.compile(rf"(?:SET (?P<sets>{_SETS}(?:, {_SETS})*))?(?:^| |$)(?:ADD (?P<adds>{_ADDS}(?:, {_ADDS})*))?")
_NUMBER, _NOTHING = "N", {"N": "0"}


class Action(NamedTuple):
    """One part of a plain expression: whether it adds, and the placeholders of its name and its value."""

    adds: bool
    name: str
    value: str


def read_actions(text: str) -> tuple[Action, ...]:
    """Return the parts of a plain expression; none when it is anything else."""
    found = _PLAIN.fullmatch(text)
    if not found:
        return ()
    sets = [each.split(" = ") for each in (found["sets"] or "").split(", ") if each]
    adds = [each.split(" ") for each in (found["adds"] or "").split(", ") if each]
    return (*(Action(False, *each) for each in sets), *(Action(True, *each) for each in adds))


class PlainUpdate:
    """The new values of a row, in the place of the engine's own expression with its values filled in."""

    def __init__(self, values: Mapping[str, DynamoType]) -> None:
        self.values = values

    def normalize(self) -> None:
        """Nothing is nested."""

    def write_values(self, item: Item) -> None:
        """Write the new values into a row, which they leave small enough."""
        for name, value in self.values.items():
            dict.__setitem__(item.attrs, name, value)


def find_plain_update(
    actions: tuple[Action, ...], names: Mapping[str, str], values: Mapping[str, Any], item: Item, table: Any, most: int
) -> PlainUpdate | None:
    """Return a plain expression's new values for a row of at most `most` bytes; None when the engine has to look at
    it."""
    keyed = {each["AttributeName"] for each in table.attr}
    found: dict[str, DynamoType] = {}
    for adds, placeholder, given in actions:
        name, value = names.get(placeholder, ""), values.get(given)
        if not name.isidentifier() or name in keyed or name in found or value is None:
            return None
        new = DynamoType(value)
        if adds:
            held = item.attrs.get(name) or DynamoType(_NOTHING)
            if (held.type, new.type) != (_NUMBER, _NUMBER):
                return None
            new = held + new
        found[name] = new
    if item.size() + sum(len(name) + value.size() for name, value in found.items()) > most:
        return None
    return PlainUpdate(found)
