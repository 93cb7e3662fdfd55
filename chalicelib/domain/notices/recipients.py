"""Resolve an audience to recipients on a dossier: the parties by their own accounts or contacts, officers by desk or by
name.

A desk is a role in a unit, because queues belong to the desk and not to the person on duty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import approvers, units_in
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.notices.notice_rules import Audience

FILER, PRINCIPAL = "filer", "principal"
PARTIES = (FILER, PRINCIPAL)


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


def desk(unit: str, role: Role) -> tuple[Recipient, ...]:
    """Return the desk of a role in a unit; none without the unit."""
    return (Recipient(f"{role.value}-{unit}", unit=unit, role=role.value),) if unit else ()


def parties(dossier: Dossier, *, principal: bool) -> tuple[Recipient, ...]:
    """Return the filer, and, where somebody filed for another, also the principal: the dossier
    is theirs (LC-10.1.a)."""
    filer = Recipient(FILER, sub=dossier.filer, party=FILER)
    if not principal:
        return (filer,)
    return Recipient(PRINCIPAL, sub=dossier.owner, party=PRINCIPAL), filer


def recipients(
    audience: Audience, before: Dossier | None, dossier: Dossier, fact: Fact, *, principal: bool
) -> tuple[Recipient, ...]:
    """Return the people and desks that an audience means; `principal` says whether a proxy filed."""
    named_applicant = any(each["role"] == Role.APPLICANT for each in fact.data.get("audience", ()))
    if audience is Audience.APPLICANT or (audience is Audience.NAMED_APPLICANT and named_applicant):
        return parties(dossier, principal=principal)
    if audience is Audience.PROPOSER:
        # A decided request has left the dossier, so its proposer is read from the dossier before.
        request = before.request(fact.data["request"]) if before else None
        return _officer(request.proposer) if request else ()
    return _OFFICERS[audience](dossier, fact)


def _officer(sub: str) -> tuple[Recipient, ...]:
    return (Recipient(f"officer-{sub}", sub=sub),) if sub and sub != SYSTEM.sub else ()


def _approver(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the desks that decide the present stage of the request."""
    request = d.request(f.data["request"])
    if request is None:
        return ()
    found = {
        one.key: one
        for role, scope in approvers(request)
        for unit in sorted(units_in(d, scope))
        for one in desk(unit, role)
    }
    return tuple(found.values())


def _answerer(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the officer to whom a proposal came back; the desk where nobody is named."""
    return _officer(str(f.data["officer"])) or desk(d.agency, Role.CASE_OFFICER)


def _responsible(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the officer assigned the lead's task; before that the desk of the agency, or of the reception."""
    holder = next((task.holder for task in d.tasks if task.lead and task.holder), "")
    if holder:
        return _officer(holder)
    return desk(d.agency, Role.CASE_OFFICER) if d.tasks else desk(d.one_stop, Role.ONE_STOP_OFFICER)


def _assigned(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the officer to whom a task was assigned, unless they claimed it themselves."""
    officer = str(f.data.get("officer", ""))
    return () if officer == f.actor.get("sub") else _officer(officer)


def _partners(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the desks whose task the fact opens: all of a transfer's that need not wait, or the next one on paper."""
    begins = f.data.get("passed_to")
    shares = {task.unit for task in d.tasks if (task.n == begins if begins else task.at_work)}
    others = sorted(shares - {d.agency})
    return tuple(one for unit in others for one in desk(unit, Role.CASE_OFFICER))


def _consulted(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    return desk(str(f.data.get("unit", "")), Role.CASE_OFFICER)


def _named(d: Dossier, f: Fact) -> tuple[Recipient, ...]:
    """Return the desks that the fact names, and the holder of the task it is about."""
    desks = {(each["unit"], each["role"]) for each in f.data.get("audience", ()) if each["unit"]}
    told = tuple(one for unit, role in sorted(desks) for one in desk(unit, Role(role)))
    return (*told, *_officer(str(f.data.get("holder", ""))))


def _at(unit: str, role: Role) -> Callable[[Dossier, Fact], tuple[Recipient, ...]]:
    return lambda d, f: desk(getattr(d, unit), role)


_OFFICERS: Mapping[Audience, Callable[[Dossier, Fact], tuple[Recipient, ...]]] = {
    Audience.APPROVER: _approver,
    Audience.ASSIGNED: _assigned,
    Audience.ANSWERER: _answerer,
    Audience.RESPONSIBLE: _responsible,
    Audience.ONE_STOP: _at("one_stop", Role.ONE_STOP_OFFICER),
    Audience.HEAD_OF_ONE_STOP: _at("one_stop", Role.HEAD_OF_ONE_STOP),
    Audience.AGENCY: _at("agency", Role.CASE_OFFICER),
    Audience.HEAD_OF_SECTION: _at("agency", Role.HEAD_OF_SECTION),
    Audience.AGENCY_HEAD: _at("agency", Role.AGENCY_HEAD),
    Audience.CENTRE: _at("one_stop", Role.CENTRE_DIRECTOR),
    Audience.PARTNERS: _partners,
    Audience.CONSULTED: _consulted,
    Audience.NAMED: _named,
    Audience.NAMED_APPLICANT: lambda d, f: (),
}
