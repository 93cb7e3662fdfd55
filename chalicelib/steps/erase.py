"""Erase: a personal part is deleted; its digest stays in the chain, and the deletion is a fact itself."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.contacts import PART_OF


def erase(desk: Desk, ask: Ask) -> Answer:
    """Delete one personal part of a closed dossier, for a recorded ground (Luật 91/2025 14)."""
    part = (f"D#{ask.dossier_id}", f"PART#{ask.body['digest']}")
    return take(desk, ask, Step.ERASE, decide, extra=[part])


def decide(m: Moment) -> Decision:
    """Delete exactly the part named by its digest, and with a person's data the contacts kept for them."""
    digest = m.body["digest"]
    if not m.loaded.extra:
        raise NotFound()
    (part,) = m.loaded.extra.values()
    fact = NewFact("part_erased", {"digest": digest, "ground": m.body["ground"]})
    return Decision((fact,), erased=(digest,), gone=contacts_of(m.dossier.id, part["name"]))


def contacts_of(dossier_id: str, part: str) -> tuple[tuple[str, str], ...]:
    """Where the contacts of the person lie whom the part is about."""
    return tuple((f"D#{dossier_id}", f"REACH#{party}") for party, name in PART_OF.items() if name == part)
