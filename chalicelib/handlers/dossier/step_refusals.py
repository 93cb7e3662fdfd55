"""Refusals that many steps of the flow share."""

from __future__ import annotations

from chalicelib.domain.accounts.acting_for import ActingForNeeded, AuthorityEnded
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
from chalicelib.domain.time.working_calendar import CalendarMissing

STEP_REFUSALS: tuple[type[Refusal], ...] = (
    NotFound, Forbidden, ActingForNeeded, AuthorityEnded, OwnDossier, OwnProposal, PreparedAlone, WrongMoment, Stale,
    Invalid, KeyReused, Busy, ProcedureNotEnabled, NoRule, CalendarMissing, OutsideOutage, SupplementUnchecked,
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
