"""The locked bucket with the security log's days."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.repositories.aws import sdk
from chalicelib.repositories.security.security_log import read_line

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

FOLDER = "security/"

_PATIENCE = Config(signature_version="s3v4", retries={"mode": "standard", "total_max_attempts": 3})

_THERE = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class LockedBucket:
    """The `LockedLog` port: one object for each batch of lines, named after them."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def connect_to(cls, bucket: str, *, path_style: bool = False) -> LockedBucket:
        """Return the bucket, with a client of its own. `path_style` is for an endpoint without a host
        name per bucket."""
        style = Config(s3={"addressing_style": "path"}) if path_style else Config()
        return cls(sdk.create_client("s3", config=_PATIENCE.merge(style)), bucket)

    def keep(self, lines: Sequence[str]) -> bool:
        """Store lines unchanged; return False when they are already stored."""
        body = "".join(f"{line.strip()}\n" for line in lines).encode()
        digest = hashlib.sha256(body).hexdigest()
        day = read_day(lines[0])
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=f"{FOLDER}{day}/{digest}.jsonl.gz", Body=gzip.compress(body, mtime=0),
                ContentType="application/x-ndjson", ContentEncoding="gzip", IfNoneMatch="*", ChecksumAlgorithm="SHA256",
            )  # fmt: skip
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _THERE:
                return False
            raise
        return True


def read_day(line: str) -> str:
    """Return the day (UTC) of a line in the form of folder names; a fixed name for an unreadable line."""
    try:
        return read_line(line).at.date().isoformat()
    except ValueError:
        return "unread"
