"""Files that are small and mean to be large, endless, or two things at once: each is set aside in well under a second.

Unlike `broken_files`, whose files are damaged, these look intact to their first reader.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

from tests.support.files.broken_files import JPEG, PDF, PNG, build_chunk, build_png
from tests.support.paper_builders import build_image, build_pdf, build_zip

FLAT = zlib.compress(bytes(2_000_000), 9)
"""Two megabytes of nothing in two kilobytes."""
PREDICTED = b"/N 1/First 4/Filter/FlateDecode/DecodeParms<<%s>>"


def a_document(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page and these objects behind it, numbered from 4, with a plain table."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *bodies,
    )
    text, places = b"%PDF-1.7\n", [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(text))
        text += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n%s" % (len(places), b"".join(places))
    return (
        text + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(places), trailer, len(text))
    )


def packed(entries: bytes, data: bytes) -> bytes:
    """An object stream, or what says that it is one."""
    return b"<</Type/ObjStm/Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


@cache
def list_pdf_bombs() -> tuple[tuple[str, bytes], ...]:
    """Streams that unpack without end, and objects that lead to themselves."""
    return tuple(_make_pdf_bombs())


def _make_pdf_bombs() -> Iterator[tuple[str, bytes]]:
    big = zlib.compress(bytes(76_000_000), 1)
    nested = zlib.compress(zlib.compress(big, 9), 9)
    filters = b"[" + b"/FlateDecode " * 3 + b"]"
    hexed = b"41" * 200_000 + b">"
    for name, entries, data in (
        ("a stream packed three times", b"/N 1/First 4/Filter" + filters, nested),
        ("a stream of more than may be unpacked", b"/N 1/First 4/Filter/FlateDecode", big),
        ("sixty filters", b"/N 1/First 4/Filter[" + b"/ASCIIHexDecode " * 60 + b"]", hexed),
        ("a run without its letter", b"/N 1/First 4/Filter/RunLengthDecode", b"\x81"),
        ("letters of no alphabet", b"/N 1/First 4/Filter/ASCII85Decode", b"\xff\xfe\x80~>"),
        ("a dictionary of its own", b"/N 1/First 4/Filter/LZWDecode", b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 3),
        ("a picture's filter", b"/N 1/First 4/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 4 0 R>>", b"\x97JB2" * 9),
        ("a fax", b"/N 1/First 4/Filter/CCITTFaxDecode/DecodeParms<</Columns 2147483647/Rows 2147483647>>", bytes(99)),
        ("a photograph", b"/N 1/First 4/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99)),
        ("a filter of nobody", b"/N 1/First 4/Filter/Crypt/DecodeParms<</Name/Nobody>>", b"4 0 null"),
        ("a predictor of two billion columns", PREDICTED % b"/Predictor 15/Columns 2147483647", FLAT),
        ("a predictor of no column", PREDICTED % b"/Predictor 12/Columns 0", FLAT),
        ("a predictor of negative colours", PREDICTED % b"/Predictor 2/Colors -4/BitsPerComponent 0", FLAT),
        ("a table of negative places", b"/N 2/First -9", b"9 -5 8 -7 <<>>"),
        ("a table longer than its stream", b"/N 999999999/First 8", b"9 0 8 4 <<>> <<>>"),
        ("a table of words", b"/N 1/First 4", b"a b <<>>"),
        ("a stream that extends itself", b"/N 1/First 4/Extends 4 0 R", b"9 0 <</A 9 0 R>>"),
        ("a length that is itself", b"/N 1/First 4/Length 4 0 R", b"9 0 null"),
        ("an object that holds its stream", b"/N 1/First 4", b"4 0 <</Type/ObjStm>>"),
    ):  # fmt: skip
        yield name, a_document(packed(entries, data))
    yield "a length that is a ring", a_document(b"<</Length 5 0 R>>stream\nx\nendstream", b" 6 0 R", b" 5 0 R")
    yield "a text without end", a_document(b"(" * 5000)
    yield "an object that is itself", a_document(b" 4 0 R")
    yield "a page under itself", build_pdf().replace(b"/Type /Page\n", b"/Type /Pages\n/Kids [ 4 0 R ]\n", 1)
    yield (
        "a number of ten thousand digits",
        a_document(b"<</A " + b"9" * 10_000 + b">>", trailer=b"/Prev " + b"9" * 6_000),
    )
    yield "a table before itself", _before_itself()
    yield "two tables before each other", _two_tables()
    yield "a table of a billion rows", a_document(b" null").replace(b"xref\n0 5\n", b"xref\n0 999999999\n")
    yield (
        "a million objects",
        a_document(b" null").replace(
            b"xref\n", b"".join(b"%d 0 obj null endobj\n" % n for n in range(7, 100_010)) + b"xref\n"
        ),
    )
    yield "a lock of no handler", a_document(b"<</Filter/Standard>>", trailer=b"/Encrypt 4 0 R/ID[<00><00>]")
    yield "a lock that is a ring", a_document(b" 4 0 R", trailer=b"/Encrypt 4 0 R/ID[<00><00>]")
    yield (
        "an identity of no text",
        a_document(b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<00>/U<00>>>", trailer=b"/Encrypt 4 0 R/ID[7 7]"),
    )
    yield "a version of letters", a_document(b" null").replace(b"%PDF-1.7", b"%PDF-\xff\xff").replace(b"%%EOF", b"")


def _before_itself() -> bytes:
    plain = a_document(b" null")
    at = int(plain.split(b"startxref\n")[1].split()[0])
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at, 1)


def _two_tables() -> bytes:
    one = a_document(b" null")
    first = int(one.split(b"startxref\n")[1].split()[0])
    longer = one.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %010d" % (len(one) + 17), 1)
    behind = b"\nxref\n0 0\ntrailer<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF"
    return longer + behind % (first, len(longer) + 1)


def list_png_bombs() -> Iterator[tuple[str, bytes]]:
    """Pictures that claim more than they hold, or hold more than they claim."""

    def header(width: int, height: int, depth: int = 8, colours: int = 0, interlaced: int = 0) -> bytes:
        return struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, interlaced)

    yield "four billion points a side", build_png(header=header(2**31 - 1, 2**31 - 1))
    yield "more than a signed number", build_png(header=header(2**32 - 1, 1))
    yield "one line of a million points", build_png(header=header(1_000_000, 1))
    yield "ninety million points", build_png(header=header(9_500, 9_500, 1))
    yield "a colour of nobody", build_png(header=header(1, 1, 8, 5))
    for name in (b"zTXt", b"iTXt", b"iCCP"):
        text = {b"zTXt": b"a\0\0", b"iTXt": b"a\0\1\0\0\0", b"iCCP": b"a\0\0"}[name]
        yield (
            f"a note of megabytes in {name.decode()}",
            build_png(before=build_chunk(name, text + zlib.compress(bytes(3_000_000), 9))),
        )
    yield (
        "thousands of notes",
        build_png(
            before=b"".join(build_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000), 9)) for _ in range(90))
        ),
    )
    yield "a chunk of two gigabytes", build_png(before=struct.pack(">I", 2**31 - 1) + b"IDAT")
    yield (
        "a film of a billion pictures",
        build_png(before=build_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)) + build_chunk(b"fcTL", bytes(26))),
    )
    yield "no end", build_png()[:-12]
    yield "two headers", build_png(before=build_chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)))


def list_jpeg_bombs() -> Iterator[tuple[str, bytes]]:
    """The same of photographs."""
    whole = build_image("JPEG")
    frame = whole.index(b"\xff\xc0")

    def sized(height: int, width: int) -> bytes:
        return whole[: frame + 5] + struct.pack(">HH", height, width) + whole[frame + 9 :]

    yield "sixty-five thousand a side", sized(65_535, 65_535)
    yield "higher than it may be", sized(65_500, 40)
    yield "no components", whole[: frame + 9] + b"\0" + whole[frame + 10 :]
    yield "a frame twice over", whole[:frame] + whole[frame : frame + 19] * 3 + whole[frame + 19 :]
    yield "a segment longer than the file", whole[:2] + b"\xff\xe1\xff\xff" + whole[2:300]
    yield "only markers", whole[:2] + b"\xff\xd0" * 5000
    yield "a ring of directories", whole[:2] + _directory(8) + whole[2:200]
    yield "lossless", whole.replace(b"\xff\xc0", b"\xff\xc3", 1)[:400]


def _directory(place: int) -> bytes:
    """A picture's notes whose next part is the first again."""
    body = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8769, 4, 1, place) + struct.pack("<I", place)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def list_doubles() -> Iterator[tuple[str, str, bytes]]:
    """Files that are two things at once: what one program shows as a paper, another unpacks, opens or runs."""
    archives = {
        "a ZIP": build_zip(),
        "a RAR of old": b"Rar!\x1a\x07\x00" + b"\xcf\x90\x73\x00\x00\x0d" + bytes(40),
        "a RAR": b"Rar!\x1a\x07\x01\x00" + bytes(40),
        "a 7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40),
        "a cabinet": b"MSCF\0\0\0\0" + struct.pack("<IIIIBBHHHH", 90, 0, 44, 0, 3, 1, 1, 1, 0, 0) + bytes(40),
    }
    for content_type, whole in ((PDF, build_pdf()), (JPEG, build_image("JPEG")), (PNG, build_image("PNG"))):
        for name, archive in archives.items():
            yield f"{content_type} and {name}", content_type, whole + archive
            if content_type == JPEG:
                note = b"\xff\xfe" + struct.pack(">H", len(archive) + 2) + archive
                yield f"{content_type} with {name} in a note", content_type, whole[:2] + note + whole[2:]
        disc = whole + bytes(32 * 1024 - len(whole)) + b"\x01CD001\x01" + bytes(40)
        yield f"{content_type} and a disc", content_type, disc
    yield (
        "a photograph and a document",
        JPEG,
        build_image("JPEG")[:2] + b"\xff\xfe\0\x2a%PDF-1.7\n" + bytes(31) + build_image("JPEG")[2:],
    )
    yield "a picture and a document", PNG, build_png(before=build_chunk(b"tEXt", b"a\0%PDF-1.7\n"))


TAKEN = frozenset({
    "a run without its letter", "a dictionary of its own", "a table longer than its stream", "a table of words",
    "a stream that extends itself", "an object that holds its stream",
})  # fmt: skip
"""Of object streams that nothing points into: what no reader can take out of them does nothing."""


def list_bombs() -> Iterator[tuple[str, str, bytes]]:
    """Name, type and bytes of each."""
    every: tuple[tuple[str, Iterable[tuple[str, bytes]]], ...] = (
        (PDF, list_pdf_bombs()), (PNG, list_png_bombs()), (JPEG, list_jpeg_bombs()),
    )  # fmt: skip
    for content_type, files in every:
        yield from ((f"{content_type} {name}", content_type, data) for name, data in files if name not in TAKEN)
