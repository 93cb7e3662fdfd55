"""Inspection of real files: harmless ones pass, each kind of harm is found by its name."""

from __future__ import annotations

import struct
import zlib

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection import detect_type, inspect_bytes
from tests.support.files.pdf_packing import pack_objects
from tests.support.paper_builders import (
    build_action,
    build_image,
    build_pdf,
    build_pdf_opening_at_page,
    build_pdf_with_attachment,
    build_pdf_with_link,
    build_pdf_with_page_action,
    build_pdf_with_password,
    build_pdf_with_root,
    build_writer,
    build_zip,
)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def find_fault(data: bytes, content_type: str = PDF) -> QuarantineReason | None:
    return inspect_bytes(data, content_type)


def build_bomb_png(width: int, height: int) -> bytes:
    """A PNG that only claims its size: a few bytes that would unfold to gigabytes."""

    def build_chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = build_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + build_chunk(b"IDAT", zlib.compress(b"\0" * 99)) + build_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (build_pdf(), PDF),
        (build_pdf_opening_at_page(), PDF),
        (build_pdf_with_link(), PDF),
        (build_pdf() + b"\r\n\0\0", PDF),
        (pack_objects(build_pdf()), PDF),
        (build_image("JPEG"), JPEG),
        (build_image("PNG"), PNG),
        # Telephones hang data of their own behind the picture.
        (build_image("JPEG") + b"SEFT" * 50, JPEG),
    ],
)
def test_a_harmless_file_passes(data, content_type):
    assert find_fault(data, content_type) is None


def build_script_action() -> DictionaryObject:
    return build_action("/JavaScript", JS="app.alert(1)")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (build_pdf_with_password(), "encrypted"),
        (build_pdf_with_root("/OpenAction", build_script_action()), "pdf_script"),
        (build_pdf_with_root("/Names", DictionaryObject({NameObject("/JavaScript"): ArrayObject()})), "pdf_script"),
        (build_pdf_with_root("/OpenAction", build_action("/Launch", F="cmd.exe")), "pdf_launch"),
        (build_pdf_with_root("/X", ArrayObject([build_action("/SubmitForm", F="http://x")])), "pdf_launch"),
        (build_pdf_with_root("/OpenAction", build_action("/URI", URI="http://x")), "pdf_auto_action"),
        (build_pdf_with_page_action(), "pdf_auto_action"),
        (build_pdf_with_attachment(), "pdf_embedded_file"),
        (build_pdf()[: len(build_pdf()) // 2], "truncated"),
        (build_pdf() + b"x" * 5000, "truncated"),
        (b"%PDF-1.7\nnothing\nstartxref\n9\n%%EOF\n", "unreadable"),
        (build_pdf() + build_zip(), "polyglot"),
    ],
)
def test_a_pdf_that_is_not_whole_and_quiet_is_set_aside(data, reason):
    assert find_fault(data) == reason


def test_an_escaped_name_is_the_same_name():
    plain = build_pdf_with_root("/OpenAction", build_script_action())
    escaped = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert escaped != plain
    assert find_fault(escaped) == "pdf_script"


def test_script_that_the_cross_reference_table_hides_is_found_in_the_bytes():
    hidden = build_pdf() + b"9 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\nstartxref\n9\n%%EOF\n"
    shown = build_pdf()
    start = shown[shown.rindex(b"startxref") :]
    assert find_fault(hidden + start) == "pdf_script"


def test_script_inside_a_compressed_object_stream_is_found():
    writer = build_writer()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(build_script_action())
    data = pack_objects(build_pdf(writer))
    assert b"JavaScript" not in data
    assert find_fault(data) == "pdf_script"


@pytest.mark.parametrize(
    ("data", "content_type", "reason"),
    [
        (build_zip(), PDF, "type_mismatch"),
        (build_image("PNG"), JPEG, "type_mismatch"),
        (build_pdf(), PNG, "type_mismatch"),
        (b"GIF89a" + build_pdf(), PDF, "type_mismatch"),
        (b"<html><script>1</script></html>", PDF, "type_mismatch"),
        (b"", PDF, "type_mismatch"),
        (build_image("PNG") + build_zip(), PNG, "polyglot"),
        (build_image("JPEG")[:20] + b"%PDF-1.7" + build_image("JPEG"), JPEG, "polyglot"),
        (build_image("JPEG", (400, 300))[:5000], JPEG, "truncated"),
        (build_image("PNG", (400, 300))[:5000], PNG, "truncated"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, PNG, "unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 99, JPEG, "unreadable"),
        (build_bomb_png(50_000, 50_000), PNG, "image_too_big"),
        (build_bomb_png(10_000, 9_000), PNG, "image_too_big"),
        (build_bomb_png(21_000, 10), PNG, "image_too_big"),
    ],
)
def test_a_file_that_is_not_what_it_was_declared_to_be_is_set_aside(data, content_type, reason):
    assert find_fault(data, content_type) == reason


def test_a_changed_bit_in_a_png_is_found():
    data = bytearray(build_image("PNG", (200, 200)))
    data[len(data) // 2] ^= 1
    assert find_fault(bytes(data), PNG) in {"unreadable", "truncated"}


@pytest.mark.parametrize(("start", "found"), [(b"%PDF-1.4", PDF), (b"\xff\xd8\xff\xe0", JPEG), (b"PK\x03\x04", None)])
def test_the_type_is_what_the_first_bytes_say(start, found):
    assert detect_type(start) == found
