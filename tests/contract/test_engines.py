"""The switch of engines: what it refuses, where it looks for LocalStack, and what it sees that tests left behind."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

import pytest

from infra.aws.clients import REGION
from infra.local.ports import CLOUD_PORT, HOST, find_free_port
from infra.paths import ROOT
from tests.contract import engines
from tests.contract.engines import DYNAMODB, FILES, HTTP, LOCALSTACK, QUEUES, Engine, list_stores

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, FILES, QUEUES, HTTP)]


def test_an_unknown_engine_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "CHOSEN", "dynamo")
    with pytest.raises(pytest.UsageError, match="ENGINE=dynamo is none of moto, local-cloud, localstack, dynamodb-loc"):
        engines.name_engine("moto")


def test_a_localstack_that_does_not_answer_is_named(running_engine: Engine) -> None:
    engines.require_answer(running_engine.endpoint)
    with pytest.raises(pytest.UsageError, match=r"no LocalStack answers at http://.*LOCALSTACK_ENDPOINT"):
        engines.require_answer(f"http://{HOST}:{find_free_port()}")


def test_a_test_of_localstack_never_reaches_a_running_province() -> None:
    (by_make,) = re.findall(r"^CLOUD_PORT \?= (\d+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert int(by_make) == CLOUD_PORT
    assert urlsplit(LOCALSTACK).port not in (CLOUD_PORT, None)


def test_what_tests_left_on_an_engine_is_seen(running_engine: Engine) -> None:
    aws, name, before = running_engine.aws, f"left-{uuid.uuid4().hex[:12]}", list_stores(running_engine)
    queue = aws.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    key = {"AttributeName": "pk", "KeyType": "HASH"}
    aws.client("dynamodb").create_table(
        TableName=name, KeySchema=[key], AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )  # fmt: skip
    assert list_stores(running_engine) - before == {f"table {name}", f"queue {queue}", f"bucket {name}"}
    aws.client("sqs").delete_queue(QueueUrl=queue)
    aws.client("s3").delete_bucket(Bucket=name)
    aws.client("dynamodb").delete_table(TableName=name)
    assert list_stores(running_engine) == before
