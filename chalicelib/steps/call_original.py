"""Call for originals: the agency asks to see the paper behind a copy; what the comparison showed is on record."""

from __future__ import annotations

from chalicelib.domain import originals
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import Step
from chalicelib.domain.law import Ruling
from chalicelib.domain.ledger import NewFact
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import cited, part


def call_original(desk: Desk, ask: Ask) -> Answer:
    """Ask the applicant to show originals (HUE-11.3). The settlement time runs on."""
    return take(desk, ask, Step.CALL_ORIGINAL, decide)


def compare(desk: Desk, ask: Ask) -> Answer:
    """Record what the comparison with the originals showed (HUE-11.3)."""
    return take(desk, ask, Step.COMPARE, decide_comparison)


def decide(m: Moment) -> Decision:
    """Open the one call there can be at a time; why is a personal part."""
    rule = require_callable(m)
    originals.require_none_awaited(m.dossier.original_call)
    asked = list(dict.fromkeys(m.body["components"]))
    filed = set(m.dossier.papers.values())
    vi, en = "Hồ sơ không có bản sao của giấy tờ này.", "The dossier holds no copy of this paper."
    wrong = [number for number, key in enumerate(asked) if key not in filed]
    if wrong or not asked:
        places = wrong or [0]
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_not_filed", vi, en) for n in places))
    return Decision((NewFact("original_called", {"components": asked}, part(m, "reason"), cited(rule)),))


def require_callable(m: Moment) -> Ruling:
    """Applicants show originals where the regulation of the dossier's day makes them (HUE-11.3)."""
    rule = m.rule("document.uncopyable")
    if rule.value != originals.CALLABLE:
        raise originals.OriginalNotCallable()
    return rule


def decide_comparison(m: Moment) -> Decision:
    """Close the open call: all that was called for was seen, and some of it may differ."""
    call = m.dossier.original_call
    if call is None:
        raise ValueError("the flow table knows a comparison only while a call is open")
    differing = list(dict.fromkeys(m.body["differing"]))
    wrong = [number for number, key in enumerate(differing) if key not in call.components]
    if wrong:
        vi, en = "Không yêu cầu xuất trình giấy tờ này.", "This paper was not called for."
        raise Invalid(fields=tuple(FieldError(f"/differing/{n}", "not_called_for", vi, en) for n in wrong))
    if differing and not m.body.get("note"):
        vi, en = "Ghi rõ điểm khác nhau.", "Say in what it differs."
        raise Invalid(fields=(FieldError("/note", "required", vi, en),))
    outcome = originals.outcome(differing)
    data = {"components": list(call.components), "differing": differing, "outcome": outcome}
    return Decision((NewFact("original_compared", data, part(m, "note"), cited(m.rule("document.uncopyable"))),))
