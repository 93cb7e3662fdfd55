"""A province's dossiers, made up from a seed: three years, sixty units, few procedures asked for often.

Each is a clone of one that went through the real steps: its rows are those of the steps, with its own number, unit,
owner, procedure and times. Rows are made once for each state and day of appointment and then filled in as text, since a
million of them are wanted; a test holds a filled row equal to the step's own. Of the people who measure, one unit has
the same open work at every size, and one citizen the same dossiers: other rows of the table must make no difference to
them.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import GENESIS, Fact
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.supervision import boards
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import ExtraPut

YEARS, UNITS, PROCEDURES, PEOPLE_PER_DOSSIER = 3, 60, 200, 0.4
MIX: Mapping[State, float] = {
    State.CLOSED: 0.90, State.RETURNED: 0.02, State.RESOLVED: 0.01, State.PROCESSING: 0.04, State.RECEIVED: 0.01,
    State.SUBMITTED: 0.01, State.SUPPLEMENT_REQUESTED: 0.005, State.NOT_RECEIVED: 0.005,
}  # fmt: skip
"""Shares of the states in a running province; most dossiers are closed."""
WHOLE = 10_000
"""The number of dossiers with ledger, finished tasks and papers; the others have their state and list entries."""
FIRST_DUE, DUE_DAYS = 10, 28
"""Open work is due on one of so many days, beginning so many days from now: the watch's own work comes before."""
PROBE_UNIT, PROBE_PERSON = "UNIT-PROBE", "person-probe"
PROBE_OPEN, PROBE_OWNED = 500, 40

PLACE = re.compile(r"@(\w+)@")
"""The placeholder of a clone's own words in a row."""
FILED = datetime(1999, 1, 1, tzinfo=UTC)
"""Stands for the time of filing until it is filled in."""

Board = Counter[boards.BoardLine]


@dataclass(frozen=True, slots=True)
class DossierTemplate:
    """A dossier that went through the real steps, with its ledger and papers."""

    dossier: Dossier
    facts: Sequence[Fact]
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Stencil:
    """The rows of a dossier as text to be filled in, and the board lines that it stands on."""

    texts: tuple[str, ...]
    finished: tuple[str, ...]
    lines: tuple[tuple[str, date | None], ...]

    def fill_rows(self, words: Mapping[str, str], *, whole: bool) -> Iterator[str]:
        """Return the rows of one dossier, as requests to put them."""
        return (text % words for text in (*self.texts, *(self.finished if whole else ())))


@dataclass(frozen=True)
class ProvinceGenerator:
    """The generator: the same seed gives the same rows. `now` is the day on which it is measured."""

    templates: Mapping[State, DossierTemplate]
    now: datetime
    seed: int = 88

    def list_puts(self, numbers: range, board: Board) -> Iterator[str]:
        """Yield requests to put the rows of these dossiers, as text; their lines are added to the board."""
        states, popular = list(MIX), [1 / rank for rank in range(1, PROCEDURES + 1)]
        mix, procedures = list(itertools.accumulate(MIX.values())), list(itertools.accumulate(popular))
        chance = random.Random(self.seed * 10_000_019 + numbers.start)  # noqa: S311 - made-up data
        for number in numbers:
            (state,) = chance.choices(states, cum_weights=mix)
            (procedure,) = chance.choices(range(PROCEDURES), cum_weights=procedures)
            filed = self.now - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
            words = name_clone(number, filed, f"UNIT-{chance.randrange(UNITS):02d}", f"1.{procedure:06d}")
            cut = self._cut_stencil(state, number % DUE_DAYS)
            yield from cut.fill_rows(words, whole=number < WHOLE)
            for unit, due in cut.lines:
                board[boards.BoardLine(unit % words, state.value, words["procedure"], due)] += 1
            if number < WHOLE:
                yield from map(write_put, self._list_ledger_rows(words["id"], self.templates[state]))

    def list_probes(self, board: Board) -> Iterator[TableItem]:
        """Yield the open work of the unit and the dossiers of the citizen whose lists are measured."""
        for number in range(PROBE_OPEN):
            d = self.build_dossier(State.SUBMITTED, number, self.now - timedelta(minutes=number))
            d = replace(d, id=f"w{number:025d}", one_stop=PROBE_UNIT, procedure="1.000001")
            board.update(boards.list_board_lines(d))
            yield rows.build_state_row(d, d.next_due)
        for number in range(PROBE_OWNED):
            d = self.build_dossier(State.CLOSED, number, self.now - timedelta(days=number))
            yield rows.build_state_row(replace(d, id=f"p{number:025d}", owner=PROBE_PERSON))

    def build_dossier(self, state: State, day: int, filed: datetime) -> Dossier:
        """Clone a row with times of its own; open work is due on one of the coming days."""
        d = self.templates[state].dossier
        due = self.now + timedelta(days=FIRST_DUE + day % DUE_DAYS)
        clock, reception = (each and replace(each, due_at=due) for each in (d.clock, d.reception))
        tasks = tuple(replace(task, due_at=due) for task in d.tasks)
        wait = d.wait_until and due
        return replace(d, filed_at=filed, clock=clock, reception=reception, tasks=tasks, wait_until=wait)

    @cached_property
    def _cut(self) -> dict[tuple[State, int], Stencil]:
        return {}

    def _cut_stencil(self, state: State, day: int) -> Stencil:
        if (state, day) not in self._cut:
            self._cut[state, day] = build_stencil(self.build_dossier(state, day, FILED))
        return self._cut[state, day]

    def _list_ledger_rows(self, name: str, template: DossierTemplate) -> Iterator[TableItem]:
        head = GENESIS
        for fact in template.facts:
            mine = replace(fact, dossier_id=name, prev=head)
            head = mine.hash
            yield rows.build_fact_row(mine)
        yield from (build_paper_row(replace(paper, dossier_id=name)) for paper in template.papers)


