"""Consult: ask another body for its opinion within a time limit; record the answer."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import attached_files, days_on, part


def consult(desk: Desk, ask: Ask) -> Answer:
    """Ask for an opinion; the asker sets the time limit (NĐ 61/2018 19.5.a). The clock runs on."""
    return take(desk, ask, Step.CONSULT, decide, papers=ask.body.get("papers", ()))


def answer(desk: Desk, ask: Ask) -> Answer:
    """Give the opinion that was asked (NĐ 61/2018 19.5.b)."""
    return take(desk, ask, Step.ANSWER, decide_answer, papers=ask.body.get("papers", ()))


def decide(m: Moment) -> Decision:
    """Name the body, its limit in working days and the enclosed papers: the body sees no other. The questions are a
    personal part."""
    if m.body["unit"] == m.dossier.agency:
        vi, en = "Cơ quan đang giải quyết không tự hỏi ý kiến mình.", "An agency cannot consult itself."
        raise Invalid(fields=(FieldError("/unit", "own_unit", vi, en),))
    m.desk.reference.require_agency(m.body["unit"], m.now)
    data = {
        "n": len(m.dossier.consultations) + 1,
        "unit": m.body["unit"],
        "reply_due_at": pack(days_on(m, m.body["reply_days"])),
        "enclosed": _list_enclosed(m),
        **attached_files(m),
    }
    return Decision((NewFact("consulted", data, part(m, "questions")),))


def _list_enclosed(m: Moment) -> list[str]:
    """Return the filed components that the body names, each once. Refuse a paper that is not of the dossier."""
    named = list(dict.fromkeys(m.body.get("enclosed") or ()))
    wrong = [number for number, paper in enumerate(named) if not m.dossier.papers.get(paper)]
    if wrong:
        vi, en = "Không có giấy tờ này trong hồ sơ.", "There is no such paper in this dossier."
        raise Invalid(fields=tuple(FieldError(f"/enclosed/{n}", "paper_unknown", vi, en) for n in wrong))
    return named


def decide_answer(m: Moment) -> Decision:
    """Answer the unit's own open consultation; a consultation of another unit is not found."""
    mine = next((c for c in m.dossier.consultations if c.unit == m.unit and c.answered_at is None), None)
    if mine is None:
        raise ValueError("the flow table lets only a consulted unit answer")
    data = {"n": mine.n, "unit": mine.unit, **attached_files(m)}
    return Decision((NewFact("answered", data, part(m, "opinion")),))
