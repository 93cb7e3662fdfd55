"""The engine that the contract tests run on: one switch, the environment variable ENGINE.

    make test-engine ENGINE=moto | local-cloud | localstack | dynamodb-local

Without it each test runs on its own: moto in this process where one thread is enough, the local cloud everywhere else.
With it the tests run that ask only for what the engine has; the others are left out, and the run says why. LocalStack
is not started here: LOCALSTACK_ENDPOINT says where it is.
"""

from __future__ import annotations

import contextlib
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.dynamodb_local import start_dynamodb_local
from chalicelib.repositories.dynamodb.table import TableItem
from infra.aws.clients import REGION, Aws
from infra.local.cloud import LocalCloud
from tests.support.fakes.made_up_aws import start_mock_aws

DYNAMODB, FILES, QUEUES, SECRETS, SENDERS = "dynamodb", "s3", "sqs", "secretsmanager", "senders"
RIVALS, HTTP, RIGHTS = "rivals", "http", "rights"
"""More than one client at a time, links that are called over HTTP, and signatures and rights that are enforced."""
OFFERS: Mapping[str, frozenset[str]] = {
    "moto": frozenset((DYNAMODB, QUEUES, SECRETS, SENDERS)),
    "local-cloud": frozenset((DYNAMODB, FILES, QUEUES, SECRETS, RIVALS, HTTP, RIGHTS)),
    "localstack": frozenset((DYNAMODB, FILES, QUEUES, SECRETS, RIVALS, HTTP)),
    "dynamodb-local": frozenset((DYNAMODB, RIVALS)),
}
CHOSEN = os.environ.get("ENGINE", "")
LOCALSTACK = "http://127.0.0.1:4566"
"""The default address of LocalStack. `make run` uses another port."""
REPORT = pytest.StashKey[str]()
_SETTINGS = ("AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION")


def name_engine(default: str) -> str:
    """Return the chosen engine's name, or the default. Raise pytest.UsageError for an unknown one."""
    if CHOSEN and CHOSEN not in OFFERS:
        raise pytest.UsageError(f"ENGINE={CHOSEN} is none of {', '.join(OFFERS)}")
    return CHOSEN or default


@dataclass(frozen=True)
class Engine:
    """A running engine that is reached over HTTP, and the key that may do everything there."""

    name: str
    environment: Mapping[str, str]

    @property
    def endpoint(self) -> str:
        """Its address."""
        return self.environment["AWS_ENDPOINT_URL"]

    @property
    def aws(self) -> Aws:
        """Its account, with that key."""
        given = self.environment
        return Aws(REGION, self.endpoint, given["AWS_ACCESS_KEY_ID"], given["AWS_SECRET_ACCESS_KEY"])


@contextlib.contextmanager
def run_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Yield the chosen engine, or the session's local cloud."""
    name = name_engine("local-cloud")
    if name == "local-cloud":
        cloud: LocalCloud = request.getfixturevalue("cloud")
        yield Engine(name, cloud.build_environment())
    elif name == "localstack":
        endpoint = os.environ.get("LOCALSTACK_ENDPOINT", LOCALSTACK)
        require_answer(endpoint)
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        yield Engine(name, {**keys, "AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": REGION})
    elif name == "dynamodb-local":
        with start_dynamodb_local() as environment:
            yield Engine(name, environment)
    else:
        raise pytest.UsageError(f"{name} does not listen: a test that needs `{RIVALS}` or `{HTTP}` must say so")


def require_answer(endpoint: str) -> None:
    """Raise pytest.UsageError when nothing answers there."""
    try:
        urllib.request.urlopen(endpoint, timeout=5).close()
    except urllib.error.HTTPError:
        return
    except OSError as error:
        raise pytest.UsageError(f"no LocalStack answers at {endpoint} (LOCALSTACK_ENDPOINT): {error}") from error


@contextlib.contextmanager
def use_engine(environment: Mapping[str, str]) -> Iterator[None]:
    """Let every client made in this block, and in processes started in it, use that engine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _SETTINGS:
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


@contextlib.contextmanager
def use_running(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Let clients use the engine that runs for this session."""
    engine: Engine = request.getfixturevalue("running_engine")
    with use_engine(engine.environment):
        yield engine


@contextlib.contextmanager
def open_simple_engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let clients use the chosen engine, or moto: for tests with one client at a time."""
    if name_engine("moto") == "moto":
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
        with use_engine(keys), start_mock_aws():
            yield
    else:
        with use_running(request):
            yield


@contextlib.contextmanager
def open_simple_table(request: pytest.FixtureRequest) -> Iterator[None]:
    """The same, with an empty table there."""
    with open_simple_engine(request):
        if name_engine("moto") == "moto":
            # moto's data end with the block; its client can serve the next one.
            TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
            yield
        else:
            with create_empty_table(f"motcua-{uuid.uuid4().hex[:12]}"):
                yield


@contextlib.contextmanager
def create_empty_table(name: str) -> Iterator[str]:
    """Make an empty table where clients go now, let the table model point to it, and delete it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TableItem.Meta, "table_name", name)
        patch.setattr(TableItem, "_connection", None)
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        try:
            yield name
        finally:
            TableItem.delete_table()


def clear_bucket(s3: Any, bucket: str) -> None:
    """Delete every version of every object, so that the bucket itself can be deleted."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for each in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
            s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])


def list_stores(engine: Engine) -> set[str]:
    """Return the tables, queues and buckets that the engine has."""
    offered, client = OFFERS[engine.name], engine.aws.client
    tables = client("dynamodb").get_paginator("list_tables").paginate()
    found = {f"table {name}" for page in tables for name in page["TableNames"]}
    if QUEUES in offered:
        queues = client("sqs").get_paginator("list_queues").paginate()
        found |= {f"queue {url}" for page in queues for url in page.get("QueueUrls", [])}
    if FILES in offered:
        found |= {f"bucket {each['Name']}" for each in client("s3").list_buckets()["Buckets"]}
    return found


def leave_out(config: pytest.Config, items: list[pytest.Item], folder: Path) -> None:
    """With a chosen engine, keep the tests in the folder that it can run, and print how many those are and why."""
    name = name_engine("")
    if not name:
        return
    needs = {item: {need for mark in item.iter_markers("engine") for need in mark.args} for item in items}
    kept = [item for item in items if folder in item.path.parents and needs[item] and needs[item] <= OFFERS[name]]
    missing = set().union(*needs.values()) - OFFERS[name]
    reason = f"left out: what needs {', '.join((*sorted(missing), 'no engine'))}"
    config.stash[REPORT] = f"engine {name}: {len(kept)} tests; {reason}"
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept
