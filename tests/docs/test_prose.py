"""Docstrings, comments and documents speak plain English: `wording.toml` lists the words that they do not use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = tomllib.loads((ROOT / "tests" / "docs" / "wording.toml").read_text(encoding="utf-8"))
PROSE = re.compile("|".join(rf"\b(?:{word['not']})\b" for word in LIST["prose"]), re.IGNORECASE)
CODE = ("chalicelib", "infra", "bench", "tests")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
_NO_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)")
"""Names in code style and the targets of links."""
_LONG = r'"""(?:[^"\\]|\\.|"(?!""))*"""'
_SPOKEN = re.compile(rf"(?P<doc>^[ ]*{_LONG})|{_LONG}|(?P<note>(?<=\s)#[ ][^\n]*)", re.DOTALL | re.MULTILINE)
"""Docstrings and comments. A tree or tokens of each module would take ten times as long."""


def list_documents() -> list[Path]:
    """Every text in English that stands outside the product's own words."""
    code = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    return [*code, *(ROOT / page for page in PAGES), *sorted((ROOT / "docs").rglob("*.md"))]


def read_prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of prose with their numbers: all of a document, long strings and comments of a module."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from enumerate(source.splitlines(), 1)
    elif PROSE.search(source):
        for found in _SPOKEN.finditer(source):
            said = found["doc"] or found["note"] or ""
            yield from enumerate(said.splitlines(), source.count("\n", 0, found.start()) + 1)


def list_quaint(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each listed word of a file with its place and its line."""
    name = path.relative_to(ROOT).as_posix()
    for number, line in read_prose(path):
        for found in PROSE.finditer(_NO_PROSE.sub("", line)):
            yield name, line, f"{name}:{number}: {found[0]}"


def test_prose_has_no_word_of_the_list() -> None:
    needed, wrong = set(), []
    for name, line, place in (each for path in list_documents() for each in list_quaint(path)):
        why = [n for n, kept in enumerate(LIST["prose_kept"]) if kept["in"] == name and kept["text"] in line]
        needed.update(why)
        if not why:
            wrong.append(place)
    assert wrong == []
    assert needed == set(range(len(LIST["prose_kept"])))


def test_each_word_of_the_list_is_found() -> None:
    for word in LIST["prose"]:
        assert re.search(rf"\b(?:{word['not']})\b", f"what {word['example']}, and"), word
        assert len(word["write"]) > 2
