"""What the deadline watch works with. Imports are inside: most of it is needed only when something is due."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.supervision.due_entries import DueTable
    from chalicelib.steps.supervision.record_deadlines import Teller
    from chalicelib.steps.supervision.watch_ports import Count


@cache
def due_entries() -> DueTable:
    """The due index, and the watch's mark."""
    from chalicelib.repositories.supervision.due_entries import DueTable

    return DueTable()


def rule_set() -> tuple[str, Mapping[int, bool]]:
    """What the rule set is called, and the years that it has calendars of: whether they are decided."""
    from chalicelib.repositories.law import law_metadata

    return law_metadata.digest(), law_metadata.years()


def teller(count: Count) -> Teller:
    """Says what is due at the moment."""
    from chalicelib.steps.supervision.record_deadlines import Teller
    from chalicelib.wiring import steps as wiring_steps

    clock = wiring.clock()
    return Teller(wiring_steps.desk(), clock.now(), clock.real_now(), count)
