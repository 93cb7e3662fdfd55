"""Names of a paper's file: the key, the digest, and the name under which it is downloaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.papers.paper_files import (
    build_content_disposition,
    build_object_key,
    download_name,
    encode_sha256,
    normalise_sha256,
    parse_key,
)
from chalicelib.domain.shared.errors import Refusal
from tests.domain.papers.test_paper import declare_with


@pytest.mark.parametrize("key", ["in/readme.txt", "in/a/b/c", "out/a/b", "in/a/", "in/../b", "in/a/b\n", ""])
def test_a_foreign_key_is_nobodys_paper(key):
    assert parse_key(key) is None


def test_key_and_ids_are_inverse():
    assert parse_key(build_object_key("d1", "p1")) == ("d1", "p1")


@given(st.binary(min_size=32, max_size=32))
def test_digest_forms_are_inverse(digest):
    assert normalise_sha256(encode_sha256(digest.hex())) == digest.hex()


@pytest.mark.parametrize(
    ("name", "content_type", "safe"),
    [
        ("Giấy khai sinh.pdf", "application/pdf", "Giấy khai sinh.pdf"),
        ("ảnh.JPEG", "image/jpeg", "ảnh.jpg"),
        ("hoadon.exe", "application/pdf", "hoadon.exe.pdf"),
        ("../../etc/passwd", "image/png", "etc passwd.png"),
        ('a"b;c\\d.pdf', "application/pdf", "a b;c d.pdf"),
        ("...", "application/pdf", "giay-to.pdf"),
        ("x" * 200 + ".pdf", "application/pdf", "x" * 100 + ".pdf"),
        ("CON.pdf", "application/pdf", "_CON.pdf"),
        ("lpt1.scan.png", "image/png", "_lpt1.scan.png"),
        ("Con tôi.pdf", "application/pdf", "Con tôi.pdf"),
    ],
)
def test_a_download_has_a_safe_name_with_the_checked_types_extension(name, content_type, safe):
    assert download_name(name, content_type) == safe


@given(st.text(min_size=1, max_size=200), st.sampled_from(["application/pdf", "image/png", "image/jpeg"]))
def test_a_download_header_is_plain_text_for_any_name(name, content_type):
    try:
        clean = declare_with(name=name).name
    except Refusal:
        return
    header = build_content_disposition(clean, content_type)
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2


def test_both_forms_of_a_vietnamese_name_are_readable():
    header = build_content_disposition("Đơn đề nghị.pdf", "application/pdf")
    assert 'filename="Don de nghi.pdf"' in header
    assert "filename*=UTF-8''%C4%90%C6%A1n" in header
