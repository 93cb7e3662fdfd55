"""Correct a reception: while the dossier is at the desk, wrong entries are corrected, with a reason.

Data of people, papers, originals, channel and the way of return are corrected at once. The time of the reception moves
the appointment, so it is proposed, and the head of the one-stop unit or the director of the centre approves it. The
appointment itself is never typed: it follows from that time and the published limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.identity_proofing import find_correction_faults, read_proof
from chalicelib.domain.accounts.people import find_person_faults, find_return_address_faults, read_person
from chalicelib.domain.accounts.proven_identity import PROVEN
from chalicelib.domain.dossier.corrections import ReceptionChange, pack_changes
from chalicelib.domain.dossier.current_parts import select_current_parts
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, build_wrong_channel
from chalicelib.domain.eforms.day_bounds import write_instant
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_counting, build_text_part, find_receipt_outside, require_listed
from chalicelib.steps.dossier.items import ContactItem
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.dossier.settlement_time import find_settlement_time
from chalicelib.steps.filing.submission_checks import APPLICANT_FIELDS, list_needed_components
from chalicelib.steps.handover.give_back import require_address
from chalicelib.steps.privacy.erase import list_contact_items
from chalicelib.steps.reception.refile import request_refiling
from chalicelib.steps.reception.settlement_clock import find_transfer_due, list_counting_rules, start_clock

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.domain.ledger.payload_types.filing import ReceptionCorrected
    from chalicelib.models.reception import CorrectReceptionBody

DATA, TIME, PROCEDURE = "data", "time", "procedure"
REACHED_BY = ("phone", "email")
"""Fields of a person by which messages are addressed: when one was wrong, an address verified before belongs to
somebody else."""


class CorrectionEmpty(Refusal):
    """Nothing in the correction differs from the recorded data."""

    code = "correction_empty"
    kind = RefusalKind.INVALID
    vi = "Chưa có thông tin nào được sửa khác với thông tin đang lưu."
    en = "Nothing was corrected: every value is the one on record."


def _start_payload() -> ReceptionCorrected:
    return {}


@dataclass
class Mended:
    """Result of a correction: its changes in order, the fact's data, parts, and removed contacts."""

    changes: list[ReceptionChange] = field(default_factory=list)
    data: ReceptionCorrected = field(default_factory=_start_payload)
    parts: list[Part] = field(default_factory=list)
    gone: list[ContactItem] = field(default_factory=list)


def correct_reception(deps: Dependencies, command: Command[CorrectReceptionBody]) -> CommandResult:
    """Correct a reception before the dossier is passed on (NĐ 61/2018 17)."""
    case = PROCEDURE if command.body.procedure else TIME if command.body.received_at else DATA
    return run_step(deps, command, Step.CORRECT_RECEPTION, decide_correction, case=case)


def decide_correction(context: StepContext[CorrectReceptionBody]) -> Decision:
    """Correct what one person may, or propose what a second person must approve."""
    if context.body.procedure:
        require_apart(context, (*APART, "received_at"))
        return request_refiling(context, context.body.procedure)
    if context.body.received_at:
        return request_time(context, context.body.received_at)
    mended = Mended()
    for correct in (_correct_people, _correct_papers, _correct_originals, _correct_channel, _correct_return_way):
        correct(context, mended)
    if not mended.changes:
        raise CorrectionEmpty()
    mended.data["changes"] = pack_changes(tuple(mended.changes))
    mended.data["receipt"] = context.dossier.intake.receipt
    reason = build_text_part(context, "reason", context.body.reason)
    fact = payloads.RECEPTION_CORRECTED.build(mended.data, (*reason, *mended.parts))
    return Decision((fact,), gone=tuple(mended.gone))


# -- corrections by one person ----------------------------------------------------------------------------------


def _correct_people(context: StepContext[CorrectReceptionBody], mended: Mended) -> None:
    people = {"applicant": context.body.applicant, "principal": context.body.principal}
    wanted = {name: person.model_dump() for name, person in people.items() if person}
    address = context.body.return_address
    if not (wanted or address):
        return
    held = {
        each.name: each.value
        for each in select_current_parts(context.dossier, context.deps.dossiers.load_parts(context.dossier.id)).values()
    }
    if faults := find_correction_faults(
        read_proof(context.dossier.proof, held.get(PROVEN)), wanted.get("applicant") or {}
    ):
        raise Invalid(fields=tuple(faults))
    for name, person in wanted.items():
        _correct_person(context, mended, name, person, held.get(name))
    if address and (faults := find_return_address_faults(address, "/return_address")):
        raise Invalid(fields=tuple(faults))
    if address and address != held.get("return_address"):
        mended.changes.append(ReceptionChange("return_address"))
        mended.parts.append(Part("return_address", address, context.deps.salt()))


