"""Quota counters in the table. They are part of the write that they allow, so a refused request writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.security.quotas import ADDRESS, PERSON, Limit, Quota, QuotaReached, QuotaUse
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.rate_limit import name_caller
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.repositories.files.own_data import read_own

DATA = Path(__file__).parents[2] / "data" / "quotas.json"
TRIES = 4
REMEMBERED = 10_000
FORGOTTEN_AFTER = 60
"""Seconds for which a counter outlives its window, to allow for clock skew."""


def load_limits(province: str, stage: str, path: Path = DATA) -> Mapping[Quota, Limit]:
    """Return the limits of a deployment: the stage's own, else those in the province's folder, else the default."""
    data = json.loads(path.read_text(encoding="utf-8"))
    own = read_own(path.parent, province, path.name)
    chosen = {**data["limits"], **own, **data["stages"].get(stage, {})}
    return {
        quota: Limit(**{name: int(chosen[quota][name]) for name in ("seconds", "person", "officer", "address")})
        for quota in Quota
    }


@dataclass(slots=True)
class Quotas:
    """Returns a request's use of counters, and remembers full counters: a flood causes no more writes."""

    limits: Mapping[Quota, Limit]
    key: Callable[[datetime], bytes]
    full: dict[str, tuple[int, int]] = field(default_factory=dict)

    def list_uses(
        self, amounts: Mapping[Quota, int], person: str, address: str, real_now: datetime, *, officer: bool
    ) -> tuple[QuotaUse, ...]:
        """Return a request's use for the person and for the address. Raise QuotaReached for a counter known
        to be full."""
        found = []
        for quota, amount in amounts.items():
            limit = self.limits[quota]
            window = int(real_now.timestamp()) // limit.seconds
            ends, own = (window + 1) * limit.seconds, limit.officer if officer else limit.person
            for who, most, whose in ((f"person|{person}", own, PERSON), (f"address|{address}", limit.address, ADDRESS)):
                key = keys.RATE(quota, name_caller(who, self.key(real_now)), window)
                found.append(QuotaUse(key, amount, most, ends, quota, whose))
        for use in found:
            if use.amount > use.limit or self._is_full(use):
                raise use.build_refusal(real_now.timestamp())
        return tuple(found)

    def _is_full(self, use: QuotaUse) -> bool:
        _, amount = self.full.get(use.key, (0, use.amount + 1))
        return use.amount >= amount

    def remember(self, refused: QuotaReached, real_now: datetime) -> None:
        """Remember a refused use: nothing as large fits before the window ends."""
        use = refused.facts["use"]
        if not isinstance(use, QuotaUse):
            raise TypeError("the refusal names no quota use")
        if len(self.full) >= REMEMBERED:
            now = real_now.timestamp()
            self.full = {key: kept for key, kept in self.full.items() if kept[0] > now}
        self.full[use.key] = (use.ends, min(use.amount, self.full.get(use.key, (0, use.amount))[1]))

    def count_use(self, uses: Sequence[QuotaUse], real_now: datetime) -> None:
        """Count a request that writes nothing else. Raise QuotaReached, and then count nothing."""
        for _ in range(TRIES if uses else 0):
            try:
                with TransactWrite(connection=open_connection()) as transaction:
                    add_uses(transaction, uses)
            except TransactWriteError as fault:
                if full := find_full(fault, uses):
                    raise full.build_refusal(real_now.timestamp()) from None
                if not _is_contended(fault):
                    raise
                continue
            return
        if uses:
            raise Busy(retry_after=1)


def add_uses(transaction: TransactWrite, uses: Iterable[QuotaUse]) -> None:
    """Make a transaction conditional on room in every counter, and count with it."""
    for use in uses:
        transaction.update(
            TableItem(use.key, keys.COUNT),
            actions=[TableItem.length.add(use.amount), TableItem.expires_at.set(use.ends + FORGOTTEN_AFTER)],
            condition=TableItem.length.does_not_exist() | (TableItem.length <= use.limit - use.amount),
        )


def find_full(fault: TransactWriteError, uses: Sequence[QuotaUse]) -> QuotaUse | None:
    """Return the full counter if it is the only reason why a transaction was cancelled.

    A transaction lists its updates last, and of these the counters.
    """
    codes = [reason.code if reason else None for reason in fault.cancellation_reasons]
    others, counters = codes[: -len(uses)] if uses else codes, codes[-len(uses) :] if uses else []
    if any(code not in (None, "None") for code in others):
        return None
    return next((use for use, code in zip(uses, counters, strict=False) if code == "ConditionalCheckFailed"), None)


def _is_contended(fault: TransactWriteError) -> bool:
    return any(reason and reason.code == "TransactionConflict" for reason in fault.cancellation_reasons)
