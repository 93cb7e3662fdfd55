"""Quotas at the HTTP edge: each operation's use by caller and address, counted together with the operation's write."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.quotas import Quota, QuotaReached, count_saves
from chalicelib.handlers.http.operations import Operation

if TYPE_CHECKING:
    from chalicelib.handlers.http.call import Call

KILOBYTE = 1024


def _measure_body(call: Call[Any, Any]) -> int:
    return len(json.dumps(call.body.model_dump(mode="json"), ensure_ascii=False).encode())


def _measure_kilobytes(call: Call[Any, Any]) -> int:
    """Return a file's use of the volume. Refuse (paper_too_large) one over the limit of every file."""
    from chalicelib.domain.papers.paper import require_size

    size: int = call.body.size
    require_size(size)
    return -(-max(1, size) // KILOBYTE)


_AMOUNTS: Mapping[Quota, Callable[[Call[Any, Any]], int]] = {
    Quota.DRAFTS: lambda call: 1,
    Quota.SAVES: lambda call: count_saves(_measure_body(call)),
    Quota.PAPERS: lambda call: 1,
    Quota.PAPER_KILOBYTES: _measure_kilobytes,
    Quota.SEARCHES: lambda call: 1,
    Quota.MATTERS: lambda call: 1,
}


def allow_call(op: Operation, call: Call[Any, Any], address: str) -> Call[Any, Any]:
    """Return the call with its use of quotas. Raise QuotaReached for a quota known to be used up, after every refusal
    that does not depend on quotas."""
    from chalicelib.wiring import core as wiring

    amounts = {quota: _AMOUNTS[quota](call) for quota in op.quotas}
    officer = bool(call.actor.list_roles(call.now) - {Role.APPLICANT})
    uses = wiring.provide_quotas().list_uses(amounts, call.actor.sub, address, call.real_now, officer=officer)
    return replace(call, quotas=uses)


def remember_refusal(refused: QuotaReached) -> None:
    """Refuse the next such request without reading the table."""
    from chalicelib.wiring import core as wiring

    wiring.provide_quotas().remember(refused, wiring.provide_clock().real_now())
