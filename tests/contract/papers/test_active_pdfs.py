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
    list_active,
    list_forms,
    list_streams,
    write_placed,
    write_with_form,
    write_with_stream,
)
from tests.support.files.pdf_packing import add_hidden_object, append_update, escape_names, pack_and_lock, pack_objects
from tests.support.files.pdf_places import SHARE, build_pdf_object
from tests.support.paper_builders import build_locked_pdf, build_pdf, build_writer

PDF = "application/pdf"
PACKED: dict[str, Callable[[PdfWriter], bytes]] = {
    "packed": lambda writer: pack_objects(build_pdf(writer)),
    "locked": lambda writer: build_locked_pdf("RC4-128", writer),
    "locked and packed": pack_and_lock,
    "updated": lambda writer: append_update(build_pdf(writer)),
    "behind a mark": lambda writer: b"\xef\xbb\xbf" + build_pdf(writer),
}


def test_every_act_in_every_place_is_set_aside_with_its_reason():
    found = {name: inspect_bytes(build_pdf(writer), PDF) for name, writer, _ in list_active()}
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
    found = {name: inspect_bytes(PACKED[packing](write_placed(*case[:2])), PDF) for name, case in cases.items()}
    assert found == {name: case[2] for name, case in cases.items()}


@pytest.mark.parametrize(("name", "form", "reason"), list(list_forms()))
def test_an_xfa_form_may_hold_fields_and_nothing_that_acts(name, form, reason):
    writer = write_with_form(form)
    assert inspect_bytes(build_pdf(writer), PDF) == reason, name
    assert inspect_bytes(build_locked_pdf("AES-256", write_with_form(form)), PDF) == reason, name


@pytest.mark.parametrize(("name", "one", "reason"), list(list_streams()))
def test_a_stream_reads_no_other_file_and_is_no_program(name, one, reason):
    assert inspect_bytes(write_with_stream(one), PDF) == reason, name


@pytest.mark.parametrize("key", ["/S", "/N", "/URI"])
def test_a_kind_may_stand_in_an_object_of_its_own(key):
    writer = build_writer()
    act = build_pdf_object({"/S": "/Named", "/N": "/SaveAs"} if key == "/N" else ONLY_CLICKED["address"])
    act[NameObject(key)] = writer._add_object(build_pdf_object("file:///c:/" if key == "/URI" else act[key]))
    BY_ITSELF["opening"](writer, act)
    assert inspect_bytes(build_pdf(writer), PDF) == ("pdf_external" if key == "/URI" else "pdf_auto_action")


def test_an_escaped_name_is_the_same_name():
    plain = build_pdf(write_placed(BY_ITSELF["opening"], FORBIDDEN["share"][0]))
    assert inspect_bytes(escape_names(plain, b"OpenAction", b"GoToR"), PDF) == "pdf_external"


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
    assert inspect_bytes(add_hidden_object(build_pdf(), body), PDF) == reason


def test_a_dictionary_that_readers_read_in_two_ways_is_unreadable():
    plain = build_pdf(write_placed(BY_ITSELF["opening"], {"/S": "/GoTo", "/D": "x"}))
    assert inspect_bytes(plain, PDF) is None
    # The same length, so that every object stays where the cross-reference table has it.
    double = plain.replace(b"/Type /Catalog", b"/X/A /X/B     ")
    assert double != plain
    assert inspect_bytes(double, PDF) == "unreadable"


def test_a_ring_of_actions_ends():
    writer = build_writer()
    ring = writer._add_object(build_pdf_object({"/S": "/GoTo", "/D": "x"}))
    first = ring.get_object()
    assert isinstance(first, DictionaryObject)
    first[NameObject("/Next")] = ring
    BY_ITSELF["opening"](writer, ring)
    assert inspect_bytes(build_pdf(writer), PDF) is None
