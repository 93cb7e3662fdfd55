"""Steps of the two officers whom a unit names where the rules want it: one takes in, one answers (QN-21.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.matters.matter_actors import ANSWER_ACCOUNT, INTAKE_ACCOUNT, Actors
from chalicelib.domain.matters.matter_kind import LawCondition, MatterKind, MatterStep

NAMED_INTAKE = (LawCondition("roles.special", ("intake_focal",)),)
NAMED_ANSWERER = (LawCondition("roles.special", ("answer_focal",)),)


def add_focal_rows(kind: MatterKind, intake: tuple[str, ...], answers: tuple[str, ...]) -> MatterKind:
    """Return the kind with rows by which the named officers take the steps of these words, next to the unit's desks."""
    return replace(
        kind,
        steps=(
            *kind.steps,
            *_copy_rows(kind, intake, INTAKE_ACCOUNT, NAMED_INTAKE),
            *_copy_rows(kind, answers, ANSWER_ACCOUNT, NAMED_ANSWERER),
        ),
    )


def _copy_rows(
    kind: MatterKind, words: tuple[str, ...], who: Actors, law: tuple[LawCondition, ...]
) -> Iterator[MatterStep]:
    for row in kind.steps:
        if row.word in words:
            yield replace(row, who=who, while_law=(*row.while_law, *law), article=f"{row.article}; QN-21.7")
