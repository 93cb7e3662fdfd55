"""Rows that many kinds have alike."""

from __future__ import annotations

from chalicelib.domain.matters.kinds.shared_rows import NOTE, build_forward_row, build_urge_row
from chalicelib.domain.matters.matter_actors import FOCAL, OFFICE, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_unit
from chalicelib.domain.matters.matter_kind import FieldAudience
from chalicelib.domain.shared.errors import BilingualWords

UNIT = ask_unit("agency", "Cơ quan", "Agency")


def test_urging_leaves_the_matter_as_it_is_and_notifies_its_unit() -> None:
    row = build_urge_row(("open",), "QN-21.7")
    assert (row.to, row.fields, row.clocks, row.who) == ("", (), (), OFFICE)
    assert row.notifies == (MatterPlace.UNIT,)


def test_who_forwards_names_the_unit_that_becomes_responsible() -> None:
    row = build_forward_row(BilingualWords("Chuyển", "Forward"), ("open",), "open", FOCAL, "QN-19.2", UNIT)
    assert (row.hands_to, row.fields) == ("agency", (UNIT, NOTE))
    assert row.notifies == (MatterPlace.UNIT, MatterPlace.REPORTER)
    assert NOTE.audience is FieldAudience.UNITS, "what agencies write to one another is not the sender's to read"
