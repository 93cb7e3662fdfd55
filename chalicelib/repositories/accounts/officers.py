"""Officers' rights in our own records, with every change kept (LC-17.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.account_state import NEW_ACCOUNT, AccountState
from chalicelib.domain.accounts.officers import IdleNote, Officer, OfficerSignIn, PersonMarks, Recovery
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.rights.rights_history import ChangeSource
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.shared.errors import Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.dossier.ports import Conflict

RIGHTS_LIVE = timedelta(seconds=50)
"""How long rights may be cached: a revocation must take effect within 60 s (design §8)."""
REMEMBERED = 5_000
ROLES = frozenset(map(str, Role))
RIGHTS = "rights"
LINK = "officer_account"
"""The kind of a row that links an account to the record of its person, who has another id."""
LISTED = "listed"
"""Set in a record whose officer is listed in each of the units."""
UNKNOWN_SOURCE = ChangeSource()
CONDITION_FAILED = "ConditionalCheckFailed"
_FASTER = frozenset({CONDITION_FAILED, "TransactionConflict"})


@dataclass(slots=True)
class Officers:
    """Loads, caches and saves officers' records."""

    cache: dict[str, tuple[datetime, Officer]] = field(default_factory=dict)

    def load_recent(self, sub: str, real_now: datetime) -> Officer:
        """Return the record, not older than 50 s; version 0 for a person without one."""
        kept = self.cache.get(sub)
        if kept and timedelta(0) <= real_now - kept[0] < RIGHTS_LIVE:
            return kept[1]
        officer = self._load_listed(sub)
        if len(self.cache) >= REMEMBERED:
            self.cache.clear()
        self.cache[sub] = (real_now, officer)
        return officer

    def load(self, sub: str) -> Officer:
        """Return the present record of the account's person (one consistent read, for a linked account two); version 0
        for a person without one."""
        person, row = self._find_row(sub)
        return read_officer(row) if row else Officer(person)

    def _load_listed(self, sub: str) -> Officer:
        """Return the record; one that was stored before units listed their officers is listed now, once."""
        person, row = self._find_row(sub)
        if row is None:
            return Officer(person)
        officer = read_officer(row)
        if officer.assignments and LISTED not in json.loads(row.body or "{}"):
            self._index_in_units(officer)
        return officer

    def _index_in_units(self, officer: Officer) -> None:
        row = TableItem(keys.OFFICER(officer.sub), keys.RIGHTS)
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                transaction.update(row, _build_rights_change(officer), condition=TableItem.version == officer.version)
                for entry_of_unit in build_unit_rows(officer):
                    transaction.save(entry_of_unit)
        except TransactWriteError as fault:
            # Another process has already listed the officer, or changed the rights and listed them with it.
            if not any(r and r.code in _FASTER for r in fault.cancellation_reasons):
                raise

    def _find_row(self, sub: str) -> tuple[str, TableItem | None]:
        """Return the person's id and row; for an account linked to another record, those of that record."""
        try:
            row = TableItem.get(keys.OFFICER(sub), keys.RIGHTS, consistent_read=True)
        except TableItem.DoesNotExist:
            return sub, None
        return self._find_row(json.loads(str(row.body))["officer"]) if row.kind == LINK else (sub, row)

    def save(self, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer | None = None) -> None:
        """Store the record and the change in one transaction, on condition that the `grantor`'s own rights are
        unchanged. Raise Stale when somebody changed the record first, Conflict when the grantor's rights changed or
        another transaction interfered."""
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                RightsWrites(officer, change_row(officer, by, request_ref, now), grantor).add_to(transaction)
        except TransactWriteError as fault:
            codes = [reason.code if reason else None for reason in fault.cancellation_reasons]
            # A transaction lists its updates last, in their order.
            if (grantor is not None and codes[-1:] == [CONDITION_FAILED]) or "TransactionConflict" in codes:
                raise Conflict("the grantor's rights, or a rival") from fault
            if CONDITION_FAILED in codes:
                raise Stale(version=self.load(officer.sub).version) from None
            raise
        self.cache.pop(officer.sub, None)

    def plan(
        self, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer, source: ChangeSource
    ) -> RightsWrites:
        """Return the writes of a change, for the transaction of a command; the record is read again afterwards."""
        self.cache.pop(officer.sub, None)
        return RightsWrites(officer, change_row(officer, by, request_ref, now, source), grantor)

    def end_access(self, sub: str, real_now: datetime, everywhere: bool) -> None:
        """Refuse every access token that was issued to the person until now, within 50 s at every function.

        everywhere: also end every session that began until now.
        """
        TableItem(keys.OFFICER(sub), keys.RIGHTS).update(actions=build_access_end(real_now, everywhere))
        self.cache.pop(sub, None)

    def forget(self, sub: str) -> None:
        """Drop a record from the cache: it has changed."""
        self.cache.pop(sub, None)

    def keep_identity(self, sub: str, identity: ProvenIdentity | None) -> None:
        """Store the identity that the newest sign-in of the person proved, next to their rights; None deletes it."""
        text = json.dumps(pack_value(identity)) if identity else None
        TableItem(keys.OFFICER(sub), keys.RIGHTS).update(
            actions=[TableItem.identity.set(text) if text else TableItem.identity.remove()]
        )
        self.cache.pop(sub, None)

    def keep_sign_in(self, sub: str, sign_in: OfficerSignIn) -> None:
        """Store the newest sign-in of an officer."""
        stored = json.dumps(pack_value(sign_in))
        TableItem(keys.OFFICER(sub), keys.RIGHTS).update(actions=[TableItem.signed_in.set(stored)])
        self.cache.pop(sub, None)

    def list_changes(self, sub: str) -> list[dict[str, Any]]:
        """Return every change of the person's rights, oldest first."""
        found = TableItem.query(
            keys.OFFICER(sub), TableItem.sk.startswith(keys.RIGHTS_CHANGE.prefix), consistent_read=True
        )
        return [json.loads(row.body or "{}") for row in found]


