"""Authorisations between two people: each with every change of it, and in the lists of both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.domain.accounts.authorisation import Authorisation
from chalicelib.domain.accounts.people import normalise_id_number
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.ledger_store import LedgerStore, Write
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices.inboxes import build_message_row

MOST_LISTED = 100
"""Authorisations of one person that are read; the newest ones."""


class AuthorisationTable(LedgerStore):
    """The `Authorisations` port on DynamoDB. `read_key` returns the key of the digests of identity numbers."""

    def __init__(self, read_key: Callable[[datetime], bytes]) -> None:
        super().__init__()
        self._read_key = read_key

    def load(self, authorisation_id: str) -> Authorisation | None:
        """Return an authorisation, in one consistent request."""
        return next(iter(self._read([authorisation_id])), None)

    def list_by_number(self, id_number: str, real_now: datetime) -> Sequence[Authorisation]:
        """Return the authorisations of the person with a number, in two consistent requests."""
        found = TableItem.query(
            self._name_list(id_number, real_now), consistent_read=True, scan_index_forward=False, limit=MOST_LISTED
        )
        named = [keys.split_parts(str(row.sk))[-1] for row in found]
        return self._read(named) if named else ()

    def save(
        self,
        authorisation: Authorisation,
        by: str,
        messages: Sequence[tuple[str, InboxMessage]],
        real_now: datetime,
        quotas: Sequence[QuotaUse] = (),
    ) -> None:
        """Store an authorisation and its change, with the messages to the inboxes of the people concerned, in one
        transaction. Raise Conflict when somebody changed it first."""
        pk, before = keys.AUTHORISATION(authorisation.id), authorisation.version - 1
        state = TableItem(
            pk, keys.TERMS, kind="authorisation", version=authorisation.version, body=_write(authorisation)
        )
        change = {"standing": authorisation.standing.value, "by": by, "at": write_stamp(real_now)}
        history = TableItem(
            pk, keys.AUTHORISATION_CHANGE(authorisation.version), kind="authorisation_change",
            version=authorisation.version, body=json.dumps(change),
        )  # fmt: skip
        puts: list[Write] = [
            (state, TableItem.version == before if before else TableItem.pk.does_not_exist()),
            (history, TableItem.pk.does_not_exist()),
        ]
        if not before:
            people = (authorisation.principal, authorisation.agent)
            entry = keys.LISTED_AT(write_stamp(authorisation.asked_at), authorisation.id)
            lists = {self._name_list(person.id_number, real_now) for person in people}
            puts += [(TableItem(each, entry, kind="authorised"), None) for each in sorted(lists)]
        puts += [(build_message_row(inbox, message), None) for inbox, message in messages]
        self.write_rows(puts, [], quotas, real_now)

    def _read(self, named: Sequence[str]) -> list[Authorisation]:
        rows = self.read_rows([(keys.AUTHORISATION(each), keys.TERMS) for each in named])
        return [unpack_value(Authorisation, json.loads(str(row.body))) for row in rows]

    def _name_list(self, id_number: str, real_now: datetime) -> str:
        number = normalise_id_number(None, id_number).encode()
        digest = hmac.digest(self._read_key(real_now), number, hashlib.sha256)[:16]
        return keys.AUTHORISED(base64.b32encode(digest).decode().lower().rstrip("="))


def _write(authorisation: Authorisation) -> str:
    return json.dumps(pack_value(authorisation), ensure_ascii=False, separators=(",", ":"))
