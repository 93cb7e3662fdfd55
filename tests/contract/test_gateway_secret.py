"""The gateway's secret: cached for a while, refused when unusable, and shown nowhere."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from chalicelib.repositories.aws.secrets import SECRET_LIVES, GatewaySecretError, Secret, parse_gateway_secret
from tests.contract.engines import SECRETS, open_simple_engine

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
KEY = "ab" * 32


def write_secret(**changes: Any) -> str:
    return json.dumps({"keys": {"k1": KEY}, "api_key": "ours", "provider": "gw", **changes})


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A client of the engine's secrets."""
    with open_simple_engine(request):
        yield boto3.client("secretsmanager")


@pytest.fixture
def arn(client: Any) -> Iterator[str]:
    """A secret as a deployment makes it, deleted afterwards."""
    made: str = client.create_secret(Name=f"gateway-{uuid.uuid4().hex}", SecretString=write_secret())["ARN"]
    yield made
    client.delete_secret(SecretId=made, ForceDeleteWithoutRecovery=True)


@pytest.mark.engine(SECRETS)
def test_a_new_key_is_seen_after_a_few_minutes_without_a_deployment(client, arn):
    secrets = Secret(client, arn, parse_gateway_secret)
    assert dict(secrets.get(NOW).keys) == {"k1": bytes.fromhex(KEY)}
    client.put_secret_value(SecretId=arn, SecretString=write_secret(keys={"k1": KEY, "k2": "cd" * 32}))
    assert set(secrets.get(NOW + SECRET_LIVES / 2).keys) == {"k1"}
    assert set(secrets.get(NOW + SECRET_LIVES).keys) == {"k1", "k2"}


def test_before_the_gateway_s_own_is_put_in_there_is_no_key_at_all():
    found = parse_gateway_secret('{"api_key": "", "keys": {}}')
    assert (dict(found.keys), found.api_key, found.provider) == ({}, "", "gateway")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "[]",
        "null",
        '{"keys": {}}',
        write_secret(keys={"k1": "ab"}),
        write_secret(keys={"k1": "zz" * 32}),
        write_secret(keys=[]),
        write_secret(api_key=7),
    ],
)
def test_an_unusable_secret_is_refused_without_revealing_it(bad):
    with pytest.raises(GatewaySecretError) as refused:
        parse_gateway_secret(bad)
    assert str(refused.value) == "the gateway secret is not as declared"
    assert refused.value.__cause__ is None


@pytest.mark.engine(SECRETS)
def test_it_is_never_shown(client, arn):
    secrets = Secret(client, arn, parse_gateway_secret)
    shown = repr(secrets.get(NOW)) + repr(secrets)
    assert "ours" not in shown
    assert KEY not in shown
    assert str(bytes.fromhex(KEY)) not in shown
