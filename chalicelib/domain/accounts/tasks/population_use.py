"""The use of population data: each look-up on record, who may look up, and what the police count (LC-17.5).

A record names the officer, the unit, the purpose, the sort of number and the outcome, never the number or the person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.population import PopulationQuestion
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.domain.shared.timezone import VIETNAM

REFUSED, UNANSWERED = "refused", "unanswered"
"""Outcomes other than a verdict of the population data."""


class PopulationRightNeeded(Forbidden):
    """Where the police manage the use of population data, who looks up needs their right."""

    code = "population_right_needed"
    vi = (
        "Bạn chưa có quyền tra cứu dữ liệu dân cư tại đơn vị này. Lãnh đạo đơn vị đề nghị ở mục Đề nghị cấp tài khoản, "
        "phân quyền; Công an tỉnh cấp quyền."
    )
    en = (
        "You have no right to look up population data in this unit. The unit's head asks for it under Account "
        "requests, and the provincial police grant it."
    )


@dataclass(frozen=True, slots=True)
class PopulationUse:
    """One look-up."""

    at: datetime
    sub: str
    kind: str
    purpose: str
    unit: str
    outcome: str


@dataclass(frozen=True, slots=True)
class UseFilter:
    """Which look-ups are shown; an empty field stands for all."""

    unit: str = ""
    sub: str = ""
    outcome: str = ""

    def matches(self, use: PopulationUse) -> bool:
        """Return whether a look-up is shown."""
        return self.unit in ("", use.unit) and self.sub in ("", use.sub) and self.outcome in ("", use.outcome)


def require_population_right(actor: Actor, unit: str, now: datetime) -> None:
    """Raise PopulationRightNeeded for somebody who may not look up population data for the unit."""
    if Role.POPULATION_READER not in actor.list_roles_in(unit, now):
        raise PopulationRightNeeded()


def require_police(actor: Actor, now: datetime) -> None:
    """Raise Forbidden for everybody but the police who manage the use of population data."""
    if Role.POLICE_POPULATION not in actor.list_roles(now):
        raise Forbidden()


def name_month(at: datetime) -> str:
    """Return the month of a look-up, in Vietnamese time."""
    return f"{at.astimezone(VIETNAM):%Y-%m}"


def describe_use(question: PopulationQuestion, outcome: str) -> str:
    """Return a look-up as the access record keeps it."""
    return f"{question.kind} {question.purpose} {question.unit} {outcome}"


def read_use(sub: str, what: str, at: datetime) -> PopulationUse:
    """Return a recorded look-up."""
    kind, purpose, unit, outcome = what.split(" ")
    return PopulationUse(at, sub, kind, purpose, unit, outcome)


def count_uses(uses: Iterable[PopulationUse]) -> Mapping[tuple[str, str], int]:
    """Return the number of look-ups of each unit and outcome."""
    return Counter((each.unit, each.outcome) for each in uses)
