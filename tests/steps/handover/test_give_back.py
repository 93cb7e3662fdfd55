"""Give back and close: nothing leaves while money due by then is owed; returned is not yet closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.domain.dossier.handover import (
    Handover,
    VisitNotNeeded,
    WayNotOffered,
    require_no_needless_visit,
)
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.payments.fee_errors import ObligationsOpen
from chalicelib.domain.shared.serialization import unpack_value
from tests.steps.handover.handovers import (
    CLERK,
    HEAD,
    IN_2025,
    RECEIVER,
    build_at_counter,
    build_sent,
    grant_case,
    list_refusals,
)
from tests.support.bodies import BY_POST
from tests.support.builders import CERTIFICATE, COPY, MONDAY, Case


@pytest.mark.clause("HUE-16.1", "HUE-16.2", "HUE-16.3")
@pytest.mark.parametrize("way", ["online", "counter", pytest.param("post", marks=pytest.mark.clause("HUE-6.6"))])
def test_a_result_reaches_the_applicant_each_way(way: str) -> None:
    case = Case().resolved()
    d = case.take("give_back", case.officer(CLERK), **(build_at_counter(case) if way == "counter" else build_sent(way)))
    assert (d.state, d.handed) == (State.RETURNED, (way,))
    assert case.facts[-1].data["results"] == [d.results[-1]]
    assert ("receiver" in case.facts[-1].parts) is (way == "counter")


@pytest.mark.clause("QN-12.2")
def test_nothing_is_handed_over_while_money_is_open() -> None:
    case = Case().processing().finish_partners()
    case.take("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT))
    refused = case.refused("give_back", case.officer(CLERK))
    assert isinstance(refused, ObligationsOpen)
    assert refused.facts == {"count": 1, "amount": 100_000}
    assert case.paid().compared().take("give_back", case.officer(CLERK)).state is State.RETURNED


def test_at_the_counter_somebody_receives_it() -> None:
    case = Case().resolved()
    assert list_refusals(case, **build_at_counter(case, receiver=None)) == {"/receiver": "receiver_missing"}


@pytest.mark.clause("LC-10.3.a", "VL-15.4")
@pytest.mark.parametrize("province", ["lai-chau", "vinh-long"])
def test_who_collects_shows_the_receipt_and_a_substitute_the_authorisation(province: str) -> None:
    case = grant_case(province)
    assert list_refusals(case, **build_at_counter(case, receipt_shown=False)) == {"/receipt_shown": "receipt_not_shown"}
    substitute = {**RECEIVER, "authorised": True}
    missing = {"/receiver/authorisation": "authorisation_missing"}
    assert list_refusals(case, **build_at_counter(case, receiver=substitute)) == missing
    shown = {**substitute, "authorisation": "Giấy ủy quyền 12/2026"}
    d = case.take("give_back", case.officer(CLERK), **build_at_counter(case, receiver=shown))
    assert d.state is State.RETURNED
    assert {cite["param"] for cite in case.facts[-1].law} >= {"return.requires", "return.early_notice"}


@pytest.mark.clause("LC-10.3.a", "VL-15.4")
@pytest.mark.parametrize("province", ["lai-chau", "vinh-long"])
def test_who_is_to_come_before_the_day_was_informed(province: str) -> None:
    case = grant_case(province)
    assert list_refusals(case, **build_at_counter(case, announced_by=None)) == {"/announced_by": "early_unannounced"}
    case.now = case.clock.due_at
    case.take("give_back", case.officer(CLERK), **build_at_counter(case, announced_by=None))
    assert case.facts[-1].data["announced_by"] == ""


@pytest.mark.clause("LC-10.3.a", "VL-15.4")
@pytest.mark.parametrize("province", ["lai-chau", "vinh-long"])
@pytest.mark.parametrize(
    ("way", "given", "goes"), [("online", True, False), ("post", False, False), ("post", True, True)]
)
def test_originals_left_with_the_unit_go_back(province: str, way: str, given: bool, goes: bool) -> None:
    case = Case(CERTIFICATE, province, channel="desk")
    kept = case.file(case.officer(CLERK)).some_component
    case.take("receive", case.officer(CLERK), originals=kept)
    assert case.dossier.intake.originals == tuple(kept)
    case.take("transfer", case.officer(CLERK))
    case.paid().take("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT))
    if goes:
        assert case.take("give_back", case.officer(CLERK), **build_sent(way), originals=given).intake.originals == ()
    else:
        assert list_refusals(case, **build_sent(way), originals=given) == {"/originals": "originals_kept"}


def test_an_original_is_a_paper_of_the_procedure() -> None:
    case = Case().file()
    refused = case.refused("receive", case.officer(CLERK), originals=["horoscope"])
    assert [error.path for error in refused.fields] == ["/originals/0"]


@pytest.mark.clause("QN-13.2")
@pytest.mark.parametrize("now", [IN_2025, MONDAY])
def test_a_partly_online_service_returns_at_the_desk_or_as_the_applicant_chose(now: datetime) -> None:
    case = grant_case("quang-ngai", COPY, now)
    assert isinstance(case.refused("give_back", case.officer(CLERK), way="post"), WayNotOffered)
    assert case.copy().take("give_back", case.officer(CLERK), **BY_POST, chosen=True).handed == ("post",)
    assert case.take("give_back", case.officer(CLERK), **build_at_counter(case, chosen=True)).handed == ("counter",)


@pytest.mark.clause("QN-13.3")
@pytest.mark.parametrize("now", [IN_2025, MONDAY])
def test_a_fully_online_service_returns_online_by_post_or_as_the_applicant_chose(now: datetime) -> None:
    case = grant_case("quang-ngai", CERTIFICATE, now)
    assert isinstance(case.refused("give_back", case.officer(CLERK), **build_at_counter(case)), WayNotOffered)
    case.compared()
    for way in ("online", "post"):
        assert case.copy().take("give_back", case.officer(CLERK), **build_sent(way)).handed == (way,)
    assert case.take("give_back", case.officer(CLERK), **build_at_counter(case, chosen=True)).handed == ("counter",)


@pytest.mark.clause("QN-7.3")
@pytest.mark.parametrize("typed", [{}, {"return_way": "counter"}])
def test_a_result_that_can_travel_costs_no_visit_unless_the_applicant_wants_one(typed: dict[str, Any]) -> None:
    # A partly online service: the desk is one of its ways, and still no reason to make anybody come.
    case = grant_case("quang-ngai", COPY, **typed).later(days=2)  # two days ago the applicant came to pay
    if typed:
        assert case.take("give_back", case.officer(CLERK), **build_at_counter(case)).handover.visits == 2
        return
    refused = case.refused("give_back", case.officer(CLERK), **build_at_counter(case))
    assert isinstance(refused, VisitNotNeeded)
    assert refused.facts == {"limit": 0}
    assert (
        case.copy().take("give_back", case.officer(CLERK), **build_at_counter(case, chosen=True)).handover.visits == 2
    )
    assert case.compared().take("give_back", case.officer(CLERK), way="online", chosen=True).handover.visits == 1


@pytest.mark.clause("QN-7.2#1", "VL-13.2#2")
@pytest.mark.parametrize(
    ("province", "refusal"),
    [
        ("quang-ngai", ("/originals", "paper_awaited")),
        ("vinh-long", ("/originals_reason", "paper_unexplained")),
        ("lai-chau", None),
    ],
)
def test_an_electronic_dossier_comes_before_its_paper(province: str, refusal: tuple[str, str] | None) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").file()
    originals = case.some_component
    if refusal is None:
        assert case.take("receive", case.officer(CLERK), originals=originals).intake.originals
        return
    refused = case.refused("receive", case.officer(CLERK), originals=originals)
    assert [(error.path, error.code) for error in refused.fields] == [refusal]
    assert grant_case(province).dossier.state is State.RESOLVED


@pytest.mark.clause("VL-13.2#2")
def test_where_the_electronic_dossier_is_preferred_paper_is_kept_for_a_recorded_reason() -> None:
    case = Case(CERTIFICATE, "vinh-long", channel="national_portal").file()
    case.take("receive", case.officer(CLERK), originals=case.some_component, originals_reason="Bản chính phải thu lại")
    fact = case.facts[-1]
    assert case.store.load_parts(case.id)[fact.parts["originals_reason"]].value == "Bản chính phải thu lại"
    assert "vl.paper.e_dossier_first.carried" in {cite["entry"] for cite in fact.law}


def test_what_the_applicant_came_for_already_is_not_asked_again() -> None:
    before, today = Handover(visits=1, last_visit=date(2026, 11, 20)), Handover(visits=1, last_visit=MONDAY.date())
    require_no_needless_visit(Handover(), "counter", MONDAY, 1, chosen=False)
    with pytest.raises(VisitNotNeeded):
        require_no_needless_visit(before, "counter", MONDAY, 1, chosen=False)
    require_no_needless_visit(before, "counter", MONDAY, 1, chosen=True)
    require_no_needless_visit(before, "counter", MONDAY, None, chosen=False)
    require_no_needless_visit(before, "post", MONDAY, 0, chosen=False)
    require_no_needless_visit(today, "counter", MONDAY, 0, chosen=False)


def test_the_corrected_result_is_the_one_handed_over() -> None:
    case = Case().resolved()
    newer = case.paper(PaperKind.RESULT)
    case.take("correct", case.officer(HEAD), result=newer)
    case.take("give_back", case.officer(CLERK))
    assert case.facts[-1].data["results"] == [newer]


@pytest.mark.parametrize("state", [State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED])
def test_notice_and_originals_go_back_and_the_state_stays(state: State) -> None:
    case = Case().at(state)
    d = case.take("give_back", case.officer(CLERK), **BY_POST, originals=True)
    assert (d.state, d.handed) == (state, ("post",))
    assert case.facts[-1].data["originals"]


@pytest.mark.clause("QN-13.5")
@pytest.mark.parametrize(
    ("state", "code"),
    [(State.RETURNED, "10"), (State.NOT_RECEIVED, "3"), (State.WITHDRAWN, "7"), (State.STOPPED, "8")],
)
def test_a_closed_dossier_keeps_its_outcomes_code(state: State, code: str) -> None:
    case = Case().at(state)
    d = case.take("close", case.officer(CLERK))
    assert (d.state, d.national_code, d.is_open) == (State.CLOSED, code, False)


@pytest.mark.clause("QN-13.5")
def test_a_resolved_dossier_is_not_closed_before_it_is_handed_over() -> None:
    case = Case().resolved()
    assert case.refused("close", case.officer(CLERK)).code == "wrong_moment"


def test_what_was_stored_before_addresses_were_kept_is_read_as_filing_asked_for_them() -> None:
    for stored, known in (({"way": "post"}, True), ({"way": "online"}, False), ({}, False)):
        assert unpack_value(Handover, stored).has_address is known
