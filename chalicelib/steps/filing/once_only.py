"""Data the state already holds is not requested again, except for a recorded reason of the closed list (VL-7.2.d,
LC-3.4, NĐ 309/2026 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import StepContext

if TYPE_CHECKING:
    from chalicelib.models.steps import SupplementRequestBody

FORBIDDEN = "forbidden"


def require_not_held(
    context: StepContext[SupplementRequestBody], components: Sequence[str]
) -> tuple[dict[str, str], tuple[Ruling, ...]]:
    """Return the reason for each held component that is requested, with its rules. Refuse a held component without a
    reason that the law of the dossier allows."""
    held = [key for key in components if key in context.dossier.intake.held]
    if not held:
        return {}, ()
    rule, reasons = context.find_rule("data.reask"), context.find_rule("data.reask_reasons")
    given = context.body.fallbacks or {}
    if rule.value == FORBIDDEN:
        with cite_on_refusal(rule):
            _require_reasons(components, held, given, reasons.list_words())
    return {key: given[key] for key in held if key in given}, (rule, reasons)


def _require_reasons(
    components: Sequence[str], held: Sequence[str], given: dict[str, str], known: Sequence[str]
) -> None:
    wrong = [key for key in held if given.get(key) not in known]
    if wrong:
        vi = "Dữ liệu này đã có; chỉ được yêu cầu lại với lý do trong danh mục của quy định."
        en = "This data is held already; ask again only for a reason on the list of the law."
        places = [components.index(key) for key in wrong]
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "data_held", vi, en) for n in places))
