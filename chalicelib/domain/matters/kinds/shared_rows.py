"""Rows that many kinds have alike: urging the responsible unit, and passing a matter on to another one."""

from __future__ import annotations

from chalicelib.domain.matters.matter_actors import OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_text
from chalicelib.domain.matters.matter_kind import ClockEffect, LawCondition, MatterField, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

URGE = Words("Đôn đốc", "Urge")
NOTE = ask_text("note", "Ghi chú", "Note", UNITS, required=False)


def build_urge_row(
    states: tuple[str, ...], article: str, who: Actors = OFFICE, while_law: tuple[LawCondition, ...] = ()
) -> MatterStep:
    """Return the row by which the responsible unit is urged; the matter stays as it is."""
    return MatterStep(
        "urge", URGE, states, "", who, article, while_law=while_law, notifies=(MatterPlace.UNIT,)
    )  # fmt: skip


def build_forward_row(
    name: Words,
    states: tuple[str, ...],
    to: str,
    who: Actors,
    article: str,
    unit: MatterField,
    clocks: tuple[ClockEffect, ...] = (),
) -> MatterStep:
    """Return the row by which another unit becomes responsible; it and the sender are notified."""
    return MatterStep(
        "forward", name, states, to, who, article, fields=(unit, NOTE), clocks=clocks, hands_to=unit.key,
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    )  # fmt: skip
