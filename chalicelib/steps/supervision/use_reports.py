"""Report on the use of the system: the provincial office compiles the findings of a period and reports them (QN-22.3).

A report is stored unchanged: the findings of each unit and each officer, and the numbers of the paper register that
were never entered. Each province's rules decide what is tracked and who receives the report.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.outages import Outage
from chalicelib.domain.eforms.day_bounds import write_day
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.privacy.sight_table import SUPERVISORS
from chalicelib.domain.shared.errors import Busy, FieldError, Forbidden, Invalid, KeyReused, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import VIETNAM, write_stamp
from chalicelib.domain.supervision.use_findings import MISSING_NUMBER, TRACKED, UseFinding
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import UseReportItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Registers

if TYPE_CHECKING:
    from chalicelib.models.use_reports import UseReportBody

LONGEST = timedelta(days=366)
"""The longest period of one report."""


class ReportNotForeseen(Refusal):
    """The province's regulation tracks no such use of the system."""

    code = "report_not_foreseen"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quy chế của tỉnh không quy định theo dõi, báo cáo việc này."
    en = "The province's regulation does not track and report this."


@dataclass(frozen=True, slots=True)
class UnitUse:
    """Findings of a unit: how often each kind, and of whom; `from_register` counts those that a declared outage
    explains, `missing` names codes of the paper register that nobody entered."""

    unit: str
    found: Mapping[str, int]
    officers: Mapping[str, int] = field(default_factory=dict)
    from_register: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UseReport:
    """One stored report; `addressee` and `article` are those of the rule of the day."""

    id: str
    since: date
    until: date
    made_at: datetime
    made_by: str
    addressee: str
    article: str
    units: tuple[UnitUse, ...] = ()


def make_report(
    deps: Dependencies, registers: Registers, tree: AgencyTree, command: Command[UseReportBody]
) -> UseReport:
    """Compile and store the report of a period, both days included. The same key returns the first report.

    Raise Forbidden, Invalid for an invalid period, ReportNotForeseen where no rule tracks anything, KeyReused or Busy.
    """
    if Role.PROVINCIAL_OFFICE not in command.actor.list_roles(command.now):
        raise Forbidden()
    since, until = command.body.since, command.body.until
    _require_period(since, until, command.now)
    tracked = deps.reference.find_rule("report.violations", command.dates)
    kinds = frozenset(kind for kind, word in TRACKED.items() if word in tracked.list_words())
    if not kinds:
        with cite_on_refusal(tracked):
            raise ReportNotForeseen()
    number = _report_id(command)
    first = next((each for each in _list_kept(registers) if each.id == number), None)
    if first is not None:
        return _require_same_period(first, since, until)
    addressee = deps.reference.find_rule("report.violations_to", command.dates)
    units = tuple(_list_units(deps, registers, tree, since, until, command.now, kinds))
    article = tracked.cite["article"]
    made = UseReport(number, since, until, command.now, command.actor.sub, addressee.find_text() or "", article, units)
    item = ExtraPut(UseReportItem(number), pack_value(made))
    try:
        deps.dossiers.save(Change(dossier_id=number, extras=(item,)), now=command.real_now)
    except Conflict:
        raise Busy(retry_after=1) from None
    return made


def list_reports(registers: Registers, actor: Actor, now: datetime) -> Sequence[UseReport]:
    """Return reports, newest first, for those who oversee the province."""
    if not actor.list_roles(now) & SUPERVISORS:
        raise Forbidden()
    return sorted(_list_kept(registers), key=lambda each: each.made_at, reverse=True)


def _list_kept(registers: Registers) -> list[UseReport]:
    return [unpack_value(UseReport, body) for body in registers.use_reports()]


def _require_same_period(first: UseReport, since: date, until: date) -> UseReport:
    if (first.since, first.until) != (since, until):
        raise KeyReused()
    return first


