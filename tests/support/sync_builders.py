"""Ledgers to send to the national portal, a worker that may be killed anywhere, and simulated time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import urllib3

from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import GENESIS, Fact, Part
from chalicelib.domain.portal.position import Circuit, Position
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.rows import build_fact_row, build_head_row, build_part_row, build_state_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.portal.portal_client import NationalPortal
from chalicelib.repositories.portal.portal_mapping import load_mapping
from chalicelib.repositories.portal.sync import SyncTable
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.portal.sync_national import PackageBuilder, Sync
from infra.local.stand_ins.portal import PortalStandIn
from tests.support.builders import CERTIFICATE, CITIZEN, REGISTRATION, Case

KEY, KEY_ID = bytes(range(32)), "hue-1"
START = datetime(2026, 11, 23, 3, tzinfo=UTC)
PATIENCE = urllib3.Timeout(connect=1.0, read=0.15)
"""The worker's timeout in tests; the stand-in's slow answers take twice as long."""


@cache
def build_teller(province: str = "hue") -> PackageBuilder:
    """Words and names as shipped."""
    files = CatalogueFiles()
    tree = files.load_agencies(province)
    return PackageBuilder(
        load_mapping(), files.find_procedure, tree.find_unit_code, lambda unit: tree.get(unit).name.vi, lambda _: True,
        lambda _: True,
    )  # fmt: skip


@cache
def list_tales() -> tuple[Case, ...]:
    """Dossiers of several kinds, each at the end of its life."""
    asked = Case(CERTIFICATE).asked_at_intake()
    supplemented = asked.then("supplement", CITIZEN, papers=[asked.paper(component=asked.some_component[0])])
    return (
        Case(CERTIFICATE).closed(),
        Case(REGISTRATION).closed(),
        Case(CERTIFICATE, channel="national_portal").resolved(),
        supplemented,
        Case(CERTIFICATE).file().then("withdraw", CITIZEN),
        Case(REGISTRATION).processing(),
    )


def chain_under_other_id(case: Case, number: int) -> tuple[Fact, ...]:
    """The ledger of a case under another id and other numbers, chained again."""
    told: list[Fact] = []
    head, dossier_id = GENESIS, f"{number:06d}{case.id[6:]}"
    for fact in case.facts:
        changed = {
            "received": {"code": f"{fact.data.get('code')}-{number}"},
            "submitted": {"receipt_no": f"TN-{number:06d}"},
        }.get(fact.kind, {})
        told.append(replace(fact, dossier_id=dossier_id, data={**fact.data, **changed}, prev=head))
        head = told[-1].hash
    return tuple(told)


def put_ledger(facts: Sequence[Fact], parts: Mapping[str, Part], day: str = START.date().isoformat()) -> None:
    """Put a ledger with its state, head and parts into the table."""
    dossier = fold_facts(facts)
    with TableItem.batch_write() as batch:
        for fact in facts:
            batch.save(build_fact_row(fact))
        for part in parts.values():
            batch.save(build_part_row(dossier.id, part))
        batch.save(build_state_row(dossier))
        batch.save(build_head_row(dossier, day))


@dataclass
class SimulatedClock:
    """Simulated real time."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def on(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)


class Killed(BaseException):
    """The worker's process is gone."""


@dataclass
class Fate:
    """Kills the worker at random, before or after any of its side effects."""

    rate: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    deaths: int = 0

    def meets(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do it, unless death comes first; and death may come before the result is known."""
        self._strike()
        done = act(*given, **named)
        self._strike()
        return done

    def _strike(self) -> None:
        if self.chance.random() < self.rate:
            self.deaths += 1
            raise Killed


@dataclass
class MortalPositions:
    """The store of positions, in a worker that may die at any write."""

    inner: Any
    fate: Fate

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store it, or die before or after."""
        saved: Position = self.fate.meets(self.inner.save, position, entry, now)
        return saved

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@dataclass
class MortalPortal:
    """The way to the portal, in a worker that may die at any call."""

    inner: NationalPortal
    fate: Fate

    @property
    def key_id(self) -> str:
        """The key's id."""
        return self.inner.key_id

    def send(self, package: Mapping[str, Any]) -> str:
        """Send, or die before or after."""
        return str(self.fate.meets(self.inner.send, package))

    def find(self, fact_id: str) -> str | None:
        """Ask, or die before or after."""
        found: str | None = self.fate.meets(self.inner.find, fact_id)
        return found


def build_client(url: str) -> NationalPortal:
    """Our client of the stand-in."""
    return NationalPortal(url, KEY, KEY_ID, urllib3.PoolManager(timeout=PATIENCE, retries=False))


@contextmanager
def start_portal() -> Iterator[PortalStandIn]:
    """A stand-in portal that serves until the block ends."""
    running = PortalStandIn({KEY_ID: KEY}, own={"dvcqg": KEY})
    running.behaviour.slow_seconds = 0.3
    running.start()
    try:
        yield running
    finally:
        running.stop()


def build_worker(
    url: str, clock: SimulatedClock, fate: Fate | None = None, store: Any = None, ledgers: Any = None
) -> Sync:
    """One worker; without a fate it lives for ever."""
    positions, way = store or SyncTable(), build_client(url)
    if fate is None:
        return Sync(ledgers or DossierTable(), positions, way, build_teller(), clock)
    return Sync(
        ledgers or DossierTable(), MortalPositions(positions, fate), MortalPortal(way, fate), build_teller(), clock
    )


@dataclass
class FakePositions:
    """The `Positions` port in dictionaries, with the store's conditions."""

    places: dict[str, Position] = field(default_factory=dict)
    log: dict[str, list[Fact]] = field(default_factory=dict)
    health: Circuit = field(default_factory=Circuit)

    def position(self, dossier_id: str) -> Position:
        """The place as stored."""
        return self.places.get(dossier_id, Position(dossier_id))

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """The place and the portal's health."""
        return self.position(dossier_id), self.health

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store on the version read."""
        if position.version != self.position(position.dossier_id).version:
            raise Conflict("version")
        stored = replace(position, version=position.version + 1)
        self.places[position.dossier_id] = stored
        if entry is not None:
            self.log.setdefault(position.dossier_id, []).append(entry)
        return stored

    def list_due(self, until: datetime, limit: int) -> list[str]:
        """Return the waiting dossiers, longest first."""
        waiting = [(p.due_at, p.dossier_id) for p in self.places.values() if p.due_at and p.due_at <= until]
        return [dossier_id for _, dossier_id in sorted(waiting)][:limit]

    def load_circuit(self) -> Circuit:
        """The portal's health."""
        return self.health

    def save_circuit(self, circuit: Circuit) -> None:
        """Send all."""
        self.health = circuit


def list_expected(facts: Sequence[Fact], parts: Mapping[str, Part]) -> list[str]:
    """Ids of the packages that the portal must hold of a ledger, in order."""
    told = build_teller().build_packages(facts, lambda: parts, 0)
    return [package.fact_id for _, package in told if package is not None]