@dataclass(frozen=True, slots=True)
class RightsWrites:
    """The writes of one change of rights, on condition that nobody changes the record, or the `grantor`'s."""

    officer: Officer
    change: TableItem
    grantor: Officer | None = None

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        officer, before = self.officer, self.officer.version - 1
        condition = TableItem.version == before if before else TableItem.version.does_not_exist()
        record = TableItem(keys.OFFICER(officer.sub), keys.RIGHTS)
        transaction.update(record, _build_rights_change(officer), condition=condition)
        transaction.save(self.change, condition=TableItem.pk.does_not_exist())
        if self.grantor is not None:
            # An update that changes nothing: a bare condition would need a right of its own.
            own = TableItem(keys.OFFICER(self.grantor.sub), keys.RIGHTS)
            transaction.update(own, [TableItem.kind.set(RIGHTS)], condition=TableItem.version == self.grantor.version)
        for entry_of_unit in build_unit_rows(officer):
            transaction.save(entry_of_unit)
        if officer.account:
            transaction.save(link_row(officer))


def change_row(
    officer: Officer, by: str, request_ref: str, now: datetime, source: ChangeSource = UNKNOWN_SOURCE
) -> TableItem:
    """Return the row that permanently keeps a change: the new record, who changed it, and why."""
    entry = {**_pack_officer(officer), "by": by, "request_ref": request_ref, "at": now.astimezone(UTC).isoformat()}
    entry |= {"source": pack_value(source)} if source != UNKNOWN_SOURCE else {}
    name = keys.RIGHTS_CHANGE(officer.version)
    return TableItem(
        keys.OFFICER(officer.sub), name, kind="rights_change", version=officer.version, body=json.dumps(entry)
    )  # fmt: skip


def link_row(officer: Officer) -> TableItem:
    """Return the row that links the officer's account to the record."""
    return TableItem(keys.OFFICER(officer.account), keys.RIGHTS, kind=LINK, body=json.dumps({"officer": officer.sub}))


def build_access_end(real_now: datetime, everywhere: bool) -> list[Action]:
    """Return the update that refuses every access token issued until `real_now`; everywhere: it also ends every session
    begun until then."""
    # A token says in whole seconds when it was issued: the next second is the first that is certainly later.
    tokens = TableItem.valid_after.set(int(real_now.timestamp()) + 1)
    # A session knows the very instant: one that begins in the same second, after this, lasts.
    return [tokens, TableItem.begun_after.set(real_now.timestamp())] if everywhere else [tokens]


def build_marks_change(marks: PersonMarks) -> list[Action]:
    """Return the update of what a record says next to rights. Not the whole row, as with rights."""
    return [TableItem.marks.set(json.dumps(pack_value(marks)))]


