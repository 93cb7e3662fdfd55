"""One rule whose value differs between two versions of the law."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.law.model import Param
from infra.law.sides import Answer


class DifferenceKind(StrEnum):
    """The change of a rule, in the order of the table."""

    ABOLISHED = "abolished"
    ENDED = "ended"
    NEW = "new"
    SHORTER = "shorter"
    CHANGED = "changed"
    CITED = "cited"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """One line of the table: the parameter and subject, both answers, who differs from the right one, and, where
    the left one was abolished, since when and by which article (`ended`)."""

    param: Param
    subject: tuple[tuple[str, str], ...]
    left: Answer | None
    right: Answer | None
    kind: DifferenceKind
    differ: tuple[str, ...] = ()
    ended: str = ""
