"""Every state × step × kind of person: agents, representatives, foreigners and people under age take exactly the steps
that the table gives them, asked of the rule itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from chalicelib.domain.accounts.acting_for import CONSENT, PAPER, Authority
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import ActingFor, Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import list_allowed_steps
from chalicelib.domain.flow.transitions import OF_DOSSIER, TABLE, Scope, State, Step
from chalicelib.domain.privacy.sight import can_see
from tests.steps.dossier.test_cells import AFTER_DRAFT, find_true_cases, prepare_ready

OWNER, AGENT = "khai", "minh"
CONSENTED, DECLARED = Authority(CONSENT, "a1"), Authority(PAPER, "", "12/UQ", "2026-11-20")
REVOKED = replace(DECLARED, revoked_by="principal")
OWN = frozenset({Scope.OWNER, Scope.PRINCIPAL})
AS_AGENT = frozenset({Scope.OWNER})
NOTHING: frozenset[Scope] = frozenset()


def act(authorisation: str = "a1", *, principal: str = OWNER, whole: bool = False, dossier: str = "") -> Actor:
    """An agent in a request that names an authorisation."""
    held = ActingFor(authorisation, principal, "046190001234", "Khai", whole, whole, dossier=dossier)
    return Actor(AGENT, acting=held)


def prove(kind: str, number: str, level: int = 0) -> Actor:
    """The owner, known as this kind of person."""
    return Actor(OWNER, identity=ProvenIdentity(level, number, "Khai", kind))


@dataclass(frozen=True)
class Person:
    """Somebody, by what right the dossier was filed for its owner, and the scopes of the table that are theirs."""

    actor: Actor
    authority: Authority | None
    scopes: frozenset[Scope]
    filer: str = AGENT
    sees: bool = False
    """Whether they see it although no step is theirs."""


PEOPLE = {
    "owner": Person(Actor(OWNER), None, OWN, filer=OWNER),
    "owner found to be the same": Person(Actor("new", merged=frozenset({OWNER})), None, OWN, filer=OWNER),
    "foreigner": Person(prove("foreigner", "C1234567"), None, OWN, filer=OWNER),
    "organisation": Person(prove("organisation", "3300101234"), None, OWN, filer=OWNER),
    "person under age": Person(prove("citizen", "046218005678", 2), None, OWN, filer=OWNER),
    "child of the filer": Person(prove("citizen", "046218005678", 2), Authority("child"), OWN),
    "parent who filed": Person(Actor(AGENT), Authority("child"), AS_AGENT),
    "officer as an officer": Person(Actor(OWNER, citizen=False), None, NOTHING, filer=OWNER, sees=True),
    "principal by consent": Person(Actor(OWNER), CONSENTED, OWN),
    "agent": Person(act(), CONSENTED, AS_AGENT),
    "agent without the header": Person(Actor(AGENT), CONSENTED, NOTHING),
    "agent by another consent": Person(act("a2"), CONSENTED, NOTHING),
    "agent for this dossier": Person(act("a2", dossier="this"), CONSENTED, AS_AGENT),
    "agent for another dossier": Person(act("a2", dossier="other"), CONSENTED, NOTHING),
    "agent of somebody else": Person(act(principal="other", whole=True), CONSENTED, NOTHING),
    "representative": Person(act("a9", whole=True), CONSENTED, AS_AGENT),
    "principal by paper": Person(Actor(OWNER), DECLARED, OWN),
    "who filed by paper": Person(Actor(AGENT), DECLARED, AS_AGENT),
    "principal after the paper": Person(Actor(OWNER), REVOKED, OWN),
    "who filed, after the paper": Person(Actor(AGENT), REVOKED, NOTHING),
    "stranger": Person(Actor("stranger"), DECLARED, NOTHING),
}


def fit_person(dossier: Dossier, person: Person) -> tuple[Actor, Dossier]:
    """The dossier as it was filed for its owner, and the actor with its number."""
    found = replace(dossier, owner=OWNER, filer=person.filer, authority=person.authority)
    acting = person.actor.acting
    if acting is None or acting.dossier != "this":
        return person.actor, found
    return replace(person.actor, acting=replace(acting, dossier=dossier.id)), found


def list_expected(dossier: Dossier, scopes: frozenset[Scope]) -> set[Step]:
    """What the rows of the state give an applicant of these scopes."""
    true = find_true_cases(dossier)
    return {
        row.step
        for row in TABLE
        if row.state is dossier.state
        and (row.case not in OF_DOSSIER or row.case in true)
        and any(role is Role.APPLICANT and scope in scopes for role, scope in row.who)
    }


@pytest.mark.parametrize(("state", "stage"), AFTER_DRAFT)
def test_each_kind_of_person_takes_what_the_table_gives(state: State, stage: str) -> None:
    case = prepare_ready(state, stage).case
    for name, person in PEOPLE.items():
        actor, dossier = fit_person(case.dossier, person)
        assert set(list_allowed_steps(actor, dossier, case.now)) == list_expected(dossier, person.scopes), name
        assert can_see(actor, dossier, case.now) == (person.sees or bool(person.scopes)), name
