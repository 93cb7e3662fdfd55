"""The table's engine with its replacements (`quick_engine.py`) answers and refuses as it does without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from pynamodb.connection.base import Connection

from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.running.quick_engine import replace_slow_parts
from tests.support.running.quick_table import replace_engine

TABLE = {
    "TableName": "things",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "owner")],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "owner",
            "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
Request = tuple[str, dict[str, Any]]


def build_row(pk: str, sk: str, **values: Any) -> dict[str, Any]:
    """A row."""
    return {"pk": {"S": pk}, "sk": {"S": sk}, **values}


def put_row(row: dict[str, Any], **more: Any) -> Request:
    """A row written."""
    return "put_item", {"Item": row, **more}


def update_row(pk: str, sk: str, text: str, values: dict[str, Any] | None = None, **more: Any) -> Request:
    """A row changed."""
    given = {"ExpressionAttributeValues": values} if values else {}
    return "update_item", {
        "Key": build_row(pk, sk),
        "UpdateExpression": text,
        "ReturnValues": "ALL_NEW",
        **given,
        **more,
    }


def write_together(*items: dict[str, Any]) -> Request:
    """Rows written together or not at all."""
    named = [{kind: {"TableName": "things", **item} for kind, item in each.items()} for each in items]
    return "transact_write_items", {"TransactItems": named}


NEW = {"ConditionExpression": "attribute_not_exists(#k)", "ExpressionAttributeNames": {"#k": "pk"}}
ROWS = [build_row("a", f"s{n:02}", owner={"S": "me"}, n={"N": str(n)}, l={"L": [{"N": "1"}]}) for n in (3, 11, 1, 2)]
VERSION = {"ConditionExpression": "version = :was AND attribute_exists(pk)"}
REQUESTS: list[Request] = [
    *(put_row(row) for row in ROWS),
    put_row(build_row("a", "s01"), **NEW),
    put_row(
        build_row("b", "s01", version={"N": "1"}, m={"M": {"x": {"S": "y"}}}, tags={"SS": ["p", "q"]}, b={"B": b"0"}),
        **NEW,
    ),
    put_row(build_row("", "s01")),
    put_row(build_row("c", "s01", text={"S": "x" * 405_000})),
    put_row(build_row("c", "s02", text={"S": "x" * 404_900})),
    update_row(
        "b",
        "s01",
        "SET version = version + :one, m.x = :t ADD tags :more",
        {":one": {"N": "1"}, ":t": {"S": "z"}, ":more": {"SS": ["r"]}, ":was": {"N": "1"}},
        **VERSION,
    ),
    update_row("b", "s01", "SET version = :one", {":one": {"N": "9"}, ":was": {"N": "1"}}, **VERSION),
    update_row(
        "b",
        "s01",
        "SET version = version + :one, m.x = :t ADD tags :more",
        {":one": {"N": "2"}, ":t": {"S": "w"}, ":more": {"SS": ["p"]}, ":was": {"N": "2"}},
        **VERSION,
    ),
    update_row("b", "s01", "REMOVE m.x, tags"),
    *(
        update_row(
            pk, "s01", "SET #0 = :0 ADD #1 :1", dict(given), ExpressionAttributeNames={"#0": of, "#1": "version"}
        )
        for pk, of, given in (
            ("b", "text", {":0": {"S": "t"}, ":1": {"N": "4"}}),
            ("b", "text", {":0": {"S": "u"}, ":1": {"N": "-0.5"}}),
            ("fresh", "text", {":0": {"L": [{"S": "u"}]}, ":1": {"N": "3"}}),
            ("b", "text", {":0": {"S": "t"}, ":1": {"S": "4"}}),
            ("b", "text", {":0": {"S": "t"}, ":1": {"SS": ["4"]}}),
            ("b", "version", {":0": {"N": "4"}, ":1": {"N": "4"}}),
            ("b", "pk", {":0": {"S": "4"}, ":1": {"N": "4"}}),
            ("b", "owner", {":0": {"N": "4"}, ":1": {"N": "4"}}),
            ("b", "owner", {":0": {"S": ""}, ":1": {"N": "4"}}),
            ("b", "owner", {":0": {"S": "me"}, ":1": {"N": "4"}}),
            ("b", "text", {":0": {"S": "x" * 404_990}, ":1": {"N": "4"}}),
            ("b", "text", {":0": {"S": "t"}}),
        )
    ),
    update_row("b", "s01", "ADD #0 :0", {":0": {"N": "4"}}, ExpressionAttributeNames={"#0": "text"}),
    update_row("b", "s01", "ADD #0 :0", {":0": {"N": "4"}}, ExpressionAttributeNames={"#0": "count"}),
    update_row("b", "s01", "SET #0 = :0", {":0": {"N": "4"}}, ExpressionAttributeNames={"#1": "count"}),
    update_row("b", "s01", "SET pk = :one", {":one": {"S": "n"}}),
    update_row("b", "s01", "SET version = nothing + :one", {":one": {"N": "1"}}),
    update_row("b", "s01", "SETT version"),
    update_row(
        "new",
        "s01",
        "ADD count_of :one SET l = list_append(if_not_exists(l, :none), :some)",
        {":one": {"N": "5"}, ":none": {"L": []}, ":some": {"L": [{"S": "a"}]}},
    ),
    write_together(
        {"Put": {"Item": build_row("t", "1"), **NEW}},
        {
            "Update": {
                "Key": build_row("b", "s01"),
                "UpdateExpression": "SET version = :v",
                "ExpressionAttributeValues": {":v": {"N": "7"}},
            }
        },
        {"Delete": {"Key": build_row("a", "s11")}},
        {
            "ConditionCheck": {
                "Key": build_row("a", "s01"),
                "ConditionExpression": "n = :n",
                "ExpressionAttributeValues": {":n": {"N": "1.0"}},
            }
        },
    ),
    write_together(
        {"Put": {"Item": build_row("t", "2")}},
        {
            "Update": {
                "Key": build_row("b", "s01"),
                "UpdateExpression": "SET version = :v, m.deep = :d",
                "ExpressionAttributeValues": {":v": {"N": "8"}, ":d": {"S": "d"}},
            }
        },
        {"Put": {"Item": build_row("t", "1"), **NEW}},
    ),
    write_together({"Put": {"Item": build_row("t", "3")}}, {"Delete": {"Key": build_row("t", "3")}}),
    (
        "query",
        {
            "KeyConditionExpression": "pk = :p AND sk > :s",
            "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"S": "s01"}},
            "ScanIndexForward": False,
        },
    ),
    (
        "query",
        {
            "IndexName": "owner",
            "KeyConditionExpression": "#o = :o",
            "ExpressionAttributeNames": {"#o": "owner"},
            "ExpressionAttributeValues": {":o": {"S": "me"}},
            "Limit": 2,
        },
    ),
    (
        "query",
        {
            "KeyConditionExpression": "pk = :p",
            "FilterExpression": "n IN (:a, :b) OR size(l) > :b",
            "ExpressionAttributeValues": {":p": {"S": "a"}, ":a": {"N": "1"}, ":b": {"N": "2"}},
        },
    ),
    (
        "query",
        {
            "KeyConditionExpression": "pk = :p",
            "FilterExpression": "values = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}},
        },
    ),
    ("get_item", {"Key": build_row("b", "s01"), "ConsistentRead": True}),
    ("delete_item", {"Key": build_row("a", "s02"), "ReturnValues": "ALL_OLD"}),
    ("scan", {}),
]
"""Rows written, changed and refused for every reason that the product meets."""


def list_answers(requests: Sequence[Request]) -> Iterator[Any]:
    """Return the made-up AWS's answer, or its refusal."""
    with start_mock_aws():
        client = boto3.client("dynamodb", region_name="ap-southeast-1")
        client.create_table(**TABLE)  # type: ignore[arg-type]
        for operation, given in requests:
            named = {} if operation == "transact_write_items" else {"TableName": "things"}
            try:
                answer = getattr(client, operation)(**named, **given)
            except ClientError as refused:
                answer = refused.response
            yield {name: each for name, each in answer.items() if name != "ResponseMetadata"}


def test_every_answer_and_every_refusal_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_comes = list(list_answers(REQUESTS))
    with monkeypatch.context() as patch:
        replace_slow_parts(patch)
        # Twice: what is remembered from the first time changes nothing.
        quick = [list(list_answers(REQUESTS)) for _ in range(2)]
    assert quick == [as_it_comes, as_it_comes]
    refused = [each["Error"]["Code"] for each in as_it_comes if "Error" in each]
    assert set(refused) == {"ConditionalCheckFailedException", "ValidationException", "TransactionCanceledException"}
    assert len(refused) == 18


def test_a_table_that_is_missing_is_missed_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for quick in (False, True):
        with monkeypatch.context() as patch, start_mock_aws():
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                patch.setenv(name, "test")
            if quick:
                replace_engine(patch)
            with pytest.raises(ClientError) as missing:
                Connection(region="ap-southeast-1")._make_api_call("DescribeTable", {"TableName": "none"})
            said.append(missing.value.response["Error"])
    assert said[0] == said[1]
