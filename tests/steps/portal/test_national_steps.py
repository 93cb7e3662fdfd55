"""A dossier's whole way by the national steps, at every province's own desk: each act is entered when it happens,
by the permitted roles, and nothing but the steps moves a dossier."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp
from tests.support.builders import CERTIFICATE, ONE_STOP, Case
from tests.support.fakes.stores import FakeRegisters

PROVINCES = sorted(ONE_STOP)
DESK, OFFICER, HEAD = Role.ONE_STOP_OFFICER, Role.CASE_OFFICER, Role.AGENCY_HEAD
WAY = (
    ("receive", DESK, "received", State.RECEIVED),
    ("transfer", DESK, "transferred", State.PROCESSING),
    ("confirm_complete", OFFICER, "found_complete", State.PROCESSING),
    ("resolve", HEAD, "resolved", State.RESOLVED),
    ("give_back", DESK, "given_back", State.RETURNED),
    ("close", DESK, "closed", State.CLOSED),
)
"""From reception to closing: the step, its person, the recorded fact, and the resulting state."""

BESIDE = {"paid", "payment_recorded", "original_compared"}


def file_case(province: str) -> Case:
    """An electronic dossier of the province, just filed."""
    return Case(CERTIFICATE, province, channel="national_portal").file()


def bring_to_agency(province: str) -> Case:
    """The same, received and sent on, with all money paid."""
    case = file_case(province)
    case.take("receive", case.officer(DESK))
    case.take("transfer", case.officer(DESK))
    return case.paid()


def take_step(case: Case, step: str, role: Role) -> State:
    """Take a step of the way; the state it leads to."""
    body = {"result": case.paper(PaperKind.RESULT)} if step == "resolve" else {}
    return case.take(step, case.officer(role), **body).state


def find_refusal(case: Case, step: str, role: Role) -> str:
    """The code of the refusal that a step of the way meets."""
    return case.refusal(lambda: take_step(case, step, role)).code


@pytest.mark.clause("VL-15.3", "HUE-22.1", "QN-21.2#2", "TB-8#1", "TB-22.2#2", "LC-3.1", "LC-10.2.b", "LC-32.2#2")
@pytest.mark.parametrize("province", PROVINCES)
def test_each_step_of_the_way_is_one_entry_made_when_it_happens(province: str) -> None:
    case = file_case(province)
    for step, role, fact, state in WAY:
        # An electronic dossier is transferred at once, or its transfer is late.
        case.later(minutes=0 if step == "transfer" else 7).paid()
        if step == "give_back":
            case.compared()
        before, worker = len(case.facts), case.officer(role)
        assert take_step(case, step, role) is state
        (entry,) = case.facts[before:]
        assert (entry.kind, entry.actor["sub"], entry.actor["role"]) == (fact, worker.sub, role.value)
        assert entry.occurred_at == entry.recorded_at == case.now
    told = [fact.kind for fact in case.facts if fact.kind not in BESIDE]
    assert told == ["submitted", *(fact for _, _, fact, _ in WAY)]
    assert FakeRegisters(case.store).list_late(case.one_stop) == []


@pytest.mark.clause("QN-3.2", "TB-3.1", "LC-3.1", "TB-22.2#2", "LC-32.2#2")
@pytest.mark.parametrize("province", PROVINCES)
def test_no_step_of_the_way_can_be_skipped_or_taken_by_other_hands(province: str) -> None:
    case, moves = file_case(province), [row for row in WAY if row[0] != "confirm_complete"]
    for at, (step, role, _, _) in enumerate(moves):
        case.paid()
        if step == "give_back":
            case.compared()
        for later, by, _, _ in moves[at + 1 :]:
            if (step, later) != ("transfer", "resolve"):  # the agency knows the dossier only after the transfer
                assert find_refusal(case, later, by) in ("wrong_moment", "not_found")
        for other in {DESK, OFFICER, HEAD} - {role}:
            assert find_refusal(case, step, other) in ("forbidden", "not_found")
        take_step(case, step, role)


@pytest.mark.clause("QN-21.2#2")
def test_a_step_that_comes_late_is_found() -> None:
    case = file_case("quang-ngai")
    case.take("receive", case.officer(DESK))
    case.later(days=2).take("transfer", case.officer(DESK))
    (late,) = FakeRegisters(case.store).list_late(case.one_stop)
    assert (late["kind"], late["why"], parse_stamp(late["recorded_at"])) == ("transferred", "late_act", case.now)


@pytest.mark.clause("VL-15.3", "HUE-22.1", "TB-8#1", "LC-10.2.b")
@pytest.mark.parametrize("province", PROVINCES)
def test_the_agency_may_refuse_with_a_reason_of_the_law_and_that_is_returned_too(province: str) -> None:
    case = bring_to_agency(province)
    refusal = {"outcome": "not_granted", "reason": "Chưa đủ điều kiện"}
    assert isinstance(case.refused("resolve", case.officer(HEAD), ground="because", **refusal), Invalid)
    grounds = case.reference.find_rule("refusal.reasons", CaseDates(case.now), moment="after_appraisal").value
    d = case.take("resolve", case.officer(HEAD), ground=grounds[0], **refusal)
    assert (d.state, d.outcome, case.clock.ended_at) == (State.STOPPED, "not_granted", case.now)
    assert case.take("give_back", case.officer(DESK)).handed == ("online",)


@pytest.mark.clause("VL-15.3")
def test_a_settlement_counts_only_with_its_result_digitised_and_that_is_kept() -> None:
    case = bring_to_agency("vinh-long")
    head = case.officer(HEAD)
    assert case.refused("resolve", head, result=None).fields[0].code == "result_missing"
    assert case.refused("resolve", head, result=case.paper(component="x")).fields[0].code == "result_missing"
    assert case.refused("resolve", head, result=case.paper(PaperKind.RESULT, pending=True)).code == "paper_pending"
    result = case.paper(PaperKind.RESULT)
    assert case.take("resolve", head, result=result).results == (result,)
    assert result in [paper.id for paper in case.kept]


class Before(Case):
    """A dossier at a commune's unit of Thái Bình as it was until 30/6/2025."""

    @property
    def one_stop(self) -> str:
        """The unit that receives."""
        return "TB-X12433-1C"


@pytest.mark.clause("TB-7.1#1")
@pytest.mark.parametrize("channel", ["national_portal", "own_portal"])
def test_thai_binh_took_filings_from_the_national_portal_and_from_its_own(channel: str) -> None:
    case = Before(CERTIFICATE, "thai-binh", datetime(2025, 3, 3, 9, tzinfo=VIETNAM), channel=channel).file()
    assert (case.dossier.state, case.dossier.channel) == (State.SUBMITTED, channel)
    assert case.facts[0].law[0]["param"] == "channel.open"
