"""PDFs with active content or external references are quarantined, however they are packed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from chalicelib.repositories.papers.inspection import inspect_bytes
from tests.support.files.active_pdfs import (
    BY_ITSELF,
    FORBIDDEN,
    ONLY_CLICKED,
    OTHERS,
    SHARE,
    list_active,
    list_forms,
    list_streams,
    made,
    placed,
    with_form,
    with_stream,
)
from tests.support.files.pdf_packing import escaped, hidden, packed, packed_and_locked, updated
from tests.support.paper_builders import a_pdf, a_writer, pdf_locked

PDF = "application/pdf"
PACKED: dict[str, Callable[[PdfWriter], bytes]] = {
    "packed": lambda writer: packed(a_pdf(writer)),
    "locked": lambda writer: pdf_locked("RC4-128", writer),
    "locked and packed": packed_and_locked,
    "updated": lambda writer: updated(a_pdf(writer)),
    "behind a mark": lambda writer: b"\xef\xbb\xbf" + a_pdf(writer),
}


def test_every_act_in_every_place_is_set_aside_with_its_reason():
    found = {name: inspect_bytes(a_pdf(writer), PDF) for name, writer, _ in list_active()}
    assert found == {name: reason for name, _, reason in list_active()}
    assert len(found) > 140


@pytest.mark.parametrize("packing", PACKED)
def test_packing_hides_nothing(packing):
    cases = {
        "script": (BY_ITSELF["next of next"], *FORBIDDEN["script"]),
        "share": (BY_ITSELF["pointer"], *FORBIDDEN["share"]),
        "address by itself": (BY_ITSELF["next"], ONLY_CLICKED["address"], "pdf_auto_action"),
        **{name: OTHERS[name] for name in ("film note", "base of a share", "unknown names", "names of scripts")},
    }
    found = {name: inspect_bytes(PACKED[packing](placed(*case[:2])), PDF) for name, case in cases.items()}
    assert found == {name: case[2] for name, case in cases.items()}


@pytest.mark.parametrize(("name", "form", "reason"), list(list_forms()))
def test_an_xfa_form_may_hold_fields_and_nothing_that_acts(name, form, reason):
    writer = with_form(form)
    assert inspect_bytes(a_pdf(writer), PDF) == reason, name
    assert inspect_bytes(pdf_locked("AES-256", with_form(form)), PDF) == reason, name


@pytest.mark.parametrize(("name", "one", "reason"), list(list_streams()))
def test_a_stream_reads_no_other_file_and_is_no_program(name, one, reason):
    assert inspect_bytes(with_stream(one), PDF) == reason, name


@pytest.mark.parametrize("key", ["/S", "/N", "/URI"])
def test_a_kind_may_stand_in_an_object_of_its_own(key):
    writer = a_writer()
    act = made({"/S": "/Named", "/N": "/SaveAs"} if key == "/N" else ONLY_CLICKED["address"])
    act[NameObject(key)] = writer._add_object(made("file:///c:/" if key == "/URI" else act[key]))
    BY_ITSELF["opening"](writer, act)
    assert inspect_bytes(a_pdf(writer), PDF) == ("pdf_external" if key == "/URI" else "pdf_auto_action")


def test_an_escaped_name_is_the_same_name():
    plain = a_pdf(placed(BY_ITSELF["opening"], FORBIDDEN["share"][0]))
    assert inspect_bytes(escaped(plain, b"OpenAction", b"GoToR"), PDF) == "pdf_external"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<</S/JavaScript/JS(x)>>", "pdf_script"),
        (b"<</S/Thread/F(%s)>>" % SHARE.encode(), "pdf_external"),
        (b"<</Type/Catalog/OpenAction<</S/URI/URI(http://x.vn)>>>>", "pdf_auto_action"),
        (b"<</Type/Annot/Subtype/Movie/Rect[0 0 9 9]>>", "pdf_media"),
    ],
)
def test_an_object_that_no_cross_reference_names_is_found(body, reason):
    assert inspect_bytes(hidden(a_pdf(), body), PDF) == reason


def test_a_dictionary_that_readers_read_in_two_ways_is_unreadable():
    plain = a_pdf(placed(BY_ITSELF["opening"], {"/S": "/GoTo", "/D": "x"}))
    assert inspect_bytes(plain, PDF) is None
    # The same length, so that every object stays where the cross-reference table has it.
    double = plain.replace(b"/Type /Catalog", b"/X/A /X/B     ")
    assert double != plain
    assert inspect_bytes(double, PDF) == "unreadable"


def test_a_ring_of_actions_ends():
    writer = a_writer()
    ring = writer._add_object(made({"/S": "/GoTo", "/D": "x"}))
    first = ring.get_object()
    assert isinstance(first, DictionaryObject)
    first[NameObject("/Next")] = ring
    BY_ITSELF["opening"](writer, ring)
    assert inspect_bytes(a_pdf(writer), PDF) is None
