"""Check that a PDF is complete, opens without a password, and has only the content of a paper.

`inspection_pdf_content` defines the allowed content; `inspection_pdf_objects` the inspected objects of a file. An
owner's lock against changes is no fault: the file is walked decrypted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection_pdf_content import find_faults
from chalicelib.repositories.papers.inspection_pdf_objects import (
    TooManyObjects,
    is_object_stream,
    list_dictionaries,
    list_named,
    unpack_objects,
    watch_parser,
)

# The end mark is in the last kilobyte of a complete file; some writers add a little after it.
_TAIL = 1024
# Disks and scanners fill up the last block of a file.
_PADDING = b"\0\t\n\f\r "

_WORST_FIRST = (
    QuarantineReason.PDF_SCRIPT,
    QuarantineReason.PDF_LAUNCH,
    QuarantineReason.PDF_EMBEDDED_FILE,
    QuarantineReason.PDF_MEDIA,
    QuarantineReason.PDF_EXTERNAL,
    QuarantineReason.PDF_DYNAMIC_FORM,
    QuarantineReason.PDF_AUTO_ACTION,
    QuarantineReason.PDF_UNKNOWN_CONTENT,
)
"""The reported reason when a file has several: those that its sender can fix come first."""
_NAMES = {
    QuarantineReason.PDF_SCRIPT: rb"JavaScript",
    QuarantineReason.PDF_LAUNCH: rb"Launch|SubmitForm|ImportData",
    QuarantineReason.PDF_EMBEDDED_FILE: rb"EmbeddedFiles?|FileAttachment",
    QuarantineReason.PDF_MEDIA: rb"RichMedia\w*|Renditions?",
    QuarantineReason.PDF_EXTERNAL: rb"GoToR|GoToE",
}
_RAW = {reason: re.compile(rb"/(?:%s)(?![A-Za-z0-9])" % names) for reason, names in _NAMES.items()}
"""Names that no paper has, too long to occur in a picture at random."""
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def find_pdf_fault(raw: bytes) -> QuarantineReason | None:
    """Return why a file with a PDF's header is quarantined, None when it is complete and harmless.

    Raises any error of the parser on a damaged file.
    """
    whole = raw.rstrip(_PADDING)
    if b"%%EOF" not in whole[-_TAIL:] or b"startxref" not in whole[-2 * _TAIL :]:
        return QuarantineReason.TRUNCATED
    header = whole.find(b"%PDF-")
    if header <= 0:
        return _find_document_fault(whole)
    return _find_fault_of_both(whole, whole[header:])


def _find_fault_of_both(*readings: bytes) -> QuarantineReason | None:
    """Readers count offsets from the first byte or from the header: neither reading may hide harm from the other."""
    found: list[QuarantineReason | None] = []
    broken: Exception | None = None
    for document in readings:
        try:
            found.append(_find_document_fault(document))
        except ImportError:
            raise
        except Exception as fault:  # noqa: BLE001 - one readable way is enough; with none, the last fault is raised
            broken = fault
    if not found and broken is not None:
        raise broken
    readable = [reason for reason in found if reason is not QuarantineReason.UNREADABLE]
    return next(filter(None, readable), None) if readable else QuarantineReason.UNREADABLE


def _find_document_fault(document: bytes) -> QuarantineReason | None:
    try:
        with watch_parser():
            reader = _open_document(document)
            if reader is None:
                return QuarantineReason.ENCRYPTED
            named = list(list_named(reader))
        if len(reader.pages) == 0:
            return QuarantineReason.UNREADABLE
        found = set(_find_names(document))
        for node in list_dictionaries(reader, document, named):
            found.update(find_faults(node))
            if is_object_stream(node):
                found.update(_find_names(unpack_objects(node)))
    except TooManyObjects:
        return QuarantineReason.TOO_COMPLEX
    return next((reason for reason in _WORST_FIRST if reason in found), None)


def _open_document(document: bytes) -> PdfReader | None:
    """Return the opened file, None when it requires a password or a certificate."""
    try:
        reader = PdfReader(io.BytesIO(document))
        # The parser has tried the empty password; trying it again would take half of the time of a locked file.
        lock = reader._encryption
        return None if lock is not None and not lock.is_decrypted() else reader
    except (DependencyError, NotImplementedError):
        # Encryption for the owner of a certificate, among others.
        if _ENCRYPT.search(document):
            return None
        raise


def _find_names(text: bytes) -> Iterator[QuarantineReason]:
    # "/J#61vaScript" is the same name.
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
    yield from (reason for reason, pattern in _RAW.items() if pattern.search(plain))
