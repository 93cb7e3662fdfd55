"""Submit: the draft becomes a dossier. The acknowledgement has a receipt number and the official reception time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.identity_proofing import find_own_answer_faults, find_own_faults, is_party, prove_filing
from chalicelib.domain.accounts.people import find_person_faults, find_return_address_faults, read_person
from chalicelib.domain.accounts.proven_identity import PROVEN, Source
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import DESK_CHANNELS, HANDED_ON, TYPED_HERE, Intake
from chalicelib.domain.dossier.obligations import ExemptionClaim, FeeLine
from chalicelib.domain.dossier.permission import permit_step
from chalicelib.domain.eforms.answer_formats import has_letter
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.papers import components
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper_files import parse_key
from chalicelib.domain.payments import fees
from chalicelib.domain.privacy.sight import require_sight
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid, NotFound, OwnDossier, Stale
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.dossier import back_entry
from chalicelib.steps.dossier.command import CommandResult, build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.guards import list_cites, require_known_papers
from chalicelib.steps.dossier.ports import Change, Draft, Loaded
from chalicelib.steps.filing import filing_checks
from chalicelib.steps.filing.drafts import find_typist_role, require_channel, require_citizen, require_route
from chalicelib.steps.filing.provisional_due_date import calculate_provisional_due
from chalicelib.steps.payments import payment_items

RECEIPT_LENGTH = 13
OFFICIAL_TIME = "official_time"
"""The value of the rule `reception.acknowledges` by which a filer learns when the filing counts as received."""


def submit_draft(desk: Dependencies, ask: Command) -> CommandResult:
    """File the draft (QN-11.1): automatic technical check, then the submission and its reception clock."""

    def build_submission_change(loaded: Loaded) -> Change:
        draft = _require_draft(ask, loaded)
        if not draft.unit:
            require_citizen(ask.actor)
        role = find_typist_role(ask, draft.unit) if draft.unit else Role.APPLICANT
        if role is None:
            raise Forbidden()
        if draft.unit and is_party(ask.actor.numbers, [draft.body["applicant"], draft.body.get("on_behalf") or {}]):
            raise OwnDossier()
        return build_change(desk, ask, None, decide_submission(desk, ask, draft, loaded), role, draft.unit)

    return run_command(
        desk, ask, build_submission_change, papers=ask.body["papers"], extra=back_entry.list_needed(ask.body)
    )


def _require_draft(ask: Command, loaded: Loaded) -> Draft:
    """Return the author's draft at the version they read; refuse a filing that was already submitted."""
    if loaded.dossier is not None:
        dossier = require_sight(ask.actor, loaded.dossier, ask.now)
        permit_step(ask.actor, dossier, Step.SUBMIT, ask.now)
    if loaded.draft is None or loaded.draft.author != ask.actor.sub:
        raise NotFound()
    if ask.version is not None and ask.version != loaded.draft.version:
        raise Stale(version=loaded.draft.version)
    return loaded.draft


