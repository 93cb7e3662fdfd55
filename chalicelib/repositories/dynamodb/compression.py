"""Compression of stored texts of dossiers and facts: an item is charged by the kilobyte.

Raw deflate with a dictionary of words that every dossier shares. A compressed value begins with the number of its
dictionary; a dictionary is never changed once something was stored with it, a better one gets the next number.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

DICTIONARY = 1
_FOLDER = Path(__file__).parents[2] / "data"


def compress_text(text: str) -> bytes:
    """Return the text as bytes, two or three times smaller."""
    packer = zlib.compressobj(level=6, wbits=-15, zdict=_load_dictionary(DICTIONARY))
    return bytes((DICTIONARY,)) + packer.compress(text.encode()) + packer.flush()


def decompress_text(data: bytes) -> str:
    """The inverse of `squeeze`. Raises ValueError for bytes that it never made."""
    try:
        opener = zlib.decompressobj(wbits=-15, zdict=_load_dictionary(data[0]))
        text = (opener.decompress(data[1:]) + opener.flush()).decode()
    except (IndexError, OSError, zlib.error) as fault:
        raise ValueError("not a compressed text") from fault
    if not opener.eof or opener.unused_data:
        raise ValueError("a compressed text is truncated or has trailing bytes")
    return text


@cache
def _load_dictionary(number: int) -> bytes:
    return (_FOLDER / f"squeeze-{number}.txt").read_bytes()
