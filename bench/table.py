"""The table as production declares it, made on an engine of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3

from bench.units import Schema, schema
from chalicelib.repositories.dynamodb.table import Row
from infra.package import ROOT, read_template

NAME = "motcua-bench"


def declared() -> Mapping[str, Any]:
    """Return the properties of the table in the template."""
    properties: Mapping[str, Any] = read_template(ROOT / "infra" / "resources.yaml")["Resources"]["Table"]["Properties"]
    return properties


def table_schema() -> Schema:
    """Keys and indexes of the table."""
    return schema(declared())


@contextmanager
def table_on(environment: Mapping[str, str], name: str = NAME) -> Iterator[Any]:
    """An empty table on the engine that the environment names; the table model points to it meanwhile.

    Answers a client for it. The environment of this process is put back afterwards.
    """
    before = {key: os.environ.get(key) for key in environment}
    os.environ.update(environment)
    named, Row.Meta.table_name = Row.Meta.table_name, name
    Row._connection = None
    client = boto3.Session().client("dynamodb")  # the default session would keep the last engine's credentials
    try:
        _create(client, name)
        yield client
        client.delete_table(TableName=name)
    finally:
        Row.Meta.table_name = named
        Row._connection = None
        for key, value in before.items():
            os.environ.pop(key, None) if value is None else os.environ.update({key: value})


def _create(client: Any, name: str) -> None:
    properties = declared()
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: properties[key] for key in wanted})
    client.get_waiter("table_exists").wait(TableName=name)
