"""Checks of a filing before it is submitted: the declaration, the answers, the papers and the exemption claim."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.identity_level import require_level
from chalicelib.domain.accounts.identity_proofing import find_own_answer_faults, find_own_faults, is_party
from chalicelib.domain.accounts.people import find_person_faults, find_return_address_faults
from chalicelib.domain.accounts.profile_changes import BARS_FILING, UPDATE_RULE, UpdateNeeded
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.intake import OWN_PORTAL, PAPER_CHANNELS
from chalicelib.domain.dossier.obligations import ExemptionClaim, FeeLine
from chalicelib.domain.eforms.answer_formats import has_letter
from chalicelib.domain.filing.capacity import find_relation_faults
from chalicelib.domain.filing.draft_content import DraftContent
from chalicelib.domain.papers import components
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.body_fields import SubmissionBody, WithPapers
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.guards import require_known_papers
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.filing.acting import find_authority_faults
from chalicelib.steps.payments import payment_items


def list_filing_fees(
    deps: Dependencies, procedure: Procedure, content: DraftContent, at: datetime
) -> tuple[FeeLine, ...]:
    on = payment_items.build_filing_day(deps.reference, content.one_stop, at)
    return procedure.list_fee_lines(content.answers, on, online=content.channel not in PAPER_CHANNELS)


def check_declared(command: Command[SubmissionBody]) -> None:
    if command.body.declared_true is not True:
        vi, en = "Xác nhận lời cam đoan trước khi nộp.", "Confirm the declaration before sending."
        raise Invalid(fields=(FieldError("/declared_true", "declaration_missing", vi, en),))


def check_account(deps: Dependencies, command: Command[object]) -> None:
    """Refuse to file while the filer's account must be brought up to date, where the law of the day says so
    (HUE-10.3.b)."""
    if not command.actor.update_demanded:
        return
    rule = deps.reference.find_rule(UPDATE_RULE, command.dates)
    with cite_on_refusal(rule):
        if BARS_FILING in rule.list_words():
            raise UpdateNeeded()


def check_level(procedure: Procedure, content: DraftContent, command: Command[object]) -> None:
    """Refuse an online filing below the level of identity that the procedure asks for. Who files at the national portal
    or at a desk is known there."""
    if content.channel == OWN_PORTAL and not content.national:
        require_level(procedure.identity, command.actor.identity)


def check_answers(deps: Dependencies, procedure: Procedure, content: DraftContent, command: Command[object]) -> None:
    errors = list(deps.reference.check_form(procedure, content.answers, command.now))
    if content.channel == OWN_PORTAL:
        errors += find_own_faults(command.actor.identity, content.applicant)
        errors += [*find_own_answer_faults(command.actor.identity, content.answers), *_find_proxy_faults(content)]
    for name, vi, en in APPLICANT_FIELDS:
        if not content.applicant.get(name):
            errors.append(FieldError(f"/applicant/{name}", "required", vi, en))
    errors += find_authority_faults(deps.reference, command, content)
    errors += find_relation_faults(content.capacity) if content.capacity else []
    # A filer at the national portal was checked there, and cannot type anything again here.
    if not content.national:
        errors += find_person_faults(content.applicant, "/applicant")
        errors += find_person_faults(content.on_behalf or {}, "/on_behalf")
    if content.return_way == "post" and not has_letter(content.return_address or ""):
        vi, en = (
            "Nhập địa chỉ nhận kết quả qua dịch vụ bưu chính công ích.",
            "Enter the postal address for the result.",
        )
        errors.append(FieldError("/return_address", "required", vi, en))
    errors += find_return_address_faults(content.return_address or "", "/return_address")
    if errors:
        raise Invalid(fields=tuple(errors))


AGENT = "agent"


def _find_proxy_faults(content: DraftContent) -> list[FieldError]:
    """Return faults of an online filing for somebody else: it must name the person, and not the filer."""
    other = content.on_behalf
    if not other:
        return []
    if not other.get("full_name"):
        vi, en = "Nhập họ và tên người được nộp thay.", "Enter the represented person's full name."
        return [FieldError("/on_behalf/full_name", "required", vi, en)]
    if is_party([str(content.applicant.get("id_number") or "")], [other]):
        vi, en = "Người nộp và người được nộp thay là một người.", "The filer and the represented person are the same."
        return [FieldError("/on_behalf/id_number", "represents_self", vi, en)]
    return []


APPLICANT_FIELDS = (
    ("full_name", "Nhập họ và tên người nộp.", "Enter the applicant's full name."),
    ("id_number", "Nhập số định danh của người nộp.", "Enter the applicant's ID number."),
    ("phone", "Nhập số điện thoại để nhận tin.", "Enter a phone number for messages."),
)
"""The required data of the filer, and the messages when they are missing."""


def check_papers(
    procedure: Procedure, content: DraftContent, loaded: Loaded, command: Command[WithPapers], held: tuple[str, ...]
) -> None:
    filed = require_known_papers(command, loaded)
    owed = [each for each in list_needed_components(procedure, content.channel) if each.key not in held]
    components.require_components(owed, filed, frozenset(content.claims))


def check_claim(
    deps: Dependencies, procedure: Procedure, content: DraftContent, loaded: Loaded, command: Command[object]
) -> None:
    """Check an exemption claim: it needs its proof among the papers filed, and a fee that offers it. The check runs
    now, not at the reception of the dossier."""
    claim = content.exemption
    if not claim:
        return
    proof = loaded.papers.get(claim.paper_id)
    if proof is None or proof.kind is not papers.PaperKind.EXEMPTION_PROOF:
        vi, en = "Đính kèm giấy tờ chứng minh được miễn.", "Attach the paper that proves the exemption."
        raise Invalid(fields=(FieldError("/exemption/paper_id", "proof_missing", vi, en),))
    lines = list_filing_fees(deps, procedure, content, command.now)
    fees.build_obligations(lines, ExemptionClaim(claim.group, claim.paper_id, command.actor.sub), command.now)


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
    return () if channel in PAPER_CHANNELS else tuple(each.key for each in procedure.components if each.by_form)
