"""Every table of a kind of matter is whole, and what a broken one lacks is named."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.matter_kind import MatterKind, MatterState
from chalicelib.domain.matters.table_faults import list_table_faults
from chalicelib.domain.shared.errors import BilingualWords
from tests.support.matters.every_kind import EACH_KIND, add_kind


@EACH_KIND
def test_a_table_is_whole(kind: MatterKind) -> None:
    assert list_table_faults(kind) == []
    with add_kind(kind):
        assert find_kind(kind.name) is kind


def test_a_broken_table_is_named() -> None:
    kind = next(iter(KINDS.values()))
    lost = MatterState("lost", BilingualWords("Lạc", "Lost"))
    faults = list_table_faults(replace(kind, states=(*kind.states, lost), subject="none", clocks={}))
    assert "lost cannot be reached" in faults
    assert "lost cannot be left and has not ended" in faults
    assert "the subject none is no field" in faults
    assert any("no clock" in each for each in faults)
