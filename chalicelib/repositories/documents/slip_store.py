"""Slips in the papers' bucket, under their own prefix: written once, never over one another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.domain.papers.paper_files import base64_sha256
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.papers.paper_store import signing
from chalicelib.steps.dossier.ports import Kept

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_THERE = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class SlipObjects:
    """The `SlipStore` port on the bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def of(cls, bucket: str, *, path_style: bool = False) -> SlipObjects:
        """Return the slips of a bucket."""
        return cls(sdk.client("s3", config=signing(path_style=path_style)), bucket)

    def put_once(self, key: str, body: bytes, content_type: str) -> Kept:
        """Store the bytes if the key is unused; in both cases return the stored object, at its pinned version."""
        digest = base64_sha256(hashlib.sha256(body).hexdigest())
        try:
            done = self._client.put_object(
                Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, ChecksumSHA256=digest,
                IfNoneMatch="*",
            )  # fmt: skip
        except ClientError as refused:
            if refused.response["Error"]["Code"] not in _THERE:
                raise
            return self._stored(key)
        return Kept(done["VersionId"], body)

    def _stored(self, key: str) -> Kept:
        found = self._client.get_object(Bucket=self._bucket, Key=key)
        return Kept(found["VersionId"], found["Body"].read())
