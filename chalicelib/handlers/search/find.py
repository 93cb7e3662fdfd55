"""Find a dossier at the counter."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.find import FindBody, FoundLine, FoundView
from chalicelib.steps.search.counter_search import DossierSearch, search_dossiers
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/search", access=OFFICER, body=FindBody, answer=FoundView, refuses=(NotFound, NotYourTask),
    quotas=(Quota.SEARCHES,),
)  # fmt: skip
def find_dossiers(call: Call[FindBody]) -> FoundView:
    """Find dossiers of the officer's unit by code, identity number, telephone number or the beginning of a name.

    Supervisors of the province find any of its dossiers by its code."""
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    asked = DossierSearch(call.body.unit or "", call.body.by, call.body.text, call.body.purpose)
    found = search_dossiers(wiring_lookup.provide_finder(build_reader(call), call.real_now), asked)
    return FoundView(items=[FoundLine(**line) for line in found.lines], more=found.more)
