"""Whether a file is a ZIP archive as well, for programs that look for one from the end."""

from __future__ import annotations

import struct

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_ENTRY_BYTES = 46
# Methods of compression that are registered; other numbers are the bytes of a picture.
_METHODS = frozenset(range(21)) | frozenset(range(93, 100))


def carries_zip(raw: bytes) -> bool:
    """Whether the directory of an archive with at least one file stands before an end mark, anywhere in the file.

    The end mark alone is no archive: its four bytes occur in pictures by chance.
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
