"""File again: a dossier received for the wrong procedure continues under the right one, without typing anything again.

An officer of the desk proposes, the head of the unit or the director of the centre agrees. Then the wrong dossier is
void and the right one is created with the same filing time: both in one transaction, each naming the other. Online
payments for the wrong one pay the right one; a till first gives back the money it took.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.proven_identity import PROVEN
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import carried_money, codes, refiling
from chalicelib.domain.dossier.carried_money import PaidSums
from chalicelib.domain.dossier.current_parts import select_current_parts
from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, Intake
from chalicelib.domain.dossier.obligations import FeeLine, Obligations, ObligationState
from chalicelib.domain.dossier.refiling import PaymentTaken, RefiledFrom, RefiledInto
from chalicelib.domain.filing import carried_over
from chalicelib.domain.filing.capacity import RELATION
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper import Paper, PaperKind, reuse_paper
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.body_fields import WithReason
from chalicelib.steps.dossier.command import build_change
from chalicelib.steps.dossier.context import Decision, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import Change, ExtraPut
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.filing import drafts, filing_checks
from chalicelib.steps.filing.submission_checks import list_answered_by_form, list_needed_components
from chalicelib.steps.filing.submit import build_receipt_number
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.domain.ledger.payload_types.filing import Claim, Refiled, Submitted

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
    claim: Claim
    owed: Obligations
    owed_back: PaidSums

    @property
    def paid(self) -> int:
        """Money paid online that pays sums here, in đồng."""
        return sum(each.paid_amount for each in self.owed)


def request_refiling(context: StepContext[WithReason], procedure_id: str) -> Decision:
    """Propose the right procedure; nothing changes before the approval."""
    right = _require_possible(context, procedure_id)
    about: Proposal = {"procedure": right.id}
    return Decision(
        (
            open_request(
                context,
                RequestKind.REFILING,
                about,
                build_text_part(context, "reason", context.body.reason),
                context.find_rule("clock.start_refiled"),
            ),
        )
    )


def refile_dossier(context: StepContext[WithReason], request: ApprovalRequest) -> Decision:
    """Void the wrong dossier and file the right one in the same transaction."""
    wrong_dossier = context.dossier
    right = _require_possible(context, str(request.about["procedure"]))
    wrong = context.deps.reference.find_procedure(wrong_dossier.procedure)
    number = drafts.derive_dossier_id(wrong_dossier.id, "refile")
    mapped = carried_over.map_components(wrong, right, wrong_dossier.papers)
    brought = _collect_brought(context, right, _copy_papers(context, number, mapped))
    fact = _build_submission(context, right, number, brought)
    command = replace(context.command, dossier_id=number, key="", version=None)
    also = build_change(context.deps, command, None, Decision((fact,)), context.role, context.unit)
    ended = pack_value(clocks.end_clock(wrong_dossier.clock, context.now)) if wrong_dossier.clock else None
    data: Refiled = {
        "request": request.n,
        "to": "closed",
        "national_code": refiling.STOPPED_CODE,
        "into": pack_value(_build_refiled_into(number, brought)),
        "procedure": right.id,
        "clock": ended,
        "obligations": pack_value(
            fees.cancel_open(carried_money.release_carried_money(wrong_dossier.obligations, number))
        ),
    }
    void = payloads.REFILED.build(
        data,
        build_text_part(context, "reason", context.body.reason),
        list_cites(context.find_rule("clock.start_refiled")),
    )
    return Decision((void,), extras=_redirect_void_codes(wrong_dossier, number), also=also)


def _require_possible(context: StepContext[object], procedure_id: str) -> Procedure:
    right = context.deps.reference.find_procedure(procedure_id)
    right.require_enabled(local=context.deps.local)
    if right.id == context.dossier.procedure:
        vi, en = "Hồ sơ đang theo chính thủ tục này.", "The dossier is of this very procedure."
        raise Invalid(fields=(FieldError("/procedure", "procedure_same", vi, en),))
    context.deps.reference.find_competent(right, context.dossier.one_stop, context.now)
    settled = [each for each in context.dossier.obligations if each.state is ObligationState.SETTLED]
    if taken := [each for each in settled if not carried_money.is_carried(each)]:
        raise PaymentTaken(amount=sum(each.paid_amount for each in taken))
    return right


def _build_refiled_into(number: str, brought: Brought) -> RefiledInto:
    return RefiledInto(number, build_receipt_number(number), brought.paid, carried_money.total_sums(brought.owed_back))


def _redirect_void_codes(dossier: Dossier, number: str) -> tuple[ExtraPut, ...]:
    """Every void code leads to the dossier that replaced it, and is never given again."""
    before = dossier.refiled_from.codes if dossier.refiled_from else ()
    void = (*before, dossier.code)
    puts = []
    for at, code in enumerate(void):
        # Each refiling has rewritten the codes before it.
        written = len(void) - at
        body = {"dossier": dossier.id, "moved_to": number}
        puts.append(ExtraPut(CodeItem(*codes.split_code(code)), body, expect=written))
    return tuple(puts)


def _copy_papers(context: StepContext[object], number: str, mapped: dict[str, str]) -> tuple[Paper, ...]:
    """Copy the papers to the right dossier: the same files. Written first; a repeat finds the existing ones."""
    wanted = {**mapped, **({context.dossier.proof_paper: ""} if context.dossier.claim else {})}
    if not wanted:
        return ()
    held = context.deps.dossiers.load(context.dossier.id, papers=sorted(wanted)).papers
    there = context.deps.dossiers.load(number, papers=sorted(wanted)).papers
    carried = {
        paper: _copy_paper(context, held[paper], number, wanted[paper]) for paper in sorted(wanted) if paper in held
    }
    fresh = [each for paper, each in carried.items() if paper not in there]
    for at in range(0, len(fresh), AT_ONCE):
        context.deps.dossiers.save(
            Change(dossier_id=number, papers=tuple(fresh[at : at + AT_ONCE])), now=context.command.real_now
        )
    return tuple(there.get(paper, each) for paper, each in carried.items())


def _copy_paper(context: StepContext[object], paper: Paper, number: str, component: str) -> Paper:
    again = reuse_paper(
        paper,
        component,
        dossier_id=number,
        paper_id=paper.id,
        used_by=paper.uploaded_by,
        real_now=context.command.real_now,
    )
    return again if component else replace(again, kind=PaperKind.EXEMPTION_PROOF, component=paper.component)


def _collect_brought(context: StepContext[object], right: Procedure, papers: tuple[Paper, ...]) -> Brought:
    d = context.dossier
    held = {each.name: each.value for each in _list_newest_parts(context).values()}
    answers, lacking_fields = _map_fitting_answers(context, right, held)
    on = payment_items.build_filing_day(context.deps.reference, d.one_stop, d.filed_at)
    claim = _build_claim(right.list_fee_lines(answers, on, online=d.channel not in PAPER_CHANNELS), d, held)
    due = payment_items.build_filing_obligations(right, d.channel, answers, claim, d.owner or d.filer, context.now, on)
    before = d.refiled_from.owed_back if d.refiled_from else ()
    owed, left = carried_money.apply_carried_sums(due, carried_money.collect_carried_sums(d.obligations, before))
    return Brought(papers, held, answers, lacking_fields, claim, owed, left)


def preview_refiling(context: StepContext[object], procedure_id: str) -> Brought:
    """Return the dossier's initial data under another procedure, apart from its papers; nothing is written."""
    return _collect_brought(context, context.deps.reference.find_procedure(procedure_id), ())


