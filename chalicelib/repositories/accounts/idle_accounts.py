"""Accounts that nobody uses, in the record that every command loads: their note, and the writes that put one off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.account_state import AccountChange
from chalicelib.domain.accounts.officers import IdleNote, Officer
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.accounts.account_states import build_history_row, build_state_update
from chalicelib.repositories.accounts.officers import RIGHTS
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem


class IdleAccountTable:
    """The `IdleRecords` port on DynamoDB."""

    def start_counting(self, now: datetime) -> datetime:
        """Return since when sign-ins are counted; the first run of a deployment sets it. Each run leaves its time."""
        rows = TableItem.batch_get([keys.IDLE_MARK], consistent_read=True)
        since = next((datetime.fromisoformat(json.loads(str(row.body))["since"]) for row in rows), None)
        body = json.dumps({"since": _write_instant(since or now), "ran": _write_instant(now)})
        row = TableItem(*keys.IDLE_MARK, kind="accounts_watched", body=body)
        if since is None and not write_if_it_holds(lambda: row.save(condition=TableItem.pk.does_not_exist())):
            return self.start_counting(now)
        if since is not None:
            row.save()
        return since or now

    def find_change_time(self, officer: Officer) -> datetime | None:
        """Return when the rights of an officer changed last; None where no change is kept."""
        places = [(keys.OFFICER(officer.sub), keys.RIGHTS_CHANGE(officer.version))]
        rows = TableItem.batch_get(places, consistent_read=True)
        return next((datetime.fromisoformat(json.loads(str(row.body))["at"]) for row in rows), None)

    def plan_note(self, officer: Officer, note: IdleNote | None) -> IdleWrites:
        """Return the writes that set the note of an account, or remove it."""
        return IdleWrites(officer, note)

    def clear_note(self, officer: Officer) -> None:
        """Remove the note of an account whose case has ended; one that changed meanwhile stays for the next run."""
        row, same = _locate(officer), _build_condition(officer)
        write_if_it_holds(lambda: row.update([TableItem.idle.remove()], condition=same))

    def plan_change(self, officer: Officer, change: AccountChange, keepers: Sequence[Officer] = ()) -> IdleWrites:
        """Return the writes that put an account off or turn it on, on condition that it was not used meanwhile, and
        that the `keepers` can still act."""
        return IdleWrites(officer, officer.idle, change, tuple(keepers))


@dataclass(frozen=True, slots=True)
class IdleWrites:
    """The writes of one step on an unused account: one update of its record, on condition that neither its state nor
    its rights nor its newest sign-in changed."""

    officer: Officer
    note: IdleNote | None
    change: AccountChange | None = None
    keepers: tuple[Officer, ...] = ()

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        actions: list[Action] = [
            TableItem.idle.set(json.dumps(pack_value(self.note))) if self.note else TableItem.idle.remove()
        ]
        if self.change is not None:
            _, of_state, _ = build_state_update(self.change)
            actions += of_state
            transaction.save(build_history_row(self.change), condition=TableItem.pk.does_not_exist())
        transaction.update(_locate(self.officer), actions, condition=_build_condition(self.officer))
        for keeper in self.keepers:
            # An update that changes nothing: a bare condition would need a right of its own.
            transaction.update(
                _locate(keeper), [TableItem.kind.set(RIGHTS)],
                condition=_match_number(TableItem.version, keeper.version)
                & _match_number(TableItem.standing_version, keeper.state.version),
            )  # fmt: skip


def _locate(officer: Officer) -> TableItem:
    return TableItem(keys.OFFICER(officer.sub), keys.RIGHTS)


def _build_condition(officer: Officer) -> Any:
    signed_in = (
        TableItem.signed_in == json.dumps(pack_value(officer.sign_in))
        if officer.sign_in
        else TableItem.signed_in.does_not_exist()
    )
    same = _match_number(TableItem.standing_version, officer.state.version)
    return _match_number(TableItem.version, officer.version) & same & signed_in


def _match_number(attribute: Any, held: int) -> Any:
    return attribute == held if held else attribute.does_not_exist()


def _write_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
