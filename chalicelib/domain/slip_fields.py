"""What each field of a slip says, read from the ledger as it stood with the fact that makes the slip.

A field answers with paragraphs, with a table, or with None where the slip has no such line. A field that
has its line but nothing to say is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.agencies import Agency, AgencyTree
from chalicelib.domain.catalogue import Procedure
from chalicelib.domain.clocks import Clock
from chalicelib.domain.corrections import CORRECTED
from chalicelib.domain.course import PROPOSING
from chalicelib.domain.deadlines import Outside, receipt_reading
from chalicelib.domain.dossier import Dossier, fold
from chalicelib.domain.fees import payable_now
from chalicelib.domain.handover import ADDRESS
from chalicelib.domain.law import Law
from chalicelib.domain.ledger import Fact, Json, Part
from chalicelib.domain.obligations import Due, Obligation, ObligationState
from chalicelib.domain.official_names import find_place, write_agency, write_person
from chalicelib.domain.slip_moves import moves
from chalicelib.domain.slip_values import Table, Wording, duration_words, moment_words, money_words

Answer = tuple[str, ...] | Table | None
OTHER_FEE = "Khoản thu khác"
ERASED = "(đã xóa theo quy định về bảo vệ dữ liệu cá nhân)"


@dataclass(frozen=True, slots=True)
class Source:
    """All that a slip may say: the ledger up to its fact, the dossier before and after, law, names, words.

    `preview` is true for facts that were only foreseen. `link` is the address of the dossier's look-up page, empty
    where the deployment has none.
    """

    facts: tuple[Fact, ...]
    before: Dossier | None
    dossier: Dossier
    law: Law
    procedure: Procedure
    agencies: AgencyTree
    wording: Wording
    parts: Mapping[str, Part]
    preview: bool = False
    link: str = ""

    @property
    def fact(self) -> Fact:
        """The fact that makes the slip."""
        return self.facts[-1]

    @property
    def proposal(self) -> Fact | None:
        """The fact that made the request which this fact decides as it was decided: the last answer to remarks, else
        its opening."""
        number = self.fact.data.get("request")
        made = (f for f in reversed(self.facts) if f.kind in PROPOSING and f.data["request"] == number)
        return next(made, None) if number is not None else None

    def unit(self, unit: str) -> Agency:
        """An agency by its id."""
        return self.agencies.get(unit)

    def name(self, unit: str) -> str:
        """An agency's name as papers write it, empty for none."""
        return write_agency(self.unit(unit).name.vi) if unit else ""

    def place(self, unit: str) -> str:
        """The place that a paper of a unit is dated from."""
        return find_place(each.name.vi for each in self.agencies.lineage(unit))

    @property
    def agency(self) -> str:
        """Who settles; before reception nobody but the one-stop unit."""
        return self.dossier.agency or self.dossier.one_stop

    def part(self, fact: Fact, name: str) -> Any:
        """A personal part of a fact: its value, a note when it was erased, None when there was none."""
        digest = fact.parts.get(name)
        if digest is None:
            return None
        held = self.parts.get(digest)
        return held.value if held else ERASED


def ledger_until(facts: tuple[Fact, ...], seq: int) -> tuple[tuple[Fact, ...], Dossier | None, Dossier]:
    """The ledger up to a fact, and the dossier before and with it. Raises ValueError when it has no such fact."""
    upto = tuple(fact for fact in facts if fact.seq <= seq)
    if not upto or upto[-1].seq != seq:
        raise ValueError(f"no fact {seq}")
    return upto, fold(upto[:-1]) if upto[:-1] else None, fold(upto)


def answer(source: Source, key: str) -> Answer:
    """What a field says. Raises KeyError for a field that nobody knows."""
    return FIELDS[key](source)


