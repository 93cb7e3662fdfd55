"""pytest rewrites each assertion of a test; it then asks every made node, by nested generators, for its place.

In a fresh clone that was half of the rewriting of 600 files. Here the nodes that can have a place come from one loop.
"""

from __future__ import annotations

import ast

from _pytest.assertion import rewrite


def list_placed_nodes(node: ast.AST) -> list[ast.AST]:
    """Return a node and those below it, without those that have no place in any source."""
    found, waiting = [], [node]
    while waiting:
        each = waiting.pop()
        if each._attributes:
            found.append(each)
        for name in each._fields:
            value = getattr(each, name, None)
            if isinstance(value, ast.AST):
                waiting.append(value)
            elif isinstance(value, list):
                waiting += [part for part in value if isinstance(part, ast.AST)]
    return found


def install() -> None:
    """Let the rewriting ask for these. Raise AttributeError when pytest does it in another way."""
    if not callable(rewrite.traverse_node):
        raise AttributeError("traverse_node")
    vars(rewrite)["traverse_node"] = list_placed_nodes
