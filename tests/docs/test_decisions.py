"""Decisions are short, dated, undoable, numbered once; the list of dependencies is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
INPUTS = (
    "requirements.in",
    "requirements-dev.in",
    "infra/local/requirements.in",
    "infra/lint-requirements.in",
    "infra/uv-requirements.in",
    "infra/deploy-requirements.in",
    "infra/audit-requirements.in",
    "infra/docs-requirements.in",
)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: str(path.stem))
def test_a_decision_has_its_number_a_date_and_a_way_back(path):
    text = path.read_text()
    number = path.name[:4]
    assert re.match(rf"# {number} \S", text)
    assert re.search(r"^20\d\d-\d\d-\d\d · ", text, re.MULTILINE)
    assert "ndo" in text
    assert len(text.splitlines()) <= 60


def test_no_number_is_used_twice():
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)


def test_the_index_lists_each_decision_once_by_its_title_in_order():
    text = (ROOT / "docs" / "decisions" / "README.md").read_text()
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", text, re.MULTILINE)
    titles = {path.name: path.read_text().split("\n")[0].removeprefix("# ") for path in DECISIONS}
    assert sorted(file for _, file in listed) == sorted(titles)
    assert {file: title for title, file in listed} == titles
    for subject in text.split("\n## ")[1:]:
        files = re.findall(r"^- \[.+\]\((.+)\)$", subject, re.MULTILINE)
        assert files == sorted(files), subject.split("\n")[0]


def list_packages(text: str) -> set[str]:
    """Packages that a requirements file asks for, without extras and versions."""
    lines = [line.strip() for line in text.splitlines()]
    return {re.split(r"[\[=<>~; ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


@pytest.mark.parametrize("file", INPUTS)
def test_every_dependency_has_its_reason(file):
    reasons = (ROOT / "docs" / "decisions" / "0007-dependencies.md").read_text()
    assert {name for name in list_packages((ROOT / file).read_text()) if f"`{name}`" not in reasons} == set()


def test_no_reason_is_left_for_a_dependency_that_is_gone():
    reasons = (ROOT / "docs" / "decisions" / "0007-dependencies.md").read_text().split("**Undo.**")[0]
    known = {name for file in INPUTS for name in list_packages((ROOT / file).read_text())}
    packages = {name for name in re.findall(r"`([A-Za-z][A-Za-z0-9_-]+)`", reasons) if "/" not in name}
    assert packages - known == set()
