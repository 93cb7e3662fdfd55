"""Extend: capped by the law, only after everyone who must agree has agreed."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement.appointments import DateOvertaken, calculate_most_units
from chalicelib.steps.settlement.extend import DuePassed
from tests.support.builders import CERTIFICATE, CITIZEN, COPY, Case

CASE = Role.CASE_OFFICER
LONG = "1.001699"
"""Disability grading: 25 working days."""


@pytest.mark.clause("HUE-14.4.a", "HUE-14.4.b#1")
def test_in_hue_the_head_of_section_and_the_centre_both_agree_before_the_time_moves() -> None:
    case = Case().processing()
    before = case.clock
    case.take("extend", case.officer(CASE), units=1)
    centre = (Role.CENTRE_DIRECTOR, Role.HEAD_OF_ONE_STOP)
    assert case.dossier.requests[0].chain == ((Role.HEAD_OF_SECTION,), centre)
    assert case.approve(case.officer(Role.HEAD_OF_SECTION)).clock == before
    assert case.facts[-1].kind == "request_endorsed"
    case.approve(case.officer(Role.CENTRE_DIRECTOR))
    assert case.clock == clocks.extend_clock(case.reference.find_calendar(case.one_stop), before, 1)
    assert case.clock.original_due_at == before.due_at < case.clock.due_at
    assert case.dossier.requests == ()


def test_elsewhere_one_approval_is_enough() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    case.take("extend", case.officer(CASE), units=1)
    assert case.dossier.requests[0].chain == ((Role.AGENCY_HEAD,),)
    assert case.approve(case.officer(Role.AGENCY_HEAD)).clock.extended_by == 1  # type: ignore[union-attr]


@pytest.mark.clause("HUE-14.4#1")
@pytest.mark.parametrize(("procedure", "most"), [(CERTIFICATE, 1), (LONG, 8)])
def test_all_extensions_together_stay_within_a_third(procedure: str, most: int) -> None:
    case = Case(procedure)
    limit = case.reference.find_procedure(procedure).processing_time.duration
    clock = clocks.start_clock(case.reference.find_calendar(case.one_stop), "resolution", case.now, limit)
    assert calculate_most_units(clock, Fraction("1/3")) == most


@pytest.mark.clause("HUE-14.4#1")
def test_beyond_the_cap_nothing_is_opened() -> None:
    case = Case().processing()
    refused = case.refused("extend", case.officer(CASE), units=2)
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION))
    case.approve(case.officer(Role.CENTRE_DIRECTOR))
    assert isinstance(case.refused("extend", case.officer(CASE), units=1), LimitReached)


def test_where_no_share_is_named_the_number_is_limited() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    assert case.refused("extend", case.officer(CASE), units=4).facts["limit"] == 3, "the time of the procedure"
    case.take("extend", case.officer(CASE), units=3)
    case.approve(case.officer(Role.AGENCY_HEAD))
    assert case.refused("extend", case.officer(CASE), units=1).facts["limit"] == 1, "once"


@pytest.mark.clause("HUE-14.4.b#1")
@pytest.mark.parametrize("province", ["hue", "lai-chau"])
def test_nobody_agrees_to_an_extension_to_a_day_that_has_passed(province: str) -> None:
    case = Case("1.001612" if province == "hue" else CERTIFICATE, province).processing()
    case.take("extend", case.officer(CASE), units=1)
    first = case.dossier.requests[0].chain[0][0]
    case.now = clocks.extend_clock(case.reference.find_calendar(case.one_stop), case.clock, 1).due_at
    assert isinstance(case.refusal(lambda: case.approve(case.officer(first))), DateOvertaken)
    case.now -= timedelta(seconds=1)
    assert case.approve_all().requests == ()


@pytest.mark.clause("HUE-14.4#1")
def test_an_immediate_limit_has_nothing_to_share() -> None:
    case = Case(COPY).processing()
    assert isinstance(case.refused("extend", case.officer(CASE), units=1), LimitReached)


def test_one_request_of_a_kind_at_a_time() -> None:
    case = Case().processing()
    case.take("extend", case.officer(CASE))
    refused = case.refused("extend", case.officer(CASE, "other"))
    assert isinstance(refused, RequestPending)
    assert refused.facts["request"] == 1
    assert case.dossier.state is State.PROCESSING


@pytest.mark.clause("HUE-14.4.a")
@pytest.mark.parametrize(("procedure", "province"), [("1.001612", "hue"), (CERTIFICATE, "lai-chau")])
def test_more_time_is_asked_for_before_the_time_is_over(procedure: str, province: str) -> None:
    case = Case(procedure, province).processing()
    case.now = case.clock.due_at + timedelta(seconds=1)
    assert isinstance(case.refused("extend", case.officer(CASE), units=1), DuePassed)
    case.now = case.clock.due_at
    case.take("extend", case.officer(CASE), units=1)
    asked = case.clock
    case.later(hours=20)
    for stage in case.dossier.requests[0].chain:
        case.approve(case.officer(stage[0]))
    assert case.clock == clocks.extend_clock(case.reference.find_calendar(case.one_stop), asked, 1)


@pytest.mark.clause("HUE-14.4.b#1")
def test_the_centre_is_not_asked_before_the_head_of_section() -> None:
    case = Case().processing().then("extend", Case().processing().officer(CASE), units=1)
    before = case.clock
    refused = case.refusal(lambda: case.approve(case.officer(Role.CENTRE_DIRECTOR)))
    assert (refused.code, case.clock) == ("forbidden", before)


@pytest.mark.clause("HUE-14.4.b#2")
def test_notice_and_apology_are_owed_at_the_moment_of_the_centres_agreement_and_not_before() -> None:
    case = Case().processing()
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION))
    assert [fact.data.get("owes") for fact in case.facts[-2:]] == [None, None]
    case.later(hours=1).approve(case.officer(Role.CENTRE_DIRECTOR))
    said = case.facts[-1]
    assert (said.kind, said.data["owes"], said.occurred_at) == ("extended", ["notice", "apology"], case.now)
    assert "hue.apology.when.extension.carried" in {cite["entry"] for cite in said.law}


def test_elsewhere_an_extension_is_the_apology_with_its_new_date() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(Role.AGENCY_HEAD))
    assert case.facts[-1].data["owes"] == ["notice", "apology"]


def test_two_ways_to_more_time_share_one_new_date_where_the_law_gives_one() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    case.take("extend", case.officer(CASE), units=1)
    case.apologised()
    assert isinstance(case.refusal(lambda: case.approve(case.officer(Role.AGENCY_HEAD), 1)), LimitReached)


@pytest.mark.clause("HUE-14.4#1")
def test_a_restart_gives_back_no_part_of_the_third() -> None:
    case = Case().processing().then("extend", Case().processing().officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION))
    case.approve(case.officer(Role.CENTRE_DIRECTOR))
    case.take("request_supplement", case.officer(CASE), components=case.some_component)
    case.approve(case.officer(Role.ONE_STOP_OFFICER), 2)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert isinstance(case.refused("extend", case.officer(CASE), units=1), LimitReached)
