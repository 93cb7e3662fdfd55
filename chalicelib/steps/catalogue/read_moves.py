"""How far the open work of units that ended has moved to their successors, for those who change and audit units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.officers import READERS
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.catalogue.work_moves import Succession, WorkMove
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.steps.catalogue.preview_units import PROPOSERS, UnitCounts


class KnownMoves(Protocol):
    """How far the units are."""

    def list_moves(self, units: Sequence[str]) -> Mapping[str, WorkMove]:
        """Return the state of each of some units of which something moved or was looked for."""


@dataclass(frozen=True, slots=True)
class MovingUnit:
    """A unit that ended: what moved of its work, what is still counted there, and since when nothing is."""

    succession: Succession
    moved: int
    left: int
    moved_at: datetime | None = None
    done_at: datetime | None = None


def list_moving_units(
    actor: Actor,
    successions: Sequence[Succession],
    moves: KnownMoves,
    boards: UnitCounts,
    matters: UnitCounts,
    now: datetime,
) -> tuple[MovingUnit, ...]:
    """Return the units that ended and had work to move, or may have, the last ones first. Raise Forbidden."""
    if not actor.list_roles(now) & (PROPOSERS | READERS):
        raise Forbidden()
    known = moves.list_moves([each.unit for each in successions])
    found = (_describe_unit(each, known.get(each.unit), (boards, matters)) for each in reversed(successions))
    return tuple(each for each in found if each.succession.change or each.moved or each.left)


def _describe_unit(succession: Succession, move: WorkMove | None, counts: Sequence[UnitCounts]) -> MovingUnit:
    if move is not None and move.done_at:
        return MovingUnit(succession, move.moved, 0, move.moved_at if move.moved else None, move.done_at)
    left = sum(_count_lines(each.read_counts(succession.unit)) for each in counts)
    return MovingUnit(succession, move.moved if move else 0, left, move.moved_at if move and move.moved else None)


def _count_lines(counts: Mapping[Any, int]) -> int:
    return sum(counts.values())
