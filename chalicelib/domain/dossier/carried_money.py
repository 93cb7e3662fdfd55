"""Money that an applicant paid online for a wrong procedure, carried over to the right one.

A till gives back its own cash (`payments.reverse_cash`), but not money from the gateway. That money pays the right
dossier's sums, and the rest is owed back to the applicant. No đồng is counted on two dossiers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.dossier.obligations import (
    ExemptionState,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    require_whole_sums,
)


@dataclass(frozen=True, slots=True)
class PaidSum:
    """Part of one transaction, in đồng; `voucher` is the agency's acknowledgement of it, if there is one."""

    transaction: str
    amount: int
    voucher: str | None = None

    def __post_init__(self) -> None:
        require_whole_sums(self.amount)
        if self.amount <= 0:
            raise ValueError(f"transaction {self.transaction}: no amount {self.amount}")


PaidSums = tuple[PaidSum, ...]


def total_sums(sums: Iterable[PaidSum]) -> int:
    """Return the sum in đồng."""
    return sum(each.amount for each in sums)


def is_carried(obligation: Obligation) -> bool:
    """Return whether the payment of the obligation is carried over: paid, and through the gateway."""
    return obligation.state is ObligationState.SETTLED and obligation.method is Method.ONLINE


def collect_carried_sums(obligations: Obligations, owed_back: PaidSums) -> PaidSums:
    """Return the money carried over: online payments of these obligations, and sums already owed back."""
    paid = (PaidSum(one.transactions[-1], one.paid_amount, one.voucher) for one in obligations if is_carried(one))
    return (*paid, *owed_back)


def release_carried_money(obligations: Obligations, number: str) -> Obligations:
    """Return the void dossier's obligations after their online money went to the dossier `number`: nothing is owed and
    nothing counts as paid."""
    return tuple(
        replace(
            one, state=ObligationState.CANCELLED, paid_amount=0, method=None, voucher=None,
            transactions=(*one.transactions, f"refiled:{number}"),
        ) if is_carried(one) else one
        for one in obligations
    )  # fmt: skip


def apply_carried_sums(owed: Obligations, sums: PaidSums) -> tuple[Obligations, PaidSums]:
    """Return the right dossier's obligations after the money paid them, and the rest to be given back.

    Money pays the earliest due sums first; sums with an undecided exemption claim come last. A sum that it covers in
    part becomes two obligations of the same fee, one paid and one open, so that each is paid in full or not at all.
    """
    left = list(sums)
    parts: dict[str, Obligations] = {}
    for one in sorted(owed, key=lambda one: (one.exemption.state is ExemptionState.CLAIMED, one.due.rank)):
        parts[one.id], left = _pay_obligation(one, left)
    pieces = [piece for one in owed for piece in parts[one.id]]
    return tuple(replace(piece, id=f"F{n:02d}") for n, piece in enumerate(pieces, start=1)), tuple(left)


def _pay_obligation(one: Obligation, sums: list[PaidSum]) -> tuple[Obligations, list[PaidSum]]:
    """Return one open obligation as its paid parts and the open rest; and the remaining money."""
    pieces: list[Obligation] = []
    open_amount, left = one.amount, list(sums)
    while open_amount and left:
        money = left.pop(0)
        used = min(open_amount, money.amount)
        pieces.append(_settle_part(one, replace(money, amount=used)))
        open_amount -= used
        if used < money.amount:
            left.insert(0, replace(money, amount=money.amount - used))
    if open_amount:
        pieces.append(replace(one, amount=open_amount))
    return tuple(pieces), left


def _settle_part(one: Obligation, money: PaidSum) -> Obligation:
    return replace(
        one, amount=money.amount, paid_amount=money.amount, state=ObligationState.SETTLED, method=Method.ONLINE,
        transactions=(money.transaction,), voucher=money.voucher,
    )  # fmt: skip
