"""The table as production declares it, made on an engine of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3

from bench.units import Schema, build_schema
from chalicelib.repositories.dynamodb.table import TableItem
from infra.paths import ROOT
from infra.release.template import read_template

NAME = "motcua-bench"


def read_declared() -> Mapping[str, Any]:
    """Return the properties of the table in the template."""
    properties: Mapping[str, Any] = read_template(ROOT / "infra" / "resources.yaml")["Resources"]["Table"]["Properties"]
    return properties


def read_table_schema() -> Schema:
    """Keys and indexes of the table."""
    return build_schema(read_declared())


@contextmanager
def create_table_on(environment: Mapping[str, str], name: str = NAME) -> Iterator[Any]:
    """An empty table on the engine that the environment names; the table model points to it meanwhile.

    Answers a client for it. The environment of this process is put back afterwards.
    """
    before = {key: os.environ.get(key) for key in environment}
    os.environ.update(environment)
    named, TableItem.Meta.table_name = TableItem.Meta.table_name, name
    TableItem._connection = None
    client = boto3.Session().client("dynamodb")  # the default session would keep the last engine's credentials
    try:
        _create_table(client, name)
        yield client
        client.delete_table(TableName=name)
    finally:
        TableItem.Meta.table_name = named
        TableItem._connection = None
        for key, value in before.items():
            os.environ.pop(key, None) if value is None else os.environ.update({key: value})


def _create_table(client: Any, name: str) -> None:
    properties = read_declared()
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=name, **{key: properties[key] for key in wanted})
    client.get_waiter("table_exists").wait(TableName=name)
