"""Dependencies of rating on the counter's tablet, built once per process."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.dossier.rating_codes import RatingCodeTable


@cache
def provide_codes() -> RatingCodeTable:
    """The codes of the tablet."""
    from chalicelib.repositories.dossier.rating_codes import RatingCodeTable

    return RatingCodeTable(lambda at: wiring.derive_purpose_key("rates", at))


def draw_letters(letters: str, number: int) -> str:
    """Return so many random letters."""
    return "".join(secrets.choice(letters) for _ in range(number))
