"""Codes of the counter's tablet in the table, by digests that cannot be guessed without the deployment's key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.dossier.rating_code import RatingCode
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.item_keys import locate_item
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.items import RatingCodeItem
from chalicelib.steps.dossier.ports import ExtraPut


@dataclass(frozen=True, slots=True)
class RatingCodeTable:
    """The `RatingCodes` port on DynamoDB."""

    key: Callable[[datetime], bytes]

    def digest(self, code: str, real_now: datetime) -> str:
        """Return the name under which a code is stored."""
        return hmac.new(self.key(real_now), f"rating|{code}".encode(), hashlib.sha256).hexdigest()

    def create(self, digest: str, code: RatingCode) -> None:
        """Store a new code; the table deletes it after its end."""
        row = rows.build_extra_row(ExtraPut(RatingCodeItem(digest), pack_value(code), ends_at=code.ends_at))
        row.save(condition=TableItem.pk.does_not_exist())

    def find(self, digest: str) -> RatingCode | None:
        """Return a stored code (one consistent read)."""
        try:
            row = TableItem.get(*locate_item(RatingCodeItem(digest)), consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        stored = rows.read_body(row)
        return unpack_value(RatingCode, {name: value for name, value in stored.items() if name != "version"})
