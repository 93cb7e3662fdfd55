"""Inboxes in the table: one partition for each person and each desk; messages are forgotten after two years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows

LIVES = timedelta(days=730)


class InboxTable:
    """The `Inboxes` port on DynamoDB."""

    def put(self, inbox: str, message: InboxMessage) -> None:
        """Add a message; do nothing when it already exists."""
        self.save(inbox, message)

    def list_page(self, inbox: str, limit: int, cursor: str | None) -> tuple[Sequence[InboxMessage], str | None]:
        """Return messages newest first, and where the next page begins."""
        pk = keys.INBOX(inbox)
        found = TableItem.query(
            pk, limit=limit, page_size=limit, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, pk)
        )
        listed = [notice_rows.read_value(InboxMessage, row) for row in found]
        return listed, write_cursor(found.last_evaluated_key)

    def find(self, inbox: str, message_id: str) -> InboxMessage | None:
        """Return one message."""
        return notice_rows.get_value(InboxMessage, keys.INBOX(inbox), message_id)

    def save(self, inbox: str, message: InboxMessage) -> InboxMessage | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        expires = notice_rows.calculate_expiry(message.at, LIVES)
        return notice_rows.put_value(message, keys.INBOX(inbox), message.id, kind="message", expires_at=expires)


def build_message_row(inbox: str, message: InboxMessage) -> TableItem:
    """Return the row of a message, for callers that store it together with other rows."""
    expires = notice_rows.calculate_expiry(message.at, LIVES)
    return notice_rows.build_row(message, keys.INBOX(inbox), message.id, kind="message", expires_at=expires)
