"""Submit: the draft becomes a dossier. The acknowledgement has a receipt number and the official reception time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.identity_proofing import is_party, prove_filing
from chalicelib.domain.accounts.people import read_person
from chalicelib.domain.accounts.proven_identity import PROVEN, Source
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import HANDED_ON, PAPER_CHANNELS, TYPED_HERE, Intake
from chalicelib.domain.dossier.obligations import FeeLine
from chalicelib.domain.dossier.permission import permit_step
from chalicelib.domain.filing.capacity import RELATION
from chalicelib.domain.filing.draft_content import DraftContent, read_draft_content
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper_files import parse_key
from chalicelib.domain.payments import fees
from chalicelib.domain.privacy.sight import require_sight
from chalicelib.domain.shared.errors import Forbidden, NotFound, OwnDossier, Stale
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.dossier import back_entry
from chalicelib.steps.dossier.body_fields import SubmissionBody
from chalicelib.steps.dossier.command import CommandResult, build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.ports import Change, Draft, Loaded
from chalicelib.steps.filing import filing_checks
from chalicelib.steps.filing.account_checks import require_account
from chalicelib.steps.filing.acting import build_authority, find_principal, require_principal
from chalicelib.steps.filing.drafts import find_typist_role, require_channel, require_citizen, require_route
from chalicelib.steps.filing.provisional_due_date import calculate_provisional_due
from chalicelib.steps.filing.submission_checks import (
    AGENT,
    check_account,
    check_answers,
    check_claim,
    check_declared,
    check_level,
    check_papers,
    list_answered_by_form,
    list_filing_fees,
)
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import Claim, Submitted

RECEIPT_LENGTH = 13
OFFICIAL_TIME = "official_time"
"""The value of the rule `reception.acknowledges` by which a filer learns when the filing counts as received."""


def submit_draft(deps: Dependencies, command: Command[SubmissionBody]) -> CommandResult:
    """File the draft (QN-11.1): automatic technical check, then the submission and its reception clock."""

    def build_submission_change(loaded: Loaded) -> Change:
        draft = _require_draft(command, loaded)
        if not draft.unit:
            require_citizen(command.actor)
        role = find_typist_role(command, draft.unit) if draft.unit else Role.APPLICANT
        if role is None:
            raise Forbidden()
        content = require_principal(command.actor, deps.reference, read_draft_content(draft.body))
        content = find_principal(deps, command, content)
        if draft.unit and is_party(command.actor.numbers, [content.applicant, content.on_behalf or {}]):
            raise OwnDossier()
        return build_change(
            deps, command, None, decide_submission(deps, command, draft, content, loaded), role, draft.unit
        )

    return run_command(
        deps, command, build_submission_change, papers=command.body.papers, extra=back_entry.list_needed(command.body)
    )


def _require_draft(command: Command[object], loaded: Loaded) -> Draft:
    """Return the author's draft at the version they read; refuse a filing that was already submitted."""
    if loaded.dossier is not None:
        dossier = require_sight(command.actor, loaded.dossier, command.now)
        permit_step(command.actor, dossier, Step.SUBMIT, command.now)
    if loaded.draft is None or not command.actor.is_person(loaded.draft.author):
        raise NotFound()
    if command.version is not None and command.version != loaded.draft.version:
        raise Stale(version=loaded.draft.version)
    return loaded.draft


