"""Each parameter names a file that reads it, or the feature that will: law that nobody reads is no rule."""

from __future__ import annotations

import re
import tomllib

import pytest

from chalicelib.repositories.law.rule_set import load_rules
from infra.conformance.clauses import ROOT, read_clauses
from infra.law.build import SOURCE

PARAMS = tomllib.loads((SOURCE / "params.toml").read_text(encoding="utf-8"))
FOLDERS = (("chalicelib", ".py"), ("infra", ".py"), ("chalicelib/data/notices", ".toml"))
"""Folders that read the law: the product, its deployment, and the table of notices."""


def list_quoted(text: str) -> set[str]:
    """The parameters that a source names as a text of its own."""
    return {name for name in re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', text) if name in PARAMS}


READ = {
    path.relative_to(ROOT).as_posix(): list_quoted(path.read_text(encoding="utf-8"))
    for folder, kind in FOLDERS
    for path in sorted((ROOT / folder).rglob(f"*{kind}"))
}


def test_a_file_that_is_said_to_read_a_parameter_does() -> None:
    said = {name: table["read_by"] for name, table in PARAMS.items() if "read_by" in table}
    assert {name: file for name, file in said.items() if name not in READ.get(file, ())} == {}


def test_what_is_read_does_not_wait_for_a_feature() -> None:
    waits = {name for name, table in PARAMS.items() if "feature" in table}
    assert {file: sorted(names & waits) for file, names in READ.items() if names & waits} == {}


def test_what_waits_names_a_feature_of_the_list() -> None:
    known = {clause.feature for clause in read_clauses()}
    assert {name for name, table in PARAMS.items() if table.get("feature", "F98") not in known} == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('m.rule("extension.cap", unit=unit)', {"extension.cap"}),
        ('"""Reads `extension.cap`."""', set()),
        ('m.rule(f"extension.{name}")', set()),
    ],
)
def test_only_a_text_of_its_own_is_a_reading(text: str, named: set[str]) -> None:
    assert list_quoted(text) == named


def test_every_parameter_of_the_built_law_is_in_the_one_list() -> None:
    assert set(load_rules().params) == set(PARAMS)
