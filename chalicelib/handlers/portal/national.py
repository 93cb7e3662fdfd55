"""Messages from the national portal and line-of-business systems: signed calls, each of which counts once."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.accounts.portal_accounts import AccountTaken
from chalicelib.domain.catalogue.agencies import AgencyRetired, NoCompetentAgency, UnknownAgency
from chalicelib.domain.catalogue.procedures import ProcedureNotEnabled, UnknownProcedure
from chalicelib.domain.dossier import codes
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.portal import portal_signature
from chalicelib.domain.shared.errors import Invalid, KeyReused, NotFound, WrongMoment
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.dossier.step import provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, SIGNED_IN, register_operation
from chalicelib.handlers.http.signed_requests import SIGNED_REFUSALS, read_signed
from chalicelib.models.sync import (
    AccountBody,
    AccountView,
    FilingBody,
    FilingView,
    StatusBody,
    StatusView,
    UploadLink,
)
from chalicelib.steps.filing.drafts import ChannelNotOffered
from chalicelib.steps.portal.file_national import Filed, NationalAttachment, NationalFiling, file_national
from chalicelib.steps.settlement.report_status import report_status
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring import sync as wiring_sync

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/national/filings",
    access=GATEWAY,
    answer=FilingView,
    refuses=(
        *SIGNED_REFUSALS, UnknownProcedure, ProcedureNotEnabled, UnknownAgency, AgencyRetired, NoCompetentAgency,
        ChannelNotOffered, Invalid, KeyReused,
    ),
)  # fmt: skip
def file_at_portal(call: Call) -> FilingView:
    """Accept a dossier that was filed at the national portal; a repeat of the number continues the existing filing."""
    _, sent_body = read_signed(call, wiring_sync.open_portal_secret().get(call.real_now).portal, FilingBody)
    filing = NationalFiling(
        number=sent_body.number,
        procedure=sent_body.procedure,
        one_stop=wiring.provide_agencies().find_one_stop_by_code(sent_body.unit, call.now.astimezone(VIETNAM).date()),
        owner=wiring_sync.provide_linked_accounts().find_holder(sent_body.account) if sent_body.account else "",
        answers=sent_body.answers,
        applicant=sent_body.filer.model_dump(exclude_none=True),
        attachments=[NationalAttachment(**each.model_dump()) for each in sent_body.attachments],
    )
    return _view_filed(sent_body, file_national(provide_dependencies(), filing, call.now, call.real_now))


def _view_filed(sent_body: FilingBody, filed: Filed) -> FilingView:
    ids = {each.sha256: each.id for each in sent_body.attachments}
    return FilingView(
        number=sent_body.number,
        state="waits_for_files" if filed.dossier is None else filed.dossier.state.value,
        receipt_no=filed.dossier.receipt_no if filed.dossier else None,
        uploads=[_build_upload_link(ids[paper.sha256], paper) for paper in filed.pending],
    )


def _build_upload_link(attachment: str, paper: Paper) -> UploadLink:
    link = wiring_papers.provide_paper_store().upload_link(paper)
    return UploadLink(id=attachment, url=link.url, headers=dict(link.headers), seconds=link.seconds)


@register_operation(
    bp,
    "POST",
    "/api/systems/status",
    access=GATEWAY,
    answer=StatusView,
    refuses=(*SIGNED_REFUSALS, NotFound, WrongMoment, Invalid, KeyReused, codes.CodesExhausted),
)
def report_system_status(call: Call) -> StatusView:
    """Accept the progress that the line-of-business system of an agency reports on one of its dossiers (VL-9.1)."""
    system, sent_body = read_signed(call, wiring_sync.open_portal_secret().get(call.real_now).systems, StatusBody)
    answer = report_status(
        provide_dependencies(),
        system,
        sent_body.code,
        sent_body.status,
        sent_body.at,
        sent_body.reference,
        call.now,
        call.real_now,
    )
    return StatusView(dossier_code=answer.dossier.code, repeated=answer.repeated)


@register_operation(
    bp,
    "POST",
    "/api/me/national-account",
    access=SIGNED_IN,
    body=AccountBody,
    answer=AccountView,
    refuses=(*portal_signature.REFUSALS, AccountTaken),
)
def link_account(call: Call[AccountBody]) -> AccountView:
    """Link the caller to an account of the national portal; the portal's signature proves that they hold it."""
    account, header = call.body.account, call.body.signature
    keys = wiring_sync.open_portal_secret().get(call.real_now).portal
    portal_signature.verify_call(encode_canonical({"MaTaiKhoan": account}), header, keys, call.real_now)
    if not wiring_sync.provide_calls().claim_once(header, call.real_now):
        raise portal_signature.CallReplayed()
    if not wiring_sync.provide_linked_accounts().link(account, call.actor.sub):
        raise AccountTaken()
    return AccountView(account=account)
