"""Refusals of acts on sums that are owed."""

from __future__ import annotations

from chalicelib.domain.shared.errors import Refusal, RefusalKind


class ObligationNotOpen(Refusal):
    """The obligation is already settled, exempted or cancelled: this act is no longer possible."""

    code = "obligation_not_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Khoản thu này không còn chờ nộp: {state}."
    en = "This sum is no longer open: {state}."


class ObligationsOpen(Refusal):
    """The next step waits for money: an obligation that is due is still open."""

    code = "obligations_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn {count} khoản đến hạn chưa nộp, tổng cộng {amount:,} đồng. Nộp hoặc xét miễn trước khi tiếp tục."
    en = "Sums due and unpaid: {count}, {amount:,} đồng in all. Pay them or decide the exemption first."


class AmountMismatch(Refusal):
    """The amount is not exactly the sum owed: neither part payments nor overpayments are accepted."""

    code = "amount_mismatch"
    kind = RefusalKind.INVALID
    vi = "Số tiền {given:,} đồng khác số phải nộp {due:,} đồng."
    en = "The amount of {given:,} đồng is not the {due:,} đồng that is due."


class ExemptionNotOffered(Refusal):
    """The fee line has no exemption for the group claimed."""

    code = "exemption_not_offered"
    kind = RefusalKind.INVALID
    vi = "Khoản thu này không miễn cho đối tượng đã khai."
    en = "This fee has no exemption for the group claimed."


class ExemptionProofMissing(Refusal):
    """The claim has no paper that proves it."""

    code = "exemption_proof_missing"
    kind = RefusalKind.INVALID
    vi = "Đề nghị miễn phải kèm giấy tờ chứng minh."
    en = "A claim for exemption needs a paper that proves it."


class ExemptionNotPending(Refusal):
    """There is no undecided claim, or one is already being decided."""

    code = "exemption_not_pending"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đề nghị miễn, giảm khoản thu này không còn chờ xét: {state}."
    en = "The claim to an exemption from this sum does not wait to be decided: {state}."


class NotReversible(Refusal):
    """Only a settled obligation can lose its payment, and only the payment that settled it."""

    code = "payment_not_reversible"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Giao dịch này không phải giao dịch đã nộp cho khoản thu nào còn hiệu lực."
    en = "This transaction settles no obligation now."
