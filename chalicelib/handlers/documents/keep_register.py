"""The register of dossiers that a one-stop unit received."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.dossier.codes import UnitWithoutCode
from chalicelib.domain.law.rulings import NoRule
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.handlers.documents.slips import view_slip
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.base import Query, RecentDay
from chalicelib.models.slips import RegisterView
from chalicelib.steps.documents import register_report as steps
from chalicelib.wiring import slips as wiring_slips

bp = Blueprint(__name__)


class RegisterQuery(Query):
    """Unit and day of a register, and after how many of its dossiers."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    day: RecentDay
    after: Annotated[int, Field(ge=0, le=99_999)] = 0


@register_operation(
    bp,
    "GET",
    "/api/register",
    access=OFFICER,
    query=RegisterQuery,
    answer=RegisterView,
    refuses=(NotFound, Invalid, NoRule, UnitWithoutCode),
)
def register(call: Call[None, RegisterQuery]) -> RegisterView:
    """Show the dossiers that the unit received on the day, on the form of that day's law, with a page to print."""
    q = call.query
    sheet = steps.build_sheet(build_reader(call), wiring_slips.provide_library(), q.unit, q.day, q.after)
    return RegisterView(slip=view_slip(sheet.slip), total=sheet.total, following=sheet.following)
