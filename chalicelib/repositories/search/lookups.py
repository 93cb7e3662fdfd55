"""Look-up by code: always two requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.dossier import codes
from chalicelib.domain.flow.flow_words import State
from chalicelib.domain.search.public_status import LookupRecord, is_receipt
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem

NOWHERE = "0" * 26
"""A dossier id that never exists: read for an unknown code, so that a miss makes the same requests as a hit."""


def find_dossier_id(code: str) -> str | None:
    """Return the dossier of a code, or the one that replaced it when the code became void; or that of a filing's
    number: one request."""
    if is_receipt(code):
        found = next(iter(TableItem.query(keys.FIND(code), limit=1, consistent_read=True)), None)
        return str(found.dossier_id) if found else None
    series, number = codes.split_code(code)
    held = find_row(keys.CODES(series), number)
    if held is None:
        return None
    stored = unpack_body(held)
    return str(stored.get("moved_to") or stored["dossier"])


def state_of(dossier_id: str | None) -> TableItem | None:
    """Return the dossier's present row, read consistently: always one request."""
    return find_row(build_partition(dossier_id or NOWHERE), keys.STATE)


def find_row(pk: str, sk: str) -> TableItem | None:
    """Return a row, if there is one."""
    try:
        return TableItem.get(pk, sk, consistent_read=True)
    except TableItem.DoesNotExist:
        return None


class LookupTable:
    """The `Lookups` port on DynamoDB: always one request for a code, one for a state."""

    def find_by_code(self, code: str) -> LookupRecord | None:
        """Return the public status of the dossier of a code, or of a filing's number."""
        found = self.find_dossier(find_dossier_id(code))
        return replace(found, void_code=code) if found and code not in (found.code, found.receipt_no) else found

    def find_dossier(self, dossier_id: str | None) -> LookupRecord | None:
        """Return the present public status of the dossier."""
        found = state_of(dossier_id)
        if found is None:
            return None
        body = unpack_body(found)
        stage, reported = str(body.get("stage", "")), str(body.get("reported", {}).get("status", ""))
        into = str(body.get("refiled_into", {}).get("receipt_no", ""))
        return LookupRecord(str(found.code or ""), str(found.receipt_no), State(found.state), stage, reported, into)


class FurtherChannelTable:
    """The `FurtherChannels` port on DynamoDB: few, and read together."""

    def list_all(self) -> Sequence[Mapping[str, Any]]:
        """Return every further channel, each with its version."""
        rows = TableItem.query(keys.LOOKUP_CHANNELS, consistent_read=True)
        return [{**unpack_body(row), "version": int(row.version or 0)} for row in rows]


class OnceTable:
    """The `Once` port on DynamoDB."""

    def claim_once(self, call: str, real_now: datetime, lives: timedelta) -> bool:
        """Return whether this call arrives for the first time within its lifetime."""
        row = TableItem(keys.SMS_CALL(call), keys.ONCE, expires_at=int((real_now + lives).timestamp()))
        return write_if_it_holds(lambda: row.save(condition=TableItem.pk.does_not_exist()))
