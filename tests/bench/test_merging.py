"""A merger while dossiers run: every dossier is found once, counted once and reached by its officers."""

from __future__ import annotations

import pytest

from bench.organisation.merging import OFFICERS, merge_units, write_lines
from infra.local.cloud import LocalCloud

SIZE = (4, 24)


@pytest.mark.cloud
def test_a_merger_shows_and_keeps_every_dossier_and_right_at_a_bounded_cost(cloud: LocalCloud) -> None:
    found = merge_units(cloud.build_environment(), SIZE)
    assert found.list_missed(SIZE) == []
    assert found.rights == (SIZE[0] * OFFICERS,) * 2
    # The tree and the officers once, and for each unit its counts of dossiers and of matters, and who works there.
    assert found.figures["effect of the merger"].requests == 2 + 3 * SIZE[0]
    assert found.figures["successor's board, first day"].requests == SIZE[0] + 1
    assert found.figures["successor's list, first page, first day"].requests == SIZE[0] + 1
    assert found.figures["successor's list, first page, moved"].requests == 1, "empty units are not asked"
    # A dossier is read, written with its fact in one transaction, and read once more: nothing is left of it.
    assert found.figures["all of it moves"].requests <= 3 * SIZE[1] + 2 * 60 * SIZE[0]
    assert write_lines(found, SIZE)[0] == "4 units with 24 open dossiers"
