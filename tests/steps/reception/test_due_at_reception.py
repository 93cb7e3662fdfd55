"""A fee due at reception: paid by then, deferred on a legal ground, requested with the papers, or waived."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.obligations import Due, ObligationState
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.payments.fee_errors import ObligationsOpen
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.payments import confirm_exemption
from tests.support.builders import CERTIFICATE, CITIZEN, ONE_STOP, Case
from tests.support.fakes.stores import FakeItem

CLERK = Role.ONE_STOP_OFFICER
GROUNDS = ("post_collects", "other_way_agreed", "voucher_sent")


def file_unpaid(province: str = "hue", **typed: Any) -> Case:
    """A certificate of 15 000 đồng asked for online, not paid yet."""
    return Case(CERTIFICATE, province, channel="national_portal").file(**typed)


@pytest.mark.parametrize("province", sorted(ONE_STOP))
def test_the_sum_is_owed_from_the_filing_on_and_reception_waits_for_it(province: str) -> None:
    case = file_unpaid(province)
    (owed,) = case.dossier.obligations
    assert (owed.amount, owed.due, owed.created_at) == (15_000, Due.RECEPTION, case.now)
    assert case.facts[0].data["to_pay"] == 15_000
    refused = case.refused("receive", case.officer(CLERK), deferral=None)
    assert isinstance(refused, ObligationsOpen)
    assert refused.facts == {"count": 1, "amount": 15_000}
    d = case.paid().take("receive", case.officer(CLERK), deferral=None)
    assert (d.state, d.obligations[0].due, d.obligations[0].deferred) == (State.RECEIVED, Due.RECEPTION, "")
    cited = [cite["param"] for cite in case.facts[-1].law]
    assert ("payment.moment" in cited) is (province == "quang-ngai")
    assert "payment.deferral" not in cited


@pytest.mark.parametrize("ground", GROUNDS)
def test_it_is_put_off_until_the_handover_on_a_ground_of_the_law(ground: str) -> None:
    case = file_unpaid()
    d = case.take("receive", case.officer(CLERK), deferral=ground)
    (owed,) = d.obligations
    assert (owed.state, owed.due, owed.deferred) == (ObligationState.OPEN, Due.HANDOVER, ground)
    assert (case.facts[-1].data["deferral"], case.facts[-1].data["to_pay"]) == (ground, 15_000)
    case.take("transfer", case.officer(CLERK))
    case.take("resolve", case.officer(Role.AGENCY_HEAD), result=case.paper(PaperKind.RESULT))
    assert isinstance(case.compared().refused("give_back", case.officer(CLERK)), ObligationsOpen)
    assert case.paid().take("give_back", case.officer(CLERK)).state is State.RETURNED


def test_a_ground_is_one_of_the_laws_and_needless_for_what_was_paid_meanwhile() -> None:
    case = file_unpaid()
    refused = case.refused("receive", case.officer(CLERK), deferral="later")
    assert isinstance(refused, Invalid)
    assert [(each.path, each.code) for each in refused.fields] == [("/deferral", "ground_unknown")]
    d = case.paid().take("receive", case.officer(CLERK), deferral="post_collects")
    assert d.obligations[0].deferred == ""
    assert "deferral" not in case.facts[-1].data


def test_a_claim_is_decided_before_reception() -> None:
    case = Case(CERTIFICATE, channel="national_portal").start()
    proof, papers = case.paper(PaperKind.EXEMPTION_PROOF), case.required_papers()
    case.type(CITIZEN, 2, exemption={"group": "poor_household", "paper_id": proof})
    case.submit(papers=[*papers, proof])
    assert "to_pay" not in case.facts[0].data, "who claims is not asked to pay"
    assert isinstance(case.refused("receive", case.officer(CLERK), deferral=None), ObligationsOpen)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    confirm_exemption.confirm_exemption(case.deps, case.ask("confirm_exemption", case.officer(CLERK), body, 1))
    assert case.take("receive", case.officer(CLERK), deferral=None).obligations[0].state is ObligationState.EXEMPTED


def test_payment_is_asked_for_with_the_papers_and_comes_before_the_supplement_counts() -> None:
    case = file_unpaid()
    asked = case.take("request_supplement", case.officer(CLERK), payment=True)
    assert (asked.asked, asked.asked_payment, case.facts[-1].data["to_pay"]) == ((), True, 15_000)
    assert isinstance(case.refused("supplement", CITIZEN), ObligationsOpen)
    d = case.paid().take("supplement", CITIZEN)
    assert (d.state, d.asked_payment) == (State.SUBMITTED, False)
    refused = case.refused("request_supplement", case.officer(CLERK), payment=True, reason="Lần nữa")
    assert [(each.path, each.code) for each in refused.fields] == [("/payment", "nothing_unpaid")]


@pytest.mark.parametrize(("step", "who"), [("refuse", CLERK), ("withdraw", None)])
def test_what_ends_before_reception_is_not_to_be_paid_any_more(step: str, who: Role | None) -> None:
    case = file_unpaid()
    d = case.take(step, case.officer(who) if who else CITIZEN)
    assert [one.state for one in d.obligations] == [ObligationState.CANCELLED]


def test_a_filing_of_an_earlier_version_is_received_and_owes_from_then_on() -> None:
    case = file_unpaid()
    stored = case.store.items[f"D#{case.id}", "STATE"]
    case.store.items[f"D#{case.id}", "STATE"] = FakeItem(replace(stored.value, obligations=()), stored.version)
    (owed,) = case.take("receive", case.officer(CLERK), deferral=None).obligations
    assert (owed.state, owed.due, owed.amount) == (ObligationState.OPEN, Due.RECEPTION, 15_000)
