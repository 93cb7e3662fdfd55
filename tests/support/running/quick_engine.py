"""moto's table engine without repeated work: its answers and refusals are unchanged.

Two thirds of a request that is answered in memory (`quick_table.py`) were spent on this. Each replacement says what
it leaves out; tests/api/http/test_quick_engine.py holds them against the engine as it comes.
"""

from __future__ import annotations

import copy
import functools
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import ast_nodes, expressions
from moto.dynamodb.parsing.executors import UpdateExpressionExecutor
from moto.dynamodb.parsing.validators import Validator

from tests.support.running.quick_updates import PlainUpdate, find_plain_update, read_actions

REMEMBERED = 2048
PLAIN = frozenset(("S", "B", "BOOL"))
"""Kinds of values that are compared as they stand."""
MOST_BYTES = 405_000
"""The size beyond which the engine refuses a row."""
_SHARED = (str, bytes, bool)
# The engine gives these two modules no types.
_NODE, _PASS = vars(ast_nodes)["Node"], vars(ast_nodes)["DepthFirstTraverser"]
_UPDATES = vars(expressions)["UpdateExpressionParser"]


def replace_slow_parts(patch: pytest.MonkeyPatch) -> None:
    """Replace what takes longest, until the patch is undone."""
    patch.setattr(ConditionExpressionParser, "parse", parse_condition)
    patch.setattr(_UPDATES, "make", staticmethod(parse_update))
    patch.setattr(Validator, "__init__", make_validator)
    patch.setattr(Validator, "validate", validate_expression)
    patch.setattr(UpdateExpressionExecutor, "execute", execute_update)
    patch.setattr(_PASS, "traverse_node_recursively", visit)
    patch.setattr(DynamoType, "cast_value", property(cast_value))
    patch.setattr(DynamoType, "__eq__", is_same)
    patch.setattr(DynamoType, "__hash__", hash_value)
    patch.setattr(Item, "__init__", make_row)
    patch.setattr(Item, "__deepcopy__", copy_row)
    patch.setattr(Table, "all_items", list_rows)


_parse_condition = ConditionExpressionParser.parse
_conditions: dict[tuple[str | None, str, str], tuple[Any, list[str], list[str]]] = {}


def parse_condition(self: ConditionExpressionParser) -> Any:
    """A condition with its names and values is parsed once, and not three times for each row of a transaction."""
    key = (self.condition_expression, repr(self.expression_attribute_names), repr(self.expression_attribute_values))
    known = _conditions.get(key)
    if known is None:
        if len(_conditions) >= REMEMBERED:
            _conditions.clear()
        parsed = _parse_condition(self)
        known = _conditions[key] = parsed, list(self.expr_attr_names_found), list(self.expr_attr_values_found)
    self.expr_attr_names_found, self.expr_attr_values_found = [*known[1]], [*known[2]]
    return known[0]


_parse_update: Callable[[str], Any] = _UPDATES.make


@functools.lru_cache(REMEMBERED)
def parse_update(text: str) -> Any:
    """An update's text is parsed once. Nobody changes what comes of it: it is copied before it is filled in."""
    parsed = _parse_update(text)
    parsed.actions = read_actions(text)
    return parsed


@functools.lru_cache(REMEMBERED)
def _pickle_expression(expression: Any) -> bytes:
    return pickle.dumps(expression)


def make_validator(
    self: Any, expression: Any, expression_attribute_names: Any, expression_attribute_values: Any, item: Any, table: Any
) -> None:
    """What an expression is validated with; nothing is copied yet."""
    self.expression = expression
    self.expression_attribute_names = expression_attribute_names
    self.expression_attribute_values = expression_attribute_values
    self.item = item
    self.table = table


_validate = Validator.validate
_execute: Callable[..., None] = UpdateExpressionExecutor.execute


def validate_expression(self: Any) -> Any:
    """A plain update needs its values alone. Any other is a copy that is filled in: it comes of bytes, which takes a
    tenth of a copy made node by node."""
    actions = getattr(self.expression, "actions", ())
    given = self.expression_attribute_names or {}, self.expression_attribute_values or {}
    if actions and (plain := find_plain_update(actions, *given, self.item, self.table, MOST_BYTES)):
        return plain
    self.processors = self.get_ast_processors()
    self.node_to_validate = pickle.loads(_pickle_expression(self.expression))  # noqa: S301 (made in the same line)
    return _validate(self)


def execute_update(self: Any, node: Any = None) -> None:
    """A plain update is written at once."""
    if isinstance(self.update_ast, PlainUpdate):
        self.update_ast.write_values(self.item)
    else:
        _execute(self, node)


@functools.cache
def _is_node(kind: Any) -> bool:
    return issubclass(kind, _NODE)


@functools.cache
def _find_kind(visitor: Any, kinds: tuple[Any, ...], kind: Any) -> Any:
    """The first of a visitor's kinds that a kind of node is of."""
    return next((each for each in kinds if issubclass(kind, each)), None)


def visit(self: Any, node: Any, child_id: int = -1) -> Any:
    """A pass over an update, children first. What a kind of node is to a kind of pass is looked up once."""
    parent = node.parent
    for place, child in enumerate(node.children or ()):
        self.pre_processing_of_child(node, place)
        of: Any = type(child)
        if _is_node(of):
            visit(self, child, place)
    try:
        handlers = self.handlers
    except AttributeError:
        handlers = self.handlers = self._processing_map()
        self.kinds = tuple(handlers)
    visitor: Any = type(self)
    kind: Any = type(node)
    handled = _find_kind(visitor, self.kinds, kind)
    if handled is not None:
        node = handlers[handled](node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


_cast: Callable[[DynamoType], Any] = DynamoType.cast_value.fget  # type: ignore[attr-defined]


def cast_value(self: DynamoType) -> Any:
    """A text is its own value: nothing else is looked at before."""
    return self.value if self.type in PLAIN else _cast(self)


def is_same(self: DynamoType, other: DynamoType) -> bool:
    """The same kind and value."""
    if self.type != other.type:
        return False
    return bool(self.value == other.value if self.type in PLAIN else _cast(self) == _cast(other))


def hash_value(self: DynamoType) -> int:
    """Hash by kind and value, as before."""
    return hash((self.type, self.value if self.type in PLAIN else _cast(self)))


def make_row(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    """A row's size is computed once, and not again with each of its values."""
    self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
    dict.update(self.attrs, {name: DynamoType(value) for name, value in attrs.items()})
    if self.size() > MOST_BYTES:
        raise ItemSizeTooLarge


def copy_row(self: Item, memo: dict[int, Any]) -> Item:
    """A copy shares what cannot be changed."""
    made: Item = Item.__new__(Item)  # type: ignore[assignment]
    made.hash_key, made.range_key, made.attrs = self.hash_key, self.range_key, LimitedSizeDict()
    for name, value in self.attrs.items():
        dict.__setitem__(made.attrs, name, value if isinstance(value.value, _SHARED) else copy.deepcopy(value, memo))
    return made


def list_rows(self: Table) -> list[Item]:
    """All rows in the order of their keys, which are compared as texts and not through two layers."""
    if not self.range_key_attr:
        alone: Any = self.items.values()
        return sorted(alone, key=lambda row: row.hash_key.cast_value)
    rows = [row for partition in self.items.values() for row in partition.values()]
    return sorted(rows, key=lambda row: (row.hash_key.cast_value, row.range_key.cast_value if row.range_key else None))
