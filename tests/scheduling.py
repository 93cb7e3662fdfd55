"""Shares the files of tests out to the workers (pytest -n …).

A test at the local cloud waits for other processes for a third of its time; a test in one process never waits. So one
worker begins with the files that need no local cloud and starts none, while the others begin with those that do: at
each moment somebody can use a processor that another leaves. The longest files come first, so that the last ones to
end are short.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

ROOT = Path(__file__).resolve().parent.parent
NEEDS_CLOUD = "mark.cloud"
ENOUGH = 4
"""From so many workers on, one of them has no local cloud."""
QUEUED = 1
"""Tests that a worker has left when it is given its next file; it cannot run its last one before it knows the next."""


@cache
def needs_cloud(file: str) -> bool:
    """Whether a file of tests is marked as one that needs the local cloud."""
    return NEEDS_CLOUD in (ROOT / file).read_text(encoding="utf-8")


class Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """Gives each worker whole files, those that suit it first."""

    def _reschedule(self, node: WorkerController) -> None:
        """Give a worker its next file when it is about to need one, and let it end when none is left for it."""
        if node.shutting_down or self._pending_of(self.assigned_work[node]) > QUEUED:
            return
        if self._next(node) is None:
            node.shutdown()
        else:
            self._assign_work_unit(node)

    def _assign_work_unit(self, node: WorkerController) -> None:
        file = self._next(node)
        if file is not None:
            self.workqueue.move_to_end(file, last=False)
            super()._assign_work_unit(node)

    def _next(self, node: WorkerController) -> str | None:
        """The file that a worker gets next; None when nothing is left that it may run."""
        waiting = list(self.workqueue)
        if self.numnodes < ENOUGH or node.gateway.id != f"gw{self.numnodes - 1}":
            return next(iter(waiting), None)
        return next((file for file in waiting if not needs_cloud(file)), None)


# Optional: runs without workers leave their plugin out.
@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling | None:
    """Share files out as above where whole files are asked for (--dist loadfile)."""
    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None
