"""Who may read texts and files written in the course of a dossier.

Most texts of steps are for the applicant too: the reason of a refusal, the guidance of a supplement request. Some are
only for the units that settle the dossier: notes, questions between bodies, the reasons of proposals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger.chain import Fact


class Reach(StrEnum):
    """Who reads a text or a file."""

    OPEN = "open"  # the applicant too
    DOSSIER = "dossier"  # the units that settle the dossier
    UNIT = "unit"  # one of them alone
    ASKED = "asked"  # the units that settle it, and the body whose opinion is asked


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that officers sent each other on a dossier: its reach, and the unit that the reach names."""

    reach: Reach
    unit: str


REACH: Mapping[tuple[str, str], Reach] = {
    ("assigned", "note"): Reach.UNIT,
    ("consulted", "questions"): Reach.ASKED,
    ("answered", "opinion"): Reach.ASKED,
    ("task_finished", "note"): Reach.DOSSIER,
    ("forwarded", "note"): Reach.DOSSIER,
    ("post_invited", "note"): Reach.DOSSIER,
    ("post_returned", "note"): Reach.DOSSIER,
    ("request_opened", "guidance"): Reach.DOSSIER,
    ("request_opened", "reason"): Reach.DOSSIER,
    ("request_opened", "opinion"): Reach.DOSSIER,
    ("request_answered", "opinion"): Reach.DOSSIER,
    ("request_answered", "reason"): Reach.DOSSIER,
    ("request_sent_back", "remarks"): Reach.DOSSIER,
    ("request_endorsed", "remarks"): Reach.DOSSIER,
    ("resolved", "remarks"): Reach.DOSSIER,
    ("request_declined", "reason"): Reach.DOSSIER,
    ("supplement_checked", "reason"): Reach.DOSSIER,
}
"""Texts that the applicant does not read, by fact and part. A note states its own reach."""

NOTED = "noted"
GOES_OUT = frozenset({"supplement_requested", "resolved"})
"""Facts that notify the applicant of the proposed content."""
PROPOSING = frozenset({"request_opened", "request_answered"})
ATTACHING = frozenset({NOTED, "consulted", "answered"}) | PROPOSING
"""Facts that may bring files between officers."""


def list_issued(facts: Collection[Fact]) -> frozenset[int]:
    """Return the numbers of the facts whose words were sent to the applicant by approval; for an answered proposal,
    only the last one."""
    out = {fact.data["request"] for fact in facts if fact.kind in GOES_OUT and "request" in fact.data}
    last = {fact.data["request"]: fact.seq for fact in facts if fact.kind in PROPOSING}
    return frozenset(last[request] for request in out if request in last)


def list_signed_reasons(facts: Collection[Fact]) -> Mapping[int, str]:
    """Return the reasons of signed outcome proposals, by the number of the fact that settled the dossier."""
    last = {fact.data["request"]: fact.parts.get("reason") for fact in facts if fact.kind in PROPOSING}
    settled = {fact.seq: last.get(fact.data.get("request", 0)) for fact in facts if fact.kind == "resolved"}
    return {seq: digest for seq, digest in settled.items() if digest}


def find_part_reach(fact: Fact, name: str, issued: Collection[int] = ()) -> Reach:
    """Return the reach of a part of a fact. The applicant's own texts, and answers to their own requests, are for the
    applicant; so is the guidance of a request that was sent."""
    if fact.kind == NOTED:
        return _find_own_reach(fact)
    own_request = fact.data.get("kind") == RequestKind.WITHDRAWAL
    went_out = name in {"guidance", "reason"} and fact.seq in issued
    if own_request or went_out or fact.actor.get("role") == "applicant":
        return Reach.OPEN
    return REACH.get((fact.kind, name), Reach.OPEN)


def _find_own_reach(fact: Fact) -> Reach:
    if fact.kind == NOTED:
        return Reach(fact.data["reach"])
    return Reach.DOSSIER if fact.kind in PROPOSING else Reach.ASKED


def read_named_unit(fact: Fact) -> str:
    """Return the unit that a reach names: the body asked, else the unit of the actor."""
    named = fact.data.get("unit") if fact.kind in {"consulted", "answered"} else fact.actor.get("unit")
    return str(named or "")
