"""Looking into real files: harmless ones pass, each kind of harm is found by its name."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from chalicelib.domain.paper_errors import Reason
from chalicelib.repositories.inspection import IsolatedInspector, inspect_file, true_type
from chalicelib.repositories.scanner import EICAR_STRING, EicarScanner, ManagedScanner, chosen_scanner
from tests.paper_builders import (
    a_pdf,
    a_writer,
    a_zip,
    action,
    an_image,
    pdf_opening_at_page,
    pdf_with_attachment,
    pdf_with_link,
    pdf_with_page_action,
    pdf_with_password,
    pdf_with_root,
)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def fault(tmp_path: Path, data: bytes, content_type: str = PDF) -> Reason | None:
    body = tmp_path / "body"
    body.write_bytes(data)
    return inspect_file(body, content_type)


def bomb_png(width: int, height: int) -> bytes:
    """A PNG that only claims its size: a few bytes that would unfold to gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def packed(plain: bytes) -> bytes:
    """The same objects, all but the streams inside one compressed object stream."""
    objects: dict[int, bytes] = {}
    for piece in plain.split(b"endobj")[:-1]:
        head, _, body = piece.partition(b" 0 obj")
        objects[int(head.split()[-1])] = body.strip()
    streams = {n: body for n, body in objects.items() if b"stream" in body}
    inner = {n: body for n, body in objects.items() if n not in streams}
    offsets: list[str] = []
    bodies = b""
    for number, body in inner.items():
        offsets.append(f"{number} {len(bodies)}")
        bodies += body + b"\n"
    first = " ".join(offsets).encode() + b"\n"
    return _with_xref_stream(streams, inner, first, bodies, plain)


def _with_xref_stream(
    streams: dict[int, bytes], inner: dict[int, bytes], first: bytes, bodies: bytes, plain: bytes
) -> bytes:
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in streams.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    box, table = max([*streams, *inner]) + 1, max([*streams, *inner]) + 2
    data = zlib.compress(first + bodies)
    places[box] = len(out)
    out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n" % (
        box, len(inner), len(first), len(data),
    )  # fmt: skip
    out += data + b"\nendstream\nendobj\n"
    places[table] = len(out)
    order = list(inner)
    rows = b"".join(_xref_row(n, places, box, order) for n in range(table + 1))
    root = plain[plain.index(b"/Root") :].split()[1]
    packed_rows = zlib.compress(rows)
    out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %s 0 R/Length %d/Filter/FlateDecode>>\nstream\n" % (
        table, table + 1, root, len(packed_rows),
    )  # fmt: skip
    return out + packed_rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[table]


def _xref_row(number: int, places: dict[int, int], box: int, order: list[int]) -> bytes:
    if number in places:
        return struct.pack(">BIH", 1, places[number], 0)
    if number in order:
        return struct.pack(">BIH", 2, box, order.index(number))
    return struct.pack(">BIH", 0, 0, 65535)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (a_pdf(), PDF),
        (pdf_opening_at_page(), PDF),
        (pdf_with_link(), PDF),
        (a_pdf() + b"\r\n\0\0", PDF),
        (packed(a_pdf()), PDF),
        (an_image("JPEG"), JPEG),
        (an_image("PNG"), PNG),
        # Telephones hang data of their own behind the picture.
        (an_image("JPEG") + b"SEFT" * 50, JPEG),
    ],
)
def test_a_harmless_file_passes(tmp_path, data, content_type):
    assert fault(tmp_path, data, content_type) is None


def js() -> DictionaryObject:
    return action("/JavaScript", JS="app.alert(1)")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_with_password(), "encrypted"),
        (pdf_with_root("/OpenAction", js()), "pdf_script"),
        (pdf_with_root("/Names", DictionaryObject({NameObject("/JavaScript"): ArrayObject()})), "pdf_script"),
        (pdf_with_root("/OpenAction", action("/Launch", F="cmd.exe")), "pdf_launch"),
        (pdf_with_root("/X", ArrayObject([action("/SubmitForm", F="http://x")])), "pdf_launch"),
        (pdf_with_root("/OpenAction", action("/URI", URI="http://x")), "pdf_auto_action"),
        (pdf_with_page_action(), "pdf_auto_action"),
        (pdf_with_attachment(), "pdf_embedded_file"),
        (a_pdf()[: len(a_pdf()) // 2], "truncated"),
        (a_pdf() + b"x" * 5000, "truncated"),
        (b"%PDF-1.7\nnothing\nstartxref\n9\n%%EOF\n", "unreadable"),
        (a_pdf() + a_zip(), "polyglot"),
    ],
)
def test_a_pdf_that_is_not_whole_and_quiet_is_set_aside(tmp_path, data, reason):
    assert fault(tmp_path, data) == reason