def _text(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _code(s: Source) -> Answer:
    d = s.dossier
    code = "(cấp khi tiếp nhận)" if s.preview and s.fact.kind == "received" else d.code
    return _text(code or f"Chưa cấp; số xác nhận nộp hồ sơ {d.receipt_no}")


def _person(s: Source) -> Any:
    """The dossier's owner: the principal where somebody filed for them."""
    return _said_of(s, "principal") or _said_of(s, "applicant") or {}


def _said_of(s: Source, name: str) -> Any:
    """A person's part as it holds: that of the newest correction of the reception, else of the filing."""
    newest = [fact for fact in s.facts if fact.kind in {"submitted", CORRECTED} and name in fact.parts]
    return s.part(newest[-1], name) if newest else None


def _of_person(person: Any, *names: str) -> tuple[str, ...]:
    if person == ERASED:
        return (ERASED,)
    return tuple(str(person[name]) for name in names if person.get(name))


def _named(person: Any) -> tuple[str, ...]:
    said = _of_person(person, "full_name")
    return said if person == ERASED else tuple(map(write_person, said))


def _applicant(s: Source) -> Answer:
    return _named(_person(s))


def _filer(s: Source) -> Answer:
    principal = _said_of(s, "principal") is not None
    return _named(_said_of(s, "applicant") or {}) if principal else None


def _address(s: Source) -> Answer:
    return _of_person(_person(s), "address")


def _contact(s: Source) -> Answer:
    return _text(", ".join(_of_person(_person(s), "phone", "email")))


def _procedure(s: Source) -> Answer:
    return _text(f"{s.procedure.name.vi} (mã thủ tục {s.procedure.code})")


_COMPONENTS = ("STT", "Tên giấy tờ", "Loại", "Số lượng")
_COMPONENT_WIDTHS = (1, 7, 2, 2)


FORM_KIND = "Biểu mẫu điện tử"
"""What a slip calls a component that the applicant filled in as the e-form."""


def _component_table(s: Source, counts: Mapping[str, int], more: tuple[tuple[str, str], ...] = ()) -> Table:
    known, filed = {each.key: each for each in s.procedure.components}, set(s.dossier.papers.values())
    typed = {key for key in s.dossier.intake.by_form if key not in filed}
    rows = [
        (known[key].name.vi, FORM_KIND if key in typed else s.wording.word("copy", known[key].copy), str(count))
        if key in known
        else ("Giấy tờ chứng minh được miễn, giảm phí, lệ phí", s.wording.word("copy", "copy"), str(count))
        for key, count in counts.items()
    ] + [(name, kind, "") for name, kind in more]
    return Table(_COMPONENTS, _COMPONENT_WIDTHS, tuple((str(n), *row) for n, row in enumerate(rows, start=1)))


def _components(s: Source) -> Answer:
    """What was filed, in the procedure's order: papers, and components that the filled e-form is."""
    counts: dict[str, int] = {}
    filed, order = list(s.dossier.papers.values()), {each.key: n for n, each in enumerate(s.procedure.components)}
    filed += [key for key in s.dossier.intake.by_form if key in order and key not in filed]
    for key in sorted(filed, key=lambda each: order.get(each, len(order))):
        counts[key] = counts.get(key, 0) + 1
    return _component_table(s, counts) if counts else ()


def _asked(s: Source) -> Answer:
    known = {each.key: each.quantity for each in s.procedure.components}
    labels = {each.key: each.vi for each in s.procedure.form}
    more = tuple((labels[key], "Mục của tờ khai") for key in s.dossier.asked_fields)
    if s.dossier.asked_payment:
        owed = money_words(payable_now(s.dossier.obligations))
        more += ((f"Nộp phí, lệ phí: {owed}", "Nghĩa vụ tài chính"),)
    return _component_table(s, {key: known[key] for key in s.dossier.asked}, more)


def _lost(s: Source) -> Answer:
    names = {each.key: each.name.vi for each in s.procedure.components}
    return tuple(names[key] for key in s.fact.data["lost"])


def _sets(s: Source) -> Answer:
    return _text(f"{s.procedure.dossier_sets:02d} bộ")


def _limit(s: Source) -> Answer:
    clock = s.dossier.clock
    return _text(duration_words(clock.duration) if clock else s.procedure.processing_time.text_vi)


def _moment(at: datetime | None) -> Answer:
    return _text(moment_words(at)) if at else ()


def _received_at(s: Source) -> Answer:
    return _moment(s.dossier.received_at)


def _due_at(s: Source) -> Answer:
    clock = s.dossier.clock
    if clock is None:
        return ()
    note = "Tạm tính: lịch nghỉ của năm đó chưa công bố." if clock.provisional else ""
    return _text(moment_words(clock.due_at), note, _receipt_reading(s, clock))


def _receipt_reading(s: Source, clock: Clock) -> str:
    """Which day is the day of receipt, on the receipt of what came in off hours; its article stands in the basis."""
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
    """Each sum with what became of it and, while it is open, by when it is due."""
    names = {line.fee.key: line.fee.name_vi for line in s.procedure.fees}
    lines = [
        f"{names.get(o.fee_key, OTHER_FEE)}: {money_words(o.amount)} ({_standing(o)})" for o in s.dossier.obligations
    ]
    return tuple(lines) or ("Không thu",)


def _standing(o: Obligation) -> str:
    return f"{_PAID[o.state]}, {_DUE[o.due]}" if o.state is ObligationState.OPEN else _PAID[o.state]


def _return_at(s: Source) -> Answer:
    """Where the applicant chose to receive the result: what goes by post is sent to the address that they gave."""
    if s.dossier.handover.way == "post":
        by, address = s.wording.word("channel", "post"), _said_of(s, ADDRESS)
        return _text(f"{by}, đến: {address}" if address else by)
    online = s.dossier.handover.way == "online"
    return _text("Bản điện tử, trên tài khoản của người nộp hồ sơ" if online else "", *_desk(s))


def _desk(s: Source) -> tuple[str, ...]:
    name, hotline = s.name(s.dossier.one_stop), s.unit(s.dossier.one_stop).hotline
    return (f"{name}, điện thoại {hotline}" if hotline else name,)


def _book(s: Source) -> Answer:
    return _text(f"Số thứ tự {s.dossier.code.rpartition('-')[2]}" if s.dossier.code and not s.preview else "")


def _words(s: Source, *names: str) -> tuple[str, ...]:
    """The words of whoever proposed the act, else of whoever took it."""
    for fact in (s.proposal, s.fact):
        for name in names:
            words = s.part(fact, name) if fact else None
            if words:
                return tuple(line for line in str(words).splitlines() if line.strip())
    return ()


def _reason(s: Source) -> Answer:
    return _words(s, "reason", "guidance")


def _guidance(s: Source) -> Answer:
    """Why the applicant is asked, in the law's words, then the guidance."""
    coded = tuple(f"{s.wording.word('ground', code)}." for code in s.fact.data.get("grounds", ()))
    free = (
        _text("Không phải đến nộp: gửi trực tuyến hoặc qua dịch vụ bưu chính công ích.")
        if s.fact.data.get("without_trip")
        else ()
    )
    return (*coded, *_words(s, "guidance", "reason"), *free)


def _ground(s: Source) -> Answer:
    return _text(s.wording.word("ground", s.fact.data["ground"]))


def _wait_until(s: Source) -> Answer:
    return _moment(s.dossier.wait_until) or _text("Không ấn định; thời hạn tính khi nhận đủ hồ sơ bổ sung")


def _contact_point(s: Source) -> Answer:
    return _desk(s)


def _returned(s: Source) -> Answer:
    return _text("Bản chính đã nộp (nếu có), nhận lại tại nơi đã nộp hồ sơ")


def _stopped_at(s: Source) -> Answer:
    return _moment(s.fact.occurred_at)


def _round(s: Source) -> Answer:
    return _text(f"Lần {s.dossier.supplements.get(s.dossier.stage, 1)}")


def _lead_agency(s: Source) -> Answer:
    return _text(s.name(s.agency))


def _partners(s: Source) -> Answer:
    return tuple(s.name(task.unit) for task in s.dossier.tasks if not task.lead) or ("Không có",)


def _units(s: Source) -> Answer:
    clock = s.dossier.clock
    about = (s.proposal or s.fact).data["about"]
    words = duration_words(clock.duration).partition(" ")[2] if clock and clock.duration.value else "ngày làm việc"
    return _text(f"{about['units']:02d} {words}")


def _cap(s: Source) -> Answer:
    share = s.law.find("extension.cap")
    return _text(f"{share.value} tổng thời gian giải quyết, cộng cả các lần ({share.cite})" if share else "")


def _handovers(s: Source) -> Answer:
    rows = tuple(
        (_or_person(s, move.giver), _or_person(s, move.taker), moment_words(move.at), move.result)
        for move in moves(s.facts)
    )
    return Table(("Giao", "Nhận", "Thời gian", "Kết quả"), (3, 3, 3, 2), rows)


def _or_person(s: Source, unit: str) -> str:
    return s.name(unit) or "Người nộp hồ sơ"


FIELDS: Mapping[str, Callable[[Source], Answer]] = {
    "code": _code,
    "applicant": _applicant,
    "filer": _filer,
    "address": _address,
    "contact": _contact,
    "procedure": _procedure,
    "components": _components,
    "asked": _asked,
    "lost": _lost,
    "sets": _sets,
    "limit": _limit,
    "received_at": _received_at,
    "due_at": _due_at,
    "old_due": _old_due,
    "fees": _fees,
    "return_at": _return_at,
    "book": _book,
    "reason": _reason,
    "guidance": _guidance,
    "ground": _ground,
    "wait_until": _wait_until,
    "contact_point": _contact_point,
    "returned": _returned,
    "stopped_at": _stopped_at,
    "round": _round,
    "lead_agency": _lead_agency,
    "partners": _partners,
    "units": _units,
    "cap": _cap,
    "handovers": _handovers,
}
"""Every field a template may name, but the register's own."""


def cites(source: Source) -> tuple[Json, ...]:
    """What the fact and its proposal cite of the rules they rest on."""
    opened = source.proposal
    return (*source.fact.law, *(opened.law if opened else ()))
