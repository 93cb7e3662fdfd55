"""In which capacity somebody files: for what they themselves request, or as another person whom it concerns (VL-2.4).

Who files in a related interest says in words how the matter concerns them. The words are personal and kept as a part
of the filing; the capacity is on the submission. A filing without one is made in one's own right, as every filing was
before it could be declared.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.eforms.answer_formats import has_letter
from chalicelib.domain.shared.errors import FieldError, Refusal, RefusalKind

CAPACITIES_RULE = "filing.capacities"
"""Capacities, other than one's own right, in which the law of the place lets somebody file."""
RELATED = "related_interest"
RELATION = "relation"
"""The part that says how the matter concerns the applicant."""


class CapacityNotOffered(Refusal):
    """The rules of the province do not let somebody file in this capacity."""

    code = "capacity_not_offered"
    kind = RefusalKind.INVALID
    vi = "Nơi này chỉ nhận hồ sơ của người có yêu cầu thực hiện thủ tục."
    en = "Here only those who request the procedure themselves may file."


@dataclass(frozen=True, slots=True)
class TypedCapacity:
    """A capacity as typed, with the relation in words."""

    kind: str
    relation: str = ""


def find_relation_faults(capacity: TypedCapacity) -> list[FieldError]:
    """Return the fault of a relation that is not said."""
    if has_letter(capacity.relation):
        return []
    vi, en = "Ghi mối liên quan của bạn với việc này.", "Say how this matter concerns you."
    return [FieldError("/capacity/relation", "relation_missing", vi, en)]
