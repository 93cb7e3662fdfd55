"""Keep the register: the dossiers that a one-stop unit received on a day, as form 06 (2018) or 07 (2025) lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from chalicelib.domain.documents.official_names import find_place, write_agency
from chalicelib.domain.documents.slip_register import Book, RegisterRow, register, row_of
from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.dossier import codes
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.privacy.sight import require_list
from chalicelib.domain.privacy.sight_words import Content, UnitList
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.documents.render_slip import Library
from chalicelib.steps.dossier.reader import Reader

SHEET = 40
"""Dossiers on one sheet: each is read with its whole ledger."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the register, how many dossiers the day has, and where the next sheet begins (None at the end)."""

    slip: Slip
    total: int
    following: int | None


def sheet(reader: Reader, library: Library, unit: str, day: date, after: int) -> Sheet:
    """The dossiers received by a unit on a day, starting after the `after`-th (NĐ 61/2018 39.1).

    For the keepers of the register: it names people, so the view is recorded for every dossier on it. Raise NotFound
    for others, Invalid for a future day, and NoRule for a day without a rule on dossier codes.
    """
    require_list(reader.actor, unit, UnitList.REGISTER, reader.now)
    if fault := find_officer_day_fault(
        "register_day", datetime.combine(day, time(), VIETNAM), reader.now, "/query/day"
    ):
        raise Invalid(fields=(fault,))
    received = reader.desk.codes.given(_series(reader, unit, day))
    upto = after + SHEET
    rows = [_row(reader, library, dossier) for dossier in received[after:upto]]
    book = _book(reader, library, unit, day)
    return Sheet(register(book, rows, after + 1), len(received), upto if upto < len(received) else None)


def _series(reader: Reader, unit: str, day: date) -> str:
    """Return the series of codes that the unit gives on the day: every received dossier takes one of its numbers."""
    reference = reader.desk.reference
    pattern = reference.rule("code.pattern", CaseDates.on(day)).value
    return codes.series(pattern, reference.unit_code(unit, codes.unit_form(pattern)), day)


def _row(reader: Reader, library: Library, dossier_id: str) -> RegisterRow:
    reader.seen(dossier_id, "register", Content.NAME, as_line=True)
    facts, parts = reader.desk.dossiers.ledger(dossier_id), reader.desk.dossiers.parts(dossier_id)
    return row_of(library.source(facts, facts[-1].seq, parts))


def _book(reader: Reader, library: Library, unit: str, day: date) -> Book:
    agency, tree = library.agencies.get(unit), library.agencies
    return Book(
        unit=write_agency(agency.name.vi),
        authority=write_agency(tree.get(agency.parent).name.vi) if agency.parent else "",
        place=find_place(each.name.vi for each in tree.lineage(unit)),
        period=f"ngày {day:%d/%m/%Y}",
        written_at=reader.now,
        law=Law.of_day(library.rules, day, library.province),
        wording=library.wording(),
    )
