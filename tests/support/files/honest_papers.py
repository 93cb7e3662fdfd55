"""Files as people send them: scans, signed files, forms without script, locked ones and pictures of telephones."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pillow_heif
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject

from tests.support.files.active_pdfs import FIELD, ONLY_CLICKED, TEMPLATE, XFA, XFA_FIELDS, made, stream, with_form
from tests.support.files.pdf_packing import packed, packed_and_locked, updated
from tests.support.paper_builders import a_pdf, a_writer, an_image, pdf_locked, pdf_opening_at_page, pdf_with_link

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def a_picture(mode: str = "RGB") -> Image.Image:
    """A noisy picture of that mode."""
    return Image.effect_noise((64, 48), 64).convert(mode)


def saved(picture: Image.Image, image_format: str, **settings: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, image_format, **settings)
    return out.getvalue()


def a_telephone_picture() -> bytes:
    """A JPEG converted from HEIC as telephones keep it, with what the camera noted."""
    heif = io.BytesIO()
    pillow_heif.from_pillow(a_picture()).save(heif, quality=80)
    heif.seek(0)
    taken = pillow_heif.open_heif(heif).to_pillow()
    noted = Image.Exif()
    noted[0x010F], noted[0x0112] = "Vinaphone", 6
    return saved(taken, "JPEG", exif=noted.tobytes(), quality=90)


def a_signed_pdf() -> bytes:
    """A form that was signed and filled in further: an update behind the version that was signed."""
    writer = a_writer()
    signature = {
        "/Type": "/Sig", "/Filter": "/Adobe.PPKLite", "/SubFilter": "/ETSI.CAdES.detached", "/M": "D:20261123090000",
        "/ByteRange": [0, 100, 200, 300], "/Contents": "00" * 64, "/Reason": "Ký số", "/Location": "Huế",
        "/Prop_Build": {"/Filter": {"/Name": "/Adobe.PPKLite", "/R": 131104}, "/App": {"/Name": "/VNPT#20CA", "/R": 1}},
        "/Reference": [{"/Type": "/SigRef", "/TransformMethod": "/DocMDP", "/TransformParams": {"/P": 2}}],
    }  # fmt: skip
    signed = writer._add_object(made(signature))
    field = {
        "/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig", "/T": "Signature1", "/F": 132, "/V": signed,
        "/Rect": [0, 0, 0, 0], "/P": writer.pages[0].indirect_reference,
        "/Lock": {"/Type": "/SigFieldLock", "/Action": "/All"},
    }  # fmt: skip
    widget = writer._add_object(made(field))
    writer.pages[0][NameObject("/Annots")] = made([widget])
    root = writer.root_object
    root[NameObject("/AcroForm")] = made({"/Fields": [widget], "/SigFlags": 3})
    root[NameObject("/Perms")] = made({"/DocMDP": signed})
    certificate = writer._add_object(stream(b"\x30\x82"))
    root[NameObject("/DSS")] = made({"/Certs": [certificate], "/VRI": {"/A1": {"/TU": "x"}}})
    return updated(a_pdf(writer))


def a_form() -> PdfWriter:
    """A form without script: a text, a choice, a box to tick, and a button that empties it."""
    writer = a_writer()
    root = {"/Type": "/Annot", "/Subtype": "/Widget", "/Rect": [10, 10, 90, 30], "/F": 4}
    fields = [
        {**root, "/FT": "/Tx", "/T": "ho_ten", "/V": "Trần Thị Hoa", "/DA": "/Helv 12 Tf 0 g", "/MaxLen": 60},
        {**root, "/FT": "/Ch", "/T": "tinh", "/Ff": 131072, "/Opt": ["Huế", "Lai Châu"], "/V": "Huế"},
        {**root, "/FT": "/Btn", "/T": "dong_y", "/V": "/Yes", "/AS": "/Yes", "/MK": {"/CA": "4"}},
        {**root, "/FT": "/Btn", "/T": "xoa", "/Ff": 65536, "/A": ONLY_CLICKED["emptying"]},
    ]
    widgets = [writer._add_object(made(each)) for each in fields]
    writer.pages[0][NameObject("/Annots")] = made(widgets)
    writer.root_object[NameObject("/AcroForm")] = made({"/Fields": widgets, "/NeedAppearances": 1, "/DA": "/Helv 0 Tf"})
    return writer


FORMATTED = (
    '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml" xfa:APIVersion="Acrobat:11.0.0">'
    '<p style="font-size:9pt;color:#FF0000">xem <a href="https://hue.gov.vn/?a=b">đây</a></p></body>'
)
"""What readers write of a note with letters of several kinds."""


def a_report() -> PdfWriter:
    """A report with the features of office programs: tags, bookmarks, layers, labels, named places, notes, metadata and
    links."""
    writer = a_writer()
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
    page[NameObject("/Annots")] = made([writer._add_object(made(each)) for each in notes])
    font = writer._add_object(made({"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}))
    page[NameObject("/Resources")] = made({"/Font": {"/F": font}})
    page[NameObject("/Trans")] = made({"/S": "/Dissolve", "/D": 1})
    page[NameObject("/Group")] = made({"/S": "/Transparency", "/CS": "/DeviceRGB"})
    part = writer._add_object(made({"/Type": "/StructElem", "/S": "/Sect", "/A": [{"/O": "/Layout"}]}))
    cell = writer._add_object(made({"/Type": "/StructElem", "/S": "/TD", "/A": {"/O": "/Table", "/ColSpan": 2}}))
    printed = {"/Print": {"/PrintState": "/ON"}}
    layer = writer._add_object(made({"/Type": "/OCG", "/Name": "Con dấu", "/Usage": printed}))
    item = writer._add_object(made({"/Title": "Mục 1", "/A": ONLY_CLICKED["address"]}))
    for name, value in {
        "/StructTreeRoot": {"/Type": "/StructTreeRoot", "/K": [part, cell]},
        "/Outlines": {"/Type": "/Outlines", "/First": item, "/Last": item, "/Count": 1},
        "/OCProperties": {"/OCGs": [layer], "/D": {"/Order": [layer], "/AS": [{"/Event": "/Print", "/OCGs": [layer]}]}},
        "/PageLabels": {"/Nums": [0, {"/S": "/D", "/P": "tr. "}]},
        "/Names": {"/Dests": {"/Names": ["muc1", [page.indirect_reference, "/Fit"]]}},
        "/Metadata": writer._add_object(stream(b"<x:xmpmeta/>", Type="/Metadata", Subtype="/XML")),
        "/OutputIntents": [{"/Type": "/OutputIntent", "/S": "/GTS_PDFA1", "/OutputConditionIdentifier": "sRGB"}],
        "/ViewerPreferences": {"/DisplayDocTitle": 1},
        "/OpenAction": {"/S": "/GoTo", "/D": [page.indirect_reference, "/XYZ", 0, 800, 0]},
        "/MarkInfo": {"/Marked": 1},
        "/URI": {"/Base": "https://hue.gov.vn/"},
        "/PieceInfo": {"/Word": {"/LastModified": "D:2026", "/Private": {"/X": 1}}},
        "/Producer": "a program's own plain value",
    }.items():
        root[NameObject(name)] = made(value)
    writer.add_metadata({"/Title": "Đơn đề nghị", "/Author": "Trần Thị Hoa"})
    page[NameObject("/Contents")] = writer._add_object(stream(b"BT /F 12 Tf (Don) Tj ET", compressed=True))
    return writer


def a_scan(pages: int = 2, mode: str = "RGB") -> bytes:
    """Pictures of pages, as scanners write them."""
    first, *others = [a_picture(mode) for _ in range(pages)]
    return saved(first, "PDF", save_all=True, append_images=others)


def a_fixed_form() -> bytes:
    """An XFA form that shows fields, in the three parts that programs write."""
    head, tail = XFA.split("{}")
    parts = ["preamble", stream(head.encode()), "template", stream(TEMPLATE.format(FIELD).encode(), compressed=True),
             "postamble", stream(tail.encode())]  # fmt: skip
    return a_pdf(with_form(parts))


MAKERS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "blank page": (PDF, a_pdf),
    "scan in colour": (PDF, a_scan),
    "scan in grey": (PDF, lambda: a_scan(3, "L")),
    "scan in black and white": (PDF, lambda: a_scan(1, "1")),
    "padded scan": (PDF, lambda: a_scan() + bytes(4096)),
    "signed": (PDF, a_signed_pdf),
    "form": (PDF, lambda: a_pdf(a_form())),
    "packed form": (PDF, lambda: packed(a_pdf(a_form()))),
    "form with XFA": (PDF, lambda: a_pdf(with_form(stream(XFA_FIELDS.encode())))),
    "form with XFA in parts": (PDF, a_fixed_form),
    "report": (PDF, lambda: a_pdf(a_report())),
    "packed report": (PDF, lambda: packed(a_pdf(a_report()))),
    "updated report": (PDF, lambda: updated(a_pdf(a_report()))),
    "opened at a page": (PDF, pdf_opening_at_page),
    "link": (PDF, pdf_with_link),
    "locked": (PDF, lambda: pdf_locked("RC4-128")),
    "locked form": (PDF, lambda: pdf_locked("AES-128", a_form())),
    "locked report": (PDF, lambda: pdf_locked("AES-256", a_report())),
    "locked and packed": (PDF, lambda: packed_and_locked(a_form())),
    "telephone": (JPEG, a_telephone_picture),
    "several pictures": (JPEG, lambda: saved(a_picture(), "MPO", save_all=True, append_images=[a_picture()])),
    "picture": (JPEG, lambda: an_image("JPEG")),
    "picture with more behind it": (JPEG, lambda: an_image("JPEG") + b"SEFT" * 50),
    "grey picture": (JPEG, lambda: saved(a_picture("L"), "JPEG")),
    "picture for print": (JPEG, lambda: saved(a_picture("CMYK"), "JPEG")),
    "progressive picture": (JPEG, lambda: saved(a_picture(), "JPEG", progressive=True, dpi=(300, 300))),
    "screenshot": (PNG, lambda: an_image("PNG")),
    "screenshot with a palette": (PNG, lambda: saved(a_picture().quantize(16), "PNG", transparency=0)),
    "screenshot with notes": (PNG, lambda: saved(a_picture("RGBA"), "PNG", dpi=(96, 96), pnginfo=_notes())),
    "grey scan": (PNG, lambda: saved(a_picture("I;16"), "PNG")),
}


def _notes() -> Any:
    from PIL import PngImagePlugin

    found = PngImagePlugin.PngInfo()
    found.add_text("Software", "Gnome", zip=True)
    found.add_itxt("Title", "Ảnh chụp")
    return found


def list_honest() -> Iterator[tuple[str, str, bytes]]:
    """Name, type and bytes of each."""
    for name, (content_type, make) in MAKERS.items():
        yield name, content_type, make()
