"""Signers of a proposed outcome, their order and time limits; and the officer who answers when it is sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.work_items import Request
from chalicelib.domain.flow.transitions import RequestKind

SIGNERS: Mapping[str, Role] = {"division_head": Role.HEAD_OF_SECTION, "leader": Role.AGENCY_HEAD}
"""The signing roles of the catalogue's internal process, as roles of ours."""


@dataclass(frozen=True, slots=True)
class SigningStage:
    """One signature: the role, and within how many working minutes."""

    role: Role
    minutes: int


def signing_stages(procedure: Procedure) -> tuple[SigningStage, ...]:
    """Return the signatures of the procedure's internal process, in its order; none where it names none."""
    return tuple(
        SigningStage(SIGNERS[step.role], round(step.hours * 60)) for step in procedure.process if step.role in SIGNERS
    )


def open_proposal(d: Dossier) -> Request | None:
    """Return the proposed outcome that waits for signature or for an answer."""
    return next((each for each in d.requests if each.kind is RequestKind.OUTCOME), None)


def lead_holder(d: Dossier) -> str:
    """Return the officer who holds the lead agency's task; empty for nobody."""
    return next((task.holder for task in d.tasks if task.lead), "")


def may_answer(sub: str, d: Dossier, request: Request) -> bool:
    """Return whether the officer may answer the remarks: the named officer, the proposer, or the present holder; where
    nobody was named, any case officer of the agency."""
    if request.sent_back is None:
        return False
    officer = request.sent_back.officer
    return not officer or sub in {officer, request.proposer, lead_holder(d)}


def choose_answerer(officers: Iterable[Officer], d: Dossier, request: Request, now: datetime) -> str:
    """Return who gets a proposal back: its proposer, or their backup while one is appointed; the present holder when
    the proposer no longer handles cases; else nobody by name, so that any case officer of the agency answers."""
    at_work = {each.sub: each for each in officers if _handles_cases(each, d, now)}
    backups = sorted(sub for sub, each in at_work.items() if _stands_in(each, request.proposer, d, now))
    candidates = (*backups, request.proposer, lead_holder(d))
    return next((sub for sub in candidates if sub in at_work), "")


def _handles_cases(officer: Officer, d: Dossier, now: datetime) -> bool:
    held = any(a.role is Role.CASE_OFFICER and a.unit == d.agency and a.holds(now) for a in officer.assignments)
    return held and officer.sub not in {d.owner, d.filer}


def _stands_in(officer: Officer, absent: str, d: Dossier, now: datetime) -> bool:
    return any(
        a.backup_for == absent and a.role is Role.CASE_OFFICER and a.unit == d.agency and a.holds(now)
        for a in officer.assignments
    )