def _correct_person(
    context: StepContext[object], mended: Mended, name: str, right: Mapping[str, Any], wrong: Mapping[str, Any] | None
) -> None:
    if name == "principal" and wrong is None:
        vi, en = "Hồ sơ này do chính chủ nộp.", "This dossier was filed by its owner."
        raise Invalid(fields=(FieldError("/principal", "principal_unknown", vi, en),))
    lacking = [
        FieldError(f"/{name}/{key}", "required", vi, en) for key, vi, en in APPLICANT_FIELDS if not right.get(key)
    ]
    # A principal is reached through the filer, so only the filer must be known.
    errors = [each for each in lacking if name == "applicant" or not each.path.endswith("/phone")]
    if errors := [*errors, *find_person_faults(right, f"/{name}")]:
        raise Invalid(fields=tuple(errors))
    was = read_person(wrong or {})
    differing = [key for key in right if (right.get(key) or None) != (was.get(key) or None)]
    if not differing:
        return
    mended.changes.extend(ReceptionChange(name, subject=key) for key in differing)
    mended.parts.append(Part(name, dict(right), context.deps.salt()))
    if set(differing) & set(REACHED_BY):
        mended.gone.extend(list_contact_items(context.dossier.id, name))


def _correct_papers(context: StepContext[CorrectReceptionBody], mended: Mended) -> None:
    named, dropped = dict(context.body.papers), list(dict.fromkeys(context.body.dropped))
    if not (named or dropped):
        return
    was = dict(context.dossier.papers)
    _require_own(context, was, named, dropped)
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    known = {each.key for each in procedure.components}
    vi, en = "Thủ tục không có thành phần hồ sơ này.", "The procedure has no such component."
    if wrong := [paper for paper, component in named.items() if component not in known]:
        raise Invalid(fields=tuple(FieldError(f"/papers/{paper}", "component_unlisted", vi, en) for paper in wrong))
    now = {paper: named.get(paper, component) for paper, component in was.items() if paper not in dropped}
    _require_still_complete(context, was, now)
    changed = [paper for paper, component in was.items() if now.get(paper) != component]
    if not changed:
        return
    mended.changes.extend(
        ReceptionChange("papers", paper, (was[paper],), (now[paper],) if paper in now else ()) for paper in changed
    )
    unchecked = [now[paper] for paper, component in was.items()
                 if paper in now and component in context.dossier.handover.unchecked]  # fmt: skip
    mended.data["papers"], mended.data["unchecked"] = now, list(dict.fromkeys(unchecked))


def _require_own(
    context: StepContext[object], was: Mapping[str, str], named: Mapping[str, str], dropped: Iterable[str]
) -> None:
    vi, en = "Không có tệp này trong hồ sơ.", "There is no such file in this dossier."
    errors = [FieldError(f"/papers/{paper}", "paper_unknown", vi, en) for paper in named if paper not in was]
    errors += [FieldError(f"/dropped/{n}", "paper_unknown", vi, en) for n, p in enumerate(dropped) if p not in was]
    if proof := context.dossier.proof_paper:
        vi, en = "Đây là giấy tờ chứng minh được miễn, giảm.", "This paper proves the exemption that was claimed."
        errors += [FieldError(f"/dropped/{n}", "proof_in_use", vi, en) for n, p in enumerate(dropped) if p == proof]
    if errors:
        raise Invalid(fields=tuple(errors))


