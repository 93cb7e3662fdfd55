"""What each kind of fact does outside the fold: one row for each kind, and every other table is checked against it.

The effect on a dossier stands in `domain/dossier/fold.py`, the slips in `domain/documents`, who sees a fact in
`domain/privacy`, the portal's and the notices' words in `data/`, the timeline's words in the web app. The registry's
test fails when any of them lacks a kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.ledger.fact_kinds import FactKind


class Consumer(StrEnum):
    """A queue of messages and its one consumer."""

    NOTICES = "notices"
    SYNC = "sync"
    COUNTERS = "counters"
    SLIPS = "slips"
    FINDS = "finds"


class FactRow(NamedTuple):
    """One kind of fact.

    `notices` are the values that its notices may contain in addition to the common ones; None: it notifies nobody.
    A fact that `prints` may make a slip; one that `finds` changes a dossier's search entries; one with `sums` changes
    the list of unpaid sums; one that `decides` may name an approval request, which then leaves the dossier; one that
    `attaches` may bring files between officers.
    """

    notices: tuple[str, ...] | None
    prints: bool = False
    finds: bool = False
    sums: bool = False
    decides: bool = False
    attaches: bool = False

    @property
    def consumers(self) -> tuple[Consumer, ...]:
        """The queues that receive it. Sync and counters receive every fact: sync finds a lost message by the gap in a
        dossier's numbers, and counters need every new state, clock and due time."""
        return (
            *((Consumer.NOTICES,) if self.notices is not None else ()),
            Consumer.SYNC,
            Consumer.COUNTERS,
            *((Consumer.SLIPS,) if self.prints else ()),
            *((Consumer.FINDS,) if self.finds or self.sums else ()),
        )


FACTS: Mapping[FactKind, FactRow] = {
    FactKind.SUBMITTED: FactRow(("official_at", "answer_by", "to_pay"), finds=True, sums=True),
    FactKind.RECEIVED: FactRow(("due", "to_pay"), prints=True, sums=True),
    FactKind.RECEPTION_CORRECTED: FactRow(("due",), prints=True, finds=True, sums=True, decides=True),
    FactKind.REFILED: FactRow(("refiled_as", "refiled_money"), finds=True, sums=True, decides=True),
    FactKind.REFUSED: FactRow(("ground",), prints=True, sums=True),
    FactKind.FORWARDED: FactRow(("answer_by",), finds=True, sums=True),
    FactKind.UNIT_SUCCEEDED: FactRow(None, finds=True, sums=True),
    FactKind.SUPPLEMENT_REQUESTED: FactRow(("count", "until"), prints=True, decides=True),
    FactKind.SUPPLEMENTED: FactRow(()),
    FactKind.SUPPLEMENT_CHECKED: FactRow((), decides=True),
    FactKind.TRANSFERRED: FactRow(("due",), prints=True, finds=True),
    FactKind.ASSIGNED: FactRow(("due",)),
    FactKind.NOTED: FactRow(None, attaches=True),
    FactKind.FOUND_COMPLETE: FactRow(("due",)),
    FactKind.TASK_FINISHED: FactRow(("due",)),
    FactKind.CONSULTED: FactRow(("reply_by",), attaches=True),
    FactKind.ANSWERED: FactRow(("due",), attaches=True),
    FactKind.ORIGINAL_CALLED: FactRow(("count",)),
    FactKind.ORIGINAL_COMPARED: FactRow(("comparison",)),
    FactKind.REQUEST_OPENED: FactRow(("request",), prints=True, attaches=True),
    FactKind.REQUEST_ENDORSED: FactRow(("request",)),
    FactKind.REQUEST_SENT_BACK: FactRow(("request", "by")),
    FactKind.REQUEST_ANSWERED: FactRow(("request",), attaches=True),
    FactKind.REQUEST_DECLINED: FactRow(("request",), decides=True),
    FactKind.REQUEST_CANCELLED: FactRow(None, decides=True),
    FactKind.EXTENDED: FactRow(("due", "due_was"), prints=True, decides=True),
    FactKind.APOLOGISED: FactRow(("due", "due_was"), prints=True, decides=True),
    FactKind.PAYMENT_REQUESTED: FactRow(("amount",), sums=True),
    FactKind.PAID: FactRow(("amount",), sums=True),
    FactKind.PAYMENT_REVERSED: FactRow(("amount",), sums=True, decides=True),
    FactKind.PAYMENT_RECORDED: FactRow(None),
    FactKind.PAYMENT_FAILED: FactRow(None),
    FactKind.PAYMENT_ACKNOWLEDGED: FactRow(None),
    FactKind.EXEMPTION_DECIDED: FactRow(("exemption",), sums=True),
    FactKind.RESOLVED: FactRow(("outcome", "ground", "papers"), prints=True, sums=True, decides=True),
    FactKind.CORRECTED: FactRow(()),
    FactKind.GIVEN_BACK: FactRow(("way", "rate_link")),
    FactKind.POST_INVITED: FactRow(()),
    FactKind.POST_RETURNED: FactRow(()),
    FactKind.CLOSED: FactRow((), prints=True, finds=True, sums=True),
    FactKind.RATED: FactRow(None),
    FactKind.WITHDRAWN: FactRow((), sums=True, decides=True),
    FactKind.AUTHORITY_REVOKED: FactRow(()),
    FactKind.ACCOUNT_JOINED: FactRow((), finds=True),
    FactKind.STOPPED: FactRow(("ground",), prints=True, sums=True),
    FactKind.PART_ERASED: FactRow(None, finds=True),
    FactKind.ERASURE_PROPOSED: FactRow(None),
    FactKind.ERASURE_ORDERED: FactRow(()),
    FactKind.DOSSIER_ERASED: FactRow(None, finds=True),
    FactKind.STATUS_REPORTED: FactRow(()),
    FactKind.DUE_SOON: FactRow(("deadline", "by")),
    FactKind.OVERDUE: FactRow(("deadline", "by")),
    FactKind.DUE_RECOMPUTED: FactRow(("due",)),
}

PRINTING = frozenset(kind for kind, row in FACTS.items() if row.prints)
"""Kinds that may make a slip."""
FINDING = frozenset(kind for kind, row in FACTS.items() if row.finds)
"""Kinds that change a dossier's search entries."""
WITH_SUMS = frozenset(kind for kind, row in FACTS.items() if row.sums)
"""Kinds that raise, put off, settle or drop sums, or change the code or unit under which they are listed."""
DECIDING = frozenset(kind for kind, row in FACTS.items() if row.decides)
"""Kinds that may decide or cancel an approval request."""
ATTACHING = frozenset(kind for kind, row in FACTS.items() if row.attaches)
"""Kinds that may bring files between officers."""
