"""The ledger of a matter for the offline verifier, cut to its reader as the page is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.redaction import cut_fact
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter_kind import FieldAudience
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.dossier.fact_views import export_ledger
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.matter_views import (
    MatterReading,
    RecordView,
    is_masked,
    list_read_papers,
    list_read_parts,
    may_read,
    open_reading,
)

NOTES = ("writing", "personal_data")
"""Findings of the checks: notes for the units."""


def export_matter(
    deps: MatterDependencies, matter_id: str, actor: Actor, now: datetime, record: RecordView
) -> dict[str, Any]:
    """Return the chained ledger of a matter with the texts that the reader may read. Raise NotFound for one that is
    absent or not theirs."""
    found = deps.matters.load_matter(matter_id).matter
    if found is None:
        raise NotFound()
    opened = open_reading(deps, find_kind(found.kind), found, actor, now, record, "ledger")
    facts, parts, reading = opened.facts, deps.matters.load_parts(matter_id), opened.reading
    held = {digest for fact in facts for digest in list_read_parts(fact, reading).values() if digest in parts}
    exported = [export_matter_fact(fact, reading, held) for fact in facts]
    texts = {digest: {"salt": parts[digest].salt, "value": parts[digest].value} for digest in sorted(held)}
    return export_ledger(matter_id, exported, texts, facts[-1].hash)


def export_matter_fact(fact: Fact, reading: MatterReading, held: Collection[str]) -> dict[str, Any]:
    """Return a fact whole for the units and for its own author; for the reporter without the officer's account, notes
    of the units, and digests of texts that are not theirs to read."""
    return cut_fact(fact, _list_withheld(fact, reading), held)


def _list_withheld(fact: Fact, reading: MatterReading) -> list[str]:
    named = [key for key in ("papers", "carried") if key in fact.data]
    files = [] if list_read_papers(fact, reading) else [f"data.{key}" for key in named]
    if FieldAudience.UNITS in reading.audiences:
        gone = [*files, *(["parts"] if reading.guarded & set(fact.parts) else [])]
        gone += ["actor.sub", "command"] if is_masked(fact, reading) else []
        return [*gone, *(["data.reporter"] if reading.guarded and "reporter" in fact.data else [])]
    by_officer = not fact.by_system and fact.actor.get("role") != Role.APPLICANT
    gone = [*files, *(["actor.sub"] if by_officer else [])]
    gone += [f"data.{name}" for name in NOTES if name in fact.data]
    if not all(may_read(reading, key) for key in fact.data.get("values", {})):
        gone.append("data.values")
    if set(list_read_parts(fact, reading)) != set(fact.parts):
        gone.append("parts")
    return [*gone, *(["command"] if gone and fact.command else [])]
