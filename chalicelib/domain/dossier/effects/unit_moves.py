"""Effect of the fact that a unit's open work on a dossier went to its successor, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.unit_moves import AGENCY, ONE_STOP, UnitMove, name_task
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def apply_succession(dossier: Dossier, fact: Fact) -> Dossier:
    """Name the successor in the places of the fact."""
    data = payloads.UNIT_SUCCEEDED.read(fact)
    unit, places = data["unit"], tuple(data["places"])
    return replace(
        dossier,
        one_stop=unit if ONE_STOP in places else dossier.one_stop,
        agency=unit if AGENCY in places else dossier.agency,
        tasks=tuple(replace(task, unit=unit) if name_task(task.n) in places else task for task in dossier.tasks),
        moves=(*dossier.moves, UnitMove(data["from"], unit, fact.occurred_at, places)),
    )
