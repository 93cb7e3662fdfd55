"""What look-up needs from the outside world, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from chalicelib.domain.search.public_status import Standing


class Lookups(Protocol):
    """Dossiers by what people hold in their hands. A miss asks as much of the store as a hit."""

    def coded(self, code: str) -> Standing | None:
        """How the dossier of a code stands."""

    def dossier(self, dossier_id: str | None) -> Standing | None:
        """How the dossier stands this moment."""


class FurtherChannels(Protocol):
    """Look-up channels that were set up."""

    def all(self) -> Sequence[Mapping[str, Any]]:
        """Every further channel, each with its version."""


class Once(Protocol):
    """Names that may come once."""

    def first(self, name: str, real_now: datetime, lives: timedelta) -> bool:
        """Whether this name comes for the first time within its life."""
