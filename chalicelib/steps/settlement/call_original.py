"""Call for originals: the agency asks to see the paper behind a copy. Record the result of a comparison, for a called
original or for the paper behind an unsigned upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.domain.dossier import originals
from chalicelib.domain.dossier.handover import SENT
from chalicelib.domain.flow.transitions import UNSIGNED, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import OriginalCalled, OriginalCompared
    from chalicelib.models.steps import CallOriginalBody, CompareBody


def call_original(deps: Dependencies, command: Command[CallOriginalBody]) -> CommandResult:
    """Ask the applicant to show originals (HUE-11.3). The settlement time runs on."""
    return run_step(deps, command, Step.CALL_ORIGINAL, decide_call)


def compare_original(deps: Dependencies, command: Command[CompareBody]) -> CommandResult:
    """Record the result of the comparison with the originals (HUE-11.3), or with the paper behind unsigned uploads
    (HUE-9.2, QN-7.2)."""
    return run_step(deps, command, Step.COMPARE, decide_comparison)


def decide_call(context: StepContext[CallOriginalBody]) -> Decision:
    """Open the only possible call; the reason is a personal part."""
    rule = require_callable(context)
    originals.require_none_awaited(context.dossier.original_call)
    asked = list(dict.fromkeys(context.body.components))
    filed = set(context.dossier.papers.values())
    vi, en = "Hồ sơ không có bản sao của giấy tờ này.", "The dossier has no copy of this paper."
    wrong = [number for number, key in enumerate(asked) if key not in filed]
    if wrong or not asked:
        places = wrong or [0]
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_not_filed", vi, en) for n in places))
    data: OriginalCalled = {
        "components": asked,
        "legal_basis": context.body.legal_basis,
        "shown_as": context.body.shown_as,
    }
    return Decision(
        (
            payloads.ORIGINAL_CALLED.build(
                data, build_text_part(context, "reason", context.body.reason), list_cites(rule)
            ),
        )
    )


def require_callable(context: StepContext[CallOriginalBody]) -> Ruling:
    """Require that the regulation of the dossier's day makes applicants show originals, where the law of the sector
    provides for it (HUE-11.3)."""
    rule = context.find_rule("document.presented_on_call")
    with cite_on_refusal(rule):
        if not rule.value:
            raise originals.OriginalNotCallable()
        if context.body.shown_as not in rule.to_list():
            vi, en = (
                "Quy định không cho yêu cầu loại giấy tờ này.",
                "The rule does not allow calling for this kind of paper.",
            )
            raise Invalid(fields=(FieldError("/shown_as", "not_callable", vi, en),))
    return rule


def decide_comparison(context: StepContext[CompareBody]) -> Decision:
    """Close the open call after all its papers were seen; or compare papers behind unsigned uploads, brought or sent.
    Papers that differ remain to be compared."""
    unsigned = context.row.case == UNSIGNED
    expected = context.dossier.handover.unchecked if unsigned else _list_called_components(context)
    seen = list(dict.fromkeys(context.body.components or expected))
    _require_among(seen, expected, "components")
    if not unsigned and len(seen) < len(expected):
        vi, en = "Đối chiếu đủ giấy tờ đã yêu cầu xuất trình.", "Compare every paper that was called for."
        raise Invalid(fields=(FieldError("/components", "call_unfinished", vi, en),))
    differing = list(dict.fromkeys(context.body.differing))
    _require_among(differing, seen, "differing")
    if differing and not context.body.note:
        vi, en = "Ghi rõ điểm khác nhau.", "State the differences."
        raise Invalid(fields=(FieldError("/note", "required", vi, en),))
    data: OriginalCompared = {
        "components": seen,
        "differing": differing,
        "outcome": originals.name_outcome(differing),
    }
    if unsigned:
        data["of"] = UNSIGNED
    # How the paper came: a sent one costs no visit.
    if context.body.came == SENT:
        data["came"] = SENT
    rule = context.find_rule("paper.unsigned_check" if unsigned else "document.presented_on_call")
    return Decision(
        (payloads.ORIGINAL_COMPARED.build(data, build_text_part(context, "note", context.body.note), list_cites(rule)),)
    )


def _list_called_components(context: StepContext[object]) -> tuple[str, ...]:
    if context.dossier.original_call is None:
        raise ValueError("the flow table knows a comparison with originals only while a call is open")
    return context.dossier.original_call.components


def _require_among(keys: list[str], expected: Sequence[str], where: str) -> None:
    """Refuse papers that nobody is waiting for."""
    wrong = [number for number, key in enumerate(keys) if key not in expected]
    if wrong:
        vi, en = "Không yêu cầu xuất trình giấy tờ này.", "This paper was not called for."
        raise Invalid(fields=tuple(FieldError(f"/{where}/{n}", "not_called_for", vi, en) for n in wrong))
