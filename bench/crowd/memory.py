"""Memory of this process and of all that it started, with what processes share counted once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")


def measure_memory(processes: Path = PROCESSES) -> float:
    """Return megabytes; 0 where the system does not list its processes' memory (other than Linux)."""
    return sum(_read_kilobytes(each) for each in list_family(os.getpid(), processes)) / 1024


def list_family(first: int, processes: Path) -> Iterator[Path]:
    """Yield the folder of a process, and those of all that it or they started and that still run."""
    children: dict[int, list[int]] = {}
    for each in processes.glob("[0-9]*"):
        parent = _read_parent(each)
        if parent is not None:
            children.setdefault(parent, []).append(int(each.name))
    waiting = [first]
    while waiting:
        number = waiting.pop()
        yield processes / str(number)
        waiting += children.get(number, [])


def _read_parent(process: Path) -> int | None:
    """Return the number of its parent; None for one that has just ended."""
    try:
        status = (process / "stat").read_text()
    except OSError:
        return None
    # The name stands in brackets and may hold anything; after it come the state and the parent.
    return int(status.rpartition(")")[2].split()[1])


def _read_kilobytes(process: Path) -> int:
    """Return its share of the memory that it uses; 0 for one that has just ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
