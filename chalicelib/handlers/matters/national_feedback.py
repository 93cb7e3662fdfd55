"""Feedback that people send to the national feedback system, handed on by signed calls that count once."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import AgencyRetired, UnknownAgency
from chalicelib.domain.matters.matter_refusals import MatterWrongMoment, NotOffered, StepUsedUp
from chalicelib.domain.portal.mapping import PortalMapping, translate_word
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, register_operation
from chalicelib.handlers.http.signed_requests import SIGNED_REFUSALS, read_signed
from chalicelib.models.matters.national_feedback import NationalFeedbackBody, NationalFeedbackView, NationalStepBody
from chalicelib.steps.matters.matter_checks import CHECK_REFUSALS
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.matter_fact_parts import RelayedMatter
from chalicelib.steps.matters.open_national_feedback import NationalFeedback, open_national_feedback
from chalicelib.steps.matters.take_national_step import NationalStep, take_national_step
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync
from chalicelib.wiring.matters import provide_matter_dependencies

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/national/feedback",
    access=GATEWAY,
    answer=NationalFeedbackView,
    refuses=(*SIGNED_REFUSALS, NotOffered, UnknownAgency, AgencyRetired, Invalid, KeyReused),
)
def take_national_feedback(call: Call) -> NationalFeedbackView:
    """Accept feedback that was sent to the national feedback system; a repeat of the number finds the same one."""
    _, sent_body = read_signed(call, wiring_sync.open_portal_secret().get(call.real_now).portal, NationalFeedbackBody)
    sent = NationalFeedback(
        RelayedMatter(
            sent_body.number, sent_body.received_at, _find_unit(sent_body.unit, call), _find_reporter(sent_body.account)
        ),
        sent_body.list_answers(),
        sent_body.model_dump(mode="json", exclude_none=True),
    )
    mapping = wiring_sync.provide_package_builder().mapping
    return _view_result(
        mapping, open_national_feedback(provide_matter_dependencies(), mapping, sent, call.now, call.real_now)
    )


@register_operation(
    bp,
    "POST",
    "/api/national/feedback/steps",
    access=GATEWAY,
    answer=NationalFeedbackView,
    refuses=(
        *SIGNED_REFUSALS, NotFound, MatterWrongMoment, Forbidden, StepUsedUp, Invalid, KeyReused, *CHECK_REFUSALS,
    ),
)  # fmt: skip
def take_sender_step(call: Call) -> NationalFeedbackView:
    """Accept a step that the sender took at the national feedback system: a supplement, a rating, a withdrawal."""
    _, sent_body = read_signed(call, wiring_sync.open_portal_secret().get(call.real_now).portal, NationalStepBody)
    sent = NationalStep(
        sent_body.number, sent_body.reference, sent_body.step, sent_body.list_answers(),
        sent_body.model_dump(mode="json", exclude_none=True),
    )  # fmt: skip
    mapping = wiring_sync.provide_package_builder().mapping
    return _view_result(
        mapping, take_national_step(provide_matter_dependencies(), mapping, sent, call.now, call.real_now)
    )


def _view_result(mapping: PortalMapping, result: MatterResult) -> NationalFeedbackView:
    matter = result.matter
    return NationalFeedbackView(
        number=matter.national,
        local_number=matter.number,
        state=translate_word(mapping.feedback_states, "state_unmapped", matter.state),
        repeated=result.repeated,
    )


def _find_unit(code: str | None, call: Call) -> str:
    return wiring.provide_agencies().find_agency_by_code(code, call.now.astimezone(VIETNAM).date()) if code else ""


def _find_reporter(account: str | None) -> str:
    return wiring_sync.provide_linked_accounts().find_holder(account) if account else ""
