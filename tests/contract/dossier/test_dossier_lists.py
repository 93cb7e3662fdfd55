"""Lists of dossiers: queues, worklists, a person's own, and what falls due; each on the fake and on a table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.permission import list_deciding_units
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.accounts.officers import build_rights_row
from chalicelib.repositories.dynamodb.keys import build_work_place
from chalicelib.steps.dossier import alert_rules
from tests.contract.dossier.shops import (
    CLERK,
    Shop,
    build_numbers,
    list_ids,
    list_rows,
)
from tests.contract.engines import DYNAMODB
from tests.support.builders import CITIZEN, MONDAY, STATES, provide_reference

pytestmark = pytest.mark.engine(DYNAMODB)


def test_a_queue_shows_what_is_due_first_page_by_page(shop: Shop) -> None:
    cases = [shop.case(now=MONDAY + timedelta(minutes=10 * n), numbers=build_numbers(n)).file() for n in (2, 0, 1)]
    expected = [case.id for case in sorted(cases, key=lambda case: case.now)]
    unit = cases[0].one_stop
    first = shop.lists.list_work(unit, State.SUBMITTED, 2, None)
    rest = shop.lists.list_work(unit, State.SUBMITTED, 2, first.cursor)
    assert (list_ids(first), list_ids(rest), rest.cursor) == (expected[:2], expected[2:], None)
    with pytest.raises(Malformed):
        shop.lists.list_work(unit, State.RECEIVED, 2, first.cursor)
    for broken in ("x", "!!", "e30"):
        with pytest.raises(Malformed):
            shop.lists.list_work(unit, State.SUBMITTED, 2, broken)


def test_a_dossier_moves_through_the_queues_of_its_units(shop: Shop) -> None:
    case = shop.case().received()
    assert list_ids(shop.lists.list_work(case.one_stop, State.SUBMITTED, 9, None)) == []
    assert list_ids(shop.lists.list_work(case.one_stop, State.RECEIVED, 9, None)) == [case.id]
    case.take("transfer", case.officer(CLERK))
    for unit in (case.agency, case.partner):
        assert list_ids(shop.lists.list_work(unit, State.PROCESSING, 9, None)) == [case.id]
    case.finish_partners()
    assert list_ids(shop.lists.list_work(case.partner, State.PROCESSING, 9, None)) == []
    case.take("stop", case.officer(Role.AGENCY_HEAD))
    assert list_ids(shop.lists.list_work(case.agency, State.PROCESSING, 9, None)) == []
    assert list_ids(shop.lists.list_work(case.one_stop, State.STOPPED, 9, None)) == [case.id]
    case.take("close", case.officer(CLERK))
    assert [s for s in State if list_ids(shop.lists.list_work(case.one_stop, s, 9, None))] == []


def test_people_find_their_own_newest_first(shop: Shop) -> None:
    older = shop.case().file()
    newer = shop.case(now=MONDAY + timedelta(hours=1), numbers=build_numbers(5)).file()
    assert list_ids(shop.lists.list_owned(CITIZEN.sub, 9, None)) == [newer.id, older.id]
    assert list_ids(shop.lists.list_owned("stranger", 9, None)) == []
    draft = shop.case(numbers=build_numbers(6)).start()
    assert list_ids(shop.lists.list_drafts(CITIZEN.sub, 9, None)) == [draft.id]


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_an_open_dossier_is_in_the_worklists_and_any_with_something_to_say_in_the_due_index(
    table: Shop, state: State, stage: str
) -> None:
    dossier = table.case().at(state, stage).dossier
    row = list_rows(dossier)["STATE"]
    assert row.work_pk == (f"{dossier.one_stop}#{state.value}" if dossier.is_open else None)
    alert_at = alert_rules.list_alert_entries(provide_reference(), dossier).get(0)
    assert (row.due_sk and row.due_sk.partition("#")[0]) == (write_stamp(max(alert_at, MONDAY)) if alert_at else None)
    assert row.due_at == (write_stamp(dossier.next_due) if dossier.next_due else None)
    assert row.owner_pk == f"OWNER#{CITIZEN.sub}"
    assert row.state == state.value


@pytest.mark.clause("QN-11.4#2")
def test_the_tasks_in_the_worklists_follow_the_dossiers_due_time(table: Shop) -> None:
    case = table.case().processing()
    first = {sk: row.work_sk for sk, row in list_rows(case.dossier).items() if sk.startswith("TASK#")}
    d = case.apologised().dossier
    for task in d.tasks:
        row = list_rows(d)[f"TASK#{task.n:02d}"]
        assert (row.due_at, row.version) == (write_stamp(task.due_at), 2)
        assert row.work_sk == build_work_place(write_stamp(task.due_at), d.id, d.applicant_part, task.n) > first[row.sk]
        # The lead's alerts are the dossier's; a partner's entry stands at its own next alert, before the due time.
        assert (row.due_sk is None) is task.lead
        assert row.due_sk is None or row.due_sk < row.work_sk


def test_a_request_is_listed_where_it_is_decided_and_leaves_with_the_decision(table: Shop) -> None:
    case = table.case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER), units=1, reason="Chờ thẩm định thực địa.")
    d = case.dossier
    (request,) = d.requests
    (unit,) = list_deciding_units(d, request)
    (line,) = table.lists.list_approvals(unit, 9, None).items
    assert (line["dossier_id"], line["n"], line["kind"], line["code"]) == (d.id, request.n, "extension", d.code)
    assert line["holder"] == ",".join(role.value for role in request.chain[0])
    while case.dossier.requests:
        stage = case.dossier.requests[0]
        case.approve(case.officer(stage.chain[stage.passed][0], f"approver-{stage.passed}"))
        places = frozenset().union(*(list_deciding_units(case.dossier, each) for each in case.dossier.requests))
        listed = {
            each["unit"] for place in (unit, *places) for each in table.lists.list_approvals(place, 9, None).items
        }
        assert listed == places
    assert [sk for sk in list_rows(case.dossier) if sk.startswith("REQUEST#")] == []


@pytest.mark.clause("HUE-6.5")
def test_the_worklist_names_the_officer_who_handles_the_case(table: Shop) -> None:
    case = table.case().processing()
    officer = case.officer(Role.CASE_OFFICER, "chuyen-vien-1")
    build_rights_row(Officer(officer.sub, 1, "A", "B", "a@example.test", officer.assignments)).save()
    case.take("assign", case.officer(Role.HEAD_OF_SECTION), officer=officer.sub)
    listed = table.lists.list_work(case.agency, State.PROCESSING, 9, None).items
    assert [(line["kind"], line["holder"]) for line in listed] == [("task", officer.sub)]
