"""The engine writes what the law and every reader need: text, tags, title, language, a QR code, equal bytes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from chalicelib.domain.documents.slip_values import Slip, clean_for_print
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from chalicelib.repositories.documents.slip_templates import find_layout
from chalicelib.steps.documents.render_slip import encode_words, read_words
from infra.paths import ROOT
from tests.support.builders import MONDAY
from tests.support.slip_builders import ACCENTED, IN_2018, build_long_slip, build_register, list_every_slip

RENDERER = TypstRenderer()
LETTERS = " ".join(ACCENTED)
A5, A4_WIDE = (419.5, 595.3), (841.9, 595.3)


@pytest.fixture(scope="module")
def slips() -> dict[str, Slip]:
    """One slip of every kind under the first and the newest forms, each with every letter of the language."""
    found = {f"{at.year}-{each.kind}": each for at in (IN_2018, MONDAY) for each in list_every_slip(at)}
    return {name: replace(each, closing=(*each.closing, LETTERS)) for name, each in found.items()}


@pytest.fixture(scope="module")
def pdfs(slips: dict[str, Slip]) -> dict[str, bytes]:
    """The same as PDF."""
    return {name: RENDERER.render(each) for name, each in slips.items()}


def read_text(pdf: bytes) -> str:
    """The text that a reader takes out, line breaks as single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def remove_spaces(text: str) -> str:
    """Without any space: a table cell and a hyphenated line lose theirs."""
    return re.sub(r"\s", "", text)


def list_tags(pdf: bytes) -> list[str]:
    """The structure elements in reading order."""
    return _walk_tree(read_catalogue(pdf)["/StructTreeRoot"])


