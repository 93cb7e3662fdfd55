"""The value table of a second reader, and the wrong data that it or the build must notice."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from chalicelib.domain.law.model import Param, Rules
from infra.law.build import SOURCE, validated
from infra.law.mutants import mutants, refused, survivors
from tests.conftest import SIZE
from tests.law.calendars import RULES
from tests.law.tables import declarations, declared, faults, values

CODE = Path(__file__).parents[2] / "chalicelib"


@pytest.mark.parametrize("param", list(values()))
def test_the_law_says_what_the_second_reader_read(param):
    assert list(faults(RULES, RULES.params[param])) == []


@pytest.mark.parametrize("param", list(declarations()))
def test_declarations_are_as_the_second_reader_wrote_them(param):
    assert declared(RULES.params[param]) == declarations()[param]


def _asked_for() -> set[str]:
    """Every parameter that the workflow's code names."""
    texts = (
        node.value
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return set(texts) & set(RULES.params)


def test_whatever_the_code_asks_for_was_read_twice():
    asked = _asked_for()
    assert {"extension.cap", "reception.answer_limit", "channel.open"} <= asked
    assert asked <= set(declarations()), asked - set(declarations())
    assert asked <= set(values()), asked - set(values())


def test_whatever_decides_a_dossier_was_read_twice():
    """A parameter that a running dossier keeps has its rows and its declaration in the tables."""
    kept = {param.id for param in RULES.params.values() if param.running == "keep"}
    assert kept <= set(declarations()), kept - set(declarations())
    assert kept <= set(values()), kept - set(values())


def _noticed(rules: Rules, param: Param) -> bool:
    return declared(param) != declarations()[param.id] or next(faults(rules, param), None) is not None


def _tried() -> list[Param]:
    """In a small run what the code asks for; in a full run everything in the tables."""
    names = _asked_for() if SIZE == "small" else set(declarations())
    return [RULES.params[name] for name in sorted(names & set(values()))]


def test_no_wrong_datum_goes_unnoticed():
    tried, left = survivors(validated(SOURCE), _tried(), _noticed)
    assert tried > 500
    assert left == []


def test_the_build_alone_would_let_wrong_data_pass():
    """Why the table exists: a wrong value or day is valid data for the build."""
    source = validated(SOURCE)
    param = source.params["reception.answer_limit"]
    passed = [mutant.what for mutant in mutants(source, param) if not refused(source, mutant)]
    assert {"nd45.answer: value 9", "hue.answer: value 2"} <= set(passed)
