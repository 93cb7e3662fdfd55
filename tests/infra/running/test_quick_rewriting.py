"""What pytest makes of an assertion is the same with nodes from one loop."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from _pytest.assertion import rewrite

from tests.support.running.quick_rewriting import list_placed_nodes

SOURCE = """
def test_it(given):
    assert given.items["a"] == [each for each in given if each > 1] and not (found := given.first(1, *given, **{})), (
        f"wrong: {found!r}"
    )
    assert lambda: 3
"""


def walk_as_pytest_does(node: ast.AST) -> Any:
    """Each node, then what is below it."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walk_as_pytest_does(child)


@pytest.mark.parametrize("source", [SOURCE, Path(__file__).read_text()], ids=["made up", "this file"])
def test_each_node_gets_the_same_place(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vars(rewrite)["traverse_node"] is list_placed_nodes, "the tests themselves are rewritten so"
    made = []
    for walk in (walk_as_pytest_does, list_placed_nodes):
        monkeypatch.setattr(rewrite, "traverse_node", walk)
        tree = ast.parse(source)
        rewrite.rewrite_asserts(tree, source.encode(), "test_it.py")
        compile(tree, "test_it.py", "exec")
        made.append(ast.dump(tree, include_attributes=True))
    assert made[0] == made[1]
    assert "@pytest_ar" in made[0]
