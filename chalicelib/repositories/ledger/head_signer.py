"""Signing ledger heads on AWS: rows of the table, an asymmetric KMS key, and a bucket that locks its objects.

The bucket's own default retention locks each object (COMPLIANCE, for the deployment's number of days). The function has
no right to set a retention, so it can neither shorten nor lengthen it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.domain.ledger.chain import Json, encode_canonical
from chalicelib.domain.ledger.checkpoints import ALGORITHM, Head, read_stored
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem

if TYPE_CHECKING:
    from mypy_boto3_kms.client import KMSClient
    from mypy_boto3_s3.client import S3Client

FOLDER = "heads/"
_PATIENCE = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})


class TableHeads:
    """The heads that each command writes next to its facts (`build_head_row` in `dynamodb/rows.py`)."""

    def list_by_day(self, day: date) -> Iterator[Head]:
        """Return every dossier's last head of the day, page by page, read consistently."""
        yield from _list_heads(keys.HEADS(day.isoformat()))

    def has_heads_on(self, day: date) -> bool:
        """Return True when some ledger grew on that day."""
        return any(True for _ in TableItem.query(keys.HEADS(day.isoformat()), limit=1))


class MatterHeads:
    """The heads that commands on matters write."""

    def list_by_day(self, day: date) -> Iterator[Head]:
        """Return every matter's last head of the day, page by page, read consistently."""
        yield from _list_heads(keys.MATTER_HEADS(day.isoformat()))


class GrownHeads(TableHeads):
    """Those heads with the ones of matters: every ledger that grew."""

    def list_by_day(self, day: date) -> Iterator[Head]:
        """Return heads of dossiers, then of matters."""
        yield from super().list_by_day(day)
        yield from MatterHeads().list_by_day(day)


class SignedHeads(GrownHeads):
    """Those heads with the ones of message logs (`domain/portal/position.py`): all heads that a night signs."""

    def list_by_day(self, day: date) -> Iterator[Head]:
        """Return heads of ledgers, then of message logs."""
        yield from super().list_by_day(day)
        yield from _list_heads(keys.MESSAGE_HEADS(day.isoformat()))


class LockedHeads:
    """Signed documents as `heads/<day>.json` of a bucket with object lock."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def connect_to(cls, bucket: str, *, path_style: bool = False) -> LockedHeads:
        """Return the bucket's documents, with a client of their own. `path_style` is for an endpoint without a host
        name per bucket."""
        style = Config(s3={"addressing_style": "path"}) if path_style else Config()
        return cls(sdk.create_client("s3", config=_PATIENCE.merge(style)), bucket)

    def find_last_day(self) -> date | None:
        """Return the latest signed day."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=FOLDER)
        days = [_parse_day(found["Key"]) for page in pages for found in page.get("Contents", [])]
        return max(days, default=None)

    def read(self, day: date) -> Json:
        """Return the stored document of a signed day. Raise ValueError for any other content."""
        return read_stored(self._client.get_object(Bucket=self._bucket, Key=_build_key(day))["Body"].read())

    def put(self, day: date, signed: Json) -> bool:
        """Store the document unless the day has one; a locking bucket requires the checksum."""
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_build_key(day),
                Body=encode_canonical(signed),
                ContentType="application/json",
                ChecksumAlgorithm="SHA256",
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
            return False
        return True


class KmsSigner:
    """An asymmetric P-256 key that never leaves KMS."""

    def __init__(self, client: KMSClient, key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    @classmethod
    def connect_to(cls, key_id: str) -> KmsSigner:
        """Return the signer, with a client of its own."""
        return cls(sdk.create_client("kms", config=_PATIENCE), key_id)

    def sign(self, text: bytes) -> tuple[bytes, str]:
        """Return the signature over SHA-256 of the text, in DER, and the key's ARN."""
        answer = self._client.sign(KeyId=self._key_id, Message=text, MessageType="RAW", SigningAlgorithm=ALGORITHM)
        return answer["Signature"], answer["KeyId"]


def _list_heads(partition: str) -> Iterator[Head]:
    for row in TableItem.query(partition, consistent_read=True):
        yield Head(str(row.sk), int(row.length or 0), str(row.body))


def _build_key(day: date) -> str:
    return f"{FOLDER}{day.isoformat()}.json"


def _parse_day(key: str) -> date:
    """Return the day of a key; raise ValueError for a foreign object in the folder."""
    return date.fromisoformat(key.removeprefix(FOLDER).removesuffix(".json"))
