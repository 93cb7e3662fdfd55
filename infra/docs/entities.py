"""The entities of the one table, read from `entities.toml`: their keys, contents, writers, readers and time to live."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import KeyPattern

_FILE = Path(__file__).with_name("entities.toml")
NOT_STORED = {
    "LAST_FACT": "the bound of a query",
    "DELIVERIES_OF_FACT": "the beginning of the keys of one fact's deliveries",
    "CODES_OF_CONTACTS": "the beginning of the keys of codes of a dossier's parties",
    "END_OF_INSTANT": "the bound of a query",
    "UNDATED": "the day of a line without one",
    "VIEWED_LIST": "the name under which a view of a list is recorded",
    "VIEWED_SEARCH": "the name under which a search is recorded",
    "VIEWED_POPULATION": "the name under which look-ups of population data are recorded",
    "DIGEST_LETTERS": "the length of a digest in a key",
}
"""Names of `keys.py` that are no entity's key."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry that an item has in one of the indexes."""

    index: str
    pk: str
    sk: str
    when: str
    read: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of item, with its keys as patterns."""

    name: str
    pk: str
    sk: str
    holds: str
    written: str
    read: str
    access: str
    module: str = ""
    lives: str = "stays"
    indexed: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entities of one subject."""

    title: str
    entities: tuple[Entity, ...]


@cache
def load_groups() -> tuple[Group, ...]:
    """Return every group of entities, in the order of the document."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))["group"]
    return tuple(Group(each["title"], tuple(map(_read_entity, each["entity"]))) for each in given)


def list_entities() -> tuple[Entity, ...]:
    """Return every entity."""
    return tuple(entity for group in load_groups() for entity in group.entities)


@cache
def list_named_keys() -> frozenset[str]:
    """Return the names of `keys.py` that entities use."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))["group"]
    entities = [entity for group in given for entity in group["entity"]]
    rows = [*entities, *(entry for entity in entities for entry in entity.get("indexed", ()))]
    return frozenset(row[part].partition(".")[0] for row in rows for part in ("pk", "sk"))


def _read_entity(given: dict[str, Any]) -> Entity:
    indexed = tuple(IndexEntry(**_resolve_keys(each)) for each in given.get("indexed", ()))
    return Entity(**{**_resolve_keys(given), "indexed": indexed})


def _resolve_keys(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "pk": find_pattern(given["pk"]), "sk": find_pattern(given["sk"])}


def find_pattern(key: str) -> str:
    """Return the pattern of a name of `keys.py` (`NAME`, or `NAME.0` for a part of a pair), or the key as it is."""
    name, _, part = key.partition(".")
    if not hasattr(keys, name):
        return key
    found = getattr(keys, name)
    value = found[int(part)] if part else found
    return value.pattern if isinstance(value, KeyPattern) else str(value)
