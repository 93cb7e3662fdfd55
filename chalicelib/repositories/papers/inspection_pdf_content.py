"""Allowed content of a PDF paper. Anything else that could act, or refers outside the file, is a fault.

A paper shows pages. It may hold links that need a click, forms without script, comments, bookmarks, layers and digital
signatures. Nothing in it acts by itself, and nothing in it names a file, a share or a source outside the file. Each
rule checks one dictionary, so it applies at any place in the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection_pdf_objects import follow_reference, resolve_key
from chalicelib.repositories.papers.inspection_xfa import find_xfa_fault

_SHARED = frozenset({"/Type", "/S", "/Next", "/NewWindow"})
_MAY_OPEN = {"/GoTo": _SHARED | {"/D", "/SD"}, "/Named": _SHARED | {"/N"}}
"""Allowed actions at the opening of a file, and the keys of each."""
_MAY_CLICK = {
    **_MAY_OPEN,
    "/URI": _SHARED | {"/URI", "/IsMap", "/Base"},
    "/Hide": _SHARED | {"/T", "/H"},
    "/ResetForm": _SHARED | {"/Fields", "/Flags"},
    "/SetOCGState": _SHARED | {"/State", "/PreserveRB"},
    "/Thread": _SHARED | {"/D", "/B"},
    "/Trans": _SHARED | {"/Trans"},
}
"""Allowed actions after a click, and the keys of each."""
_TURN_PAGES = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_COMMANDS = _TURN_PAGES | {
    "/GoBack", "/GoForward", "/GoToPage", "/Find", "/Print", "/FitPage", "/FitWidth", "/FitVisible", "/ActualSize",
}  # fmt: skip
_ACTIONS = {
    "/JavaScript": QuarantineReason.PDF_SCRIPT,
    "/Launch": QuarantineReason.PDF_LAUNCH,
    "/SubmitForm": QuarantineReason.PDF_LAUNCH,
    "/ImportData": QuarantineReason.PDF_LAUNCH,
    "/GoToR": QuarantineReason.PDF_EXTERNAL,
    "/GoToE": QuarantineReason.PDF_EXTERNAL,
    "/Rendition": QuarantineReason.PDF_MEDIA,
    "/Sound": QuarantineReason.PDF_MEDIA,
    "/Movie": QuarantineReason.PDF_MEDIA,
    "/GoTo3DView": QuarantineReason.PDF_MEDIA,
    "/RichMediaExecute": QuarantineReason.PDF_MEDIA,
}
"""Actions that are forbidden everywhere, also in places that no rule names."""
_CLICK_KEYS = ("/A", "/PA")
_SELF_ACTING_KEYS = ("/AA", "/NA", "/PresSteps")
_ADDRESSES = frozenset({"http", "https", "mailto", "tel"})
_ADDRESS_KEYS = ("/URI", "/Base", "/URL")
_SKIPPED = re.compile(
    "[\0-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|\xef\xbb\xbf|^(?:\xfe\xff|\xff\xfe)"
)
"""Characters that readers ignore inside an address: spaces, control characters, invisible marks and byte order marks.
"""
_MAILED_FILE = re.compile(r"[?&;](?:attach|attachment|insert)=")
"""Parts of a mail's address by which some programs attach a file of the reader's."""
_RICH_TEXTS = ("/RC", "/RV")
_RICH_ACT = re.compile(r"<\s*(?:[a-z0-9_-]+:)?(?:script|event|submit|object|embed|iframe)\b", re.IGNORECASE)
_RICH_REFERENCE = re.compile(r"""\b(?:href|src|usehref|data|url)\s*[=(]\s*["']?([^"'\s>)]*)""", re.IGNORECASE)

_KEYS = {
    **dict.fromkeys(("/JS", "/JavaScript", "/Requirements"), QuarantineReason.PDF_SCRIPT),
    **dict.fromkeys(("/EmbeddedFile", "/EmbeddedFiles", "/EF", "/Collection"), QuarantineReason.PDF_EMBEDDED_FILE),
    **dict.fromkeys(
        ("/RichMedia", "/RichMediaContent", "/RichMediaSettings", "/Renditions", "/AlternatePresentations",
         "/Movie", "/Sound", "/3DD", "/3DV", "/3DA"),
        QuarantineReason.PDF_MEDIA,
    ),
    **dict.fromkeys(("/SpiderInfo", "/URLS", "/OPI"), QuarantineReason.PDF_EXTERNAL),
    "/XFAResources": QuarantineReason.PDF_DYNAMIC_FORM,
}  # fmt: skip
_TYPES = {
    **dict.fromkeys(("/EmbeddedFile", "/FileAttachment", "/Collection"), QuarantineReason.PDF_EMBEDDED_FILE),
    **dict.fromkeys(
        ("/Sound", "/Movie", "/Screen", "/RichMedia", "/RichMediaContent", "/3D", "/Rendition", "/MediaClip",
         "/MediaPlayer"),
        QuarantineReason.PDF_MEDIA,
    ),
    **dict.fromkeys(("/Filespec", "/FileSpec", "/F"), QuarantineReason.PDF_EXTERNAL),
    # A program for a printer.
    "/PS": QuarantineReason.PDF_UNKNOWN_CONTENT,
}  # fmt: skip
_FILE_KEYS = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_ANNOTATIONS = frozenset({
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/PrinterMark", "/TrapNet",
    "/Watermark", "/Redact", "/Projection",
})  # fmt: skip
_CATALOG = frozenset({
    "/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences",
    "/PageLayout", "/PageMode", "/Outlines", "/Threads", "/OpenAction", "/AA", "/URI", "/AcroForm", "/Metadata",
    "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/PieceInfo", "/OCProperties", "/Perms", "/Legal",
    "/DSS", "/AF", "/DPartRoot", "/NeedsRendering", "/Info", "/ID",
})  # fmt: skip
_NAMES = frozenset({"/Dests", "/AP", "/Pages", "/Templates", "/IDS"})


def find_faults(node: DictionaryObject) -> Iterator[QuarantineReason]:
    """Return why this dictionary may not be in a paper. Raises what the parser raises on a broken reference."""
    names = set(node)
    yield from (_KEYS[name] for name in names & _KEYS.keys() if resolve_key(node, name) is not None)
    yield from _find_kinds(node)
    yield from _find_files(node, names)
    yield from _find_actions(node, names)
    if "/XFA" in names and (fault := find_xfa_fault(resolve_key(node, "/XFA"))):
        yield fault
    if resolve_key(node, "/Type") == "/Catalog":
        yield from _find_unknown_parts(node)


def _find_kinds(node: DictionaryObject) -> Iterator[QuarantineReason]:
    kinds = [resolve_key(node, key) for key in ("/Type", "/Subtype", "/Subtype2")]
    yield from (_TYPES[kind] for kind in kinds if isinstance(kind, str) and kind in _TYPES)
    is_annotation = kinds[0] == "/Annot" or "/Rect" in node
    if is_annotation and kinds[1] is not None and kinds[1] not in _ANNOTATIONS and kinds[1] not in _TYPES:
        yield QuarantineReason.PDF_UNKNOWN_CONTENT


def _find_files(node: DictionaryObject, names: set[str]) -> Iterator[QuarantineReason]:
    """Return references to files, shares and addresses outside: named by a text, or read instead of a stream's own
    data."""
    if any(_is_text(resolve_key(node, key)) for key in _FILE_KEYS if key in names):
        yield QuarantineReason.PDF_EXTERNAL
    if resolve_key(node, "/FS") == "/URL":
        yield QuarantineReason.PDF_EXTERNAL
    if isinstance(node, StreamObject) and any(resolve_key(node, key) is not None for key in ("/F", "/Ref")):
        yield QuarantineReason.PDF_EXTERNAL
    for key in _ADDRESS_KEYS:
        address = resolve_key(node, key)
        if _is_text(address):
            yield from _find_address_fault(_decode_text(address))
    for key in _RICH_TEXTS:
        if key in names:
            yield from _find_rich_text_faults(resolve_key(node, key))


def _find_address_fault(address: str) -> Iterator[QuarantineReason]:
    plain = _SKIPPED.sub("", address).lower()
    # An escaped letter is the same letter to a program that opens the address.
    for reading in dict.fromkeys((plain, unquote(plain))):
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", reading)
        if scheme is None:
            if reading.startswith("/") or ".." in re.split(r"[/?#]", reading):
                yield QuarantineReason.PDF_EXTERNAL
        elif scheme[1] in ("javascript", "vbscript"):
            yield QuarantineReason.PDF_SCRIPT
        elif scheme[1] not in _ADDRESSES or (scheme[1] == "mailto" and _MAILED_FILE.search(reading)):
            yield QuarantineReason.PDF_EXTERNAL
        if "\\" in re.split(r"[?#]", reading)[0]:
            yield QuarantineReason.PDF_EXTERNAL


def _find_rich_text_faults(value: Any) -> Iterator[QuarantineReason]:
    """Return faults of formatted text, which is XHTML: it may hold links that need a click, and nothing that is fetched
    or acts."""
    if isinstance(value, StreamObject):
        data = value.get_data()
        value = data.decode("utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", errors="replace")
    if not isinstance(value, str | bytes):
        return
    text = html.unescape(_decode_text(value))
    if _RICH_ACT.search(text):
        yield QuarantineReason.PDF_SCRIPT
    for found in _RICH_REFERENCE.finditer(text):
        is_link = found[0].lower().startswith("href") and re.match(r"(?:https?|mailto|tel):", found[1].lower())
        if found[1] and not is_link:
            yield QuarantineReason.PDF_EXTERNAL


def _find_actions(node: DictionaryObject, names: set[str]) -> Iterator[QuarantineReason]:
    kind = resolve_key(node, "/S")
    if isinstance(kind, str) and kind in _ACTIONS:
        yield _ACTIONS[kind]
    # An array is a plain destination: the page to show first.
    if "/OpenAction" in names and not _is_allowed(resolve_key(node, "/OpenAction"), _MAY_OPEN, _TURN_PAGES):
        yield QuarantineReason.PDF_AUTO_ACTION
    if any(_has_content(resolve_key(node, key)) for key in _SELF_ACTING_KEYS if key in names):
        yield QuarantineReason.PDF_AUTO_ACTION
    for key in _CLICK_KEYS:
        if key in names and not _is_allowed(resolve_key(node, key), _MAY_CLICK, _COMMANDS):
            yield QuarantineReason.PDF_UNKNOWN_CONTENT


def _is_allowed(action: Any, allowed: dict[str, frozenset[str]], commands: frozenset[str]) -> bool:
    """Return whether an action and all its successors are of the allowed kinds; a value that is not an action does
    nothing."""
    waiting, seen = [action], set()
    while waiting:
        step = waiting.pop()
        if not isinstance(step, DictionaryObject) or "/S" not in step or id(step) in seen:
            continue
        seen.add(id(step))
        kind = resolve_key(step, "/S")
        if not isinstance(kind, str) or kind not in allowed or not set(step) <= allowed[kind]:
            return False
        if kind == "/Named" and resolve_key(step, "/N") not in commands:
            return False
        following = resolve_key(step, "/Next")
        several = list.__iter__(following) if isinstance(following, ArrayObject) else [following]
        waiting.extend(follow_reference(each) for each in several)
    return True


def _find_unknown_parts(catalog: DictionaryObject) -> Iterator[QuarantineReason]:
    named = resolve_key(catalog, "/Names")
    parts = [(catalog, set(catalog) - _CATALOG)]
    if isinstance(named, DictionaryObject):
        parts.append((named, set(named) - _NAMES))
    for place, unknown in parts:
        # A plain value under a program's own name triggers nothing in a reader.
        values = [resolve_key(place, name) for name in unknown - _KEYS.keys()]
        if any(isinstance(value, DictionaryObject | ArrayObject) for value in values):
            yield QuarantineReason.PDF_UNKNOWN_CONTENT


def _has_content(value: Any) -> bool:
    return value is not None and not (isinstance(value, DictionaryObject | ArrayObject) and len(value) == 0)


def _is_text(value: Any) -> bool:
    return isinstance(value, TextStringObject | ByteStringObject) and len(value) > 0


def _decode_text(value: Any) -> str:
    return value if isinstance(value, str) else bytes(value).decode("latin-1")