def _require_still_complete(context: StepContext[object], was: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Require that the dossier stays complete: a required component keeps a paper."""
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    owed = list_needed_components(procedure, context.dossier.channel)
    required = [each.key for each in owed if each.requirement == "required" and each.needs_file]
    lost = [key for key in required if key in was.values() and key not in now.values()]
    if lost:
        vi = "Thành phần bắt buộc này sẽ không còn giấy tờ nào; hãy bổ sung giấy tờ trước khi sửa."
        en = "This required component would have no paper left; add its paper before this correction."
        raise Invalid(fields=tuple(FieldError(f"/components/{key}", "component_missing", vi, en) for key in lost))


def _correct_originals(context: StepContext[CorrectReceptionBody], mended: Mended) -> None:
    if context.body.originals is None:
        return
    right, was = tuple(dict.fromkeys(context.body.originals)), context.dossier.intake.originals
    require_listed(context.deps.reference.find_procedure(context.dossier.procedure), right, "originals")
    if set(right) != set(was):
        mended.changes.append(ReceptionChange("originals", "", was, right))
        mended.data["intake"] = {"originals": list(right)}


def _correct_channel(context: StepContext[CorrectReceptionBody], mended: Mended) -> None:
    right, was = context.body.channel, context.dossier.channel
    if not right or right == was:
        return
    # Filings sent online or submitted by another system were not entered by an officer.
    if was not in PAPER_CHANNELS or right not in PAPER_CHANNELS:
        raise build_wrong_channel(right if was in PAPER_CHANNELS else was)
    mended.changes.append(ReceptionChange("channel", "", (was,), (right,)))
    mended.data["channel"] = right


def _correct_return_way(context: StepContext[CorrectReceptionBody], mended: Mended) -> None:
    right, was = context.body.return_way, context.dossier.handover.way
    if right and right != was:
        require_address(right, context)
        mended.changes.append(ReceptionChange("return_way", "", (was,) if was else (), (right,)))
        mended.data["return_way"] = right


# -- corrections with a second person's approval ---------------------------------------------------------------

APART = ("applicant", "principal", "papers", "dropped", "originals", "channel", "return_way", "return_address")


def request_time(context: StepContext[CorrectReceptionBody], at: datetime) -> Decision:
    """Propose another time of reception; nothing changes before the approval."""
    require_apart(context, APART)
    moved, rules = correct_time(context, at)
    about: Proposal = {"received_at": write_stamp(at), "due_at": moved["clock"]["due_at"]}
    return Decision(
        (
            open_request(
                context, RequestKind.APPOINTMENT, about, build_text_part(context, "reason", context.body.reason), *rules
            ),
        )
    )


def require_apart(context: StepContext[CorrectReceptionBody], others: Iterable[str]) -> None:
    """Refuse to mix, in one correction, changes that need approval with changes that do not."""
    if mixed := [name for name in others if getattr(context.body, name)]:
        vi = "Việc này phải có người thứ hai đồng ý; hãy đính chính riêng."
        en = "A second person must approve this; send it as a correction of its own."
        raise Invalid(fields=tuple(FieldError(f"/{name}", "corrected_apart", vi, en) for name in mixed))


def correct_time(context: StepContext[object], at: datetime) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Apply the approved time of reception: to the settlement clock, and the time to pass the dossier on."""
    d = context.dossier
    _require_possible(context, d, at)
    then = replace(context, command=replace(context.command, now=at), receiving=True)
    procedure = context.deps.reference.find_procedure(d.procedure)
    limit, shorter = find_settlement_time(context.deps.reference, procedure, d.channel, then.dates)
    starts = (*shorter, *list_counting_rules(then, limit))
    clock = start_clock(then, procedure, limit, starts)
    outside = find_receipt_outside(then, limit, build_counting(then.find_rule), clock.started_at)
    was = d.clock.due_at if d.clock else None
    changes = (
        ReceptionChange("received_at", "", (write_stamp(d.received_at),) if d.received_at else (), (write_stamp(at),)),
        ReceptionChange("due_at", "", (write_stamp(was),) if was else (), (write_stamp(clock.due_at),)),
    )
    data: dict[str, Any] = {
        "changes": pack_changes(changes[:1] if was == clock.due_at else changes),
        "receipt": d.intake.receipt,
        "received_at": write_stamp(at),
        "clock": pack_value(clock),
        **({"reception": pack_value(replace(d.reception, ended_at=at))} if d.reception else {}),
        **({"off_hours": outside.value} if outside else {}),
    }
    if d.intake.transfer_due_at:
        due_at, _ = find_transfer_due(then)
        data["intake"] = {"transfer_due_at": pack_value(due_at)}
    return data, starts


def _require_possible(context: StepContext[object], dossier: Dossier, at: datetime) -> None:
    if at == dossier.received_at:
        raise CorrectionEmpty()
    if fault := find_officer_day_fault("received", at, context.now, "/received_at"):
        raise Invalid(fields=(fault,))
    if at < dossier.filed_at:
        limit = write_instant(dossier.filed_at)
        vi = f"Thời điểm tiếp nhận không được trước lúc nộp hồ sơ, {limit}"
        en = f"The time of reception cannot be before the filing, {limit}"
        raise Invalid(fields=(FieldError("/received_at", "before_filing", vi, en),))
