"""Erase personal data: one part, or a whole dossier; show the remaining data."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.erasure import ErasureUnderWay, RetentionForGood, RetentionRunning, RetentionUnknown
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.erasure import ErasureView
from chalicelib.models.steps import EraseBody
from chalicelib.steps.privacy import erase as steps
from chalicelib.steps.privacy.read_erasure import read_erasure
from chalicelib.wiring import papers as wiring_papers

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/erase",
    step="erase",
    access=OFFICER,
    body=EraseBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, RetentionRunning, RetentionForGood, RetentionUnknown, ErasureUnderWay),
)
def erase(call: Call[EraseBody]) -> DossierView:
    """Delete one personal part of a closed dossier; without a digest propose or order to delete all of them."""
    return show_result(steps.erase_dossier(provide_desk(), build_ask(call, "erase")), call)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/erasure", access=SIGNED_IN, answer=ErasureView)
def show_erasure(call: Call) -> ErasureView:
    """Show the erased data of a dossier, the data still held, and until when it must be kept."""
    number = call.params["dossier_id"]
    return ErasureView(
        **read_erasure(build_reader(call), number, wiring_papers.provide_papers().list_by_dossier(number))
    )
