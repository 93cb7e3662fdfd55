"""The stores of matters in memory, with the conditions of the real ones, and a law that a test writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.domain.accounts.account_state import NEW_ACCOUNT, AccountChange, AccountState
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_joining import IdentifierHolders
from chalicelib.domain.accounts.person_profile import IdentifierKind, PersonProfile
from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.catalogue.procedures import UnknownProcedure
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import Fact, Part, encode_canonical, parse_fact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.time.working_calendar import Calendar
from chalicelib.steps.accounts.case_accounts import CaseAccounts
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.matters.account_effects import ACCOUNT_EFFECTS
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterChange, MatterDependencies
from chalicelib.wiring.matters import check_schema
from tests.support.fakes.fake_units import build_unit_office
from tests.support.people import LONG_AGO

KNOWN_PROCEDURE = "2.000635"
HOLDER = "holder"
"""Whose account cases are about."""


@dataclass
class FakeMatters:
    """The `Matters` port in dictionaries. `fail_next` makes that many saves conflict."""

    states: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, list[Any]] = field(default_factory=dict)
    parts: dict[str, dict[str, Part]] = field(default_factory=dict)
    alerts: dict[str, datetime | None] = field(default_factory=dict)
    papers: dict[str, dict[str, Paper]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    extras: dict[ItemName, Any] = field(default_factory=dict)
    accounts: dict[str, AccountState] = field(default_factory=dict)
    saves: int = 0
    loads: int = 0
    fail_next: int = 0

    def load_matter(self, matter_id: str, *, others: Sequence[str] = (), papers: Sequence[str] = ()) -> LoadedMatter:
        """The stored matter, others, and its named papers."""
        self.loads += 1
        own = self.papers.get(matter_id, {})
        held = {number: own[number] for number in papers if number in own}
        return LoadedMatter(self._find_state(matter_id), self.read_matters(others), papers=held)

    def keep_paper(self, paper: Paper) -> None:
        """Remember that a file was kept."""
        self.kept.append(paper.id)

    def list_by_dossier(self, dossier_id: str) -> tuple[Paper, ...]:
        """The papers of a matter."""
        return tuple(self.papers.get(dossier_id, {}).values())

    def load_with_parts(self, matter_id: str) -> LoadedMatter:
        """The stored matter with its parts."""
        self.loads += 1
        parts, papers = dict(self.parts.get(matter_id, {})), dict(self.papers.get(matter_id, {}))
        return LoadedMatter(self._find_state(matter_id), parts=parts, papers=papers)

    def _find_state(self, matter_id: str) -> Matter | None:
        held = self.states.get(matter_id)
        matter: Matter | None = unpack_value(Matter, held) if held is not None else None
        return matter

    def save_matter(self, change: MatterChange, *, now: datetime) -> None:
        """Everything, or nothing and `Conflict`."""
        after = change.after
        held = self._find_state(after.id)
        stale = (held.length if held else None) != (change.before.length if change.before else None)
        stale = stale or any(self._find_state(each.id) != each for each in change.unchanged)
        stale = stale or (change.also is not None and change.also.after.id in self.states)
        if stale or self.fail_next:
            self.fail_next = max(0, self.fail_next - 1)
            raise Conflict("a made-up conflict")
        for each in (change, change.also) if change.also else (change,):
            number = each.after.id
            self.states[number] = pack_value(each.after)
            # Keys come back in the order of the alphabet, as from the real store.
            self.facts.setdefault(number, []).extend(json.loads(encode_canonical(fact.body)) for fact in each.facts)
            self.parts.setdefault(number, {}).update({part.digest: part for part in each.parts})
            self.alerts[number] = each.alert_at
            for put in each.extras:
                self.extras[put.item] = put.body
            for item in each.gone:
                self.extras.pop(item, None)
        for write in change.writes:
            write.add_to(self)
        self.saves += 1

    def load_ledger(self, matter_id: str) -> tuple[Fact, ...]:
        """The whole ledger."""
        self.loads += 1
        return tuple(parse_fact(body) for body in self.facts.get(matter_id, ()))

    def load_parts(self, matter_id: str) -> Mapping[str, Part]:
        """The parts."""
        self.loads += 1
        return self.parts.get(matter_id, {})

    def read_matters(self, numbers: Sequence[str]) -> Mapping[str, Matter]:
        """The stored ones."""
        return {number: unpack_value(Matter, self.states[number]) for number in numbers if number in self.states}

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Those that are held."""
        held = {digest: self.parts.get(number, {}).get(digest) for number, digest in wanted}
        return {digest: str(part.value) for digest, part in held.items() if part}


