"""The register of dossiers (form 06 of 2018, 07 of 2025): drawn up on demand, made by no fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.documents.slip_fields import answer_field
from chalicelib.domain.documents.slip_source import Answer, DocumentSource
from chalicelib.domain.documents.slip_values import Basis, Slip, SlipKind, SlipLine, SlipTable, Wording, clean_for_print
from chalicelib.domain.documents.slips import (
    SIMULATED,
    build_qr_payload,
    derive_paper_id,
    describe_form,
    find_form,
    list_wording_sets,
)
from chalicelib.domain.dossier.unit_moves import AGENCY, find_unit_then
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any
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


def build_register(book: Book, rows: Sequence[RegisterRow], first: int = 1) -> Slip:
    """Return the register of a unit for a period (NĐ 61/2018 39.1), or its sheet that begins with the `first`-th
    dossier. No fact makes it: it is drawn up on demand."""
    form = find_form(book.law, SlipKind.REGISTER)
    template = book.wording.find_template(list_wording_sets(book.law, form), SlipKind.REGISTER)
    mark = book.written_at.strftime("%Y%m%d")
    cells = tuple(
        tuple(clean_for_print(cell) for cell in _list_cells(n, row)) for n, row in enumerate(rows, start=first)
    )
    ((key, label),) = template.fields
    return Slip(
        kind=SlipKind.REGISTER, layout=book.wording.layout, wording=template.wording, size=template.size,
        paper_id=derive_paper_id(f"{book.unit}|{book.period}|{mark}", SlipKind.REGISTER), title=template.title,
        form=describe_form(form), authority=book.authority, issuer=book.unit, number=f"{mark}/{template.suffix}",
        issued_at=book.written_at, place=book.place, qr=build_qr_payload(mark, book.unit, template.title),
        lead=clean_for_print(template.lead.format(one_stop=book.unit, period=book.period)),
        lines=(SlipLine(key, label, table=SlipTable(_REGISTER, _REGISTER_WIDTHS, cells)),), closing=(),
        signers=tuple(book.wording.find_word("signer", name) for name in template.signers),
        basis=(Basis(form.cite),) if form else (),
        mark=SIMULATED if any(row.simulated for row in rows) else "",
    )  # fmt: skip


def build_register_row(source: DocumentSource) -> RegisterRow:
    """Return the line of a dossier from its ledger: when it came, was passed on, came back and was returned."""
    d = source.dossier
    back, returned = (
        _find_last_fact(source, FactKind.RESOLVED, FactKind.STOPPED),
        _find_last_fact(source, FactKind.GIVEN_BACK),
    )
    return RegisterRow(
        code=d.code,
        procedure=source.procedure.name.vi,
        sets=source.procedure.dossier_sets,
        applicant=", ".join(_list_said(source, "applicant", "address", "contact")),
        # The register of a day stays as it was written, even where another unit has the work since.
        agency=source.write_unit_name(
            find_unit_then(d.moves, AGENCY, source.agency, d.received_at) if d.received_at else source.agency
        ),
        received=_write_instant(d.received_at),
        due=_write_instant(d.clock.due_at if d.clock else None),
        forwarded=_write_instant(_read_time(_find_last_fact(source, FactKind.TRANSFERRED))),
        came_back=_write_instant(_read_time(back)),
        returned=_write_instant(_read_time(returned)),
        way=source.wording.find_word("way", payloads.GIVEN_BACK.read(returned)["way"]) if returned else "",
        note=_write_note(source, back),
        simulated=d.simulated,
    )


def _list_said(source: DocumentSource, *fields: str) -> Iterator[str]:
    """Return the person's fields as text; erased data is named as such once."""
    texts = (text for field in fields for text in _list_texts(answer_field(source, field)))
    return iter(dict.fromkeys(texts))


def _list_texts(found: Answer) -> tuple[str, ...]:
    return found if isinstance(found, tuple) else ()


def _find_last_fact(source: DocumentSource, *kinds: str) -> Fact | None:
    return next((fact for fact in reversed(source.facts) if fact.kind in kinds), None)


def _read_time(fact: Fact | None) -> datetime | None:
    return fact.occurred_at if fact else None


def _write_instant(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if at else ""


def _write_note(source: DocumentSource, back: Fact | None) -> str:
    """Return the remark next to the line: an entry made after an outage, a lateness, a withdrawal."""
    clock = source.dossier.clock
    late = back is not None and clock is not None and back.occurred_at > clock.due_at
    notes = {
        "Nhập bổ sung sau gián đoạn": any(read_any(fact).get("register") for fact in source.facts),
        "Quá hạn": late,
        "Đã rút": _find_last_fact(source, FactKind.WITHDRAWN) is not None,
    }
    return "; ".join(note for note, holds in notes.items() if holds)


def _list_cells(number: int, row: RegisterRow) -> tuple[str, ...]:
    return (
        str(number), row.code, row.procedure, str(row.sets), row.applicant, row.agency, row.received, row.due,
        row.forwarded, row.came_back, row.returned, row.way, "", row.note,
    )  # fmt: skip
