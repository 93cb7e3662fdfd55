"""Apologise: one new appointment for a delay that is certain, within its cap, signed by whom the law names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.supervision import alerts
from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.alert_rules import find_alert_rules
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.settlement.appointments import DateOvertaken, DelayUncertain
from tests.support.builders import CERTIFICATE, CITIZEN, COPY, Case

CASE, HEAD, CENTRE = Role.CASE_OFFICER, Role.AGENCY_HEAD, Role.CENTRE_DIRECTOR
SECOND = timedelta(seconds=1)


def ask_apology(case: Case, days: int = 1) -> Case:
    """An apology proposed, so many working days after the due time."""
    return case.then("apologise", case.officer(CASE), new_due_days=case.days_to(days))


@pytest.mark.clause("VL-15.3", "LC-10.2.b")
def test_the_new_appointment_holds_once_the_head_has_signed() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing().nearly_late()
    before, days = case.clock, case.days_to()
    ask_apology(case)
    assert case.clock == before
    d = case.approve(case.officer(HEAD))
    assert case.clock.due_at == working_time.add_working_days(
        case.reference.find_calendar(case.one_stop), case.now, days
    )
    assert (case.clock.original_due_at, d.reappointed, case.clock.reappointed_by) == (before.original_due_at, 1, 1)


@pytest.mark.clause("HUE-14.4.b#1")
def test_in_hue_the_new_appointment_holds_once_the_centre_has_agreed_too() -> None:
    case = ask_apology(Case().processing().nearly_late())
    before = case.clock
    assert case.dossier.requests[0].chain == ((HEAD,), (CENTRE, Role.HEAD_OF_ONE_STOP))
    assert case.approve(case.officer(HEAD)).clock == before
    assert case.approve(case.officer(Role.HEAD_OF_ONE_STOP)).reappointed == 1


@pytest.mark.parametrize("province", ["hue", "lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_a_delay_that_is_not_certain_moves_nothing(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").processing()
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=60), DelayUncertain)
    case.nearly_late().now -= SECOND
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=case.days_to()), DelayUncertain)
    case.now += SECOND
    assert ask_apology(case).dossier.requests[0].kind == "apology"


def test_a_limit_of_a_day_is_certainly_missed_once_it_is_over() -> None:
    case = Case(COPY, "lai-chau").processing()
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=1), DelayUncertain)
    case.now = case.clock.due_at + SECOND
    ask_apology(case)


def test_nothing_is_prepared_before_it_may_be_completed() -> None:
    for procedure in (CERTIFICATE, COPY, "1.001612"):
        case = Case(procedure).processing()
        rules, calendar = find_alert_rules(case.reference, case.dossier), case.reference.find_calendar(case.one_stop)
        prepared = next(
            each.at
            for each in alerts.list_crossings(case.dossier, rules, calendar, case.clock.due_at + timedelta(days=9))
            if each.level == "apology"
        )
        assert case.nearly_late().now <= prepared


@pytest.mark.clause("HUE-14.4#1")
@pytest.mark.parametrize(("province", "most"), [("hue", 1), ("lai-chau", 3)])
def test_a_new_date_has_a_cap_of_its_own(province: str, most: int) -> None:
    case = Case(CERTIFICATE, province).processing().nearly_late()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=case.days_to(most + 1))
    assert isinstance(refused, LimitReached)
    last = working_time.add_working_days(case.reference.find_calendar(case.one_stop), case.clock.due_at, most)
    assert refused.facts["limit"] == f"{last:%d/%m/%Y}"
    ask_apology(case, most)


def test_a_new_date_of_a_late_dossier_is_capped_from_today() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing().later(days=30)
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=4), LimitReached)
    case.take("apologise", case.officer(CASE), new_due_days=3)
    case.approve(case.officer(HEAD))
    assert case.clock.reappointed_by > 15, "what was lost already counts too"


@pytest.mark.clause("HUE-14.4#1")
def test_a_new_date_counts_against_what_extensions_may_still_give() -> None:
    case = Case().processing().apologised()
    assert case.clock.reappointed_by == 1
    refused = case.refused("extend", case.officer(CASE), units=1)
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1


def test_there_is_one_new_appointment_only() -> None:
    case = Case().processing().apologised().nearly_late()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=case.days_to())
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1


@pytest.mark.parametrize("after", [0, -1])
def test_an_earlier_or_equal_day_is_no_new_appointment(after: int) -> None:
    case = Case().processing().nearly_late()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=max(1, case.days_to(after)))
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "not_later"


def test_a_declined_apology_leaves_the_appointment_and_the_chance() -> None:
    case = ask_apology(Case().processing().nearly_late())
    before = case.clock
    d = case.decline(case.officer(HEAD))
    assert (case.clock, d.reappointed, d.requests) == (before, 0, ())
    assert ask_apology(case).dossier.requests[0].n == 2


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("province", ["hue", "lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
@pytest.mark.parametrize(("before", "late"), [(1, False), (0, True), (-1, True)])
def test_the_delay_is_announced_a_day_before_or_recorded_as_late(province: str, before: int, late: bool) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").processing().nearly_late()
    ask_apology(case)
    case.now = case.clock.due_at.replace(hour=10) - timedelta(days=before)
    case.approve_all()
    assert case.facts[-1].data["late_notice"] is late
    assert {"overdue.notice_before", "overdue.reappoint_max"} <= {cite["param"] for cite in case.facts[-1].law}


def test_a_dossier_that_waits_for_money_can_be_late_too() -> None:
    case = Case().at(State.PAYMENT_REQUESTED).apologised()
    assert (case.dossier.state, case.dossier.reappointed) == (State.PAYMENT_REQUESTED, 1)


def test_an_extension_is_the_one_new_date_where_the_law_knows_no_other() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(HEAD))
    case.nearly_late()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=case.days_to())
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1


@pytest.mark.clause("HUE-14.4#1")
def test_in_hue_an_extension_leaves_the_one_new_date() -> None:
    case = Case().processing().then("extend", Case().processing().officer(CASE), units=1)
    case.approve_all()
    assert case.apologised().dossier.reappointed == 1


def test_a_date_that_an_extension_has_overtaken_is_not_signed() -> None:
    case = ask_apology(Case().processing().nearly_late())
    case.take("extend", case.officer(CASE), units=1)
    case.approve_all(2)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(HEAD), 1)), DateOvertaken)


def test_a_date_that_has_passed_is_signed_by_nobody() -> None:
    case = ask_apology(Case().processing().nearly_late())
    case.now = unpack_value(type(case.now), case.dossier.requests[0].data["due_at"]) + SECOND
    assert isinstance(case.refusal(lambda: case.approve(case.officer(HEAD), 1)), DateOvertaken)


def test_without_a_new_date_there_is_no_new_appointment() -> None:
    case = Case().processing().nearly_late()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=None)
    assert isinstance(refused, Invalid)
    assert (refused.fields[0].path, refused.fields[0].code) == ("/new_due_days", "required")


def test_only_a_paper_that_the_law_names_moves_the_date() -> None:
    case = Case().processing().paid()
    case.take("consult", case.officer(CASE), unit="HUE-BHXH")
    ask_apology(case.nearly_late())
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert case.clock.due_at == case.clock.original_due_at


def test_a_clock_of_an_apology_made_before_is_read() -> None:
    old: dict[str, Any] = Case().processing().apologised().clock.to_dict()
    del old["reappointed_by"]
    assert Clock.from_dict(old).reappointed_by == 0
