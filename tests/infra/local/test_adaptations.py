"""The adaptations of the local cloud: refused on another version, and right where rights and callers change."""

from __future__ import annotations

import contextvars
import json
import os
import subprocess
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.aws.clients import Aws
from infra.local.adaptations import (
    fit,
    lazy_callers,
    line_filters,
    parse_cache,
)
from infra.local.adaptations.fit import DoesNotFit
from infra.local.cloud import INTERPRETER, LocalCloud
from infra.paths import ROOT


def test_another_version_of_the_local_cloud_is_refused() -> None:
    with pytest.raises(DoesNotFit, match=r"fit pytest 0\.1, but .* is installed: run `make install`"):
        fit.require_version("pytest", "0.1")


def test_the_local_cloud_does_not_start_on_another_version(tmp_path: Path) -> None:
    """The whole start ends with the reason, rather than going on without the adaptations."""
    program = (
        "import importlib.metadata as m, runpy, sys; real = m.version;"
        "m.version = lambda name: '9.9' if name == 'ministack' else real(name);"
        "sys.argv = ['boot.py', sys.executable]; sys.path.insert(0, '');"
        f"runpy.run_path({str(ROOT / 'infra/local/boot.py')!r}, run_name='__main__')"
    )
    # The parent's end of the pipe stays open: the local cloud ends with its parent.
    from_parent, parents_end = os.pipe()
    command = [str(INTERPRETER), "-c", program]
    ended = subprocess.run(
        command, cwd=tmp_path, stdin=from_parent, capture_output=True, text=True, timeout=60, check=False
    )
    os.close(from_parent)
    os.close(parents_end)
    assert ended.returncode == 1
    assert "DoesNotFit: the adaptations of the local cloud fit ministack 1.5.33, but 9.9 is installed" in ended.stderr


@pytest.mark.parametrize(
    ("name", "parameters", "reason"),
    [
        ("gone", "a", r"part has no gone"),
        ("number", "a", r"part has no number"),
        ("known", "a", r"part\.known takes \(a b\), not \(a\)"),
    ],
)
def test_a_name_that_is_gone_or_takes_something_else_is_refused(name: str, parameters: str, reason: str) -> None:
    part = types.SimpleNamespace(__name__="part", number=1, known=lambda a, b: a)
    with pytest.raises(DoesNotFit, match=reason):
        fit.replace_function(part, name, parameters, lambda original: original)


def test_a_part_that_is_gone_is_refused() -> None:
    with pytest.raises(DoesNotFit, match=r"^no_such_cloud\.part is missing"):
        fit.find_module("no_such_cloud.part")


@pytest.mark.parametrize("pattern", ['{ $.message = "record" }', "{ $.message = record }", '{$.message="record"}'])
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ({"message": "record"}, True),
        ({"level": "INFO", "message": "record", "record": {}}, True),
        ({"message": "request", "route": "/record"}, False),
        ({"message": "request", "path": '{"message":"record"}'}, False),
        ({"message": "request", "inner": {"message": "record"}}, False),
        (["record"], False),
        ("record", False),
    ],
)
def test_a_filter_of_a_field_means_lines_whose_field_says_so(pattern: str, line: object, meant: bool) -> None:
    matches = line_filters.compare_fields(lambda pattern, message: pattern in message)
    assert matches(pattern, json.dumps(line)) is meant
    assert not matches(pattern, "record")
    assert matches("record", "a record in words")


def test_what_a_caller_does_to_its_tokens_is_not_remembered() -> None:
    tokenize = parse_cache.cache_tokens(lambda text: text.split())
    tokenize("a b").append("c")
    assert tokenize("a b") == ["a", "b"]


@pytest.mark.parametrize("written", [json.dumps, lambda document: document], ids=["text", "dict"])
def test_a_policy_that_changed_is_parsed_again(written: Callable[[Any], Any]) -> None:
    parsed: list[Any] = []

    def parse_policy(text: str) -> list[Any]:
        parsed.append(text)
        return [statement["Effect"] for statement in json.loads(text)["Statement"]]

    remembered = parse_cache.cache_policies(parse_policy)
    document = {"Statement": [{"Effect": "Allow"}]}
    assert remembered(written(document)) == remembered(written(document)) == ["Allow"]
    assert len(parsed) == 1
    # In place, as a document in the form of a dict can be.
    document["Statement"][0]["Effect"] = "Deny"
    assert remembered(written(document)) == ["Deny"]
    document["Statement"][0]["Effect"] = "Allow"
    assert remembered(written(document)) == ["Allow"]


