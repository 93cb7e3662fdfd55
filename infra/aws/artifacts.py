"""Uploads what a stack is made of to the account's own bucket: archives and the template, each under its digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.aws.clients import Aws
from infra.release.package import StackPackage

# Properties in which a template of the packager names a local archive.
_ARCHIVES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


def provide_artifact_bucket(aws: Aws) -> str:
    """Return the bucket of the archives, created closed to the public at the first deployment of an account."""
    s3, name = aws.client("s3"), f"motcua-artifacts-{aws.read_account_number()}-{aws.region}"
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchBucket"}:
            raise
        # The oldest region refuses to be named here.
        place = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
        s3.create_bucket(Bucket=name, **place)
        closed = dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
        )
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
    return name


def upload_archives(aws: Aws, bucket: str, made: StackPackage) -> dict[str, Any]:
    template: dict[str, Any] = json.loads(json.dumps(made.template))
    uploaded: dict[str, str] = {}
    for resource in template["Resources"].values():
        if (key := _ARCHIVES.get(resource["Type"])) and (local := resource["Properties"].get(key)):
            name = Path(local).name
            if name not in uploaded:
                uploaded[name] = _upload_archive(aws, bucket, made.folder / name, made.archives[name])
            resource["Properties"][key] = uploaded[name]
    return template


def _upload_archive(aws: Aws, bucket: str, archive: Path, digest: str) -> str:
    """Upload under the digest of the content, so that an unchanged archive changes nothing in the stack."""
    key = f"archives/{digest}.zip"
    s3 = aws.client("s3")
    if not _has_object(s3, bucket, key):
        s3.put_object(Bucket=bucket, Key=key, Body=archive.read_bytes())
    return f"s3://{bucket}/{key}"


def upload_template(aws: Aws, bucket: str, body: bytes) -> str:
    """Upload the template and return its address: in S3 it may be 1 MB long, in the call only 51,200 bytes."""
    key = f"templates/{hashlib.sha256(body).hexdigest()}.json"
    s3 = aws.client("s3")
    if not _has_object(s3, bucket, key):
        s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
    base = f"{aws.endpoint}/{bucket}" if aws.endpoint else f"https://{bucket}.s3.{aws.region}.amazonaws.com"
    return f"{base}/{key}"


def _has_object(s3: Any, bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            return False
        raise
    return True
