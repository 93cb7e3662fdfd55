"""The Vietnamese texts of the product as the word list reads them: pages, steps, data, documents.

Comments and docstrings are left out. A text is a whole string where the file has strings, else a line.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDERS = ("web/src", "web/index.html", "chalicelib", "docs", "README.md", "README.vi.md")
LEFT_OUT = ("docs/decisions/", "docs/law/", "chalicelib/data/built/", "web/src/generated/")
_SCRIPT = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL
)
_ACCENTED = re.compile(r"[à-ỹÀ-Ỹ]")


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text and its place: a path from the root, with the line or the key."""

    path: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.place}: {self.text}"


def read_texts(root: Path = ROOT) -> Iterator[PlacedText]:
    """Yield every text under the folders that people are shown."""
    for folder in FOLDERS:
        start = root / folder
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            name = path.relative_to(root).as_posix()
            read = READERS.get(path.suffix)
            if read and path.is_file() and not name.startswith(LEFT_OUT):
                yield from (PlacedText(name, place, text) for place, text in read(path) if text.strip())


Found = Iterator[tuple[str, str]]


def _list_python_texts(path: Path) -> Found:
    source = path.read_text()
    if not _ACCENTED.search(source):
        return
    tree = ast.parse(source)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield str(node.lineno), node.value


def _list_script_texts(path: Path) -> Found:
    source = path.read_text()
    for token in _SCRIPT.finditer(source):
        if not token["comment"]:
            yield str(source.count("\n", 0, token.start()) + 1), token[0][1:-1]
    # Neither string nor comment: text between tags.
    rest = _SCRIPT.sub(lambda token: "\n" * token[0].count("\n"), source)
    yield from ((str(n), line) for n, line in enumerate(rest.splitlines(), 1) if _ACCENTED.search(line))


def _list_lines(path: Path) -> Found:
    yield from ((str(n), line) for n, line in enumerate(path.read_text().splitlines(), 1))


def _list_values(value: Any, key: str = "") -> Found:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            # Notices name their ground by the short code that citations are made from.
            if name != "article":
                yield from _list_values(each, f"{key}/{name}")
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from _list_values(each, f"{key}/{n}")


def _list_json_texts(path: Path) -> Found:
    yield from _list_values(json.loads(path.read_text()))


def _list_toml_texts(path: Path) -> Found:
    yield from _list_values(tomllib.loads(path.read_text()))


READERS: dict[str, Callable[[Path], Found]] = {
    ".py": _list_python_texts,
    ".ts": _list_script_texts,
    ".tsx": _list_script_texts,
    ".html": _list_lines,
    ".typ": _list_script_texts,
    ".md": _list_lines,
    ".json": _list_json_texts,
    ".toml": _list_toml_texts,
}
