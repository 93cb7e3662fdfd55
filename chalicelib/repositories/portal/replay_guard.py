"""Seen signatures (replay protection), and accounts of the national portal linked to our own."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from pynamodb.exceptions import PutError

from chalicelib.domain.portal.portal_signature import digest_call, find_forget_time
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.portal.sync import CONDITION_FAILED


class SignedCalls:
    """The `Calls` port on DynamoDB."""

    def claim_once(self, header: str, real_now: datetime) -> bool:
        """Record a verified signature; return False when it was seen before."""
        row = TableItem(
            keys.CALL(digest_call(header)),
            keys.SEEN,
            kind="call",
            expires_at=int(find_forget_time(real_now).timestamp()),
        )
        return _put_new(row)


class LinkedAccounts:
    """The `Accounts` port on DynamoDB. The portal's account number is a digest in the key, and nothing
    else is stored."""

    def link(self, account: str, sub: str) -> bool:
        """Link an account to a person of ours; return False when it is linked to another one."""
        pk = _build_account_key(account)
        return (
            _put_new(TableItem(pk, keys.LINK, kind="account", body=json.dumps({"sub": sub})))
            or self.find_holder(account) == sub
        )

    def find_holder(self, account: str) -> str:
        """Return our person to whom an account is linked; empty for none."""
        for row in TableItem.batch_get([(_build_account_key(account), keys.LINK)], consistent_read=True):
            return str(json.loads(str(row.body))["sub"])
        return ""


def _build_account_key(account: str) -> str:
    return keys.ACCOUNT(hashlib.sha256(account.encode()).hexdigest())


def _put_new(row: TableItem) -> bool:
    try:
        row.save(condition=TableItem.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code == CONDITION_FAILED:
            return False
        raise
    return True
