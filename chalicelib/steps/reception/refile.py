"""File again: a dossier received for the wrong procedure continues under the right one, without typing anything again.

An officer of the desk proposes, the head of the unit or the director of the centre agrees. Then the wrong dossier is
void and the right one is created with the same filing time: both in one transaction, each naming the other. Online
payments for the wrong one pay the right one; a till first gives back the money it took.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.accounts.proven_identity import PROVEN
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import carried_money, codes, refiling
from chalicelib.domain.dossier.carried_money import PaidSums
from chalicelib.domain.dossier.current_parts import current_parts
from chalicelib.domain.dossier.dossier import Dossier, Request
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import DESK_CHANNELS, Intake
from chalicelib.domain.dossier.obligations import FeeLine, Obligations, ObligationState
from chalicelib.domain.dossier.refiling import PaymentTaken, RefiledFrom, RefiledInto
from chalicelib.domain.filing import carried_over
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper import Paper, PaperKind, used_again
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import write
from chalicelib.steps.dossier.context import Decision, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.dossier.ports import Change, ExtraPut
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.filing import drafts, filing_checks
from chalicelib.steps.filing.submit import answered_by_form, needed, receipt_no
from chalicelib.steps.payments import payment_items

AT_ONCE = 20
"""Rows of papers in one transaction."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Initial data of the right dossier: papers, named personal parts, matching answers and unanswered questions, the
    exemption claim, the obligations after the carried money, and the rest of that money."""

    papers: tuple[Paper, ...]
    held: dict[str, Any]
    answers: dict[str, Any]
    lacking_fields: tuple[str, ...]
    claim: dict[str, Any]
    owed: Obligations
    owed_back: PaidSums

    @property
    def paid(self) -> int:
        """Money paid online that pays sums here, in đồng."""
        return sum(each.paid_amount for each in self.owed)


def propose_refiling(m: Moment, procedure_id: str) -> Decision:
    """Propose the right procedure; nothing changes before the approval."""
    right = _require_possible(m, procedure_id)
    about = {"procedure": right.id}
    return Decision((opened(m, RequestKind.REFILING, about, part(m, "reason"), m.rule("clock.start_refiled")),))


def refile(m: Moment, request: Request) -> Decision:
    """Void the wrong dossier and file the right one in the same transaction."""
    wrong_dossier = m.dossier
    right = _require_possible(m, str(request.data["procedure"]))
    wrong = m.desk.reference.procedure(wrong_dossier.procedure)
    number = drafts.dossier_id(wrong_dossier.id, "refile")
    mapped = carried_over.map_components(wrong, right, wrong_dossier.papers)
    brought = _bring(m, right, _carry_papers(m, number, mapped))
    fact = _filing(m, right, number, brought)
    ask = replace(m.ask, dossier_id=number, key="", version=None)
    also = write(m.desk, ask, None, Decision((fact,)), m.role, m.unit)
    ended = pack(clocks.end(wrong_dossier.clock, m.now)) if wrong_dossier.clock else None
    data = {
        "request": request.n,
        "to": "closed",
        "national_code": refiling.STOPPED_CODE,
        "into": pack(_into(number, brought)),
        "procedure": right.id,
        "clock": ended,
        "obligations": pack(fees.cancel_open(carried_money.release(wrong_dossier.obligations, number))),
    }
    void = NewFact(refiling.REFILED, data, part(m, "reason"), cited(m.rule("clock.start_refiled")))
    return Decision((void,), extras=_void_codes(wrong_dossier, number), also=also)


def _require_possible(m: Moment, procedure_id: str) -> Procedure:
    right = m.desk.reference.procedure(procedure_id)
    right.require_enabled(local=m.desk.local)
    if right.id == m.dossier.procedure:
        vi, en = "Hồ sơ đang theo chính thủ tục này.", "The dossier is of this very procedure."
        raise Invalid(fields=(FieldError("/procedure", "procedure_same", vi, en),))
    m.desk.reference.competent(right, m.dossier.one_stop, m.now)
    settled = [each for each in m.dossier.obligations if each.state is ObligationState.SETTLED]
    if taken := [each for each in settled if not carried_money.is_carried(each)]:
        raise PaymentTaken(amount=sum(each.paid_amount for each in taken))
    return right


def _into(number: str, brought: Brought) -> RefiledInto:
    return RefiledInto(number, receipt_no(number), brought.paid, carried_money.total(brought.owed_back))


def _void_codes(d: Dossier, number: str) -> tuple[ExtraPut, ...]:
    """Every void code leads to the dossier that replaced it, and is never given again."""
    before = d.refiled_from.codes if d.refiled_from else ()
    void = (*before, d.code)
    puts = []
    for at, code in enumerate(void):
        series, place = codes.split(code)
        # Each refiling has rewritten the codes before it.
        written = len(void) - at
        puts.append(ExtraPut(f"CODES#{series}", place, {"dossier": d.id, "moved_to": number}, expect=written))
    return tuple(puts)


def _carry_papers(m: Moment, number: str, mapped: dict[str, str]) -> tuple[Paper, ...]:
    """Copy the papers to the right dossier: the same files. Written first; a repeat finds the existing ones."""
    wanted = {**mapped, **({m.dossier.claim["paper_id"]: ""} if m.dossier.claim else {})}
    if not wanted:
        return ()
    held = m.desk.dossiers.load(m.dossier.id, papers=sorted(wanted)).papers
    there = m.desk.dossiers.load(number, papers=sorted(wanted)).papers
    carried = {paper: _carried(m, held[paper], number, wanted[paper]) for paper in sorted(wanted) if paper in held}
    fresh = [each for paper, each in carried.items() if paper not in there]
    for at in range(0, len(fresh), AT_ONCE):
        m.desk.dossiers.save(Change(dossier_id=number, papers=tuple(fresh[at : at + AT_ONCE])), now=m.ask.real_now)
    return tuple(there.get(paper, each) for paper, each in carried.items())


def _carried(m: Moment, paper: Paper, number: str, component: str) -> Paper:
    again = used_again(
        paper, component, dossier_id=number, paper_id=paper.id, used_by=paper.uploaded_by, real_now=m.ask.real_now
    )
    return again if component else replace(again, kind=PaperKind.EXEMPTION_PROOF, component=paper.component)


def _bring(m: Moment, right: Procedure, papers: tuple[Paper, ...]) -> Brought:
    d = m.dossier
    held = {each.name: each.value for each in _newest_parts(m).values()}
    answers, lacking_fields = _answers(m, right, held)
    on = payment_items.filing_day(m.desk.reference, d.one_stop, d.filed_at)
    claim = _claim(right.fee_lines(answers, on, online=d.channel not in DESK_CHANNELS), d, held)
    due = payment_items.raised(right, d.channel, answers, claim, d.owner or d.filer, m.now, on)
    before = d.refiled_from.owed_back if d.refiled_from else ()
    owed, left = carried_money.carry_over(due, carried_money.collect(d.obligations, before))
    return Brought(papers, held, answers, lacking_fields, claim, owed, left)


def foresee(m: Moment, procedure_id: str) -> Brought:
    """Return the dossier's initial data under another procedure, apart from its papers; nothing is written."""
    return _bring(m, m.desk.reference.procedure(procedure_id), ())


