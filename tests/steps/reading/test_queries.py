"""Reading: cut to the reader, counted day by day, and every officer's view on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.supervision.boards import When
from chalicelib.domain.time import deadlines
from chalicelib.models.dossiers import DossierView
from chalicelib.models.timelines import CountedView, LedgerView, TimelineView
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.reading import queries
from chalicelib.steps.reading.worklist import WorklistFilter, list_work
from tests.support.builders import CERTIFICATE, CITIZEN, REGISTRATION, STATES, Case, build_actor
from tests.support.fakes.fake_lists import FakeLists
from tests.support.fakes.fake_people import FakeAccesses, FakePeople

AUDITOR = build_actor(Role.AUDITOR, "province")


def build_reader(case: Case, who: Actor) -> Reader:
    """Somebody about to read."""
    return Reader(case.deps, FakeAccesses(), who, case.now, case.real_now, FakePeople())


def list_recorded(one: Reader) -> list[tuple[str, str, str, str]]:
    """The views on record."""
    assert isinstance(one.accesses, FakeAccesses)
    return one.accesses.records


def test_the_owner_reads_everything_of_their_own_and_leaves_no_record() -> None:
    case = Case().processing()
    one = build_reader(case, CITIZEN)
    shown = DossierView(**queries.read_dossier(one, case.id))
    assert shown.seen_as == "owner"
    assert {part.name for part in shown.parts} == {"form", "applicant"}
    assert list_recorded(one) == []


@pytest.mark.clause("VL-7.2.b")
@pytest.mark.parametrize(
    "view", [queries.read_dossier, queries.read_timeline, queries.read_ledger, queries.explain_due_date]
)
def test_every_officers_view_is_put_on_record(view: Any) -> None:
    case = Case().processing()
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    one = build_reader(case, clerk)
    view(one, case.id)
    assert [(r[0], r[1], r[2]) for r in list_recorded(one)] == [(case.id, clerk.sub, "one_stop_officer")]


@pytest.mark.clause("VL-7.2.b")
@pytest.mark.parametrize(
    "who", [Actor("stranger"), build_actor(Role.OPERATOR, "HUE-N19942-1C"), build_actor(Role.CASHIER, "X")]
)
def test_who_may_not_see_it_finds_nothing_and_leaves_no_record(who: Actor) -> None:
    case = Case().processing()
    one = build_reader(case, who)
    for view in (queries.read_dossier, queries.read_timeline, queries.read_ledger, queries.explain_due_date):
        with pytest.raises(NotFound):
            view(one, case.id)
    assert list_recorded(one) == []


@pytest.mark.clause("VL-7.2.b")
@pytest.mark.parametrize("unit", ["province", "HUE-N19942-1C"])
def test_who_oversees_sees_the_course_and_nothing_personal(unit: str) -> None:
    case = Case().processing()
    one = build_reader(case, build_actor(Role.AUDITOR, unit))
    assert queries.read_dossier(one, case.id)["parts"] == []
    exported = queries.read_ledger(one, case.id)
    assert exported["parts"] == {}
    assert verify_ledger(case.id, exported["facts"], head=exported["head"], length=exported["length"]) == []


def test_a_partner_sees_its_own_share_only() -> None:
    case = Case().processing()
    case.take("consult", case.officer(Role.CASE_OFFICER), unit="HUE-BHXH")
    shown = queries.read_dossier(build_reader(case, build_actor(Role.CASE_OFFICER, case.partner)), case.id)
    assert shown["seen_as"] == "partner"
    assert [task["unit"] for task in shown["tasks"]] == [case.partner]
    assert (shown["consultations"], shown["requests"], shown["obligations"]) == ([], [], [])


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_every_state_has_its_view_timeline_and_ledger(state: State, stage: str) -> None:
    case = Case().at(state, stage)
    one = build_reader(case, CITIZEN)
    shown = DossierView(**queries.read_dossier(one, case.id))
    assert (shown.state, shown.version) == (state, case.dossier.version)
    told = queries.read_timeline(one, case.id)
    assert told.pop("is_owner") is True
    lines = TimelineView.model_validate({**told, "fallback": None}).items
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert LedgerView(**queries.read_ledger(one, case.id)).length == len(lines)


def test_the_exported_ledger_verifies_with_the_parts_of_its_reader() -> None:
    case = Case().processing()
    shown = queries.read_ledger(build_reader(case, CITIZEN), case.id)
    parts = {digest: (part["salt"], part["value"]) for digest, part in shown["parts"].items()}
    assert len(parts) == 2
    assert verify_ledger(case.id, shown["facts"], head=shown["head"], length=shown["length"], parts=parts) == []


def test_a_due_date_is_counted_day_by_day() -> None:
    case = Case().received()
    shown = CountedView(**queries.explain_due_date(build_reader(case, CITIZEN), case.id))
    expected = deadlines.explain_days(case.reference.find_calendar(case.one_stop), case.now, case.clock.due_at)
    assert [(d.day, d.number, d.reason) for d in shown.days] == [(d.day, d.number, d.reason) for d in expected]
    assert [d.reason for d in shown.days][:2] == ["received", "holiday"]
    assert shown.basis == case.reference.find_procedure(REGISTRATION).processing_time.legal_reference


def test_the_limit_to_answer_a_filing_names_its_article() -> None:
    case = Case().file()
    limit = case.reference.find_rule("reception.answer_limit", case.dossier.build_dates())
    shown = CountedView(**queries.explain_due_date(build_reader(case, CITIZEN), case.id))
    assert shown.basis
    assert limit.cite["article"].endswith(shown.basis)


def test_a_request_says_whose_turn_it_is() -> None:
    case = Case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER))
    turns = {
        role: queries.read_dossier(build_reader(case, case.officer(role)), case.id)["requests"][0]["yours_to_decide"]
        for role in (Role.HEAD_OF_SECTION, Role.CENTRE_DIRECTOR, Role.CASE_OFFICER)
    }
    assert turns == {Role.HEAD_OF_SECTION: True, Role.CENTRE_DIRECTOR: False, Role.CASE_OFFICER: False}


def test_late_is_said_once_the_clock_has_ended() -> None:
    case = Case().ready_to_grant()
    assert queries.read_dossier(build_reader(case, CITIZEN), case.id)["late"] is None
    case.now = case.clock.due_at + timedelta(seconds=1)
    case.take("stop", case.officer(Role.AGENCY_HEAD))
    assert queries.read_dossier(build_reader(case, CITIZEN), case.id)["late"] is True


@pytest.mark.parametrize(
    ("role", "unit", "sees"),
    [
        (Role.ONE_STOP_OFFICER, "HUE-N19942-1C", True),
        (Role.CASHIER, "HUE-N19942-1C", True),
        (Role.AUDITOR, "province", True),
        (Role.ONE_STOP_OFFICER, "HUE-N19789-1C", False),
        (Role.OPERATOR, "HUE-N19942-1C", False),
        (Role.CATALOGUE_EDITOR, "province", False),
    ],
)
def test_a_worklist_is_for_those_who_work_there(role: Role, unit: str, sees: bool) -> None:
    case = Case().file()
    one, lists = build_reader(case, build_actor(role, unit)), FakeLists(case.store)
    if sees:
        assert len(list_work(one, lists, WorklistFilter(case.one_stop, State.SUBMITTED), 10, None).items) == 1
    else:
        with pytest.raises(NotFound):
            list_work(one, lists, WorklistFilter(case.one_stop, State.SUBMITTED), 10, None)


@pytest.mark.parametrize(
    ("when", "procedure", "shown"),
    [(When.LATER, None, 1), (When.OVERDUE, None, 0), (None, "own", 1), (None, "other", 0), (When.LATER, "own", 1)],
)
def test_a_worklist_is_cut_by_due_date_and_procedure(when: When | None, procedure: str | None, shown: int) -> None:
    case = Case().received()
    wanted = case.dossier.procedure if procedure == "own" else procedure
    asked = WorklistFilter(case.one_stop, State.RECEIVED, when, None, wanted)
    one = build_reader(case, case.officer(Role.ONE_STOP_OFFICER))
    assert len(list_work(one, FakeLists(case.store), asked, 10, None).items) == shown


def test_requests_wait_where_their_present_stage_is_decided() -> None:
    case = Case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER), units=1, reason="Chờ kết quả thẩm định thực địa.")
    head, clerk = case.officer(Role.AGENCY_HEAD), case.officer(Role.ONE_STOP_OFFICER)
    lists = FakeLists(case.store)
    (waiting,) = queries.list_approvals(build_reader(case, head), lists, case.agency, 10, None).items
    assert (waiting["dossier_id"], waiting["kind"]) == (case.id, "extension")
    assert queries.list_approvals(build_reader(case, clerk), lists, case.one_stop, 10, None).items == []
    with pytest.raises(NotFound):
        queries.list_approvals(build_reader(case, clerk), lists, case.agency, 10, None)


def test_there_is_no_worklist_of_what_is_closed() -> None:
    case = Case().closed()
    with pytest.raises(NotFound):
        list_work(
            build_reader(case, AUDITOR), FakeLists(case.store), WorklistFilter(case.one_stop, State.CLOSED), 10, None
        )


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-32.7#1")),
    ],
)
@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.HEAD_OF_ONE_STOP])
def test_a_head_sees_what_is_due_and_what_is_late_in_the_own_unit_and_nowhere_else(province: str, role: Role) -> None:
    older = Case(CERTIFICATE, province, channel="national_portal").processing()
    later = Case(CERTIFICATE, province, older.now, "national_portal", store=older.store, codes=older.codes,
                 numbers=older.numbers).later(days=2).processing()  # fmt: skip
    unit = older.agency if role is Role.AGENCY_HEAD else older.one_stop

    def list_seen(at: datetime) -> list[tuple[str, str, bool]]:
        later.now = at
        one, lists = build_reader(later, later.officer(role)), FakeLists(later.store)
        with pytest.raises(NotFound):
            list_work(one, lists, WorklistFilter("elsewhere", State.PROCESSING), 10, None)
        page = list_work(one, lists, WorklistFilter(unit, State.PROCESSING), 10, None)
        return [(item["dossier_id"], item["due_at"], item["late"]) for item in page.items]

    first, second = older.clock.due_at, later.clock.due_at
    assert first < second
    for at, late in ((first, (False, False)), (second, (True, False)), (second + timedelta(seconds=1), (True, True))):
        dues = (older.id, write_stamp(first), late[0]), (later.id, write_stamp(second), late[1])
        assert list_seen(at) == list(dues)


@pytest.mark.clause("VL-21.3", "LC-32.7#1")
def test_waiting_for_the_applicant_makes_no_unit_late() -> None:
    case = Case().asked_in_appraisal().later(days=90)
    one = build_reader(case, case.officer(Role.HEAD_OF_ONE_STOP))
    (line,) = list_work(
        one, FakeLists(case.store), WorklistFilter(case.one_stop, State.SUPPLEMENT_REQUESTED), 10, None
    ).items
    assert (line["due_at"] < write_stamp(case.now), line["late"]) == (True, False)