def test_an_escaped_name_is_the_same_name(tmp_path):
    plain = pdf_with_root("/OpenAction", js())
    escaped = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert escaped != plain
    assert fault(tmp_path, escaped) == "pdf_script"


def test_script_that_the_cross_reference_table_hides_is_found_in_the_bytes(tmp_path):
    hidden = a_pdf() + b"9 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\nstartxref\n9\n%%EOF\n"
    shown = a_pdf()
    start = shown[shown.rindex(b"startxref") :]
    assert fault(tmp_path, hidden + start) == "pdf_script"


def test_script_inside_a_compressed_object_stream_is_found(tmp_path):
    writer = a_writer()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(js())
    data = packed(a_pdf(writer))
    assert b"JavaScript" not in data
    assert fault(tmp_path, data) == "pdf_script"


@pytest.mark.parametrize(
    ("data", "content_type", "reason"),
    [
        (a_zip(), PDF, "type_mismatch"),
        (an_image("PNG"), JPEG, "type_mismatch"),
        (a_pdf(), PNG, "type_mismatch"),
        (b"GIF89a" + a_pdf(), PDF, "type_mismatch"),
        (b"<html><script>1</script></html>", PDF, "type_mismatch"),
        (b"", PDF, "type_mismatch"),
        (an_image("PNG") + a_zip(), PNG, "polyglot"),
        (an_image("JPEG")[:20] + b"%PDF-1.7" + an_image("JPEG"), JPEG, "polyglot"),
        (an_image("JPEG", (400, 300))[:5000], JPEG, "truncated"),
        (an_image("PNG", (400, 300))[:5000], PNG, "truncated"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, PNG, "unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 99, JPEG, "unreadable"),
        (bomb_png(50_000, 50_000), PNG, "image_too_big"),
        (bomb_png(10_000, 9_000), PNG, "image_too_big"),
        (bomb_png(21_000, 10), PNG, "image_too_big"),
    ],
)
def test_a_file_that_is_not_what_it_was_declared_to_be_is_set_aside(tmp_path, data, content_type, reason):
    assert fault(tmp_path, data, content_type) == reason


def test_a_changed_bit_in_a_png_is_found(tmp_path):
    data = bytearray(an_image("PNG", (200, 200)))
    data[len(data) // 2] ^= 1
    assert fault(tmp_path, bytes(data), PNG) in {"unreadable", "truncated"}


def test_damaged_files_are_set_aside_and_never_crash_the_look(tmp_path):
    rng = random.Random(7)  # noqa: S311 -- damage that can be repeated
    whole = [
        (pdf_with_attachment(), PDF),
        (packed(a_pdf()), PDF),
        (an_image("PNG"), PNG),
        (an_image("JPEG"), JPEG),
    ]
    for _ in range(60):
        data, content_type = rng.choice(whole)
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 30)):
            damaged[rng.randrange(8, len(damaged))] = rng.randrange(256)
        found = fault(tmp_path, bytes(damaged), content_type)
        assert found is None or found.vi


@pytest.mark.parametrize(("start", "found"), [(b"%PDF-1.4", PDF), (b"\xff\xd8\xff\xe0", JPEG), (b"PK\x03\x04", None)])
def test_the_type_is_what_the_first_bytes_say(start, found):
    assert true_type(start) == found


def test_the_look_from_its_own_process_says_the_same(tmp_path):
    body = tmp_path / "body"
    body.write_bytes(a_pdf())
    assert IsolatedInspector().fault(body, PDF) is None
    body.write_bytes(pdf_with_password())
    assert IsolatedInspector().fault(body, PDF) == "encrypted"


def test_a_file_that_needs_too_much_memory_or_time_is_set_aside(tmp_path):
    body = tmp_path / "body"
    Image.new("RGB", (8000, 8000)).save(body, "PNG", compress_level=1)
    assert IsolatedInspector().fault(body, PNG) is None
    assert IsolatedInspector(memory_bytes=160 * 1024 * 1024).fault(body, PNG) == "too_complex"


def test_a_look_that_fails_by_itself_is_not_blamed_on_the_file(tmp_path):
    with pytest.raises(RuntimeError, match="inspection ended"):
        IsolatedInspector().fault(tmp_path / "not there", PDF)


