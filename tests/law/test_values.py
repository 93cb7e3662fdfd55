"""The value table of a second reader, and the wrong data that it or the build must notice."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from chalicelib.domain.law.model import Param, Rules
from chalicelib.handlers.http.addresses import ADDRESSES
from infra.law.build import SOURCE, read_checked_source
from infra.law.mutants import is_refused, list_mutants, list_survivors
from tests.conftest import SIZE
from tests.law.calendars import RULES
from tests.law.tables import list_faults, read_declarations, read_values, write_declaration

CODE = Path(__file__).parents[2] / "chalicelib"


@pytest.mark.parametrize("param", list(read_values()))
def test_the_law_says_what_the_second_reader_read(param):
    assert list(list_faults(RULES, RULES.params[param])) == []


@pytest.mark.parametrize("param", list(read_declarations()))
def test_declarations_are_as_the_second_reader_wrote_them(param):
    assert write_declaration(RULES.params[param]) == read_declarations()[param]


@cache
def _list_asked_for() -> frozenset[str]:
    """Every parameter that the workflow's code names."""
    texts = (
        node.value
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    # Handler files may have the name of a parameter: an address leads to them, nobody asks the law for it.
    return (frozenset(texts) & set(RULES.params)) - set(ADDRESSES.values())


def test_every_parameter_the_code_asks_for_was_read_twice():
    asked = _list_asked_for()
    assert {"extension.cap", "reception.answer_limit", "channel.open"} <= asked
    assert asked <= set(read_declarations()), asked - set(read_declarations())
    assert asked <= set(read_values()), asked - set(read_values())


def test_every_parameter_deciding_a_dossier_was_read_twice():
    """A parameter that a running dossier keeps has its rows and its declaration in the tables."""
    kept = {param.id for param in RULES.params.values() if param.running == "keep"}
    assert kept <= set(read_declarations()), kept - set(read_declarations())
    assert kept <= set(read_values()), kept - set(read_values())


def _is_noticed(rules: Rules, param: Param) -> bool:
    return (
        write_declaration(param) != read_declarations()[param.id] or next(list_faults(rules, param), None) is not None
    )


def _list_tried() -> list[Param]:
    """In a small run what the code asks for; in a full run everything in the tables."""
    names = _list_asked_for() if SIZE == "small" else set(read_declarations())
    return [RULES.params[name] for name in sorted(names & set(read_values()))]


def test_no_wrong_datum_goes_unnoticed():
    tried, left = list_survivors(read_checked_source(SOURCE), _list_tried(), _is_noticed)
    assert tried > 500
    assert left == []


def test_the_build_alone_would_let_wrong_data_pass():
    """Why the table exists: a wrong value or day is valid data for the build."""
    source = read_checked_source(SOURCE)
    param = source.params["reception.answer_limit"]
    passed = [mutant.what for mutant in list_mutants(source, param) if not is_refused(source, mutant)]
    assert {"nd45.answer: value 9", "hue.answer: value 2"} <= set(passed)
