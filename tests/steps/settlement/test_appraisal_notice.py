"""The notice of an appraisal supplement: within three working days, later ones on record; the time restarts.

The vectors are numbers 1 and 2 of the official rules, §11.1: ten working days from Monday 3 March 2025.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from tests.support.bodies import ANSWERS
from tests.support.builders import CITIZEN, Case
from tests.support.references import provide_reference_without_forms

TEN_DAYS = "2.000620"


class DistrictCase(Case):
    """A dossier at a district's unit, which received until 30/6/2025 what communes do now."""

    @property
    def one_stop(self) -> str:
        """The unit that receives."""
        return "HUE-Q-PHU-XUAN-1C"


def build_moment(day: int, hour: int = 10) -> datetime:
    """A moment of March 2025."""
    return datetime(2025, 3, day, hour, tzinfo=VIETNAM)


def notify_on_day(monkeypatch: pytest.MonkeyPatch, day: int) -> Case:
    """Received on Monday the 3rd, the applicant notified on that day of March that something is missing."""
    monkeypatch.setitem(ANSWERS, TEN_DAYS, {})
    case = DistrictCase(TEN_DAYS, now=build_moment(3, 9), reference=provide_reference_without_forms()).processing()
    case.now = build_moment(day)
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), components=case.some_component)
    case.approve(case.officer(Role.ONE_STOP_OFFICER))
    return case


@pytest.mark.clause("HUE-14.1#2")
@pytest.mark.parametrize(("day", "nth", "late"), [(3, 0, False), (6, 3, False), (7, 4, True), (10, 5, True)])
def test_a_notice_after_the_third_working_day_goes_out_and_is_recorded_as_late(
    monkeypatch: pytest.MonkeyPatch, day: int, nth: int, late: bool
) -> None:
    case = notify_on_day(monkeypatch, day)
    said = case.facts[-1].data
    assert case.dossier.state is State.SUPPLEMENT_REQUESTED
    assert (said["working_days"], said["late_notice"]) == (nth, late)
    cited = {cite["param"]: cite["entry"] for cite in case.facts[-1].law}
    assert cited["supplement.appraisal_notice_limit"] == "nd61.supplement_notice"


@pytest.mark.clause("HUE-14.1#2")
def test_the_settlement_time_restarts_and_the_index_subtracts_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    case = notify_on_day(monkeypatch, 6)
    assert case.clock.due_at == datetime(2025, 3, 17, 17, tzinfo=VIETNAM)
    case.now = build_moment(10)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert case.clock.due_at == datetime(2025, 3, 24, 17, tzinfo=VIETNAM)
    assert case.clock.original_due_at == datetime(2025, 3, 17, 17, tzinfo=VIETNAM)
    assert case.clock.index_due_at == datetime(2025, 3, 19, 17, tzinfo=VIETNAM)
    assert case.clock.waits == ((build_moment(6), build_moment(10)),)


def test_the_days_are_those_of_the_round_that_runs() -> None:
    case = Case().asked_in_appraisal().later(days=9)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    case.later(days=1)
    body = {"components": case.some_component, "cause": "guidance_unclear", "reason": "Lần đầu chưa rõ"}
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), **body)
    case.approve(case.officer(Role.ONE_STOP_OFFICER), 2)
    case.approve(case.officer(Role.CENTRE_DIRECTOR), 2)
    since = case.clock.started_at.date()
    passed = working_time.count_working_days(case.reference.find_calendar(case.one_stop), since, case.now.date())
    assert case.facts[-1].data["working_days"] == passed == 1
    assert case.facts[-1].data["late_notice"] is False
