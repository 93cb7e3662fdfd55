"""The watch raises alerts for every kind of deadline, to the roles in the law, and prepares the apology."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import RequestKind, State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending, RequestUnfinished
from tests.support.builders import CERTIFICATE, MONDAY, Case, build_actor
from tests.support.watch_builders import build_november_time, build_post, list_roles

# ---- every kind of deadline ------------------------------------------------------------------------------


def test_the_time_to_answer_a_filing_alerts_the_desk_then_its_head() -> None:
    watched = build_post(Case(province="lai-chau").file()).until(MONDAY + timedelta(days=9))
    assert watched.alerts() == [("reception", level) for level in ("due_soon", "overdue", "superior", "leaders")]
    desk = watched.case.one_stop
    assert [list_roles(fact) for fact in watched.facts()] == [
        [("one_stop_officer", desk)], [("one_stop_officer", desk)], [("head_of_one_stop", desk)],
        [("head_of_one_stop", desk), ("centre_director", desk)],
    ]  # fmt: skip
    first = watched.facts()[1]
    assert (first.by_system, first.data["due_at"]) == (True, watched.facts()[3].data["due_at"])
    assert {cite["param"] for cite in first.law} == {"reception.answer_limit", "alert.escalate_after", "alert.audience"}


def test_a_dossier_that_is_not_transferred_alerts_the_desk() -> None:
    watched = build_post(Case(province="lai-chau").received()).until(build_november_time(17, 23))
    assert watched.alerts() == [("transfer", "overdue")]


def test_the_settlement_rises_from_the_officer_to_the_head_of_the_agency_and_the_centre() -> None:
    case = Case().processing().finish_partners()
    watched = build_post(case).until(build_november_time(18) + timedelta(days=9), timedelta(hours=3))
    assert watched.alerts() == [("resolution", level) for level in ("due_soon", "overdue", "superior", "leaders")]
    agency, desk = case.dossier.agency, case.one_stop
    assert [list_roles(fact) for fact in watched.facts()] == [
        [("case_officer", agency)], [("case_officer", agency)], [("head_of_section", agency)],
        [("agency_head", agency), ("centre_director", desk)],
    ]  # fmt: skip
    assert watched.facts()[1].occurred_at == case.clock.due_at


@pytest.mark.parametrize(
    ("province", "level", "role"),
    [
        pytest.param("vinh-long", "overdue", "agency_head", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("vinh-long", "leaders", "provincial_office", marks=pytest.mark.clause("VL-19.4")),
        pytest.param("quang-ngai", "overdue", "agency_head", marks=pytest.mark.clause("QN-21.2#3")),
        pytest.param("quang-ngai", "leaders", "provincial_office", marks=pytest.mark.clause("QN-22.3#1")),
        pytest.param("thai-binh", "leaders", "provincial_office", marks=pytest.mark.clause("TB-20.1")),
        pytest.param("lai-chau", "overdue", "agency_head", marks=pytest.mark.clause("LC-32.7#1")),
        pytest.param("lai-chau", "leaders", "provincial_office", marks=pytest.mark.clause("LC-27.4#1")),
    ],
)
def test_a_province_says_who_else_follows_its_dossiers(province: str, level: str, role: str) -> None:
    watched = build_post(Case(CERTIFICATE, province, channel="national_portal").processing())
    watched.run(MONDAY + timedelta(days=30))
    fact = next(
        fact for fact in watched.facts() if (fact.data["deadline"], fact.data["level"]) == ("resolution", level)
    )
    assert role in [named for named, _ in list_roles(fact)]
    cited = next(cite for cite in fact.law if cite["param"] == "alert.audience")
    assert cited["is_law"]
    assert "Điều " in cited["article"]


def test_a_partner_has_its_own_deadline_and_is_notified_itself() -> None:
    case = Case().processing()
    partner = next(task for task in case.dossier.tasks if not task.lead)
    watched = build_post(case)
    watched.run(partner.due_at + timedelta(minutes=1))
    fact = next(fact for fact in watched.facts() if fact.kind == "overdue")
    assert (fact.data["deadline"], fact.data["n"], fact.data["unit"]) == ("task", partner.n, partner.unit)
    assert list_roles(fact) == [("case_officer", partner.unit)]
    case.finish_partners()
    watched.run(build_november_time(9, 30))
    assert ("task", "superior") not in watched.alerts()


def test_silence_of_a_consulted_body_alerts_the_head_of_the_one_stop_unit() -> None:
    case = Case(procedure=CERTIFICATE).processing()
    case.take("consult", case.officer(Role.CASE_OFFICER), unit="HUE-BHXH", reply_days=1)
    asked = case.dossier.consultations[0]
    watched = build_post(case)
    watched.run(asked.reply_due_at + timedelta(minutes=1))
    fact = next(fact for fact in watched.facts() if fact.data["deadline"] == "consultation" and fact.kind == "overdue")
    assert list_roles(fact) == [("case_officer", "HUE-BHXH"), ("head_of_one_stop", case.one_stop)]
    assert "consultation.silence" in {cite["param"] for cite in fact.law}
    case.now = asked.reply_due_at + timedelta(hours=1)
    case.take("answer", build_actor(Role.CASE_OFFICER, "HUE-BHXH"), opinion="Đồng ý")
    watched.run(asked.reply_due_at + timedelta(days=20))
    assert [level for deadline, level in watched.alerts() if deadline == "consultation"] == ["due_soon", "overdue"]


@pytest.mark.parametrize(("stage", "who"), [("intake", Role.HEAD_OF_ONE_STOP), ("appraisal", Role.AGENCY_HEAD)])
def test_a_wait_that_is_over_notifies_those_who_may_stop_the_settlement(stage: str, who: Role) -> None:
    case = Case().at(State.SUPPLEMENT_REQUESTED, stage)
    until = case.dossier.wait_until
    assert until is not None
    watched = build_post(case).until(until + timedelta(days=3), timedelta(hours=12))
    assert watched.alerts() == [("supplement_wait", "due_soon"), ("supplement_wait", "overdue")]
    reminder, over = watched.facts()
    assert list_roles(reminder) == [("applicant", "")]
    assert over.data["may"] == "stop"
    assert who.value in [named for named, _ in list_roles(over)]
    unit = case.one_stop if stage == "intake" else case.dossier.agency
    case.now = until + timedelta(days=3)
    case.take("stop", build_actor(who, unit), ground="wait_expired", reason="Hết hạn")
    assert case.dossier.state is State.STOPPED


def test_a_missing_payment_notifies_those_who_may_stop_and_paying_ends_the_wait() -> None:
    case = Case().at(State.PAYMENT_REQUESTED)
    until = case.dossier.pay_until
    assert until is not None
    paid = case.copy().paid()
    assert paid.dossier.pay_until is None
    watched = build_post(case)
    watched.run(until + timedelta(minutes=1))
    over = next(fact for fact in watched.facts() if fact.data["deadline"] == "payment_wait" and fact.kind == "overdue")
    assert ("agency_head", case.dossier.agency) in list_roles(over)
    other = build_post(paid)
    other.run(until + timedelta(minutes=1))
    assert "payment_wait" not in [deadline for deadline, _ in other.alerts()]


def test_a_request_that_nobody_decides_alerts_those_who_must() -> None:
    case = Case().processing().finish_partners()
    case.take("extend", case.officer(Role.CASE_OFFICER), units=1, reason="Phức tạp")
    watched = build_post(case)
    watched.run(build_november_time(12, 25))
    (fact,) = [fact for fact in watched.facts() if fact.data["deadline"] == "decision"]
    assert (fact.data["n"], list_roles(fact)) == (1, [("head_of_section", case.dossier.agency)])


# ---- the apology -----------------------------------------------------------------------------------------


def test_the_apology_is_prepared_in_time_to_announce_the_delay_and_completed_by_people() -> None:
    case = Case().processing().finish_partners()
    watched = build_post(case).until(build_november_time(14, 26))
    (request,) = case.dossier.requests
    assert (request.kind, request.proposer, request.prepared) == (RequestKind.APOLOGY, "system", True)
    opened = case.facts[-1]
    assert opened.recorded_at < build_november_time(17, 26)  # the last moment to announce it (NĐ 61/2018 19.9)
    assert {cite["param"] for cite in opened.law} >= {"overdue.notice_before", "overdue.reappoint_max"}
    with pytest.raises(RequestUnfinished):
        case.approve(case.officer(Role.AGENCY_HEAD), request.n)
    case.take("apologise", case.officer(Role.CASE_OFFICER), new_due_days=2, reason="Quá tải")
    (completed,) = case.dossier.requests
    assert (completed.n, completed.prepared) == (request.n + 1, False)
    with pytest.raises(RequestPending):
        case.take("apologise", case.officer(Role.CASE_OFFICER), new_due_days=2, reason="Quá tải")
    case.approve_all(completed.n)
    assert case.dossier.reappointed == 1
    told = len(watched.facts())
    watched.run(case.clock.due_at - timedelta(days=1))
    assert len(watched.facts()) <= told + 1
    watched.run(case.clock.due_at + timedelta(days=1))
    assert case.dossier.requests == ()  # the one new appointment is used up
    with pytest.raises(LimitReached):
        case.take("apologise", case.officer(Role.CASE_OFFICER), new_due_days=1, reason="Quá tải")
    assert watched.alerts()[-1] == ("resolution", "overdue")


def test_a_declined_apology_is_not_prepared_again_and_a_result_cancels_it() -> None:
    case = Case().processing().finish_partners().paid()
    watched = build_post(case).until(build_november_time(14, 26))
    settled = case.copy()
    settled.take("resolve", settled.officer(Role.AGENCY_HEAD), result=settled.paper(PaperKind.RESULT))
    assert settled.facts[-1].kind == "request_cancelled"
    case.decline(case.officer(Role.AGENCY_HEAD), 1)
    watched.until(build_november_time(18))
    assert case.dossier.requests == ()


def test_a_proposal_of_a_person_makes_the_systems_own_needless() -> None:
    case = Case().processing().finish_partners()
    case.nearly_late().take("apologise", case.officer(Role.CASE_OFFICER), new_due_days=2, reason="Quá tải")
    build_post(case).until(build_november_time(16, 26))
    assert [request.prepared for request in case.dossier.requests] == [False]
