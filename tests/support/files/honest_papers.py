"""Files as people send them: scans, signed files, forms without script, locked ones and pictures of telephones."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pillow_heif
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject

from tests.support.files.active_pdfs import FIELD, ONLY_CLICKED, TEMPLATE, XFA, XFA_FIELDS, write_with_form
from tests.support.files.pdf_packing import append_update, pack_and_lock, pack_objects
from tests.support.files.pdf_places import build_pdf_object, build_stream
from tests.support.paper_builders import (
    build_image,
    build_locked_pdf,
    build_pdf,
    build_pdf_opening_at_page,
    build_pdf_with_link,
    build_writer,
)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def build_picture(mode: str = "RGB") -> Image.Image:
    """A noisy picture of that mode."""
    return Image.effect_noise((64, 48), 64).convert(mode)


def save_picture(picture: Image.Image, image_format: str, **settings: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, image_format, **settings)
    return out.getvalue()


def build_telephone_picture() -> bytes:
    """A JPEG converted from HEIC as telephones keep it, with what the camera noted."""
    heif = io.BytesIO()
    pillow_heif.from_pillow(build_picture()).save(heif, quality=80)
    heif.seek(0)
    taken = pillow_heif.open_heif(heif).to_pillow()
    noted = Image.Exif()
    noted[0x010F], noted[0x0112] = "Vinaphone", 6
    return save_picture(taken, "JPEG", exif=noted.tobytes(), quality=90)


def build_signed_pdf() -> bytes:
    """A form that was signed and filled in further: an update behind the version that was signed."""
    writer = build_writer()
    signature = {
        "/Type": "/Sig", "/Filter": "/Adobe.PPKLite", "/SubFilter": "/ETSI.CAdES.detached", "/M": "D:20261123090000",
        "/ByteRange": [0, 100, 200, 300], "/Contents": "00" * 64, "/Reason": "Ký số", "/Location": "Huế",
        "/Prop_Build": {"/Filter": {"/Name": "/Adobe.PPKLite", "/R": 131104}, "/App": {"/Name": "/VNPT#20CA", "/R": 1}},
        "/Reference": [{"/Type": "/SigRef", "/TransformMethod": "/DocMDP", "/TransformParams": {"/P": 2}}],
    }  # fmt: skip
    signed = writer._add_object(build_pdf_object(signature))
    field = {
        "/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig", "/T": "Signature1", "/F": 132, "/V": signed,
        "/Rect": [0, 0, 0, 0], "/P": writer.pages[0].indirect_reference,
        "/Lock": {"/Type": "/SigFieldLock", "/Action": "/All"},
    }  # fmt: skip
    widget = writer._add_object(build_pdf_object(field))
    writer.pages[0][NameObject("/Annots")] = build_pdf_object([widget])
    root = writer.root_object
    root[NameObject("/AcroForm")] = build_pdf_object({"/Fields": [widget], "/SigFlags": 3})
    root[NameObject("/Perms")] = build_pdf_object({"/DocMDP": signed})
    certificate = writer._add_object(build_stream(b"\x30\x82"))
    root[NameObject("/DSS")] = build_pdf_object({"/Certs": [certificate], "/VRI": {"/A1": {"/TU": "x"}}})
    return append_update(build_pdf(writer))


def build_form() -> PdfWriter:
    """A form without script: a text, a choice, a box to tick, and a button that empties it."""
    writer = build_writer()
    root = {"/Type": "/Annot", "/Subtype": "/Widget", "/Rect": [10, 10, 90, 30], "/F": 4}
    fields = [
        {**root, "/FT": "/Tx", "/T": "ho_ten", "/V": "Trần Thị Hoa", "/DA": "/Helv 12 Tf 0 g", "/MaxLen": 60},
        {**root, "/FT": "/Ch", "/T": "tinh", "/Ff": 131072, "/Opt": ["Huế", "Lai Châu"], "/V": "Huế"},
        {**root, "/FT": "/Btn", "/T": "dong_y", "/V": "/Yes", "/AS": "/Yes", "/MK": {"/CA": "4"}},
        {**root, "/FT": "/Btn", "/T": "xoa", "/Ff": 65536, "/A": ONLY_CLICKED["emptying"]},
    ]
    widgets = [writer._add_object(build_pdf_object(each)) for each in fields]
    writer.pages[0][NameObject("/Annots")] = build_pdf_object(widgets)
    writer.root_object[NameObject("/AcroForm")] = build_pdf_object(
        {"/Fields": widgets, "/NeedAppearances": 1, "/DA": "/Helv 0 Tf"}
    )
    return writer


FORMATTED = (
    '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml" xfa:APIVersion="Acrobat:11.0.0">'
    '<p style="font-size:9pt;color:#FF0000">xem <a href="https://hue.gov.vn/?a=b">đây</a></p></body>'
)
"""What readers write of a note with letters of several kinds."""


def build_report() -> PdfWriter:
    """A report with the features of office programs: tags, bookmarks, layers, labels, named places, notes, metadata and
    links."""
    writer = build_writer()
    page, root = writer.pages[0], writer.root_object
    link = {"/Type": "/Annot", "/Subtype": "/Link", "/Rect": [1, 1, 9, 9], "/F": 4, "/StructParent": 0}
    notes = [
        *({**link, "/A": act} for act in ONLY_CLICKED.values()),
        {**link, "/A": {"/S": "/URI", "/URI": "mailto:motcua@hue.gov.vn"}, "/PA": ONLY_CLICKED["address"]},
        {**link, "/A": {"/S": "/URI", "/URI": "www.hue.gov.vn/a?b=c#d"}},
        {**link, "/A": {"/S": "/URI", "/URI": "https://hue.gov.vn/t%C3%ACm?q=%5Ca..b&file=x"}},
        {**link, "/A": {"/S": "/URI", "/URI": "mailto:motcua@hue.gov.vn?subject=H%E1%BB%8Fi%20file"}},
        {**link, "/A": {"/S": "/GoTo", "/D": "muc1", "/Next": {"/S": "/Named", "/N": "/NextPage"}}},
        {"/Type": "/Annot", "/Subtype": "/Highlight", "/Rect": [1, 1, 9, 9], "/Contents": "xem", "/AA": {}},
        {"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": [1, 1, 9, 9], "/DA": "/F 9 Tf", "/RC": FORMATTED},
    ]
    page[NameObject("/Annots")] = build_pdf_object([writer._add_object(build_pdf_object(each)) for each in notes])
    font = writer._add_object(build_pdf_object({"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}))
    page[NameObject("/Resources")] = build_pdf_object({"/Font": {"/F": font}})
    page[NameObject("/Trans")] = build_pdf_object({"/S": "/Dissolve", "/D": 1})
    page[NameObject("/Group")] = build_pdf_object({"/S": "/Transparency", "/CS": "/DeviceRGB"})
    part = writer._add_object(build_pdf_object({"/Type": "/StructElem", "/S": "/Sect", "/A": [{"/O": "/Layout"}]}))
    cell = writer._add_object(
        build_pdf_object({"/Type": "/StructElem", "/S": "/TD", "/A": {"/O": "/Table", "/ColSpan": 2}})
    )
    printed = {"/Print": {"/PrintState": "/ON"}}
    layer = writer._add_object(build_pdf_object({"/Type": "/OCG", "/Name": "Con dấu", "/Usage": printed}))
    item = writer._add_object(build_pdf_object({"/Title": "Mục 1", "/A": ONLY_CLICKED["address"]}))
    for name, value in {
        "/StructTreeRoot": {"/Type": "/StructTreeRoot", "/K": [part, cell]},
        "/Outlines": {"/Type": "/Outlines", "/First": item, "/Last": item, "/Count": 1},
        "/OCProperties": {"/OCGs": [layer], "/D": {"/Order": [layer], "/AS": [{"/Event": "/Print", "/OCGs": [layer]}]}},
        "/PageLabels": {"/Nums": [0, {"/S": "/D", "/P": "tr. "}]},
        "/Names": {"/Dests": {"/Names": ["muc1", [page.indirect_reference, "/Fit"]]}},
        "/Metadata": writer._add_object(build_stream(b"<x:xmpmeta/>", Type="/Metadata", Subtype="/XML")),
        "/OutputIntents": [{"/Type": "/OutputIntent", "/S": "/GTS_PDFA1", "/OutputConditionIdentifier": "sRGB"}],
        "/ViewerPreferences": {"/DisplayDocTitle": 1},
        "/OpenAction": {"/S": "/GoTo", "/D": [page.indirect_reference, "/XYZ", 0, 800, 0]},
        "/MarkInfo": {"/Marked": 1},
        "/URI": {"/Base": "https://hue.gov.vn/"},
        "/PieceInfo": {"/Word": {"/LastModified": "D:2026", "/Private": {"/X": 1}}},
        "/Producer": "a program's own plain value",
    }.items():
        root[NameObject(name)] = build_pdf_object(value)
    writer.add_metadata({"/Title": "Đơn đề nghị", "/Author": "Trần Thị Hoa"})
    page[NameObject("/Contents")] = writer._add_object(build_stream(b"BT /F 12 Tf (Don) Tj ET", compressed=True))
    return writer


def build_scan(pages: int = 2, mode: str = "RGB") -> bytes:
    """Pictures of pages, as scanners write them."""
    first, *others = [build_picture(mode) for _ in range(pages)]
    return save_picture(first, "PDF", save_all=True, append_images=others)


def build_fixed_form() -> bytes:
    """An XFA form that shows fields, in the three parts that programs write."""
    head, tail = XFA.split("{}")
    parts = [
        "preamble",
        build_stream(head.encode()),
        "template",
        build_stream(TEMPLATE.format(FIELD).encode(), compressed=True),
        "postamble",
        build_stream(tail.encode()),
    ]
    return build_pdf(write_with_form(parts))


MAKERS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "blank page": (PDF, build_pdf),
    "scan in colour": (PDF, build_scan),
    "scan in grey": (PDF, lambda: build_scan(3, "L")),
    "scan in black and white": (PDF, lambda: build_scan(1, "1")),
    "padded scan": (PDF, lambda: build_scan() + bytes(4096)),
    "signed": (PDF, build_signed_pdf),
    "form": (PDF, lambda: build_pdf(build_form())),
    "packed form": (PDF, lambda: pack_objects(build_pdf(build_form()))),
    "form with XFA": (PDF, lambda: build_pdf(write_with_form(build_stream(XFA_FIELDS.encode())))),
    "form with XFA in parts": (PDF, build_fixed_form),
    "report": (PDF, lambda: build_pdf(build_report())),
    "packed report": (PDF, lambda: pack_objects(build_pdf(build_report()))),
    "updated report": (PDF, lambda: append_update(build_pdf(build_report()))),
    "opened at a page": (PDF, build_pdf_opening_at_page),
    "link": (PDF, build_pdf_with_link),
    "locked": (PDF, lambda: build_locked_pdf("RC4-128")),
    "locked form": (PDF, lambda: build_locked_pdf("AES-128", build_form())),
    "locked report": (PDF, lambda: build_locked_pdf("AES-256", build_report())),
    "locked and packed": (PDF, lambda: pack_and_lock(build_form())),
    "telephone": (JPEG, build_telephone_picture),
    "several pictures": (
        JPEG,
        lambda: save_picture(build_picture(), "MPO", save_all=True, append_images=[build_picture()]),
    ),
    "picture": (JPEG, lambda: build_image("JPEG")),
    "picture with more behind it": (JPEG, lambda: build_image("JPEG") + b"SEFT" * 50),
    "grey picture": (JPEG, lambda: save_picture(build_picture("L"), "JPEG")),
    "picture for print": (JPEG, lambda: save_picture(build_picture("CMYK"), "JPEG")),
    "progressive picture": (JPEG, lambda: save_picture(build_picture(), "JPEG", progressive=True, dpi=(300, 300))),
    "screenshot": (PNG, lambda: build_image("PNG")),
    "screenshot with a palette": (PNG, lambda: save_picture(build_picture().quantize(16), "PNG", transparency=0)),
    "screenshot with notes": (
        PNG,
        lambda: save_picture(build_picture("RGBA"), "PNG", dpi=(96, 96), pnginfo=_build_notes()),
    ),
    "grey scan": (PNG, lambda: save_picture(build_picture("I;16"), "PNG")),
}


def _build_notes() -> Any:
    from PIL import PngImagePlugin

    found = PngImagePlugin.PngInfo()
    found.add_text("Software", "Gnome", zip=True)
    found.add_itxt("Title", "Ảnh chụp")
    return found


def list_honest() -> Iterator[tuple[str, str, bytes]]:
    """Name, type and bytes of each."""
    for name, (content_type, make) in MAKERS.items():
        yield name, content_type, make()
