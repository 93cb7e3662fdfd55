"""Who may read texts and files written in the course of a dossier.

Most texts of steps are for the applicant too: the reason of a refusal, the guidance of a supplement request. Some are
only for the units that settle the dossier: notes, questions between bodies, the reasons of proposals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any


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
    (FactKind.ASSIGNED, "note"): Reach.UNIT,
    (FactKind.CONSULTED, "questions"): Reach.ASKED,
    (FactKind.ANSWERED, "opinion"): Reach.ASKED,
    (FactKind.TASK_FINISHED, "note"): Reach.DOSSIER,
    (FactKind.FORWARDED, "note"): Reach.DOSSIER,
    (FactKind.POST_INVITED, "note"): Reach.DOSSIER,
    (FactKind.POST_RETURNED, "note"): Reach.DOSSIER,
    (FactKind.REQUEST_OPENED, "guidance"): Reach.DOSSIER,
    (FactKind.REQUEST_OPENED, "reason"): Reach.DOSSIER,
    (FactKind.REQUEST_OPENED, "opinion"): Reach.DOSSIER,
    (FactKind.REQUEST_ANSWERED, "opinion"): Reach.DOSSIER,
    (FactKind.REQUEST_ANSWERED, "reason"): Reach.DOSSIER,
    (FactKind.REQUEST_SENT_BACK, "remarks"): Reach.DOSSIER,
    (FactKind.REQUEST_ENDORSED, "remarks"): Reach.DOSSIER,
    (FactKind.RESOLVED, "remarks"): Reach.DOSSIER,
    (FactKind.REQUEST_DECLINED, "reason"): Reach.DOSSIER,
    (FactKind.SUPPLEMENT_CHECKED, "reason"): Reach.DOSSIER,
}
"""Texts that the applicant does not read, by fact and part. A note states its own reach."""

NOTED = FactKind.NOTED
GOES_OUT = frozenset({FactKind.SUPPLEMENT_REQUESTED, FactKind.RESOLVED})
"""Facts that notify the applicant of the proposed content."""
PROPOSING = frozenset({FactKind.REQUEST_OPENED, FactKind.REQUEST_ANSWERED})


def list_issued(facts: Collection[Fact]) -> frozenset[int]:
    """Return the numbers of the facts whose words were sent to the applicant by approval; for an answered proposal,
    only the last one."""
    out = {read_any(fact).get("request", 0) for fact in facts if fact.kind in GOES_OUT}
    last = {read_any(fact)["request"]: fact.seq for fact in facts if fact.kind in PROPOSING}
    return frozenset(last[request] for request in out if request in last)


def list_signed_reasons(facts: Collection[Fact]) -> Mapping[int, str]:
    """Return the reasons of signed outcome proposals, by the number of the fact that settled the dossier."""
    last = {read_any(fact)["request"]: fact.parts.get("reason") for fact in facts if fact.kind in PROPOSING}
    resolved = (fact for fact in facts if fact.kind == FactKind.RESOLVED)
    settled = {fact.seq: last.get(payloads.RESOLVED.read(fact).get("request", 0)) for fact in resolved}
    return {seq: digest for seq, digest in settled.items() if digest}


def find_part_reach(fact: Fact, name: str, issued: Collection[int] = ()) -> Reach:
    """Return the reach of a part of a fact. The applicant's own texts, and answers to their own requests, are for the
    applicant; so is the guidance of a request that was sent."""
    if fact.kind == NOTED:
        return find_own_reach(fact)
    own_request = read_any(fact).get("kind") == RequestKind.WITHDRAWAL
    went_out = name in {"guidance", "reason"} and fact.seq in issued
    if own_request or went_out or fact.actor.get("role") == "applicant":
        return Reach.OPEN
    return REACH.get((fact.kind, name), Reach.OPEN)


def find_own_reach(fact: Fact) -> Reach:
    """Return who may read the files that a fact brings."""
    if fact.kind == NOTED:
        return Reach(payloads.NOTED.read(fact)["reach"])
    return Reach.DOSSIER if fact.kind in PROPOSING else Reach.ASKED


def read_named_unit(fact: Fact) -> str:
    """Return the unit that a reach names: the body asked, else the unit of the actor."""
    asked = fact.kind in {FactKind.CONSULTED, FactKind.ANSWERED}
    return str((read_any(fact).get("unit") if asked else fact.actor.get("unit")) or "")
