"""The register: what a unit received on a day, for those who keep it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.documents.slip_register import build_register, build_register_row
from chalicelib.domain.documents.slip_source import ERASED
from chalicelib.domain.documents.slips import SIMULATED
from chalicelib.domain.law.rulings import NoRule
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.documents import register_report
from chalicelib.steps.documents.register_report import RegisterSheet
from chalicelib.steps.dossier.reader import Reader
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.slip_builders import IN_2018, build_book, build_library
from tests.support.slip_builders import build_case as case_of

CLERK = Role.ONE_STOP_OFFICER


def read_sheet(
    case: Case, who: Actor, day: date | None = None, after: int = 0, looks: FakeAccesses | None = None
) -> RegisterSheet:
    """The sheet as somebody asks for it."""
    reader = Reader(case.deps, looks or FakeAccesses(), who, case.now, case.real_now, FakePeople())
    wanted = day or case.now.astimezone(VIETNAM).date()
    return register_report.build_sheet(reader, build_library(case.province), case.one_stop, wanted, after)


def list_cells(found: RegisterSheet) -> list[tuple[str, ...]]:
    """The lines of the register."""
    table = found.slip.lines[0].table
    assert table is not None
    return list(table.rows)


def receive_another(case: Case) -> Case:
    """A further dossier in the same store."""
    return Case(
        case.procedure, case.province, case.now, store=case.store, codes=case.codes,
        numbers=itertools.count(next(case.numbers) * 1000), real_now=case.real_now,
    )  # fmt: skip


def test_a_received_dossier_stands_in_the_register_of_its_day_and_no_other() -> None:
    case = Case(CERTIFICATE).received()
    clerk, looks = case.officer(CLERK), FakeAccesses()
    found = read_sheet(case, clerk, looks=looks)
    (row,) = list_cells(found)
    assert row[:2] == ("1", case.dossier.code)
    assert row[2] == case.reference.find_procedure(CERTIFICATE).name.vi
    assert row[4].startswith("Trần Thị Hoa")
    assert row[6] == "23/11/2026 09:00"
    assert row[8:12] == ("", "", "", "")
    assert [(viewed, what) for viewed, _, _, what in looks.records] == [(case.id, "register")]
    assert found.total == 1
    assert found.following is None
    assert list_cells(read_sheet(case, clerk, date(2026, 11, 20))) == []


def test_a_day_to_come_has_no_register_and_the_last_one_is_named() -> None:
    case = Case(CERTIFICATE).received()
    with pytest.raises(Invalid) as refused:
        read_sheet(case, case.officer(CLERK), date(2026, 11, 24))
    assert [(fault.path, fault.code) for fault in refused.value.fields] == [("/query/day", "too_late")]
    assert "hôm nay, 23/11/2026" in refused.value.fields[0].vi


def test_its_line_shows_when_it_was_transferred_came_back_and_was_returned() -> None:
    case = Case(CERTIFICATE).received().later(hours=1)
    case.take("transfer", case.officer(CLERK))
    case.paid().later(hours=2)
    case.take("resolve", case.officer(Role.AGENCY_HEAD), result=case.paper(PaperKind.RESULT))
    case.later(hours=3).compared().take("give_back", case.officer(CLERK))
    (row,) = list_cells(read_sheet(case, case.officer(CLERK), date(2026, 11, 23)))
    assert row[8:12] == ("23/11/2026 10:00", "23/11/2026 12:00", "23/11/2026 15:00", "Trực tuyến")
    assert row[13] == ""


def test_what_was_late_or_withdrawn_is_noted() -> None:
    late = Case(CERTIFICATE).processing().paid().later(days=20)
    late.take("apologise", late.officer(Role.CASE_OFFICER), new_due_days=1, reason="Quá tải")
    late.take("resolve", late.officer(Role.AGENCY_HEAD), result=late.paper(PaperKind.RESULT), late_cause="other_body")
    assert list_cells(read_sheet(late, late.officer(CLERK), date(2026, 11, 23)))[0][13] == "Quá hạn"
    gone = Case(CERTIFICATE).received()
    gone.take("withdraw", CITIZEN)
    gone.approve(gone.officer(Role.HEAD_OF_ONE_STOP))
    assert list_cells(read_sheet(gone, gone.officer(CLERK)))[0][13] == "Đã rút"


def test_dossiers_stand_in_the_order_of_their_numbers_sheet_by_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Case(CERTIFICATE).received()
    cases = [first]
    for _ in range(2):
        cases.append(receive_another(cases[-1]).received())
    whole = read_sheet(first, first.officer(CLERK))
    assert [row[1] for row in list_cells(whole)] == [case.dossier.code for case in cases]
    assert [row[0] for row in list_cells(whole)] == ["1", "2", "3"]
    monkeypatch.setattr(register_report, "SHEET", 2)
    one = read_sheet(first, first.officer(CLERK))
    assert (len(list_cells(one)), one.total, one.following) == (2, 3, 2)
    two = read_sheet(first, first.officer(CLERK), after=2)
    assert ([row[0] for row in list_cells(two)], two.following) == (["3"], None)


@pytest.mark.parametrize(("day", "number"), [(IN_2018, "06"), (MONDAY, "07")])
def test_it_is_on_the_form_of_the_days_law(day: datetime, number: str) -> None:
    filed = case_of(day).received()
    slip = read_sheet(filed, filed.officer(CLERK)).slip
    assert slip.form.startswith(f"Mẫu số {number} ")
    assert slip.size == "a4"
    assert f"ngày {day:%d/%m/%Y}" in slip.lead


def test_only_who_keeps_it_may_open_it() -> None:
    case = Case(CERTIFICATE).received()
    for role in (Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR):
        assert read_sheet(case, case.officer(role)).total == 1
    looks = FakeAccesses()
    for stranger in (
        CITIZEN,
        case.officer(Role.CASE_OFFICER),
        case.officer(Role.CASHIER),
        build_actor(CLERK, "HUE-N19789-1C"),
    ):
        with pytest.raises(NotFound):
            read_sheet(case, stranger, looks=looks)
    assert looks.records == []


def test_a_day_before_any_rule_is_refused() -> None:
    case = Case(CERTIFICATE).received()
    with pytest.raises(NoRule):
        read_sheet(case, case.officer(CLERK), date(2010, 1, 4))


def test_erased_people_are_said_to_be_erased() -> None:
    case = Case(CERTIFICATE).received()
    for key in [key for key in case.store.items if key[1].startswith("PART#")]:
        del case.store.items[key]
    (row,) = list_cells(read_sheet(case, case.officer(CLERK)))
    assert row[4] == ERASED


@pytest.mark.parametrize(("simulated", "mark"), [(True, SIMULATED), (False, "")])
def test_a_sheet_with_a_dossier_of_simulated_time_is_marked(simulated: bool, mark: str) -> None:
    case = Case(CERTIFICATE).received()
    source = build_library().build_source(case.facts, case.facts[-1].seq, case.store.load_parts(case.id))
    line = build_register_row(replace(source, dossier=replace(source.dossier, simulated=simulated)))
    assert build_register(build_book(MONDAY), [build_register_row(source), line]).mark == mark
