"""Plain data from frozen values and back, by their type hints: no schema is written twice.

Empty values are left out, so a stored dossier stays small; instants are UTC texts.
Unknown keys are refused: data written by a newer version is never half understood.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from chalicelib.domain.timezone import moment, stamp

Reader = Callable[[Any], Any]
_ALWAYS = object()
"""Equal to no value: a field without a default is kept whatever it holds."""


def pack(value: Any) -> Any:
    """A value as JSON-ready data."""
    kind = type(value)
    if kind is str or value is None:  # most values, so they come first
        return value
    if is_dataclass(kind):
        held = ((name, getattr(value, name), default) for name, default in _defaults(kind))
        return {name: pack(item) for name, item, default in held if item != default}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: pack(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [pack(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    return value


def unpack(kind: Any, data: Any) -> Any:
    """The inverse of `pack` for a value of type `kind`."""
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Reader:
    """What reads values of a type; the type's own structure is looked at once."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return _tuple(args)
    if origin is frozenset:
        return lambda data: frozenset(unpack(args[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return lambda data: {key: unpack(args[1], item) for key, item in data.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _value(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is datetime:
        return moment
    return date.fromisoformat if kind is date else lambda data: data


def _optional(inner: Any) -> Reader:
    return lambda data: None if data is None else unpack(inner, data)


def _tuple(args: tuple[Any, ...]) -> Reader:
    if args[1:] == (...,):
        return lambda data: tuple(unpack(args[0], item) for item in data)
    return lambda data: tuple(unpack(each, item) for each, item in zip(args, data, strict=True))


def _value(kind: type) -> Reader:
    # The hints are read on first use: a value may hold others of its own kind.
    def read(data: Mapping[str, Any]) -> Any:
        hints = _hints(kind)
        if not hints.keys() >= data.keys():
            raise KeyError(f"{kind.__name__}: unknown {sorted(set(data) - set(hints))}")
        return kind(**{name: unpack(hints[name], item) for name, item in data.items()})

    return read


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Each field with the value that is left out."""
    made = ((f, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(kind))
    return tuple((f.name, _ALWAYS if default is MISSING else default) for f, default in made)
