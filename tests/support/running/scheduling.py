"""Chooses the next test file of each worker (tests/support/running/forked_run.py).

A test at the local cloud waits for other processes for a third of its time; a test in one process never waits. So one
worker of many never gets a file that needs the local cloud, while the others begin with those: at each moment somebody
can use a processor that another leaves. The longest files come first, so that the last ones to end are short.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

NEEDS_CLOUD = "mark.cloud"
ENOUGH = 4
"""From so many workers on, one of them has no local cloud."""


@cache
def needs_cloud(file: Path) -> bool:
    """Whether a file of tests is marked as one that needs the local cloud."""
    return NEEDS_CLOUD in file.read_text(encoding="utf-8")


class Plan:
    """The files (below `root`) that nobody has yet, in the order in which they are handed out: each whole, each once.

    While what the local cloud deploys is still being made (`deployable` is False), nobody gets a file that needs it.
    """

    def __init__(self, root: Path, files: Iterable[str], workers: int, *, deployable: bool = True) -> None:
        self.root, self.waiting = root, list(files)
        self.workers = workers
        self.deployable = deployable

    def take(self, worker: int) -> str | None:
        """Hand out the next file for this worker (0 is the first); None when there is none for it now."""
        file = next((each for each in self.waiting if self._suits(each, worker) and self._can_run(each)), None)
        if file is not None:
            self.waiting.remove(file)
        return file

    def is_over(self, worker: int) -> bool:
        """Whether this worker will never get another file."""
        return not any(self._suits(file, worker) for file in self.waiting)

    def _suits(self, file: str, worker: int) -> bool:
        alone = self.workers >= ENOUGH and worker == self.workers - 1
        return not (alone and needs_cloud(self.root / file))

    def _can_run(self, file: str) -> bool:
        return self.deployable or not needs_cloud(self.root / file)
