"""The process that inspects uploaded files: it loads the parsers once, and forks a child for each file.

It runs without the function's rights: its environment names only the module paths, and its memory is closed to its
children. Requests come by standard input and answers go by standard output, each a line of JSON; the first line says
which measures hold. A child reads the file, drops every right except computing, has limits on memory, processor time
and wall-clock time, returns one word and ends. The effects of a hostile file end with the child. The process itself
ends when the function does: its standard input closes then.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers import confinement
from chalicelib.repositories.papers.inspection import HARMLESS, inspect_bytes

MOST_SAID = 1000
"""Bytes of a child's output; a word or the last line of a fault is shorter."""


def serve_requests() -> None:
    """Answer requests until standard input closes."""
    _load_parsers()
    confinement.close_memory()
    _print_answer(_run_child(_check_confinement, 10))
    for line in sys.stdin:
        asked = json.loads(line)
        _print_answer(_run_child(partial(_inspect_file, asked), asked["seconds"] * 2))


def _print_answer(found: Mapping[str, Any]) -> None:
    print(json.dumps(found), flush=True)


def _load_parsers() -> None:
    """Load the parsers, so that each child has them. Raise ImportError when a part is missing."""
    # Locked files are opened with it; the parser would do without, and call them encrypted.
    import cryptography.hazmat.primitives.ciphers.algorithms
    import cryptography.hazmat.primitives.ciphers.modes
    import cryptography.hazmat.primitives.padding  # noqa: F401
    from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

    import chalicelib.repositories.papers.inspection_pdf  # noqa: F401 - loaded for the children

    Image.preinit()
    # Readers load and compute more with their first file: better here, once, than in each child.
    if fault := inspect_bytes(_make_page(), "application/pdf"):
        raise RuntimeError(f"our own test page is quarantined: {fault}")
    # A garbage collection in a child would copy everything loaded here.
    gc.collect()
    gc.freeze()


def _make_page() -> bytes:
    """Return a PDF of one empty page with a compressed stream."""
    text = zlib.compress(b"q Q")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Type/ObjStm/N 0/First 0/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(text), text),
    )
    page, places = b"%PDF-1.7\n", [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(page))
        page += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n%s" % (len(places), b"".join(places))
    return page + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places), len(page))


def _run_child(say: Callable[[], str], seconds: float) -> dict[str, Any]:
    """Return a child's exit status (negative: the signal), and its output."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _end_with_word(say, writing, seconds)
    os.close(writing)
    said = _read_child(reading, child, seconds)
    os.close(reading)
    return {"ended": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "said": said.decode(errors="replace")}


def _read_child(reading: int, child: int, seconds: float) -> bytes:
    """Return a child's output until it closes the pipe; kill one that takes too long or writes too much."""
    until, said = time.monotonic() + seconds, b""
    while select.select([reading], [], [], max(0.0, until - time.monotonic()))[0] and len(said) <= MOST_SAID:
        more = os.read(reading, MOST_SAID)
        if not more:
            return said
        said += more
    os.kill(child, signal.SIGKILL)
    return said


def _end_with_word(say: Callable[[], str], writing: int, seconds: float) -> NoReturn:
    """In the child: write the word, and exit without any of the parent's handlers."""
    ended = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        # In case this child outlives what would kill it.
        signal.alarm(int(seconds) + 1)
        os.write(writing, say().encode())
        ended = 0
    except Exception as fault:  # noqa: BLE001 - said to the function, which reports it and tries again
        os.write(writing, f"{type(fault).__name__}: {fault}"[:200].encode())
    finally:
        os._exit(ended)


def _inspect_file(asked: Mapping[str, Any]) -> str:
    # Read before the rights are dropped: the existence of the file is our responsibility.
    raw = Path(asked["body"]).read_bytes()
    try:
        confinement.limit_process(memory_bytes=asked["memory"], seconds=asked["seconds"])
        confinement.allow_only_reading()
        return str(inspect_bytes(raw, asked["content_type"]) or HARMLESS)
    except MemoryError:
        return str(QuarantineReason.UNREADABLE)


def _check_confinement() -> str:
    return json.dumps(confinement.check_confinement(holders=(os.getppid(), _find_function_process())))


def _find_function_process() -> int:
    """Return the privileged process that started this one's parent."""
    fields = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1])


if __name__ == "__main__":
    serve_requests()
