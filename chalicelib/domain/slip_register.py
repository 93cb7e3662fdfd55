"""The register of dossiers (form 06 of 2018, 07 of 2025): drawn up when needed, made by no fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.law import Law
from chalicelib.domain.slip_values import Basis, Line, Slip, SlipKind, Table, Wording, tidy
from chalicelib.domain.slips import form_of, form_words, paper_id, qr_payload, sets_of


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One dossier in the register; times and names as they are to stand there."""

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


_REGISTER = (
    "STT", "Mã hồ sơ", "Thủ tục", "Số bộ", "Chủ hồ sơ, địa chỉ, điện thoại", "Cơ quan chủ trì", "Nhận", "Hẹn trả",
    "Chuyển", "Nhận kết quả", "Trả", "Cách trả", "Ký nhận", "Ghi chú",
)  # fmt: skip
_REGISTER_WIDTHS = (2, 6, 8, 2, 8, 6, 4, 4, 4, 4, 4, 4, 4, 4)


@dataclass(frozen=True, slots=True)
class Book:
    """Whose register, of which period, written when, under which law and wording."""

    unit: str
    authority: str
    place: str
    period: str
    written_at: datetime
    law: Law
    wording: Wording


def register(book: Book, rows: Sequence[RegisterRow]) -> Slip:
    """The register of a unit for a period (NĐ 61/2018 39.1). No fact makes it: it is drawn up when needed."""
    form = form_of(book.law, SlipKind.REGISTER)
    template = book.wording.template(sets_of(book.law, form), SlipKind.REGISTER)
    mark = book.written_at.strftime("%Y%m%d")
    cells = tuple(tuple(tidy(cell) for cell in _cells(n, row)) for n, row in enumerate(rows, start=1))
    ((key, label),) = template.fields
    return Slip(
        kind=SlipKind.REGISTER, layout=book.wording.layout, wording=template.wording, size=template.size,
        paper_id=paper_id(f"{book.unit}|{book.period}|{mark}", SlipKind.REGISTER), title=template.title,
        form=form_words(form), authority=book.authority, issuer=book.unit, number=f"{mark}/{template.suffix}",
        issued_at=book.written_at, place=book.place, qr=qr_payload(mark, book.unit, template.title),
        lead=tidy(template.lead.format(one_stop=book.unit, period=book.period)),
        lines=(Line(key, label, table=Table(_REGISTER, _REGISTER_WIDTHS, cells)),), closing=(),
        signers=tuple(book.wording.word("signer", name) for name in template.signers),
        basis=(Basis(form.cite, form.certainty == "inferred"),) if form else (),
    )  # fmt: skip


def _cells(n: int, row: RegisterRow) -> tuple[str, ...]:
    return (
        str(n), row.code, row.procedure, str(row.sets), row.applicant, row.agency, row.received, row.due,
        row.forwarded, row.came_back, row.returned, row.way, "", row.note,
    )  # fmt: skip
