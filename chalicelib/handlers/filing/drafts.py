"""Drafts: start, save, read, discard, list."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from chalice.app import Blueprint

from chalicelib.domain.accounts.acting_for import AuthorisationTooNarrow
from chalicelib.domain.accounts.identity_level import IdentityLevelNeeded
from chalicelib.domain.accounts.people import read_person
from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute
from chalicelib.domain.dossier.obligations import FeeLine
from chalicelib.domain.filing.draft_content import DraftContent, TypedRecord, read_draft_content
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import CitizenAccountNeeded
from chalicelib.domain.shared.timezone import VIETNAM, read_instant
from chalicelib.handlers.dossier.lists import PageQuery, view_chained
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.dossier.step_refusals import PLACE_REFUSALS, STEP_REFUSALS
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.drafts import (
    DraftAccountView,
    DraftBody,
    DraftFeeView,
    DraftView,
    HandoverRecordView,
    StartBody,
    TypedAuthorityView,
    TypedCapacityView,
    TypedForView,
)
from chalicelib.models.http.base import NamedView
from chalicelib.models.lists import DossierPage
from chalicelib.steps.dossier.ports import Draft
from chalicelib.steps.filing import drafts as steps
from chalicelib.steps.filing import filing_checks
from chalicelib.steps.payments import payment_items
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)
DAYS = 90


@register_operation(
    bp,
    "POST",
    "/api/dossiers",
    access=SIGNED_IN,
    body=StartBody,
    answer=DraftView,
    keyed=True,
    status=201,
    refuses=(
        *STEP_REFUSALS,
        *PLACE_REFUSALS,
        steps.ChannelNotOffered,
        ChannelOfAnotherRoute,
        CitizenAccountNeeded,
        AuthorisationTooNarrow,
        IdentityLevelNeeded,
    ),
    quotas=(Quota.DRAFTS,),
)
def create_draft(call: Call[StartBody]) -> DraftView:
    """Start a draft for one procedure, one-stop unit and channel."""
    wanted = build_command(call, "create_draft", steps.derive_dossier_id(call.actor.sub, call.key))
    return view_draft(steps.create_draft(provide_dependencies(), wanted), call.now)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/draft", access=SIGNED_IN, answer=DraftView)
def read_draft(call: Call) -> DraftView:
    """Show one's own draft."""
    return view_draft(steps.require_own_draft(provide_dependencies(), build_command(call, "read_draft")), call.now)


@register_operation(
    bp,
    "PUT",
    "/api/dossiers/{dossier_id}/draft",
    access=SIGNED_IN,
    body=DraftBody,
    answer=DraftView,
    versioned=True,
    refuses=STEP_REFUSALS,
    quotas=(Quota.SAVES,),
)
def save_draft(call: Call[DraftBody]) -> DraftView:
    """Replace the draft's data."""
    return view_draft(steps.save_draft(provide_dependencies(), build_command(call, "save_draft")), call.now)


@register_operation(bp, "DELETE", "/api/dossiers/{dossier_id}/draft", step="discard", access=SIGNED_IN, answer=None)
def discard(call: Call) -> None:
    """Discard a draft."""
    steps.discard_draft(provide_dependencies(), build_command(call, "discard"))


@register_operation(bp, "GET", "/api/me/drafts", access=SIGNED_IN, query=PageQuery, answer=DossierPage)
def my_drafts(call: Call[None, PageQuery]) -> DossierPage:
    """List my drafts, newest first."""
    return view_chained(call.actor.people, call.query, wiring_steps.provide_lists().list_drafts)


def _view_record(kept: TypedRecord | None) -> HandoverRecordView | None:
    """Return the hand-over record, with a complete time in Vietnamese time."""
    if not kept:
        return None
    signed = read_instant(kept.signed_at)
    shown = signed.astimezone(VIETNAM).isoformat(timespec="seconds") if signed else kept.signed_at
    return HandoverRecordView(number=kept.number, signed_at=shown)


def _view_account(content: DraftContent) -> DraftAccountView | None:
    held = content.account
    return DraftAccountView(person=held.person, full_name=held.full_name) if held else None


def _view_fee(line: FeeLine, claimed: bool) -> DraftFeeView:
    name = NamedView(vi=line.name_vi, en=line.name_en)
    return DraftFeeView(key=line.key, name=name, amount=line.amount, due=line.due, claimed=claimed)


def view_draft(draft: Draft, now: datetime) -> DraftView:
    """Return a draft as its author sees it."""
    content = read_draft_content(draft.body)
    reference = wiring_steps.provide_reference()
    procedure, on = (
        reference.find_procedure(content.procedure),
        payment_items.build_filing_day(reference, content.one_stop, now),
    )
    return DraftView(
        id=draft.id,
        version=draft.version,
        procedure=content.procedure,
        one_stop=content.one_stop,
        channel=content.channel,
        answers=dict(content.answers),
        applicant=read_person(content.applicant),
        on_behalf=read_person(content.on_behalf) if content.on_behalf else None,
        claims=list(content.claims),
        exemption=asdict(content.exemption) if content.exemption else None,
        papers=list(content.papers),
        for_unit=content.for_unit,
        return_way=content.return_way,
        return_address=content.return_address,
        handover_record=_view_record(content.handover_record),
        efiling=content.efiling,
        held=list(content.held),
        authority=TypedAuthorityView(**asdict(content.authority)) if content.authority else None,
        acting_for=TypedForView(**asdict(content.acting)) if content.acting else None,
        account=_view_account(content),
        capacity=TypedCapacityView(**asdict(content.capacity)) if content.capacity else None,
        capacities=list(filing_checks.list_capacities(reference, now)),
        wants=[*filing_checks.list_wanted_records(reference, content.channel, now)],
        fees=[_view_fee(line, covered) for line, covered in filing_checks.list_expected_fees(procedure, content, on)],
        fees_later=filing_checks.has_fees_to_compute(procedure),
        updated_at=draft.updated_at,
        expires_at=draft.updated_at + timedelta(days=DAYS),
    )
