"""Back entry: a step that was written in the paper register during an outage, entered later with its true time.

Every step of the flow can be entered this way, also on a dossier that was running when the outage began (VL-18.2;
NĐ 61/2018 39.1). The step is then decided as of its true time: its law, its lateness and its clocks. The ledger keeps
both times, so the chain of an older ledger stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.outages import Outage, require_inside
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.steps.dossier.body_fields import OutageLine, ReceptionLine, TimedLine
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import BackEntryLine
from chalicelib.steps.dossier.items import ItemName, OutageItem
from chalicelib.steps.dossier.ports import Loaded, Reference

if TYPE_CHECKING:
    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.steps.dossier.context import Command, Dependencies

WAYS = frozenset({"back_entry", "other_methods"})
"""Values of a province's rule on outages that let its agencies work without the system (VL-18.2, HUE-21.3)."""


def find_outage(loaded: Loaded, number: str) -> Outage | None:
    """Return the outage of that number among the loaded items."""
    body = loaded.extra.get(OutageItem(number))
    if body is None:
        return None
    outage: Outage = unpack_value(Outage, body)
    return outage


def list_needed(body: object) -> list[ItemName]:
    """Return what to load with the dossier: the outage that the body names."""
    line = _find_register_line(body)
    return [OutageItem(line.outage)] if line else []


def _find_register_line(body: object) -> OutageLine | None:
    line: OutageLine | None = getattr(body, "paper_register", None)
    return line


def read_line(
    deps: Dependencies, command: Command[object], loaded: Loaded, role: Role, unit: str
) -> BackEntryLine | None:
    """Return the register line that the body names; None for a step without a back entry.

    Raises Forbidden for an applicant, OutsideOutage when the unit had the system at that time, and Invalid for a time
    before the dossier's latest act or where no rule allows a register.
    """
    line = _find_register_line(command.body)
    if line is None:
        return None
    if role is Role.APPLICANT:
        raise Forbidden()
    field, at = _read_time(line)
    rules = require_register(deps.reference, at)
    require_inside(find_outage(loaded, line.outage), unit, at, command.now, f"/paper_register/{field}")
    require_order(deps.dossiers.load_ledger(command.dossier_id), at, field)
    return BackEntryLine(line.outage, at, rules)


def _read_time(line: OutageLine) -> tuple[str, datetime]:
    """Return the field with the time of the step, and the time."""
    if isinstance(line, ReceptionLine):
        return "received_at", line.received_at
    if isinstance(line, TimedLine):
        return "at", line.at
    raise TypeError("a line of the register has the time of its step")


def require_register(reference: Reference, at: datetime) -> tuple[Ruling, ...]:
    """Return the rules of the day for working without the system; refuse a day on which none allows a register."""
    dates = CaseDates(at)
    own, register = reference.find_rule("outage.fallback", dates), reference.find_rule("outage.register", dates)
    if "paper_register" not in register.list_words():
        vi, en = "Không có quy định về sổ giấy vào ngày này.", "No rule knows a paper register on this day."
        with cite_on_refusal(register):
            raise Invalid(fields=(FieldError("/paper_register", "register_unknown", vi, en),))
    return (own, register) if WAYS & set(own.list_words()) else (register,)


def require_order(facts: Iterable[Fact], at: datetime, field: str) -> None:
    """Refuse a time before the latest act of a person or change of state: the register is entered line by line."""
    acts = [fact.occurred_at for fact in facts if not fact.by_system or "to" in read_any(fact)]
    if at < max(acts, default=at):
        vi, en = "Thời điểm này sớm hơn bước đã ghi gần nhất.", "This time is before the latest step on record."
        raise Invalid(fields=(FieldError(f"/paper_register/{field}", "before_latest_step", vi, en),))
