"""The use of population data, for the police who manage it (LC-17.5)."""

from __future__ import annotations

from typing import cast

from chalice.app import Blueprint

from chalicelib.domain.accounts.tasks.population_use import UseFilter
from chalicelib.domain.matters.kinds.account_requests import ACCOUNT_REQUESTS
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.accounts.population_use import (
    Outcome,
    PopulationCountView,
    PopulationUseBody,
    PopulationUseLine,
    PopulationUseView,
)
from chalicelib.steps.accounts.population_use import read_month
from chalicelib.steps.matters.matter_fact_parts import find_ruled_unit
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/population-use", access=OFFICER, body=PopulationUseBody, answer=PopulationUseView,
    refuses=(Forbidden,),
)  # fmt: skip
def read_population_use(call: Call[PopulationUseBody]) -> PopulationUseView:
    """List and count look-ups of population data in a month, for the police who manage their use."""
    asked = call.body
    wanted = UseFilter(asked.unit or "", asked.who or "", asked.outcome or "")
    found = read_month(wiring.provide_access_log(), call.actor, asked.month, wanted, call.now)
    shown = found.uses[asked.skip : asked.skip + asked.limit]
    names = wiring.provide_people().find_names({each.sub for each in shown})
    return PopulationUseView(
        items=[
            PopulationUseLine(
                at=each.at, sub=each.sub, name=names[each.sub].name if each.sub in names else "", unit=each.unit,
                purpose=each.purpose, kind=each.kind, outcome=cast("Outcome", each.outcome),
            )
            for each in shown
        ],
        total=len(found.uses),
        counts=[
            PopulationCountView(unit=unit, outcome=cast("Outcome", outcome), number=number)
            for (unit, outcome), number in sorted(found.counts.items())
        ],
        requests_at=find_ruled_unit(wiring_steps.provide_reference(), ACCOUNT_REQUESTS.opening, call.now),
    )  # fmt: skip