def decide_submission(desk: Dependencies, ask: Command, draft: Draft, loaded: Loaded) -> Decision:
    """Check the filing and record the submission. Refuse by field; nothing is lost, the draft stays."""
    body, filed = draft.body, filing_checks.find_filing(desk, ask, draft, loaded)
    # From here everything is as of the filing: its law, its unit, its clock.
    ask = replace(ask, now=filed.at)
    procedure = desk.reference.find_procedure(body["procedure"])
    procedure.require_enabled(local=desk.local)
    desk.reference.require_one_stop(body["one_stop"], ask.now)
    settles, territory = filing_checks.require_territory(desk, ask, body)
    desk.reference.find_competent(procedure, settles, ask.now)
    # A draft begun before routes were distinguished may name a channel without a route.
    require_route(body["channel"], TYPED_HERE | HANDED_ON)
    channel = require_channel(desk, ask, body["channel"])
    _check_declared(ask)
    _check_answers(desk, procedure, body, ask)
    proof, proven = prove_filing(_find_source(draft), ask.actor.identity)
    held = filing_checks.require_held_by_officer(draft, [each.key for each in procedure.components])
    _check_papers(procedure, body, loaded, ask, held)
    _check_claim(desk, procedure, body, loaded, ask)
    clock, answer = filing_checks.answer_clock(desk, body["one_stop"], ask.dates, ask.now)
    unsigned = desk.reference.find_rule("paper.unsigned_check", ask.dates)
    data = (
        _build_data(desk, ask, draft, loaded)
        | dict(filed.data)
        | {"reception": filing_checks.pack_clock(clock), "proof": proof.stated}
    )
    again = {paper.id: paper for paper in loaded.papers.values() if paper.origin}
    if again:
        data["used_again"] = {number: _describe_origin(paper) for number, paper in again.items()}
        held = tuple(dict.fromkeys((*held, *(paper.component for paper in again.values()))))
    data["intake"] = _build_intake(procedure, body, held, data)
    elsewhere: tuple[Ruling, ...] = ()
    if settles != body["one_stop"]:
        foreseen, starts = calculate_provisional_due(
            desk.reference, procedure, settles, body["channel"], ask.dates, filed.at
        )
        data["intake"]["foreseen_due_at"], elsewhere = pack_value(foreseen), (starts,) if starts.value else ()
    on = payment_items.build_filing_day(desk.reference, body["one_stop"], filed.at)
    owed = payment_items.build_filing_obligations(
        procedure, body["channel"], body["answers"], data["claim"], data["owner"] or data["filer"], filed.at, on
    )
    data |= {"obligations": pack_value(owed)} if owed else {}
    data |= {"to_pay": due} if (due := fees.total_payable_now(owed)) else {}
    data["handover"] = _build_handover(
        body, filing_checks.list_unsigned(unsigned, body["channel"], loaded.papers.values())
    )
    reask = (desk.reference.find_rule("data.reask", ask.dates),) if again else ()
    rules = (
        *filed.rules,
        *reask,
        *territory,
        *elsewhere,
        *filing_checks.require_efiling_word(desk, ask, body),
        *answer,
    )
    rules = (*rules, *list_acknowledgement_rules(desk, ask), *_list_proxy_rules(desk, ask, draft))
    unsigned_cite = list_cites(unsigned) if data["handover"].get("unchecked") else ()
    law = (channel, *list_cites(*rules), *unsigned_cite)
    fact = NewFact(FactKind.SUBMITTED, data, _build_parts(desk, body, proven), law, occurred_at=filed.at)
    return Decision((fact,), draft_gone=draft.version)


def list_acknowledgement_rules(desk: Dependencies, ask: Command) -> tuple[Ruling, ...]:
    """Return the rule by which the acknowledgement names the official time of reception (QN-11.1), where
    there is one."""
    rule = desk.reference.find_rule("reception.acknowledges", ask.dates)
    return (rule,) if OFFICIAL_TIME in (rule.value or ()) else ()


def _find_source(draft: Draft) -> Source:
    """Return who vouches for the filer, by the route of the filing."""
    if draft.unit:
        return Source.DESK
    return Source.NATIONAL_PORTAL if draft.body.get("national") else Source.SIGN_IN


def _describe_origin(paper: papers.Paper) -> dict[str, str]:
    """Return whose paper is reused."""
    dossier, source = parse_key(paper.origin) or ("", "")
    return {"dossier": dossier, "paper": source}


def _build_intake(procedure: Procedure, body: Any, held: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any]:
    """Return the filing's data for reception."""
    known = Intake(
        for_unit=body.get("for_unit") or "", held=held, by_form=list_answered_by_form(procedure, body["channel"]),
        outage=(data.get("register") or {}).get("outage", ""), national=(body.get("national") or {}).get("number", ""),
    )  # fmt: skip
    return pack_value(known)  # type: ignore[no-any-return]


def _build_handover(body: Any, unchecked: list[str]) -> dict[str, Any]:
    """Return the data for the handover: the way the applicant chose, papers to compare."""
    return pack_value(Handover(way=body.get("return_way") or "", unchecked=tuple(unchecked)))  # type: ignore[no-any-return]


