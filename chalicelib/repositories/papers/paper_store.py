"""The file store: signed links for people, checked downloads for the check, tags for the lifecycle.

Bytes never pass through the API. An upload link allows exactly one object: its size, type and SHA-256 are signed, and
so is "only if the key is unused". A read link names one version.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.domain.papers.paper import Paper, PaperState
from chalicelib.domain.papers.paper_errors import PaperExpired, PaperNotServed
from chalicelib.domain.papers.paper_files import (
    LINK_SECONDS,
    build_content_disposition,
    encode_sha256,
    normalise_sha256,
)
from chalicelib.repositories.aws import sdk

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

UNREFERENCED = "unreferenced"
"""Tag of an upload that no fact refers to yet; the bucket's lifecycle deletes tagged objects."""

_CHUNK = 1024 * 1024
_GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound"})


@dataclass(frozen=True, slots=True)
class SignedUpload:
    """Where and how to send a file: the headers are signed, so each must be sent unchanged."""

    url: str
    headers: dict[str, str]
    seconds: int


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One object version as the store describes it; `sha256` (hexadecimal) is absent if it kept none."""

    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class DownloadedBody:
    """A downloaded version: the place, size and hash of its bytes."""

    path: Path
    size: int
    sha256: str


def build_signing_config(*, path_style: bool = False) -> Config:
    """Return settings under which links are SigV4: the older form ignores expiry and headers on some stores.

    `path_style` puts the bucket into the path, for an endpoint without a host name per bucket.
    """
    style: Literal["path", "virtual"] = "path" if path_style else "virtual"
    return Config(signature_version="s3v4", s3={"addressing_style": style})


class PaperStore:
    """Papers in one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def connect_to(cls, bucket: str, *, path_style: bool = False) -> PaperStore:
        """Return the papers of a bucket, with a client that signs links correctly."""
        return cls(sdk.create_client("s3", config=build_signing_config(path_style=path_style)), bucket)

    def upload_link(self, paper: Paper) -> SignedUpload:
        """Return a link that stores this paper's declared bytes, once, within five minutes."""
        url = self._client.generate_presigned_url(
            "put_object",
            ExpiresIn=LINK_SECONDS,
            Params={
                "Bucket": self._bucket,
                "Key": paper.key,
                "ContentType": paper.content_type,
                "ContentLength": paper.size,
                "ChecksumAlgorithm": "SHA256",
                "ChecksumSHA256": encode_sha256(paper.sha256),
                "IfNoneMatch": "*",
                "Tagging": f"{UNREFERENCED}=yes",
            },
        )
        return SignedUpload(url, _upload_headers(paper), LINK_SECONDS)

    def read_link(self, paper: Paper, seconds: int = LINK_SECONDS) -> str:
        """Return a link to the accepted version, as a download, for at most five minutes.

        Raise paper_not_served for a paper that is not accepted.
        """
        if paper.state is not PaperState.ACCEPTED:
            raise PaperNotServed
        return self._client.generate_presigned_url(
            "get_object",
            ExpiresIn=min(seconds, LINK_SECONDS),
            Params={
                "Bucket": self._bucket,
                "Key": paper.key,
                "VersionId": paper.version_id,
                "ResponseContentType": paper.content_type,
                "ResponseContentDisposition": build_content_disposition(paper.name, paper.content_type),
                "ResponseCacheControl": "private, no-store",
            },
        )

    def read(self, paper: Paper) -> bytes:
        """Return the bytes of the accepted version of a small paper, such as a slip."""
        answer = self._client.get_object(Bucket=self._bucket, Key=paper.key, VersionId=paper.version_id)
        return answer["Body"].read()

    def find_newest(self, key: str) -> str | None:
        """Return the id of the newest version, None when there is none."""
        try:
            return str(self._client.head_object(Bucket=self._bucket, Key=key)["VersionId"])
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _GONE:
                return None
            raise

    def read_head(self, key: str, version_id: str) -> StoredVersion | None:
        """Return the metadata of a version, None when it is deleted."""
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=key, VersionId=version_id, ChecksumMode="ENABLED")
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _GONE:
                return None
            raise
        checksum = found.get("ChecksumSHA256")
        return StoredVersion(found["ContentLength"], _read_checksum(checksum) if checksum else None)

    @contextmanager
    def open_download(self, key: str, version_id: str) -> Iterator[DownloadedBody]:
        """The version's bytes in a temporary file that is deleted afterwards; read in pieces, hashed on the way."""
        with tempfile.NamedTemporaryFile(prefix="paper-") as file:
            answer = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version_id)
            digest, size = hashlib.sha256(), 0
            for piece in answer["Body"].iter_chunks(_CHUNK):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            yield DownloadedBody(Path(file.name), size, digest.hexdigest())

    def read_tags(self, key: str, version_id: str) -> dict[str, str]:
        """Return tags of a version."""
        found = self._client.get_object_tagging(Bucket=self._bucket, Key=key, VersionId=version_id)
        return {tag["Key"]: tag["Value"] for tag in found["TagSet"]}

    def erase(self, key: str) -> int:
        """Delete every version of a file, and the delete markers; return how many there were. May be repeated."""
        gone = 0
        for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=key):
            # A prefix matches longer keys too.
            found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            for each in found:
                if each["Key"] == key:
                    self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=each["VersionId"])
                    gone += 1
        return gone

    def keep(self, paper: Paper) -> None:
        """Remove the tag of an unreferenced upload from the accepted version; may be repeated.

        Called after a step has decided and before it saves: a crash between the two leaves a file too many, never a
        paper too few. Raise paper_expired when the version no longer exists.
        """
        try:
            tags = self.read_tags(paper.key, paper.version_id)
        except ClientError as refused:
            if refused.response["Error"]["Code"] in _GONE:
                raise PaperExpired from refused
            raise
        if tags.pop(UNREFERENCED, None) is not None:
            # The other tags are the malware scan's and stay.
            self._client.put_object_tagging(
                Bucket=self._bucket,
                Key=paper.key,
                VersionId=paper.version_id,
                Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in tags.items()]},
            )


def _upload_headers(paper: Paper) -> dict[str, str]:
    return {
        "Content-Type": paper.content_type,
        "If-None-Match": "*",
        "x-amz-checksum-sha256": encode_sha256(paper.sha256),
        "x-amz-sdk-checksum-algorithm": "SHA256",
        "x-amz-tagging": f"{UNREFERENCED}=yes",
    }


def _read_checksum(checksum: str) -> str | None:
    # A store that hashes parts writes "<digest>-<parts>": not the digest of the file, so not compared.
    return None if "-" in checksum else normalise_sha256(checksum)
