"""Signers of a proposed outcome, their order and time limits; and the officer who answers when it is sent back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import RequestKind

SIGNERS: Mapping[str, Role] = {"division_head": Role.HEAD_OF_SECTION, "leader": Role.AGENCY_HEAD}
"""The signing roles of the catalogue's internal process, as roles of ours."""


@dataclass(frozen=True, slots=True)
class SigningStage:
    """One signature: the role, and within how many working minutes."""

    role: Role
    minutes: int


def list_signing_stages(procedure: Procedure) -> tuple[SigningStage, ...]:
    """Return the signatures of the procedure's internal process, in its order; none where it names none."""
    return tuple(
        SigningStage(SIGNERS[step.role], round(step.hours * 60)) for step in procedure.process if step.role in SIGNERS
    )


def open_proposal(dossier: Dossier) -> ApprovalRequest | None:
    """Return the proposed outcome that waits for signature or for an answer."""
    return next((each for each in dossier.requests if each.kind is RequestKind.OUTCOME), None)


def find_lead_holder(dossier: Dossier) -> str:
    """Return the officer who holds the lead agency's task; empty for nobody."""
    return next((task.holder for task in dossier.tasks if task.lead), "")


def may_answer(sub: str, dossier: Dossier, request: ApprovalRequest) -> bool:
    """Return whether the officer may answer the remarks: the named officer, the proposer, or the present holder; where
    nobody was named, any case officer of the agency."""
    if request.sent_back is None:
        return False
    officer = request.sent_back.officer
    return not officer or sub in {officer, request.proposer, find_lead_holder(dossier)}


def choose_answerer(
    officers: Iterable[Officer], dossier: Dossier, request: ApprovalRequest, units: Collection[str], now: datetime
) -> str:
    """Return who gets a proposal back: its proposer, or their backup while one is appointed; the present holder when
    the proposer no longer handles cases; else nobody by name, so that any case officer of the agency answers. `units`
    are the agency, and those that ended and whose work it has."""
    at_work = {each.sub: each for each in officers if _can_handle_cases(each, dossier, units, now)}
    backups = sorted(sub for sub, each in at_work.items() if _is_backup_of(each, request.proposer, units, now))
    candidates = (*backups, request.proposer, find_lead_holder(dossier))
    return next((sub for sub in candidates if sub in at_work), "")


def _can_handle_cases(officer: Officer, dossier: Dossier, units: Collection[str], now: datetime) -> bool:
    held = any(a.role is Role.CASE_OFFICER and a.unit in units and a.is_in_force(now) for a in officer.assignments)
    return held and officer.sub not in {dossier.owner, dossier.filer}


def _is_backup_of(officer: Officer, absent: str, units: Collection[str], now: datetime) -> bool:
    return any(
        a.backup_for == absent and a.role is Role.CASE_OFFICER and a.unit in units and a.is_in_force(now)
        for a in officer.assignments
    )
