"""What the handlers of all steps share: a call becomes an ask, an answer becomes a view."""

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
from chalicelib.steps.dossier.command import Answer
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.dossier.views import view
from chalicelib.wiring import steps as wiring_steps

STEP_REFUSALS: tuple[type[Refusal], ...] = (
    NotFound, Forbidden, OwnDossier, OwnProposal, PreparedAlone, WrongMoment, Stale, Invalid, KeyReused, Busy,
    ProcedureNotEnabled, NoRule, CalendarMissing, OutsideOutage, SupplementUnchecked,
)  # fmt: skip
"""What any step of the flow may answer."""

PAPER_REFUSALS: tuple[type[Refusal], ...] = (
    PaperPending, PaperQuarantined, PaperExpired, ComponentsMissing, ComponentUnknown,
)  # fmt: skip
"""What a step that files papers may answer besides."""

PLACE_REFUSALS: tuple[type[Refusal], ...] = (
    UnknownProcedure, UnknownAgency, AgencyRetired, NotOneStopUnit, NoCompetentAgency,
)  # fmt: skip
"""What a step that chooses procedure, unit or agency may answer besides."""


def desk() -> Desk:
    """The stores and the law of this deployment."""
    return wiring_steps.desk()


def ask(call: Call[Any, Any], step: str, dossier_id: str = "") -> Ask:
    """The command of a call; its body is plain data from here on."""
    return Ask(
        step=step,
        dossier_id=dossier_id or call.params["dossier_id"],
        actor=call.actor,
        now=call.now,
        real_now=call.real_now,
        key=call.key,
        version=call.if_match,
        body=plain_body(call.body) if call.body is not None else {},
        quotas=call.quotas,
    )


def plain_body(body: BaseModel) -> dict[str, Any]:
    """The body as plain data. A command sent again after a release has the digest that it had before it: fields that
    came since are left out while nothing is said in them."""
    plain = body.model_dump()
    later = body.came_later if isinstance(body, StepBody | EraseBody) else frozenset()
    return {name: value for name, value in plain.items() if not (name in later and value in (None, []))}


def seen(answer: Answer, call: Call[Any, Any]) -> DossierView:
    """The dossier as the command left it, cut to what the caller may see now."""
    return DossierView(**view(answer.dossier, call.actor, call.now, desk().reference))
