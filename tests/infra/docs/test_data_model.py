"""docs/data-model.md is what the keys and entities draw, and knows every key and every stored item."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import KeyPattern
from infra.docs.data_model import DOCUMENT, build_document
from infra.docs.entities import NOT_STORED, list_entities, list_named_keys
from tests.infra.templates import FUNCTIONS

ROOT = Path(__file__).parents[3]


def test_the_document_is_what_the_entities_draw() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == build_document(), "run: python -m infra.docs.data_model"


def test_every_key_belongs_to_an_entity() -> None:
    written = {
        name
        for name, value in vars(keys).items()
        if name.isupper() and isinstance(value, KeyPattern | str | int | tuple)
    }
    assert written - list_named_keys() - NOT_STORED.keys() == set()
    assert NOT_STORED.keys() <= written


def test_no_two_entities_have_the_same_keys_or_name() -> None:
    entities = list_entities()
    assert len({(each.pk, each.sk) for each in entities}) == len({each.name for each in entities}) == len(entities)


def test_entities_name_modules_steps_and_functions_that_exist() -> None:
    missing = []
    for each in list_entities():
        if each.module and not (ROOT / "chalicelib" / "repositories" / each.module).is_file():
            missing.append(f"{each.name}: {each.module}")
        read = [entry.read for entry in each.indexed]
        for name in re.findall(r"`([^`]+)`", " ".join((each.written, each.read, *read))):
            step = (ROOT / "chalicelib" / "steps" / f"{name}.py").is_file() or (ROOT / name).is_file()
            if not (step if "/" in name else name in FUNCTIONS):
                missing.append(f"{each.name}: {name}")
    assert missing == []


def test_every_item_that_commands_and_consumers_write_is_in_the_model() -> None:
    """The budgets name each item that a command or consumer writes; a test holds them to what is written."""
    budgets = tomllib.loads((ROOT / "bench" / "budgets.toml").read_text(encoding="utf-8"))
    written = {item for group in budgets.values() for each in group.values() for item in each.get("items", ())}
    known = set()
    for each in list_entities():
        kind = "/".join(_name_head(key) for key in (each.pk, each.sk))
        known |= {kind, *(f"{kind} in index {entry.index}" for entry in each.indexed)}
    assert len(written) > 30
    # An instant in a key is in capitals, as a kind is.
    assert {re.sub(r"/\d\S*", "/…", item) for item in written} - known == set()


def _name_head(key: str) -> str:
    head = key.split("#")[0]
    return head if head.isupper() else "…"
