"""What the pages show of a province: names, colours, mark, and office hours in words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Any

from chalicelib.domain.catalogue.agencies import LEVEL_OF_COMMITTEE
from chalicelib.domain.help.office_week import write_week
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.provinces import DESCRIPTION, FOLDERS

MARK, AGENCIES, SEASONS = "mark.svg", "agencies.json", "calendar.toml"


DARKER, LIGHTER = 0.75, 0.35
"""How far a colour goes towards black or white where a pointer is over it."""


def describe_site(province: str, folders: Path = FOLDERS) -> dict[str, str]:
    """Return what the pages show of a province: its code, its name in both languages, its colours, the address of its
    mark (empty: the pages draw their own), its operator and contact details; empty where the folder has none."""
    about = read_description(folders / province)
    look: dict[str, str] = about.get("look", {})
    contact: dict[str, str] = about.get("contact", {})
    centre = _find_centre(folders / province)
    hours = {"vi": "", "en": ""}
    if not (folders / province / SEASONS).is_file():
        hours = {language: describe_hours(centre.get("office_hours", ()), language) for language in hours}
    action, dark = look.get("action", ""), look.get("action_dark", "")
    return {
        "province": province,
        "province_vi": about["name_vi"],
        "province_en": about["name_en"],
        "action": action,
        "action_hover": _combine_colours(action, 0, DARKER) if action else "",
        "action_dark": dark,
        "action_dark_hover": _combine_colours(dark, 255, 1 - LIGHTER) if dark else "",
        "mark": f"/{MARK}" if (folders / province / MARK).is_file() else "",
        "operator_vi": centre.get("vi", ""),
        "operator_en": centre.get("en", ""),
        "hotline": centre.get("hotline", ""),
        "hours_vi": hours["vi"],
        "hours_en": hours["en"],
        "address": contact.get("address", ""),
        "email": contact.get("email", ""),
    }


def _find_centre(folder: Path) -> dict[str, Any]:
    """Return the one-stop unit of the province itself, which runs the service; empty where the agencies are not
    there."""
    if not (folder / AGENCIES).is_file():
        return {}
    agencies = json.loads((folder / AGENCIES).read_text(encoding="utf-8"))["agencies"]
    kinds = {each["id"]: each["kind"] for each in agencies}
    units = (each for each in agencies if each.get("is_one_stop") and "active_until" not in each)
    return next((each for each in units if kinds.get(each["parent"]) not in LEVEL_OF_COMMITTEE), {})


def describe_hours(rows: Iterable[Mapping[str, Any]], language: str) -> str:
    """Office hours in words, Monday first: "thứ Hai đến thứ Sáu 07:00–11:00, 13:00–17:00"."""
    week: list[list[Shift]] = [[] for _ in range(7)]
    for row in rows:
        for day in row["days"]:
            week[day - 1].append(Shift(time.fromisoformat(row["open"]), time.fromisoformat(row["close"])))
    return write_week(week, language)


def find_mark(province: str, folders: Path = FOLDERS) -> Path | None:
    """Return the province's own mark, if its folder has one."""
    mark = folders / province / MARK
    return mark if mark.is_file() else None


def read_description(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))


def _combine_colours(colour: str, towards: int, share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * share + towards * (1 - share)):02x}" for part in parts)
