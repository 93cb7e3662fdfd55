"""Entries of the paper register: dossiers received while the system was down, with true time and number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.outages import RegisterNumberUsed, RegisterNumberWrong
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Line, Moment


def needed(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return keys to load with the dossier: the item of the register's number."""
    line = body.get("paper_register")
    return [_place(line["code"])] if line else []


def code(m: Moment, line: Line, pattern: str) -> str:
    """Return the code on paper, when the register can have given it that day and no other dossier has it."""
    given = m.body["paper_register"]["code"]
    day = line.at.astimezone(VIETNAM).date()
    unit = m.desk.reference.unit_code(m.dossier.one_stop, codes.unit_form(pattern))
    series, kept = codes.series(pattern, unit, day), reserved(m)
    if given not in {codes.printed(pattern, series, number) for number in kept}:
        raise RegisterNumberWrong(series=series, first=kept.start, last=kept.stop - 1)
    if "|".join(_place(given)) in m.loaded.extra:
        raise RegisterNumberUsed(code=given)
    return str(given)


def reserved(m: Moment) -> range:
    """Return the numbers of each day that belong to the paper register."""
    return range(m.rule("code.reserve_from").value, m.rule("code.reserve_to").value + 1)


def _place(code: str) -> tuple[str, str]:
    series, number = codes.split(code)
    return f"CODES#{series}", number
