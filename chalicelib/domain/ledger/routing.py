"""Who is told of which fact: one table, read by the stream's consumer, the sweeper and the tests.

A consumer is told by a message that holds the fact's stored body, nothing else. It may come twice, late, or after a
later fact of the same dossier; a fact's id (`Fact.id`) is what a consumer remembers of it, for life.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from chalicelib.domain.ledger.chain import Fact, Json, parse


class Audience(StrEnum):
    """A queue of messages and its one consumer."""

    NOTICES = "notices"
    SYNC = "sync"
    COUNTERS = "counters"
    SLIPS = "slips"
    FINDS = "finds"


ORDERED = frozenset({Audience.SYNC})
"""Queues that keep the order of a dossier's facts: the dossier is the group, the fact's id the key of deduplication."""

_ALL = (Audience.NOTICES, Audience.SYNC, Audience.COUNTERS)
_PAPER = (*_ALL, Audience.SLIPS)
_QUIET = (Audience.SYNC, Audience.COUNTERS)

# Sync and counters are told of every fact: the first finds a lost message by the gap in a dossier's numbers, and any
# fact may state a new state, clock or due time, which the second counts. Notices leave out what nobody is told of.
ROUTES: Mapping[str, tuple[Audience, ...]] = {
    "submitted": (*_ALL, Audience.FINDS),
    "received": (*_PAPER, Audience.FINDS),
    "reception_corrected": (*_PAPER, Audience.FINDS),
    "refiled": (*_ALL, Audience.FINDS),
    "refused": (*_PAPER, Audience.FINDS),
    "supplement_requested": _PAPER,
    "supplement_checked": _ALL,
    "supplemented": _ALL,
    "transferred": (*_PAPER, Audience.FINDS),
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
    "payment_requested": (*_ALL, Audience.FINDS),
    "paid": (*_ALL, Audience.FINDS),
    "payment_reversed": (*_ALL, Audience.FINDS),
    "payment_recorded": _QUIET,
    "payment_failed": _QUIET,
    "payment_acknowledged": _QUIET,
    "exemption_decided": (*_ALL, Audience.FINDS),
    "resolved": (*_PAPER, Audience.FINDS),
    "corrected": _ALL,
    "given_back": _ALL,
    "post_invited": _ALL,
    "post_returned": _ALL,
    "forwarded": (*_ALL, Audience.FINDS),
    "closed": (*_PAPER, Audience.FINDS),
    "withdrawn": (*_ALL, Audience.FINDS),
    "stopped": (*_PAPER, Audience.FINDS),
    "part_erased": (*_QUIET, Audience.FINDS),
    "erasure_proposed": _QUIET,
    "erasure_ordered": _ALL,
    "dossier_erased": (*_QUIET, Audience.FINDS),
    "status_reported": _ALL,
    "due_soon": _ALL,
    "overdue": _ALL,
    "due_recomputed": _ALL,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact as it lies in the table: its place by the item's keys, and its body, which nobody has read yet."""

    dossier_id: str
    seq: int
    body: str

    def read(self) -> Fact:
        """The fact. Raises ValueError or KeyError for a body that is none, or not the one of this place."""
        fact = parse(json.loads(self.body))
        if (fact.dossier_id, fact.seq) != (self.dossier_id, self.seq):
            raise ValueError("the body is of another place in the ledgers")
        return fact


def stored(fact: Fact) -> Stored:
    """The fact as its row holds it."""
    return Stored(fact.dossier_id, fact.seq, fact.text.decode())


def audiences(kind: str) -> tuple[Audience, ...]:
    """Who is told of this kind of fact. Raises KeyError for a kind without a row: nothing is sent on a guess."""
    return ROUTES[kind]


def filed_papers(data: Json) -> tuple[str, ...]:
    """Ids of the uploaded papers that a fact with this data files: from then on they belong to the dossier."""
    claimed = data.get("claim", {}).get("paper_id", "")
    proposed = data.get("about", {}).get("result", "")
    named = (*data.get("papers", {}), data.get("result", ""), proposed, claimed)
    return tuple(sorted({paper for paper in named if paper}))


def runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each unbroken run in ascending numbers."""
    given = list(numbers)
    starts = [given[0], *(b for a, b in pairwise(given) if b != a + 1)] if given else []
    ends = [*(a for a, b in pairwise(given) if b != a + 1), given[-1]] if given else []
    return tuple(zip(starts, ends, strict=True))
