"""The clause marks of tests, read from their sources without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.conformance.clauses import ROOT

PARAMETER_TESTS = ("tests/law/", "tests/domain/law/test_rulings.py")
"""Tests of recorded parameters: a recorded value proves no behaviour."""

PRODUCT_TESTS = ("tests/product/", "tests/e2e/", "tests/browser/")
"""Tests of the whole product, at its routes and pages."""


def is_product_test(test: str) -> bool:
    """Return whether a test, by its path or node id, is one of the product's routes and pages."""
    return test.startswith(PRODUCT_TESTS)


def can_prove(test: str) -> bool:
    """Return whether a test, by its path or node id, can prove a clause."""
    return not test.startswith(PARAMETER_TESTS)


def find_marks(root: Path = ROOT) -> dict[str, list[str]]:
    """Return clause → places («tests/steps/test_x.py:12») of the tests that name it."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for clause, line in _list_marks(path):
            found.setdefault(clause, []).append(f"{path.relative_to(root).as_posix()}:{line}")
    return found


def _list_marks(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_mark(node.func):
            for argument in node.args:
                # Only plain text can be read here; anything else counts as an unknown clause.
                known = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                yield str(argument.value) if known else ast.unparse(argument), node.lineno  # type: ignore[attr-defined]


def _is_mark(function: ast.Attribute) -> bool:
    return function.attr == "clause" and isinstance(function.value, ast.Attribute) and function.value.attr == "mark"
