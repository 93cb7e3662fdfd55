"""When a filing counts as filed, the required data about its channel, and when its answer is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, TerritoryClosed
from chalicelib.domain.dossier.obligations import FeeLine
from chalicelib.domain.dossier.outages import require_inside
from chalicelib.domain.filing.capacity import CAPACITIES_RULE, CapacityNotOffered
from chalicelib.domain.filing.draft_content import DraftContent, TypedRecord
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import read_instant
from chalicelib.domain.time import clocks
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.domain.time.filing_day import FilingDay
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier import back_entry
from chalicelib.steps.dossier.body_fields import FilingLine, SubmissionBody
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Draft, Loaded, Rulings
from chalicelib.steps.filing.account_checks import needs_account

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import HandoverRecord
    from chalicelib.domain.ledger.payload_types.stated import Register

HELP_FIRST = "paper_digitised"
"""The value for help with electronic filing first, and paper only from those who decline it."""


@dataclass(frozen=True, slots=True)
class Filing:
    """When it counts as filed, its rules, and what the fact states of it: a hand-over record or a paper register."""

    at: datetime
    rules: tuple[Ruling, ...] = ()
    record: HandoverRecord | None = None
    register: Register | None = None


def find_filing(
    deps: Dependencies, command: Command[SubmissionBody], draft: Draft, content: DraftContent, loaded: Loaded
) -> Filing:
    """Return now; or the time of the paper register, or of the postal hand-over record."""
    if (line := command.body.paper_register) is not None:
        return _read_register_filing(deps, command, draft, line, loaded)
    if content.channel == "post":
        return _read_post_filing(deps, command, content.handover_record)
    return Filing(command.now)


def _read_post_filing(deps: Dependencies, command: Command[object], typed: TypedRecord | None) -> Filing:
    """A postal dossier is filed when postman and receiver signed for it (QĐ 45/2016 7.3, 7.4)."""
    record, signed = _require_record(typed)
    if fault := find_officer_day_fault("handover_signed", signed, command.now, "/handover_record/signed_at"):
        raise Invalid(fields=(fault,))
    rule = deps.reference.find_rule("intake.post_filed_at", CaseDates(signed))
    at = signed if rule.value == "handover_record_signed" else command.now
    return Filing(at, (rule,), record={"number": record.number, "signed_at": record.signed_at})


def _require_record(record: TypedRecord | None) -> tuple[TypedRecord, datetime]:
    """Return the complete record and its time; refuse each part that is missing."""
    if not record:
        vi, en = "Nhập số và giờ ký biên bản giao nhận.", "Enter number and time of the hand-over record."
        raise Invalid(fields=(FieldError("/handover_record", "handover_record_missing", vi, en),))
    signed = read_instant(record.signed_at)
    faults = []
    if not record.number:
        vi, en = "Nhập số biên bản giao nhận.", "Enter the number of the hand-over record."
        faults.append(FieldError("/handover_record/number", "handover_record_missing", vi, en))
    if signed is None:
        vi = "Nhập ngày và giờ ký biên bản giao nhận, ví dụ 27 3 2026 lúc 14:30."
        en = "Enter day and time of the hand-over record, such as 27 3 2026, 14:30."
        faults.append(FieldError("/handover_record/signed_at", "handover_record_missing", vi, en))
    if faults or signed is None:
        raise Invalid(fields=tuple(faults))
    return record, signed


def _read_register_filing(
    deps: Dependencies, command: Command[object], draft: Draft, line: FilingLine, loaded: Loaded
) -> Filing:
    """Filings that the desk wrote on paper while the system was down are entered with their true time
    (NĐ 61/2018 39.1)."""
    at, number = line.filed_at, line.outage
    require_keeper(command, draft.unit)
    rules = back_entry.require_register(deps.reference, at)
    outage = require_inside(
        back_entry.find_outage(loaded, number), draft.unit, at, command.now, "/paper_register/filed_at"
    )
    return Filing(at, rules, register={"outage": outage.id})


def require_keeper(command: Command[object], unit: str) -> None:
    """Require an officer of the unit to enter filings from its paper register."""
    held = command.actor.list_roles_in(unit, command.now) if unit else frozenset()
    if not held & {Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP}:
        raise Forbidden()


def start_answer_clock(
    deps: Dependencies, unit: str, dates: CaseDates, at: datetime
) -> tuple[clocks.Clock | None, tuple[Ruling, ...]]:
    """Return the clock to answer a filing of `at`, from the official reception time: outside working hours the next
    working hour where the law says so (LC-10.1.b, NĐ 45/2020 11.3). None where the law sets no time."""
    limit, off_hours = (
        deps.reference.find_rule(name, dates) for name in ("reception.answer_limit", "reception.off_hours")
    )
    if limit.value is None:
        return None, (limit, off_hours)
    clock = clocks.start_reception(
        deps.reference.find_calendar(unit), at, Duration(limit.to_int(), Unit.WORKING_HOUR),
        at_once=off_hours.value != "next_working_hour", law=(limit.cite["entry"],), digest=deps.reference.law_digest,
    )  # fmt: skip
    return clock, (limit, off_hours)


def require_territory(
    deps: Dependencies, command: Command[object], content: DraftContent
) -> tuple[str, tuple[Ruling, ...]]:
    """Require the unit whose agency settles it; another one only where the law lets people file anywhere
    (NĐ 118/2025 14)."""
    elsewhere = content.for_unit or content.one_stop
    if elsewhere == content.one_stop:
        return elsewhere, ()
    rule = deps.reference.find_rule("reception.territory", command.dates)
    with cite_on_refusal(rule):
        if rule.value in (None, "own_desk"):
            raise TerritoryClosed()
    return elsewhere, (rule,)


def list_expected_fees(procedure: Procedure, content: DraftContent, on: FilingDay) -> tuple[tuple[FeeLine, bool], ...]:
    """Return the fees of a filing on that day with its present data, each with whether its exemption
    claim covers it."""
    group = content.exemption.group if content.exemption else None
    lines = procedure.list_fee_lines(content.answers, on, online=content.channel not in PAPER_CHANNELS)
    return tuple((line, group in line.exemption_groups) for line in lines)


def has_fees_to_compute(procedure: Procedure) -> bool:
    """Return whether another authority sets a fee for the single dossier, so that its amount is known only later."""
    return any(line.status == "computed" for line in procedure.fees)


def list_wanted_records(reference: Rulings, channel: str, now: datetime) -> tuple[str, ...]:
    """Return the data that the filing's channel requires before it can be submitted."""
    account = ("account",) if needs_account(reference, channel, now) else ()
    if channel == "post":
        return (*account, "handover_record")
    helped = channel == "desk" and reference.find_rule("intake.declined_online", CaseDates(now)).value == HELP_FIRST
    return (*account, "efiling") if helped else account


