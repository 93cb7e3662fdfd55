"""External dependencies of look-up, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from chalicelib.domain.search.public_status import LookupRecord


class Lookups(Protocol):
    """Dossiers by code or slip. A miss makes the same requests to the store as a hit."""

    def find_by_code(self, code: str) -> LookupRecord | None:
        """Return the public status of the dossier of a code."""

    def find_dossier(self, dossier_id: str | None) -> LookupRecord | None:
        """Return the present public status of the dossier."""


class FurtherChannels(Protocol):
    """Look-up channels that were set up."""

    def list_all(self) -> Sequence[Mapping[str, Any]]:
        """Return every further channel, each with its version."""


class Once(Protocol):
    """One-time keys (replay protection)."""

    def claim_once(self, call: str, real_now: datetime, lives: timedelta) -> bool:
        """Return whether this key is used for the first time within its lifetime."""
