"""Receive: the filing is complete; it gets its dossier code, its receipt and its appointment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import DESK_CHANNELS, IMMEDIATE, FiledElsewhere, transfer_due
from chalicelib.domain.dossier.obligations import Due, Obligations
from chalicelib.domain.dossier.refiled_dossier import require_whole
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks, deadlines
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, counting, day_of_receipt, part, receipt_outside, require_listed
from chalicelib.steps.dossier.ports import Codes, ExtraPut
from chalicelib.steps.dossier.settlement_time import settlement_time
from chalicelib.steps.payments import payment_items
from chalicelib.steps.reception import paper_register


def receive(desk: Desk, ask: Ask) -> Answer:
    """Accept the filing (NĐ 61/2018 17; QN-11.3). The settlement clock starts with this act."""
    return take(
        replace(desk, codes=OneNumber(desk.codes)), ask, Step.RECEIVE, decide, extra=paper_register.needed(ask.body)
    )


@dataclass
class OneNumber:
    """Reserves one number per command, reused when the command is retried."""

    codes: Codes
    drawn: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        """Return the reserved number, or the next of the series."""
        if series not in self.drawn:
            self.drawn[series] = self.codes.next(series)
        return self.drawn[series]

    def burnt(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return numbers given but unused."""
        return self.codes.burnt(series, reserved)

    def used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return numbers that dossiers have."""
        return self.codes.used(series, numbers)

    def given(self, series: str) -> Sequence[str]:
        """Return the dossiers of a series."""
        return self.codes.given(series)


def decide(m: Moment) -> Decision:
    """Start the clock, make the obligations, take the next code of the unit's day."""
    require_here(m)
    require_whole(m.dossier)
    m = replace(m, receiving=True)
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    agency = m.desk.reference.competent(procedure, m.dossier.one_stop, m.now)
    limit, shorter = settlement_time(m.desk.reference, procedure, m.dossier.channel, m.dates)
    issued, pattern = m.rule("code.issued_at"), m.rule("code.pattern")
    starts = (*shorter, *counting_rules(m, limit))
    clock = start_clock(m, procedure, limit, starts)
    outside = receipt_outside(m, limit, clock.counting, clock.started_at)
    owed, money_rules = money_at_reception(m, procedure)
    intake, rules = taken_in(m, procedure)
    # Last, because a number is lost when a check refuses after it was taken.
    code = paper_register.code(m, m.line, str(pattern.value)) if m.line else next_code(m, str(pattern.value))
    data: dict[str, Any] = {
        "to": "received",
        "code": code,
        "agency": agency,
        "immediate": procedure.immediate,
        "reception": pack(clocks.end(m.dossier.reception, m.now)) if m.dossier.reception else None,
        "clock": pack(clock),
        "obligations": pack(owed),
        "receipt": intake["receipt"],
        "intake": intake,
        **deferral_of(m, owed),
        **({"off_hours": outside.value} if outside else {}),
    }
    law = cited(issued, pattern, *starts, *rules, *money_rules)
    fact = NewFact("received", data, part(m, "originals_reason"), law)
    return Decision((fact,), extras=(code_item(code, m.dossier.id),))


def require_here(m: Moment) -> None:
    """Refuse to receive a filing for another unit: it is forwarded there first (NĐ 61/2018 18.3)."""
    wanted = m.dossier.intake.for_unit
    if wanted and wanted != m.dossier.one_stop:
        raise FiledElsewhere(unit=m.desk.reference.unit_words(wanted))