def _require_period(since: date, until: date, now: datetime) -> None:
    """Refuse a period that has not begun, ends before it begins or is longer than a year."""
    if fault := find_officer_day_fault("report_since", _find_day_start(since), now, "/since"):
        raise Invalid(fields=(fault,))
    first, last = write_day(since), write_day(since + LONGEST)
    if until < since:
        vi, en = f"Đến hết ngày không được trước {first}", f"The last day cannot be before {first}"
        raise Invalid(fields=(FieldError("/until", "before_other", vi, en),))
    if until - since > LONGEST:
        vi, en = f"Kỳ dài nhất một năm: đến hết ngày {last}", f"A period is at most a year long: up to {last}"
        raise Invalid(fields=(FieldError("/until", "period_wrong", vi, en),))


def _report_id(command: Command[object]) -> str:
    """Return the id of the report that a caller's key makes."""
    digest = hashlib.sha256(f"use_report|{command.actor.sub}|{command.key}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _list_units(
    deps: Dependencies,
    registers: Registers,
    tree: AgencyTree,
    since: date,
    until: date,
    now: datetime,
    kinds: frozenset[str],
) -> Iterator[UnitUse]:
    """Return units with findings of the period, in the order of the tree."""
    start, end = _find_day_start(since), _find_day_start(until + timedelta(days=1))
    outages: list[Outage] = [unpack_value(Outage, body) for body in registers.list_outages()]
    for agency in tree.list_all():
        bodies = registers.list_late_between(agency.id, write_stamp(start), write_stamp(end))
        missing: tuple[str, ...] = ()
        if agency.is_one_stop and MISSING_NUMBER in kinds:
            missing = tuple(_list_missing_codes(deps, outages, agency.id, since, until, now))
        made = _build_unit_use(agency.id, (unpack_value(UseFinding, body) for body in bodies), kinds, missing)
        if made.found or made.from_register:
            yield made


def _build_unit_use(
    unit: str, findings: Iterable[UseFinding], kinds: frozenset[str], missing: tuple[str, ...]
) -> UnitUse:
    found, officers, explained = Counter[str](), Counter[str](), 0
    for each in findings:
        if each.outage:
            explained += 1
        elif each.why in kinds:
            found[each.why] += 1
            officers[each.sub] += 1
    if missing:
        found[MISSING_NUMBER] = len(missing)
    officers.pop("system", None)
    return UnitUse(unit, dict(found), dict(officers), explained, missing)


def _list_missing_codes(
    deps: Dependencies, outages: Sequence[Outage], unit: str, since: date, until: date, now: datetime
) -> Iterator[str]:
    """Return codes of the paper register before the last that was entered, which no dossier has."""
    for day in sorted({day for each in outages for day in _list_outage_days(each, unit, since, until, now)}):
        pattern = deps.reference.find_rule("code.pattern", CaseDates.build_for_day(day)).to_text()
        identifier = deps.reference.find_unit_code(unit, codes.read_unit_form(pattern))
        if not identifier:
            continue
        series, reserved = codes.build_series(pattern, identifier, day), _list_reserved_numbers(deps, day)
        used = deps.codes.list_used(series, reserved)
        gaps = sorted(set(range(reserved.start, max(used, default=0))) - set(used))
        yield from (codes.print_number(pattern, series, number) for number in gaps)


def _list_outage_days(outage: Outage, unit: str, since: date, until: date, now: datetime) -> Iterator[date]:
    """Return the days of the period on which the unit was without the system."""
    if outage.unit not in ("", unit):
        return
    day = max(outage.started_at.astimezone(VIETNAM).date(), since)
    last = min((outage.ended_at or now).astimezone(VIETNAM).date(), until)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _list_reserved_numbers(deps: Dependencies, day: date) -> range:
    dates = CaseDates.build_for_day(day)
    first, last = (deps.reference.find_rule(f"code.reserve_{name}", dates).to_int() for name in ("from", "to"))
    return range(first, last + 1)


def _find_day_start(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
