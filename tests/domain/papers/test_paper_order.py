"""The shares of a linked dossier on paper: one after the other (NĐ 61/2018 19.6.a)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.effects.work_items import apply_finished_task
from chalicelib.domain.dossier.permission import list_units_in_scope
from chalicelib.domain.dossier.work_items import Task
from chalicelib.domain.flow.transitions import Scope
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.supervision import boards
from tests.support.builders import Case

UNITS = ("LEAD", "POLICE", "INSURANCE")


def build_on_paper() -> tuple[Dossier, Fact]:
    """A dossier at its lead, with two partners that wait for the paper; and its last fact."""
    case = Case().processing()
    due = case.clock.due_at
    tasks = tuple(Task(n, unit, n == 1, due, waits=n > 1) for n, unit in enumerate(UNITS, start=1))
    return replace(case.dossier, tasks=tasks), case.facts[-1]


def pass_on(dossier: Dossier, last: Fact, number: int, to: int | None) -> Dossier:
    """Finish the share `n` and pass the paper on."""
    data = {"n": number, "unit": UNITS[number - 1], **({"passed_to": to} if to else {})}
    return apply_finished_task(dossier, replace(last, kind="task_finished", data=data))


def list_at_work(dossier: Dossier) -> set[str]:
    """The units that have something to do."""
    return set(list_units_in_scope(dossier, Scope.PARTNER))


def test_the_paper_is_at_the_lead_and_at_one_partner_after_the_other() -> None:
    d, last = build_on_paper()
    assert list_at_work(d) == {"LEAD"}
    d = pass_on(d, last, 1, 2)
    assert list_at_work(d) == {"LEAD", "POLICE"}
    d = pass_on(d, last, 2, 3)
    assert list_at_work(d) == {"LEAD", "INSURANCE"}
    d = pass_on(d, last, 3, None)
    assert list_at_work(d) == {"LEAD"}
    assert [bool(task.done_at) for task in d.tasks] == [False, True, True]


def test_a_share_that_waits_is_on_no_board() -> None:
    d, last = build_on_paper()
    assert {line.unit for line in boards.list_board_lines(d)} == {d.one_stop, "LEAD"}
    assert "POLICE" in {line.unit for line in boards.list_board_lines(pass_on(d, last, 1, 2))}


def test_a_share_that_was_written_before_does_not_wait() -> None:
    written = pack_value(Task(2, "TAX", False, Case().processing().clock.due_at))
    assert "waits" not in written
    assert unpack_value(Task, written).at_work
