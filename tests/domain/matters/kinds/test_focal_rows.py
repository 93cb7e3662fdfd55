"""Rows of the officers whom a unit names."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import SPECIAL, Role
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.focal_rows import NAMED_ANSWERER, NAMED_INTAKE, add_focal_rows


def test_the_named_officers_get_rows_of_their_own_and_no_row_changes() -> None:
    kind = add_focal_rows(DIFFICULTIES, ("group",), ("answer",))
    own, added = kind.steps[: len(DIFFICULTIES.steps)], kind.steps[len(DIFFICULTIES.steps) :]
    assert own == DIFFICULTIES.steps
    assert {(row.word, role) for row in added for role, _ in row.who} == {
        ("group", Role.INTAKE_FOCAL),
        ("answer", Role.ANSWER_FOCAL),
    }
    assert {row.word: row.while_law[-1:] for row in added} == {"group": NAMED_INTAKE, "answer": NAMED_ANSWERER}
    assert {role for row in added for role, _ in row.who} <= SPECIAL