def build_rights_row(officer: Officer, *, listed: bool = False) -> TableItem:
    """Return the row that holds an officer's present rights; `listed` when the officer is listed in each
    of the units."""
    number = {"id_number": officer.id_number} if officer.id_number else {}
    body = {**_pack_officer(officer), **number, **({LISTED: True} if listed else {})}
    return TableItem(
        keys.OFFICER(officer.sub), keys.RIGHTS, kind=RIGHTS, version=officer.version, body=json.dumps(body)
    )


def _build_rights_change(officer: Officer) -> list[Action]:
    """Return the update of the stored rights. Not the whole row: a sign-out meanwhile writes into it too."""
    row = build_rights_row(officer, listed=True)
    return [TableItem.kind.set(row.kind), TableItem.version.set(row.version), TableItem.body.set(row.body)]


def build_unit_rows(officer: Officer) -> Iterator[TableItem]:
    """Return the rows by which an officer is found in each of their units, and among all officers. They only find; the
    record alone holds the rights."""
    if officer.assignments:
        yield TableItem(keys.EVERY_OFFICER, officer.sub, kind="officer")
    for unit in sorted({each.unit for each in officer.assignments}):
        yield TableItem(keys.UNIT_OFFICERS(unit), officer.sub, kind="officer_of_unit")


def read_officer(row: TableItem) -> Officer:
    """Return the officer of a rights row."""
    sub = keys.OFFICER.parse(str(row.pk))
    ended = Officer(
        sub, valid_after=_read_instant(row.valid_after), begun_after=_read_instant(row.begun_after),
        identity=unpack_value(ProvenIdentity, json.loads(row.identity)) if row.identity else None,
        marks=unpack_value(PersonMarks, json.loads(row.marks)) if row.marks else PersonMarks(),
        state=unpack_value(AccountState, json.loads(row.standing)) if row.standing else NEW_ACCOUNT,
        sign_in=unpack_value(OfficerSignIn, json.loads(row.signed_in)) if row.signed_in else None,
        idle=unpack_value(IdleNote, json.loads(row.idle)) if row.idle else None,
    )  # fmt: skip
    # A person without rights who has signed out: nothing else is recorded of them.
    if not row.body:
        return ended
    stored = json.loads(row.body)
    named = {"name": stored["name"], "title": stored["title"], "email": stored["email"]}
    named |= {name: stored.get(name, "") for name in ("id_number", "account")}
    known = [a for a in stored["assignments"] if a["role"] in ROLES]
    assignments = tuple(map(_read_assignment, known))
    named["unread_rights"] = tuple(json.dumps(a) for a in stored["assignments"] if a not in known)
    recovery = unpack_value(Recovery, stored["recovery"]) if stored.get("recovery") else None
    return replace(ended, version=int(row.version or 0), assignments=assignments, recovery=recovery, **named)


def _pack_officer(officer: Officer) -> dict[str, Any]:
    """Return the record for its changes: they are permanent, so without the identity number."""
    return {
        "name": officer.name,
        "title": officer.title,
        "email": officer.email,
        "assignments": [*map(_pack_assignment, officer.assignments), *map(json.loads, officer.unread_rights)],
        **({"account": officer.account} if officer.account else {}),
        **({"recovery": pack_value(officer.recovery)} if officer.recovery else {}),
    }


def _write_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _pack_assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        "role": assignment.role.value,
        "unit": assignment.unit,
        "valid_from": _write_instant(assignment.valid_from),
        "valid_until": _write_instant(assignment.valid_until) if assignment.valid_until else None,
        "backup_for": assignment.backup_for,
        **({"stage": assignment.stage} if assignment.stage else {}),
        **({"document": assignment.document} if assignment.document else {}),
        **({"document_day": assignment.document_day.isoformat()} if assignment.document_day else {}),
    }


def _read_instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _read_assignment(stored: dict[str, Any]) -> Assignment:
    until = stored["valid_until"]
    return Assignment(
        Role(stored["role"]),
        stored["unit"],
        datetime.fromisoformat(stored["valid_from"]),
        datetime.fromisoformat(until) if until else None,
        stored["backup_for"],
        stored.get("stage", ""),
        stored.get("document", ""),
        date.fromisoformat(day) if (day := stored.get("document_day")) else None,
    )
