"""The effect of a rating, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.rating import Rating
from chalicelib.domain.ledger import payloads

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Fact

TEXT_PART = "rating_text"
"""The personal part that holds the applicant's words."""


def apply_rating(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier with its rating; a change keeps the time of the first one."""
    data, before = payloads.RATED.read(fact), dossier.rating
    rating = Rating(
        rated_at=before.rated_at if before else fact.occurred_at,
        way=data["way"],
        answers=data["answers"],
        weights=data["weights"],
        reasons=tuple(data.get("reasons", ())),
        text=fact.parts.get(TEXT_PART, ""),
        changes=before.changes + 1 if before else 0,
    )
    return replace(dossier, rating=rating)
