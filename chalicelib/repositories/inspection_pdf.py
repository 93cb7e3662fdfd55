"""The structure of a PDF: whole, open, and without anything that acts.

Two looks, because readers disagree about damaged files: every object that the cross-reference table
names is walked, and the raw bytes are searched for the names that no scanned paper needs. Links,
destinations, forms without script and digital signatures are harmless and pass. So does a file that an owner's
password locks against changes: everybody opens it without a password, and it is walked decrypted.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from chalicelib.domain.paper_errors import Reason

MAX_OBJECTS = 100_000
MAX_NODES = 2_000_000
# The end mark stands in the last kilobyte of a whole file; some writers add a little after it.
_TAIL = 1024
# Disks and scanners fill up the last block of a file.
_PADDING = b"\0\t\n\f\r "

_SCRIPT = frozenset({"/JS", "/JavaScript"})
_EMBEDDED = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent"})
_LAUNCH_ACTIONS = frozenset({"/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"})
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/Named"})
_RAW = (
    (re.compile(rb"/JavaScript(?![A-Za-z])"), Reason.PDF_SCRIPT),
    (re.compile(rb"/Launch(?![A-Za-z])"), Reason.PDF_LAUNCH),
    (re.compile(rb"/EmbeddedFiles?(?![A-Za-z])"), Reason.PDF_EMBEDDED_FILE),
)
# An action that opens with the file and runs script is told as script: that is what its sender can mend.
_WORST_FIRST = (Reason.PDF_SCRIPT, Reason.PDF_LAUNCH, Reason.PDF_EMBEDDED_FILE, Reason.PDF_AUTO_ACTION)
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# What the parser raises on damaged files besides its own errors.
_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    OverflowError,
    zlib.error,
    struct.error,
)


def pdf_fault(raw: bytes) -> Reason | None:
    """Why a file with a PDF's header is set aside, None when it is whole and harmless."""
    whole = raw.rstrip(_PADDING)
    if b"%%EOF" not in whole[-_TAIL:] or b"startxref" not in whole[-2 * _TAIL :]:
        return Reason.TRUNCATED
    header = whole.find(b"%PDF-")
    if header <= 0:
        return _document_fault(whole)
    # Readers count offsets from the first byte or from the header: neither reading may hide harm from the other.
    found = {_document_fault(whole), _document_fault(whole[header:])}
    readable = found - {Reason.UNREADABLE}
    return next((reason for reason in readable if reason), None) if readable else Reason.UNREADABLE


def _document_fault(document: bytes) -> Reason | None:
    try:
        return _structure_fault(PdfReader(io.BytesIO(document))) or _raw_fault(document)
    except (RecursionError, LimitReachedError):
        return Reason.TOO_COMPLEX
    except DependencyError:
        # Only an encrypted file asks for a library that the functions do not carry.
        return Reason.ENCRYPTED
    except NotImplementedError:
        # Encryption for the owner of a certificate, among others.
        return Reason.ENCRYPTED if _ENCRYPT.search(document) else Reason.UNREADABLE
    except _BROKEN:
        return Reason.UNREADABLE


def _structure_fault(reader: PdfReader) -> Reason | None:
    if reader.is_encrypted and not reader.decrypt(""):
        return Reason.ENCRYPTED
    ids = _object_ids(reader)
    if len(ids) > MAX_OBJECTS:
        return Reason.TOO_COMPLEX
    if len(reader.pages) == 0:
        return Reason.UNREADABLE
    found: set[Reason] = set()
    for count, node in enumerate(_dictionaries(reader, ids)):
        if count > MAX_NODES:
            return Reason.TOO_COMPLEX
        found.update(_node_faults(node))
    return next((reason for reason in _WORST_FIRST if reason in found), None)


def _object_ids(reader: PdfReader) -> list[tuple[int, int]]:
    plain = [(number, gen) for gen, numbers in reader.xref.items() for number in numbers]
    # Objects inside object streams have no generation of their own.
    return [*plain, *((number, 0) for number in reader.xref_objStm)]


def _dictionaries(reader: PdfReader, ids: list[tuple[int, int]]) -> Iterator[DictionaryObject]:
    # References are not followed: what they point to is in the list itself, and rings are common.
    yield reader.trailer
    for number, gen in ids:
        waiting: list[Any] = [reader.get_object(IndirectObject(number, gen, reader))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, DictionaryObject):
                yield node
                waiting.extend(dict.values(node))
            elif isinstance(node, ArrayObject):
                waiting.extend(list.__iter__(node))


def _node_faults(node: DictionaryObject) -> Iterator[Reason]:
    names = set(node)
    action = dict.get(node, "/S")
    if names & _SCRIPT or action == "/JavaScript":
        yield Reason.PDF_SCRIPT
    if action in _LAUNCH_ACTIONS:
        yield Reason.PDF_LAUNCH
    if names & _EMBEDDED or dict.get(node, "/Type") == "/EmbeddedFile":
        yield Reason.PDF_EMBEDDED_FILE
    if "/AA" in names or _opens_with_action(node):
        yield Reason.PDF_AUTO_ACTION


def _opens_with_action(node: DictionaryObject) -> bool:
    if "/OpenAction" not in node:
        return False
    action = node["/OpenAction"]
    # An array is a plain destination: the page to show first.
    return isinstance(action, DictionaryObject) and action.get("/S") not in _HARMLESS_ACTIONS


def _raw_fault(raw: bytes) -> Reason | None:
    # "/J#61vaScript" is the same name.
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw)
    return next((reason for pattern, reason in _RAW if pattern.search(plain)), None)
