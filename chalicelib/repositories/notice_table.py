"""The table of notices as shipped, read and checked once per container."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.notices import NoticeTable, read_table

FOLDER = Path(__file__).parents[1] / "data" / "notices"
WORDS = "words"


@cache
def load_notices(folder: Path = FOLDER) -> NoticeTable:
    """Every notice of the folder's files. Raises NoticeDataError for what could not be told in full."""
    files = sorted(path for path in folder.glob("*.toml") if path.stem != WORDS)
    merged: dict[str, Any] = {"notice": [], "none_owed": {}}
    for path in files:
        data = _toml(path)
        merged["notice"] += data.get("notice", [])
        merged["none_owed"] |= data.get("none_owed", {})
    return read_table(merged, _toml(folder / f"{WORDS}.toml"))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