def taken_in(m: Moment, procedure: Procedure) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of reception: whether there is a receipt, originals left here, and when the dossier must be
    passed on."""
    receipt, rules = receipt_due(m, procedure)
    originals = list(dict.fromkeys(m.body.get("originals") or ()))
    require_listed(procedure, originals, "originals")
    rules += require_no_paper_awaited(m, originals)
    intake: dict[str, Any] = {"receipt": receipt, "originals": originals}
    if not procedure.immediate:
        due_at, transfer_rules = transfer_by(m)
        intake["transfer_due_at"] = pack(due_at)
        rules += transfer_rules
    return intake, rules


NO_WAITING, PREFERRED = "no_waiting", "preferred"
"""Values of the rule `paper.e_dossier_first` about paper together with an electronic dossier."""


def require_no_paper_awaited(m: Moment, originals: list[str]) -> tuple[Ruling, ...]:
    """Refuse paper together with an electronic dossier before the handover where the law forbids waiting for paper
    (QN-7.2), and without a recorded reason where it prefers the electronic dossier (VL-13.2)."""
    if not originals or m.dossier.channel in DESK_CHANNELS:
        return ()
    rule = m.rule("paper.e_dossier_first")
    if rule.value == NO_WAITING:
        vi, en = "Hồ sơ điện tử không chờ bản giấy.", "An electronic dossier does not wait for paper."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/originals", "paper_awaited", vi, en),))
    if rule.value == PREFERRED and not m.body.get("originals_reason"):
        vi = "Ưu tiên xử lý trên hồ sơ điện tử; ghi lý do phải giữ bản giấy."
        en = "The electronic dossier has priority; state why paper is kept."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/originals_reason", "paper_unexplained", vi, en),))
    return (rule,) if rule.value else ()


def receipt_due(m: Moment, procedure: Procedure) -> tuple[bool, tuple[Ruling, ...]]:
    """Return whether form 01 is made: an immediate settlement needs none unless asked for (NĐ 61/2018 17.4)."""
    if not procedure.immediate:
        return True, ()
    rule = m.rule("receipt.immediate_procedure")
    return rule.value != "on_request" or bool(m.body.get("receipt_wanted")), (rule,)


def transfer_by(m: Moment) -> tuple[datetime, tuple[Ruling, ...]]:
    """Return when the dossier must be passed on: paper by the cut-off of the day, an electronic one at once (18.1,
    18.2); where the province says so (VL-15.2), every one at once."""
    electronic, paper, cut_off, after = (
        m.rule("transfer.electronic"), m.rule("transfer.paper"), m.rule("transfer.paper_cut_off"),
        m.rule("transfer.paper_after_cut_off"),
    )  # fmt: skip
    due_at = transfer_due(
        m.dossier.channel, m.now, m.desk.reference.calendar(m.dossier.one_stop),
        electronic=electronic.value or "", paper=paper.value or "", cut_off=cut_off.value, after=after.value or "",
        answer=m.dossier.reception,
    )  # fmt: skip
    if m.dossier.channel not in DESK_CHANNELS:
        return due_at, (electronic,)
    if paper.value == IMMEDIATE:
        return due_at, (paper,)
    return due_at, (cut_off, after) if came_after(m, cut_off) else (cut_off,)


def came_after(m: Moment, cut_off: Ruling) -> bool:
    """Return whether paper is received after the cut-off of its day."""
    return deadlines.is_after_cut_off(m.now, time.fromisoformat(cut_off.value))


def counting_rules(m: Moment, limit: Duration) -> tuple[Ruling, ...]:
    """Return the rules of the appointment: its start, and for days how they are counted."""
    begins = (m.rule("clock.start"), *(rule for rule in _other_starts(m) if rule.value), *moved_by_cut_off(m))
    if limit.unit in (Unit.IMMEDIATE, Unit.WORKING_HOUR):
        return begins
    outside = receipt_outside(m, limit, counting(m.rule), _starts_at(m, begins))
    return *begins, m.rule("counting.day_method"), m.rule("counting.last_day_off"), *day_of_receipt(m, outside)


def _other_starts(m: Moment) -> tuple[Ruling, ...]:
    """Return rules that move the start: who received it counts where it was filed elsewhere (NĐ 309/2026 8), and
    reception may be part of the published time (QN-11.4)."""
    elsewhere = (m.rule("clock.start_nonterritorial"),) if m.dossier.intake.desk else ()
    again = (m.rule("clock.start_refiled"),) if m.dossier.refiled_from else ()
    return *elsewhere, *again, m.rule("reception.within_total")


MOVED = "clock.moved_by_cut_off"


def moved_by_cut_off(m: Moment) -> tuple[Ruling, ...]:
    """Return the rule that says whether paper received after the cut-off counts from when it must be passed on; only
    for such paper (NĐ 61/2018 18.2; NĐ 309/2026 8, 9: it counts from its reception)."""
    if m.dossier.channel not in DESK_CHANNELS or m.rule("transfer.paper").value == IMMEDIATE:
        return ()
    return (m.rule(MOVED),) if came_after(m, m.rule("transfer.paper_cut_off")) else ()


def start_clock(m: Moment, procedure: Procedure, limit: Duration, rules: tuple[Ruling, ...]) -> clocks.Clock:
    """Return the resolution clock of the procedure's own time, in the unit of its publication (HUE-14.3)."""
    clock = _clock_from(m, procedure, limit, rules, _starts_at(m, rules))
    if "reception.within_total" not in _named(rules) or m.dossier.reception is None:
        return clock
    ends = min(clock.due_at, _clock_from(m, procedure, limit, rules, m.dossier.reception.started_at).due_at)
    return replace(clock, original_due_at=ends, due_at=ends, index_due_at=ends)