def _filing(m: Moment, right: Procedure, number: str, brought: Brought) -> NewFact:
    d, held, carried = m.dossier, brought.held, brought.papers
    present = {paper.component for paper in carried if paper.kind is PaperKind.COMPONENT}
    lacking = tuple(
        each.key for each in needed(right, d.channel)
        if each.requirement == "required" and each.needs_file and each.key not in present
    )  # fmt: skip
    clock, answer = filing_checks.answer_clock(m.desk, d.one_stop, m.dates, m.now)
    first = d.refiled_from.codes if d.refiled_from else ()
    received_at = d.refiled_from.received_at if d.refiled_from else d.received_at
    if received_at is None:
        raise ValueError("only a received dossier can be filed again")
    codes_before = (*first, d.code)
    origin = RefiledFrom(
        d.id, codes_before, received_at, lacking, brought.lacking_fields, brought.paid, brought.owed_back
    )
    data: dict[str, Any] = {
        "to": "submitted",
        "procedure": right.id,
        "procedure_version": str(right.version),
        "province": d.province,
        "channel": d.channel,
        "one_stop": d.one_stop,
        "owner": d.owner,
        "filer": d.filer,
        "receipt_no": receipt_no(number),
        "papers": {paper.id: paper.component if paper.kind is PaperKind.COMPONENT else "" for paper in carried},
        "manifest": [papers.manifest_entry(paper) for paper in carried],
        "claim": brought.claim,
        "law_digest": m.desk.reference.law_digest,
        "reception": filing_checks.packed(clock),
        "intake": pack(Intake(outage=d.intake.outage, by_form=answered_by_form(right, d.channel))),
        "handover": pack(Handover(way=d.handover.way, unchecked=_unchecked(d, carried))),
        "refiled_from": pack(origin),
        **({"proof": d.proof.stated} if d.proof else {}),
        **({"obligations": pack(brought.owed)} if brought.owed else {}),
        **({"to_pay": due} if (due := fees.payable_now(brought.owed)) else {}),
    }
    parts = [Part("form", brought.answers, m.desk.salt())]
    kept = ("applicant", "principal", "return_address", "exemption", PROVEN)
    parts += [Part(name, held[name], m.desk.salt()) for name in kept if name in held]
    law = cited(m.rule("clock.start_refiled"), *answer)
    return NewFact("submitted", data, tuple(parts), law, occurred_at=d.filed_at)


