"""Call for originals and compare: where the regulation knows it, once at a time, both on record."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.originals import OriginalAwaited, OriginalNotCallable
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.reading import queries
from tests.support.bodies import LAW_OF_SECTOR
from tests.support.builders import CERTIFICATE, CITIZEN, Case
from tests.support.fakes.fake_people import FakeAccesses, FakePeople

OFFICER, CLERK, HEAD = Role.CASE_OFFICER, Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD


def bring_to_agency() -> tuple[Case, list[str]]:
    """A dossier that could be granted, and the components of which it holds copies."""
    case = Case().ready_to_grant()
    return case, sorted(set(case.dossier.papers.values()))


def call_all() -> tuple[Case, list[str]]:
    """The same with all its originals called for."""
    case, filed = bring_to_agency()
    case.take("call_original", case.officer(OFFICER), components=filed, reason="Bản chụp mờ")
    return case, filed


@pytest.mark.clause("HUE-11.3")
def test_the_call_is_on_record_with_its_article_and_the_applicant_sees_it() -> None:
    case, filed = bring_to_agency()
    due_at = case.clock.due_at
    case.take("call_original", case.officer(OFFICER), components=[*filed, *filed], reason="Bản chụp mờ")
    fact = case.facts[-1]
    data = {"components": filed, "legal_basis": LAW_OF_SECTOR, "shown_as": "original"}
    assert (fact.kind, fact.data) == ("original_called", data)
    assert [cite["entry"] for cite in fact.law] == ["hue.document.presented_on_call.carried"]
    assert case.store.load_parts(case.id)[fact.parts["reason"]].value == "Bản chụp mờ"
    shown = queries.read_dossier(
        Reader(case.deps, FakeAccesses(), CITIZEN, case.now, case.real_now, FakePeople()), case.id
    )
    assert shown["originals_called"] == filed
    assert (case.dossier.state, case.clock.due_at) == (State.PROCESSING, due_at)


@pytest.mark.clause("HUE-11.3")
@pytest.mark.parametrize(("role", "visits"), [(OFFICER, 1), (CLERK, 2)])
@pytest.mark.parametrize("differs", [False, True])
def test_the_outcome_is_on_record_and_what_matched_needs_no_second_look(role: Role, visits: int, differs: bool) -> None:
    case, filed = call_all()
    case.later(days=2)  # the applicant came once already, to pay
    differing = filed[:1] if differs else []
    assert case.dossier.handover.unchecked == tuple(case.dossier.papers.values())
    d = case.take("compare", case.officer(role), differing=differing, note="Khác số nhà" if differs else None)
    fact = case.facts[-1]
    said = {"components": filed, "differing": differing, "outcome": "differs" if differs else "matches"}
    assert (fact.kind, fact.data) == ("original_compared", said)
    assert (d.original_call, d.handover.unchecked, d.handover.visits) == (None, tuple(differing), visits)
    assert fold_facts(case.facts) == d


@pytest.mark.clause("HUE-11.3")
def test_nothing_is_granted_while_originals_are_awaited() -> None:
    case, _ = call_all()
    result = case.paper(PaperKind.RESULT)
    assert isinstance(case.refused("resolve", case.officer(HEAD), result=result), OriginalAwaited)
    case.take("compare", case.officer(OFFICER))
    assert case.take("resolve", case.officer(HEAD), result=result).state is State.RESOLVED


def test_a_settlement_may_end_without_them() -> None:
    case, _ = call_all()
    d = case.take("stop", case.officer(HEAD))
    assert (d.state, d.original_call) == (State.STOPPED, None)


def test_one_call_at_a_time_and_a_comparison_only_of_what_was_called_for() -> None:
    case, filed = bring_to_agency()
    assert case.refused("compare", case.officer(OFFICER)).code == "forbidden"  # only the desk compares uncalled
    for wrong, place in (([], 0), ([filed[0], "ghost"], 1)):
        refused = case.refused("call_original", case.officer(OFFICER), components=wrong)
        assert [(e.path, e.code) for e in refused.fields] == [(f"/components/{place}", "component_not_filed")]
    case.take("call_original", case.officer(OFFICER), components=filed[:1])
    assert isinstance(case.refused("call_original", case.officer(OFFICER), components=filed), OriginalAwaited)
    refused = case.refused("compare", case.officer(OFFICER), differing=["ghost"], note="Khác")
    assert [(e.path, e.code) for e in refused.fields] == [("/differing/0", "not_called_for")]
    refused = case.refused("compare", case.officer(OFFICER), differing=filed[:1])
    assert [(e.path, e.code) for e in refused.fields] == [("/note", "required")]


def test_all_that_was_called_for_is_compared_at_once() -> None:
    case = Case().start()
    papers = [*case.required_papers(), case.paper(component="minutes_household_members_meeting")]
    case.submit(papers=papers)
    case.take("receive", case.officer(CLERK))
    case.take("transfer", case.officer(CLERK))
    filed = sorted(case.dossier.papers.values())
    case.take("call_original", case.officer(OFFICER), components=filed)
    refused = case.refused("compare", case.officer(OFFICER), components=filed[:1])
    assert [(e.path, e.code) for e in refused.fields] == [("/components", "call_unfinished")]
    assert case.take("compare", case.officer(OFFICER), components=filed).original_call is None


@pytest.mark.clause("HUE-11.3")
@pytest.mark.parametrize("province", ["vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_where_no_regulation_knows_such_a_call_none_can_be_made(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").processing()
    filed = list(case.dossier.papers.values())
    assert isinstance(case.refused("call_original", case.officer(OFFICER), components=filed), OriginalNotCallable)
