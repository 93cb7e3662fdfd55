"""Record look-ups of population data, and show them to the police who manage their use (LC-17.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.accounts.tasks.population_use import (
    PopulationUse,
    UseFilter,
    count_uses,
    read_use,
    require_police,
)
from chalicelib.steps.dossier.items import ViewedName, ViewedPopulation


class RecordedUse(Protocol):
    """A record of the access log."""

    @property
    def sub(self) -> str:
        """Who looked."""

    @property
    def what(self) -> str:
        """What was looked at."""

    @property
    def at(self) -> datetime:
        """When."""


class AccessReads(Protocol):
    """The access log."""

    def list_every(self, viewed: ViewedName) -> Sequence[RecordedUse]:
        """Return every record of a name, the newest first."""


@dataclass(frozen=True, slots=True)
class MonthOfUse:
    """The look-ups of a month that a filter lets through, and the numbers of the whole month."""

    uses: tuple[PopulationUse, ...]
    counts: Mapping[tuple[str, str], int]


def read_month(log: AccessReads, actor: Actor, month: str, wanted: UseFilter, now: datetime) -> MonthOfUse:
    """Return the look-ups of a month, the newest first; raise Forbidden for everybody but the police."""
    require_police(actor, now)
    every = tuple(read_use(each.sub, each.what, each.at) for each in log.list_every(ViewedPopulation(month)))
    return MonthOfUse(tuple(filter(wanted.matches, every)), count_uses(every))
