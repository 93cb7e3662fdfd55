"""Detect a file that is an archive as well: for programs that search for a ZIP from the end, or for others anywhere."""

from __future__ import annotations

import re
import struct

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_ENTRY_BYTES = 46
# Methods of compression that are registered; other numbers are the bytes of a picture.
_METHODS = frozenset(range(21)) | frozenset(range(93, 100))
_MARKS = (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00")
"""Magic numbers of RAR (old and new) and 7z, which their programs search for anywhere in a file. They are too long to
occur in a file at random."""
_CABINET = re.compile(rb"MSCF\0\0\0\0.{4}\0\0\0\0.{4}\0\0\0\0[\0-\xff]\x01", re.DOTALL)
_DISC = b"\x01CD001\x01"
_DISC_AT = 32 * 1024


def has_archive(raw: bytes) -> bool:
    """Return whether the file contains the beginning of an archive that programs open in the middle of another file."""
    if raw.startswith(_DISC, _DISC_AT) or any(mark in raw for mark in _MARKS):
        return True
    return (b"MSCF" in raw and _CABINET.search(raw) is not None) or has_zip(raw)


def has_zip(raw: bytes) -> bool:
    """Return whether the directory of an archive with at least one file precedes an end mark, anywhere in the file.

    The end mark alone is no archive: its four bytes occur at random in pictures.
    """
    end = raw.rfind(_END)
    at = raw.find(_ENTRY, 0, max(end, 0))
    while at >= 0:
        if _is_entry(raw, at, end):
            return True
        at = raw.find(_ENTRY, at + 1, end)
    return False


def _is_entry(raw: bytes, at: int, end: int) -> bool:
    if at + _ENTRY_BYTES > end:
        return False
    (method,) = struct.unpack_from("<H", raw, at + 10)
    name, extra, comment = struct.unpack_from("<HHH", raw, at + 28)
    return method in _METHODS and name > 0 and at + _ENTRY_BYTES + name + extra + comment <= end
