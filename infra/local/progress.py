"""Prints the progress of work: each step as it begins, and again while it lasts. It needs Python alone.

    python -m infra.local.progress "building the pages …" COMMAND [ARGUMENT …]

runs a command as one step, and ends as the command does.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

EVERY_S = 8.0
"""Seconds of silence after which a running step is printed again."""


class Progress:
    """Prints the steps of some work with the seconds since its start; also a context manager, whose end stops the
    printing. `say` prints a line; `started` is a reading of time.monotonic()."""

    def __init__(self, say: Callable[[str], None], started: float | None = None, every: float = EVERY_S) -> None:
        self._say, self._every = say, every
        self._started = time.monotonic() if started is None else started
        self.step = ""
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._remind, name="progress", daemon=True)

    def begin(self, step: str) -> None:
        """Print that a step begins."""
        with self._changed:
            self.step = step
            self._print_progress(step)
            self._changed.notify()

    def _remind(self) -> None:
        with self._changed:
            while not self._ended:
                if not self._changed.wait(self._every) and self.step and not self._ended:
                    self._print_progress(f"still {self.step}")

    def _print_progress(self, text: str) -> None:
        self._say(f"  {time.monotonic() - self._started:4.0f} s  {text}")

    def end(self) -> None:
        """Stop printing."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()


def print_line(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def print_fault(text: str) -> None:
    """Print a line to stderr at once."""
    print(text, file=sys.stderr, flush=True)


def run_as_step(step: str, command: list[str], say: Callable[[str], None] = print_line, every: float = EVERY_S) -> int:
    """Run a command, whose output is shown; return its exit code."""
    with Progress(say, every=every) as progress:
        progress.begin(step)
        return subprocess.run(command, check=False).returncode


def main(argv: list[str]) -> int:
    """Run the command of the arguments. Interrupted, it ends without a trace."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run_as_step(argv[0], argv[1:])
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