def _build_submission(context: StepContext[object], right: Procedure, number: str, brought: Brought) -> NewFact:
    d, held, carried = context.dossier, brought.held, brought.papers
    present = {paper.component for paper in carried if paper.kind is PaperKind.COMPONENT}
    lacking = tuple(
        each.key for each in list_needed_components(right, d.channel)
        if each.requirement == "required" and each.needs_file and each.key not in present
    )  # fmt: skip
    clock, answer = filing_checks.start_answer_clock(context.deps, d.one_stop, context.dates, context.now)
    first = d.refiled_from.codes if d.refiled_from else ()
    received_at = d.refiled_from.received_at if d.refiled_from else d.received_at
    if received_at is None:
        raise ValueError("only a received dossier can be filed again")
    codes_before = (*first, d.code)
    origin = RefiledFrom(
        d.id, codes_before, received_at, lacking, brought.lacking_fields, brought.paid, brought.owed_back
    )
    data: Submitted = {
        "to": "submitted",
        "procedure": right.id,
        "procedure_version": str(right.version),
        "province": d.province,
        "channel": d.channel,
        "one_stop": d.one_stop,
        "owner": d.owner,
        "filer": d.filer,
        "receipt_no": build_receipt_number(number),
        "papers": {paper.id: paper.component if paper.kind is PaperKind.COMPONENT else "" for paper in carried},
        "manifest": [papers.build_manifest_entry(paper) for paper in carried],
        "claim": brought.claim,
        "law_digest": context.deps.reference.law_digest,
        "reception": filing_checks.pack_clock(clock),
        "intake": pack_value(Intake(outage=d.intake.outage, by_form=list_answered_by_form(right, d.channel))),
        "handover": pack_value(Handover(way=d.handover.way, unchecked=_list_unchecked(d, carried))),
        "refiled_from": pack_value(origin),
    }
    if d.authority:
        data["authority"] = pack_value(d.authority)
    if d.capacity:
        data["capacity"] = d.capacity
    if d.proof:
        data["proof"] = d.proof.stated
    if brought.owed:
        data["obligations"] = pack_value(brought.owed)
    if due := fees.total_payable_now(brought.owed):
        data["to_pay"] = due
    parts = [Part("form", brought.answers, context.deps.salt())]
    kept = ("applicant", "principal", "return_address", "exemption", PROVEN, RELATION)
    parts += [Part(name, held[name], context.deps.salt()) for name in kept if name in held]
    law = list_cites(context.find_rule("clock.start_refiled"), *answer)
    return payloads.SUBMITTED.build(data, tuple(parts), law, occurred_at=d.filed_at)


