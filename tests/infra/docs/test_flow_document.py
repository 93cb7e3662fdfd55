"""docs/flow.md is the flow table, drawn."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import REQUESTS, TABLE, State
from infra.docs.flow import DOCUMENT, build_document, draw_flow


def test_the_document_is_the_table() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == build_document(), "run: python -m infra.docs.flow"


def test_every_state_and_row_is_in_it() -> None:
    text = build_document()
    assert all(f'{state.value}["' in text for state in State)
    assert text.count("\n| ") == len(TABLE) + len(REQUESTS) + 2


def test_every_move_is_an_arrow() -> None:
    moves = sum(1 for row in TABLE if row.to)
    by_request = sum(len(rule.to) for rule in REQUESTS.values())
    assert (draw_flow().count("-->"), draw_flow().count("-.->")) == (moves, by_request)
