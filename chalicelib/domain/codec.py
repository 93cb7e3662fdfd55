"""Plain data from frozen values and back, by their type hints: no schema is written twice.

Empty values are left out, so a stored dossier stays small; instants are UTC texts.
Unknown keys are refused: data written by a newer version is never half understood.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from chalicelib.domain.ledger import moment, stamp


def pack(value: Any) -> Any:
    """A value as JSON-ready data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: pack(item) for f in fields(value) if _worth_keeping(f, item := getattr(value, f.name))}
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
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else unpack(next(a for a in get_args(kind) if a is not type(None)), data)
    if origin is tuple:
        args = get_args(kind)
        inner = args[:1] * len(data) if args[1:] == (...,) else args
        return tuple(unpack(each, item) for each, item in zip(inner, data, strict=True))
    if origin is frozenset:
        return frozenset(unpack(get_args(kind)[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: unpack(get_args(kind)[1], item) for key, item in data.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _unpack_value(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is datetime:
        return moment(data)
    return date.fromisoformat(data) if kind is date else data


def _unpack_value(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise KeyError(f"{kind.__name__}: unknown {sorted(unknown)}")
    return kind(**{name: unpack(hints[name], item) for name, item in data.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _worth_keeping(field: Field[Any], item: Any) -> bool:
    if field.default is not MISSING:
        return bool(item != field.default)
    if field.default_factory is not MISSING:
        return bool(item != field.default_factory())
    return True
