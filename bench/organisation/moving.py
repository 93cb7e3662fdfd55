"""The job that moves the open work of units that ended, run until nothing is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from time import monotonic

from bench.cost import Bench
from bench.growth import Figure
from chalicelib.domain.catalogue.work_moves import SETTLES, Succession, list_successions
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.catalogue.unit_table import UnitTable
from chalicelib.repositories.catalogue.work_moves import UnitEntryTable, WorkMoveTable
from chalicelib.steps.catalogue.move_dossier import DossierMover
from chalicelib.steps.catalogue.move_work import WorkMoving
from chalicelib.wiring.core import provide_rules
from tests.contract.journey import REAL, World


class IdleMatters:
    """Nobody has matters."""

    def move(self, number: str, successions: Sequence[Succession]) -> bool:
        """Return whether a matter moved."""
        return False


def measure_since(begun: float) -> float:
    """Return the seconds since a moment."""
    return monotonic() - begun


def raise_failure(number: str, fault: Exception) -> None:
    """End with what failed."""
    raise fault


def move_work(bench: Bench, store: UnitTable, province: str, on: date) -> tuple[int, Figure]:
    """Run the job on a day until it finds nothing, and once more when everybody has ended what they did; return how
    many dossiers moved, and the cost of all runs."""
    tree, stored = store.load_tree(on, REAL), store.load()
    noon = datetime.combine(on, time(5), UTC)
    reference = ProvinceReference(
        province, CatalogueFiles(province=province), provide_rules(), lambda *_: (), lambda: tree
    )
    deps = replace(World("moving", bench.store).deps, reference=reference)
    successions = list_successions(tree, stored.changes, {}, on)
    entries, moves, dossiers = UnitEntryTable(), WorkMoveTable(), DossierMover(deps, noon, REAL)
    began, before, moved = monotonic(), len(bench.meter.requests), 0
    for at in (noon, noon + SETTLES):
        left = 1
        while left:
            emptied, begun = store.load().emptied, monotonic()
            report = WorkMoving(
                successions, emptied, entries, moves, dossiers, IdleMatters(), at,
                partial(measure_since, begun), raise_failure,
            ).run()  # fmt: skip
            moved, left = moved + report.moved, report.left
    ms, made = (monotonic() - began) * 1000, bench.meter.requests[before:]
    reads, writes = sum(each.read_units for each in made), sum(each.write_units for each in made)
    return moved, Figure(len(made), reads, writes, ms, ms)
