"""Routing of facts to consumers: one table, read by the stream's consumer, the sweeper and the tests.

A consumer receives a message that holds only the fact's stored body. A message may arrive twice, late, or after a later
fact of the same dossier; consumers remember a fact permanently by its id (`Fact.id`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.chain import Fact, parse_fact
from chalicelib.domain.ledger.fact_registry import FACTS, Consumer
from chalicelib.domain.ledger.matter_facts import MATTER_FACTS, MatterFact, is_matter_fact, list_matter_audiences

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.any_kind import AnyPayload

ORDERED = frozenset({Consumer.SYNC})
"""Queues that keep the order of a dossier's facts: the dossier is the message group, the fact's id the deduplication
key."""

ROUTES: Mapping[str, tuple[Consumer, ...]] = {
    **{kind: row.consumers for kind, row in FACTS.items()},
    **{kind.value: MATTER_FACTS[kind] for kind in MatterFact},
}
"""The consumers of each kind of fact."""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A stored fact: its place by the item's keys, and its body, not parsed yet."""

    dossier_id: str
    seq: int
    body: str

    @property
    def id(self) -> str:
        """The fact's id (`Fact.id`), by its place."""
        return f"{self.dossier_id}#{self.seq:08d}"

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


def list_fact_audiences(fact: Fact) -> tuple[Consumer, ...]:
    """Return the consumers of a fact; of a matter's, those of its kind of matter. Raise KeyError as above."""
    if is_matter_fact(fact.kind):
        return list_matter_audiences(MatterFact(fact.kind), fact.data.get("matter"))
    return list_audiences(fact.kind)


def list_filed_papers(data: AnyPayload) -> tuple[str, ...]:
    """Return the ids of the uploaded papers that a fact with this payload files: from then on they belong to the
    dossier."""
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
