"""A province's dossiers, made up from a seed: three years, sixty units, few procedures asked for often.

Each is a clone of one that went through the real steps, so that its rows are what the steps write. Of the people who
measure, one unit has the same open work at every size, and one citizen the same dossiers: what else lies in the table
must make no difference to them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.flow import State
from chalicelib.domain.ledger import GENESIS, Fact
from chalicelib.domain.papers import Paper
from chalicelib.repositories import rows
from chalicelib.repositories.papers import paper_row
from chalicelib.repositories.tables import Row

YEARS, UNITS, PROCEDURES, PEOPLE_PER_DOSSIER = 3, 60, 200, 0.4
MIX: Mapping[State, float] = {
    State.CLOSED: 0.90, State.RETURNED: 0.02, State.RESOLVED: 0.01, State.PROCESSING: 0.04, State.RECEIVED: 0.01,
    State.SUBMITTED: 0.01, State.SUPPLEMENT_REQUESTED: 0.005, State.NOT_RECEIVED: 0.005,
}  # fmt: skip
"""Where the dossiers of a running province stand; most are over."""
WHOLE = 10_000
"""How many have their ledger and papers too."""
PROBE_UNIT, PROBE_PERSON = "UNIT-PROBE", "person-probe"
PROBE_OPEN, PROBE_OWNED = 500, 40


@dataclass(frozen=True, slots=True)
class Template:
    """A dossier that went through the real steps, with its ledger and papers."""

    dossier: Dossier
    facts: Sequence[Fact]
    papers: Sequence[Paper]


@dataclass(frozen=True)
class Province:
    """The generator: the same seed gives the same rows. `now` is the day on which it is measured."""

    templates: Mapping[State, Template]
    now: datetime
    seed: int = 88

    def rows(self, size: int, part: int, parts: int) -> Iterator[Row]:
        """Rows of every `parts`-th dossier out of `size`, beginning with number `part`."""
        states, weights = list(MIX), list(MIX.values())
        popular = [1 / rank for rank in range(1, PROCEDURES + 1)]
        chance = random.Random(self.seed + part)  # noqa: S311 - made-up data
        for number in range(part, size, parts):
            state = chance.choices(states, weights)[0]
            procedure = chance.choices(range(PROCEDURES), popular)[0]
            filed = self.now - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
            yield from self._clone(number, state, f"1.{procedure:06d}", filed, chance, whole=number < WHOLE)

    def probes(self) -> Iterator[Row]:
        """The open work of the unit and the dossiers of the citizen whose lists are measured."""
        for number in range(PROBE_OPEN):
            d = self._dossier(f"w{number:025d}", State.SUBMITTED, "1.000001", self.now - timedelta(minutes=number))
            # Half a minute apart, all of them within the watch's reach and none of them elsewhere.
            alert_at = self.now - timedelta(seconds=30 * number)
            yield rows.state_row(replace(d, one_stop=PROBE_UNIT), alert_at)
        for number in range(PROBE_OWNED):
            d = self._dossier(f"p{number:025d}", State.CLOSED, "1.000001", self.now - timedelta(days=number))
            yield rows.state_row(replace(d, owner=PROBE_PERSON))

    def _clone(
        self, number: int, state: State, procedure: str, filed: datetime, chance: random.Random, *, whole: bool
    ) -> Iterator[Row]:
        d = self._dossier(f"d{number:025d}", state, procedure, filed)
        unit, person = f"UNIT-{chance.randrange(UNITS):02d}", int(number * PEOPLE_PER_DOSSIER)
        d = replace(d, one_stop=unit, owner=f"person-{person}")
        alert_at = d.next_due if d.is_open else None
        yield rows.state_row(d, alert_at)
        yield from (rows.task_row(d, task, alert_at) for task in d.tasks)
        if whole:
            yield from self._ledger(d.id, self.templates[state])

    def _dossier(self, name: str, state: State, procedure: str, filed: datetime) -> Dossier:
        """A clone with times of its own; whatever is open is due within the month to come."""
        d = self.templates[state].dossier
        shift = timedelta(days=1 + sum(name.encode()) % 28)
        code = d.code and f"{d.code[:-7]}{name[-7:]}"
        clock, reception = (each and replace(each, due_at=self.now + shift) for each in (d.clock, d.reception))
        tasks = tuple(replace(task, due_at=self.now + shift) for task in d.tasks)
        return replace(
            d, id=name, procedure=procedure, filed_at=filed, receipt_no=f"TN-{name[:14].upper()}", code=code,
            clock=clock, reception=reception, tasks=tasks, wait_until=d.wait_until and self.now + shift,
        )  # fmt: skip

    def _ledger(self, name: str, template: Template) -> Iterator[Row]:
        head = GENESIS
        for fact in template.facts:
            mine = replace(fact, dossier_id=name, prev=head)
            head = mine.hash
            yield rows.fact_row(mine)
        yield from (paper_row(replace(paper, dossier_id=name)) for paper in template.papers)


def batches(given: Iterator[Row], size: int = 25) -> Iterator[list[Row]]:
    """Rows in lots that one request can carry."""
    while lot := list(itertools.islice(given, size)):
        yield lot
