"""Role × state × content over every read: each cell is as the table of sight says, and what it withholds is nowhere in
the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.code_words import STEP_WORDS
from chalicelib.domain.dossier.permission import list_allowed_steps
from chalicelib.domain.flow.transitions import TABLE as FLOW
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import find_sight, list_roles
from chalicelib.domain.privacy.sight_words import Content, SightPlace, UnitList
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.operations import OPERATIONS
from chalicelib.models.dossiers import DossierView
from chalicelib.steps.documents import register_report
from chalicelib.steps.dossier.views import FIELDS
from chalicelib.steps.filing import outages
from chalicelib.steps.notices import read_notices
from chalicelib.steps.payments import reconcile
from chalicelib.steps.payments.unpaid import require_till
from chalicelib.steps.reading import queries
from chalicelib.steps.reading.worklist import WorklistFilter as WantedWork
from chalicelib.steps.reading.worklist import list_work
from infra.docs.read_routes import DOSSIER_READS, LIST_READS, OTHER_READS
from tests.steps.privacy.sight_cell import SightCell, find_refusal
from tests.steps.privacy.sight_probes import PROBES
from tests.steps.privacy.sight_world import (
    BODY_ONE,
    BODY_TWO,
    CENTRE,
    FILED_STATES,
    PERSON,
    STAGES,
    build_world,
    list_readers,
    list_true_conditions,
)
from tests.support.fakes.fake_lists import FakeLists
from tests.support.sight_rows import is_said
from tests.support.slip_builders import build_library

C = Content


def test_every_read_of_the_contract_has_its_cells() -> None:
    import app  # noqa: F401 - registers the operations

    known = {**DOSSIER_READS, **LIST_READS, **OTHER_READS}
    assert len(known) == len(DOSSIER_READS) + len(LIST_READS) + len(OTHER_READS)
    routes = {(op.method, op.path) for op in OPERATIONS}
    reads = {route for route in routes if route[0] == "GET"}
    assert reads <= set(known), "a new read without a cell"
    assert set(known) <= routes
    assert set(PROBES) == set(DOSSIER_READS), "a read of a dossier that nobody tries"
    commands = {op.path for op in OPERATIONS if op.method != "GET" and op.answer is DossierView}
    acts = {path.rsplit("/", 1)[-1] for path in commands}
    assert acts <= {step.value for step in STEP_WORDS} | {"approve", "decline", "send_back"}, (
        "whoever answers with a dossier outside a read answers with the same view"
    )


def test_every_field_of_the_view_belongs_to_a_content() -> None:
    apart = {"seen_as", "reads", "allowed", "hindered", "parts", "tasks", "consultations", "requests"}
    assert set(DossierView.model_fields) - apart == set(FIELDS)


@pytest.mark.clause("HUE-19.3")
@pytest.mark.parametrize(("state", "stage"), FILED_STATES)
def test_each_cell_is_as_the_table_says_at_every_read(state: State, stage: str) -> None:
    case, tried = build_world(state, stage), set()
    for one in list_readers(case):
        cell = SightCell(case, one)
        sight = find_sight(one.who, case.dossier, case.now)
        assert set(sight.given) == cell.given, (one.role, one.places)
        if not cell.given:
            assert find_refusal(lambda: queries.read_dossier(cell.reader(), case.id)) is NotFound  # noqa: B023
            assert find_refusal(lambda: queries.read_ledger(cell.reader(), case.id)) is NotFound  # noqa: B023
            continue
        assert C.HEAD in cell.given
        again = (cell.given, one.unit in (BODY_ONE, BODY_TWO) and one.unit, one.role is Role.APPLICANT, one.places)
        if again in tried:
            continue
        tried.add(again)
        for route, probe in PROBES.items():
            try:
                probe(cell)
            except AssertionError as wrong:
                raise AssertionError(f"{route[1]} as {one.role} at {sorted(one.places)}: {wrong}") from wrong


@pytest.mark.parametrize(("state", "stage"), FILED_STATES)
def test_lists_hold_the_lines_whose_dossiers_their_reader_sees(state: State, stage: str) -> None:
    case = build_world(state, stage)
    lists = FakeLists(case.store)
    for one in list_readers(case):
        if one.role is Role.APPLICANT or not one.unit:
            continue
        cell = SightCell(case, one)
        reader = cell.reader()
        wanted = WantedWork(one.unit)
        if one.role not in list_roles(UnitList.WORK):
            assert find_refusal(lambda: list_work(reader, lists, wanted, 10, None)) is NotFound  # noqa: B023
            continue
        queued = {line["dossier_id"] for s in State for line in lists.list_whole(one.unit, [s], read_all(), 9)}
        lines = list_work(reader, lists, wanted, 10, None).items
        assert bool(lines) == (C.HEAD in cell.given and bool(queued)), (one.role, one.places)
        named = {line["applicant"] for line in lines}
        assert named <= ({PERSON["full_name"]} if C.NAME in cell.given else {None})
        for of, command in LISTS.items():
            answers = one.role in list_roles(of)
            assert (find_refusal(lambda: command(cell)) is None) == answers, (of, one.role)  # noqa: B023


def read_all() -> Any:
    """A queue that is narrowed by nothing."""
    from chalicelib.domain.supervision.worklist import Narrowing

    return Narrowing()


LISTS: Mapping[UnitList, Callable[[SightCell], Any]] = {
    UnitList.APPROVALS: lambda cell: queries.list_approvals(
        cell.reader(), FakeLists(cell.case.store), cell.one.unit, 9, None
    ),
    UnitList.RETURNED: lambda cell: queries.list_returned(
        cell.reader(), FakeLists(cell.case.store), cell.one.unit, 9, None
    ),
    UnitList.TILL: lambda cell: require_till(cell.one.who, cell.one.unit, cell.case.now),
    UnitList.LATE: lambda cell: outages.list_late_entries(_build_empty(), cell.one.who, cell.one.unit, cell.case.now),
    UnitList.ERRANDS: lambda cell: read_notices.open_errands(
        _build_empty(), cell.one.who, cell.one.unit, cell.case.now, 9, None
    ),
    UnitList.RECONCILIATION: lambda cell: reconcile.list_tasks(
        cell.case.deps, _build_empty(), cell.case.ask("reconciliation", cell.one.who), cell.one.unit, 9, None
    ),
}


class Empty:
    """Lists with nothing in them."""

    def list_late(self, unit: str) -> list[Any]:
        """No finding."""
        return []

    def list_by_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[list[Any], None]:
        """No errand."""
        return [], None

    def list_queued(
        self, queues: object, limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], None]:
        """No money."""
        return [], None


def _build_empty() -> Any:
    return Empty()


def test_every_list_is_tried() -> None:
    assert set(LISTS) | {UnitList.WORK, UnitList.REGISTER} == set(UnitList)


def test_the_register_names_people_to_its_keepers_alone() -> None:
    case = build_world(State.RECEIVED, "")
    for one in list_readers(case):
        if one.unit != case.one_stop:
            continue
        cell = SightCell(case, one)
        build = partial(
            register_report.build_sheet, cell.reader(), build_library("hue"), case.one_stop, case.now.date(), 0
        )
        assert (find_refusal(build) is None) == (one.role in list_roles(UnitList.REGISTER)), one.role


def test_everyone_allowed_to_take_a_step_sees_the_dossier_before_it_and_after_it() -> None:
    for state, stage in FILED_STATES:
        case = build_world(state, stage)
        for one in list_readers(case):
            steps = list_allowed_steps(one.who, case.dossier, case.now)
            # A centre is offered its steps only while it serves the applicant.
            if not steps or one.role is Role.APPLICANT or (one.unit == CENTRE and not one.places):
                continue
            assert C.HEAD in SightCell(case, one).given, (one.role, one.places, steps)
            for row in FLOW:
                if row.state is state and row.step.value in steps and row.to and one.places & {SightPlace.ONE_STOP}:
                    true = list_true_conditions(case)
                    assert is_said(one.role, one.places, row.to, C.HEAD, true=true, stages=one.who.post_stages) or (
                        one.role is Role.POSTAL_STAFF and not one.who.post_stages & STAGES
                    ), (one.role, row.step)
