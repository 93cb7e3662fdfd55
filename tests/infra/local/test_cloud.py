"""The local cloud keeps its state, delivers after a restart, enforces rights and leaves nothing behind."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.aws.clients import Aws
from infra.local.cloud import LocalCloud, forget_stream_positions
from infra.local.ports import HOST, PortTaken, find_free_port, require_free
from infra.paths import ROOT

# Prints the configured text, notes the keys of new items in a file, and answers what it can import and sees of its
# environment.
CONSUMER = """
import importlib.util, os
def handler(event, context):
    print(event.get("say", ""))
    with open(os.environ["SEEN"], "a") as seen:
        for record in event.get("Records", []):
            print(record["dynamodb"]["Keys"]["pk"]["S"], file=seen)
    found = [name for name in ("botocore", "pydantic", "yaml", "ministack") if importlib.util.find_spec(name)]
    return {"found": found, "environment": sorted(os.environ)}
"""


def _is_soon_true(met: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if met():
            return True
        time.sleep(0.05)
    return False


def _create_role(aws: Aws, actions: list[str]) -> str:
    iam = aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="consumer", AssumeRolePolicyDocument=document)["Role"]
    rights = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
    iam.put_role_policy(RoleName="consumer", PolicyName="rights", PolicyDocument=policy)
    return str(role["Arn"])


def _create_consumer(aws: Aws, seen: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("main.py", CONSUMER)
    reading = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
    aws.client("lambda").create_function(
        FunctionName="consumer",
        Runtime="python3.11",
        Handler="main.handler",
        Role=_create_role(aws, reading),
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"SEEN": str(seen)}},
        Timeout=10,
    )


def _create_table_with_consumer(aws: Aws) -> None:
    table = aws.client("dynamodb").create_table(
        TableName="facts",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    aws.client("lambda").create_event_source_mapping(
        FunctionName="consumer",
        EventSourceArn=table["TableDescription"]["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
    )


def _put_item(cloud: LocalCloud, key: str) -> None:
    cloud.provide_account().client("dynamodb").put_item(TableName="facts", Item={"pk": {"S": key}})


def test_a_restart_keeps_the_state_and_the_next_fact_is_delivered(tmp_path: Path) -> None:
    seen = tmp_path / "seen.txt"
    seen.touch()
    with LocalCloud(tmp_path / "state") as cloud:
        _create_consumer(cloud.provide_account(), seen)
        _create_table_with_consumer(cloud.provide_account())
        for number in range(3):
            _put_item(cloud, f"before-{number}")
        assert _is_soon_true(lambda: len(seen.read_text().split()) == 3)
        cloud.restart()
        _put_item(cloud, "after")
        assert _is_soon_true(lambda: "after" in seen.read_text().split())
        kept = cloud.provide_account().client("dynamodb").scan(TableName="facts", ConsistentRead=True)["Items"]
        assert {item["pk"]["S"] for item in kept} == {"before-0", "before-1", "before-2", "after"}


def test_a_function_finds_neither_the_local_clouds_libraries_nor_the_developers_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLE_NAME", "of-the-developer")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with LocalCloud(tmp_path / "state") as cloud:
        _create_consumer(cloud.provide_account(), tmp_path / "seen.txt")
        answer = cloud.provide_account().client("lambda").invoke(FunctionName="consumer", Payload=b"{}")
        told: dict[str, Any] = json.loads(answer["Payload"].read())
    assert told["found"] == []
    assert not {"TABLE_NAME", "PYTHONPATH"} & set(told["environment"])


def test_what_a_call_printed_stands_in_its_own_log_however_much_it_was(tmp_path: Path) -> None:
    with LocalCloud(tmp_path / "state") as cloud:
        _create_consumer(cloud.provide_account(), tmp_path / "seen.txt")
        functions = cloud.provide_account().client("lambda")
        for number in range(20):
            more_than_a_pipe_holds = "ế" * 100_000 if number == 7 else ""
            said = json.dumps({"say": f"{more_than_a_pipe_holds} call-{number:02d}."}).encode()
            answer = functions.invoke(FunctionName="consumer", LogType="Tail", Payload=said)
            log = base64.b64decode(answer["LogResult"]).decode(errors="replace")
            assert re.findall(r"call-\d\d", log) == [f"call-{number:02d}"]


def test_rights_are_enforced_and_nobody_reads_without_them(cloud: LocalCloud) -> None:
    iam = cloud.provide_account().client("iam")
    iam.create_user(UserName="nobody")
    key = iam.create_access_key(UserName="nobody")["AccessKey"]
    nobody = Aws(endpoint=cloud.endpoint, access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])
    with pytest.raises(ClientError) as refused:
        nobody.client("dynamodb").list_tables()
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_a_taken_port_is_reported_with_its_purpose_its_holder_and_its_setting() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as refused:
            require_free(port, "the site", "PORT")
    assert str(refused.value).startswith(f"port {port} for the site is held by pid {os.getpid()} (")
    assert str(refused.value).endswith("choose another with PORT=…")


def test_no_port_is_chosen_twice_by_concurrent_processes() -> None:
    """As two runs of the tests do, side by side. Of some hundred that were not kept, several would be the same."""
    program = (
        "from infra.local.ports import find_free_port;"
        "print(*(find_free_port() for _ in range(300)), flush=True); input()"
    )
    command = [sys.executable, "-c", program]
    running = [subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) for _ in range(3)]
    chosen = [int(port) for each in running if each.stdout for port in each.stdout.readline().split()]
    for each in running:
        each.communicate("")
    assert len(chosen) == 900
    assert len(set(chosen)) == 900


def test_a_server_listens_at_a_port_that_was_chosen() -> None:
    port = find_free_port()
    require_free(port, "the site", "PORT")
    with socket.create_server((HOST, port)) as server:
        assert server.getsockname() == (HOST, port)
        with socket.create_connection((HOST, port)), server.accept()[0] as taken:
            assert taken.getsockname() == (HOST, port)


def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    port = find_free_port()
    program = (
        "import os, signal, sys; from pathlib import Path; from infra.local.cloud import LocalCloud;"
        "LocalCloud(Path(sys.argv[1]), int(sys.argv[2])).start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "state"), str(port)]
    subprocess.run(command, cwd=ROOT, check=False, timeout=60)

    def is_port_free() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((HOST, port)) != 0

    assert _is_soon_true(is_port_free)
    assert _is_soon_true(lambda: any((tmp_path / "state").glob("*.json"))), "it ended without writing its state"


def test_only_the_stream_positions_are_forgotten(tmp_path: Path) -> None:
    saved = tmp_path / "lambda.json"
    positions = {"__account_region_scoped__": True, "data": {"a": 7}}
    kept = {"functions": {"f": 1}}
    saved.write_text(
        json.dumps({"__ministack_format__": 2, "payload": {**kept, "dynamodb_stream_positions": positions}})
    )
    forget_stream_positions(tmp_path)
    forgotten = {"__account_region_scoped__": True, "data": {}}
    assert json.loads(saved.read_text()) == {
        "__ministack_format__": 2,
        "payload": {**kept, "dynamodb_stream_positions": forgotten},
    }
    forget_stream_positions(tmp_path / "nothing-saved-yet")
