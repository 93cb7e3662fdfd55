"""Files that break parsers get a verdict: they are unreadable, and never wedge their check."""

from __future__ import annotations

import logging
import os
import random
import resource
import signal
import time
from collections.abc import Iterator

import pytest

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection import SECONDS, inspect_bytes
from tests.parser_bombs import TAKEN, a_document, list_bombs, list_doubles, list_pdf_bombs, packed
from tests.support.files.broken_files import JPEG, PDF, PNG, build_chunk, build_png, list_broken
from tests.support.files.honest_papers import list_honest

BROKEN = {
    QuarantineReason.UNREADABLE,
    QuarantineReason.TRUNCATED,
    QuarantineReason.ENCRYPTED,
    QuarantineReason.IMAGE_TOO_BIG,
}
MUTATIONS = 20_000 if os.environ.get("SIZE") == "full" else 500
BATCH = 100
"""Files for one child: forking costs more than looking."""


def test_a_file_that_breaks_a_parser_is_set_aside():
    found = {name: inspect_bytes(data, content_type) for name, content_type, data in list_broken()}
    assert {name: reason for name, reason in found.items() if reason not in BROKEN} == {}
    assert len(found) > 50


def test_a_file_that_means_to_be_endless_is_set_aside_at_once():
    """Half a second each is much: the largest unpacks to seventy-five megabytes."""
    began = time.process_time()
    found = {name: inspect_bytes(data, content_type) for name, content_type, data in list_bombs()}
    assert {
        name: reason for name, reason in found.items() if reason not in {*BROKEN, QuarantineReason.TOO_COMPLEX}
    } == {}
    assert len(found) > 45
    assert time.process_time() - began < SECONDS


def test_what_no_reader_can_take_out_of_a_paper_does_nothing():
    odd = [data for name, data in list_pdf_bombs() if name in TAKEN]
    assert [inspect_bytes(data, PDF) for data in odd] == [None] * len(TAKEN)


@pytest.mark.parametrize(
    "name", [b"/CCITTFaxDecode", b"/JPXDecode", b"/DCTDecode", b"/JBIG2Decode", b"[/FlateDecode/JPXDecode]"]
)
def test_objects_that_are_packed_as_a_picture_are_in_no_paper(name):
    """Another reader may unpack them, and find what the parser does not."""
    assert inspect_bytes(a_document(packed(b"/N 1/First 4/Filter" + name, b"9 0 <<>>")), PDF) == "unreadable"


def test_a_file_that_is_two_things_at_once_is_set_aside():
    found = {name: inspect_bytes(data, content_type) for name, content_type, data in list_doubles()}
    assert {name: reason for name, reason in found.items() if reason is not QuarantineReason.POLYGLOT} == {}
    assert len(found) > 20


def test_an_error_that_a_parser_is_not_expected_to_raise_is_a_verdict():
    assert inspect_bytes(build_png(behind=build_chunk(b"gAMA", b"")), PNG) == "unreadable"


@pytest.mark.parametrize("raised", [RecursionError, MemoryError, ZeroDivisionError, OSError, StopIteration])
@pytest.mark.parametrize("content_type", [PDF, PNG])
def test_the_file_is_unreadable_for_any_parser_error(monkeypatch, content_type, raised):
    def break_off(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("chalicelib.repositories.papers.inspection_pdf.find_faults", break_off)
    monkeypatch.setattr("PIL.Image.open", break_off)
    data = next(data for _, kind, data in list_honest() if kind == content_type)
    assert inspect_bytes(data, content_type) == "unreadable"


@pytest.mark.parametrize("content_type", [PDF, PNG])
def test_a_missing_package_is_no_fault_of_the_file(monkeypatch, content_type):
    def raise_missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("a package")

    monkeypatch.setattr("chalicelib.repositories.papers.inspection_pdf.find_faults", raise_missing)
    monkeypatch.setattr("PIL.Image.open", raise_missing)
    data = next(data for _, kind, data in list_honest() if kind == content_type)
    with pytest.raises(ModuleNotFoundError):
        inspect_bytes(data, content_type)


def change_bytes(data: bytes, rng: random.Random) -> bytes:
    """The file with a few changes: bytes, pieces cut out, doubled, or moved, and its end cut off."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at, length = rng.randrange(8, len(changed)), rng.choice((1, 2, 4, 40))
        match rng.randrange(5):
            case 0:
                changed[at] = rng.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at : at + length] = rng.choice((b"\0", b"\xff", b"9", b"-1", b"[", b"<<")) * length
            case _:
                other = rng.randrange(8, len(changed))
                changed[at : at + length] = changed[other : other + length]
        if len(changed) < 16:
            break
    return bytes(changed)


def list_mutated(content_type: str) -> Iterator[bytes]:
    """So many mutated files of a type, the same in every run."""
    rng = random.Random(f"mutate {content_type}")  # noqa: S311 -- damage that can be repeated
    whole = [data for _, kind, data in list_honest() if kind == content_type]
    whole += [data for _, kind, data in list_broken() if kind == content_type]
    whole = [data for data in whole if len(data) < 60_000]
    for _ in range(MUTATIONS):
        yield change_bytes(rng.choice(whole), rng)


def look_at(batch: list[bytes], content_type: str, writing: int) -> None:
    """Write a byte for each file that got a verdict in time; be ended by a file that takes too long."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The test runner would format and keep each warning.
    logging.getLogger("pypdf").propagate = False
    for data in batch:
        signal.alarm(SECONDS)
        began = time.process_time()
        verdict = inspect_bytes(data, content_type)
        in_time = time.process_time() - began < SECONDS / 2
        os.write(writing, b"." if in_time and (verdict is None or verdict.vi) else b"!")
    os._exit(0)


def list_verdicts(batch: list[bytes], content_type: str) -> bytes:
    """Return a forked child's verdict on each file of a batch, up to the one that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            look_at(batch, content_type, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        found = said.read()
    os.waitpid(child, 0)
    return found


@pytest.mark.parametrize("content_type", [PDF, JPEG, PNG])
def test_mutated_files_wedge_nothing(content_type):
    files = list(list_mutated(content_type))
    assert len(files) == MUTATIONS
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        found = list_verdicts(batch, content_type)
        wedged = batch[len(found) : len(found) + 1] or [batch[max(found.find(b"!"), 0)]]
        assert found == b"." * len(batch), wedged[0][:2000]
