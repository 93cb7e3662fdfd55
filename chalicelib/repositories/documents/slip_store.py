"""Slips in the papers' bucket, under their own prefix: written once, never over one another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.domain.papers.paper_files import encode_sha256
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.papers.paper_store import build_signing_config
from chalicelib.steps.documents.ports import StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_THERE = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class SlipObjects:
    """The `SlipStore` port on the bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def connect_to(cls, bucket: str, *, path_style: bool = False) -> SlipObjects:
        """Return the slips of a bucket."""
        return cls(sdk.create_client("s3", config=build_signing_config(path_style=path_style)), bucket)

    def put_once(self, key: str, body: bytes, content_type: str) -> StoredObject:
        """Store the bytes if the key is unused; in both cases return the stored object, at its pinned version."""
        digest = encode_sha256(hashlib.sha256(body).hexdigest())
        try:
            done = self._client.put_object(
                Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, ChecksumSHA256=digest,
                IfNoneMatch="*",
            )  # fmt: skip
        except ClientError as refused:
            if refused.response["Error"]["Code"] not in _THERE:
                raise
            return self._load_stored(key)
        return StoredObject(done["VersionId"], body)

    def _load_stored(self, key: str) -> StoredObject:
        found = self._client.get_object(Bucket=self._bucket, Key=key)
        return StoredObject(found["VersionId"], found["Body"].read())
