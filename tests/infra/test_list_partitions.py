"""Lists other than the worklists have partitions of their own: a worklist is found by its unit and state alone."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import State
from chalicelib.repositories.dynamodb.keys import APPROVALS, RETURNED


def test_no_list_outside_the_worklists_is_part_of_one() -> None:
    worklists = {f"unit#{state.value}" for state in State}
    assert not worklists & {APPROVALS("unit"), RETURNED("unit")}
