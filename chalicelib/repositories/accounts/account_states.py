"""States of accounts: in the record that every command loads, with every change kept (decision 0303)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.account_state import AccountChange, AccountState
from chalicelib.domain.shared.errors import Busy, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.accounts.officers import CONDITION_FAILED, Officers, build_access_end
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem, open_connection


class AccountStates:
    """The `AccountRecords` port on DynamoDB."""

    def __init__(self, officers: Officers) -> None:
        self._officers = officers

    def load(self, person: str) -> AccountState:
        """Return the present state, read consistently."""
        return self._officers.load(person).state

    def save(self, change: AccountChange) -> None:
        """Store a change with its history in one transaction. Raise Stale when the state has changed, Busy."""
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                self.plan(change).add_to(transaction)
        except TransactWriteError as fault:
            if CONDITION_FAILED in [reason.code if reason else None for reason in fault.cancellation_reasons]:
                raise Stale(version=self.load(change.person).version) from None
            raise Busy(retry_after=1) from fault
        self.forget(change.person)

    def plan(self, change: AccountChange) -> AccountWrites:
        """Return the writes of a change with its history, for the transaction of a command."""
        return AccountWrites(change)

    def note_proof(self, person: str, state: AccountState, at: datetime) -> None:
        """Keep when somebody proved the holder's identity; a state that has changed meanwhile stays as it is."""
        noted = replace(state, proved_at=at)
        row, same = TableItem(keys.OFFICER(person), keys.RIGHTS), TableItem.standing_version == state.version
        if write_if_it_holds(lambda: row.update([TableItem.standing.set(_write_state(noted))], condition=same)):
            self.forget(person)

    def list_changes(self, person: str) -> list[AccountState]:
        """Return every state that the account has had, oldest first."""
        found = TableItem.query(
            keys.OFFICER(person), TableItem.sk.startswith(keys.STANDING_CHANGE.prefix), consistent_read=True
        )
        return [unpack_value(AccountState, json.loads(row.body or "{}")) for row in found]

    def forget(self, person: str) -> None:
        """Drop a record from this process's cache: it has changed."""
        self._officers.forget(person)


@dataclass(frozen=True, slots=True)
class AccountWrites:
    """The writes of one change of an account."""

    change: AccountChange

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        row, actions, condition = build_state_update(self.change)
        transaction.save(build_history_row(self.change), condition=TableItem.pk.does_not_exist())
        transaction.update(row, actions, condition=condition)


def build_state_update(change: AccountChange) -> tuple[TableItem, list[Action], Any]:
    """Return the row of a person's record, its update and the condition. An account that cannot be used any more loses
    every session and access token of before; that of an officer who has not signed in for weeks has none."""
    after, before = change.after, change.before.version
    actions: list[Action] = [
        TableItem.standing.set(_write_state(after)), TableItem.standing_version.set(after.version),
    ]  # fmt: skip
    if after.is_closed(office=False):
        actions += build_access_end(change.real_now, everywhere=True)
    held = TableItem.standing_version
    condition = held == before if before else held.does_not_exist()
    return TableItem(keys.OFFICER(change.person), keys.RIGHTS), actions, condition


def build_history_row(change: AccountChange) -> TableItem:
    """Return the row that keeps the state after a change for ever."""
    name = keys.STANDING_CHANGE(change.after.version)
    return TableItem(
        keys.OFFICER(change.person), name, kind="standing_change", version=change.after.version,
        body=_write_state(change.after),
    )  # fmt: skip


def _write_state(state: AccountState) -> str:
    return json.dumps(pack_value(state), ensure_ascii=False)
