"""The page of security names tests that exist, for every chapter of the standard, and gives a reason where there is
none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:web/)?tests/[\w/.]+(?:::\w+)?)`", TEXT)))
CHAPTERS = {int(number): body for number, body in re.findall(r"\n## V(\d+) [^\n]*\n(.*?)(?=\n## |\Z)", TEXT, re.DOTALL)}
ROWS = [
    pytest.param(*(cell.strip() for cell in line.strip("|").split(" | ")), id=f"V{number} {line[2:40]}")
    for number, body in CHAPTERS.items()
    for line in body.splitlines()
    if line.startswith("| ") and not line.startswith("| requirement")
]


@cache
def read_source(path: str) -> str:
    """The text of a test file."""
    return (ROOT / path).read_text()


def test_every_chapter_is_there_in_order() -> None:
    assert list(CHAPTERS) == list(range(1, 18))
    assert len(NAMED) > 100


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_exists(named: str) -> None:
    path, _, name = named.partition("::")
    found = ROOT / path
    assert found.is_dir() or found.is_file(), named
    if name:
        assert re.search(rf"\bdef {name}\(", read_source(path)), named


@pytest.mark.parametrize(("requirement", "how", "test"), ROWS)
def test_a_line_has_its_test_or_the_reason_why_not(requirement: str, how: str, test: str) -> None:
    assert requirement
    if not re.search(r"`(?:web/)?tests/|`make ", test):
        assert test == "–"
        assert re.search(r"not (used|yet)|are the only client", how), how
