"""At a province's own desk: its time to answer, and the ways of filing that its officers type."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from tests.support.builders import CERTIFICATE, CITIZEN, PERSON, Case, build_actor

CLERK = Role.ONE_STOP_OFFICER


@pytest.mark.clause("LC-10.1.b#1")
def test_lai_chau_answers_within_eight_working_hours_of_filing() -> None:
    reception = Case(CERTIFICATE, "lai-chau").file().dossier.reception
    assert reception is not None
    # Monday 09:00: 6 hours until closing; Tuesday is a holiday; 2 hours on Wednesday.
    assert reception.due_at == datetime(2026, 11, 25, 9, 30, tzinfo=VIETNAM)
    assert reception.law == ("lc.answer.carried",)


@pytest.mark.clause("LC-10.1.b#1")
@pytest.mark.parametrize("answer", ["receive", "refuse", "request_supplement"])
def test_each_of_the_three_answers_ends_the_time_to_answer(answer: str) -> None:
    case = Case(CERTIFICATE, "lai-chau").file().later(hours=1)
    body = {"components": case.some_component} if answer == "request_supplement" else {}
    reception = case.take(answer, case.officer(CLERK), **body).reception
    assert reception is not None
    assert reception.ended_at == case.now < reception.due_at


@pytest.mark.clause("VL-15.1.c")
def test_vinh_long_answers_an_online_filing_within_the_national_time() -> None:
    case = Case(CERTIFICATE, "vinh-long", channel="national_portal").file()
    reception = case.dossier.reception
    assert reception is not None
    calendar = case.reference.find_calendar(case.one_stop)
    assert working_time.count_working_minutes(calendar, case.now, reception.due_at) == 8 * 60


@pytest.mark.clause("VL-15.1.b#1")
@pytest.mark.parametrize("channel", ["post", "agent"])
@pytest.mark.parametrize("on_behalf", [None, PERSON])
def test_what_comes_by_post_agent_or_proxy_is_typed_at_the_desk_under_its_own_channel(
    channel: str, on_behalf: dict[str, str] | None
) -> None:
    case = Case(CERTIFICATE, "vinh-long", channel=channel)
    case.file(build_actor(CLERK, case.one_stop), on_behalf=on_behalf)
    assert (case.dossier.state, case.dossier.channel) == (State.SUBMITTED, channel)
    assert ("principal" in case.facts[0].parts) is bool(on_behalf)
    assert case.dossier.owner != CITIZEN.sub