def name_clone(number: int, filed: datetime, unit: str, procedure: str) -> dict[str, str]:
    """Return a clone's own words."""
    return {
        "id": f"d{number:025d}", "receipt": f"TN-{number:014d}", "series": f"{unit}-{filed:%y%m%d}",
        "number": f"{number:07d}", "unit": unit, "agency": f"AGENCY-{unit[-2:]}", "procedure": procedure,
        "person": f"person-{int(number * PEOPLE_PER_DOSSIER):07d}", "filed": write_stamp(filed),
    }  # fmt: skip


def build_stencil(dossier: Dossier) -> Stencil:
    """Return the rows of a dossier with places for a clone's own words: state, tasks, and its code's item."""
    tasks = tuple(replace(task, unit="@agency@") for task in dossier.tasks)
    placed = replace(
        dossier, id="@id@", receipt_no="@receipt@", one_stop="@unit@", procedure="@procedure@", owner="@person@",
        code="@series@-@number@" if dossier.code else "", tasks=tasks,
    )  # fmt: skip
    alert_at = dossier.next_due if dossier.is_open else None
    state = rows.build_state_row(placed, alert_at)
    # The squeezed body cannot be filled in as text: it keeps the words of the dossier that was cloned.
    state.packed = rows.build_state_row(dossier).packed
    still = [task for task in tasks if task.done_at is None]
    made = [state, *(rows.build_task_row(placed, task, alert_at) for task in still)]
    texts = list(map(_write_row, made))
    finished = [_write_row(rows.build_task_row(placed, task)) for task in tasks if task.done_at]
    if dossier.code:
        series, number = codes.split_code(placed.code)
        texts.append(_write_row(rows.build_extra_row(ExtraPut(CodeItem(series, number), {"dossier": placed.id}))))
    lines = tuple((_mark_places(line.unit), line.due) for line in boards.list_board_lines(placed))
    return Stencil(tuple(map(_mark_places, texts)), tuple(map(_mark_places, finished)), lines)


def _write_row(row: TableItem) -> str:
    return write_put(row).replace(write_stamp(FILED), "@filed@")


def _mark_places(text: str) -> str:
    return PLACE.sub(r"%(\1)s", text.replace("%", "%%"))


def write_put(row: TableItem) -> str:
    """Return a request to put a row, as part of a batch."""
    item: dict[str, Any] = row.to_dynamodb_dict()
    return json.dumps({"PutRequest": {"Item": item}}, ensure_ascii=False, separators=(",", ":"))


def list_board_rows(board: Board) -> Iterator[TableItem]:
    """Return the counts that the fact counters would have."""
    for line, count in board.items():
        due = line.due.isoformat() if line.due else "-"
        yield TableItem(f"BOARD#{line.unit}", f"{due}#{line.state}#{line.procedure}", length=count)
