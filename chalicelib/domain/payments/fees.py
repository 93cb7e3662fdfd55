"""Operations on an obligation: raise, claim, decide, settle, cancel, reverse, refund.

An obligation runs alongside the dossier's state. It is paid in full by one payment or not at all: nothing here splits
or rounds money. The transaction that paid it and the agency's acknowledgement are facts of their own (`payments.py`);
the obligation only keeps their references.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.dossier.code_words import EXEMPTION_WORDS, OBLIGATION_WORDS
from chalicelib.domain.dossier.obligations import (
    Due,
    ExemptionClaim,
    ExemptionState,
    ExemptionStatus,
    FeeLine,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    Payment,
    RefundCause,
)
from chalicelib.domain.payments.fee_errors import (
    AmountMismatch,
    ExemptionNotOffered,
    ExemptionNotPending,
    ExemptionProofMissing,
    NotReversible,
    ObligationNotOpen,
    ObligationsOpen,
)
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound, OwnProposal


def build_obligations(
    lines: Iterable[FeeLine], claim: ExemptionClaim | None, now: datetime, *, existing: int = 0
) -> Obligations:
    """Return the obligations of these fee lines at `now`; a line of 0 đồng makes none.

    `existing` is how many the dossier has already, so that ids (F01, F02, …) stay unique on it. A claim goes to each
    line that offers its group; refused when money is owed and no line offers it.
    """
    owed = [line for line in lines if line.amount]
    made = tuple(_build_obligation(line, existing + n, now) for n, line in enumerate(owed, start=1))
    if claim is None or not owed:
        return made
    if not any(claim.group in line.exemption_groups for line in owed):
        raise _build_not_offered()
    return tuple(
        claim_exemption(one, line, claim) if claim.group in line.exemption_groups else one
        for one, line in zip(made, owed, strict=True)
    )


def claim_exemption(obligation: Obligation, line: FeeLine, claim: ExemptionClaim) -> Obligation:
    """Claim an exemption: the line must offer the group and a paper must prove it.

    The sum stays owed until an officer decides.
    """
    _must_be_open(obligation)
    if obligation.exemption.state in (ExemptionState.CLAIMED, ExemptionState.CONFIRMED):
        raise ExemptionNotPending(obligation=obligation.id, state=EXEMPTION_WORDS[obligation.exemption.state])
    if claim.group not in line.exemption_groups:
        raise _build_not_offered()
    if not claim.paper_id:
        text = (ExemptionProofMissing.vi, ExemptionProofMissing.en)
        raise ExemptionProofMissing(fields=(FieldError("/exemption/paper_id", "required", *text),))
    return replace(obligation, exemption=ExemptionStatus(ExemptionState.CLAIMED, claim.paper_id, claim.by))


def apply_claim(obligations: Obligations, fee_keys: Collection[str], paper_id: str, by: str) -> Obligations:
    """Return the same obligations, with the filing's claim on those of the named fees; they stay owed."""
    claim = ExemptionStatus(ExemptionState.CLAIMED, paper_id, by)
    return tuple(replace(one, exemption=claim) if one.fee_key in fee_keys else one for one in obligations)


def confirm_exemption(obligation: Obligation, officer: str) -> Obligation:
    """Confirm the exemption by an officer other than the claimant: the debt ends.

    If the applicant paid without waiting, it stays settled and becomes refundable.
    """
    exemption = _decide_claim(obligation, officer, ExemptionState.CONFIRMED)
    paid = obligation.state is ObligationState.SETTLED
    return replace(obligation, exemption=exemption, state=obligation.state if paid else ObligationState.EXEMPTED)


def reject_exemption(obligation: Obligation, officer: str) -> Obligation:
    """Reject the exemption by an officer other than the claimant: the sum stays owed."""
    return replace(obligation, exemption=_decide_claim(obligation, officer, ExemptionState.REJECTED))


def settle_obligation(obligation: Obligation, payment: Payment) -> Obligation:
    """Pay one open obligation with exactly its amount."""
    return settle_together((obligation,), (obligation.id,), payment)[0]


def settle_together(obligations: Obligations, ids: Iterable[str], payment: Payment) -> Obligations:
    """Pay the named obligations with one payment of exactly their sum: all of them, or none."""
    chosen = select_obligations(obligations, ids)
    for one in chosen:
        _must_be_open(one)
    if (owed := total_due(chosen)) != payment.amount:
        raise AmountMismatch(given=payment.amount, due=owed)
    return replace_obligations(obligations, (_mark_settled(one, payment) for one in chosen))


def reverse_payment(obligation: Obligation, transaction_ref: str, reversal_ref: str) -> Obligation:
    """Undo a wrongly booked payment: the sum is owed again. `payments.py` decides who may."""
    return _mark_unpaid(obligation, transaction_ref, reversal_ref, ObligationState.OPEN)


def refund_payment(obligation: Obligation, transaction_ref: str, refund_ref: str) -> Obligation:
    """Give a payment back after a decision (QN-13.4): nothing is owed any more."""
    return _mark_unpaid(obligation, transaction_ref, refund_ref, ObligationState.CANCELLED)


def select_paid_by(obligations: Obligations, transaction_ref: str) -> Obligations:
    """Return the settled obligations that this transaction paid."""
    return tuple(
        one
        for one in obligations
        if one.state is ObligationState.SETTLED and one.transactions[-1:] == (transaction_ref,)
    )


def cancel_open(obligations: Obligations) -> Obligations:
    """Cancel open obligations on withdrawal or stop; paid ones stay recorded as paid."""
    return tuple(
        replace(one, state=ObligationState.CANCELLED) if one.state is ObligationState.OPEN else one
        for one in obligations
    )


