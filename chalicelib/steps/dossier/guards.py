"""Small helpers of the steps for rules and reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.law.rulings import RuleCite, Ruling
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.papers.paper import Paper, PaperKind, require_accepted
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.time import working_time
from chalicelib.domain.time.deadlines import (
    CountingMethod,
    DayMethod,
    Duration,
    Outside,
    ReceiptDay,
    find_outside_hours,
)
from chalicelib.steps.dossier.body_fields import WithGround, WithPapers, WithResult
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, StepContext
from chalicelib.steps.dossier.ports import Loaded


class LimitReached(Refusal):
    """The law limits how often or how far this act is allowed, and the limit is reached."""

    code = "limit_reached"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã hết số lần hoặc mức tối đa được phép: {limit} ({basis_vi})."
    en = "The allowed number or extent is used up: {limit} ({basis_en})."


def build_limit_refusal(limit: int | str, rule: Ruling) -> LimitReached:
    """Return the refusal, with the article; `limit` is how often, how much or until which day. A choice of the service
    is named as such, never as law."""
    article = rule.cite["article"]
    return LimitReached(limit=limit, basis_vi=article or "quy ước của dịch vụ", basis_en=article or "service rule")


def list_cites(*rulings: Ruling) -> tuple[RuleCite, ...]:
    """Return the citations of a fact's rules."""
    return tuple(ruling.cite for ruling in rulings)


DAY_HOURS = {"shift_sum": 0, "eight": 8}
"""Hours of the values of the rule `counting.day_hours`; 0 stands for the unit's own shifts."""


def build_counting(rule: Callable[..., Ruling]) -> CountingMethod:
    """Return how days are counted, by the rules of a case."""
    off_hours, session = (rule("counting.day_of_receipt", moment=each.value).to_text() for each in Outside)
    return CountingMethod(
        DayMethod(rule("counting.day_method").to_text()), DAY_HOURS.get(rule("counting.day_hours").to_text(), 0),
        ReceiptDay(off_hours), ReceiptDay(session),
    )  # fmt: skip


def find_receipt_outside(
    context: StepContext[object], limit: Duration, how: CountingMethod, at: datetime
) -> Outside | None:
    """Return in what way the start of a limit by whole days is outside working time; None where the day of receipt is
    plain."""
    return (
        find_outside_hours(context.deps.reference.find_calendar(context.dossier.one_stop), at)
        if how.is_by_days(limit)
        else None
    )


def list_receipt_day_rules(context: StepContext[object], outside: Outside | None) -> tuple[Ruling, ...]:
    """Return the rule that says which day is the day of receipt, where one must be applied."""
    return (context.find_rule("counting.day_of_receipt", moment=outside.value),) if outside else ()


def build_text_part(context: StepContext[object], name: str, text: str | None) -> tuple[Part, ...]:
    """Return a free text of the body as a personal part of the fact; nothing when it was not given."""
    return (Part(name, text, context.deps.salt()),) if text else ()


def require_ground(context: StepContext[WithGround], param: str, **scope: str) -> Ruling:
    """Return a coded ground of the rule set; refuse a code that the regime does not list (VL-7.2.c)."""
    ruling = context.find_rule(param, **scope)
    if context.body.ground not in ruling.list_words():
        vi = "Chọn một lý do trong danh mục của quy định hiện hành."
        en = "Choose a reason from the list of the rules in force."
        with cite_on_refusal(ruling):
            raise Invalid(fields=(FieldError("/ground", "ground_unknown", vi, en),))
    return ruling


def require_listed(procedure: Procedure, keys: Sequence[str], where: str) -> None:
    """Refuse names that are not components of the procedure."""
    known = {each.key for each in procedure.components}
    vi, en = "Thủ tục không có thành phần hồ sơ này.", "The procedure has no such component."
    wrong = [number for number, key in enumerate(keys) if key not in known]
    if wrong:
        raise Invalid(fields=tuple(FieldError(f"/{where}/{n}", "component_unlisted", vi, en) for n in wrong))


def require_known_papers(command: Command[WithPapers], loaded: Loaded) -> tuple[Paper, ...]:
    """Return the accepted papers that the body names; refuse a name that is not a paper of the dossier."""
    apart = {PaperKind.SLIP, PaperKind.INTERNAL}
    require_papers(command, {number for number, paper in loaded.papers.items() if paper.kind not in apart})
    filed = tuple(loaded.papers.values())
    require_accepted(filed, real_now=command.real_now)
    return filed


def require_papers(command: Command[WithPapers], own: Collection[str]) -> None:
    """Refuse a name of the body that is none of these papers."""
    unknown = [number for number, paper in enumerate(command.body.papers) if paper not in own]
    if unknown:
        vi, en = "Không có tệp này.", "There is no such file."
        raise Invalid(fields=tuple(FieldError(f"/papers/{n}", "paper_unknown", vi, en) for n in unknown))


def list_files(context: StepContext[WithPapers]) -> dict[str, str]:
    """Return the files between officers that the body names, in the form for a fact: uploaded by the sender for this
    dossier, checked and not sent before. Empty when it names none."""
    if not (named := context.body.papers):
        return {}
    own = {
        number for number, paper in context.loaded.papers.items()
        if paper.kind is PaperKind.INTERNAL and paper.uploaded_by == context.command.actor.sub
    }  # fmt: skip
    require_papers(context.command, own - set(context.dossier.attachments))
    require_accepted([context.loaded.papers[number] for number in named], real_now=context.command.real_now)
    return dict.fromkeys(named, "")


def require_result(context: StepContext[WithResult]) -> Paper:
    """Return the accepted result file that the body names, uploaded for this dossier as a result."""
    paper = context.loaded.papers.get(context.body.result or "")
    if paper is None or paper.kind is not PaperKind.RESULT:
        vi, en = (
            "Chọn tệp kết quả đã tải lên cho hồ sơ này.",
            "Choose a result file uploaded for this dossier.",
        )
        raise Invalid(fields=(FieldError("/result", "result_missing", vi, en),))
    require_accepted((paper,), real_now=context.command.real_now)
    return paper


def calculate_wait_end(context: StepContext[object], days: int) -> datetime:
    """Return the end of a wait of so many calendar days; a last day off moves to the next working day."""
    return working_time.add_calendar_days(
        context.deps.reference.find_calendar(context.dossier.one_stop), context.now, days
    )


def add_working_days(context: StepContext[object], days: int) -> datetime:
    """Return the closing time of the working day so many days from now, at the dossier's one-stop unit."""
    return working_time.add_working_days(
        context.deps.reference.find_calendar(context.dossier.one_stop), context.now, days
    )
