"""Held data: no file is needed for it at filing, and none is asked for later without a reason of the law."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from tests.support.builders import CERTIFICATE, CITIZEN, Case

CLERK = Role.ONE_STOP_OFFICER
NATIONAL = {"incident", "disaster", "data_inaccurate"}
BEFORE, SINCE = datetime(2026, 8, 4, 9, tzinfo=VIETNAM), datetime(2026, 8, 5, 9, tzinfo=VIETNAM)
"""NĐ 309/2026 is in force from 5 August 2026."""


def file_held(province: str = "vinh-long", now: datetime = SINCE) -> Case:
    """A filing typed at the desk, its one paper answered by a database."""
    case = Case(CERTIFICATE, province, now, channel="desk")
    case.start(case.officer(CLERK), held=case.some_component).submit(case.officer(CLERK), papers=[])
    return case


def build_asking(case: Case, reason: str | None) -> dict[str, Any]:
    """A request for the held paper."""
    key = case.some_component[0]
    return {"components": [key], "fallbacks": {key: reason} if reason else {}}


@pytest.mark.clause("LC-3.4#2", "VL-7.2.d")
@pytest.mark.parametrize("province", ["lai-chau", "vinh-long"])
def test_what_is_held_needs_no_file_at_filing(province: str) -> None:
    case = file_held(province)
    assert (case.dossier.state, case.dossier.papers) == (State.SUBMITTED, {})
    assert case.dossier.intake.held == tuple(case.some_component)


@pytest.mark.clause("LC-3.4#2", "VL-7.2.d")
@pytest.mark.parametrize("province", ["lai-chau", "vinh-long"])
@pytest.mark.parametrize("now", [BEFORE, SINCE])
@pytest.mark.parametrize("reason", [None, "verification", "incident", "disaster", "data_inaccurate", "curiosity"])
def test_held_data_is_asked_for_again_only_for_a_reason_of_the_day(
    province: str, now: datetime, reason: str | None
) -> None:
    case = file_held(province, now)
    known = NATIONAL if now == SINCE else {"vinh-long": {"verification"}, "lai-chau": set()}[province]
    if reason not in known:
        refused = case.refused("request_supplement", case.officer(CLERK), **build_asking(case, reason))
        assert isinstance(refused, Invalid)
        assert [(error.path, error.code) for error in refused.fields] == [("/components/0", "data_held")]
        return
    case.take("request_supplement", case.officer(CLERK), **build_asking(case, reason))
    fact = case.facts[-1]
    assert fact.data["fallbacks"] == {case.some_component[0]: reason}
    assert {cite["param"] for cite in fact.law} >= {"data.reask", "data.reask_reasons"}


def test_what_is_not_held_needs_no_reason() -> None:
    case = Case(CERTIFICATE, "vinh-long", channel="desk")
    case.file(case.officer(CLERK)).take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert "fallbacks" not in case.facts[-1].data


@pytest.mark.parametrize(("who", "key"), [("citizen", ""), ("clerk", "horoscope")])
def test_only_an_officer_says_what_is_held_and_only_of_a_listed_paper(who: str, key: str) -> None:
    channel = {"citizen": "national_portal", "clerk": "desk"}[who]
    case = Case(CERTIFICATE, "vinh-long", channel=channel)
    typist = CITIZEN if who == "citizen" else case.officer(CLERK)
    case.start(typist, held=[key] if key else case.some_component)
    refused = case.refusal(lambda: case.submit(typist))
    assert [(error.path, error.code) for error in refused.fields] == [("/held/0", "held_unproven")]
