"""Erase: delete one personal part, or all personal data of a dossier; digests stay in the chain, and the deletion is
itself a fact.

One part is deleted at once. A whole dossier is proposed by one officer and ordered by another; then `erase_records`
does it.
"""

from __future__ import annotations

from chalicelib.domain.dossier.erasure import OPEN, ORDERED, PART_ERASED, PROPOSED, ErasureUnderWay
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import NotFound, OwnProposal
from chalicelib.domain.shared.timezone import stamp
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited
from chalicelib.steps.dossier.ports import ExtraPut
from chalicelib.steps.notices.contacts import PART_OF
from chalicelib.steps.privacy.retention import require_erasable


def erase(desk: Desk, ask: Ask) -> Answer:
    """Delete one personal part of a closed dossier, or without a digest all of them with its papers, for a recorded
    ground (Luật 91/2025 14)."""
    digest = ask.body.get("digest")
    if not digest:
        return take(desk, ask, Step.ERASE, decide_whole)
    return take(desk, ask, Step.ERASE, decide, extra=[(f"D#{ask.dossier_id}", f"PART#{digest}")])


def decide(m: Moment) -> Decision:
    """Delete exactly the part named by its digest, and with a person's data the contacts kept for them."""
    digest = m.body["digest"]
    if not m.loaded.extra:
        raise NotFound()
    rules = require_erasable(m)
    (part,) = m.loaded.extra.values()
    fact = NewFact(PART_ERASED, {"digest": digest, **_why(m)}, law=cited(*rules))
    return Decision((fact,), erased=(digest,), gone=contacts_of(m.dossier.id, part["name"]))


def decide_whole(m: Moment) -> Decision:
    """Propose to erase the dossier, or order an erasure that somebody else has proposed on the same ground."""
    rules = require_erasable(m)
    proposed, why = m.dossier.erasure, _why(m)
    if proposed is not None and proposed.under_way:
        raise ErasureUnderWay()
    if proposed is None or not proposed.asks_same(why["ground"], why.get("decision", "")):
        return Decision((NewFact(PROPOSED, why, law=cited(*rules)),))
    if proposed.proposer == m.ask.actor.sub:
        raise OwnProposal()
    order = {"dossier": m.dossier.id, "since": stamp(m.ask.real_now)}
    place = ExtraPut(OPEN, f"{m.dossier.id}#{m.dossier.length + 1:08d}", order)
    return Decision((NewFact(ORDERED, why, law=cited(*rules)),), extras=(place,))


def contacts_of(dossier_id: str, part: str) -> tuple[tuple[str, str], ...]:
    """Return where the contacts of the part's person are stored."""
    return tuple((f"D#{dossier_id}", f"REACH#{party}") for party, name in PART_OF.items() if name == part)


def _why(m: Moment) -> dict[str, str]:
    decision = m.body.get("decision")
    return {"ground": m.body["ground"], **({"decision": decision} if decision else {})}
