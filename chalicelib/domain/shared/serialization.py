"""Plain data from frozen values and back, by their type hints: no schema is written twice.

Empty values are left out, so a stored dossier stays small; instants are UTC texts. Unknown keys are refused, so that
data of a newer version is never partly read.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints, overload

from chalicelib.domain.shared.timezone import parse_stamp, write_stamp

T = TypeVar("T")
Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]
_ALWAYS = object()
"""Equal to no value: a field without a default is always written."""


def pack_value(value: Any) -> Any:
    """A value as JSON-ready data."""
    kind: Any = type(value)
    return _choose_writer(kind)(value)


@cache
def _choose_writer(kind: Any) -> Writer:
    """Return the writer of a type; the type's structure is inspected once."""
    if is_dataclass(kind):
        return _build_fields_writer(kind)
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime):
        return write_stamp
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, time):
        return lambda value: value.isoformat("minutes")
    if issubclass(kind, Mapping):
        return lambda value: {key: pack_value(item) for key, item in value.items()}
    if issubclass(kind, frozenset):
        return lambda value: [pack_value(item) for item in sorted(value)]
    if issubclass(kind, tuple | list):
        return lambda value: [pack_value(item) for item in value]
    return lambda value: value


def _build_fields_writer(kind: Any) -> Writer:
    defaults = _list_defaults(kind)

    def write_fields(value: Any) -> dict[str, Any]:
        held = {}
        for name, default in defaults:
            item = getattr(value, name)
            if item != default:
                held[name] = pack_value(item)
        return held

    return write_fields


@overload
def unpack_value(kind: type[T], data: object) -> T: ...
@overload
def unpack_value(kind: object, data: object) -> Any: ...
def unpack_value(kind: Any, data: Any) -> Any:
    """The inverse of `pack` for a value of type `kind`."""
    return _choose_reader(kind)(data)


@cache
def _choose_reader(kind: Any) -> Reader:
    """Return the reader of a type; the type's structure is inspected once."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _build_optional_reader(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return _build_tuple_reader(args)
    if origin is frozenset:
        item = _choose_reader(args[0])
        return lambda data: frozenset(map(item, data))
    if origin is not None and issubclass(origin, Mapping):
        value = _choose_reader(args[1])
        return lambda data: {key: value(item) for key, item in data.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _build_value_reader(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is datetime:
        return parse_stamp
    if kind is time:
        return time.fromisoformat
    return date.fromisoformat if kind is date else lambda data: data


def _build_optional_reader(kind: Any) -> Reader:
    inner = _choose_reader(kind)
    return lambda data: None if data is None else inner(data)


def _build_tuple_reader(args: tuple[Any, ...]) -> Reader:
    readers = [_choose_reader(each) for each in args if each is not ...]
    if args[1:] == (...,):
        return lambda data: tuple(map(readers[0], data))
    return lambda data: tuple(read(item) for read, item in zip(readers, data, strict=True))


def _build_value_reader(kind: type) -> Reader:
    # Fields are inspected on first use: a value may hold others of its own kind.
    def read_value(data: Mapping[str, Any]) -> Any:
        readers = _choose_field_readers(kind)
        if not readers.keys() >= data.keys():
            raise KeyError(f"{kind.__name__}: unknown {sorted(set(data) - set(readers))}")
        return kind(**{name: readers[name](item) for name, item in data.items()})

    return read_value


@cache
def _choose_field_readers(kind: type) -> dict[str, Reader]:
    return {name: _choose_reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _list_defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return each field with its default, which is left out."""
    made = ((f, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(kind))
    return tuple((f.name, _ALWAYS if default is MISSING else default) for f, default in made)
