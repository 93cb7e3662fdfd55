"""Request a supplement: once a stage, only what is published, issued by the one-stop unit."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Invalid, Refusal
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from tests.support.builders import CERTIFICATE, CITIZEN, Case

CLERK, CASE = Role.ONE_STOP_OFFICER, Role.CASE_OFFICER


def list_fields(refused: Refusal) -> dict[str, str]:
    """Field errors as path → code."""
    return {error.path: error.code for error in refused.fields}


def bring_asked(case: Case) -> Case:
    """The applicant has brought what was asked."""
    return case.then("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])


@pytest.mark.clause("HUE-6.1")
def test_at_intake_the_request_goes_out_at_once() -> None:
    case = Case().asked_at_intake()
    d = case.dossier
    assert (d.state, d.stage, d.asked) == (State.SUPPLEMENT_REQUESTED, "intake", tuple(case.some_component))
    assert d.supplements == {"intake": 1}
    assert d.wait_until == working_time.add_calendar_days(case.reference.find_calendar(case.one_stop), case.now, 30)
    assert d.reception is not None
    assert d.reception.ended_at == case.now
    assert {cite["param"] for cite in case.facts[-1].law} == {
        "supplement.max_per_stage", "supplement.wait_limit", "supplement.controlled_by", "supplement.listed_only",
        "supplement.reasons",
        "guidance.recorded",
    }  # fmt: skip


@pytest.mark.clause("VL-7.2.c#2")
@pytest.mark.parametrize("roads", [Case.file, Case.processing])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"components": ["birth_certificate"]}, {"/components/0": "component_unlisted"}),
        ({"components": []}, {"/components/0": "component_unlisted"}),
        ({"form_fields": ["shoe_size"]}, {"/form_fields/0": "field_unknown"}),
    ],
)
def test_only_what_is_published_may_be_asked_for(roads: object, body: dict[str, list[str]], expected: object) -> None:
    case = roads(Case())  # type: ignore[operator]
    who = case.officer(CASE if case.dossier.state is State.PROCESSING else CLERK)
    refused = case.refused("request_supplement", who, **body)
    assert isinstance(refused, Invalid)
    assert list_fields(refused) == expected


@pytest.mark.clause("HUE-14.1#3", "QN-11.1#3")
@pytest.mark.parametrize("province", ["lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_a_stage_asks_once(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").file()
    case.take("request_supplement", case.officer(Role.HEAD_OF_ONE_STOP), components=case.some_component)
    bring_asked(case).approve_all(case.dossier.requests_made)
    refused = case.refused("request_supplement", case.officer(CLERK), components=case.some_component)
    assert isinstance(refused, LimitReached)
    assert "()" not in refused.text_vi + refused.text_en, "an empty article was printed"


@pytest.mark.clause("HUE-14.1#3")
def test_intake_and_appraisal_each_have_their_once() -> None:
    case = bring_asked(Case().asked_at_intake())
    case.take("receive", case.officer(CLERK))
    case.take("transfer", case.officer(CLERK))
    case.take("request_supplement", case.officer(CASE), components=case.some_component)
    assert case.approve(case.officer(CLERK)).supplements == {"intake": 1, "appraisal": 1}
    bring_asked(case)
    refused = case.refused("request_supplement", case.officer(CASE), components=case.some_component)
    assert isinstance(refused, LimitReached)


def test_a_case_officer_only_proposes() -> None:
    case = Case().processing()
    before = case.dossier
    after = case.take("request_supplement", case.officer(CASE), components=case.some_component)
    assert (after.state, after.clock, after.asked) == (State.PROCESSING, before.clock, ())
    assert [(r.kind.value, r.proposer) for r in after.requests] == [("supplement", case.officer(CASE).sub)]
    again = case.refused("request_supplement", case.officer(CASE), components=case.some_component)
    assert isinstance(again, RequestPending)


@pytest.mark.clause("HUE-14.1#2")
def test_what_the_one_stop_unit_issues_is_what_was_proposed() -> None:
    case = Case().asked_in_appraisal()
    d = case.dossier
    assert (d.state, d.stage, d.asked) == (State.SUPPLEMENT_REQUESTED, "appraisal", tuple(case.some_component))
    assert case.clock.waiting_since == case.now
    assert case.clock.due_at == case.clock.original_due_at


@pytest.mark.clause("QN-11.1#3")
def test_the_guidance_is_a_part() -> None:
    case = Case().asked_at_intake()
    assert case.store.load_parts(case.id)[case.facts[-1].parts["guidance"]].value == "Chụp lại cho rõ"
