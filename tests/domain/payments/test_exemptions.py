"""Exemptions: who may claim one, who decides it, and what becomes of the debt."""

from __future__ import annotations

import pytest

from chalicelib.domain.dossier.obligations import (
    ExemptionClaim,
    ExemptionState,
    ObligationState,
)
from chalicelib.domain.payments import fee_errors, fees
from chalicelib.domain.shared.errors import OwnProposal
from chalicelib.domain.shared.serialization import pack_value
from tests.domain.payments.obligations import (
    AT_END,
    AT_INTAKE,
    CLAIM,
    FREE,
    build_obligations_of,
    settle_one,
)


def test_a_claim_reaches_only_the_lines_that_offer_its_group():
    intake, end = build_obligations_of(AT_INTAKE, AT_END, claim=CLAIM)
    assert intake.exemption.state is ExemptionState.NONE
    assert end.exemption.state is ExemptionState.CLAIMED
    assert end.outstanding == 8_000


def test_a_claim_that_no_line_offers_is_refused_and_names_the_field():
    with pytest.raises(fee_errors.ExemptionNotOffered) as refused:
        build_obligations_of(AT_INTAKE, claim=CLAIM)
    assert [error.path for error in refused.value.fields] == ["/exemption/group"]


def test_a_claim_on_a_free_procedure_changes_nothing():
    assert build_obligations_of(FREE, claim=CLAIM) == ()


def test_a_claim_without_proof_is_refused():
    with pytest.raises(fee_errors.ExemptionProofMissing) as refused:
        build_obligations_of(AT_END, claim=ExemptionClaim("ho_ngheo", "", "citizen-1"))
    assert [error.path for error in refused.value.fields] == ["/exemption/paper_id"]


def test_the_group_claimed_stays_out_of_what_the_ledger_holds():
    assert "ho_ngheo" not in str(pack_value(build_obligations_of(AT_END, claim=CLAIM)))


def test_an_officer_confirms_and_the_debt_ends():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    exempted = fees.confirm_exemption(one, "officer-1")
    assert (exempted.state, exempted.outstanding) == (ObligationState.EXEMPTED, 0)
    assert exempted.exemption.decided_by == "officer-1"
    assert fees.select_refundable((exempted,)) == ()


def test_an_officer_rejects_and_the_debt_stays_and_may_be_claimed_again():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    rejected = fees.reject_exemption(one, "officer-1")
    assert (rejected.state, rejected.outstanding) == (ObligationState.OPEN, 8_000)
    again = fees.claim_exemption(rejected, AT_END, ExemptionClaim("ho_ngheo", "paper-2", "citizen-1"))
    assert again.exemption.paper_id == "paper-2"
    assert again.exemption.decided_by == ""


@pytest.mark.parametrize("decide", [fees.confirm_exemption, fees.reject_exemption])
def test_the_claimant_never_decides_their_own_claim(decide):
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    with pytest.raises(OwnProposal):
        decide(one, CLAIM.by)


@pytest.mark.parametrize("decide", [fees.confirm_exemption, fees.reject_exemption])
def test_only_an_undecided_claim_is_decided(decide):
    (unclaimed,) = build_obligations_of(AT_END)
    (claimed,) = build_obligations_of(AT_END, claim=CLAIM)
    for one in (unclaimed, fees.confirm_exemption(claimed, "officer-1")):
        with pytest.raises(fee_errors.ExemptionNotPending):
            decide(one, "officer-2")


def test_a_pending_or_confirmed_claim_is_not_claimed_again():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    with pytest.raises(fee_errors.ExemptionNotPending):
        fees.claim_exemption(one, AT_END, CLAIM)


def test_a_settled_debt_is_not_claimed_away():
    with pytest.raises(fee_errors.ObligationNotOpen):
        fees.claim_exemption(settle_one(build_obligations_of(AT_END)[0]), AT_END, CLAIM)


def test_a_claim_on_a_cancelled_debt_is_not_decided():
    cancelled = fees.cancel_open(build_obligations_of(AT_END, claim=CLAIM))
    with pytest.raises(fee_errors.ObligationNotOpen):
        fees.confirm_exemption(cancelled[0], "officer-1")


def test_who_paid_without_waiting_gets_the_money_back_once_the_claim_is_confirmed():
    settled = settle_one(build_obligations_of(AT_END, claim=CLAIM)[0])
    assert fees.select_refundable((settled,)) == ()
    confirmed = fees.confirm_exemption(settled, "officer-1")
    assert confirmed.state is ObligationState.SETTLED
    assert fees.select_refundable((confirmed,)) == (confirmed,)
