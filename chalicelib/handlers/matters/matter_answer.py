"""The paper of a matter's written answer."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.matters.answer_sheet import AnswerNotGiven
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.matters.matter_record import build_view_record
from chalicelib.models.matters.answers import AnswerLineView, AnswerSheetView
from chalicelib.steps.matters.requests.read_answer_sheet import read_answer_sheet
from chalicelib.wiring import core as wiring
from chalicelib.wiring.matters import provide_matter_dependencies

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/matters/answers/{matter_id}", access=OFFICER, answer=AnswerSheetView,
    refuses=(NotFound, AnswerNotGiven),
)  # fmt: skip
def matter_answer(call: Call) -> AnswerSheetView:
    """Show the written answer to a decided matter as the paper that is printed; each look is on record."""
    officers = wiring.provide_officers()
    sheet = read_answer_sheet(
        provide_matter_dependencies(),
        wiring.provide_agencies(),
        lambda sub: officers.load_recent(sub, call.real_now).name,
        call.params["matter_id"],
        call.actor,
        call.now,
        build_view_record(call),
    )
    return AnswerSheetView(
        title=sheet.title,
        authority=sheet.authority,
        issuer=sheet.issuer,
        number=sheet.number,
        date_line=sheet.date_line,
        lead=sheet.lead,
        lines=[AnswerLineView(label=each.label, text=list(each.text)) for each in sheet.lines],
        signers=list(sheet.signers),
        basis=list(sheet.basis),
        mark=sheet.mark,
    )
