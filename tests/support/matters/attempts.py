"""Commands on matters that succeeded in memory, to be sent again to a real store."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.accounts.account_states import AccountStates
from chalicelib.repositories.accounts.officers import Officers, build_rights_row
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import OFFICER, build_partition
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import MatterTable, build_matter_row
from chalicelib.steps.accounts.case_accounts import CaseAccounts
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.take_matter_step import open_matter, take_matter_step
from tests.support.fakes.fake_matters import HOLDER, FakeAccounts, FakeHolders, FakeMatters, FakeRecords
from tests.support.matter_desk import MATTER_ID, Desk
from tests.support.matters.explored import Explored, KindCommand
from tests.support.people import MONDAY

_KEYS = count(1)


def draw_key() -> str:
    """A key that nobody used before."""
    return f"attempt-{next(_KEYS):012d}"


@dataclass
class Attempt:
    """A command that waits to be sent to the real store, with a key of its own."""

    explored: Explored
    command: KindCommand
    store: MatterTable
    version: int | None = None
    key: str = field(default_factory=draw_key)

    def send(self) -> MatterResult:
        """Send it: the first time or again."""
        command = self.command
        desk = self.build_desk()
        values, more = command.values, {"confirmed": command.confirmed, "key": self.key, "version": self.version}
        sent = desk.build(command.word, command.actor, values, **more)  # type: ignore[arg-type]
        if command.scene is None:
            return open_matter(desk.deps, desk.kind, sent)
        return take_matter_step(desk.deps, desk.kind, command.word, sent)

    def build_desk(self) -> Desk:
        """A desk on the real store, at the time of the scene."""
        world, scene = self.explored.world, self.command.scene
        desk = world.build_desk(None, scene.now if scene else MONDAY)  # type: ignore[arg-type]
        known: Any = FakeAccounts(FakeMatters())
        holders: Any = FakeHolders()
        accounts = CaseAccounts(lambda: holders, lambda: known, lambda: AccountStates(Officers()), FakeRecords)
        desk.deps = replace(desk.deps, matters=self.store, numbers=CodeCounter(), accounts=accounts)
        return desk

    def list_opened(self) -> list[str]:
        """Where the matters are that an attempt before opened with its step."""
        kind, scene = self.explored.world.kind, self.command.scene
        opened = {row.opens for row in kind.steps if row.opens and scene}
        version = scene.matter.version if scene else 0
        return [build_partition(derive_dossier_id(MATTER_ID, f"{each}|{version}")) for each in sorted(opened)]

    def prepare(self) -> int:
        """Put the matter into the table as it is before the command; return the length of its ledger."""
        with TableItem.batch_write() as batch:
            for place in (build_partition(MATTER_ID), *self.list_opened(), OFFICER(HOLDER)):
                for row in TableItem.query(place, consistent_read=True):
                    batch.delete(row)
        scene = self.command.scene
        if scene is None:
            return 0
        with TableItem.batch_write() as batch:
            for person, state in scene.store.accounts.items():
                row = build_rights_row(Officer(person))
                row.standing, row.standing_version = json.dumps(pack_value(state)), state.version
                batch.save(row)
            for held in map(read_state, scene.store.states.values()):
                batch.save(build_matter_row(held, scene.store.alerts.get(held.id)))
            for fact in scene.store.load_ledger(MATTER_ID):
                batch.save(rows.build_fact_row(fact))
            for part in scene.store.load_parts(MATTER_ID).values():
                batch.save(rows.build_part_row(MATTER_ID, part))
        return scene.matter.length


def read_state(packed: Any) -> Matter:
    """A stored matter."""
    matter: Matter = unpack_value(Matter, packed)
    return matter
