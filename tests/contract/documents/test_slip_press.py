"""The file of a print: the stored slips page by page, a mark on each copy, and a list in front of several."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from chalicelib.domain.documents.prints import PrintedSheet, build_cover
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.repositories.documents.prints import SlipPress
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from tests.support.builders import MONDAY
from tests.support.slip_builders import list_every_slip

RECEIPT, CONTROL = (
    next(each for each in list_every_slip(MONDAY) if each.kind == kind) for kind in ("receipt", "control")
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Two stored slips of different size."""
    return {"receipt": TypstRenderer().render(RECEIPT), "control": TypstRenderer().render(CONTROL)}


def list_pages(pdf: bytes) -> list[tuple[str, tuple[float, float]]]:
    """The text and the size of each page."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [
        (re.sub(r"\s+", " ", each.extract_text()), (float(each.mediabox.width), float(each.mediabox.height)))
        for each in found
    ]


def build_stored(name: str) -> Paper:
    """A slip's row."""
    return Paper("d", name, PaperKind.SLIP, name, name, 1, "", "application/pdf", "system", MONDAY)


def test_the_first_print_is_the_stored_slip(files):
    (made,) = list_pages(SlipPress(lambda p: files[p.id]).bind([(build_stored("receipt"), "")], None))
    assert made == list_pages(files["receipt"])[0]
    assert "IN LẠI" not in made[0]


def test_a_copy_bears_its_count_and_every_word_of_the_slip(files):
    sheet = PrintedSheet("d", "receipt", "H57-1", "Giấy", 2)
    (made,) = list_pages(SlipPress(lambda p: files[p.id]).bind([(build_stored("receipt"), sheet.mark)], None))
    ((text, size),) = list_pages(files["receipt"])
    assert "BẢN IN LẠI LẦN 2" in made[0]
    assert made[0].replace("BẢN IN LẠI LẦN 2", "").split() == text.split()
    assert made[1] == size


def test_several_stand_behind_a_list_of_them_in_its_order(files):
    sheets = [
        PrintedSheet("d1", "receipt", "H57-1", "Giấy tiếp nhận", 0),
        PrintedSheet("d2", "control", "H57-2", "Phiếu", 1),
    ]
    pairs = [(build_stored(each.paper_id), each.mark) for each in sheets]
    made = list_pages(SlipPress(lambda p: files[p.id]).bind(pairs, build_cover(sheets, "09:00 23/11/2026")))
    assert len(made) == 1 + len(list_pages(files["receipt"])) + len(list_pages(files["control"]))
    listed, size = made[0]
    assert size == made[1][1], "the list is on paper of the first slip's size"
    assert listed.index("H57-1") < listed.index("H57-2") < listed.index("Bản in lại lần 1")
    assert ["LẠI LẦN 1" in text for text, _ in made] == [False, False, *[True] * len(list_pages(files["control"]))]


def test_thirty_of_one_kind_share_their_fonts(files):
    sheets = [(build_stored("receipt"), "")] * 30
    assert len(SlipPress(lambda p: files[p.id]).bind(sheets, None)) < 10 * len(files["receipt"])
