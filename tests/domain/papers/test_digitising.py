"""Who may scan where a written assignment is needed: its holder, in its unit, until its last day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.papers.digitising import DigitiserUnassigned, require_digitiser

SINCE = datetime(2026, 11, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=30)
HOLDER = Actor("quet", (Assignment(Role.ASSIGNED_DIGITISER, "H-1", SINCE, UNTIL, document="15/QĐ"),))
DESK = Actor("khac", (Assignment(Role.ONE_STOP_OFFICER, "H-1", SINCE),))


def test_an_assignment_counts_in_its_unit_from_its_first_to_its_last_day() -> None:
    require_digitiser(HOLDER, "H-1", SINCE)
    require_digitiser(HOLDER, "H-1", UNTIL - timedelta(seconds=1))
    for actor, unit, now in (
        (HOLDER, "H-2", SINCE), (HOLDER, "H-1", UNTIL), (HOLDER, "H-1", SINCE - timedelta(seconds=1)),
        (DESK, "H-1", SINCE),
    ):  # fmt: skip
        with pytest.raises(DigitiserUnassigned):
            require_digitiser(actor, unit, now)
