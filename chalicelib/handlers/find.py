"""Find a dossier at the counter."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib import wiring, wiring_lookup
from chalicelib.domain.errors import NotFound
from chalicelib.domain.quotas import Quota
from chalicelib.domain.sight import NotYourTask
from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._reader import reader
from chalicelib.models.find import FindBody, FoundLine, FoundView
from chalicelib.steps.find import Wanted, search

bp = Blueprint(__name__)


@operation(
    bp, "POST", "/api/search", access=OFFICER, body=FindBody, answer=FoundView, refuses=(NotFound, NotYourTask),
    quotas=(Quota.SEARCHES,),
)  # fmt: skip
def find_dossiers(call: Call[FindBody]) -> FoundView:
    """Dossiers of the officer's unit by code, identity number, telephone number or the beginning of a name; any dossier
    of the province by its code for who oversees them."""
    wiring.quotas().spend(call.quotas, call.real_now)
    asked = Wanted(call.body.unit or "", call.body.by, call.body.text, call.body.purpose)
    found = search(wiring_lookup.finder(reader(call), call.real_now), asked)
    return FoundView(items=[FoundLine(**line) for line in found.lines], more=found.more)
