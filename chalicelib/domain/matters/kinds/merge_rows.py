"""Rows by which a duplicate is answered with another matter of its kind, and separated from it again.

No regulation ends a matter because somebody else sent the same one: its own answer is due as before, and the clock of
the answer does not stop.
"""

from __future__ import annotations

from chalicelib.domain.matters.matter_actors import Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_matter, ask_text
from chalicelib.domain.matters.matter_kind import ClockEffect, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

MERGED = "merged"
MERGED_STATE = MatterState(
    MERGED,
    Words("Chờ trả lời chung với nội dung giống nhau", "Waits for an answer together with one that asks the same"),
)  # fmt: skip
MERGE = Words("Trả lời chung với nội dung giống nhau", "Answer together with one that asks the same")
SEPARATE = Words("Tách ra, xử lý riêng", "Separate it again")


def build_merge_rows(
    states: tuple[str, ...],
    back: str,
    who: Actors,
    article: str,
    *,
    clocks: tuple[ClockEffect, ...] = (),
    checks: tuple[str, ...] = (),
) -> tuple[MatterStep, ...]:
    """Return the row that merges a matter with a leading one, and the one that leads to `back` as if it never was."""
    sender = (MatterPlace.REPORTER,)
    return (
        MatterStep(
            "merge", MERGE, states, MERGED, who, article,
            fields=(ask_matter("other", "Việc chính", "The leading one", UNITS),), clocks=clocks,
            checks=(*checks, "other_matter"), notifies=sender,
        ),
        MatterStep(
            "separate", SEPARATE, (MERGED,), back, who, article, fields=(ask_text("reason", "Lý do", "Reason"),),
            checks=(*checks, "separated"), notifies=sender,
        ),
    )  # fmt: skip
