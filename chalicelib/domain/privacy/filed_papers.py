"""Which filed papers of a dossier a reader sees."""

from __future__ import annotations

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_words import Content


def may_see_filed(sight: Sight, dossier: Dossier, paper: str) -> bool:
    """Return whether the reader sees a filed paper: all are theirs, it is to be compared, or it was sent to them with a
    question."""
    to_compare = sight.has(Content.UNSIGNED) and dossier.papers.get(paper, "") in dossier.handover.unchecked
    return sight.has(Content.COMPONENTS) or to_compare or _is_enclosed(sight, dossier, paper)


def _is_enclosed(sight: Sight, dossier: Dossier, paper: str) -> bool:
    """Return whether a paper was sent to the reader with a question that they have not answered; older questions
    enclosed all filed papers."""
    units = sight.list_units(Content.ENCLOSED)
    waiting = [each for each in dossier.consultations if each.unit in units and each.answered_at is None]
    return any(paper in (dossier.papers if each.enclosed is None else each.enclosed) for each in waiting)