def _newest_parts(m: Moment) -> dict[str, Part]:
    """Return the filing's current parts: as corrected, and the newest form."""
    parts = current_parts(m.dossier, m.desk.dossiers.parts(m.dossier.id))
    found: dict[str, Part] = {}
    for fact in m.desk.dossiers.ledger(m.dossier.id):
        if fact.kind in {"submitted", "supplemented", "reception_corrected"}:
            found |= {name: parts[digest] for name, digest in fact.parts.items() if digest in parts}
    return found


def _answers(m: Moment, right: Procedure, held: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return answers that fit the right form, and unanswered questions."""
    answers = carried_over.map_answers(right, held.get("form") or {}, held.get("applicant") or {})
    unfit = carried_over.faulty_keys(m.desk.reference.check_form(right, answers, m.dossier.filed_at))
    fitting = {key: value for key, value in answers.items() if key not in unfit}
    left = carried_over.faulty_keys(m.desk.reference.check_form(right, fitting, m.dossier.filed_at))
    return fitting, tuple(each.key for each in right.form if each.key in left)


def _claim(tariff: Iterable[FeeLine], d: Dossier, held: dict[str, Any]) -> dict[str, Any]:
    """Return the exemption claim, on the fees of the right procedure that offer its group."""
    group = (held.get("exemption") or {}).get("group")
    if not d.claim or not group:
        return {}
    offering = [line.key for line in tariff if group in line.exemption_groups]
    return {"paper_id": d.claim["paper_id"], "fees": offering} if offering else {}


def _unchecked(d: Dossier, carried: tuple[Paper, ...]) -> tuple[str, ...]:
    """Return uncompared uploads, which still are to be compared."""
    return tuple(dict.fromkeys(
        paper.component for paper in carried
        if paper.kind is PaperKind.COMPONENT and d.papers.get(paper.id) in d.handover.unchecked
    ))  # fmt: skip
