"""What the deadline watch works with. Imports are inside: most of it is needed only when something is due."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.repositories.due_entries import DueTable
    from chalicelib.steps.tell_deadlines import Teller
    from chalicelib.steps.watch_deadlines import Count


@cache
def due_entries() -> DueTable:
    """The due index, and the watch's mark."""
    from chalicelib.repositories.due_entries import DueTable

    return DueTable()


def rule_set() -> tuple[str, Mapping[int, bool]]:
    """What the rule set is called, and the years that it has calendars of: whether they are decided."""
    from chalicelib.repositories import built_law

    return built_law.digest(), built_law.years()


def teller(count: Count) -> Teller:
    """Says what is due at the moment."""
    from chalicelib import wiring_steps
    from chalicelib.steps.tell_deadlines import Teller

    clock = wiring.clock()
    return Teller(wiring_steps.desk(), clock.now(), clock.real_now(), count)