FIRST_RECEPTION = "first_reception"
"""The value of `clock.start_refiled` by which a dossier filed again under the right procedure loses no time."""


def _starts_at(m: Moment, rules: tuple[Ruling, ...]) -> datetime:
    """Return from when the settlement counts: this reception, or that of the desk where it was filed."""
    if any(rule.cite["param"] == MOVED and rule.value for rule in rules):
        return transfer_by(m)[0]
    origin = m.dossier.refiled_from
    if origin and any(rule.value == FIRST_RECEPTION for rule in rules):
        return origin.received_at
    elsewhere = m.dossier.intake.desk_received_at
    return elsewhere if elsewhere and "clock.start_nonterritorial" not in _named(rules) else m.now


def _named(rules: tuple[Ruling, ...]) -> set[str]:
    return {str(rule.cite["param"]) for rule in rules}


def _clock_from(
    m: Moment, procedure: Procedure, limit: Duration, rules: tuple[Ruling, ...], at: datetime
) -> clocks.Clock:
    cut_off = procedure.processing_time.same_day_cut_off
    return clocks.start(
        m.desk.reference.calendar(m.dossier.one_stop),
        "resolution",
        at,
        limit,
        law=tuple(rule.cite["entry"] for rule in rules),
        digest=m.desk.reference.law_digest,
        cut_off=cut_off.strftime("%H:%M") if cut_off else "",
        counting=counting(m.rule),
    )


def next_code(m: Moment, pattern: str) -> str:
    """Return the next dossier code in the regime's pattern, from the unit's counter of the day."""
    day = m.now.astimezone(VIETNAM).date()
    unit = m.desk.reference.unit_code(m.dossier.one_stop, codes.unit_form(pattern))
    series = codes.series(pattern, unit, day)
    codes.require_form(pattern, series, unit or "", m.rule("code.regex").value)
    number = m.desk.codes.next(series)
    return codes.code(pattern, unit, day, number, paper_register.reserved(m))


def code_item(code: str, dossier_id: str) -> ExtraPut:
    """Return the code's own item: the look-up by code, and the guard that none is given twice."""
    series, number = codes.split(code)
    return ExtraPut(f"CODES#{series}", number, {"dossier": dossier_id})


def money_at_reception(m: Moment, procedure: Procedure) -> tuple[Obligations, tuple[Ruling, ...]]:
    """Return the obligations after reception, and their rules. Sums due at reception are paid by then, or deferred
    until the handover on a ground of the law (QN-12.2; NĐ 61/2018 22)."""
    if not m.dossier.obligations:
        # Filed under a version that made them at reception: nobody could pay before.
        on = payment_items.filing_day(m.desk.reference, m.dossier.one_stop, m.dossier.filed_at)
        return payment_items.raised(
            procedure, m.dossier.channel, {}, m.dossier.claim, _claimant(m.dossier), m.now, on
        ), ()
    moment, ground = m.rule("payment.moment"), m.body.get("deferral")
    basis = (moment,) if moment.value else ()
    if moment.value == BEFORE_RECEPTION:
        require_paid_before(m, moment)
        return m.dossier.obligations, basis
    if not ground or not fees.open_by(m.dossier.obligations, Due.RECEPTION):
        # A ground for a sum that was paid meanwhile is unnecessary, but no reason to refuse.
        with by_law(*basis):
            fees.refuse_while_open(m.dossier.obligations, Due.RECEPTION)
        return m.dossier.obligations, basis
    rule = m.rule("payment.deferral")
    if ground not in (rule.value or ()):
        vi, en = "Chọn một căn cứ của quy định hiện hành.", "Choose a ground of the rules in force."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/deferral", "ground_unknown", vi, en),))
    return fees.defer(m.dossier.obligations, ground), (*basis, rule)


BEFORE_RECEPTION = "before_reception"
"""The value of `payment.moment` by which all sums are paid before the dossier is received."""


def require_paid_before(m: Moment, moment: Ruling) -> None:
    """Refuse to receive a dossier that still owes money, even money due later elsewhere; nothing can be deferred.
    Raises ObligationsOpen."""
    with by_law(moment):
        fees.refuse_while_open(m.dossier.obligations, Due.HANDOVER)


def deferral_of(m: Moment, owed: Obligations) -> dict[str, Any]:
    """Return the fact's data on deferred sums: the ground, and the unpaid amount."""
    put_off = [one for one in owed if one.deferred]
    return {"deferral": put_off[0].deferred, "to_pay": fees.total_due(put_off)} if put_off else {}


def _claimant(dossier: Dossier) -> str:
    return dossier.owner or dossier.filer
