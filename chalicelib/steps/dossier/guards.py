"""Small helpers of the steps for rules and reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.papers.paper import Paper, PaperKind, require_accepted
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, Refusal
from chalicelib.domain.time import working_time
from chalicelib.domain.time.deadlines import Counting, DayMethod, Duration, Outside, ReceiptDay, outside_hours
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.context import Ask, Moment
from chalicelib.steps.dossier.ports import Loaded


class LimitReached(Refusal):
    """The law limits how often or how far this act is allowed, and the limit is reached."""

    code = "limit_reached"
    kind = Kind.WRONG_MOMENT
    vi = "Đã hết số lần hoặc mức tối đa được phép: {limit} ({basis_vi})."
    en = "The allowed number or extent is used up: {limit} ({basis_en})."


def limit_reached(limit: int | str, rule: Ruling) -> LimitReached:
    """Return the refusal, with the article; `limit` is how often, how much or until which day. A choice of the service
    is named as such, never as law."""
    article = rule.cite["article"]
    return LimitReached(limit=limit, basis_vi=article or "quy ước của dịch vụ", basis_en=article or "service rule")


def cited(*rulings: Ruling) -> tuple[Mapping[str, Any], ...]:
    """Return the citations of a fact's rules."""
    return tuple(ruling.cite for ruling in rulings if ruling.cite)


DAY_HOURS = {"shift_sum": 0, "eight": 8}
"""Hours of the values of the rule `counting.day_hours`; 0 stands for the unit's own shifts."""


def counting(rule: Callable[..., Ruling]) -> Counting:
    """Return how days are counted, by the rules of a case."""
    off_hours, session = (rule("counting.day_of_receipt", moment=each.value).value for each in Outside)
    return Counting(
        DayMethod(rule("counting.day_method").value), DAY_HOURS.get(rule("counting.day_hours").value, 0),
        ReceiptDay(off_hours), ReceiptDay(session),
    )  # fmt: skip


def receipt_outside(m: Moment, limit: Duration, how: Counting, at: datetime) -> Outside | None:
    """Return in what way the start of a limit by whole days is outside working time; None where the day of receipt is
    plain."""
    return outside_hours(m.desk.reference.calendar(m.dossier.one_stop), at) if how.is_by_days(limit) else None


def day_of_receipt(m: Moment, outside: Outside | None) -> tuple[Ruling, ...]:
    """Return the rule that says which day is the day of receipt, where one must be applied."""
    return (m.rule("counting.day_of_receipt", moment=outside.value),) if outside else ()


def part(m: Moment, name: str) -> tuple[Part, ...]:
    """Return a free text of the body as a personal part of the fact; nothing when it was not given."""
    text = m.body.get(name)
    return (Part(name, text, m.desk.salt()),) if text else ()


def require_ground(m: Moment, param: str, **scope: str) -> Ruling:
    """Return a coded ground of the rule set; refuse a code that the regime does not list (VL-7.2.c)."""
    ruling = m.rule(param, **scope)
    if m.body["ground"] not in (ruling.value or ()):
        vi = "Chọn một lý do trong danh mục của quy định hiện hành."
        en = "Choose a reason from the list of the rules in force."
        with by_law(ruling):
            raise Invalid(fields=(FieldError("/ground", "ground_unknown", vi, en),))
    return ruling


def require_components(m: Moment) -> tuple[list[str], Ruling]:
    """Allow requests only for papers of the published component list (NĐ 63/2010 18.6; VL-7.2.c), parts of the form and
    sums owed by then."""
    listed = m.rule("supplement.listed_only")
    known = {each.key for each in m.desk.reference.procedure(m.dossier.procedure).components}
    asked = list(dict.fromkeys(m.body["components"]))
    require_fields(m)
    vi = "Chỉ được yêu cầu giấy tờ có trong thành phần hồ sơ đã công bố."
    en = "Only papers of the published component list may be asked for."
    wrong = [number for number, key in enumerate(asked) if listed.value and key not in known]
    if wrong or not (asked or m.body.get("form_fields") or m.body.get("payment")):
        places = wrong or [0]
        with by_law(listed):
            raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_unlisted", vi, en) for n in places))
    return asked, listed


