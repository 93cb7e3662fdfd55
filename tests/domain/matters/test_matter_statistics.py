"""Statistics add up the counts of a period, and each reader sees their own units or all."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Role
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterFigure
from chalicelib.domain.matters.matter_statistics import (
    COUNTED_OWN,
    MatterFigures,
    build_matter_statistics,
    list_counted_units,
    may_read_every_unit,
)
from tests.support.people import MONDAY, build_actor

F = MatterFigure
TODAY = date(2026, 11, 23)
COUNTS = {
    MatterCountLine("", "a", "question", F.OPEN, ""): 1,
    MatterCountLine("", "a", "question", F.OPEN, "2026-11-22"): 2,
    MatterCountLine("", "b", "question", F.OPEN, "2026-11-23"): 4,
    MatterCountLine("2026-10", "a", "question", F.RECEIVED): 8,
    MatterCountLine("2026-11", "a", "question", F.ENDED): 5,
    MatterCountLine("2026-11", "a", "question", F.ON_TIME): 3,
    MatterCountLine("2026-11", "a", "question", F.REJECTED, "symbol"): 2,
    MatterCountLine("2026-11", "b", "feedback", F.REJECTED, "unclear"): 1,
}


def test_counts_add_up_by_kind_and_unit_by_month_and_by_ground() -> None:
    found = build_matter_statistics(COUNTS, ("2026-09", "2026-10", "2026-11"), TODAY)
    assert found.total == MatterFigures(received=8, ended=5, on_time=3, rejected=3, open=7, overdue=2)
    assert list(found.groups) == [("feedback", "b"), ("question", "a"), ("question", "b")]
    assert found.groups["question", "b"] == MatterFigures(open=4), "what is due today is not overdue yet"
    assert found.months == {
        "2026-09": MatterFigures(),
        "2026-10": MatterFigures(received=8),
        "2026-11": MatterFigures(ended=5, on_time=3, rejected=3),
    }
    assert found.rejections == {("feedback", "unclear"): 1, ("question", "symbol"): 2}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPLICANT}))
def test_each_role_reads_its_own_units_or_all_or_none(role: Role) -> None:
    actor = build_actor(role, "province" if role in PROVINCE_WIDE else "unit-a")
    every = role in {Role.PROVINCIAL_OFFICE, Role.AUDITOR, Role.OPERATOR}
    assert may_read_every_unit(actor, MONDAY) is every
    assert list_counted_units(actor, MONDAY) == (("unit-a",) if role in COUNTED_OWN else ())
    assert {Role.CASHIER, Role.POSTAL_STAFF, Role.CATALOGUE_EDITOR, Role.HEAD_OF_SECTION}.isdisjoint(COUNTED_OWN)