def select_refundable(obligations: Obligations, cause: RefundCause | None = None) -> Obligations:
    """Return paid obligations whose refund must be considered; an unwanted result gives no claim (QN-13.4).

    Without a cause only those whose exemption was confirmed after they had been paid.
    """
    every = cause in (RefundCause.WITHDRAWN, RefundCause.AGENCY_CANNOT)
    return tuple(
        one
        for one in obligations
        if one.state is ObligationState.SETTLED and (every or one.exemption.state is ExemptionState.CONFIRMED)
    )


def select_open_by(obligations: Obligations, moment: Due) -> Obligations:
    """Return obligations that are due at `moment` or before and still open."""
    return tuple(one for one in obligations if one.state is ObligationState.OPEN and one.due.rank <= moment.rank)


def refuse_while_open(obligations: Obligations, moment: Due) -> None:
    """Refuse a step that waits for all money due by `moment` (give_back: `Due.HANDOVER`)."""
    if waiting := select_open_by(obligations, moment):
        raise ObligationsOpen(count=len(waiting), amount=total_due(waiting))


def apply_deferral(obligations: Obligations, ground: str) -> Obligations:
    """Allow open sums due at reception to be paid until the handover, on a ground of the law."""
    waiting = {one.id for one in select_open_by(obligations, Due.RECEPTION)}
    return tuple(replace(one, due=Due.HANDOVER, deferred=ground) if one.id in waiting else one for one in obligations)


def total_payable_now(obligations: Obligations) -> int:
    """Return the sum in đồng that the applicant must pay to be received: open, due by then, without
    an undecided claim."""
    return total_unclaimed(select_open_by(obligations, Due.RECEPTION))


def total_unclaimed(obligations: Iterable[Obligation]) -> int:
    """Return the unpaid sum in đồng, without sums whose exemption claim is undecided."""
    return total_due(one for one in obligations if one.exemption.state is not ExemptionState.CLAIMED)


def select_blockers(obligations: Obligations, moment: Due, *, credit_needed: bool) -> Obligations:
    """Return obligations due by `moment` that block the next step until paid.

    Where `credit_needed`, money that came through a bank also waits for the acknowledgement (VL-16.2).
    """
    return tuple(
        one
        for one in obligations
        if one.blocking and one.due.rank <= moment.rank and not _is_unlocked(one, credit_needed)
    )


def total_due(obligations: Iterable[Obligation]) -> int:
    """Return the unpaid sum in đồng."""
    return sum(one.outstanding for one in obligations)


def select_obligations(obligations: Obligations, ids: Iterable[str]) -> Obligations:
    """Return the named obligations, each once, in the order named; refuse an unknown or empty list."""
    known = {one.id: one for one in obligations}
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        vi, en = "Chọn ít nhất một khoản thu.", "Name at least one obligation."
        raise Invalid(fields=(FieldError("/obligations", "required", vi, en),))
    if any(one not in known for one in wanted):
        raise NotFound
    return tuple(known[one] for one in wanted)


def replace_obligations(obligations: Obligations, changed: Iterable[Obligation]) -> Obligations:
    """Return the same obligations in the same order, with the changed ones replaced."""
    news = {one.id: one for one in changed}
    return tuple(news.get(one.id, one) for one in obligations)


def _build_obligation(line: FeeLine, number: int, now: datetime) -> Obligation:
    return Obligation(f"F{number:02d}", line.key, line.amount, line.due, line.blocking, now)


def _mark_settled(obligation: Obligation, payment: Payment) -> Obligation:
    return replace(
        obligation,
        state=ObligationState.SETTLED,
        paid_amount=obligation.amount,
        transactions=(*obligation.transactions, payment.ref),
        method=payment.method,
    )


def _mark_unpaid(obligation: Obligation, transaction_ref: str, undone_by: str, after: ObligationState) -> Obligation:
    if not select_paid_by((obligation,), transaction_ref):
        raise NotReversible
    trail = (*obligation.transactions, undone_by)
    return replace(obligation, state=after, paid_amount=0, transactions=trail, method=None, voucher=None)


def _decide_claim(obligation: Obligation, officer: str, outcome: ExemptionState) -> ExemptionStatus:
    claim = obligation.exemption
    if claim.state is not ExemptionState.CLAIMED:
        raise ExemptionNotPending(obligation=obligation.id, state=EXEMPTION_WORDS[claim.state])
    if obligation.state is ObligationState.CANCELLED:
        raise ObligationNotOpen(obligation=obligation.id, state=OBLIGATION_WORDS[obligation.state])
    if officer == claim.claimed_by:
        raise OwnProposal
    return replace(claim, state=outcome, decided_by=officer)


def _is_unlocked(obligation: Obligation, credit_needed: bool) -> bool:
    if obligation.state is ObligationState.OPEN:
        return False
    by_bank = obligation.method in (Method.ONLINE, Method.TRANSFER)
    return not (credit_needed and by_bank) or obligation.voucher is not None


def _must_be_open(obligation: Obligation) -> None:
    if obligation.state is not ObligationState.OPEN:
        raise ObligationNotOpen(obligation=obligation.id, state=OBLIGATION_WORDS[obligation.state])


def _build_not_offered() -> ExemptionNotOffered:
    text = (ExemptionNotOffered.vi, ExemptionNotOffered.en)
    return ExemptionNotOffered(fields=(FieldError("/exemption/group", "not_offered", *text),))
