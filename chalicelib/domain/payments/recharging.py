"""Sums that depend on answers of the form, recalculated when the applicant corrects the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.catalogue.tariff import TariffLine
from chalicelib.domain.dossier.obligations import FeeLine, Obligation, Obligations, ObligationState
from chalicelib.domain.payments.fees import build_obligations


def update_obligations(
    obligations: Obligations, tariff: Sequence[TariffLine], owed: Sequence[FeeLine], now: datetime
) -> Obligations:
    """Return the obligations after other answers, by which `owed` is owed. Only open obligations of lines that depend
    on answers change: paid, exempted and cancelled ones stay.

    Payments of a line, or of an alternative to it, count: if the new sum is higher, the difference becomes a sum of its
    own; if it is lower, nothing is asked for.
    """
    choices = {line.fee.key: line.choice or line.fee.key for line in tariff if line.follows_answers}
    wanted = {fee.key: replace(fee, amount=max(0, fee.amount - _total_paid(obligations, choices, fee.key)))
              for fee in owed if fee.key in choices}  # fmt: skip
    kept = tuple(_move_amount(one, wanted) if one.fee_key in choices else one for one in obligations)
    asked = {one.fee_key for one in kept if one.state in (ObligationState.OPEN, ObligationState.EXEMPTED)}
    fresh = [fee for key, fee in wanted.items() if key not in asked]
    return (*kept, *build_obligations(fresh, None, now, existing=len(kept)))


def _move_amount(one: Obligation, wanted: dict[str, FeeLine]) -> Obligation:
    if one.state is not ObligationState.OPEN:
        return one
    rest = wanted[one.fee_key].amount if one.fee_key in wanted else 0
    return replace(one, amount=rest) if rest else replace(one, state=ObligationState.CANCELLED)


def _total_paid(obligations: Obligations, choices: dict[str, str], key: str) -> int:
    """Return the amount already paid of the fee or of an alternative to it."""
    return sum(one.paid_amount for one in obligations if choices.get(one.fee_key) == choices[key])
