"""The reader's relation to a dossier, by the places from which they see it."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_words import SightPlace


class Viewer(StrEnum):
    """The reader's relation to the dossier."""

    OWNER = "owner"
    ONE_STOP = "one_stop"
    AGENCY = "agency"
    PARTNER = "partner"
    CENTRE = "centre"
    READER = "reader"


_RELATIONS: tuple[tuple[Viewer, frozenset[SightPlace]], ...] = (
    (Viewer.OWNER, frozenset({SightPlace.OWNER})),
    (Viewer.ONE_STOP, frozenset({SightPlace.ONE_STOP})),
    (Viewer.AGENCY, frozenset({SightPlace.AGENCY})),
    (
        Viewer.PARTNER,
        frozenset({SightPlace.DESK, SightPlace.PARTNER, SightPlace.WAITING, SightPlace.ASKED, SightPlace.ANSWERED}),
    ),
    (Viewer.CENTRE, frozenset({SightPlace.SERVED, SightPlace.PAYING_CENTRE, SightPlace.RETURNING_CENTRE})),
    (Viewer.READER, frozenset({SightPlace.PROVINCE})),
)


def find_viewer(sight: Sight) -> Viewer:
    """Return the reader's closest relation; callers have made sure that there is one."""
    for viewer, places in _RELATIONS:
        if sight.places & places:
            return viewer
    raise ValueError("the reader may not see the dossier")
