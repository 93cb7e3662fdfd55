"""The settings of a local stage for tests of functions over a made-up cloud."""

from __future__ import annotations

from typing import Any, Final

import boto3
import pytest

from chalicelib.repositories.dynamodb.table import TableItem
from infra.aws.clients import Aws

REGION: Final = "ap-southeast-1"


def set_local_stage(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    """Set what every deployed function finds in its environment, and `more` that only some find."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "TABLE_NAME": TableItem.Meta.table_name,
        "PROVINCE": "hue",
        "STAGE": "test",
        **more,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


def create_paper_stores(bucket: str) -> Any:
    """Create the table and the versioned bucket of papers; the client of the bucket."""
    TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return client


def open_pools(monkeypatch: pytest.MonkeyPatch, *names: str) -> tuple[Aws, list[str]]:
    """Create an empty table and user pools of these names in the made-up cloud, which must be running."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("TABLE_NAME", TableItem.Meta.table_name)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    aws = Aws(TableItem.Meta.region)
    create = aws.client("cognito-idp").create_user_pool
    return aws, [create(PoolName=name)["UserPool"]["Id"] for name in names]
