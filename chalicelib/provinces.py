"""The known provinces: one folder of data each; no other code names a province."""

from __future__ import annotations

import re
from pathlib import Path

FOLDERS = Path(__file__).parent / "data" / "province"
DESCRIPTION = "province.toml"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
LONGEST = 16
"""Longest code in characters: it is part of names of tables, buckets and sign-in addresses."""


def is_province(code: str, folders: Path = FOLDERS) -> bool:
    """Return whether there is a province of this code, which is the name of its folder."""
    return len(code) <= LONGEST and bool(CODE.fullmatch(code)) and (folders / code / DESCRIPTION).is_file()


def list_provinces(folders: Path = FOLDERS) -> tuple[str, ...]:
    """Return the codes of the existing provinces' folders, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folders.glob(f"*/{DESCRIPTION}")))
