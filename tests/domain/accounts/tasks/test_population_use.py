"""Look-ups of population data: what is recorded, counted and shown, and who may look."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.person_profile import IdentifierKind
from chalicelib.domain.accounts.population import PopulationQuestion
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Actor, Assignment, Role
from chalicelib.domain.accounts.tasks.population_use import (
    PopulationRightNeeded,
    PopulationUse,
    UseFilter,
    count_uses,
    describe_use,
    name_month,
    read_use,
    require_police,
    require_population_right,
)
from chalicelib.domain.shared.errors import Forbidden

AT = datetime(2026, 11, 30, 18, tzinfo=UTC)
ASKED = PopulationQuestion(IdentifierKind.PERSONAL_ID, "012095000002", "Lò Văn Pâng", "", "LC-1", "account")
USE = PopulationUse(AT, "desk", "personal_id", "account", "LC-1", "matched")


def hold(role: Role, unit: str) -> Actor:
    """Somebody with one right."""
    return Actor("a", (Assignment(role, unit, datetime(2021, 1, 1, tzinfo=UTC)),), citizen=False)


def test_a_look_up_is_recorded_without_the_number_and_the_name_and_read_again() -> None:
    written = describe_use(ASKED, "matched")
    assert ASKED.number not in written
    assert ASKED.full_name not in written
    assert read_use("desk", written, AT) == USE
    assert name_month(AT) == "2026-12", "by Vietnamese time"


def test_look_ups_are_filtered_and_counted_by_unit_and_outcome() -> None:
    refused = PopulationUse(AT, "other", "personal_id", "account", "LC-2", "refused")
    assert count_uses([USE, USE, refused]) == {("LC-1", "matched"): 2, ("LC-2", "refused"): 1}
    assert UseFilter().matches(USE)
    for wanted in (UseFilter(unit="LC-2"), UseFilter(sub="other"), UseFilter(outcome="refused")):
        assert (wanted.matches(refused), wanted.matches(USE)) == (True, False)


def test_the_right_counts_in_its_unit_and_the_police_alone_follow() -> None:
    require_population_right(hold(Role.POPULATION_READER, "LC-1"), "LC-1", AT)
    with pytest.raises(PopulationRightNeeded):
        require_population_right(hold(Role.POPULATION_READER, "LC-2"), "LC-1", AT)
    with pytest.raises(PopulationRightNeeded):
        require_population_right(hold(Role.POLICE_POPULATION, PROVINCE_UNIT), "LC-1", AT)
    require_police(hold(Role.POLICE_POPULATION, PROVINCE_UNIT), AT)
    for role in (Role.PROVINCIAL_OFFICE, Role.OPERATOR, Role.AUDITOR, Role.POPULATION_READER):
        with pytest.raises(Forbidden):
            require_police(hold(role, PROVINCE_UNIT), AT)
