"""Report the loss of one's account, without signing in."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.shared.errors import Busy, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Rate, register_operation
from chalicelib.models.accounts.account import LossReportBody, LossReportView
from chalicelib.models.http.problem import Text
from chalicelib.steps.matters.report_lost_account import LossReport, report_lost_account
from chalicelib.wiring import matters as wiring_matters
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

PER_ADDRESS = Rate("lost_account", 10, 3600)
"""Enough for a family or a desk that helps; somebody who tries numbers of others reads nothing and is stopped."""


@register_operation(
    bp,
    "POST",
    "/api/lost-accounts",
    access=PUBLIC,
    body=LossReportBody,
    answer=LossReportView,
    status=201,
    keyed=True,
    refuses=(Invalid, Busy),
    rate=PER_ADDRESS,
)
def report_loss(call: Call[LossReportBody]) -> LossReportView:
    """Report a lost, stolen or misused account: it is locked at once, and the office that takes reports is notified."""
    body = call.body
    report = LossReport(body.id_number, body.full_name, body.contact, body.what, body.words)
    deps = wiring_matters.provide_matter_dependencies()
    matter = report_lost_account(deps, report, call.key, call.now, call.real_now).matter
    office = wiring_steps.provide_reference().find_unit_words(matter.first_unit)
    return LossReportView(number=matter.number, office=Text(vi=office.vi, en=office.en), received_at=matter.opened_at)
