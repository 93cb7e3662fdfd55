"""Dependencies of moving the work of units that ended. Imports are inside: most runs have nothing to move."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.domain.catalogue.work_moves import Succession
    from chalicelib.repositories.catalogue.work_moves import WorkMoveTable
    from chalicelib.steps.catalogue.move_work import WorkMoving


def list_successions() -> tuple[Succession, ...]:
    """Return the successions in effect on the legal day, by the tree of this moment."""
    from chalicelib.domain.catalogue.work_moves import list_successions

    units, clock = wiring.provide_units(), wiring.provide_clock()
    stored, day = units.load(), clock.now().astimezone(VIETNAM).date()
    matters = units.list_matters(range(1, stored.version + 1))
    return list_successions(wiring.provide_agencies(), stored.changes, matters, day)


def provide_moves() -> WorkMoveTable:
    """Return how far the units are."""
    from chalicelib.repositories.catalogue.work_moves import WorkMoveTable

    return WorkMoveTable()


def provide_work_moving(report: Callable[[str, Exception], None]) -> WorkMoving:
    """Return a run of the present moment; `report` receives what failed."""
    from chalicelib.repositories.catalogue.work_moves import UnitEntryTable
    from chalicelib.steps.catalogue.move_dossier import DossierMover
    from chalicelib.steps.catalogue.move_work import WorkMoving
    from chalicelib.steps.matters.units.move_matter import MatterMover
    from chalicelib.wiring import matters as wiring_matters
    from chalicelib.wiring import steps as wiring_steps

    clock, began = wiring.provide_clock(), time.monotonic()
    now, real_now = clock.now(), clock.real_now()
    return WorkMoving(
        list_successions(),
        wiring.provide_units().load().emptied,
        UnitEntryTable(),
        provide_moves(),
        DossierMover(wiring_steps.provide_dependencies(), now, real_now),
        MatterMover(wiring_matters.provide_matter_dependencies(), now, real_now),
        real_now,
        lambda: time.monotonic() - began,
        report,
    )