def read_catalogue(pdf: bytes) -> Any:
    """The document's catalogue: what the whole file says of itself."""
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def _walk_tree(node: object) -> list[str]:
    if isinstance(node, pypdf.generic.IndirectObject):
        return _walk_tree(node.get_object())
    if isinstance(node, list):
        return [tag for each in node for tag in _walk_tree(each)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (_walk_tree(node["/K"]) if "/K" in node else [])


def test_all_accented_letters_come_out_of_every_pdf_as_they_went_in(pdfs):
    assert len(set(ACCENTED)) == 134
    for name, pdf in pdfs.items():
        assert LETTERS in read_text(pdf), name


def test_every_word_of_a_slip_is_in_its_pdf_in_order(slips, pdfs):
    for name, slip in slips.items():
        text = remove_spaces(read_text(pdfs[name]))
        places = [text.find(remove_spaces(f"{n}. {line.label}:")) for n, line in enumerate(slip.lines, start=1)]
        assert -1 not in places, name
        assert places == sorted(places), name
        for line in slip.lines:
            assert all(remove_spaces(each) in text for each in line.text), (name, line.key)
            cells = [cell for row in line.table.rows for cell in row] if line.table else []
            assert all(remove_spaces(each) in text for each in cells), (name, line.key)
        assert all(remove_spaces(one.text) in text for one in slip.basis), name
        assert all(remove_spaces(each) in text for each in slip.signers), name


def test_a_decomposed_input_reads_the_same(slips):
    slip = next(iter(slips.values()))
    decomposed = replace(slip, closing=(clean_for_print(unicodedata.normalize("NFD", LETTERS)),))
    assert RENDERER.render(decomposed) == RENDERER.render(replace(slip, closing=(LETTERS,)))


def test_each_pdf_is_tagged_titled_and_in_vietnamese(slips, pdfs):
    for name, pdf in pdfs.items():
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        root = read_catalogue(pdf)
        assert bool(root["/MarkInfo"]["/Marked"]), name
        assert root["/Lang"] == "vi-VN"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert reader.metadata.title == slips[name].title
        xmp = root["/Metadata"].get_object().get_data().decode()
        assert "pdfuaid:part" in xmp and "pdfaid:part" in xmp  # noqa: PT018 - one declaration


def test_the_reading_order_is_picture_heading_fields_basis(slips, pdfs):
    for name, pdf in pdfs.items():
        tags = list_tags(pdf)
        assert tags.count("/H1") == 1, name
        assert tags.index("/Figure") < tags.index("/H1")
        headings = [tag for tag in tags if re.fullmatch(r"/H\d", tag)]
        assert headings == ["/H1", *["/H2"] * (len(headings) - 1)]
        tables = sum(1 for line in slips[name].lines if line.table)
        assert tags.count("/Table") == tables
        assert ("/TH" in tags) == bool(tables)


def list_fonts(pdf: bytes) -> list[Any]:
    """The descriptors of the fonts that the pages use."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    resources: list[Any] = [page["/Resources"] for page in pages]
    used = [font.get_object() for each in resources for font in each["/Font"].values()]
    return [font["/DescendantFonts"][0]["/FontDescriptor"] for font in used]


def test_the_font_is_inside_and_free(pdfs):
    for pdf in pdfs.values():
        fonts = list_fonts(pdf)
        assert fonts
        assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)
        names = {re.sub(r"^/[A-Z]{6}\+", "", str(each["/FontName"])).split("-")[0] for each in fonts}
        assert names == {"LibertinusSerif"}


def draw_first_page(pdf: bytes, scale: float = 3) -> Image.Image:
    """The first page as a picture, drawn by another engine than the one that wrote it."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn: Image.Image = document[0].render(scale=scale).to_pil()
    return drawn


def test_the_qr_code_at_the_top_left_reads_as_its_payload(slips, pdfs):
    for name, pdf in pdfs.items():
        page = draw_first_page(pdf)
        (code,) = zxingcpp.read_barcodes(page)
        assert code.text == slips[name].qr, name
        assert code.format == zxingcpp.BarcodeFormat.QRCode
        corner = code.position.bottom_right
        assert corner.x < page.width / 3, name
        assert corner.y < page.height / 3, name


def test_pages_have_the_size_of_their_form(slips, pdfs):
    for name, pdf in pdfs.items():
        box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        size = (round(float(box.width), 1), round(float(box.height), 1))
        assert size == pytest.approx(A4_WIDE if slips[name].size == "a4" else A5, abs=0.6), name


def test_nothing_reaches_into_the_margins(pdfs):
    for name, pdf in pdfs.items():
        page = draw_first_page(pdf, scale=1).convert("L")
        left, top, right, bottom = page.point(lambda level: 255 if level < 200 else 0).getbbox() or (0, 0, 0, 0)
        assert left > 25, name
        assert top > 20, name
        assert right < page.width - 25, name
        assert bottom < page.height - 10, name


def test_long_texts_go_on_on_further_pages_and_nothing_is_lost():
    slip = build_long_slip(MONDAY)
    pdf = RENDERER.render(slip)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 2
    assert "Trang 1/" in pages[0].extract_text()
    text = remove_spaces(read_text(pdf))
    assert text.count(remove_spaces(LETTERS)) >= 20
    assert all(remove_spaces(each.limit) in text for each in slip.remedies)


def test_a_long_register_repeats_its_columns_on_every_page():
    pages = pypdf.PdfReader(io.BytesIO(RENDERER.render(build_register(MONDAY, 60)))).pages
    assert len(pages) > 1
    assert all("Cơ quan chủ trì" in re.sub(r"\s+", " ", page.extract_text()) for page in pages)


def test_a_dossier_code_breaks_inside_its_column():
    with pypdfium2.PdfDocument(RENDERER.render(build_register(MONDAY, 1))) as document:
        text = document[0].get_textpage()
        found = text.search("H57.106").get_next()
        assert found is not None
        start, next_column = found[0], text.search("Đăng").get_next()
        assert next_column is not None
        left_edge = text.get_charbox(next_column[0])[0]
        digits = [n for n in range(start, next_column[0]) if text.get_text_range(n, 1).isdigit()]
        assert len(digits) > 15
        assert max(text.get_charbox(n)[2] for n in digits) < left_edge


def test_a_word_without_end_stays_inside_the_page():
    slip = build_long_slip(MONDAY)
    with pypdfium2.PdfDocument(RENDERER.render(slip)) as document:
        for page in document:
            drawn = page.render(scale=1).to_pil().convert("L")
            box = drawn.point(lambda level: 255 if level < 200 else 0).getbbox()
            assert box is not None
            assert box[2] < drawn.width - 25


def test_nobodys_text_is_read_as_markup_or_breaks_the_page(slips):
    sly = '#include "layout-1.typ" $x$ *đậm* _ `raw` <b> \\u{41} @ref = heading "quote" {json} //'
    slip = replace(next(iter(slips.values())), closing=(clean_for_print(sly),))
    assert remove_spaces(clean_for_print(sly)) in remove_spaces(read_text(RENDERER.render(slip)))


def test_the_widest_text_that_is_let_through_can_be_shown(slips):
    allowed = "".join(
        chr(code) for code in range(0x20, 0x2700) if clean_for_print(f"a{chr(code)}a") == f"a{chr(code)}a"
    )
    slip = replace(next(iter(slips.values())), closing=tuple(allowed[n : n + 60] for n in range(0, len(allowed), 60)))
    assert RENDERER.render(slip).startswith(b"%PDF")


def test_the_same_words_give_the_same_bytes_in_this_and_any_other_process(slips, pdfs, tmp_path):
    name = "2026-receipt"
    stored = encode_words(slips[name], RENDERER.engine)
    assert read_words(stored) == slips[name]
    assert RENDERER.render(read_words(stored)) == pdfs[name]
    (tmp_path / "words.json").write_bytes(stored)
    program = (
        "import sys; from chalicelib.repositories.documents.slip_renderer import TypstRenderer as R;"
        "from chalicelib.steps.documents.render_slip import read_words;"
        f"sys.stdout.buffer.write(R().render(read_words(open({str(tmp_path / 'words.json')!r}, 'rb').read())))"
    )
    environment = {"TZ": "America/Lima", "LANG": "C", "PATH": "/usr/bin:/bin"}
    again = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert again.stdout == pdfs[name]


def test_stored_words_name_the_engine_and_newer_ones_are_refused(slips):
    stored = encode_words(slips["2026-receipt"], RENDERER.engine)
    assert re.search(rb'"engine":"typst \d+\.\d+\.\d+"', stored)
    with pytest.raises(KeyError, match="version 2"):
        read_words(stored.replace(b'"v":1', b'"v":2'))


def test_an_unknown_layout_is_refused(slips):
    with pytest.raises(FileNotFoundError, match="layout-99"):
        RENDERER.render(replace(slips["2026-receipt"], layout="layout-99"))
    with pytest.raises(FileNotFoundError):
        find_layout("../../settings")
