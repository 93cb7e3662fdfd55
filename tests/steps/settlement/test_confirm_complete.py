"""Confirm complete: the agency's word on completeness, one way or the other, and what the applicant sees of it."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.privacy.sight import find_sight
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.steps.dossier.fact_views import view_fact
from chalicelib.steps.dossier.views import view_dossier
from tests.support.builders import CITIZEN, Case

CASE, HEAD = Role.CASE_OFFICER, Role.AGENCY_HEAD


def read_shown(case: Case) -> dict[str, object]:
    """The dossier as its owner sees it."""
    return view_dossier(case.dossier, CITIZEN, case.now, case.reference)


def list_lines(case: Case) -> list[dict[str, object]]:
    """The course as its owner sees it."""
    owner = find_sight(CITIZEN, case.dossier, case.now)
    return [view_fact(fact, owner, case.dossier) for fact in case.facts]


@pytest.mark.clause("HUE-14.1#1")
def test_the_agency_says_that_the_dossier_is_complete_and_valid() -> None:
    case = Case().processing()
    before = case.later(hours=1).dossier
    assert read_shown(case)["complete_at"] is None
    after = case.take("confirm_complete", case.officer(CASE))
    assert (after.state, after.clock) == (before.state, before.clock)
    assert read_shown(case)["complete_at"] == case.now
    assert list_lines(case)[-1]["kind"] == "found_complete"


@pytest.mark.clause("HUE-14.1#1")
def test_a_request_for_more_takes_the_word_back() -> None:
    case = Case().processing().then("confirm_complete", Case().processing().officer(CASE))
    case.take("request_supplement", case.officer(CASE), components=case.some_component)
    assert read_shown(case)["complete_at"] is not None, "a proposal alone tells the applicant nothing"
    case.approve(case.officer(Role.ONE_STOP_OFFICER))
    assert read_shown(case)["complete_at"] is None
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert read_shown(case)["complete_at"] is None
    assert case.take("confirm_complete", case.officer(CASE)).complete_at == case.now


@pytest.mark.clause("HUE-14.1#1")
@pytest.mark.parametrize("role", [Role.ONE_STOP_OFFICER, HEAD])
def test_nobody_else_speaks_for_the_case_officer(role: Role) -> None:
    case = Case().processing()
    assert isinstance(case.refused("confirm_complete", case.officer(role)), Forbidden)


@pytest.mark.clause("HUE-14.2")
def test_status_and_result_of_a_valid_dossier_reach_the_applicant() -> None:
    case = Case().ready_to_grant().then("confirm_complete", Case().processing().officer(CASE))
    assert (read_shown(case)["state"], read_shown(case)["complete_at"]) == (State.PROCESSING, case.now)
    result = case.paper(PaperKind.RESULT)
    case.take("resolve", case.officer(HEAD), result=result)
    assert (read_shown(case)["state"], read_shown(case)["outcome"], read_shown(case)["results"]) == (
        State.RESOLVED, "granted", [result],
    )  # fmt: skip
    assert [each["to"] for each in list_lines(case) if each["to"]][-2:] == ["processing", "resolved"]
