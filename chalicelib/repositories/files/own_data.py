"""A province's own data, in its own folder: one file for each kind, read where it is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_own(data: Path, province: str, name: str) -> dict[str, Any]:
    """Return the table of a file of that name in a province's folder; empty where the province has no such file."""
    path = data / "province" / province / name
    if not province or not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