@dataclass(frozen=True)
class FakeAccountWrite:
    """The write of a change of an account, to a store in memory."""

    change: AccountChange

    def add_to(self, transaction: Any) -> None:
        """Keep the state after it."""
        transaction.accounts[self.change.person] = self.change.after


@dataclass
class FakeAccounts:
    """Contacts and states of accounts."""

    store: FakeMatters

    def load(self, person: str) -> AccountState:
        """The stored state."""
        return self.store.accounts.get(person, NEW_ACCOUNT)

    def plan(self, change: AccountChange) -> FakeAccountWrite:
        """The write of a change."""
        return FakeAccountWrite(change)

    def forget(self, person: str) -> None:
        """There is no cache."""


class FakeHolders:
    """Profiles of which only the person is known: every number is `HOLDER`'s."""

    def find_by_identifier(self, kind: IdentifierKind, number: str, real_now: datetime) -> IdentifierHolders:
        """One person has them all."""
        return IdentifierHolders(HOLDER)

    def load(self, person: str) -> PersonProfile:
        """Nothing more is known."""
        return PersonProfile(person)


class FakeRecords:
    """Records of accounts: every account is `HOLDER`'s."""

    def load(self, sub: str) -> Officer:
        """The record of the one person."""
        return Officer(HOLDER)


def build_case_accounts(store: FakeMatters) -> CaseAccounts:
    """Accounts over a store in memory."""
    accounts: Any = FakeAccounts(store)
    holders: Any = FakeHolders()
    return CaseAccounts(lambda: holders, lambda: accounts, lambda: accounts, FakeRecords)


@dataclass
class FakeNumbers:
    """Counts."""

    drawn: dict[str, int] = field(default_factory=dict)

    def draw_next(self, series: str) -> int:
        """The next number."""
        self.drawn[series] = self.drawn.get(series, 0) + 1
        return self.drawn[series]


@dataclass
class WrittenLaw:
    """A province whose law is a dictionary: parameter, or parameter and scope value, to value; the rest is silent."""

    values: dict[str, Any]
    calendar: Calendar
    tree: dict[str, str]
    province: str = "lai-chau"

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """The written value."""
        name = "/".join([param, *scope.values()])
        value = self.values.get(name)
        cite: Any = {
            "param": param, "entry": name, "article": f"Điều của {name}", "instrument": "Quy chế", "is_law": True,
            "certainty": "certain",
        }  # fmt: skip
        return Ruling(value, cite, date(2026, 11, 23))

    def cite_articles(self, short: str, on: date) -> tuple[str, ...]:
        """The citation as it stands."""
        return (short,)

    def find_calendar(self, unit: str) -> Calendar:
        """One calendar for all."""
        return self.calendar

    def find_unit_words(self, unit: str) -> BilingualWords:
        """The unit's name."""
        self.require_agency(unit, LONG_AGO)
        return BilingualWords(unit, unit)

    def require_agency(self, unit: str, at: datetime) -> None:
        """Only units of the tree."""
        if unit not in self.tree:
            raise UnknownAgency()

    def find_superiors(self, unit: str) -> frozenset[str]:
        """The units above."""
        above = set[str]()
        while unit := self.tree.get(unit, ""):
            above.add(unit)
        return frozenset(above)

    def find_units_of_kind(self, kind: str, at: datetime) -> tuple[str, ...]:
        """The units whose names begin with the kind."""
        return tuple(sorted(unit for unit in self.tree if unit.startswith(kind)))


def find_known_field(procedure: str) -> str:
    """The field of a procedure; the catalogue has one."""
    if procedure != KNOWN_PROCEDURE:
        raise UnknownProcedure()
    return "HO_TICH"


def build_matter_deps(values: dict[str, Any], calendar: Calendar, tree: dict[str, str]) -> MatterDependencies:
    """Everything in memory."""
    numbers, store = iter(range(1, 1_000_000)), FakeMatters()
    return MatterDependencies(
        matters=store,
        numbers=FakeNumbers(),
        reference=WrittenLaw(values, calendar, tree),
        check_schema=check_schema,
        salt=lambda: f"{next(numbers):032x}",
        find_field=find_known_field,
        keep=store.keep_paper,
        effects=ACCOUNT_EFFECTS,
        accounts=build_case_accounts(store),
        units=build_unit_office(),
    )
