"""Entries of the paper register: dossiers received while the system was down, with true time and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.outages import RegisterNumberUsed, RegisterNumberWrong
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import BackEntryLine, StepContext
from chalicelib.steps.dossier.items import CodeItem, ItemName

if TYPE_CHECKING:
    from chalicelib.models.reception import ReceiveBody


def list_needed(body: ReceiveBody) -> list[ItemName]:
    """Return what to load with the dossier: the item of the register's number."""
    return [name_code_item(body.paper_register.code)] if body.paper_register else []


def require_free_code(context: StepContext[object], line: BackEntryLine, given: str, pattern: str) -> str:
    """Return the code on paper, when the register can have given it that day and no other dossier has it."""
    day = line.at.astimezone(VIETNAM).date()
    unit = context.deps.reference.find_unit_code(context.dossier.one_stop, codes.read_unit_form(pattern))
    series, kept = codes.build_series(pattern, unit, day), list_reserved_numbers(context)
    if given not in {codes.print_number(pattern, series, number) for number in kept}:
        raise RegisterNumberWrong(series=series, first=kept.start, last=kept.stop - 1)
    if name_code_item(given) in context.loaded.extra:
        raise RegisterNumberUsed(code=given)
    return given


def list_reserved_numbers(context: StepContext[object]) -> range:
    """Return the numbers of each day that belong to the paper register."""
    return range(context.find_rule("code.reserve_from").to_int(), context.find_rule("code.reserve_to").to_int() + 1)


def name_code_item(code: str) -> CodeItem:
    """Return the item of a code's use."""
    return CodeItem(*codes.split_code(code))
