"""Says that a run of tests is alive while nothing else says so."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY_S = 8.0
"""Seconds of silence after which a run says how far it is."""


class Pulse:
    """Prints a line once nothing has been printed for some seconds. It has no thread: what is forked must have none."""

    def __init__(self, say: Callable[[str], None], every: float = EVERY_S) -> None:
        self._say, self._every = say, every
        self._spoken = time.monotonic()

    def note_line(self) -> None:
        """Note that something else has been printed."""
        self._spoken = time.monotonic()

    def beat(self, text: str) -> None:
        """Print the text if it has been silent for long."""
        if time.monotonic() - self._spoken >= self._every:
            self._say(text)
            self.note_line()
