"""The state of a modelled dossier, computed from the flow table and the law alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Assignment, Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.flow.transitions import (
    AS_PARENT,
    BY_PAPER,
    CALLED,
    OWED,
    SETTLING,
    STAGES,
    TABLE,
    UNSIGNED,
    RequestKind,
    Scope,
    State,
    Step,
    Transition,
    Who,
)
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace
from chalicelib.domain.shared.errors import Refusal
from chalicelib.repositories.catalogue.reference import ProvinceReference
from tests.stateful.due_dates import Dues
from tests.support.sight_rows import is_said

Verdict = type[Refusal] | None
ENDED = frozenset({State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.RESOLVED})


@dataclass
class Proposal:
    """An approval request: whose turn it is, and who has agreed."""

    kind: RequestKind
    by: str
    stages: list[Who]
    about: Mapping[str, Any]
    agreed: list[str] = field(default_factory=list)

    @property
    def prepared(self) -> bool:
        """Whether the system prepared it and people must still complete it."""
        return "prepared_for" in self.about


@dataclass
class Debt:
    """A sum owed: what became of it, and under which receipt by whose hand it was paid."""

    amount: int
    state: str = "open"
    due: str = "reception"
    blocking: bool = False
    claim: str = "none"
    receipt: str = ""
    cashier: str = ""


@dataclass(repr=False)
class KnownDossier:
    """A dossier as it should be: what is known of it, and who stands how to it."""

    number: str
    procedure: Procedure
    unit: str
    owner: str
    reference: ProvinceReference
    state: State = State.SUBMITTED
    version: int = 1
    length: int = 1
    agency: str = ""
    filed_at: datetime | None = None
    received_at: datetime | None = None
    stage: str = ""
    wait_until: datetime | None = None
    asked: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, bool] = field(default_factory=dict)
    consulted: list[tuple[str, bool]] = field(default_factory=list)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    proposed: int = 0
    reappointed: int = 0
    extended: int = 0
    granted: bool = False
    owes_letter: bool = False
    uncompared: set[str] = field(default_factory=set)
    claims: bool = False
    owed: dict[str, Debt] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    reversals: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    dues: Dues | None = None
    way: str = ""

    def __repr__(self) -> str:
        return f"<{self.procedure.id} of {self.owner}, {self.state.value}>"

    def rule(self, param: str, now: datetime, **scope: str) -> Any:
        """The rule for this dossier."""
        return self.reference.find_rule(param, CaseDates(now, self.filed_at, self.received_at), **scope).value

    # --- who -------------------------------------------------------------------------------------------------

    def sees(self, actor: Actor) -> bool:
        """The owner, and whom the table of sight lets know of it where they stand."""
        true = ({OnlyIf.HAS_SUMS} if self.owed else set()) | ({OnlyIf.BY_POST} if self.way == "post" else set())
        return actor.sub == self.owner or any(
            is_said(a.role, self._places(a), self.state, Content.HEAD, true=true) for a in actor.assignments
        )

    def _places(self, right: Assignment) -> set[SightPlace]:
        unit = right.unit
        asked = [is_open for body, is_open in self.consulted if body == unit]
        waits = any(asked) and self.state in SETTLING
        found = {
            SightPlace.PROVINCE: right.role in PROVINCE_WIDE,
            SightPlace.ONE_STOP: unit == self.unit,
            SightPlace.AGENCY: unit == self.agency,
            SightPlace.PARTNER: self.tasks.get(unit, False),
            SightPlace.WAITING: unit in self.tasks and not self.tasks[unit],
            SightPlace.ASKED: waits,
            SightPlace.ANSWERED: bool(asked) and not waits,
        }
        return {place for place, holds in found.items() if holds}

    def hat(self, actor: Actor, who: Who) -> Role | None:
        """The role of `who` that the actor has here."""
        return next((role for role, scope in who if self._is(actor, role, scope)), None)

    def _is(self, actor: Actor, role: Role, scope: Scope) -> bool:
        if scope in (Scope.OWNER, Scope.PRINCIPAL):
            return actor.sub == self.owner
        units = {
            Scope.ONE_STOP: [self.unit], Scope.COUNTER: [self.unit], Scope.AGENCY: [self.agency],
            Scope.PROVINCE: ["province"], Scope.SERVED: [], Scope.PAYING_CENTRE: [], Scope.RETURNING_CENTRE: [],
            Scope.PARTNER: [unit for unit, is_open in self.tasks.items() if is_open],
            Scope.CONSULTED: [unit for unit, is_open in self.consulted if is_open],
        }[scope]  # fmt: skip
        return any(a.role is role and a.unit in units for a in actor.assignments)

    def rows(self, step: Step, case: str) -> list[Transition]:
        """Rows of the table for the step now."""
        return [row for row in TABLE if (row.state, row.step) == (self.state, step) and self._suits(row, case)]

    def _suits(self, row: Transition, case: str) -> bool:
        """A stage that is waited for, a letter owed and papers to compare are facts of the dossier; originals are never
        called for here, nobody files for another; other cases the caller chooses."""
        other = {CALLED: False, BY_PAPER: False, AS_PARENT: False}
        facts = {OWED: self.owes_letter, UNSIGNED: bool(self.uncompared), **other}
        if row.case in facts:
            return facts[row.case]
        return row.case == self.stage if row.case in STAGES else row.case in ("", case)

    @property
    def waits_for_money(self) -> bool:
        """Whether a sum that blocks the next step is still open."""
        return any(debt.blocking and debt.state == "open" for debt in self.owed.values())

    # --- where -----------------------------------------------------------------------------------------------

    @property
    def next_due(self) -> datetime | None:
        """When somebody must have acted."""
        assert self.dues is not None
        if self.state is State.SUBMITTED:
            return self.dues.reception.due_at if self.dues.reception else None
        if self.state is State.SUPPLEMENT_REQUESTED:
            return self.dues.wait_until
        running = self.dues.clock is not None and self.dues.clock.ended_at is None
        return self.dues.clock.due_at if running and self.dues.clock else None

    def open_by(self, *moments: str) -> bool:
        """Whether a sum that falls due at one of these moments is still open."""
        return any(debt.state == "open" and debt.due in moments for debt in self.owed.values())

    def queues(self) -> list[str]:
        """Return the expected places of the dossier in worklists, each once."""
        if self.state is State.CLOSED:
            return []
        open_tasks = [unit for unit, is_open in self.tasks.items() if is_open]
        return sorted(f"{unit}#{self.state.value}" for unit in [self.unit, *open_tasks])

    def till(self) -> list[tuple[str, str, str]]:
        """Return the expected receipts in the lists of a day: each once, and once more if it was reversed."""
        listed = [*((number, "transaction") for number in self.receipts), *((n, "reversal") for n in self.reversals)]
        return sorted((f"TILL#{self.unit}", number, kind) for number, kind in listed)
