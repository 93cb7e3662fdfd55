"""Entries of the paper register: what was received while the system was down, with its true time and its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import codes
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.outages import RegisterNumberUsed, RegisterNumberWrong, require_inside
from chalicelib.domain.timezone import VIETNAM
from chalicelib.steps import outages
from chalicelib.steps.act import Moment
from chalicelib.steps.filing import require_register


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: in which outage, when, and the code given on paper."""

    outage: str
    at: datetime
    code: str


def needed(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Items to load with the dossier: the outage, and whoever has the number already."""
    line = body.get("paper_register")
    return [outages.key(line["outage"]), _place(line["code"])] if line else []


def entry(m: Moment) -> Entry | None:
    """The line of the register that the body names; None when the dossier is received as it happens."""
    line = m.body.get("paper_register")
    if not line:
        return None
    unit, at = m.dossier.one_stop, line["received_at"]
    require_register(m.desk.reference, m.ask, unit, at)
    require_inside(outages.find(m.loaded, line["outage"]), unit, at, m.now)
    if at < m.dossier.filed_at:
        vi, en = "Không thể tiếp nhận trước khi nộp.", "A dossier is not received before it is filed."
        raise Invalid(fields=(FieldError("/paper_register/received_at", "before_filing", vi, en),))
    return Entry(line["outage"], at, line["code"])


def code(m: Moment, line: Entry, pattern: str) -> str:
    """The code on paper, when the register can have given it that day and no other dossier has it."""
    day = line.at.astimezone(VIETNAM).date()
    unit = m.desk.reference.unit_code(m.dossier.one_stop, codes.unit_form(pattern))
    series, kept = codes.series(pattern, unit, day), reserved(m)
    if line.code not in {codes.printed(pattern, series, number) for number in kept}:
        raise RegisterNumberWrong(series=series, first=kept.start, last=kept.stop - 1)
    if "|".join(_place(line.code)) in m.loaded.extra:
        raise RegisterNumberUsed(code=line.code)
    return line.code


def reserved(m: Moment) -> range:
    """Numbers of each day that belong to the paper register."""
    return range(m.rule("code.reserve_from").value, m.rule("code.reserve_to").value + 1)


def _place(code: str) -> tuple[str, str]:
    series, number = codes.split(code)
    return f"CODES#{series}", number
