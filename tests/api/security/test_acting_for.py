"""Every operation × every kind of caller who names an authorisation, asked of the one place that says who calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.authorisation import (
    Authorisation,
    AuthorisedPerson,
    AuthorisedScope,
    Side,
    Standing,
)
from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.accounts.sign_in_methods import SignInMethod
from chalicelib.domain.shared.errors import Refusal
from chalicelib.handlers.http.identity import identify_actor
from chalicelib.handlers.http.operations import SESSION, Operation
from chalicelib.handlers.http.registry import list_operations
from chalicelib.handlers.http.security_record import Caller
from chalicelib.repositories.accounts.identity import Verified
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.wiring import core as wiring
from tests.api.security.acting_table import (
    ACTS,
    ANSWERS,
    AUTHORISATIONS,
    FOR_ANOTHER,
    OFFICERS,
    OPEN,
    OWN,
    PASSES,
)

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
NUMBER = "a" * 26
KHAI, AN = AuthorisedPerson("046190001234", "Khai", sub="khai"), AuthorisedPerson("046190005678", "An", sub="an")
CHILD = replace(KHAI, id_number="046218005678")
FOREIGNER = replace(AN, id_number="C1234567")
FIRM = AuthorisedPerson("3300101234", "Công ty Bún Bò", "organisation", "khai")
HELD = Authorisation(
    NUMBER, KHAI, AN, Side.AGENT, AuthorisedScope(), NOW - timedelta(days=9), NOW + timedelta(days=9), NOW,
    Standing.ACTIVE,
)  # fmt: skip
CLERK = (Assignment(Role.ONE_STOP_OFFICER, "HUE-P", NOW - timedelta(days=9)),)


def close(standing: AccountStanding) -> AccountState:
    """The state of an account."""
    return AccountState(standing, 1)


@dataclass(frozen=True)
class Asking:
    """Who asks, by which authorisation, and what the records say of both people."""

    account: str = "an"
    named: str = NUMBER
    held: Authorisation = HELD
    office: bool = False
    records: Mapping[str, Officer] = field(default_factory=dict)


CALLERS = {
    "nobody": Asking(account=""),
    "agent": Asking(),
    "agent for some procedures": Asking(held=replace(HELD, scope=AuthorisedScope(procedures=("1.001612",)))),
    "agent for one dossier": Asking(held=replace(HELD, scope=AuthorisedScope(dossier="d" * 26))),
    "agent found to be the same person": Asking(
        "new", records={"new": Officer("new", 1, marks=PersonMarks(merged=("an",)))}
    ),
    "agent who is a foreigner": Asking(held=replace(HELD, agent=FOREIGNER)),
    "agent of a person under age": Asking(held=replace(HELD, principal=CHILD)),
    "agent of a person found to be another one": Asking(
        records={"khai": Officer("found", 1, marks=PersonMarks(merged=("khai",)))}
    ),
    "representative": Asking(held=replace(HELD, principal=FIRM)),
    "representative who left": Asking(held=replace(HELD, principal=FIRM, standing=Standing.REVOKED)),
    "agent who was revoked": Asking(held=replace(HELD, standing=Standing.REVOKED)),
    "agent whose time is over": Asking(held=replace(HELD, valid_until=NOW)),
    "agent before the time": Asking(held=replace(HELD, valid_from=NOW + timedelta(days=1))),
    "agent who was declined": Asking(held=replace(HELD, standing=Standing.DECLINED)),
    "agent who waits for consent": Asking(held=replace(HELD, standing=Standing.REQUESTED)),
    "agent of somebody suspended": Asking(records={"khai": Officer("khai", 1, state=close(AccountStanding.SUSPENDED))}),
    "agent of somebody locked": Asking(records={"khai": Officer("khai", 1, state=close(AccountStanding.LOCKED))}),
    "agent of somebody who cancelled": Asking(
        records={"khai": Officer("khai", 1, state=close(AccountStanding.CANCELLED))}
    ),
    "agent of somebody who died": Asking(records={"khai": Officer("khai", 1, marks=PersonMarks(barred=("khai",)))}),
    "agent who is suspended": Asking(records={"an": Officer("an", 1, state=close(AccountStanding.SUSPENDED))}),
    "agent who is locked": Asking(records={"an": Officer("an", 1, state=close(AccountStanding.LOCKED))}),
    "agent who died": Asking(records={"an": Officer("an", 1, marks=PersonMarks(barred=("an",)))}),
    "the principal": Asking("khai"),
    "stranger": Asking("stranger"),
    "parent without a consent": Asking("parent", held=replace(HELD, principal=CHILD)),
    "somebody with a forged name of an authorisation": Asking(named=f"{NUMBER}'; --"),
    "officer": Asking(office=True, records={"an": Officer("an", 1, assignments=CLERK)}),
    "officer's citizen account": Asking(records={"an": Officer("an", 1, assignments=CLERK)}),
}


@dataclass
class Records:
    """What is stored of one caller and one authorisation, counted."""

    asking: Asking
    read: int = 0

    def verify(self, token: str, real_now: datetime) -> Verified:
        """The account of a token."""
        return Verified(token, NOW - timedelta(minutes=1), self.asking.office, SignInMethod.E_IDENTITY)

    def load_recent(self, sub: str, real_now: datetime) -> Officer:
        """The record of an account."""
        return self.asking.records.get(sub) or Officer(sub)

    def load(self, number: str) -> Authorisation | None:
        """The authorisation."""
        self.read += 1
        return self.asking.held if number == self.asking.held.id else None


def find_answer(op: Operation, asking: Asking) -> tuple[str, Actor]:
    """How a caller is answered: a refusal's code, or for whom they pass."""
    bearer = {"authorization": f"Bearer {asking.account}"} if asking.account else {}
    headers = {**bearer, "acting-for": asking.named}
    if op.access is SESSION:
        headers |= {"motcua-session": "page", "origin": wiring.provide_settings().origins[0]}
    try:
        actor = identify_actor(op, headers, NOW, NOW, Caller())
    except Refusal as refused:
        return refused.code, Actor("")
    return (ACTS if actor.acting else PASSES), actor


