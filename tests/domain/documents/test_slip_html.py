"""The page of a slip: the same words, and nobody's text becomes markup."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents.slip_html import render_html
from chalicelib.domain.documents.slip_values import (
    SlipKind,
)
from tests.support.builders import MONDAY
from tests.support.slip_builders import (
    build_case,
    build_register,
    build_slips,
)


def test_the_page_says_the_same_words_and_nobodys_text_becomes_markup():
    sly = "<script>alert(1)</script> & co"
    filed = build_case(MONDAY).file()
    filed.take("refuse", filed.officer(Role.ONE_STOP_OFFICER), reason=sly)
    slip = build_slips(filed)[SlipKind.REFUSAL]
    page = render_html(slip)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert "<script" not in page
    assert page.startswith('<!doctype html><html lang="vi">')
    assert all(each.label in page for each in slip.lines)
    assert "90 ngày kể từ" in page


def test_the_page_shows_tables_and_forms_and_the_mark_of_an_older_slip():
    receipt = build_slips(build_case(MONDAY).received())[SlipKind.RECEIPT]
    page = render_html(receipt)
    assert '<th scope="col">Tên giấy tờ</th>' in page
    older = replace(receipt, basis=tuple(replace(one, open=True) for one in receipt.basis))
    assert "(*) Áp dụng theo cách hiểu" in render_html(older)
    assert "Mẫu số 01" in page
    assert "<h2>Căn cứ</h2>" not in render_html(replace(build_register(MONDAY), basis=()))