def require_listed(procedure: Procedure, keys: Sequence[str], where: str) -> None:
    """Refuse names that are not components of the procedure."""
    known = {each.key for each in procedure.components}
    vi, en = "Thủ tục không có thành phần hồ sơ này.", "The procedure has no such component."
    wrong = [number for number, key in enumerate(keys) if key not in known]
    if wrong:
        raise Invalid(fields=tuple(FieldError(f"/{where}/{n}", "component_unlisted", vi, en) for n in wrong))


def require_fields(m: Moment) -> None:
    """Allow only questions of the procedure's form to be asked again."""
    known = {each.key for each in m.desk.reference.procedure(m.dossier.procedure).form}
    vi, en = "Biểu mẫu của thủ tục không có mục này.", "The procedure's form has no such field."
    wrong = [number for number, key in enumerate(m.body.get("form_fields") or ()) if key not in known]
    if wrong:
        raise Invalid(fields=tuple(FieldError(f"/form_fields/{n}", "field_unknown", vi, en) for n in wrong))


def require_known_papers(ask: Ask, loaded: Loaded) -> tuple[Paper, ...]:
    """Return the accepted papers that the body names; refuse a name that is not a paper of the dossier."""
    apart = {PaperKind.SLIP, PaperKind.INTERNAL}
    require_papers(ask, {number for number, paper in loaded.papers.items() if paper.kind not in apart})
    filed = tuple(loaded.papers.values())
    require_accepted(filed, real_now=ask.real_now)
    return filed


def require_papers(ask: Ask, own: Collection[str]) -> None:
    """Refuse a name of the body that is none of these papers."""
    unknown = [number for number, paper in enumerate(ask.body["papers"]) if paper not in own]
    if unknown:
        vi, en = "Không có tệp này trong hồ sơ.", "There is no such file in this dossier."
        raise Invalid(fields=tuple(FieldError(f"/papers/{n}", "paper_unknown", vi, en) for n in unknown))


def attached_files(m: Moment) -> dict[str, Any]:
    """Return the files between officers that the body names, in the form for a fact: uploaded by the sender for this
    dossier, checked and not sent before."""
    if not (named := m.body.get("papers")):
        return {}
    own = {
        number for number, paper in m.loaded.papers.items()
        if paper.kind is PaperKind.INTERNAL and paper.uploaded_by == m.ask.actor.sub
    }  # fmt: skip
    require_papers(m.ask, own - set(m.dossier.attachments))
    require_accepted([m.loaded.papers[number] for number in named], real_now=m.ask.real_now)
    return {"papers": dict.fromkeys(named, "")}


def require_result(m: Moment, field: str = "result") -> Paper:
    """Return the accepted result file that the body names, uploaded for this dossier as a result."""
    paper = m.loaded.papers.get(m.body.get(field) or "")
    if paper is None or paper.kind is not PaperKind.RESULT:
        vi, en = (
            "Chọn tệp kết quả đã tải lên cho hồ sơ này.",
            "Choose a result file uploaded for this dossier.",
        )
        raise Invalid(fields=(FieldError(f"/{field}", "result_missing", vi, en),))
    require_accepted((paper,), real_now=m.ask.real_now)
    return paper


def waited_until(m: Moment, days: int) -> datetime:
    """Return the end of a wait of so many calendar days; a last day off moves to the next working day."""
    return working_time.add_calendar_days(m.desk.reference.calendar(m.dossier.one_stop), m.now, days)


def days_on(m: Moment, days: int) -> datetime:
    """Return the closing time of the working day so many days from now, at the dossier's one-stop unit."""
    return working_time.add_working_days(m.desk.reference.calendar(m.dossier.one_stop), m.now, days)
