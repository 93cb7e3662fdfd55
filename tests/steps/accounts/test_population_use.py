"""The look-ups of a month, read from the access log by the police alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Actor, Assignment, Role
from chalicelib.domain.accounts.tasks.population_use import UseFilter
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.repositories.privacy.access_log import RecordedView
from chalicelib.steps.accounts.population_use import read_month
from chalicelib.steps.dossier.items import ViewedName, ViewedPopulation

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SINCE = datetime(2021, 1, 1, tzinfo=UTC)
POLICE = Actor("ca", (Assignment(Role.POLICE_POPULATION, PROVINCE_UNIT, SINCE),), citizen=False)


@dataclass
class Log:
    """Two records of one month."""

    def list_every(self, viewed: ViewedName) -> list[RecordedView]:
        """The records of a name."""
        if viewed != ViewedPopulation("2026-11"):
            return []
        return [RecordedView("a", "desk", f"personal_id account LC-{n} matched", NOW) for n in (1, 2)]


def test_the_filter_narrows_the_list_and_not_the_numbers() -> None:
    found = read_month(Log(), POLICE, "2026-11", UseFilter(unit="LC-2"), NOW)
    assert [each.unit for each in found.uses] == ["LC-2"]
    assert found.counts == {("LC-1", "matched"): 1, ("LC-2", "matched"): 1}
    assert read_month(Log(), POLICE, "2026-10", UseFilter(), NOW).uses == ()


def test_nobody_else_reads_them() -> None:
    with pytest.raises(Forbidden):
        read_month(Log(), Actor("a"), "2026-11", UseFilter(), NOW)
