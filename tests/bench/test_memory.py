"""Memory of a process and of all that it started."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.crowd.memory import measure_memory


def add_process(folder: Path, number: int, parent: int, name: str, kilobytes: int | None) -> None:
    """A process as the system lists it; one that has just ended has no memory any more."""
    place = folder / str(number)
    place.mkdir()
    (place / "stat").write_text(f"{number} ({name}) S {parent} 0 0")
    if kilobytes is not None:
        lines = ["0-f ---p 0 00:00 0 [rollup]", "Rss: 999999 kB", f"Pss: {kilobytes} kB", "Pss_Dirty: 999999 kB"]
        (place / "smaps_rollup").write_text("\n".join(lines))


def test_the_shares_of_a_process_and_its_descendants_are_added_and_no_other(tmp_path: Path) -> None:
    me = os.getpid()  # of the process that runs the test, which is not the one that collected it
    (tmp_path / "meminfo").write_text("")
    add_process(tmp_path, me, 1, "bench", 1024)
    add_process(tmp_path, me + 1, me, "a (b) c", 2048)
    add_process(tmp_path, me + 2, me + 1, "function", 512)
    add_process(tmp_path, me + 3, me + 1, "ended", None)
    add_process(tmp_path, me + 4, 1, "somebody else's", 4096)
    (tmp_path / str(me + 5)).mkdir()
    assert measure_memory(tmp_path) == pytest.approx(3.5)
