"""Where in a PDF an object can stand: in its root, a page, an annotation, its outline, a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

SHARE = r"\\10.0.0.66\share\a.pdf"


Place = Callable[[PdfWriter, Any], None]


def build_pdf_object(value: Any) -> Any:
    """A PDF object of a plain value: names begin with a slash, other texts are strings."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(name): build_pdf_object(each) for name, each in value.items()})
    if isinstance(value, list):
        return ArrayObject([build_pdf_object(each) for each in value])
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(value)
    return value


def build_stream(data: bytes, *, compressed: bool = False, **entries: Any) -> StreamObject:
    """A stream with more entries in its dictionary."""
    found: StreamObject = DecodedStreamObject()
    found.set_data(data)
    if compressed:
        found = found.flate_encode()
    for name, value in entries.items():
        found[NameObject(f"/{name}")] = build_pdf_object(value)
    return found


def place_in_root(key: str) -> Place:
    """Under a key of the catalogue."""

    def place_value(writer: PdfWriter, value: Any) -> None:
        writer.root_object[NameObject(key)] = build_pdf_object(value)

    return place_value


def place_in_page(key: str) -> Place:
    """Under a key of the first page."""

    def place_value(writer: PdfWriter, value: Any) -> None:
        writer.pages[0][NameObject(key)] = build_pdf_object(value)

    return place_value


def place_in_annotation(key: str, subtype: str = "/Link") -> Place:
    """Under a key of an annotation, which is an object of its own."""

    def place_value(writer: PdfWriter, value: Any) -> None:
        note = {"/Type": "/Annot", "/Subtype": subtype, "/Rect": [10, 10, 100, 30], key: value}
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(build_pdf_object(note))])

    return place_value


def add_to_outline(writer: PdfWriter, value: Any) -> None:
    """As what a bookmark does."""
    item = writer._add_object(build_pdf_object({"/Title": "x", "/A": value}))
    writer.root_object[NameObject("/Outlines")] = build_pdf_object({"/First": item, "/Last": item, "/Count": 1})


def add_to_field(writer: PdfWriter, value: Any) -> None:
    """As what a field of a form does by itself."""
    field = writer._add_object(build_pdf_object({"/FT": "/Tx", "/T": "ten", "/AA": {"/K": value}}))
    writer.root_object[NameObject("/AcroForm")] = build_pdf_object({"/Fields": [field]})


def add_after_page(writer: PdfWriter, value: Any) -> None:
    """As what follows on a harmless action at the opening."""
    following = writer._add_object(build_pdf_object(value))
    place_in_root("/OpenAction")(writer, {"/S": "/GoTo", "/D": [0, "/Fit"], "/Next": following})


def add_after_several(writer: PdfWriter, value: Any) -> None:
    """As the last of several that follow one another."""
    last = {"/S": "/Named", "/N": "/NextPage", "/Next": [{"/S": "/GoTo", "/D": "x"}, value]}
    place_in_root("/OpenAction")(writer, {"/S": "/GoTo", "/D": [0, "/Fit"], "/Next": last})
