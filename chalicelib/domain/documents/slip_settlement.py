"""Fields of a slip about the settlement: due time, costs, reasons, and hand-overs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain.catalogue.tariff import is_decided_by_officer
from chalicelib.domain.documents.handover_log import list_moves
from chalicelib.domain.documents.slip_source import Answer, DocumentSource, keep_lines
from chalicelib.domain.documents.slip_values import SlipTable, write_duration, write_moment, write_money
from chalicelib.domain.dossier.corrections import CORRECTED
from chalicelib.domain.dossier.obligations import Due, Obligation, ObligationState
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Outside, describe_receipt_day

OTHER_FEE = "Khoản thu khác"


def _fill_limit(source: DocumentSource) -> Answer:
    clock = source.dossier.clock
    return keep_lines(write_duration(clock.duration) if clock else source.procedure.processing_time.text_vi)


def _fill_moment(at: datetime | None) -> Answer:
    return keep_lines(write_moment(at)) if at else ()


def _fill_reception_time(source: DocumentSource) -> Answer:
    return _fill_moment(source.dossier.received_at)


def _fill_due_time(source: DocumentSource) -> Answer:
    clock = source.dossier.clock
    if clock is None:
        return ()
    note = "Tạm tính: lịch nghỉ của năm đó chưa công bố." if clock.provisional else ""
    return keep_lines(write_moment(clock.due_at), note, _describe_receipt_day(source, clock))


def _describe_receipt_day(source: DocumentSource, clock: Clock) -> str:
    """Return which day is the day of receipt of a filing outside working hours; its article is in the basis."""
    data = read_any(source.fact)
    if source.fact.kind not in {FactKind.RECEIVED, CORRECTED} or "off_hours" not in data:
        return ""
    outside = Outside(data["off_hours"])
    return describe_receipt_day(outside, clock.counting.choose_receipt_day(outside))[0]


def _fill_old_due_time(source: DocumentSource) -> Answer:
    clock = source.before.clock if source.before else None
    return _fill_moment(clock.due_at if clock else None)


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


def _fill_fees(source: DocumentSource) -> Answer:
    """Return each sum with its state and, while it is open, its due time."""
    names = {line.fee.key: line.fee.name_vi for line in source.procedure.fees}
    lines = [
        f"{names.get(o.fee_key, OTHER_FEE)}: {write_money(o.amount)} ({_describe_payment(o)})"
        for o in source.dossier.obligations
    ]
    return (*(lines or ("Không thu",)), *_to_be_decided(source))


def _to_be_decided(source: DocumentSource) -> tuple[str, ...]:
    """Return the remark that a rate is provisional while an officer has yet to decide it by proof."""
    rates = {line.fee.key for line in source.procedure.fees if is_decided_by_officer(source.procedure.fees, line)}
    open_now = any(o.fee_key in rates and o.state is ObligationState.OPEN for o in source.dossier.obligations)
    return ("Mức thu tạm tính; cơ quan giải quyết xác định theo giấy tờ của ông/bà.",) if open_now else ()


def _describe_payment(obligation: Obligation) -> str:
    return (
        f"{_PAID[obligation.state]}, {_DUE[obligation.due]}"
        if obligation.state is ObligationState.OPEN
        else _PAID[obligation.state]
    )


def _list_words(source: DocumentSource, *names: str) -> tuple[str, ...]:
    """Return the text of the proposer of the act, else of its actor."""
    for fact in (source.proposal, source.fact):
        for name in names:
            words = source.find_part(fact, name) if fact else None
            if words:
                return tuple(line for line in str(words).splitlines() if line.strip())
    return ()


def _fill_reason(source: DocumentSource) -> Answer:
    return _list_words(source, "reason", "guidance")


def _fill_guidance(source: DocumentSource) -> Answer:
    """Return why the applicant is asked, in the law's words, then the guidance."""
    coded = tuple(f"{source.wording.find_word('ground', code)}." for code in read_any(source.fact).get("grounds", ()))
    free = (
        keep_lines("Không phải đến nộp: gửi trực tuyến hoặc qua dịch vụ bưu chính công ích.")
        if read_any(source.fact).get("without_trip")
        else ()
    )
    return (*coded, *_list_words(source, "guidance", "reason"), *free)


def _fill_ground(source: DocumentSource) -> Answer:
    return keep_lines(source.wording.find_word("ground", read_any(source.fact)["ground"]))


def _wait_until(source: DocumentSource) -> Answer:
    return _fill_moment(source.dossier.wait_until) or keep_lines(
        "Không ấn định; thời hạn tính khi nhận đủ hồ sơ bổ sung"
    )


def _fill_stop_time(source: DocumentSource) -> Answer:
    return _fill_moment(source.fact.occurred_at)


def _fill_round(source: DocumentSource) -> Answer:
    return keep_lines(f"Lần {source.dossier.supplements.get(source.dossier.stage, 1)}")


def _fill_lead_agency(source: DocumentSource) -> Answer:
    return keep_lines(source.write_unit_name(source.agency))


def _fill_partners(source: DocumentSource) -> Answer:
    return tuple(source.write_unit_name(task.unit) for task in source.dossier.tasks if not task.lead) or ("Không có",)


def _fill_extension_units(source: DocumentSource) -> Answer:
    clock = source.dossier.clock
    about = read_any(source.proposal or source.fact)["about"]
    words = write_duration(clock.duration).partition(" ")[2] if clock and clock.duration.value else "ngày làm việc"
    return keep_lines(f"{about['units']:02d} {words}")


def _fill_extension_cap(source: DocumentSource) -> Answer:
    share = source.law.find("extension.cap")
    return keep_lines(f"{share.value} tổng thời gian giải quyết, cộng cả các lần ({share.cite})" if share else "")


def _fill_handovers(source: DocumentSource) -> Answer:
    rows = tuple(
        (
            _name_unit_or_person(source, move.giver),
            _name_unit_or_person(source, move.taker),
            write_moment(move.at),
            move.result,
        )
        for move in list_moves(source.facts)
    )
    return SlipTable(("Giao", "Nhận", "Thời gian", "Kết quả"), (3, 3, 3, 2), rows)


def _name_unit_or_person(source: DocumentSource, unit: str) -> str:
    return source.write_unit_name(unit) or "Người nộp hồ sơ"


SETTLEMENT_FIELDS: Mapping[str, Callable[[DocumentSource], Answer]] = {
    "limit": _fill_limit,
    "received_at": _fill_reception_time,
    "due_at": _fill_due_time,
    "old_due": _fill_old_due_time,
    "fees": _fill_fees,
    "reason": _fill_reason,
    "guidance": _fill_guidance,
    "ground": _fill_ground,
    "wait_until": _wait_until,
    "stopped_at": _fill_stop_time,
    "round": _fill_round,
    "lead_agency": _fill_lead_agency,
    "partners": _fill_partners,
    "units": _fill_extension_units,
    "cap": _fill_extension_cap,
    "handovers": _fill_handovers,
}
"""Fields about the settlement: due time, costs, reasons, and hand-overs."""
