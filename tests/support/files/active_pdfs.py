"""PDFs with active content or external references, one for each kind; and the allowed forms and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from tests.support.files.pdf_places import (
    SHARE,
    Place,
    add_after_page,
    add_after_several,
    add_to_field,
    add_to_outline,
    build_pdf_object,
    build_stream,
    place_in_annotation,
    place_in_page,
    place_in_root,
)
from tests.support.paper_builders import build_pdf, build_writer

XFA = '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">{}</xdp:xdp>'
TEMPLATE = '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="f">{}</subform></template>'
FIELD = '<field name="ten"><ui><textEdit/></ui><value><text>Hoa</text></value></field>'
XFA_SCRIPT = XFA.format(
    TEMPLATE.format('<event activity="initialize"><script contentType="application/x-javascript">x</script></event>')
)
XFA_FIELDS = XFA.format(
    TEMPLATE.format(FIELD)
    + '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><f><ten>Hoa</ten></f></xfa:data>'
    "</xfa:datasets>"
)


CLICKED: dict[str, Place] = {
    "link": place_in_annotation("/A"),
    "button": place_in_annotation("/A", "/Widget"),
    "mark": add_to_outline,
}
BY_ITSELF: dict[str, Place] = {
    "opening": place_in_root("/OpenAction"),
    "next": add_after_page,
    "next of next": add_after_several,
    "closing": lambda writer, value: place_in_root("/AA")(writer, {"/WC": value}),
    "page": lambda writer, value: place_in_page("/AA")(writer, {"/O": value}),
    "pointer": lambda writer, value: place_in_annotation("/AA")(writer, {"/E": value}),
    "typing": add_to_field,
}
FORBIDDEN: dict[str, tuple[Any, str]] = {
    "script": ({"/S": "/JavaScript", "/JS": "app.alert(1)"}, "pdf_script"),
    "program": ({"/S": "/Launch", "/F": "cmd.exe"}, "pdf_launch"),
    "sending": ({"/S": "/SubmitForm", "/F": {"/FS": "/URL", "/F": "http://x.vn"}}, "pdf_launch"),
    "importing": ({"/S": "/ImportData", "/F": SHARE}, "pdf_launch"),
    "share": ({"/S": "/GoToR", "/F": SHARE, "/D": [0, "/Fit"]}, "pdf_external"),
    "attached page": ({"/S": "/GoToE", "/F": SHARE, "/T": {"/R": "/P"}}, "pdf_external"),
    "thread outside": ({"/S": "/Thread", "/F": SHARE, "/D": 0}, "pdf_external"),
    "film": ({"/S": "/Movie", "/T": "x"}, "pdf_media"),
    "sound": ({"/S": "/Sound", "/Volume": 1}, "pdf_media"),
    "rendition": ({"/S": "/Rendition", "/OP": 0}, "pdf_media"),
    "model": ({"/S": "/GoTo3DView", "/V": 0}, "pdf_media"),
    "rich media": ({"/S": "/RichMediaExecute", "/CMD": {"/C": "x"}}, "pdf_media"),
}
"""Actions that a paper has nowhere."""
ONLY_CLICKED: dict[str, Any] = {
    "address": {"/S": "/URI", "/URI": "https://example.gov.vn"},
    "hiding": {"/S": "/Hide", "/T": "ten"},
    "emptying": {"/S": "/ResetForm"},
    "layers": {"/S": "/SetOCGState", "/State": []},
    "printing": {"/S": "/Named", "/N": "/Print"},
}
"""Actions that may follow a click, and nothing else."""
OTHERS: dict[str, tuple[Place, Any, str]] = {
    "names of scripts": (
        place_in_root("/Names"),
        {"/JavaScript": {"/Names": ["a", {"/S": "/JavaScript"}]}},
        "pdf_script",
    ),
    "address of a script": (
        place_in_annotation("/A"),
        {"/S": "/URI", "/URI": "java\tscript:app.alert(1)"},
        "pdf_script",
    ),
    "address of a file": (place_in_annotation("/A"), {"/S": "/URI", "/URI": "file://10.0.0.66/share"}, "pdf_external"),
    "address of a share": (place_in_annotation("/A"), {"/S": "/URI", "/URI": SHARE}, "pdf_external"),
    **{
        f"address of a file, {how}": (place_in_annotation("/A"), {"/S": "/URI", "/URI": address}, reason)
        for how, address, reason in (
            ("behind a byte order mark", "\xef\xbb\xbffile://10.0.0.66/a", "pdf_external"),
            ("behind a mark of two bytes", "\ufefffile:///c:/a", "pdf_external"),
            ("behind an invisible mark", "fi\u200ble:///c:/a", "pdf_external"),
            ("a soft hyphen inside", "java\xadscript:app.alert(1)", "pdf_script"),
            ("with an escaped letter", "%66ile:///c:/a", "pdf_external"),
            ("with an escaped script", "javascript%3Aapp.alert(1)", "pdf_script"),
            ("with escaped strokes", "%5C%5C10.0.0.66%5Cshare", "pdf_external"),
            ("with escaped slashes", "%2F%2F10.0.0.66/share", "pdf_external"),
            ("of the folder above", "../../secret.pdf", "pdf_external"),
            ("of an escaped folder above", "a/%2e%2e/%2E%2E/secret.pdf", "pdf_external"),
            ("added to a mail", "mailto:a@b.vn?subject=x&attach=c:/secret.txt", "pdf_external"),
            ("inserted into a mail", "mailto:a@b.vn?%61ttachment=/etc/passwd", "pdf_external"),
            ("of another program", "ms-msdt:/id", "pdf_external"),
            ("of a search", "search-ms:query=a&crumb=location:x", "pdf_external"),
            ("in data", "data:text/html,a", "pdf_external"),
        )
    },
    "share of a time stamp": (place_in_root("/SV"), {"/TimeStamp": {"/URL": SHARE, "/Ff": 1}}, "pdf_external"),
    "picture in a formatted note": (
        place_in_annotation("/RC", "/FreeText"),
        f"<body><img src='{SHARE}'/></body>",
        "pdf_external",
    ),
    "style in a formatted note": (
        place_in_annotation("/RC", "/FreeText"),
        "<p style='background:url(//10.0.0.66/a)'>a</p>",
        "pdf_external",
    ),
    "link of a formatted field": (
        place_in_annotation("/RV", "/Widget"),
        "<a href='&#102;ile:///c:/a'>a</a>",
        "pdf_external",
    ),
    "script in a formatted field": (
        place_in_annotation("/RV", "/Widget"),
        "<body><script>x</script></body>",
        "pdf_script",
    ),
    "base of a share": (place_in_root("/URI"), {"/Base": "file:///c:/"}, "pdf_external"),
    "another kind": (place_in_annotation("/A"), {"/S": "/GoToDp", "/Dp": {}}, "pdf_unknown_content"),
    "a menu's command": (place_in_annotation("/A"), {"/S": "/Named", "/N": "/SaveAs"}, "pdf_unknown_content"),
    "a key that the kind has not": (
        place_in_root("/OpenAction"),
        {"/S": "/GoTo", "/D": "x", "/URI": "a"},
        "pdf_auto_action",
    ),
    "two kinds": (place_in_root("/OpenAction"), {"/S": "/FDF", "/D": "x"}, "pdf_auto_action"),
    "steps of a page": (place_in_page("/PresSteps"), {"/NA": {"/S": "/URI", "/URI": "http://x.vn"}}, "pdf_auto_action"),
    "film note": (place_in_annotation("/T", "/Movie"), "x", "pdf_media"),
    "sound note": (place_in_annotation("/T", "/Sound"), "x", "pdf_media"),
    "screen note": (place_in_annotation("/T", "/Screen"), "x", "pdf_media"),
    "model note": (place_in_annotation("/T", "/3D"), "x", "pdf_media"),
    "rich note": (place_in_annotation("/T", "/RichMedia"), "x", "pdf_media"),
    "file note": (place_in_annotation("/T", "/FileAttachment"), "x", "pdf_embedded_file"),
    "unknown note": (place_in_annotation("/T", "/Teleport"), "x", "pdf_unknown_content"),
    "portfolio": (place_in_root("/Collection"), {"/View": "/D"}, "pdf_embedded_file"),
    "names of files": (place_in_root("/Names"), {"/EmbeddedFiles": {"/Names": []}}, "pdf_embedded_file"),
    "file of a part": (place_in_page("/AF"), [{"/Type": "/Filespec", "/EF": {"/F": 0}}], "pdf_embedded_file"),
    "names of films": (place_in_root("/Names"), {"/Renditions": {"/Names": []}}, "pdf_media"),
    "names of pages on the web": (place_in_root("/Names"), {"/URLS": {"/Names": []}}, "pdf_external"),
    "unknown names": (place_in_root("/Names"), {"/Spells": {"/Names": []}}, "pdf_unknown_content"),
    "unknown part": (place_in_root("/Spells"), {"/X": 1}, "pdf_unknown_content"),
    "pages kept from the web": (place_in_root("/SpiderInfo"), {"/V": 1}, "pdf_external"),
    "file named by a note": (place_in_annotation("/FS", "/Text"), {"/Type": "/Filespec", "/UF": SHARE}, "pdf_external"),
    "wish for script": (place_in_root("/Requirements"), [{"/S": "/EnableJavaScripts"}], "pdf_script"),
}


def list_streams() -> Iterator[tuple[str, StreamObject, str]]:
    """Streams that read another file, or are programs."""
    yield "data of a share", build_stream(b"", F=SHARE), "pdf_external"
    yield "data of an address", build_stream(b"", F={"/FS": "/URL", "/F": "http://x.vn/a"}), "pdf_external"
    yield (
        "page of another file",
        build_stream(b"", Subtype="/Form", Ref={"/F": {"/F": SHARE}, "/Page": 0}),
        "pdf_external",
    )
    yield "picture of another file", build_stream(b"", Subtype="/Image", OPI={"/1.3": {"/F": SHARE}}), "pdf_external"
    yield "program for a printer", build_stream(b"", Subtype="/PS"), "pdf_unknown_content"


def list_forms() -> Iterator[tuple[str, Any, str | None]]:
    """XFA forms by how they are packed, and why each is set aside."""
    half = len(XFA_SCRIPT) // 2 + 20
    parts = [XFA_SCRIPT[:half].encode(), XFA_SCRIPT[half:].encode()]
    yield "stream", build_stream(XFA_SCRIPT.encode()), "pdf_script"
    yield "compressed", build_stream(XFA_SCRIPT.encode(), compressed=True), "pdf_script"
    yield "two bytes a letter", build_stream(XFA_SCRIPT.encode("utf-16")), "pdf_script"
    yield "array", ["a", build_stream(parts[0]), "b", build_stream(parts[1], compressed=True)], "pdf_script"
    bare = b"<template><field><event><script>x</script></event></field></template>"
    yield "no space of names", build_stream(bare), "pdf_script"
    yield "sending", build_stream(XFA.format(TEMPLATE.format("<submit target='http://x.vn'/>")).encode()), "pdf_script"
    yield (
        "picture outside",
        build_stream(XFA.format(TEMPLATE.format(f"<image href='{SHARE}'/>")).encode()),
        "pdf_external",
    )
    yield "unknown part", build_stream(XFA.format(TEMPLATE.format("<teleport/>")).encode()), "pdf_dynamic_form"
    yield (
        "entities",
        build_stream(b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        "pdf_dynamic_form",
    )
    yield "text", XFA_SCRIPT, "pdf_dynamic_form"
    yield "no XML", build_stream(b"<template"), "pdf_dynamic_form"
    yield "fields", build_stream(XFA_FIELDS.encode(), compressed=True), None
    yield "fields in an array", ["template", build_stream(XFA_FIELDS.encode())], None


def write_with_form(form: Any) -> PdfWriter:
    """A writer whose form has this XFA, streams as objects of their own."""
    writer = build_writer()

    def add_object(part: Any) -> Any:
        return writer._add_object(part) if isinstance(part, StreamObject) else build_pdf_object(part)

    packed = ArrayObject([add_object(part) for part in form]) if isinstance(form, list) else add_object(form)
    writer.root_object[NameObject("/AcroForm")] = build_pdf_object({"/Fields": [], "/XFA": packed})
    return writer


def write_with_stream(one: StreamObject) -> bytes:
    """A PDF whose page shows a stream."""
    writer = build_writer()
    shown = DictionaryObject({NameObject("/X1"): writer._add_object(one)})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    return build_pdf(writer)


def write_placed(place: Place, value: Any) -> PdfWriter:
    """A writer with a value in its place."""
    writer = build_writer()
    place(writer, value)
    return writer


def list_active() -> Iterator[tuple[str, PdfWriter, str]]:
    """Every forbidden thing in every place, and why it is set aside."""
    for name, (value, reason) in FORBIDDEN.items():
        for where, place in {**CLICKED, **BY_ITSELF}.items():
            yield f"{name} by {where}", write_placed(place, value), reason
    for name, value in ONLY_CLICKED.items():
        for where, place in BY_ITSELF.items():
            yield f"{name} by {where}", write_placed(place, value), "pdf_auto_action"
    for name, (place, value, reason) in OTHERS.items():
        yield name, write_placed(place, value), reason
