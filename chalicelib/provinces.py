"""Which provinces there are: one folder of data each, and nothing else in the system names one."""

from __future__ import annotations

import re
from pathlib import Path

FOLDERS = Path(__file__).parent / "data" / "province"
DESCRIPTION = "province.toml"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
LONGEST = 16
"""Characters of a code: it is part of names of tables, buckets and sign-in addresses."""


def is_province(code: str, folders: Path = FOLDERS) -> bool:
    """Whether there is a province of this code, which is the name of its folder."""
    return len(code) <= LONGEST and bool(CODE.fullmatch(code)) and (folders / code / DESCRIPTION).is_file()


def known_provinces(folders: Path = FOLDERS) -> tuple[str, ...]:
    """The codes of the provinces whose folders are there, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folders.glob(f"*/{DESCRIPTION}")))