def build_receipt_number(dossier_id: str) -> str:
    """Return the number of the filing's acknowledgement; the dossier code comes only with reception (QN-11.1, 11.3)."""
    return f"TN-{dossier_id[:RECEIPT_LENGTH].upper()}"


def _build_data(desk: Dependencies, ask: Command, draft: Draft, loaded: Loaded) -> dict[str, Any]:
    body, counter = draft.body, draft.body["channel"] in DESK_CHANNELS
    procedure = desk.reference.find_procedure(body["procedure"])
    person = "" if counter else (body.get("national") or {"owner": ask.actor.sub})["owner"]
    return {
        "to": "submitted",
        "procedure": procedure.id,
        "procedure_version": str(procedure.version),
        "province": desk.reference.province,
        "channel": body["channel"],
        "one_stop": body["one_stop"],
        # A proxy files, but the dossier is the principal's (LC-10.1.a).
        "owner": "" if body.get("on_behalf") else person,
        "filer": person,
        "receipt_no": build_receipt_number(ask.dossier_id),
        "papers": {paper.id: paper.component for paper in loaded.papers.values()},
        "manifest": [papers.build_manifest_entry(paper) for paper in loaded.papers.values()],
        "claim": _build_claim(body, _list_fee_lines(desk, procedure, body, ask.now)),
        "law_digest": desk.reference.law_digest,
        **({"efiling": body["efiling"]} if body.get("efiling") else {}),
    }


def _build_claim(body: Any, tariff: Sequence[FeeLine]) -> dict[str, Any]:
    """Return the claim without its group: the group reveals poverty or illness, and a ledger is never erased."""
    claim = body.get("exemption")
    if not claim:
        return {}
    offering = [line.key for line in tariff if claim["group"] in line.exemption_groups]
    return {"paper_id": claim["paper_id"], "fees": offering}


def _list_fee_lines(desk: Dependencies, procedure: Procedure, body: Any, at: datetime) -> tuple[FeeLine, ...]:
    on = payment_items.build_filing_day(desk.reference, body["one_stop"], at)
    return procedure.list_fee_lines(body["answers"], on, online=body["channel"] not in DESK_CHANNELS)


def _list_proxy_rules(desk: Dependencies, ask: Command, draft: Draft) -> tuple[Ruling, ...]:
    """Filing for somebody else online is open to persons whom the law allows to file as authorised (NĐ 61/2018 16)."""
    if draft.unit or not draft.body.get("on_behalf"):
        return ()
    require_channel(desk, ask, AGENT)
    return (desk.reference.find_rule("channel.open", ask.dates, channel=AGENT),)


def _build_parts(desk: Dependencies, body: Any, proven: dict[str, str]) -> tuple[Part, ...]:
    parts = [Part("form", body["answers"], desk.salt()), Part("applicant", read_person(body["applicant"]), desk.salt())]
    if proven:
        parts.append(Part(PROVEN, proven, desk.salt()))
    if body.get("on_behalf"):
        parts.append(Part("principal", read_person(body["on_behalf"]), desk.salt()))
    # Typed before another way was chosen: it must not be used or stored.
    if body.get("return_way") == "post" and body.get("return_address"):
        parts.append(Part("return_address", body["return_address"], desk.salt()))
    if body.get("exemption"):
        parts.append(Part("exemption", {"group": body["exemption"]["group"]}, desk.salt()))
    return tuple(parts)


def _check_declared(ask: Command) -> None:
    if ask.body["declared_true"] is not True:
        vi, en = "Xác nhận lời cam đoan trước khi nộp.", "Confirm the declaration before sending."
        raise Invalid(fields=(FieldError("/declared_true", "declaration_missing", vi, en),))


