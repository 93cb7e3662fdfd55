"""The inspected objects of a PDF: each that its cross-reference table names, and each that it leaves out.

Readers disagree about damaged files, and some find objects by searching for them. So the bytes are searched for objects
as well, a dictionary that can be read in two ways makes the file unreadable, and an object stream is unpacked as a text
whose names are searched too.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeGuard

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject, read_object

MAX_OBJECTS = 100_000
MAX_NODES = 2_000_000
_MAX_REFERENCES = 16
_WORD = b"obj"
_NUMBERS = re.compile(rb"(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,5})[\0\t\n\f\r ]+\Z")
"""Pattern before the word that begins an object: its number and its generation."""
_LONGEST_NUMBERS = 40
_SPACE = re.compile(rb"[\0\t\n\f\r ]*")
_DOUBTS = ("Multiple definitions in dictionary", "%(exception)s", "%(exception)r", "Circular xref chain")
"""Beginnings of the parser's warnings when it has chosen one of two readings, has left out the rest of a dictionary, or
has stopped at a table that leads back to itself."""
_OF_TEXTS = frozenset({
    "/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx",
    "/RunLengthDecode", "/RL", "/Crypt",
})  # fmt: skip
"""Compression filters of text; the others are of pictures."""
_PARSERS = tuple(map(logging.getLogger, ("pypdf.generic._data_structures", "pypdf._reader")))


class TooManyObjects(Exception):
    """The file has more objects than any paper."""


class ReadersDisagree(Exception):
    """A dictionary of the file has no single meaning."""


def resolve_key(node: DictionaryObject, key: str) -> Any:
    """Return the value of a key, its reference followed; None when it is absent or null. Raise as `follow` does."""
    return follow_reference(dict.get(node, key))


def follow_reference(value: Any) -> Any:
    """Return the value itself, or the target of a reference; None for null. Raise ReadersDisagree for
    an endless one."""
    for _ in range(_MAX_REFERENCES):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    raise ReadersDisagree


def list_dictionaries(reader: PdfReader, document: bytes, named: Iterable[Any]) -> Iterator[DictionaryObject]:
    """Return every dictionary of a file, streams included: of the objects that are named, and of those that are left
    out.

    Raise TooManyObjects, or the errors of the parser.
    """
    count = 0
    # References are not followed: what they point to is in the list itself, and rings are common.
    waiting: list[Any] = []
    for top in chain([reader.trailer], named, _list_left_out(reader, document)):
        waiting.append(top)
        while waiting:
            node = waiting.pop()
            if isinstance(node, DictionaryObject):
                yield node
                waiting.extend(dict.values(node))
            elif isinstance(node, ArrayObject):
                waiting.extend(list.__iter__(node))
            count += 1
            if count > MAX_NODES:
                raise TooManyObjects


def unpack_objects(stream: StreamObject) -> bytes:
    """Return the text of an object stream. Raise ReadersDisagree for one that is packed as a picture: a reader that
    unpacks it finds objects where this parser finds none."""
    given = resolve_key(stream, "/Filter")
    filters = [follow_reference(each) for each in list.__iter__(given)] if isinstance(given, ArrayObject) else [given]
    if not {str(each) for each in filters if each is not None} <= _OF_TEXTS:
        raise ReadersDisagree
    return stream.get_data()


def is_object_stream(node: Any) -> TypeGuard[StreamObject]:
    """Return whether other objects are packed into it."""
    return isinstance(node, StreamObject) and resolve_key(node, "/Type") == "/ObjStm"


def list_named(reader: PdfReader) -> Iterator[Any]:
    """Return the objects that the cross-reference table names. Raise TooManyObjects, or the errors of the parser."""
    plain = [(number, generation) for generation, numbers in reader.xref.items() for number in numbers]
    if len(plain) + len(reader.xref_objStm) > MAX_OBJECTS:
        raise TooManyObjects
    streams = {stream for stream, _ in reader.xref_objStm.values()}
    # Objects inside object streams have no generation of their own.
    for number in list(reader.xref_objStm):
        yield reader.get_object(IndirectObject(number, 0, reader))
    for number, generation in plain:
        found = reader.get_object(IndirectObject(number, generation, reader))
        yield found
        if number not in streams and is_object_stream(found):
            yield from _read_packed(reader, found)


@contextmanager
def watch_parser() -> Iterator[None]:
    """Raise ReadersDisagree when the parser warns of a dictionary that other readers read in another way."""
    doubts: list[str] = []

    class DoubtHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            doubts.append(str(record.msg))

    watch = DoubtHandler(logging.WARNING)
    for parser in _PARSERS:
        parser.addHandler(watch)
    try:
        yield
    finally:
        for parser in _PARSERS:
            parser.removeHandler(watch)
    if any(each.startswith(_DOUBTS) for each in doubts):
        raise ReadersDisagree


def _list_left_out(reader: PdfReader, document: bytes) -> Iterator[Any]:
    """Return objects in the bytes without a cross-reference: earlier versions, and hidden ones."""
    known = {start for numbers in reader.xref.values() for start in numbers.values()}
    for count, (start, body, number, generation) in enumerate(_find_headers(document)):
        if count > MAX_OBJECTS:
            raise TooManyObjects
        if start not in known:
            yield from _read_left_out(reader, body, number, generation)


def _find_headers(document: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Return where an object and its body begin, its number and its generation. The word is searched
    first, for speed."""
    at = document.find(_WORD)
    while at >= 0:
        before = max(0, at - _LONGEST_NUMBERS)
        if found := _NUMBERS.search(document[before:at]):
            space = _SPACE.match(document, at + len(_WORD))
            body = space.end() if space else at + len(_WORD)
            yield before + found.start(), body, int(found[1]), int(found[2])
        at = document.find(_WORD, at + len(_WORD))


def _read_left_out(reader: PdfReader, body: int, number: int, generation: int) -> Iterator[Any]:
    reader.stream.seek(body)
    try:
        found: Any = read_object(reader.stream, reader)
        if reader._encryption is not None:
            found = reader._encryption.decrypt_object(found, number, generation)
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - the bytes of a picture may look like a header; what no parser reads is no object
        return
    yield found
    if is_object_stream(found):
        yield from _read_packed(reader, found)


def _read_packed(reader: PdfReader, stream: StreamObject) -> Iterator[Any]:
    """Return the objects of an object stream that no cross-reference points into."""
    try:
        text = unpack_objects(stream)
        first = int(resolve_key(stream, "/First"))
        numbers = [int(each) for each in text[:first].split()]
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return
    for offset in numbers[1::2]:
        inner = io.BytesIO(text)
        inner.seek(first + offset)
        try:
            yield read_object(inner, reader)
        except ImportError:
            raise
        except Exception:  # noqa: BLE001, S112 - as above
            continue