def test_a_template_is_expanded_once_for_all_local_clouds(tmp_path: Path) -> None:
    expanded: list[Any] = []

    def expand_template(template: Any, *_: Any) -> Any:
        expanded.append(template)
        if "bad" in template:
            raise ValueError("bad")
        return {**template, "expanded": len(expanded)}

    def start_cloud(region: str = "a", version: str = "1") -> Callable[..., Any]:
        return parse_cache.cache_transforms(lambda: region, version, tmp_path)(expand_template)

    template = {"Transform": parse_cache.SAM, "Resources": {"name": "Một Cửa"}}
    first = start_cloud()(template)
    first["changed"] = "by the caller"
    assert start_cloud()(template) == {**template, "expanded": 1}
    assert start_cloud("b")(template)["expanded"] == 2, "for another region"
    assert start_cloud()({**template, "Resources": {}})["expanded"] == 3, "another template"
    assert start_cloud("a", "2")(template)["expanded"] == 4, "by another expander"
    assert start_cloud()({"Resources": {}})["expanded"] == 5, "nothing to expand is left to the local cloud"
    for _ in range(2):
        with pytest.raises(ValueError, match="bad"):
            start_cloud()({**template, "bad": ""})
    assert len(expanded) == 7
    (old, *others) = sorted(tmp_path.iterdir())
    os.utime(old, (0, 0))
    start_cloud("c")(template)
    assert not old.exists()
    assert len(list(tmp_path.iterdir())) == len(others) + 1


def test_a_policy_taken_away_is_refused_at_the_next_request(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), f"reader-{time.time_ns()}"
    iam = aws.client("iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    user = Aws(endpoint=cloud.endpoint, access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])
    tables = user.client("dynamodb")

    def give_policy(effect: str) -> None:
        rights = {"Effect": effect, "Action": "dynamodb:ListTables", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
        iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document)

    for _ in range(2):
        give_policy("Allow")
        for _ in range(3):
            tables.list_tables()
        give_policy("Deny")
        with pytest.raises(ClientError, match="AccessDenied"):
            tables.list_tables()
    iam.delete_user_policy(UserName=name, PolicyName="rights")
    with pytest.raises(ClientError, match="AccessDenied"):
        tables.list_tables()


def test_a_caller_is_looked_up_when_asked_for_as_of_when_the_request_came() -> None:
    account = contextvars.ContextVar("account", default="0")
    looked_up: list[str] = []

    def request_caller_arn(headers: dict[str, str], query_params: object) -> str:
        looked_up.append(headers["authorization"])
        return f"{headers['authorization']} of {account.get()}"

    evaluator = types.SimpleNamespace(request_caller_arn=request_caller_arn)
    pin = lazy_callers.remember_request(evaluator)(None)
    caller = lazy_callers.look_up_once(lambda: "nobody")

    def answer_request(name: str) -> tuple[str, str]:
        account.set("1")
        sent = {"authorization": name}
        pin(sent)
        assert looked_up == []
        sent["authorization"] = "changed"
        account.set("2")
        return caller(), caller()

    assert contextvars.copy_context().run(answer_request, "desk") == ("desk of 1", "desk of 1")
    assert looked_up == ["desk"], "asked twice, looked up once"
    assert contextvars.copy_context().run(caller) == "nobody", "another request's caller is not this one's"


def test_a_queue_still_refuses_whom_its_policy_denies(cloud: LocalCloud) -> None:
    root = cloud.provide_account()
    iam, name = root.client("iam"), f"queue-{time.time_ns()}"
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    key = iam.create_access_key(UserName=name)["AccessKey"]
    rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}
    iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=json.dumps(rights))
    mine = Aws(root.region, cloud.endpoint, key["AccessKeyId"], key["SecretAccessKey"]).client("sqs")
    queue = root.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    mine.send_message(QueueUrl=queue, MessageBody="a")
    several = [{"Id": "0", "MessageBody": "a"}, {"Id": "1", "MessageBody": "b"}]
    assert len(mine.send_message_batch(QueueUrl=queue, Entries=several)["Successful"]) == 2, (
        "the right for one is enough"
    )
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.delete_message_batch(QueueUrl=queue, Entries=[{"Id": "0", "ReceiptHandle": "x"}])
    deny = {"Effect": "Deny", "Principal": {"AWS": arn}, "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    root.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.send_message(QueueUrl=queue, MessageBody="b")
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.send_message_batch(QueueUrl=queue, Entries=several)
    root.client("sqs").send_message(QueueUrl=queue, MessageBody="c")
    root.client("sqs").delete_queue(QueueUrl=queue)
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="rights")
    iam.delete_user(UserName=name)