def list_capacities(reference: Rulings, now: datetime) -> tuple[str, ...]:
    """Return the capacities, other than one's own right, in which the law of the place lets somebody file."""
    return reference.find_rule(CAPACITIES_RULE, CaseDates(now)).list_words()


def require_capacity(reference: Rulings, command: Command[object], content: DraftContent) -> tuple[Ruling, ...]:
    """Return the rule by which somebody files whom the matter concerns, though they do not request it themselves
    (VL-2.4); none for one's own right. Raise CapacityNotOffered."""
    if content.capacity is None:
        return ()
    rule = reference.find_rule(CAPACITIES_RULE, command.dates)
    with cite_on_refusal(rule):
        if content.capacity.kind not in rule.list_words():
            raise CapacityNotOffered()
    return (rule,)


def require_efiling_word(deps: Dependencies, command: Command[object], content: DraftContent) -> tuple[Ruling, ...]:
    """At the desk, help with electronic filing comes first; an applicant who declines it is served on paper, which is
    digitised, and the choice is recorded (VL-15.1.a, LC-10.1.d)."""
    if content.channel != "desk":
        return ()
    rule = deps.reference.find_rule("intake.declined_online", command.dates)
    if rule.value == HELP_FIRST and not content.efiling:
        vi = "Ghi lại: đã hướng dẫn nộp trực tuyến, người nộp đồng ý hay từ chối."
        en = "Record whether the applicant accepted or declined the help to file online."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/efiling", "efiling_unrecorded", vi, en),))
    return (rule,)


def require_held_by_officer(draft: Draft, held: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    """Return components that a database already answers, as the officer who looked there states; only
    an officer may."""
    listed = set(known)
    wrong = [number for number, key in enumerate(held) if not draft.unit or key not in listed]
    if wrong:
        vi, en = (
            "Chỉ công chức tra cứu được mới ghi giấy tờ đã có.",
            "Only an officer with look-up access can record held papers.",
        )
        raise Invalid(fields=tuple(FieldError(f"/held/{n}", "held_unproven", vi, en) for n in wrong))
    return held


def list_unsigned(rule: Ruling, channel: str, filed: Iterable[Paper]) -> list[str]:
    """Return components that were uploaded without a signature: they are used, and compared at the counter (HUE-9.2).
    Papers that an agency issued here need no comparison."""
    if rule.value != handover.AT_RETURN or channel in PAPER_CHANNELS:
        return []
    return list(dict.fromkeys(paper.component for paper in filed if _is_uploaded(paper)))


def _is_uploaded(paper: Paper) -> bool:
    return paper.kind is PaperKind.COMPONENT and not paper.origin


def pack_clock(clock: clocks.Clock | None) -> Any:
    """Return a clock as data of a fact; nothing where the law sets no time."""
    return pack_value(clock) if clock else None
