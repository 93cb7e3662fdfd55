"""Print slips."""

from __future__ import annotations

import base64

from chalice.app import Blueprint

from chalicelib.domain.documents.prints import SlipErased, SlipNotDue, SlipPending
from chalicelib.domain.shared.errors import KeyReused, NotFound
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import build_command
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.prints import PrintBody, PrintView, SheetView
from chalicelib.steps.documents.print_slips import Printer, WantedSlip, print_slips
from chalicelib.wiring import papers as wiring_papers

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/prints",
    access=OFFICER,
    body=PrintBody,
    answer=PrintView,
    keyed=True,
    status=201,
    refuses=(NotFound, SlipPending, SlipNotDue, SlipErased, KeyReused),
)
def make_print(call: Call[PrintBody]) -> PrintView:
    """Make one PDF of slips, several after a list of them; a slip printed before is marked as a copy,
    with its count."""
    wanted = [WantedSlip(each.dossier_id, each.kind, each.paper_id) for each in call.body.slips]
    printer = Printer(
        build_reader(call),
        wiring_papers.provide_papers(),
        wiring_papers.provide_prints(),
        wiring_papers.provide_press(),
    )
    made = print_slips(printer, build_command(call, "print", wanted[0].dossier_id), wanted)
    return PrintView(
        sheets=[
            SheetView(
                dossier_id=each.dossier_id,
                paper_id=each.paper_id,
                code=each.code,
                title=each.title,
                copies=each.copies,
                mark=each.mark,
            )
            for each in made.sheets
        ],
        pdf=base64.b64encode(made.pdf).decode(),
    )
