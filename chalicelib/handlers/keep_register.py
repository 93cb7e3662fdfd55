"""The register of what a one-stop unit received."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import wiring_slips
from chalicelib.domain.codes import UnitWithoutCode
from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.domain.law import NoRule
from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._reader import reader
from chalicelib.handlers.slips import shown
from chalicelib.models.base import Query, RecentDay
from chalicelib.models.slips import RegisterView
from chalicelib.steps import keep_register as steps

bp = Blueprint(__name__)


class RegisterQuery(Query):
    """Whose register, of which day, after how many of its dossiers."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    day: RecentDay
    after: Annotated[int, Field(ge=0, le=99_999)] = 0


@operation(
    bp,
    "GET",
    "/api/register",
    access=OFFICER,
    query=RegisterQuery,
    answer=RegisterView,
    refuses=(NotFound, Invalid, NoRule, UnitWithoutCode),
)
def register(call: Call[None, RegisterQuery]) -> RegisterView:
    """The dossiers that the unit received on the day, on the form of that day's law, with a page to print."""
    q = call.query
    sheet = steps.sheet(reader(call), wiring_slips.library(), q.unit, q.day, q.after)
    return RegisterView(slip=shown(sheet.slip), total=sheet.total, following=sheet.following)
