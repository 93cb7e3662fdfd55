"""Sums that follow the answers of the form, charged again when the applicant corrects these before paying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.fees import obligations_from
from chalicelib.domain.obligations import FeeLine, Obligation, Obligations, ObligationState
from chalicelib.domain.tariff import TariffLine


def recharge(
    obligations: Obligations, tariff: Sequence[TariffLine], owed: Sequence[FeeLine], now: datetime
) -> Obligations:
    """The obligations after other answers, by which `owed` is owed. Only lines that follow answers move, and only
    while they are open: what was paid, exempted or cancelled stays, and a sum that was paid is not asked for twice."""
    following = {line.fee.key for line in tariff if line.follows_answers}
    wanted = {fee.key: fee for fee in owed if fee.key in following}
    kept = tuple(_moved(one, wanted, _paid(obligations, one.fee_key)) if one.fee_key in following else one
                 for one in obligations)  # fmt: skip
    counting = {one.fee_key for one in kept if one.state is not ObligationState.CANCELLED}
    fresh = [fee for key, fee in wanted.items() if key not in counting]
    return (*kept, *obligations_from(fresh, None, now, existing=len(kept)))


def _moved(one: Obligation, wanted: dict[str, FeeLine], paid: int) -> Obligation:
    if one.state is not ObligationState.OPEN:
        return one
    fee = wanted.get(one.fee_key)
    rest = fee.amount - paid if fee else 0
    return replace(one, amount=rest) if rest > 0 else replace(one, state=ObligationState.CANCELLED)


def _paid(obligations: Obligations, fee_key: str) -> int:
    """What was paid of the fee already: part of it where money was carried over from a wrong procedure."""
    return sum(one.paid_amount for one in obligations if one.fee_key == fee_key)
