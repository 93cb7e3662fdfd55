"""The provinces as the tools see them: the folders of data, and what each says of its name and look."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from chalicelib.provinces import DESCRIPTION, FOLDERS, known_provinces

MARK = "mark.svg"
DARKER, LIGHTER = 0.75, 0.35
"""How far a colour goes towards black or white where a pointer is over it."""


def describe_site(province: str, folders: Path = FOLDERS) -> dict[str, str]:
    """What the pages are told of a province: its code, its name in both languages, its colours where it has some, and
    the address of its mark (empty: the pages draw their own)."""
    about = _read(folders / province)
    look: dict[str, str] = about.get("look", {})
    action, dark = look.get("action", ""), look.get("action_dark", "")
    return {
        "province": province,
        "province_vi": about["name_vi"],
        "province_en": about["name_en"],
        "action": action,
        "action_hover": _mix(action, 0, DARKER) if action else "",
        "action_dark": dark,
        "action_dark_hover": _mix(dark, 255, 1 - LIGHTER) if dark else "",
        "mark": f"/{MARK}" if (folders / province / MARK).is_file() else "",
    }


def mark_of(province: str, folders: Path = FOLDERS) -> Path | None:
    """The province's own mark, if its folder has one."""
    mark = folders / province / MARK
    return mark if mark.is_file() else None


def read_prefixes(folders: Path = FOLDERS) -> dict[str, str]:
    """Province by the prefix of its regulation's clauses, for those that have such a list."""
    named = {code: _read(folders / code).get("clauses", "") for code in known_provinces(folders)}
    return {prefix: code for code, prefix in named.items() if prefix}


def _read(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))


def _mix(colour: str, towards: int, share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * share + towards * (1 - share)):02x}" for part in parts)
