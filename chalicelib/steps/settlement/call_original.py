"""Call for originals: the agency asks to see the paper behind a copy. Record the result of a comparison, for a called
original or for the paper behind an unsigned upload."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.dossier import originals
from chalicelib.domain.dossier.handover import SENT
from chalicelib.domain.flow.transitions import UNSIGNED, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part


def call_original(desk: Desk, ask: Ask) -> Answer:
    """Ask the applicant to show originals (HUE-11.3). The settlement time runs on."""
    return take(desk, ask, Step.CALL_ORIGINAL, decide)


def compare(desk: Desk, ask: Ask) -> Answer:
    """Record the result of the comparison with the originals (HUE-11.3), or with the paper behind unsigned uploads
    (HUE-9.2, QN-7.2)."""
    return take(desk, ask, Step.COMPARE, decide_comparison)


def decide(m: Moment) -> Decision:
    """Open the only possible call; the reason is a personal part."""
    rule = require_callable(m)
    originals.require_none_awaited(m.dossier.original_call)
    asked = list(dict.fromkeys(m.body["components"]))
    filed = set(m.dossier.papers.values())
    vi, en = "Hồ sơ không có bản sao của giấy tờ này.", "The dossier has no copy of this paper."
    wrong = [number for number, key in enumerate(asked) if key not in filed]
    if wrong or not asked:
        places = wrong or [0]
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_not_filed", vi, en) for n in places))
    data = {"components": asked, "legal_basis": m.body["legal_basis"], "shown_as": m.body["shown_as"]}
    return Decision((NewFact("original_called", data, part(m, "reason"), cited(rule)),))


def require_callable(m: Moment) -> Ruling:
    """Require that the regulation of the dossier's day makes applicants show originals, where the law of the sector
    provides for it (HUE-11.3)."""
    rule = m.rule("document.presented_on_call")
    with by_law(rule):
        if not rule.value:
            raise originals.OriginalNotCallable()
        if m.body["shown_as"] not in rule.value:
            vi, en = (
                "Quy định không cho yêu cầu loại giấy tờ này.",
                "The rule does not allow calling for this kind of paper.",
            )
            raise Invalid(fields=(FieldError("/shown_as", "not_callable", vi, en),))
    return rule


def decide_comparison(m: Moment) -> Decision:
    """Close the open call after all its papers were seen; or compare papers behind unsigned uploads, brought or sent.
    Papers that differ remain to be compared."""
    unsigned = m.row.case == UNSIGNED
    expected = m.dossier.handover.unchecked if unsigned else _called(m)
    seen = list(dict.fromkeys(m.body.get("components") or expected))
    _require_among(seen, expected, "components")
    if not unsigned and len(seen) < len(expected):
        vi, en = "Đối chiếu đủ giấy tờ đã yêu cầu xuất trình.", "Compare every paper that was called for."
        raise Invalid(fields=(FieldError("/components", "call_unfinished", vi, en),))
    differing = list(dict.fromkeys(m.body["differing"]))
    _require_among(differing, seen, "differing")
    if differing and not m.body.get("note"):
        vi, en = "Ghi rõ điểm khác nhau.", "State the differences."
        raise Invalid(fields=(FieldError("/note", "required", vi, en),))
    data = {"components": seen, "differing": differing, "outcome": originals.outcome(differing), **_how(m, unsigned)}
    rule = m.rule("paper.unsigned_check" if unsigned else "document.presented_on_call")
    return Decision((NewFact("original_compared", data, part(m, "note"), cited(rule)),))


def _called(m: Moment) -> tuple[str, ...]:
    if m.dossier.original_call is None:
        raise ValueError("the flow table knows a comparison with originals only while a call is open")
    return m.dossier.original_call.components


def _how(m: Moment, unsigned: bool) -> dict[str, str]:
    """Return how the paper came: a sent one costs no visit."""
    came = m.body.get("came")
    return {**({"of": UNSIGNED} if unsigned else {}), **({"came": came} if came == SENT else {})}


def _require_among(keys: list[str], expected: Sequence[str], where: str) -> None:
    """Refuse papers that nobody is waiting for."""
    wrong = [number for number, key in enumerate(keys) if key not in expected]
    if wrong:
        vi, en = "Không yêu cầu xuất trình giấy tờ này.", "This paper was not called for."
        raise Invalid(fields=tuple(FieldError(f"/{where}/{n}", "not_called_for", vi, en) for n in wrong))
