"""Inspection of real files: harmless ones pass, each kind of harm is found by its name."""

from __future__ import annotations

import struct
import zlib

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from chalicelib.domain.papers.paper_errors import Reason
from chalicelib.repositories.papers.inspection import inspect_bytes, true_type
from tests.support.files.pdf_packing import packed
from tests.support.paper_builders import (
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


def fault(data: bytes, content_type: str = PDF) -> Reason | None:
    return inspect_bytes(data, content_type)


def bomb_png(width: int, height: int) -> bytes:
    """A PNG that only claims its size: a few bytes that would unfold to gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


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
def test_a_harmless_file_passes(data, content_type):
    assert fault(data, content_type) is None


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
def test_a_pdf_that_is_not_whole_and_quiet_is_set_aside(data, reason):
    assert fault(data) == reason


def test_an_escaped_name_is_the_same_name():
    plain = pdf_with_root("/OpenAction", js())
    escaped = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert escaped != plain
    assert fault(escaped) == "pdf_script"


def test_script_that_the_cross_reference_table_hides_is_found_in_the_bytes():
    hidden = a_pdf() + b"9 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\nstartxref\n9\n%%EOF\n"
    shown = a_pdf()
    start = shown[shown.rindex(b"startxref") :]
    assert fault(hidden + start) == "pdf_script"


def test_script_inside_a_compressed_object_stream_is_found():
    writer = a_writer()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(js())
    data = packed(a_pdf(writer))
    assert b"JavaScript" not in data
    assert fault(data) == "pdf_script"


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
def test_a_file_that_is_not_what_it_was_declared_to_be_is_set_aside(data, content_type, reason):
    assert fault(data, content_type) == reason


def test_a_changed_bit_in_a_png_is_found():
    data = bytearray(an_image("PNG", (200, 200)))
    data[len(data) // 2] ^= 1
    assert fault(bytes(data), PNG) in {"unreadable", "truncated"}


@pytest.mark.parametrize(("start", "found"), [(b"%PDF-1.4", PDF), (b"\xff\xd8\xff\xe0", JPEG), (b"PK\x03\x04", None)])
def test_the_type_is_what_the_first_bytes_say(start, found):
    assert true_type(start) == found
