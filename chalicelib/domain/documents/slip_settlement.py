"""Fields of a slip about the settlement: due time, costs, reasons, and hand-overs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain.catalogue.tariff import is_decided_by_officer
from chalicelib.domain.documents.handover_log import moves
from chalicelib.domain.documents.slip_source import Answer, Source, keep_lines
from chalicelib.domain.documents.slip_values import Table, duration_words, moment_words, money_words
from chalicelib.domain.dossier.corrections import CORRECTED
from chalicelib.domain.dossier.obligations import Due, Obligation, ObligationState
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Outside, receipt_reading

OTHER_FEE = "Khoản thu khác"


def _limit(s: Source) -> Answer:
    clock = s.dossier.clock
    return keep_lines(duration_words(clock.duration) if clock else s.procedure.processing_time.text_vi)


def _moment(at: datetime | None) -> Answer:
    return keep_lines(moment_words(at)) if at else ()


def _received_at(s: Source) -> Answer:
    return _moment(s.dossier.received_at)


def _due_at(s: Source) -> Answer:
    clock = s.dossier.clock
    if clock is None:
        return ()
    note = "Tạm tính: lịch nghỉ của năm đó chưa công bố." if clock.provisional else ""
    return keep_lines(moment_words(clock.due_at), note, _receipt_reading(s, clock))


def _receipt_reading(s: Source, clock: Clock) -> str:
    """Return which day is the day of receipt of a filing outside working hours; its article is in the basis."""
    if s.fact.kind not in {"received", CORRECTED} or "off_hours" not in s.fact.data:
        return ""
    outside = Outside(s.fact.data["off_hours"])
    return receipt_reading(outside, clock.counting.receipt_day(outside))[0]


def _old_due(s: Source) -> Answer:
    clock = s.before.clock if s.before else None
    return _moment(clock.due_at if clock else None)


_PAID = {
    ObligationState.OPEN: "chưa nộp",
    ObligationState.SETTLED: "đã nộp",
    ObligationState.EXEMPTED: "được miễn",
    ObligationState.CANCELLED: "không phải nộp",
}

_DUE = {
    Due.RECEPTION: "nộp khi tiếp nhận",
    Due.PROCESSING: "nộp trong khi giải quyết",
    Due.HANDOVER: "nộp trước khi nhận kết quả",
}


def _fees(s: Source) -> Answer:
    """Return each sum with its state and, while it is open, its due time."""
    names = {line.fee.key: line.fee.name_vi for line in s.procedure.fees}
    lines = [
        f"{names.get(o.fee_key, OTHER_FEE)}: {money_words(o.amount)} ({_standing(o)})" for o in s.dossier.obligations
    ]
    return (*(lines or ("Không thu",)), *_to_be_decided(s))


def _to_be_decided(s: Source) -> tuple[str, ...]:
    """Return the remark that a rate is provisional while an officer has yet to decide it by proof."""
    rates = {line.fee.key for line in s.procedure.fees if is_decided_by_officer(s.procedure.fees, line)}
    open_now = any(o.fee_key in rates and o.state is ObligationState.OPEN for o in s.dossier.obligations)
    return ("Mức thu tạm tính; cơ quan giải quyết xác định theo giấy tờ của ông/bà.",) if open_now else ()


def _standing(o: Obligation) -> str:
    return f"{_PAID[o.state]}, {_DUE[o.due]}" if o.state is ObligationState.OPEN else _PAID[o.state]


def _words(s: Source, *names: str) -> tuple[str, ...]:
    """Return the text of the proposer of the act, else of its actor."""
    for fact in (s.proposal, s.fact):
        for name in names:
            words = s.part(fact, name) if fact else None
            if words:
                return tuple(line for line in str(words).splitlines() if line.strip())
    return ()


def _reason(s: Source) -> Answer:
    return _words(s, "reason", "guidance")


def _guidance(s: Source) -> Answer:
    """Return why the applicant is asked, in the law's words, then the guidance."""
    coded = tuple(f"{s.wording.word('ground', code)}." for code in s.fact.data.get("grounds", ()))
    free = (
        keep_lines("Không phải đến nộp: gửi trực tuyến hoặc qua dịch vụ bưu chính công ích.")
        if s.fact.data.get("without_trip")
        else ()
    )
    return (*coded, *_words(s, "guidance", "reason"), *free)


def _ground(s: Source) -> Answer:
    return keep_lines(s.wording.word("ground", s.fact.data["ground"]))


def _wait_until(s: Source) -> Answer:
    return _moment(s.dossier.wait_until) or keep_lines("Không ấn định; thời hạn tính khi nhận đủ hồ sơ bổ sung")


def _stopped_at(s: Source) -> Answer:
    return _moment(s.fact.occurred_at)


def _round(s: Source) -> Answer:
    return keep_lines(f"Lần {s.dossier.supplements.get(s.dossier.stage, 1)}")


def _lead_agency(s: Source) -> Answer:
    return keep_lines(s.name(s.agency))


def _partners(s: Source) -> Answer:
    return tuple(s.name(task.unit) for task in s.dossier.tasks if not task.lead) or ("Không có",)


def _units(s: Source) -> Answer:
    clock = s.dossier.clock
    about = (s.proposal or s.fact).data["about"]
    words = duration_words(clock.duration).partition(" ")[2] if clock and clock.duration.value else "ngày làm việc"
    return keep_lines(f"{about['units']:02d} {words}")


def _cap(s: Source) -> Answer:
    share = s.law.find("extension.cap")
    return keep_lines(f"{share.value} tổng thời gian giải quyết, cộng cả các lần ({share.cite})" if share else "")


def _handovers(s: Source) -> Answer:
    rows = tuple(
        (_or_person(s, move.giver), _or_person(s, move.taker), moment_words(move.at), move.result)
        for move in moves(s.facts)
    )
    return Table(("Giao", "Nhận", "Thời gian", "Kết quả"), (3, 3, 3, 2), rows)


def _or_person(s: Source, unit: str) -> str:
    return s.name(unit) or "Người nộp hồ sơ"


SETTLEMENT_FIELDS: Mapping[str, Callable[[Source], Answer]] = {
    "limit": _limit,
    "received_at": _received_at,
    "due_at": _due_at,
    "old_due": _old_due,
    "fees": _fees,
    "reason": _reason,
    "guidance": _guidance,
    "ground": _ground,
    "wait_until": _wait_until,
    "stopped_at": _stopped_at,
    "round": _round,
    "lead_agency": _lead_agency,
    "partners": _partners,
    "units": _units,
    "cap": _cap,
    "handovers": _handovers,
}
"""Fields about the settlement: due time, costs, reasons, and hand-overs."""
