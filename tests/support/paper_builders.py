"""Real files for the tests of papers: whole and harmless ones, and each thing that must be found."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from chalicelib.domain.papers.paper import (
    Paper,
    PaperKind,
    create_paper,
    declare_paper,
    settle_paper,
)
from chalicelib.domain.papers.paper_errors import QuarantineReason

DOSSIER = "0k3v9m2t5x7a1c4e6g8j0n2q4s"
PAPER = "7b1d3f5h8k0m2p4r6t8w1y3a5c"
DECLARED_AT = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)


def build_paper(**changes: Any) -> Paper:
    """A pending PDF of five bytes ("hello"), unless changed."""
    given: dict[str, Any] = {
        "dossier_id": DOSSIER,
        "id": PAPER,
        "kind": PaperKind.COMPONENT,
        "component": "c1",
        "name": "Giấy khai sinh.pdf",
        "size": 5,
        "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "content_type": "application/pdf",
        "uploaded_by": "sub-1",
        "created_at": DECLARED_AT,
    }
    return Paper(**{**given, **changes})


def build_uploaded_paper(
    dossier_id: str,
    paper_id: str,
    kind: PaperKind,
    component: str,
    by: str,
    real_now: datetime,
    *,
    pending: bool = False,
    reason: QuarantineReason | None = None,
) -> Paper:
    """A PDF that somebody declared, as its check leaves it: accepted, or set aside for a reason, unless pending."""
    wanted = declare_paper(
        kind=kind, component=component, name="giấy.pdf", size=100, sha256="a" * 64,
        content_type="application/pdf", components=[component],
    )  # fmt: skip
    made = create_paper(wanted, dossier_id=dossier_id, paper_id=paper_id, uploaded_by=by, real_now=real_now)
    return made if pending else settle_paper(made, "v1", reason, real_now=real_now)


def build_pdf(writer: PdfWriter | None = None) -> bytes:
    """A one-page PDF, with the writer's present content."""
    writer = writer or build_writer()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def build_writer() -> PdfWriter:
    """A writer with one blank A4 page."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


def build_pdf_with_root(key: str, value: Any) -> bytes:
    """A PDF whose catalogue has one more entry."""
    writer = build_writer()
    writer.root_object[NameObject(key)] = value
    return build_pdf(writer)


def build_action(kind: str, **entries: str) -> DictionaryObject:
    """An action dictionary of that kind."""
    found = DictionaryObject({NameObject("/S"): NameObject(kind)})
    for name, text in entries.items():
        found[NameObject(f"/{name}")] = TextStringObject(text)
    return found


def build_pdf_opening_at_page() -> bytes:
    """A PDF that opens at its first page: a destination, not an action."""
    writer = build_writer()
    page = writer.pages[0].indirect_reference
    writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])
    return build_pdf(writer)


def build_pdf_with_link() -> bytes:
    """A PDF whose page links to a web address."""
    writer = build_writer()
    box = ArrayObject([NumberObject(n) for n in (10, 10, 100, 30)])
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): box,
            NameObject("/A"): build_action("/URI", URI="https://example.gov.vn"),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([link])
    return build_pdf(writer)


def build_pdf_with_page_action() -> bytes:
    """A PDF whose page acts when it is shown."""
    writer = build_writer()
    opened = DictionaryObject({NameObject("/O"): build_action("/GoTo", D="x")})
    writer.pages[0][NameObject("/AA")] = opened
    return build_pdf(writer)


def build_pdf_with_attachment() -> bytes:
    """A PDF with a file attached."""
    writer = build_writer()
    writer.add_attachment("a.txt", b"hidden")
    return build_pdf(writer)


def build_locked_pdf(algorithm: str = "RC4-128", writer: PdfWriter | None = None) -> bytes:
    """A PDF that opens without a password and is locked against changes by its owner's."""
    return _encrypt_pdf("", algorithm, writer)


def build_pdf_with_password(algorithm: str = "RC4-128") -> bytes:
    """A PDF that asks for a password when it is opened."""
    return _encrypt_pdf("reader", algorithm, None)


def _encrypt_pdf(password: str, algorithm: str, writer: PdfWriter | None) -> bytes:
    writer = writer or build_writer()
    writer.encrypt(password, "owner", algorithm=algorithm)
    return build_pdf(writer)


def build_pdf_with_picture(data: bytes) -> bytes:
    """A PDF whose page shows a picture that is stored as these bytes."""
    writer = build_writer()
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(len(data)),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    picture._data = data
    shown = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    return build_pdf(writer)


def build_image(image_format: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """A noisy picture, so that its data is longer than its headers."""
    out = io.BytesIO()
    Image.effect_noise(size, 64).convert("RGB").save(out, image_format)
    return out.getvalue()


def build_zip() -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hidden")
    return out.getvalue()