def _check_answers(desk: Dependencies, procedure: Any, body: Any, ask: Command) -> None:
    errors = list(desk.reference.check_form(procedure, body["answers"], ask.now))
    if body["channel"] == OWN_PORTAL:
        errors += find_own_faults(ask.actor.identity, body["applicant"])
        errors += [*find_own_answer_faults(ask.actor.identity, body["answers"]), *_find_proxy_faults(body)]
    for name, vi, en in APPLICANT_FIELDS:
        if not body["applicant"].get(name):
            errors.append(FieldError(f"/applicant/{name}", "required", vi, en))
    # A filer at the national portal was checked there, and cannot type anything again here.
    for person in () if body.get("national") else ("applicant", "on_behalf"):
        errors += find_person_faults(body.get(person) or {}, f"/{person}")
    if body.get("return_way") == "post" and not has_letter(body.get("return_address") or ""):
        vi, en = (
            "Nhập địa chỉ nhận kết quả qua dịch vụ bưu chính công ích.",
            "Enter the postal address for the result.",
        )
        errors.append(FieldError("/return_address", "required", vi, en))
    errors += find_return_address_faults(body.get("return_address") or "", "/return_address")
    if errors:
        raise Invalid(fields=tuple(errors))


AGENT, OWN_PORTAL = "agent", "own_portal"


def _find_proxy_faults(body: Any) -> list[FieldError]:
    """Return faults of an online filing for somebody else: it must name the person, and not the filer."""
    other = body.get("on_behalf")
    if not other:
        return []
    if not other.get("full_name"):
        vi, en = "Nhập họ và tên người được nộp thay.", "Enter the represented person's full name."
        return [FieldError("/on_behalf/full_name", "required", vi, en)]
    if is_party([str(body["applicant"].get("id_number") or "")], [other]):
        vi, en = "Người nộp và người được nộp thay là một người.", "The filer and the represented person are the same."
        return [FieldError("/on_behalf/id_number", "represents_self", vi, en)]
    return []


APPLICANT_FIELDS = (
    ("full_name", "Nhập họ và tên người nộp.", "Enter the applicant's full name."),
    ("id_number", "Nhập số định danh của người nộp.", "Enter the applicant's ID number."),
    ("phone", "Nhập số điện thoại để nhận tin.", "Enter a phone number for messages."),
)
"""The required data of the filer, and the messages when they are missing."""


def _check_papers(procedure: Any, body: Any, loaded: Loaded, ask: Command, held: tuple[str, ...]) -> None:
    filed = require_known_papers(ask, loaded)
    owed = [each for each in list_needed_components(procedure, body["channel"]) if each.key not in held]
    components.require_components(owed, filed, frozenset(body.get("claims", ())))


def _check_claim(desk: Dependencies, procedure: Any, body: Any, loaded: Loaded, ask: Command) -> None:
    """Check an exemption claim: it needs its proof among the papers filed, and a fee that offers it. The check runs
    now, not at the reception of the dossier."""
    claim = body.get("exemption")
    if not claim:
        return
    proof = loaded.papers.get(claim["paper_id"])
    if proof is None or proof.kind is not papers.PaperKind.EXEMPTION_PROOF:
        vi, en = "Đính kèm giấy tờ chứng minh được miễn.", "Attach the paper that proves the exemption."
        raise Invalid(fields=(FieldError("/exemption/paper_id", "proof_missing", vi, en),))
    lines = _list_fee_lines(desk, procedure, body, ask.now)
    fees.build_obligations(lines, ExemptionClaim(**claim, by=ask.actor.sub), ask.now)


def list_needed_components(procedure: Procedure, channel: str) -> tuple[components.RequiredComponent, ...]:
    """Return the procedure's components as the paper rules read them for a way of filing: components only shown at the
    desk and components that the filled e-form itself is need no file."""
    by_form = list_answered_by_form(procedure, channel)
    return tuple(
        components.RequiredComponent(
            each.key, each.need, needs_file=each.copy != "presented" and each.key not in by_form
        )
        for each in procedure.components
    )


def list_answered_by_form(procedure: Procedure, channel: str) -> tuple[str, ...]:
    """Return components that the filled e-form itself is (NĐ 45/2020 9.1). At a desk the officer copies the answers
    from the paper that the applicant signed, so there the paper stays the component and is digitised."""
    return () if channel in DESK_CHANNELS else tuple(each.key for each in procedure.components if each.by_form)
