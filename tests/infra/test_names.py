"""Names in our own Python: functions begin with a verb, classes are named once, arguments have a word."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
LIST: dict[str, Any] = tomllib.loads((Path(__file__).parent / "names.toml").read_text())
VERBS = frozenset(LIST["verbs"].split())
KEPT_NAMES = {name: kept["why"] for kept in LIST["kept"] for name in kept.get("names", ())}
KEPT_DECORATORS = {kept["decorator"]: kept["why"] for kept in LIST["kept"] if "decorator" in kept}
ATTRIBUTES = {"property", "cached_property", "setter"}
"""Decorators of functions that are read like an attribute, and named like one."""
VAGUE = {"get", "do", "handle", "process", "make"}
"""Verbs that say little of what happens."""
MOST_VAGUE, MOST_ONE_WORD = 0.15, 0.25


class FunctionName(NamedTuple):
    """A function: where it stands, its name, and the last words of its decorators."""

    place: str
    name: str
    decorators: frozenset[str]

    @property
    def first_word(self) -> str:
        """The word that should be a verb."""
        return self.name.strip("_").split("_")[0]


class House(NamedTuple):
    """The names of our own Python: functions, public classes of the product, and arguments of one letter."""

    functions: tuple[FunctionName, ...]
    classes: tuple[str, ...]
    letters: tuple[str, ...]


def list_modules() -> Iterator[Path]:
    """Our own Python without its tests and its data."""
    for folder in ("chalicelib", "infra", "bench"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "data" not in path.relative_to(ROOT).parts)


@cache
def read_house() -> House:
    """Return the names of every module, each read once."""
    functions: list[FunctionName] = []
    classes: list[str] = []
    letters: list[str] = []
    for path in list_modules():
        place = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text())
        if place.startswith("chalicelib/"):
            # A class within a class is a part of it, as the tables' options are.
            classes += [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append(FunctionName(place, node.name, frozenset(map(_name_decorator, node.decorator_list))))
                letters += [f"{place} {node.name}({name})" for name in _list_arguments(node) if len(name) == 1]
    return House(tuple(functions), tuple(classes), tuple(letters))


def _name_decorator(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


def _list_arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    given = node.args
    for each in (*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg):
        # A lone underscore says that the value is not used.
        if each is not None and each.arg != "_":
            yield each.arg.strip("_")


def list_named_by_us() -> list[FunctionName]:
    """Functions whose names we choose freely: neither Python's own nor attributes."""
    return [
        each for each in read_house().functions if not each.name.startswith("__") and not each.decorators & ATTRIBUTES
    ]


def test_each_function_begins_with_a_verb() -> None:
    wrong = [
        f"{each.place} {each.name}"
        for each in list_named_by_us()
        if each.first_word not in VERBS
        and each.name.strip("_") not in KEPT_NAMES
        and not each.decorators & KEPT_DECORATORS.keys()
    ]
    assert wrong == [], "begin with a verb of tests/infra/names.toml"


def test_few_names_are_one_word_or_begin_with_a_vague_verb() -> None:
    named = list_named_by_us()
    assert sum(each.first_word in VAGUE for each in named) <= MOST_VAGUE * len(named)
    assert sum("_" not in each.name.strip("_") for each in named) <= MOST_ONE_WORD * len(named)


def test_each_public_class_of_the_product_has_its_own_name() -> None:
    assert {name: count for name, count in Counter(read_house().classes).items() if count > 1} == {}


def test_no_argument_is_one_letter() -> None:
    assert list(read_house().letters) == []


def test_each_name_kept_without_a_verb_is_still_there_and_has_a_reason() -> None:
    there = {each.name.strip("_") for each in read_house().functions}
    used = {name for each in read_house().functions for name in each.decorators}
    assert KEPT_NAMES.keys() - there == set()
    assert KEPT_DECORATORS.keys() - used == set()
    assert all(kept["why"] for kept in LIST["kept"])


@pytest.mark.parametrize("name", ["beside", "told", "letters", "paper_hash", "_made", "anew_written"])
def test_a_name_without_a_verb_is_found(name: str) -> None:
    assert FunctionName("made_up.py", name, frozenset()).first_word not in VERBS
