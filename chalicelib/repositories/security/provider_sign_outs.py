"""Sign-outs that the e-identity provider announced: each token counts once, and what it ended is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.security.logout_tokens import LogoutTokenReplayed, SignOutNotice
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.accounts.officers import CONDITION_FAILED, Officers, build_access_end
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem, open_connection


class SignOutTable:
    """The `SignOuts` port on DynamoDB."""

    def __init__(self, officers: Officers) -> None:
        self._officers = officers

    def end_sessions(self, notice: SignOutNotice, person: str | None, real_now: datetime) -> None:
        """Note that the token was used; end every session and access token of the person, and keep that the provider
        did so: one transaction, also for nobody (None). Raise LogoutTokenReplayed, Busy."""
        used = TableItem(
            keys.LOGOUT_TOKEN(notice.digest), keys.USED, kind="logout_token",
            expires_at=int(notice.forget_at.timestamp()),
        )  # fmt: skip
        try:
            with TransactWrite(connection=open_connection()) as transaction:
                transaction.save(used, condition=TableItem.pk.does_not_exist())
                if person is not None:
                    transaction.save(_build_history_row(person, real_now))
                    row = TableItem(keys.OFFICER(person), keys.RIGHTS)
                    transaction.update(row, build_access_end(real_now, everywhere=True))
        except TransactWriteError as fault:
            if CONDITION_FAILED in [reason.code if reason else None for reason in fault.cancellation_reasons]:
                raise LogoutTokenReplayed() from None
            raise Busy(retry_after=1) from fault
        if person is not None:
            self._officers.forget(person)

    def list_by_person(self, person: str) -> list[datetime]:
        """Return when the provider ended a person's sessions, oldest first."""
        found = TableItem.query(
            keys.OFFICER(person), TableItem.sk.startswith(keys.SIGN_OUT.prefix), consistent_read=True
        )
        return [datetime.fromisoformat(json.loads(row.body or "{}")["at"]) for row in found]


def _build_history_row(person: str, at: datetime) -> TableItem:
    """Return the row that keeps for ever that the provider ended a person's sessions. It says nothing of the person."""
    stamp = at.astimezone(UTC).isoformat()
    body = json.dumps({"at": stamp, "by": PROVIDER})
    return TableItem(keys.OFFICER(person), keys.SIGN_OUT(stamp), kind="provider_sign_out", body=body)
