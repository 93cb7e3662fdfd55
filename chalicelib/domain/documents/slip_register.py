"""The register of dossiers (form 06 of 2018, 07 of 2025): drawn up on demand, made by no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.documents.slip_fields import answer
from chalicelib.domain.documents.slip_source import Answer, Source
from chalicelib.domain.documents.slip_values import Basis, Line, Slip, SlipKind, Table, Wording, tidy
from chalicelib.domain.documents.slips import SIMULATED, form_of, form_words, paper_id, qr_payload, sets_of
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import VIETNAM


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One dossier in the register; times and names as printed."""

    code: str
    procedure: str
    sets: int
    applicant: str
    agency: str
    received: str
    due: str
    forwarded: str = ""
    came_back: str = ""
    returned: str = ""
    way: str = ""
    note: str = ""
    simulated: bool = False


_REGISTER = (
    "STT", "Mã hồ sơ", "Thủ tục", "Số bộ", "Chủ hồ sơ, địa chỉ, điện thoại", "Cơ quan chủ trì", "Nhận", "Hẹn trả",
    "Chuyển", "Nhận kết quả", "Trả", "Cách trả", "Ký nhận", "Ghi chú",
)  # fmt: skip
_REGISTER_WIDTHS = (2, 6, 8, 2, 8, 6, 4, 4, 4, 4, 4, 4, 4, 4)


@dataclass(frozen=True, slots=True)
class Book:
    """The header of a register: its unit, period, time of writing, law and wording."""

    unit: str
    authority: str
    place: str
    period: str
    written_at: datetime
    law: Law
    wording: Wording


def register(book: Book, rows: Sequence[RegisterRow], first: int = 1) -> Slip:
    """Return the register of a unit for a period (NĐ 61/2018 39.1), or its sheet that begins with the `first`-th
    dossier. No fact makes it: it is drawn up on demand."""
    form = form_of(book.law, SlipKind.REGISTER)
    template = book.wording.template(sets_of(book.law, form), SlipKind.REGISTER)
    mark = book.written_at.strftime("%Y%m%d")
    cells = tuple(tuple(tidy(cell) for cell in _cells(n, row)) for n, row in enumerate(rows, start=first))
    ((key, label),) = template.fields
    return Slip(
        kind=SlipKind.REGISTER, layout=book.wording.layout, wording=template.wording, size=template.size,
        paper_id=paper_id(f"{book.unit}|{book.period}|{mark}", SlipKind.REGISTER), title=template.title,
        form=form_words(form), authority=book.authority, issuer=book.unit, number=f"{mark}/{template.suffix}",
        issued_at=book.written_at, place=book.place, qr=qr_payload(mark, book.unit, template.title),
        lead=tidy(template.lead.format(one_stop=book.unit, period=book.period)),
        lines=(Line(key, label, table=Table(_REGISTER, _REGISTER_WIDTHS, cells)),), closing=(),
        signers=tuple(book.wording.word("signer", name) for name in template.signers),
        basis=(Basis(form.cite),) if form else (),
        mark=SIMULATED if any(row.simulated for row in rows) else "",
    )  # fmt: skip


def row_of(source: Source) -> RegisterRow:
    """Return the line of a dossier from its ledger: when it came, was passed on, came back and was returned."""
    d = source.dossier
    back, returned = _last(source, "resolved", "stopped"), _last(source, "given_back")
    return RegisterRow(
        code=d.code,
        procedure=source.procedure.name.vi,
        sets=source.procedure.dossier_sets,
        applicant=", ".join(_said(source, "applicant", "address", "contact")),
        agency=source.name(source.agency),
        received=_written(d.received_at),
        due=_written(d.clock.due_at if d.clock else None),
        forwarded=_written(_at(_last(source, "transferred"))),
        came_back=_written(_at(back)),
        returned=_written(_at(returned)),
        way=source.wording.word("way", returned.data["way"]) if returned else "",
        note=_note(source, back),
        simulated=d.simulated,
    )


def _said(source: Source, *fields: str) -> Iterator[str]:
    """Return the person's fields as text; erased data is named as such once."""
    texts = (text for field in fields for text in _texts(answer(source, field)))
    return iter(dict.fromkeys(texts))


def _texts(found: Answer) -> tuple[str, ...]:
    return found if isinstance(found, tuple) else ()


def _last(source: Source, *kinds: str) -> Fact | None:
    return next((fact for fact in reversed(source.facts) if fact.kind in kinds), None)


def _at(fact: Fact | None) -> datetime | None:
    return fact.occurred_at if fact else None


def _written(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if at else ""


def _note(source: Source, back: Fact | None) -> str:
    """Return the remark next to the line: an entry made after an outage, a lateness, a withdrawal."""
    clock = source.dossier.clock
    late = back is not None and clock is not None and back.occurred_at > clock.due_at
    notes = {
        "Nhập bổ sung sau gián đoạn": any(fact.data.get("register") for fact in source.facts),
        "Quá hạn": late,
        "Đã rút": _last(source, "withdrawn") is not None,
    }
    return "; ".join(note for note, holds in notes.items() if holds)


def _cells(n: int, row: RegisterRow) -> tuple[str, ...]:
    return (
        str(n), row.code, row.procedure, str(row.sets), row.applicant, row.agency, row.received, row.due,
        row.forwarded, row.came_back, row.returned, row.way, "", row.note,
    )  # fmt: skip
