"""Amending a dossier on one's own initiative: where the rules in force let one, and what it does to the clocks."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.time import clocks
from chalicelib.steps.settlement.supplement import OnDemandOnly
from tests.support.builders import ANSWERS, CERTIFICATE, CITIZEN, REGISTRATION, Case, provide_reference


def bring_paper(case: Case) -> list[str]:
    """A paper that nobody asked for."""
    return [case.paper(component=case.some_component[0])]


@pytest.mark.clause("HUE-12.1", "LC-9.4")
@pytest.mark.parametrize(("procedure", "province"), [(REGISTRATION, "hue"), (CERTIFICATE, "lai-chau")])
def test_before_reception_the_filing_is_amended_and_answered_again(procedure: str, province: str) -> None:
    case = Case(procedure, province, channel="national_portal").file().later(hours=1)
    papers = bring_paper(case)
    d = case.take("supplement", CITIZEN, papers=papers, answers=ANSWERS[procedure])
    assert (d.state, set(papers) <= set(d.papers), d.supplements) == (State.SUBMITTED, True, {})
    assert d.reception is not None
    assert d.reception.started_at == case.now
    assert (case.facts[-1].data["asked"], set(case.facts[-1].parts)) == (False, {"form"})


@pytest.mark.clause("HUE-12.1", "LC-9.4")
@pytest.mark.parametrize("road", [Case.received, Case.processing])
def test_after_reception_the_settlement_time_runs_on(road: object) -> None:
    case = Case(CERTIFICATE, "lai-chau", channel="national_portal")
    road(case)  # type: ignore[operator]
    before = case.later(hours=1).dossier
    after = case.take("supplement", CITIZEN, papers=bring_paper(case))
    assert (after.state, after.clock, after.tasks) == (before.state, before.clock, before.tasks)
    assert "supplement.ways" in {cite["param"] for cite in case.facts[-1].law}


@pytest.mark.clause("HUE-12.1", "LC-9.4")
def test_on_demand_too() -> None:
    case = Case(CERTIFICATE, "lai-chau", channel="national_portal").file()
    case.take("request_supplement", case.officer(Role.ONE_STOP_OFFICER), components=case.some_component)
    assert case.take("supplement", CITIZEN, papers=bring_paper(case)).state is State.SUBMITTED
    assert case.facts[-1].data["asked"] is True


@pytest.mark.parametrize("province", ["quang-ngai", "thai-binh"])
def test_elsewhere_only_what_was_asked_for_is_taken(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").file()
    refused = case.refused("supplement", CITIZEN, papers=bring_paper(case))
    assert isinstance(refused, OnDemandOnly)
    ways = case.reference.find_rule("supplement.ways", case.dossier.build_dates())
    assert refused.law == (ways.cite["article"],)


def test_nothing_is_no_amendment() -> None:
    case = Case().file()
    refused = case.refused("supplement", CITIZEN)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "nothing_added"


class GoesOn:
    """The law as it is, except that the time to answer continues after a supplement."""

    def __init__(self) -> None:
        self.real = provide_reference()

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """The ruling, or the other one."""
        found = self.real.find_rule(param, dates, **scope)
        return Ruling("goes_on", found.cite, found.on) if param == "supplement.intake_effect" else found


def test_where_the_law_lets_the_time_go_on_it_does() -> None:
    case = Case(reference=GoesOn()).asked_at_intake()
    asked = case.dossier.reception
    assert asked is not None
    case.later(minutes=30)
    again = case.take("supplement", CITIZEN, papers=bring_paper(case)).reception
    assert again == clocks.resume_clock(case.reference.find_calendar(case.one_stop), asked, case.now)
    assert again is not None
    assert (again.started_at, again.ended_at) == (asked.started_at, None)
    case.later(minutes=5)
    assert case.take("supplement", CITIZEN, papers=bring_paper(case)).reception == again