def _list_newest_parts(context: StepContext[object]) -> dict[str, Part]:
    """Return the filing's current parts: as corrected, and the newest form."""
    parts = select_current_parts(context.dossier, context.deps.dossiers.load_parts(context.dossier.id))
    found: dict[str, Part] = {}
    for fact in context.deps.dossiers.load_ledger(context.dossier.id):
        if fact.kind in {FactKind.SUBMITTED, FactKind.SUPPLEMENTED, FactKind.RECEPTION_CORRECTED}:
            found |= {name: parts[digest] for name, digest in fact.parts.items() if digest in parts}
    return found


def _map_fitting_answers(
    context: StepContext[object], right: Procedure, held: dict[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return answers that fit the right form, and unanswered questions."""
    answers = carried_over.map_answers(right, held.get("form") or {}, held.get("applicant") or {})
    unfit = carried_over.list_faulty_keys(context.deps.reference.check_form(right, answers, context.dossier.filed_at))
    fitting = {key: value for key, value in answers.items() if key not in unfit}
    left = carried_over.list_faulty_keys(context.deps.reference.check_form(right, fitting, context.dossier.filed_at))
    return fitting, tuple(each.key for each in right.form if each.key in left)


def _build_claim(tariff: Iterable[FeeLine], dossier: Dossier, held: dict[str, Any]) -> Claim:
    """Return the exemption claim, on the fees of the right procedure that offer its group."""
    group = (held.get("exemption") or {}).get("group")
    if not dossier.claim or not group:
        return {}
    offering = [line.key for line in tariff if group in line.exemption_groups]
    return {"paper_id": dossier.proof_paper, "fees": offering} if offering else {}


def _list_unchecked(dossier: Dossier, carried: tuple[Paper, ...]) -> tuple[str, ...]:
    """Return uncompared uploads, which still are to be compared."""
    return tuple(dict.fromkeys(
        paper.component for paper in carried
        if paper.kind is PaperKind.COMPONENT and dossier.papers.get(paper.id) in dossier.handover.unchecked
    ))  # fmt: skip
