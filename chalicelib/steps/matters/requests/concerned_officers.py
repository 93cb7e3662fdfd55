"""Names of the officers whom a list's matters concern, for the units that handle them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind
from chalicelib.steps.matters.matter_ports import MatterTexts
from chalicelib.steps.matters.matter_views import read_subjects


def read_concerned(
    held: MatterTexts,
    load_officer: Callable[[str], Officer],
    kind: MatterKind,
    matters: Mapping[str, Matter],
    actor: Actor,
    now: datetime,
) -> Mapping[str, str]:
    """Return the name of the officer whom each matter concerns: that of the record, else the one that the request
    gives. Only for readers of the units' fields; a matter without a known name is left out."""
    if not kind.concerns:
        return {}
    everybody = frozenset(FieldAudience)
    given = read_subjects(held, replace(kind, subject=kind.concerns_name), matters, actor, now, everybody)
    names = {
        number: load_officer(str(matter.values[kind.concerns])).name or given.get(number, "")
        for number, matter in matters.items()
        if matter.values.get(kind.concerns)
    }
    return {number: name for number, name in names.items() if name}
