"""Keep the register: the dossiers that a one-stop unit received on a day, as form 06 (2018) or 07 (2025) lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from chalicelib.domain.documents.official_names import find_place, write_agency
from chalicelib.domain.documents.slip_register import Book, RegisterRow, build_register, build_register_row
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
class RegisterSheet:
    """A sheet of the register, how many dossiers the day has, and where the next sheet begins (None at the end)."""

    slip: Slip
    total: int
    following: int | None


def build_sheet(reader: Reader, library: Library, unit: str, day: date, after: int) -> RegisterSheet:
    """The dossiers received by a unit on a day, starting after the `after`-th (NĐ 61/2018 39.1).

    For the keepers of the register: it names people, so the view is recorded for every dossier on it. Raise NotFound
    for others, Invalid for a future day, and NoRule for a day without a rule on dossier codes.
    """
    require_list(reader.actor, unit, UnitList.REGISTER, reader.now)
    if fault := find_officer_day_fault(
        "register_day", datetime.combine(day, time(), VIETNAM), reader.now, "/query/day"
    ):
        raise Invalid(fields=(fault,))
    received = reader.deps.codes.list_given(_build_series(reader, unit, day))
    upto = after + SHEET
    rows = [_build_row(reader, library, dossier) for dossier in received[after:upto]]
    book = _build_book(reader, library, unit, day)
    return RegisterSheet(build_register(book, rows, after + 1), len(received), upto if upto < len(received) else None)


def _build_series(reader: Reader, unit: str, day: date) -> str:
    """Return the series of codes that the unit gives on the day: every received dossier takes one of its numbers."""
    reference = reader.deps.reference
    pattern = reference.find_rule("code.pattern", CaseDates.build_for_day(day)).to_text()
    return codes.build_series(pattern, reference.find_unit_code(unit, codes.read_unit_form(pattern)), day)


def _build_row(reader: Reader, library: Library, dossier_id: str) -> RegisterRow:
    reader.require_seen(dossier_id, "register", Content.NAME, as_line=True)
    facts, parts = reader.deps.dossiers.load_ledger(dossier_id), reader.deps.dossiers.load_parts(dossier_id)
    return build_register_row(library.build_source(facts, facts[-1].seq, parts))


def _build_book(reader: Reader, library: Library, unit: str, day: date) -> Book:
    tree = library.agencies()
    agency = tree.get(unit)
    return Book(
        unit=write_agency(agency.name.vi),
        authority=write_agency(tree.get(agency.parent).name.vi) if agency.parent else "",
        place=find_place(each.name.vi for each in tree.list_lineage(unit)),
        period=f"ngày {day:%d/%m/%Y}",
        written_at=reader.now,
        law=Law.build_for_day(library.rules, day, library.province),
        wording=library.wording(),
    )