def decide_submission(
    deps: Dependencies, command: Command[SubmissionBody], draft: Draft, content: DraftContent, loaded: Loaded
) -> Decision:
    """Check the filing and record the submission. Refuse by field; nothing is lost, the draft stays."""
    filed = filing_checks.find_filing(deps, command, draft, content, loaded)
    # From here everything is as of the filing: its law, its unit, its clock.
    command = replace(command, now=filed.at)
    procedure = deps.reference.find_procedure(content.procedure)
    procedure.require_enabled(local=deps.local)
    deps.reference.require_one_stop(content.one_stop, command.now)
    settles, territory = filing_checks.require_territory(deps, command, content)
    deps.reference.find_competent(procedure, settles, command.now)
    # A draft begun before routes were distinguished may name a channel without a route.
    require_route(content.channel, TYPED_HERE | HANDED_ON)
    channel = require_channel(deps, command, content.channel)
    check_declared(command)
    check_account(deps, command)
    check_level(procedure, content, command)
    capacity = filing_checks.require_capacity(deps.reference, command, content)
    check_answers(deps, procedure, content, command)
    proof, proven = prove_filing(_find_source(draft, content), command.actor.identity)
    held = filing_checks.require_held_by_officer(draft, content.held, [each.key for each in procedure.components])
    check_papers(procedure, content, loaded, command, held)
    check_claim(deps, procedure, content, loaded, command)
    holder, registered = require_account(deps, command, draft, content)
    clock, answer = filing_checks.start_answer_clock(deps, content.one_stop, command.dates, command.now)
    unsigned = deps.reference.find_rule("paper.unsigned_check", command.dates)
    data = _build_data(deps, command, content, loaded, holder)
    if filed.record:
        data["handover_record"] = filed.record
    if filed.register:
        data["register"] = filed.register
    data["reception"], data["proof"] = filing_checks.pack_clock(clock), proof.stated
    again = {paper.id: paper for paper in loaded.papers.values() if paper.origin}
    if again:
        data["used_again"] = {number: _describe_origin(paper) for number, paper in again.items()}
        held = tuple(dict.fromkeys((*held, *(paper.component for paper in again.values()))))
    intake = _build_intake(procedure, content, held, data)
    elsewhere: tuple[Ruling, ...] = ()
    if settles != content.one_stop:
        foreseen, starts = calculate_provisional_due(
            deps.reference, procedure, settles, content.channel, command.dates, filed.at
        )
        intake["foreseen_due_at"], elsewhere = pack_value(foreseen), (starts,) if starts.value else ()
    data["intake"] = intake
    on = payment_items.build_filing_day(deps.reference, content.one_stop, filed.at)
    owed = payment_items.build_filing_obligations(
        procedure, content.channel, content.answers, data["claim"], data["owner"] or data["filer"], filed.at, on
    )
    if owed:
        data["obligations"] = pack_value(owed)
    if due := fees.total_payable_now(owed):
        data["to_pay"] = due
    unchecked = filing_checks.list_unsigned(unsigned, content.channel, loaded.papers.values())
    data["handover"] = _build_handover(content, unchecked)
    reask = (deps.reference.find_rule("data.reask", command.dates),) if again else ()
    rules = (
        *filed.rules,
        *reask,
        *territory,
        *elsewhere,
        *filing_checks.require_efiling_word(deps, command, content),
        *answer,
        *registered,
        *capacity,
    )
    rules = (*rules, *list_acknowledgement_rules(deps, command), *_list_proxy_rules(deps, command, draft, content))
    unsigned_cite = list_cites(unsigned) if unchecked else ()
    law = (channel, *list_cites(*rules), *unsigned_cite)
    fact = payloads.SUBMITTED.build(data, _build_parts(deps, content, proven), law, occurred_at=filed.at)
    return Decision((fact,), draft_gone=draft.version)


def list_acknowledgement_rules(deps: Dependencies, command: Command[object]) -> tuple[Ruling, ...]:
    """Return the rule by which the acknowledgement names the official time of reception (QN-11.1), where
    there is one."""
    rule = deps.reference.find_rule("reception.acknowledges", command.dates)
    return (rule,) if OFFICIAL_TIME in rule.list_words() else ()


def _find_source(draft: Draft, content: DraftContent) -> Source:
    """Return who vouches for the filer, by the route of the filing."""
    if draft.unit:
        return Source.DESK
    return Source.NATIONAL_PORTAL if content.national else Source.SIGN_IN


def _describe_origin(paper: papers.Paper) -> dict[str, str]:
    """Return whose paper is reused."""
    dossier, source = parse_key(paper.origin) or ("", "")
    return {"dossier": dossier, "paper": source}


