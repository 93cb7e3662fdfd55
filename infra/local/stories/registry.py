"""The registry of stories.

A story raises on the slightest difference from what the law data, the flow table and the procedure say.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import infra.local.stories
from chalicelib.provinces import is_province
from infra.local.stories.telling import Scenario, verify_ledger
from infra.paths import ROOT

OUTSIDE = ROOT / "examples"
"""A folder laid out as one from outside the tree, with the province that does not exist."""

Tale = Callable[[Scenario], str | None]


@dataclass(frozen=True)
class Story:
    """A scenario at a province's stack. `clock` is the Vietnamese legal time at which it begins; None is real time."""

    name: str
    title: str
    province: str
    clock: str | None
    tale: Tale

    def run_story(self, telling: Scenario) -> str | None:
        """Run it; return the dossier it ends with, whose exported ledger was verified, or None."""
        telling.set_clock(self.clock)
        dossier = self.tale(telling)
        if dossier is not None:
            verify_ledger(telling, dossier)
        return dossier


def register_story(title: str, *, province: str, clock: str | None = None) -> Callable[[Tale], Story]:
    """Register a function as a story of the demo. Raises ValueError for a province without a stack: neither of the tree
    nor of the examples."""
    if not (is_province(province) or is_province(province, OUTSIDE / "province")):
        raise ValueError(f"no stack of {province!r}")
    return lambda tale: Story(tale.__name__, title, province, clock, tale)


def collect_stories() -> tuple[Story, ...]:
    """Return every story of the package, by file name and then as they stand there."""
    found: list[Story] = []
    for module in sorted(each.name for each in pkgutil.iter_modules(infra.local.stories.__path__)):
        path = f"{infra.local.stories.__name__}.{module}"
        members = vars(importlib.import_module(path)).values()
        found += [each for each in members if isinstance(each, Story) and each.tale.__module__ == path]
    return tuple(found)