@pytest.fixture
def known(deployment: pytest.MonkeyPatch) -> Records:
    """One caller's records instead of the stores."""
    records = Records(Asking())
    deployment.setenv("SITE_ORIGIN", "https://mot-cua.example.vn")
    for name in ("provide_identities", "provide_officers", "provide_authorisations"):
        deployment.setattr(wiring, name, lambda: records)
    tree = CatalogueFiles().load_agencies("hue")
    deployment.setattr(wiring, "provide_agencies", lambda: tree)
    return records


def test_every_operation_is_declared_once() -> None:
    declared = [name for names in (FOR_ANOTHER, AUTHORISATIONS, OWN, OFFICERS, OPEN) for name in names.split()]
    assert sorted(declared) == sorted(op.name for op in list_operations())
    assert set(CALLERS) == set(ANSWERS)


@pytest.mark.parametrize("kind", CALLERS)
def test_each_kind_of_caller_is_answered_as_declared_at_every_operation(known: Records, kind: str) -> None:
    known.asking, (for_another, own) = CALLERS[kind], ANSWERS[kind]
    expected = {
        **dict.fromkeys([*FOR_ANOTHER.split(), *AUTHORISATIONS.split()], for_another),
        **dict.fromkeys([*OWN.split(), *OFFICERS.split()], own),
        **dict.fromkeys(OPEN.split(), PASSES),
    }
    assert {op.name: find_answer(op, known.asking)[0] for op in list_operations()} == expected
    assert known.read <= len([*FOR_ANOTHER.split(), *AUTHORISATIONS.split()]), "nothing is read for what is one's own"


def test_who_acts_is_still_who_signed_in_and_acts_for_the_present_principal(known: Records) -> None:
    op = next(each for each in list_operations() if each.name == "read_dossier")
    actor = find_answer(op, known.asking)[1]
    assert (actor.sub, actor.acting and actor.acting.people) == ("an", ("khai",))
    known.asking = CALLERS["agent of a person found to be another one"]
    acting = find_answer(op, known.asking)[1].acting
    assert acting is not None
    assert (acting.principal, acting.people) == ("found", ("found", "khai"))
    known.asking = CALLERS["representative"]
    acting = find_answer(op, known.asking)[1].acting
    assert acting is not None
    assert acting.whole
