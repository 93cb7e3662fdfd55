"""Shared code of all step handlers: a call becomes a command, a result becomes a view."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from chalicelib.domain.catalogue.agencies import AgencyRetired, NoCompetentAgency, NotOneStopUnit, UnknownAgency
from chalicelib.domain.catalogue.procedures import ProcedureNotEnabled, UnknownProcedure
from chalicelib.domain.dossier.outages import OutsideOutage
from chalicelib.domain.dossier.permission import SupplementUnchecked
from chalicelib.domain.law.rulings import NoRule
from chalicelib.domain.papers.paper_errors import (
    ComponentsMissing,
    ComponentUnknown,
    PaperExpired,
    PaperPending,
    PaperQuarantined,
)
from chalicelib.domain.shared.errors import (
    Busy,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    OwnDossier,
    OwnProposal,
    PreparedAlone,
    Refusal,
    Stale,
    WrongMoment,
)
from chalicelib.domain.time.working_time import CalendarMissing
from chalicelib.handlers.http.call import Call
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import EraseBody, StepBody
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.views import view_dossier
from chalicelib.wiring import steps as wiring_steps

STEP_REFUSALS: tuple[type[Refusal], ...] = (
    NotFound, Forbidden, OwnDossier, OwnProposal, PreparedAlone, WrongMoment, Stale, Invalid, KeyReused, Busy,
    ProcedureNotEnabled, NoRule, CalendarMissing, OutsideOutage, SupplementUnchecked,
)  # fmt: skip
"""Possible refusals of any step of the flow."""

PAPER_REFUSALS: tuple[type[Refusal], ...] = (
    PaperPending, PaperQuarantined, PaperExpired, ComponentsMissing, ComponentUnknown,
)  # fmt: skip
"""Further refusals of a step that files papers."""

PLACE_REFUSALS: tuple[type[Refusal], ...] = (
    UnknownProcedure, UnknownAgency, AgencyRetired, NotOneStopUnit, NoCompetentAgency,
)  # fmt: skip
"""Further refusals of a step that chooses procedure, unit or agency."""


def provide_desk() -> Dependencies:
    """Return the stores and the law of this deployment."""
    return wiring_steps.provide_desk()


def build_ask(call: Call[Any, Any], step: str, dossier_id: str = "") -> Command:
    """Return the command of a call; its body is plain data from here on."""
    return Command(
        step=step,
        dossier_id=dossier_id or call.params["dossier_id"],
        actor=call.actor,
        now=call.now,
        real_now=call.real_now,
        key=call.key,
        version=call.if_match,
        body=dump_body(call.body) if call.body is not None else {},
        quotas=call.quotas,
    )


def dump_body(body: BaseModel) -> dict[str, Any]:
    """Return the body as plain data. A command repeated after a release keeps its digest: newer fields are left out
    while they are empty."""
    plain = body.model_dump()
    later = body.came_later if isinstance(body, StepBody | EraseBody) else frozenset()
    return {name: value for name, value in plain.items() if not (name in later and value in (None, []))}


def show_result(answer: CommandResult, call: Call[Any, Any]) -> DossierView:
    """Return the dossier after the command, cut to the caller's access."""
    return DossierView(**view_dossier(answer.dossier, call.actor, call.now, provide_desk().reference))
