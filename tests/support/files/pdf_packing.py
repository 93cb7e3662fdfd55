"""Ways to pack the same objects of a PDF: readers take all of them for the same document."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject

from tests.support.paper_builders import build_pdf, build_writer


def pack_objects(plain: bytes) -> bytes:
    """The same objects, all but the streams inside one compressed object stream."""
    streams, inner = _split_objects(plain)
    root = _number_after(plain, b"/Root")
    return _write_file(streams, inner, b"/Root %d 0 R" % root, lambda data, _: data)


def pack_and_lock(writer: PdfWriter | None = None, algorithm: str = "AES-256") -> bytes:
    """One object stream whose bytes are encrypted, in a file that opens without a password."""
    writer = writer or build_writer()
    plain = build_pdf(writer)
    writer.encrypt("", "owner", algorithm=algorithm)
    locked = build_pdf(writer)
    streams, inner = _split_objects(plain)
    assert not streams, "only what holds no stream is packed and locked here"
    encryption = writer._encryption
    assert encryption is not None
    entry = max(inner) + 1
    box = entry + 1
    streams[entry] = _find_object(locked, _number_after(locked, b"/Encrypt"))
    ids = locked[locked.index(b"/ID", locked.rindex(b"trailer")) :]
    trailer = b"/Root %d 0 R/Encrypt %d 0 R%s" % (_number_after(plain, b"/Root"), entry, ids[: ids.index(b"]") + 1])

    def encrypt_box(data: bytes, number: int) -> bytes:
        if number != box:
            return data
        stream = DecodedStreamObject()
        stream.set_data(data)
        sealed = encryption.encrypt_object(stream, number, 0)
        return bytes(sealed._data)  # type: ignore[attr-defined]

    return _write_file(streams, inner, trailer, encrypt_box)


def escape_names(plain: bytes, *names: bytes) -> bytes:
    """The same file with one letter of each name written by its number."""
    for name in names:
        plain = plain.replace(b"/" + name, b"/" + name[:1] + b"#%02x" % name[1] + name[2:])
    return plain


def append_update(plain: bytes) -> bytes:
    """The same file with an update behind it that changes the page's rotation: all else is of the first version."""
    from pypdf import PdfReader

    writer = PdfWriter(io.BytesIO(plain), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    assert len(PdfReader(io.BytesIO(out.getvalue())).pages) == 1
    return out.getvalue()


def add_hidden_object(plain: bytes, body: bytes) -> bytes:
    """A file with one more object to which no cross-reference points."""
    start = plain[plain.rindex(b"startxref") :]
    return plain + b"\n900 0 obj\n" + body + b"\nendobj\n" + start


def _split_objects(plain: bytes) -> tuple[dict[int, bytes], dict[int, bytes]]:
    objects: dict[int, bytes] = {}
    for piece in plain.split(b"endobj")[:-1]:
        head, _, body = piece.partition(b" 0 obj")
        objects[int(head.split()[-1])] = body.strip()
    streams = {n: body for n, body in objects.items() if b"stream" in body}
    return streams, {n: body for n, body in objects.items() if n not in streams}


def _find_object(plain: bytes, number: int) -> bytes:
    start = plain.index(b"\n%d 0 obj" % number) + len(b"\n%d 0 obj" % number)
    return plain[start : plain.index(b"endobj", start)].strip()


def _number_after(plain: bytes, name: bytes) -> int:
    return int(plain[plain.rindex(name) :].split()[1])


def _write_file(
    streams: dict[int, bytes], inner: dict[int, bytes], trailer: bytes, seal: Callable[[bytes, int], bytes]
) -> bytes:
    first, bodies = _list_inner(inner)
    box = max([*streams, *inner]) + 1
    table = box + 1
    out, places = b"%PDF-1.7\n", {}
    for number, body in streams.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    data = seal(zlib.compress(first + bodies), box)
    places[box] = len(out)
    out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n" % (
        box, len(inner), len(first), len(data),
    )  # fmt: skip
    out += data + b"\nendstream\nendobj\n"
    places[table] = len(out)
    order = list(inner)
    rows = zlib.compress(b"".join(_build_xref_row(n, places, box, order) for n in range(table + 1)))
    out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%s/Length %d/Filter/FlateDecode>>\nstream\n" % (
        table, table + 1, trailer, len(rows),
    )  # fmt: skip
    return out + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[table]


def _list_inner(inner: dict[int, bytes]) -> tuple[bytes, bytes]:
    offsets: list[str] = []
    bodies = b""
    for number, body in inner.items():
        offsets.append(f"{number} {len(bodies)}")
        bodies += body + b"\n"
    return " ".join(offsets).encode() + b"\n", bodies


def _build_xref_row(number: int, places: dict[int, int], box: int, order: list[int]) -> bytes:
    if number in places:
        return struct.pack(">BIH", 1, places[number], 0)
    if number in order:
        return struct.pack(">BIH", 2, box, order.index(number))
    return struct.pack(">BIH", 0, 0, 65535)
