"""Erase personal data: one part, or a whole dossier; and what is left of it."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib import wiring_papers
from chalicelib.domain.erasure import ErasureUnderWay, RetentionForGood, RetentionRunning, RetentionUnknown
from chalicelib.handlers._http import OFFICER, SIGNED_IN, Call, operation
from chalicelib.handlers._reader import reader
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.erasure import ErasureView
from chalicelib.models.steps import EraseBody
from chalicelib.steps import erase as steps
from chalicelib.steps.read_erasure import read_erasure

bp = Blueprint(__name__)


@operation(
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
    return seen(steps.erase(desk(), ask(call, "erase")), call)


@operation(bp, "GET", "/api/dossiers/{dossier_id}/erasure", access=SIGNED_IN, answer=ErasureView)
def show_erasure(call: Call) -> ErasureView:
    """What was erased of a dossier, what is held, and what must be kept until when."""
    number = call.params["dossier_id"]
    return ErasureView(**read_erasure(reader(call), number, wiring_papers.papers().of_dossier(number)))
