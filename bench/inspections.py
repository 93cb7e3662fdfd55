"""The cost of inspecting an uploaded file: processor time of the inspecting process and of its child, warm."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from chalicelib.repositories.papers.inspection import IsolatedInspector
from tests.support.files.honest_papers import MAKERS

FILES = 100
WARM_MS = 20.0
"""The most milliseconds of processor time for an inspection."""
LOOKED_AT = {"scan in colour": "a scan", "locked report": "a locked PDF", "telephone": "a picture"}


def measure_looks() -> Iterator[tuple[str, float]]:
    """Return milliseconds of processor time by kind of file."""
    look = IsolatedInspector()
    with tempfile.TemporaryDirectory() as folder:
        body = Path(folder, "body")
        for name, shown in LOOKED_AT.items():
            content_type, make = MAKERS[name]
            body.write_bytes(make())

            def inspect_once(content_type: str = content_type) -> None:
                if fault := look.find_fault(body, content_type):
                    raise RuntimeError(f"an honest file is set aside: {fault}")

            inspect_once()
            yield shown, _measure_inspection(look, inspect_once)
    look.close()


def _measure_inspection(look: IsolatedInspector, once: Callable[[], None]) -> float:
    before = _read_used_seconds(look)
    for _ in range(FILES):
        once()
    return (_read_used_seconds(look) - before) * 1000 / FILES


def _read_used_seconds(look: IsolatedInspector) -> float:
    """Return processor time of the process and of every child that has ended."""
    fields = Path(f"/proc/{look.start().pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
