"""The process that looks into uploaded files: it has loaded the readers once, and forks a child for each file.

It runs without the function's rights: its environment says where modules are and nothing else. Requests come by
standard input and answers go by standard output, each a line of JSON. A child has limits on memory, processor time and
time by the clock, says one word and ends; whatever a hostile file does to it ends with it. The process itself ends when
the function does: its standard input closes then.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from chalicelib.domain.paper_errors import Reason
from chalicelib.repositories.inspection import HARMLESS, inspect_file

MOST_SAID = 1000
"""Bytes that a child may say; a word or the last line of a fault is shorter."""


def serve() -> None:
    """Answer requests until standard input closes."""
    _load()
    for line in sys.stdin:
        print(json.dumps(_look(json.loads(line))), flush=True)


def _load() -> None:
    """Load what a look needs, so that each child has it."""
    from PIL import Image

    import chalicelib.repositories.inspection_pdf  # noqa: F401 - loaded for the children

    Image.preinit()


def _look(asked: Mapping[str, Any]) -> dict[str, Any]:
    """How a child ended that looked into the file (a negative number: by that signal), and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _end_with_word(asked, writing)
    os.close(writing)
    said = _read(reading, child, asked["seconds"] * 2)
    os.close(reading)
    return {"ended": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "said": said.decode(errors="replace")}


def _read(reading: int, child: int, seconds: float) -> bytes:
    """What the child says until it closes the pipe; one that takes too long or says too much is killed."""
    until, said = time.monotonic() + seconds, b""
    while select.select([reading], [], [], max(0.0, until - time.monotonic()))[0] and len(said) <= MOST_SAID:
        more = os.read(reading, MOST_SAID)
        if not more:
            return said
        said += more
    os.kill(child, signal.SIGKILL)
    return said


def _end_with_word(asked: Mapping[str, Any], writing: int) -> NoReturn:
    """Be the child: look, say the word, and end without anything of the parent's."""
    ended = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        # Should this child outlive what would kill it.
        signal.alarm(asked["seconds"] * 2 + 1)
        resource.setrlimit(resource.RLIMIT_AS, (asked["memory"],) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"],) * 2)
        os.write(writing, _word(asked).encode())
        ended = 0
    except Exception as fault:  # noqa: BLE001 - said to the function, which reports it and tries again
        os.write(writing, f"{type(fault).__name__}: {fault}"[:200].encode())
    finally:
        os._exit(ended)


def _word(asked: Mapping[str, Any]) -> str:
    try:
        reason = inspect_file(Path(asked["body"]), asked["content_type"])
    except MemoryError:
        reason = Reason.TOO_COMPLEX
    return str(reason) if reason else HARMLESS


if __name__ == "__main__":
    serve()
