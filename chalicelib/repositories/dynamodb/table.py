"""The one table. Rows of every kind share this model; the keys give the kind of a row."""

from __future__ import annotations

import os
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

LISTED = [
    "dossier_id", "kind", "code", "receipt_no", "procedure", "state", "unit", "due_at", "filed_at", "recorded_at",
    "holder", "channel",
]  # fmt: skip
"""Attributes that lists show. The version is not among them: it changes with every command, and each
index that projects a changed attribute costs a write."""


OWNED = ["dossier_id", "kind", "procedure", "unit", "filed_at", "channel"]
"""Attributes of a person's own list: only those that no step changes, so that steps cost no index write."""


class WorkIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Open work of a unit's queue, soonest due first."""

    class Meta:
        index_name = "work"
        projection = IncludeProjection(LISTED)

    work_pk = UnicodeAttribute(hash_key=True)
    work_sk = UnicodeAttribute(range_key=True)


class OwnerIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """A person's drafts and dossiers, newest first."""

    class Meta:
        index_name = "owner"
        projection = IncludeProjection(OWNED)

    owner_pk = UnicodeAttribute(hash_key=True)
    owner_sk = UnicodeAttribute(range_key=True)


class DueIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The next alert of each open dossier or task, by its day."""

    class Meta:
        index_name = "due"
        projection = IncludeProjection(LISTED)

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class TableItem(Model):
    """One item of the table."""

    class Meta:
        table_name = os.environ.get("TABLE_NAME", "motcua")
        region = os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "ap-southeast-1"))
        connect_timeout_seconds = 2
        read_timeout_seconds = 5
        max_retry_attempts = 2

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute(null=True)
    length = NumberAttribute(null=True)
    body = UnicodeAttribute(null=True)
    packed = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = NumberAttribute(null=True)
    valid_after = NumberAttribute(null=True)
    begun_after = NumberAttribute(null=True)
    identity = UnicodeAttribute(null=True)
    marks = UnicodeAttribute(null=True)
    standing = UnicodeAttribute(null=True)
    standing_version = NumberAttribute(null=True)
    signed_in = UnicodeAttribute(null=True)
    idle = UnicodeAttribute(null=True)

    dossier_id = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    receipt_no = UnicodeAttribute(null=True)
    procedure = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    unit = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    filed_at = UnicodeAttribute(null=True)
    recorded_at = UnicodeAttribute(null=True)
    holder = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)

    work_pk = UnicodeAttribute(null=True)
    work_sk = UnicodeAttribute(null=True)
    owner_pk = UnicodeAttribute(null=True)
    owner_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)

    work = WorkIndex()
    owner = OwnerIndex()
    due = DueIndex()


def open_connection() -> Connection:
    """Return the table's own connection, for transactions: a second one would have to start a client of its own."""
    return TableItem._get_connection().connection
