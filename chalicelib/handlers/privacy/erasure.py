"""Show the personal data of a dossier that is erased, and the data still held."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.erasure import ErasureView
from chalicelib.steps.privacy.read_erasure import read_erasure
from chalicelib.wiring import papers as wiring_papers

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/erasure", access=SIGNED_IN, answer=ErasureView)
def show_erasure(call: Call) -> ErasureView:
    """Show the erased data of a dossier, the data still held, and until when it must be kept."""
    number = call.params["dossier_id"]
    return ErasureView(
        **read_erasure(build_reader(call), number, wiring_papers.provide_papers().list_by_dossier(number))
    )
