"""Rows by which a matter that came in under another heading continues as what it is: it is never dropped.

A question may really be feedback, a request for information or a complaint, and the other way round. Its text, sender
and time of receipt move along, and the law of the other kind decides how long it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.matters.kinds.feedback_fields import ABOUT, CONDUCT
from chalicelib.domain.matters.matter_actors import Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_line, ask_text
from chalicelib.domain.matters.matter_kind import ClockEffect, LawCondition, MatterField, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

RECLASSIFIED = "reclassified"
RECLASSIFIED_STATE = MatterState(
    RECLASSIFIED, Words("Đã chuyển sang loại khác", "Moved to another kind"), ended=True
)  # fmt: skip
REASON = ask_text("reason", "Lý do", "Reason")


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A kind to which matters move: what the officer adds, and the state in which it begins if the sender has to
    complete the form that the law asks for."""

    name: Words
    article: str
    fields: tuple[MatterField, ...] = ()
    checks: tuple[str, ...] = ()
    begins_in: str = ""
    while_law: tuple[LawCondition, ...] = ()


OTHER_KINDS: Mapping[str, OtherKind] = {
    "question": OtherKind(
        Words("Chuyển thành câu hỏi", "Move to questions"), "LC-22.2; QN-19.1", while_law=(LawCondition("qa.section"),)
    ),
    "feedback": OtherKind(
        Words("Chuyển thành phản ánh, kiến nghị", "Move to feedback"), "NĐ 20/2008 6, 9.1", (ABOUT, CONDUCT),
        ("conduct",),
    ),
    "information": OtherKind(
        Words("Chuyển thành yêu cầu cung cấp thông tin", "Move to requests for information"), "Luật 104/2016 24, 26.2",
        begins_in="incomplete",
    ),
    "complaint": OtherKind(
        Words("Chuyển thành khiếu nại", "Move to complaints"), "Luật 02/2011 7, 8; LC-23.3",
        (ask_line("decision", "Quyết định hoặc hành vi bị khiếu nại", "Decision or act complained about"),),
    ),
}  # fmt: skip


def build_reclassify_rows(
    kind: str, states: tuple[str, ...], who: Actors, clocks: tuple[ClockEffect, ...], checks: tuple[str, ...] = ()
) -> tuple[MatterStep, ...]:
    """Return one row for each other kind: it ends the matter with its reason and stops its clocks."""
    return tuple(
        MatterStep(
            f"to_{name}", other.name, states, RECLASSIFIED, who, other.article, fields=(*other.fields, REASON),
            clocks=clocks, checks=(*checks, *other.checks), notifies=(MatterPlace.REPORTER,), becomes=name,
            begins_in=other.begins_in, while_law=other.while_law,
        )
        for name, other in OTHER_KINDS.items()
        if name != kind
    )  # fmt: skip
