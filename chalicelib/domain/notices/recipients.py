"""Resolve an audience to recipients on a dossier: the parties by their own accounts or contacts, officers by desk or by
name.

A desk is a role in a unit, because queues belong to the desk and not to the person on duty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import list_approvers, list_units_in_scope
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.notices.notice_rules import Audience

FILER, PRINCIPAL = "filer", "principal"
PARTIES = (FILER, PRINCIPAL)
FORMER = "former"
"""The party that the replaced contacts of an account are, in the case that replaced them."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is notified once of a fact. `key` is the permanent, unique key among the recipients of one fact.

    A party (`filer`, `principal`) may have an account (`sub`) or none; an officer has one; a desk is
    `role` in `unit`."""

    key: str
    sub: str = ""
    party: str = ""
    unit: str = ""
    role: str = ""

    @property
    def inbox(self) -> str:
        """The account whose inbox is used; empty for a party without an account."""
        return f"{self.unit}#{self.role}" if self.unit else self.sub


def build_desk_recipients(unit: str, role: Role) -> tuple[Recipient, ...]:
    """Return the desk of a role in a unit; none without the unit."""
    return (Recipient(f"{role.value}-{unit}", unit=unit, role=role.value),) if unit else ()


def list_parties(dossier: Dossier, fact: Fact, *, principal: bool) -> tuple[Recipient, ...]:
    """Return the filer, and, where somebody filed for another, also the principal: the dossier
    is theirs (LC-10.1.a). An agent whose paper was revoked reads that, and nothing after it."""
    filer = Recipient(FILER, sub=dossier.filer, party=FILER)
    if not principal:
        return (filer,)
    owner = Recipient(PRINCIPAL, sub=dossier.owner, party=PRINCIPAL)
    ended = dossier.authority is not None and dossier.authority.revoked_by and fact.kind != FactKind.AUTHORITY_REVOKED
    return (owner,) if ended else (owner, filer)


def list_recipients(
    audience: Audience, before: Dossier | None, dossier: Dossier, fact: Fact, *, principal: bool
) -> tuple[Recipient, ...]:
    """Return the people and desks that an audience means; `principal` says whether a proxy filed."""
    data = read_any(fact)
    named_applicant = any(each["role"] == Role.APPLICANT for each in data.get("audience", ()))
    if audience is Audience.APPLICANT or (audience is Audience.NAMED_APPLICANT and named_applicant):
        return list_parties(dossier, fact, principal=principal)
    if audience is Audience.PROPOSER:
        # A decided request has left the dossier, so its proposer is read from the dossier before.
        request = before.find_request(data["request"]) if before else None
        return build_officer_recipients(request.proposer) if request else ()
    return _OFFICERS[audience](dossier, fact)


def build_officer_recipients(sub: str) -> tuple[Recipient, ...]:
    """Return the officer; none where nobody is named, and for the system."""
    return (Recipient(f"officer-{sub}", sub=sub),) if sub and sub != SYSTEM.sub else ()


def _find_approvers(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the desks that decide the present stage of the request."""
    request = dossier.find_request(read_any(fact)["request"])
    if request is None:
        return ()
    found = {
        one.key: one
        for role, scope in list_approvers(request)
        for unit in sorted(list_units_in_scope(dossier, scope))
        for one in build_desk_recipients(unit, role)
    }
    return tuple(found.values())


def _find_answerer(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the officer to whom a proposal came back; the desk where nobody is named."""
    return build_officer_recipients(payloads.REQUEST_SENT_BACK.read(fact)["officer"]) or build_desk_recipients(
        dossier.agency, Role.CASE_OFFICER
    )


def _find_responsible_officer(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the officer assigned the lead's task; before that the desk of the agency, or of the reception."""
    holder = next((task.holder for task in dossier.tasks if task.lead and task.holder), "")
    if holder:
        return build_officer_recipients(holder)
    return (
        build_desk_recipients(dossier.agency, Role.CASE_OFFICER)
        if dossier.tasks
        else build_desk_recipients(dossier.one_stop, Role.ONE_STOP_OFFICER)
    )


def _find_assigned_officer(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the officer to whom a task was assigned, unless they claimed it themselves."""
    officer = read_any(fact).get("officer", "")
    return () if officer == fact.actor.get("sub") else build_officer_recipients(officer)


def _find_partner_desks(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the desks whose task the fact opens: all of a transfer's that need not wait, or the next one on paper."""
    begins = read_any(fact).get("passed_to")
    shares = {task.unit for task in dossier.tasks if (task.n == begins if begins else task.at_work)}
    others = sorted(shares - {dossier.agency})
    return tuple(one for unit in others for one in build_desk_recipients(unit, Role.CASE_OFFICER))


def _find_consulted_desk(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    return build_desk_recipients(read_any(fact).get("unit", ""), Role.CASE_OFFICER)


def _find_named_desks(dossier: Dossier, fact: Fact) -> tuple[Recipient, ...]:
    """Return the desks that the fact names, and the holder of the task it is about."""
    data = read_any(fact)
    desks = {(each["unit"], each["role"]) for each in data.get("audience", ()) if each["unit"]}
    at_desks = tuple(one for unit, role in sorted(desks) for one in build_desk_recipients(unit, Role(role)))
    return (*at_desks, *build_officer_recipients(data.get("holder", "")))


def _build_desk_finder(unit: str, role: Role) -> Callable[[Dossier, Fact], tuple[Recipient, ...]]:
    return lambda d, f: build_desk_recipients(getattr(d, unit), role)


_OFFICERS: Mapping[Audience, Callable[[Dossier, Fact], tuple[Recipient, ...]]] = {
    Audience.APPROVER: _find_approvers,
    Audience.ASSIGNED: _find_assigned_officer,
    Audience.ANSWERER: _find_answerer,
    Audience.RESPONSIBLE: _find_responsible_officer,
    Audience.ONE_STOP: _build_desk_finder("one_stop", Role.ONE_STOP_OFFICER),
    Audience.HEAD_OF_ONE_STOP: _build_desk_finder("one_stop", Role.HEAD_OF_ONE_STOP),
    Audience.AGENCY: _build_desk_finder("agency", Role.CASE_OFFICER),
    Audience.HEAD_OF_SECTION: _build_desk_finder("agency", Role.HEAD_OF_SECTION),
    Audience.AGENCY_HEAD: _build_desk_finder("agency", Role.AGENCY_HEAD),
    Audience.CENTRE: _build_desk_finder("one_stop", Role.CENTRE_DIRECTOR),
    Audience.PARTNERS: _find_partner_desks,
    Audience.CONSULTED: _find_consulted_desk,
    Audience.NAMED: _find_named_desks,
    Audience.NAMED_APPLICANT: lambda d, f: (),
}
