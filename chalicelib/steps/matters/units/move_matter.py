"""The fact by which an open matter goes to the successor of a unit that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.catalogue.work_moves import Succession
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter import Matter
from chalicelib.steps.catalogue.move_dossier import STEP
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.matters.matter_command import MatterDecision, build_matter_change
from chalicelib.steps.matters.matter_ports import MatterDependencies


@dataclass(frozen=True, slots=True)
class MatterMover:
    """Moves matters, one attempt for each succession."""

    deps: MatterDependencies
    now: datetime
    real_now: datetime

    def move(self, number: str, successions: Sequence[Succession]) -> bool:
        """Record every succession of an open matter; return whether there was one. Raise Conflict."""
        matter = self.deps.matters.load_matter(number).matter
        moved = False
        while matter and not matter.ended:
            found = next((each for each in successions if each.unit == matter.unit), None)
            if found is None:
                break
            matter, moved = self._move_once(matter, found), True
        return moved

    def _move_once(self, matter: Matter, succession: Succession) -> Matter:
        data = {
            "matter": matter.kind, "unit": succession.successor, "from": succession.unit,
            "effective": succession.effective.isoformat(), "cause": succession.cause, "change": succession.change,
        }  # fmt: skip
        command = Command(STEP, matter.id, SYSTEM, self.now, self.real_now, None)
        decision = MatterDecision((NewFact(MatterFact.SUCCEEDED.value, data, by_system=True),), None, "")
        change = build_matter_change(self.deps, command, matter, decision)
        self.deps.matters.save_matter(change, now=self.real_now)
        return change.after
