"""docs/need_to_know.md is what the table draws."""

from __future__ import annotations

from infra.docs.sight import DOCUMENT, build_document


def test_the_document_is_what_the_table_draws() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == build_document(), "run: python -m infra.docs.sight"
