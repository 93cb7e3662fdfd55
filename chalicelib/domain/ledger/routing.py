"""Routing of facts to consumers: one table, read by the stream's consumer, the sweeper and the tests.

A consumer receives a message that holds only the fact's stored body. A message may arrive twice, late, or after a later
fact of the same dossier; consumers remember a fact permanently by its id (`Fact.id`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from chalicelib.domain.ledger.chain import Fact, Json, parse_fact


class Consumer(StrEnum):
    """A queue of messages and its one consumer."""

    NOTICES = "notices"
    SYNC = "sync"
    COUNTERS = "counters"
    SLIPS = "slips"
    FINDS = "finds"


ORDERED = frozenset({Consumer.SYNC})
"""Queues that keep the order of a dossier's facts: the dossier is the message group, the fact's id the deduplication
key."""

_ALL = (Consumer.NOTICES, Consumer.SYNC, Consumer.COUNTERS)
_PAPER = (*_ALL, Consumer.SLIPS)
_QUIET = (Consumer.SYNC, Consumer.COUNTERS)

# Sync and counters receive every fact: sync finds a lost message by the gap in a dossier's numbers, and counters need
# every new state, clock and due time. Notices leave out facts that notify nobody.
ROUTES: Mapping[str, tuple[Consumer, ...]] = {
    "submitted": (*_ALL, Consumer.FINDS),
    "received": (*_PAPER, Consumer.FINDS),
    "reception_corrected": (*_PAPER, Consumer.FINDS),
    "refiled": (*_ALL, Consumer.FINDS),
    "refused": (*_PAPER, Consumer.FINDS),
    "supplement_requested": _PAPER,
    "supplement_checked": _ALL,
    "supplemented": _ALL,
    "transferred": (*_PAPER, Consumer.FINDS),
    "assigned": _ALL,
    "noted": _QUIET,
    "found_complete": _ALL,
    "task_finished": _ALL,
    "consulted": _ALL,
    "answered": _ALL,
    "original_called": _ALL,
    "original_compared": _ALL,
    "request_opened": _PAPER,
    "request_endorsed": _ALL,
    "request_sent_back": _ALL,
    "request_answered": _ALL,
    "request_declined": _ALL,
    "request_cancelled": _QUIET,
    "extended": _PAPER,
    "apologised": _PAPER,
    "payment_requested": (*_ALL, Consumer.FINDS),
    "paid": (*_ALL, Consumer.FINDS),
    "payment_reversed": (*_ALL, Consumer.FINDS),
    "payment_recorded": _QUIET,
    "payment_failed": _QUIET,
    "payment_acknowledged": _QUIET,
    "exemption_decided": (*_ALL, Consumer.FINDS),
    "resolved": (*_PAPER, Consumer.FINDS),
    "corrected": _ALL,
    "given_back": _ALL,
    "post_invited": _ALL,
    "post_returned": _ALL,
    "forwarded": (*_ALL, Consumer.FINDS),
    "closed": (*_PAPER, Consumer.FINDS),
    "withdrawn": (*_ALL, Consumer.FINDS),
    "stopped": (*_PAPER, Consumer.FINDS),
    "part_erased": (*_QUIET, Consumer.FINDS),
    "erasure_proposed": _QUIET,
    "erasure_ordered": _ALL,
    "dossier_erased": (*_QUIET, Consumer.FINDS),
    "status_reported": _ALL,
    "due_soon": _ALL,
    "overdue": _ALL,
    "due_recomputed": _ALL,
}


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A stored fact: its place by the item's keys, and its body, not parsed yet."""

    dossier_id: str
    seq: int
    body: str

    def read_fact(self) -> Fact:
        """Return the fact. Raise ValueError or KeyError for a malformed body, or one of another place."""
        fact = parse_fact(json.loads(self.body))
        if (fact.dossier_id, fact.seq) != (self.dossier_id, self.seq):
            raise ValueError("the body is of another place in the ledgers")
        return fact


def convert_fact(fact: Fact) -> StoredFact:
    """Return the fact in the form of its row."""
    return StoredFact(fact.dossier_id, fact.seq, fact.text.decode())


def list_audiences(kind: str) -> tuple[Consumer, ...]:
    """Return the consumers of this kind of fact. Raise KeyError for a kind without a row, so that nothing is sent on a
    guess."""
    return ROUTES[kind]


def list_filed_papers(data: Json) -> tuple[str, ...]:
    """Return the ids of the uploaded papers that a fact with this data files: from then on they belong
    to the dossier."""
    claimed = data.get("claim", {}).get("paper_id", "")
    proposed = data.get("about", {}).get("result", "")
    named = (*data.get("papers", {}), data.get("result", ""), proposed, claimed)
    return tuple(sorted({paper for paper in named if paper}))


def list_runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the first and last of each unbroken run in ascending numbers."""
    given = list(numbers)
    starts = [given[0], *(b for a, b in pairwise(given) if b != a + 1)] if given else []
    ends = [*(a for a, b in pairwise(given) if b != a + 1), given[-1]] if given else []
    return tuple(zip(starts, ends, strict=True))
