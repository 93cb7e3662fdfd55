"""Unfinished sign-ins of officers in the table, and used codes."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.security.second_factor import USED_LIVES, SignIn, Waits
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import claim_row, write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem


@dataclass(frozen=True, slots=True)
class SignInTable:
    """The `SignInRecords` port on DynamoDB. `key` turns codes into stored names that cannot be guessed without it."""

    key: Callable[[datetime], bytes]

    def load(self, key: str) -> SignIn | None:
        """Return the present sign-in (one consistent read)."""
        try:
            row = TableItem.get(keys.SIGN_IN(key), keys.STEP, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        stored = json.loads(str(row.body))
        return SignIn(
            key, stored["account"], stored["origin"], stored["shared"], datetime.fromisoformat(stored["began_at"]),
            Waits(stored["waits"]), bytes(row.packed or b""), stored["step"], stored["tries"],
        )  # fmt: skip

    def create(self, sign_in: SignIn) -> None:
        """Store a new one; the table deletes it after its end."""
        row = _build_row(sign_in)
        row.expires_at = int(sign_in.ends_at.timestamp())
        row.save(condition=TableItem.pk.does_not_exist())

    def save(self, sign_in: SignIn, was: SignIn) -> bool:
        """Replace `was`; return False when it was changed or deleted."""
        row = _build_row(sign_in)
        changes: list[Action] = [TableItem.body.set(row.body), TableItem.packed.set(row.packed)]
        return write_if_it_holds(
            lambda: TableItem(row.pk, keys.STEP).update(changes, condition=TableItem.body == _write_body(was))
        )

    def delete(self, key: str) -> None:
        """Delete it."""
        TableItem(keys.SIGN_IN(key), keys.STEP).delete()

    def was_taken(self, account: str, code: str, real_now: datetime) -> bool:
        """Return whether a code was used before."""
        try:
            row = TableItem.get(self._digest_code(account, code, real_now), keys.USED, consistent_read=True)
        except TableItem.DoesNotExist:
            return False
        return int(row.expires_at or 0) > int(real_now.timestamp())

    def claim_code(self, account: str, code: str, real_now: datetime) -> bool:
        """Record a used code; return False when it was used before."""
        ends = int((real_now + USED_LIVES).timestamp())
        return claim_row(
            TableItem(self._digest_code(account, code, real_now), keys.USED, kind="used_code", expires_at=ends),
            real_now,
        )

    def _digest_code(self, account: str, code: str, real_now: datetime) -> str:
        digest = hmac.new(self.key(real_now), f"{account}|{code}".encode(), hashlib.sha256).hexdigest()
        return keys.USED_CODE(digest)


def _build_row(sign_in: SignIn) -> TableItem:
    return TableItem(
        keys.SIGN_IN(sign_in.key), keys.STEP, kind="sign_in", body=_write_body(sign_in), packed=sign_in.sealed
    )


def _write_body(sign_in: SignIn) -> str:
    return json.dumps(
        {
            "account": sign_in.account,
            "origin": sign_in.origin,
            "shared": sign_in.shared,
            "began_at": sign_in.began_at.astimezone(UTC).isoformat(),
            "waits": sign_in.waits.value,
            "step": sign_in.step,
            "tries": sign_in.tries,
        }
    )