def process_of(look: IsolatedInspector) -> subprocess.Popen[str]:
    """The process that looks."""
    assert look._process is not None
    return look._process


def test_files_are_looked_into_by_one_process_each_in_a_child_of_its_own(tmp_path):
    body, look = tmp_path / "body", IsolatedInspector()
    body.write_bytes(a_pdf())
    assert look.fault(body, PDF) is None
    first = look._process
    Image.new("RGB", (8000, 8000)).save(tmp_path / "large", "PNG", compress_level=1)
    look.memory_bytes = 160 * 1024 * 1024
    assert look.fault(tmp_path / "large", PNG) == "too_complex"
    with pytest.raises(RuntimeError, match="inspection ended with 1: FileNotFoundError"):
        look.fault(tmp_path / "not there", PDF)
    assert look.fault(body, PDF) is None
    assert look._process is first, "what breaks a look ends with its child"


def test_a_look_that_takes_too_long_is_ended(tmp_path):
    """A pipe that nobody writes to: opening it waits for ever, and takes no processor time."""
    body = tmp_path / "body"
    os.mkfifo(body)
    assert IsolatedInspector(seconds=1).fault(body, PDF) == "too_complex"


def test_the_process_that_looks_knows_no_right_of_the_function(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    body, look = tmp_path / "body", IsolatedInspector()
    body.write_bytes(a_pdf())
    look.fault(body, PDF)
    held = Path(f"/proc/{process_of(look).pid}/environ").read_bytes()
    assert b"AWS_" not in held
    assert {each.partition(b"=")[0] for each in held.split(b"\0") if each} <= {
        b"PATH", b"LD_LIBRARY_PATH", b"PYTHONPATH", b"LANG",
    }  # fmt: skip


def test_a_process_that_was_killed_is_our_fault_and_the_next_file_starts_another(tmp_path):
    body, waits, look = tmp_path / "body", tmp_path / "waits", IsolatedInspector(seconds=1)
    body.write_bytes(a_pdf())
    os.mkfifo(waits)
    assert look.fault(body, PDF) is None
    killing = threading.Timer(0.3, process_of(look).kill)
    killing.start()
    with pytest.raises(RuntimeError, match="inspection ended with -9 by itself"):
        look.fault(waits, PDF)
    killing.join()
    assert look.fault(body, PDF) is None


def test_the_process_ends_with_the_function(tmp_path):
    body = tmp_path / "body"
    body.write_bytes(a_pdf())
    program = (
        "import sys; from pathlib import Path; from chalicelib.repositories.inspection import IsolatedInspector; "
        "look = IsolatedInspector(); look.fault(Path(sys.argv[1]), 'application/pdf'); "
        "print(look._process.pid, flush=True); import os; os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(body)], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    until = time.monotonic() + 20
    while Path(f"/proc/{done.stdout.strip()}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("before", [0, 100, 1024 * 1024 - 20, 1024 * 1024])
def test_the_stand_in_finds_the_test_string_anywhere(tmp_path, before):
    body = tmp_path / "body"
    body.write_bytes(b"x" * before + EICAR_STRING + b"y" * 10)
    assert EicarScanner().verdict("k", "v", body) == "threat"
    body.write_bytes(b"x" * before + EICAR_STRING[:-1])
    assert EicarScanner().verdict("k", "v", body) == "clean"


def test_the_managed_scan_is_read_from_the_versions_tag(tmp_path):
    asked = []

    def tags(key, version):
        asked.append((key, version))
        return {"unreferenced": "yes", "GuardDutyMalwareScanStatus": "THREATS_FOUND"}

    assert ManagedScanner(tags).verdict("k", "v", tmp_path) == "threat"
    assert asked == [("k", "v")]
    assert ManagedScanner(no_tags).verdict("k", "v", tmp_path) == "waiting"


def no_tags(key: str, version_id: str) -> dict[str, str]:
    return {}


def test_the_stand_in_cannot_be_chosen_where_real_people_file():
    assert isinstance(chosen_scanner("eicar", is_local=True, tags=no_tags), EicarScanner)
    assert isinstance(chosen_scanner("managed", is_local=False, tags=no_tags), ManagedScanner)
    for name, is_local in (("eicar", False), ("", True), ("none", True)):
        with pytest.raises(ValueError, match="SCANNER"):
            chosen_scanner(name, is_local=is_local, tags=no_tags)
