"""Files and folders that documents name in code style exist: a reader who follows a name finds the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
OURS = (
    "chalicelib", "infra", "tests", "web", "docs", "bench", "events", "examples", ".chalice", ".github", "domain",
    "steps", "repositories", "handlers", "models", "wiring",
)  # fmt: skip
"""Folders of the project, and the layers, which documents name without their package."""
UNREAD = {"node_modules", "__pycache__", "dist", "build", ".venv", ".cloud", ".docs"}
_CODE = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"[\w.\-]+(?:/[\w.\-]+)*\.(?:py|tsx?|toml|yaml|yml|sh|css|typ|csv|in|md)")
_FOLDER = re.compile(r"[\w.\-]+(?:/[\w.\-]+)+/?")
NOT_HERE = {
    "docs/decisions/NNNN-title.md": "the form of a name",
    "build/conformance.md": "made by make conformance",
    "web/dist": "made by make site",
    "infra/build": "an earlier name, in the decision about its end",
    "look.md": "a description of the look from outside the project",
}
"""Names of what is made, or stands outside the tree, each with its reason."""


@cache
def list_places() -> frozenset[str]:
    """Every file and folder of the project, each also by the ends of its path."""
    found = set[str]()
    for path in _walk(ROOT):
        parts = path.relative_to(ROOT).parts
        found.update("/".join(parts[start:]) for start in range(len(parts)))
        if path.parent.name == "decisions":
            found.add(f"docs/decisions/{path.name[:4]}")
    return frozenset(found)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in UNREAD or (
            folder == ROOT and path.is_dir() and path.name.startswith(".") and path.name not in OURS
        ):
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)


def list_named(text: str) -> set[str]:
    """Names in code style that can only be files or folders of the project."""
    named = set()
    for code in _CODE.findall(text):
        inside = code.split("/")[0] in OURS
        if _FILE.fullmatch(code) or (inside and _FOLDER.fullmatch(code)):
            named.add(code.rstrip("/"))
    return named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(page: Path) -> None:
    assert list_named(page.read_text(encoding="utf-8")) - list_places() - NOT_HERE.keys() == set()


def test_each_name_that_is_not_here_is_still_written() -> None:
    named = {name for page in PAGES for name in list_named(page.read_text(encoding="utf-8"))}
    assert NOT_HERE.keys() - named == set()
    assert NOT_HERE.keys() & list_places() == set()
