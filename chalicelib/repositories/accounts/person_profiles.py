"""People's profiles: the present one, every change, and by a keyed digest whose a number is.

Numbers are in the profile and its changes alone; a key holds only a digest. Profile, change and the rows of its numbers
are written in one transaction, so a number never has two holders.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.accounts.person_joining import IdentifierHolders, IdentifierTaken
from chalicelib.domain.accounts.person_profile import Identifier, IdentifierKind, PersonProfile, ProfileChange
from chalicelib.domain.shared.errors import Busy, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.accounts.officers import CONDITION_FAILED, LINK, RIGHTS, build_marks_change, link_row
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.accounts.profile_ports import KnownChange, ProfileSave

Key = tuple[IdentifierKind, str]


@dataclass(slots=True)
class PersonProfiles:
    """The `Profiles` port. `read_key` gives the key of the digests."""

    read_key: Callable[[datetime], bytes]

    def load(self, person: str) -> PersonProfile:
        """Return the present profile; version 0 for a person without one."""
        return next(iter(self.load_several([person])), PersonProfile(person))

    def load_several(self, people: Sequence[str]) -> tuple[PersonProfile, ...]:
        """Return the profiles of several people in one request, in their order."""
        places = {(keys.PERSON(each), keys.PROFILE): each for each in dict.fromkeys(people)}
        if not places:
            return ()
        read = TableItem.batch_get(list(places), consistent_read=True)
        found = {places[str(row.pk), str(row.sk)]: read_profile(row) for row in read}
        return tuple(found[each] for each in dict.fromkeys(people) if each in found)

    def find_by_identifier(self, kind: IdentifierKind, number: str, real_now: datetime) -> IdentifierHolders:
        """Return whose number it is, and whose it was."""
        return self.find_by_identifiers([(kind, number)], real_now)[kind, number]

    def find_by_identifiers(self, numbers: Sequence[Key], real_now: datetime) -> dict[Key, IdentifierHolders]:
        """Return the same of several numbers in one request."""
        rows = self._load_holders(numbers, real_now)
        return {each: _read_holders(rows.get(each)) for each in numbers}

    def list_changes(self, person: str) -> list[KnownChange]:
        """Return every change of a profile, oldest first, each with the profile that it left."""
        found = TableItem.query(
            keys.PERSON(person), TableItem.sk.startswith(keys.PROFILE_CHANGE.prefix), consistent_read=True
        )
        return [_read_change(json.loads(row.body or "{}"), int(row.version or 0)) for row in found]

    def save(
        self,
        before: PersonProfile,
        after: PersonProfile,
        change: ProfileChange,
        real_now: datetime,
        *,
        account: str = "",
        marks: PersonMarks | None = None,
        checked: bool = False,
    ) -> None:
        """Store a profile, its change and whose its numbers are, all or nothing. `account` is a new account that is
        linked to the person with it; `marks` is what the person's record says next to rights from now on; `checked`
        says that two officers have decided whose a number is.

        Raise IdentifierTaken for a number that is or was another person's, Stale where the profile has changed, Busy
        where somebody else changed one of the numbers meanwhile."""
        save = ProfileSave(before, after, change, account=account, marks=marks)
        writes = self.plan([save], real_now, checked=checked)
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                for each in writes:
                    each.add_to(transaction)
        except TransactWriteError as fault:
            codes = [reason.code if reason else None for reason in fault.cancellation_reasons]
            if codes[:1] == [CONDITION_FAILED]:
                raise Stale(version=self.load(after.person).version) from None
            if CONDITION_FAILED in codes or "TransactionConflict" in codes:
                raise Busy(retry_after=1) from None
            raise

    def plan(self, saves: Sequence[ProfileSave], real_now: datetime, *, checked: bool) -> tuple[ProfileWrites, ...]:
        """Return the writes of several changes of profiles, for one transaction; raise IdentifierTaken."""
        compared = [(each.after.person, *_compare_numbers(each.before, each.after)) for each in saves]
        numbers = dict.fromkeys(key for _, freed, taken in compared for key in (*freed, *taken))
        rows = self._load_holders(numbers, real_now) if numbers else {}
        held = {key: _read_holders(rows.get(key)) for key in numbers}
        # Somebody gives a number up before somebody else takes it.
        for person, freed, _ in compared:
            held |= {key: _release_number(held[key], person) for key in freed}
        for person, _, taken in compared:
            held |= {key: _take_number(held[key], person, checked) for key in taken}
        holders = [self._build_holder_row(key, held[key], rows.get(key), real_now) for key in numbers]
        return tuple(ProfileWrites(each, tuple(holders) if n == 0 else ()) for n, each in enumerate(saves))

    def _load_holders(self, numbers: Iterable[Key], real_now: datetime) -> dict[Key, TableItem]:
        places = {(self._build_key(each, real_now), keys.HOLDERS): each for each in numbers}
        read = TableItem.batch_get(list(places), consistent_read=True)
        return {places[str(row.pk), str(row.sk)]: row for row in read}

    def _build_key(self, number: Key, real_now: datetime) -> str:
        return build_number_key(self.read_key(real_now), number)

    def _build_holder_row(
        self, number: Key, holders: IdentifierHolders, row: TableItem | None, real_now: datetime
    ) -> tuple[TableItem, Any]:
        """Return the row of a number, and the condition of its write."""
        version = int(row.version or 0) if row else 0
        stored = _build_holders(self._build_key(number, real_now), holders, version + 1)
        return stored, TableItem.version == version if version else TableItem.pk.does_not_exist()


@dataclass(frozen=True, slots=True)
class ProfileWrites:
    """The writes of one change of a profile."""

    save: ProfileSave
    holders: tuple[tuple[TableItem, Any], ...]

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        before, after = self.save.before, self.save.after
        own = TableItem.version == before.version if before.version else TableItem.pk.does_not_exist()
        transaction.save(build_profile_row(after), condition=own)
        transaction.save(build_change_row(after, self.save.change), condition=TableItem.pk.does_not_exist())
        for row, condition in self.holders:
            transaction.save(row, condition=condition)
        if self.save.marks is not None:
            record = TableItem(keys.OFFICER(after.person), keys.RIGHTS)
            transaction.update(record, build_marks_change(self.save.marks))
        if self.save.account:
            link = link_row(Officer(after.person, account=self.save.account))
            transaction.save(link, condition=TableItem.pk.does_not_exist())
        if self.save.leads_to:
            link = link_row(Officer(self.save.leads_to, account=after.person))
            transaction.save(link, condition=TableItem.version.does_not_exist())
        if self.save.stands_alone:
            alone = TableItem(keys.OFFICER(after.person), keys.RIGHTS, kind=RIGHTS)
            transaction.save(alone, condition=TableItem.kind == LINK)


def build_number_key(secret: bytes, number: Key) -> str:
    """Return the partition of a number: its digest under the deployment's key."""
    text = "|".join((number[0].value, number[1])).encode()
    digest = hmac.digest(secret, text, hashlib.sha256)[:20]
    return keys.IDENTIFIER(base64.b32encode(digest).decode().lower())