def _build_intake(
    procedure: Procedure, content: DraftContent, held: tuple[str, ...], data: Submitted
) -> dict[str, Any]:
    """Return the filing's data for reception."""
    known = Intake(
        for_unit=content.for_unit or "", held=held, by_form=list_answered_by_form(procedure, content.channel),
        outage=data["register"]["outage"] if "register" in data else "",
        national=content.national.number if content.national else "",
    )  # fmt: skip
    return pack_value(known)  # type: ignore[no-any-return]


def _build_handover(content: DraftContent, unchecked: list[str]) -> dict[str, Any]:
    """Return the data for the handover: the way the applicant chose, papers to compare."""
    return pack_value(Handover(way=content.return_way or "", unchecked=tuple(unchecked)))  # type: ignore[no-any-return]


def build_receipt_number(dossier_id: str) -> str:
    """Return the number of the filing's acknowledgement; the dossier code comes only with reception (QN-11.1, 11.3)."""
    return f"TN-{dossier_id[:RECEIPT_LENGTH].upper()}"


def _build_data(
    deps: Dependencies, command: Command[object], content: DraftContent, loaded: Loaded, holder: str
) -> Submitted:
    procedure = deps.reference.find_procedure(content.procedure)
    person = content.national.owner if content.national else command.actor.sub
    if content.channel in PAPER_CHANNELS:
        person = "" if content.on_behalf else holder
    data: Submitted = {
        "to": "submitted",
        "procedure": procedure.id,
        "procedure_version": str(procedure.version),
        "province": deps.reference.province,
        "channel": content.channel,
        "one_stop": content.one_stop,
        "owner": holder if holder and content.on_behalf else _find_owner(command, content, person),
        "filer": person,
        "receipt_no": build_receipt_number(command.dossier_id),
        "papers": {paper.id: paper.component for paper in loaded.papers.values()},
        "manifest": [papers.build_manifest_entry(paper) for paper in loaded.papers.values()],
        "claim": _build_claim(content, list_filing_fees(deps, procedure, content, command.now)),
        "law_digest": deps.reference.law_digest,
    }
    if content.efiling:
        data["efiling"] = content.efiling
    if content.capacity:
        data["capacity"] = content.capacity.kind
    if authority := build_authority(content):
        data["authority"] = pack_value(authority)
    return data


def _find_owner(command: Command[object], content: DraftContent, person: str) -> str:
    """Return whose dossier it is: the principal's where somebody files for them (LC-10.1.a)."""
    return content.principal if content.on_behalf else person


def _build_claim(content: DraftContent, tariff: Sequence[FeeLine]) -> Claim:
    """Return the claim without its group: the group reveals poverty or illness, and a ledger is never erased."""
    claim = content.exemption
    if not claim:
        return {}
    offering = [line.key for line in tariff if claim.group in line.exemption_groups]
    return {"paper_id": claim.paper_id, "fees": offering}


def _list_proxy_rules(
    deps: Dependencies, command: Command[object], draft: Draft, content: DraftContent
) -> tuple[Ruling, ...]:
    """Filing for somebody else online is open to persons whom the law allows to file as authorised (NĐ 61/2018 16)."""
    if draft.unit or not content.on_behalf:
        return ()
    require_channel(deps, command, AGENT)
    return (deps.reference.find_rule("channel.open", command.dates, channel=AGENT),)


def _build_parts(deps: Dependencies, content: DraftContent, proven: dict[str, str]) -> tuple[Part, ...]:
    parts = [Part("form", content.answers, deps.salt()), Part("applicant", read_person(content.applicant), deps.salt())]
    if proven:
        parts.append(Part(PROVEN, proven, deps.salt()))
    if content.on_behalf:
        parts.append(Part("principal", read_person(content.on_behalf), deps.salt()))
    if content.capacity:
        parts.append(Part(RELATION, {"text": content.capacity.relation}, deps.salt()))
    # Typed before another way was chosen: it must not be used or stored.
    if content.return_way == "post" and content.return_address:
        parts.append(Part("return_address", content.return_address, deps.salt()))
    if content.exemption:
        parts.append(Part("exemption", {"group": content.exemption.group}, deps.salt()))
    return tuple(parts)
