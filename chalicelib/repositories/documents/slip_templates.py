"""The wording of slips as shipped: one file for each set of forms and version, read once per container.

A version that made a slip never changes: a new wording is a new file with the next number, and the newest
of each set is used. `tests/domain/documents/test_slip_templates.py` holds released versions to their digests.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.documents.slip_values import SlipTemplate, Wording

FOLDER = Path(__file__).parents[2] / "data" / "papers"
WORDS = "words"
_NAME = re.compile(r"(?P<name>[a-z0-9-]+)-(?P<version>[0-9]+)")


@cache
def load_wording(folder: Path = FOLDER) -> Wording:
    """Return the newest wording of every set, the words of codes and the newest layout."""
    newest = _list_newest(folder, "*.toml")
    words = tomllib.loads(newest.pop(WORDS).read_text(encoding="utf-8"))
    return Wording(
        layout=_list_newest(folder, "*.typ")["layout"].stem,
        templates={name: _read_templates(path) for name, path in newest.items()},
        words=words,
    )


def find_layout(layout: str, folder: Path = FOLDER) -> Path:
    """Return the path of a layout's source, the newest or an old one. Raise FileNotFoundError for one never shipped."""
    path = folder / f"{layout}.typ"
    if not (_NAME.fullmatch(layout) and path.is_file()):
        raise FileNotFoundError(f"no layout {layout!r}")
    return path


def _list_newest(folder: Path, pattern: str) -> dict[str, Path]:
    found: dict[str, tuple[int, Path]] = {}
    for path in folder.glob(pattern):
        parsed = _NAME.fullmatch(path.stem)
        if parsed is None:
            raise ValueError(f"{path.name}: a file of wording is named name-version")
        name, version = parsed["name"], int(parsed["version"])
        found[name] = max(found.get(name, (0, path)), (version, path))
    return {name: path for name, (_, path) in found.items()}


def _read_templates(path: Path) -> Mapping[str, SlipTemplate]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {kind: _parse_template(f"{path.stem}/{kind}", body) for kind, body in data.items()}


def _parse_template(wording: str, given: Mapping[str, Any]) -> SlipTemplate:
    lists = {name: tuple(given.get(name, ())) for name in ("signers", "closing")}
    fields = tuple((key, label) for key, label in given["fields"])
    return SlipTemplate(wording=wording, **{**given, **lists, "fields": fields})
