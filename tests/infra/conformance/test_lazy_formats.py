"""The checker of web addresses answers as itself, and is loaded no earlier."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import jsonschema
import pytest

from infra.conformance import lazy_formats

ITSELF = """
asked = []
def is_valid_syntax(term, value):
    asked.append((term, value))
    return value == "http://một.vn/"
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of that name, which is not loaded."""
    (tmp_path / f"{lazy_formats.NAME}.py").write_text(ITSELF)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, lazy_formats.NAME, raising=False)


@pytest.mark.usefixtures("library")
def test_the_library_is_loaded_by_the_first_address_and_answers_itself() -> None:
    lazy_formats.install()
    lazy_formats.install()
    stands_in = sys.modules[lazy_formats.NAME]
    assert not hasattr(stands_in, "asked")
    assert stands_in.is_valid_syntax("iri", "http://một.vn/")
    assert not stands_in.is_valid_syntax("iri", "một vn")
    assert sys.modules[lazy_formats.NAME].asked == [("iri", "http://một.vn/"), ("iri", "một vn")]


@pytest.mark.usefixtures("library")
def test_what_is_loaded_already_stays() -> None:
    loaded = __import__(lazy_formats.NAME)
    lazy_formats.install()
    assert sys.modules[lazy_formats.NAME] is loaded


def test_the_tests_do_not_load_it_with_the_checker_of_forms() -> None:
    assert "iri" in jsonschema.FormatChecker.checkers
    known = vars(importlib.import_module("jsonschema._format"))
    assert known["_rfc3987_is_valid_syntax"] is lazy_formats.is_valid_syntax
