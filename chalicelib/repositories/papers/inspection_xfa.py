"""Allowed content of the XML of an XFA form: fields, texts and filled-in data, and nothing that acts.

The form may be in one stream or in the parts of an array; parts are joined before they are read, since one may end in
the middle of a word.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from pypdf.generic import ArrayObject, StreamObject

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection_pdf_objects import follow_reference

_TEMPLATE = "http://www.xfa.org/schema/xfa-template/"
_FORBIDDEN_SPACES = ("http://www.xfa.org/schema/xfa-connection-set/", "http://www.xfa.org/schema/xfa-source-set/")
_FIELDS = frozenset({
    "template", "subform", "subformset", "area", "field", "draw", "exclgroup", "pageset", "pagearea", "contentarea",
    "medium", "caption", "value", "text", "exdata", "date", "datetime", "time", "decimal", "float", "integer",
    "boolean", "image", "items", "ui", "textedit", "checkbutton", "choicelist", "button", "datetimeedit",
    "numericedit", "passwordedit", "imageedit", "signature", "barcode", "defaultui", "border", "edge", "corner",
    "fill", "color", "linear", "radial", "pattern", "stipple", "solid", "margin", "para", "font", "hyphenation",
    "line", "rectangle", "arc", "assist", "tooltip", "speak", "bind", "format", "picture", "keep", "break",
    "breakbefore", "breakafter", "overflow", "bookend", "occur", "traversal", "traverse", "desc", "extras", "proto",
    "comb", "validate", "calculate", "message", "variables", "keepwithnext", "manifest", "ref", "setproperty",
    "binditems",
})  # fmt: skip
"""Elements of a form's template that show, describe and arrange fields."""
_ACTING = frozenset({
    "script", "event", "execute", "submit", "connect", "connectionset", "sourceset", "wsdlconnection",
    "xmlconnection", "xsdconnection",
})  # fmt: skip
_REFERENCES = frozenset({"href", "usehref", "src"})
_CLICKED = re.compile(r"(?:https?|mailto|tel):")


def find_xfa_fault(form: Any) -> QuarantineReason | None:
    """Return why a form may not be in a paper, None when it only shows fields.

    Raise the parser's errors when a part cannot be unpacked.
    """
    if form is None:
        return None
    items = list.__iter__(form) if isinstance(form, ArrayObject) else [form]
    parts = [follow_reference(each) for each in items]
    if any(isinstance(part, str) and "<" in part for part in parts):
        # The parts are streams; texts between them are their names.
        return QuarantineReason.PDF_DYNAMIC_FORM
    text = b"".join(part.get_data() for part in parts if isinstance(part, StreamObject))
    if not text.strip():
        return None
    return _find_xml_fault(text)


def _find_xml_fault(text: bytes) -> QuarantineReason | None:
    found: set[QuarantineReason] = set()

    def note_element(name: str, attributes: dict[str, str]) -> None:
        found.update(_find_element_faults(name, attributes))

    def note_declaration(*_: object) -> None:
        found.add(QuarantineReason.PDF_DYNAMIC_FORM)

    def note_instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            found.add(QuarantineReason.PDF_EXTERNAL)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = note_element
    # Entities and external definitions begin with a document type.
    parser.StartDoctypeDeclHandler = note_declaration
    parser.ProcessingInstructionHandler = note_instruction
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        found.add(QuarantineReason.PDF_DYNAMIC_FORM)
    order = (QuarantineReason.PDF_SCRIPT, QuarantineReason.PDF_EXTERNAL, QuarantineReason.PDF_DYNAMIC_FORM)
    return next((reason for reason in order if reason in found), None)


def _find_element_faults(name: str, attributes: dict[str, str]) -> set[QuarantineReason]:
    space, _, local = name.rpartition(" ")
    # An undeclared prefix is part of the name.
    local = local.rpartition(":")[2].lower()
    found: set[QuarantineReason] = set()
    if local in _ACTING:
        found.add(QuarantineReason.PDF_SCRIPT)
    if space.startswith(_FORBIDDEN_SPACES) or (space.startswith(_TEMPLATE) and local not in _FIELDS):
        found.add(QuarantineReason.PDF_DYNAMIC_FORM)
    for attribute, value in attributes.items():
        named = re.split("[ :]", attribute)[-1].lower()
        if named in _REFERENCES and value and not (local == "a" and _CLICKED.match(value.strip().lower())):
            found.add(QuarantineReason.PDF_EXTERNAL)
    return found
