"""Receive: the filing is complete; it gets its dossier code, its receipt and its appointment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain import clocks, codes, fees
from chalicelib.domain.catalogue import Procedure
from chalicelib.domain.codec import pack
from chalicelib.domain.deadlines import Unit
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact
from chalicelib.domain.obligations import Obligations
from chalicelib.domain.worktime import VIETNAM
from chalicelib.repositories.ports import Codes, ExtraPut, Ruling
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.drafts import DESK_CHANNELS
from chalicelib.steps.rules import cited


def receive(desk: Desk, ask: Ask) -> Answer:
    """Accept the filing (NĐ 61/2018 17; QN-11.3). The settlement clock starts with this act."""
    return take(replace(desk, codes=OneNumber(desk.codes)), ask, Step.RECEIVE, decide)


@dataclass
class OneNumber:
    """Draws once for a command: when it must decide anew after a conflict, its number is not burnt."""

    codes: Codes
    drawn: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        """The number drawn before, or the next of the series."""
        if series not in self.drawn:
            self.drawn[series] = self.codes.next(series)
        return self.drawn[series]

    def burnt(self, series: str, reserved: range) -> tuple[int, ...]:
        """Numbers given but unused."""
        return self.codes.burnt(series, reserved)


def decide(m: Moment) -> Decision:
    """Start the clock, make the obligations, take the next code of the unit's day."""
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    agency = m.desk.reference.competent(procedure, m.dossier.one_stop, m.now)
    pattern, counting = m.rule("code.pattern"), counting_rules(m, procedure)
    clock = start_clock(m, procedure, counting)
    owed = obligations(m.dossier, procedure, m)
    # Last, for a number once taken is burnt when anything refuses after it.
    code = next_code(m, str(pattern.value))
    data: dict[str, Any] = {
        "to": "received",
        "code": code,
        "agency": agency,
        "immediate": procedure.immediate,
        "reception": pack(clocks.end(m.dossier.reception, m.now)) if m.dossier.reception else None,
        "clock": pack(clock),
        "obligations": pack(owed),
    }
    fact = NewFact("received", data, law=cited(pattern, *counting))
    return Decision((fact,), extras=(code_item(code, m.dossier.id),))


def counting_rules(m: Moment, procedure: Procedure) -> tuple[Ruling, ...]:
    """The rules that the appointment rests on: from when, and for days how they are counted."""
    unit = procedure.processing_time.duration.unit
    begins = m.rule("clock.start")
    if unit in (Unit.IMMEDIATE, Unit.WORKING_HOUR):
        return (begins,)
    return begins, m.rule("counting.day_method"), m.rule("counting.last_day_off")


def start_clock(m: Moment, procedure: Procedure, rules: tuple[Ruling, ...]) -> clocks.Clock:
    """The resolution clock of the procedure's own time, in the unit of its publication (HUE-14.3)."""
    limit = procedure.processing_time
    cut_off = limit.same_day_cut_off
    return clocks.start(
        m.desk.reference.calendar(m.dossier.one_stop),
        "resolution",
        m.now,
        limit.duration,
        law=tuple(rule.cite["entry"] for rule in rules),
        digest=m.desk.reference.law_digest,
        cut_off=cut_off.strftime("%H:%M") if cut_off else "",
    )


def next_code(m: Moment, pattern: str) -> str:
    """The next dossier code in the regime's pattern, from the unit's counter of the day."""
    day = m.now.astimezone(VIETNAM).date()
    unit = m.desk.reference.unit_code(m.dossier.one_stop, codes.unit_form(pattern))
    reserved = range(m.rule("code.reserve_from").value, m.rule("code.reserve_to").value + 1)
    number = m.desk.codes.next(codes.series(pattern, unit, day))
    return codes.code(pattern, unit, day, number, reserved)


def code_item(code: str, dossier_id: str) -> ExtraPut:
    """The code's own item: the look-up by code, and the guard that none is given twice."""
    series, number = codes.split(code)
    return ExtraPut(f"CODES#{series}", number, {"dossier": dossier_id})


def obligations(dossier: Dossier, procedure: Procedure, m: Moment) -> Obligations:
    """What the procedure's fee lines make owed; the claim of the filing waits for an officer."""
    lines = procedure.fee_lines(online=dossier.channel not in DESK_CHANNELS)
    made = fees.obligations_from(lines, None, m.now)
    if not dossier.claim:
        return made
    return fees.claimed(made, dossier.claim["fees"], dossier.claim["paper_id"], dossier.owner or dossier.filer)