def build_holder_rows(profiles: Iterable[PersonProfile], secret: bytes) -> Iterator[TableItem]:
    """Return the rows of every number of all profiles, under a new key."""
    held: dict[Key, IdentifierHolders] = {}
    for profile in profiles:
        for each in profile.identifiers:
            known = held.get(each.key, IdentifierHolders())
            if each.active:
                held[each.key] = IdentifierHolders(profile.person, known.former)
            elif not each.contested:
                held[each.key] = IdentifierHolders(known.active, (*known.former, profile.person))
    for number, holders in held.items():
        yield _build_holders(build_number_key(secret, number), holders, 1)


def _build_holders(pk: str, holders: IdentifierHolders, version: int) -> TableItem:
    body = json.dumps(pack_value(holders))
    return TableItem(pk, keys.HOLDERS, kind="identifier", version=version, body=body)


def build_change_row(after: PersonProfile, change: ProfileChange) -> TableItem:
    """Return the row that keeps a change with the profile that it left."""
    body = {"change": pack_value(change), "profile": pack_value(replace(after, version=0))}
    name = keys.PROFILE_CHANGE(after.version)
    return TableItem(
        keys.PERSON(after.person), name, kind="profile_change", version=after.version, body=_write_body(body)
    )  # fmt: skip


def build_profile_row(profile: PersonProfile) -> TableItem:
    """Return the row that holds the present profile."""
    pk, body = keys.PERSON(profile.person), _write_body(pack_value(replace(profile, version=0)))
    return TableItem(pk, keys.PROFILE, kind="profile", version=profile.version, body=body)


def read_profile(row: TableItem) -> PersonProfile:
    """Return the profile of a row."""
    profile = unpack_value(PersonProfile, json.loads(row.body or "{}"))
    return replace(profile, version=int(row.version or 0))


def _write_body(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _read_change(stored: dict[str, Any], version: int) -> KnownChange:
    profile = replace(unpack_value(PersonProfile, stored["profile"]), version=version)
    return KnownChange(unpack_value(ProfileChange, stored["change"]), profile)


def _read_holders(row: TableItem | None) -> IdentifierHolders:
    return unpack_value(IdentifierHolders, json.loads(row.body or "{}")) if row else IdentifierHolders()


def _release_number(held: IdentifierHolders, person: str) -> IdentifierHolders:
    former = (*(each for each in held.former if each != person), person)
    return IdentifierHolders("" if held.active == person else held.active, former)


def _take_number(held: IdentifierHolders, person: str, checked: bool) -> IdentifierHolders:
    """Return the holders after somebody takes a number; raise IdentifierTaken where it is or was somebody else's."""
    others = tuple(each for each in held.former if each != person)
    if not checked and (held.active not in ("", person) or others):
        raise IdentifierTaken()
    before = (held.active,) if held.active not in ("", person) else ()
    return IdentifierHolders(person, (*others, *before))


def _compare_numbers(before: PersonProfile, after: PersonProfile) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Return the numbers that the person gives up, and those taken."""

    def list_held(profile: PersonProfile) -> dict[Key, Identifier]:
        return {each.key: each for each in profile.identifiers if each.active}

    was, now = list_held(before), list_held(after)
    return tuple(key for key in was if key not in now), tuple(key for key in now if key not in was)
