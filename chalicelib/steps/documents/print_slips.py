"""Print slips: one, or many in one file after a list of them; a slip printed before is marked as a copy.

The prints of a slip are counted, and each print is recorded with its dossier (VL-7.2.b). A print is stored under the
caller's key, so that a repeat returns the same sheets and counts nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_choice, slips
from chalicelib.domain.documents.prints import Cover, PrintedSheet, SlipErased, SlipNotDue, SlipPending, build_cover
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.privacy.sight import find_sight, require_sight
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import FieldError, KeyReused, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.papers.add_paper import may_have


@dataclass(frozen=True, slots=True)
class WantedSlip:
    """A slip to print: by its id, or the newest of a kind."""

    dossier_id: str
    kind: SlipKind | None = None
    paper_id: str | None = None


class PrintablePapers(Protocol):
    """The papers of dossiers."""

    def list_by_dossier(self, dossier_id: str) -> Sequence[Paper]:
        """All papers of a dossier."""


class Prints(Protocol):
    """Counters of prints, and the contents of each print."""

    def count(self, dossier_id: str, paper_id: str) -> int:
        """Count one more print; return the number before."""

    def find_print(self, print_id: str) -> Sequence[PrintedSheet] | None:
        """Return the sheets of an earlier print."""

    def keep(self, print_id: str, sheets: Sequence[PrintedSheet], now: datetime) -> None:
        """Store the sheets of a print for a repeated request."""


class Press(Protocol):
    """Combines sheets into one file."""

    def bind(self, sheets: Sequence[tuple[Paper, str]], listed: Cover | None) -> bytes:
        """Return the slips in their order, each with its mark, after the list if there is one."""


@dataclass(frozen=True, slots=True)
class Printer:
    """The officer who prints, and the dependencies of printing."""

    reader: Reader
    papers: PrintablePapers
    prints: Prints
    press: Press


@dataclass(frozen=True, slots=True)
class Printed:
    """The sheets of a print and the one file that holds them."""

    sheets: Sequence[PrintedSheet]
    pdf: bytes


def print_slips(printer: Printer, command: Command[object], wanted: Sequence[WantedSlip]) -> Printed:
    """Return one file of the requested slips, in their order. Refuse all of them while one is not ready: nothing is
    counted then."""
    found = _find_all(printer, command, wanted)
    sheets = _count_once(printer, command, found)
    reader = printer.reader
    roles = ",".join(sorted(reader.actor.list_roles(reader.now) - {Role.APPLICANT}))
    for each in sheets:
        what = f"print {each.paper_id}" + (f" copy {each.copies}" if each.copies else "")
        reader.accesses.record(each.dossier_id, reader.actor.sub, roles, what, reader.real_now)
    made = reader.real_now.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    pairs = [(paper, sheet.mark) for (_, paper), sheet in zip(found, sheets, strict=True)]
    return Printed(sheets, printer.press.bind(pairs, build_cover(sheets, made) if len(sheets) > 1 else None))


def _find_all(printer: Printer, command: Command[object], wanted: Sequence[WantedSlip]) -> list[tuple[Dossier, Paper]]:
    found: list[tuple[Dossier, Paper]] = []
    pending: list[FieldError] = []
    undue: list[FieldError] = []
    for n, each in enumerate(wanted):
        loaded = printer.reader.deps.dossiers.load(each.dossier_id)
        dossier = require_sight(command.actor, loaded.dossier, command.now)
        if not _may_print(command, loaded, dossier):
            raise NotFound()
        try:
            paper = _find_slip(printer, command, loaded, dossier, each)
        except SlipNotDue as why:
            undue.append(FieldError(f"/slips/{n}", why.code, why.vi, why.en))
            continue
        if paper is None:
            pending.append(FieldError(f"/slips/{n}", SlipPending.code, SlipPending.vi, SlipPending.en))
        else:
            found.append((dossier, paper))
    if undue:
        every = SlipErased if all(each.code == SlipErased.code for each in undue) else SlipNotDue
        raise every(fields=tuple(undue))
    if pending:
        raise SlipPending(fields=tuple(pending), retry_after=1)
    return found


def _may_print(command: Command[object], loaded: Loaded, dossier: Dossier) -> bool:
    """Return whether the reader may have the dossier's slips: otherwise they would wait for one that never comes."""
    sight = find_sight(command.actor, dossier, command.now)
    if sight.is_owner:
        return False
    entered = loaded.draft is not None and loaded.draft.author == command.actor.sub
    return entered or sight.has(Content.SLIPS, Content.CONTROL_SLIPS)


def _find_slip(
    printer: Printer, command: Command[object], loaded: Loaded, dossier: Dossier, wanted: WantedSlip
) -> Paper | None:
    """Return the slip; None while it is being rendered. Raise SlipNotDue for one that never comes."""
    erased = dossier.erasure is not None and dossier.erasure.ordered_at is not None
    held = [
        paper
        for paper in printer.papers.list_by_dossier(dossier.id)
        if paper.kind is PaperKind.SLIP and may_have(command, loaded, paper)
    ]
    if wanted.paper_id is not None:
        paper = next((paper for paper in held if paper.id == wanted.paper_id), None)
        if paper is None:
            raise NotFound()
        return paper
    kind = wanted.kind
    if kind is SlipKind.RECEIPT:
        expected = _find_receipt_id(printer, dossier)
        paper = next((paper for paper in held if paper.id == expected), None)
        if paper is None and erased:
            raise SlipErased()
        return paper
    of_kind = sorted((paper for paper in held if paper.component == kind), key=lambda paper: paper.created_at)
    if not of_kind:
        raise SlipErased() if erased else SlipNotDue()
    return of_kind[-1]


def _find_receipt_id(printer: Printer, dossier: Dossier) -> str:
    """Return the id of the latest reception's receipt, rendered or not."""
    facts = printer.reader.deps.dossiers.load_ledger(dossier.id) if dossier.intake.receipt else ()
    made = [fact for fact in facts if fact.kind in slip_choice.MAKING_RECEIPTS]
    if not made:
        raise SlipNotDue()
    return slips.derive_paper_id(made[-1].id, SlipKind.RECEIPT)


def _count_once(
    printer: Printer, command: Command[object], found: Sequence[tuple[Dossier, Paper]]
) -> Sequence[PrintedSheet]:
    """Return the sheets of the caller's key: counted the first time, unchanged on a repeat."""
    print_id = hashlib.sha256(f"print|{command.actor.sub}|{command.key}".encode()).hexdigest()[:32]
    again = printer.prints.find_print(print_id)
    if again is not None:
        if [each.paper_id for each in again] != [paper.id for _, paper in found]:
            raise KeyReused()
        return [replace(sheet, void=_is_void(*one)) for sheet, one in zip(again, found, strict=True)]
    sheets = [
        PrintedSheet(
            d.id, paper.id, d.code or d.receipt_no, paper.name, printer.prints.count(d.id, paper.id), _is_void(d, paper)
        )
        for d, paper in found
    ]
    printer.prints.keep(print_id, sheets, command.real_now)
    return sheets


def _is_void(dossier: Dossier, paper: Paper) -> bool:
    return slips.is_void_receipt(dossier, paper)
