"""The internal process of a procedure must fit into its own time: refused with file, key and reason like the law."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.law.source import LawSource

DAY_HOURS = 8  # internal processes are drawn up with eight working hours to the day
HOURS = {"working_hour": 1, "working_day": DAY_HOURS, "calendar_day": DAY_HOURS}


def check_procedures(source: LawSource, folder: Path) -> None:
    """Check every procedure of the catalogue folder."""
    for path in sorted(folder.glob("*.json")):
        check_procedure(source, f"procedures/{path.name}", json.loads(path.read_text(encoding="utf-8")))


def check_procedure(source: LawSource, file: str, procedure: dict[str, Any], above: str = "") -> None:
    """Check that the internal process of a procedure fits into its time, and each policy on it. `above` begins each
    key where the procedure is not a file of its own."""
    limit, process = procedure["processing_time"], procedure["process"]
    most = limit_hours(limit["value"], limit["unit"])
    steps = sum(step["hours"] for step in process["steps"])
    if steps != process["hours"]:
        source.refuse_value(
            file, f"{above}process.steps", f"the steps take {steps:g} hours, not the {process['hours']:g} stated"
        )
    if most is not None and steps > most:
        source.refuse_value(file, f"{above}process.hours", f"{steps:g} hours exceed the procedure's time of {most:g}")
    for number, policy in enumerate(limit.get("online", ())):
        _check_online(source, file, f"{above}processing_time.online[{number}]", policy, limit)
    tasks = sum(task["hours"] for task in procedure.get("tasks", []))
    if tasks > process["hours"]:
        source.refuse_value(file, f"{above}tasks", f"{tasks:g} hours exceed the process of {process['hours']:g}")


def _check_online(source: LawSource, file: str, key: str, policy: dict[str, Any], usual: dict[str, Any]) -> None:
    """A policy on online filings is one province's, and shorter than the published time in its own unit."""
    if policy["province"] not in source.provinces:
        source.refuse_value(file, f"{key}.province", f"there is no province {policy['province']!r}")
    if policy["unit"] != usual["unit"] or not 0 < policy["value"] < usual["value"]:
        reason = f"{policy['value']} {policy['unit']} is not shorter than {usual['value']} {usual['unit']}"
        source.refuse_value(file, f"{key}.value", reason)


def limit_hours(value: int, unit: str) -> float | None:
    """Return the most working hours a limit can hold; None where months make that uncertain."""
    if unit == "immediate":
        return float(DAY_HOURS)
    return float(value * HOURS[unit]) if unit in HOURS else None
