"""Files that break parsers: short pieces where a parser expects more, circles, and numbers that cannot be."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tests.support.paper_builders import build_image, build_locked_pdf, build_pdf

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def build_chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


POINT = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
"""The header of a picture of one grey point."""


def build_png(before: bytes = b"", behind: bytes = b"", header: bytes = POINT) -> bytes:
    """The smallest PNG, with chunks before and behind its data."""
    data = build_chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + build_chunk(b"IHDR", header) + before + data + behind + build_chunk(b"IEND", b"")


def list_pngs() -> Iterator[tuple[str, bytes]]:
    """A chunk that is too short, in either place."""
    for name in (b"gAMA", b"cHRM", b"pHYs", b"sRGB", b"IHDR", b"acTL", b"fcTL", b"fdAT"):
        for data in (b"", b"\0"):
            yield f"{name.decode()} {len(data)} behind", build_png(behind=build_chunk(name, data))
            yield f"{name.decode()} {len(data)} before", build_png(before=build_chunk(name, data))
    yield "no size", build_png(header=struct.pack(">IIBBBBB", 0, 0, 8, 0, 0, 0, 0))
    yield "unknown depth", build_png(header=struct.pack(">IIBBBBB", 1, 1, 77, 0, 0, 0, 0))
    yield "short header", build_png(header=b"\0")


def list_jpegs() -> Iterator[tuple[str, bytes]]:
    """A segment that is too short or declares a wrong length."""
    whole = build_image("JPEG")
    for marker in (0xC0, 0xC4, 0xDB, 0xDA, 0xDD):
        segment = b"\xff" + bytes([marker]) + b"\0\2"
        yield f"short {marker:x}", whole[:2] + segment + whole[2:]
    yield "no size", whole.replace(b"\0\x1e\0\x28", b"\0\0\0\0", 1)
    yield "nothing but a beginning", b"\xff\xd8\xff" + bytes(99)
    yield "cut short", whole[: len(whole) // 2]
    mpf = b"MPF\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40
    yield "lying list of pictures", whole[:2] + b"\xff\xe2" + struct.pack(">H", len(mpf) + 2) + mpf + whole[2:]


def _build_pdf_with_xref(entry: bytes) -> bytes:
    """A PDF whose cross-reference stream has this entry in its dictionary."""
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    head += b"2 0 obj\n<</Type/Pages/Kids[]/Count 1>>\nendobj\n"
    rows = zlib.compress(bytes(28))
    table = b"3 0 obj\n<</Type/XRef/Size 4/Root 1 0 R/Length %d/Filter/FlateDecode%s>>\nstream\n" % (len(rows), entry)
    return head + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def list_pdfs() -> Iterator[tuple[str, bytes]]:
    """Tables that point nowhere or to themselves, and depths without end."""
    plain = build_pdf()
    body, _, _ = plain.rpartition(b"startxref")
    for place in (b"-1", b"0", b"99999999999999999999", b"7", b"x"):
        end = b"startxref\n" + place + b"\n%%EOF"
        yield f"table at {place.decode()[:3]}", body.replace(b"xref\n0", b"xxxx\n0") + end
    for entry in (b"/W[0 0 0]", b"/W[1]", b"/W[1 -4 2]", b"/W[99999999 1 1]", b"/W[1 4 2]/Index[0 -1]", b"/W 7"):
        yield f"entries {entry.decode()}", _build_pdf_with_xref(entry)
    yield "ring of pages", plain.replace(b"/Kids [ 4 0 R ]", b"/Kids [ 1 0 R ]")
    yield "deep arrays", plain.replace(b"/Type /Catalog", b"/X " + b"[" * 3000)
    yield "deep dictionaries", plain.replace(b"/Type /Catalog", b"/X " + b"<</A" * 3000)
    locked = build_locked_pdf("RC4-128")
    for entry, wrong in ((b"/Length 128", b"/Length 000"), (b"/R 3", b"/R 9"), (b"/V 2", b"/V 8"), (b"/O", b"/Q"),
                         (b"/P ", b"/Z ")):  # fmt: skip
        yield f"lock without {entry.decode()}", locked.replace(entry, wrong)
    yield "no pages", plain.replace(b"/Pages", b"/Pugos")
    yield "nothing", b"%PDF-1.7\nnothing\nstartxref\n9\n%%EOF\n"


MENDED = frozenset({
    "image/png cHRM 0 behind", "image/png cHRM 0 before", "image/png sRGB 1 behind", "image/png sRGB 1 before",
    "image/jpeg short c4", "image/jpeg short db", "image/jpeg lying list of pictures",
    "application/pdf table at -1", "application/pdf table at 0", "application/pdf table at 7",
    "application/pdf ring of pages", "application/pdf lock without /R 3",
})  # fmt: skip
"""Files that readers mend by themselves, and show whole."""


def list_broken() -> Iterator[tuple[str, str, bytes]]:
    """Name, type and bytes of each."""
    for content_type, files in ((PNG, list_pngs()), (JPEG, list_jpegs()), (PDF, list_pdfs())):
        named = ((f"{content_type} {name}", data) for name, data in files)
        yield from ((name, content_type, data) for name, data in named if name not in MENDED)
