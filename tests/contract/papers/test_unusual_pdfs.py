"""PDFs that every reader opens although their form is unusual, and bad files that look like them."""

from __future__ import annotations

import struct

import pytest
from pypdf.generic import NameObject

from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.inspection import inspect_bytes
from tests.contract.papers.test_paper_inspection import JPEG, PDF, PNG, build_script_action
from tests.support.files.pdf_packing import pack_objects
from tests.support.paper_builders import (
    build_image,
    build_locked_pdf,
    build_pdf,
    build_pdf_with_password,
    build_pdf_with_picture,
    build_writer,
    build_zip,
)

ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256")
LEADS = (b"\xef\xbb\xbf", b"\n", b"\r\n \t\0", b"\xef\xbb\xbf\r\n", b" " * 900)
# The last record of an archive that names one file, as it may stand in the samples of a picture.
END_MARK = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, 60, 200, 0)


def find_fault(data: bytes, content_type: str = PDF) -> QuarantineReason | None:
    return inspect_bytes(data, content_type)


def shift_offsets(plain: bytes, by: int) -> bytes:
    """The same PDF with its offsets counted as if that many bytes stood before it."""
    table, _, rest = plain.partition(b"\nstartxref\n")
    start = int(rest.split()[0])
    lines = table[start:].split(b"\n")
    moved = [b"%010d" % (int(line[:10]) + by) + line[10:] if line[17:18] == b"n" else line for line in lines]
    return table[:start] + b"\n".join(moved) + b"\nstartxref\n%d\n%%%%EOF\n" % (start + by)


def write_with_script() -> bytes:
    writer = build_writer()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(build_script_action())
    return build_pdf(writer)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_lock_against_changes_is_no_fault_and_a_password_to_open_is(algorithm):
    assert find_fault(build_locked_pdf(algorithm)) is None
    assert find_fault(build_pdf_with_password(algorithm)) == "encrypted"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_script_in_a_locked_file_is_found(algorithm):
    writer = build_writer()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(build_script_action())
    assert find_fault(build_locked_pdf(algorithm, writer)) == "pdf_script"


def test_a_file_encrypted_for_the_holder_of_a_certificate_is_encrypted():
    locked = build_locked_pdf()
    assert b"/Standard" in locked
    assert find_fault(locked.replace(b"/Filter /Standard", b"/Filter /PubKeyX1")) == "encrypted"


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("document", [build_pdf(), pack_objects(build_pdf()), build_locked_pdf("AES-128")])
def test_a_mark_or_white_space_before_the_header_is_skipped(lead, document):
    assert find_fault(lead + document) is None


@pytest.mark.parametrize("lead", LEADS)
def test_offsets_may_count_from_the_first_byte(lead):
    assert find_fault(lead + shift_offsets(build_pdf(), len(lead))) is None


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("count_from_the_start", [False, True])
def test_script_behind_a_lead_is_found_however_offsets_are_counted(lead, count_from_the_start):
    document = shift_offsets(write_with_script(), len(lead)) if count_from_the_start else write_with_script()
    assert find_fault(lead + document) == "pdf_script"
    assert find_fault(lead + pack_objects(write_with_script())) == "pdf_script"


@pytest.mark.parametrize("lead", [b"GIF89a", b"\xff\xfe", b"x", b" " * 1024, b"MZ\n"])
def test_any_other_beginning_is_no_pdf(lead):
    assert find_fault(lead + build_pdf()) == "type_mismatch"


@pytest.mark.parametrize("padding", [b"\0", bytes(1024), bytes(64 * 1024), b"\n" * 2000, b"\r\n\0" * 3000])
def test_padding_after_the_end_is_no_fault(padding):
    assert find_fault(build_pdf() + padding) is None
    assert find_fault(pack_objects(build_pdf()) + padding) is None


def test_a_file_cut_short_is_found_behind_its_padding():
    half = build_pdf()[: len(build_pdf()) // 2]
    assert find_fault(half + bytes(4096)) == "truncated"
    assert find_fault(half + b"%%EOF" + bytes(4096)) == "truncated"


def test_the_bytes_of_an_end_mark_in_a_picture_are_no_archive():
    for picture in (b"PK\x05\x06", END_MARK, b"PK\x01\x02" + bytes(200) + END_MARK, bytes(70_000) + END_MARK):
        assert find_fault(build_pdf_with_picture(picture + bytes(100))) is None
    assert find_fault(build_image("JPEG") + END_MARK, JPEG) is None


@pytest.mark.parametrize("behind", [0, 100, 70_000])
def test_an_archive_inside_a_picture_is_found_at_any_position(behind):
    assert find_fault(build_pdf_with_picture(build_zip() + bytes(behind))) == "polyglot"
    assert find_fault(build_pdf_with_picture(build_zip() + bytes(behind) + END_MARK)) == "polyglot"


def test_an_archive_is_found_although_its_end_mark_points_elsewhere():
    whole = build_zip()
    end = whole.rindex(b"PK\x05\x06")
    lying = whole[: end + 12] + struct.pack("<II", 7, 7) + whole[end + 20 :]
    assert find_fault(build_pdf() + lying) == "polyglot"
    assert find_fault(build_image("PNG") + lying, PNG) == "polyglot"


@pytest.mark.parametrize("reason", [QuarantineReason.ENCRYPTED, QuarantineReason.POLYGLOT, QuarantineReason.TRUNCATED])
def test_each_refusal_says_what_to_do(reason):
    assert "Hãy " in reason.vi
    assert " again" in reason.en
