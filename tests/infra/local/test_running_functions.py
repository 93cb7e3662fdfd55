"""Functions of the local cloud: their priority, their deaths, and a stop while they run."""

from __future__ import annotations

import contextlib
import io
import json
import os
import select
import signal
import socket
import threading
import time
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.aws.clients import Aws
from infra.local.adaptations import (
    function_output,
    worker_priority,
)
from infra.local.cloud import LocalCloud
from infra.local.ports import HOST

# Answers after a while, having noted its priority and what it was called with; ends itself when asked to.
FUNCTION = """
import os, time
if os.path.exists(os.environ["SEEN"] + ".broken"):
    raise RuntimeError("cannot start")
def handler(event, context):
    if "until" in event:
        open(event["until"] + ".begun", "w").close()
    while "until" in event and not os.path.exists(event["until"]):
        time.sleep(0.01)
    end = time.monotonic() + event.get("work_s", 0)
    while time.monotonic() < end:
        pass
    if event.get("die"):
        os.kill(os.getpid(), 9)
    with open(os.environ["SEEN"], "a") as seen:
        for record in event.get("Records", []):
            print(record["body"], file=seen)
    return {"niceness": os.getpriority(os.PRIO_PROCESS, 0), "pid": os.getpid()}
"""


@pytest.fixture(scope="module")
def lone_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud whose functions nobody else starts."""
    with LocalCloud(tmp_path_factory.mktemp("lone")) as cloud:
        yield cloud


def make_function(aws: Aws, name: str, handler: str, seen: Path) -> None:
    """Create a function whose archive has both entry points."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", FUNCTION + "app = handler\n")
    aws.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.11",
        Handler=handler,
        Role=make_role(aws, name, ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"SEEN": str(seen)}},
        Timeout=25,
    )


def make_role(aws: Aws, name: str, actions: list[str]) -> str:
    """Create a role that functions may take, with rights to do `actions` everywhere."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
    set_policy(aws, name, "Allow", actions)
    return str(role["Arn"])


def set_policy(aws: Aws, role: str, effect: str, actions: list[str]) -> None:
    """Write the role's one policy."""
    rights = {"Effect": effect, "Action": actions, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
    aws.client("iam").put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=policy)


def call_function(aws: Aws, name: str, **event: Any) -> dict[str, Any]:
    """Call a function and return its answer."""
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    return result


def test_only_functions_that_nobody_waits_for_have_low_priority(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws = lone_cloud.provide_account()
    make_function(aws, "api", worker_priority.AWAITED[0], tmp_path / "seen")
    make_function(aws, "consumer", "app.handler", tmp_path / "seen")
    assert call_function(aws, "api")["niceness"] == 0
    assert call_function(aws, "consumer")["niceness"] == worker_priority.NICENESS


def test_a_burst_of_calls_does_not_starve_the_consumers(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws, seen = lone_cloud.provide_account(), tmp_path / "seen"
    seen.touch()
    make_function(aws, "busy", worker_priority.AWAITED[0], seen)
    make_function(aws, "patient", "app.handler", seen)
    queue = aws.client("sqs").create_queue(QueueName="work")["QueueUrl"]
    source = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    aws.client("lambda").create_event_source_mapping(FunctionName="patient", EventSourceArn=source["QueueArn"])
    stop = threading.Event()

    def call_often() -> None:
        while not stop.is_set():
            call_function(aws, "busy", work_s=0.3)

    people = [threading.Thread(target=call_often) for _ in range(4)]
    for person in people:
        person.start()
    try:
        for number in range(20):
            aws.client("sqs").send_message(QueueUrl=queue, MessageBody=f"message-{number}")
        until = time.monotonic() + 60
        while len(set(seen.read_text().split())) < 20 and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        stop.set()
        for person in people:
            person.join()
    assert set(seen.read_text().split()) == {f"message-{number}" for number in range(20)}


def end_process(pid: int) -> None:
    """Kill a process and wait until it has ended: one of low priority may first have to wait for a processor."""
    os.kill(pid, signal.SIGKILL)
    await_end(pid)


def await_end(pid: int) -> None:
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([handle], [], [], 30)
    os.close(handle)
    assert ended


@pytest.mark.parametrize("handler", [worker_priority.AWAITED[0], "app.handler"])
def test_a_killed_process_fails_its_own_call_plainly_and_no_other(
    lone_cloud: LocalCloud, tmp_path: Path, handler: str
) -> None:
    aws, name = lone_cloud.provide_account(), f"killed-{handler.replace('.', '-')}"
    make_function(aws, name, handler, tmp_path / "seen")
    assert "Worker process died" in call_function(aws, name, die=True)["errorMessage"]
    between = call_function(aws, name)["pid"]
    end_process(between)
    assert call_function(aws, name)["pid"] != between


@contextlib.contextmanager
def running_call(aws: Aws, name: str, until: Path) -> Iterator[list[dict[str, Any]]]:
    """A call that has begun and ends with the block; what it answered is then in the list."""
    answers: list[dict[str, Any]] = []
    calling = threading.Thread(target=lambda: answers.append(call_function(aws, name, until=str(until))))
    calling.start()
    begun = Path(f"{until}.begun")
    while not begun.exists():
        assert calling.is_alive(), answers
        time.sleep(0.01)
    try:
        yield answers
    finally:
        until.touch()
        calling.join()


def test_new_settings_concern_new_calls_and_let_the_running_one_end(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws, until = lone_cloud.provide_account(), tmp_path / "until"
    make_function(aws, "changed", "app.handler", tmp_path / "seen")
    with running_call(aws, "changed", until) as answers:
        aws.client("lambda").update_function_configuration(FunctionName="changed", MemorySize=256)
        new = call_function(aws, "changed")["pid"]
    replaced = answers[0]["pid"]
    assert replaced != new
    assert call_function(aws, "changed")["pid"] == new, "and nobody meets the former process again"
    await_end(replaced)


def test_a_process_that_does_not_start_fails_its_own_call_alone(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws, until, broken = lone_cloud.provide_account(), tmp_path / "until", tmp_path / "seen.broken"
    make_function(aws, "broken", "app.handler", tmp_path / "seen")
    with running_call(aws, "broken", until) as answers:
        broken.touch()
        assert "cannot start" in call_function(aws, "broken")["errorMessage"]
        broken.unlink()
    assert "pid" in answers[0], answers


def test_a_stop_with_open_connections_and_calls_is_clean_and_keeps_what_was_written(tmp_path: Path) -> None:
    cloud = LocalCloud(tmp_path / "state").start()
    aws = cloud.provide_account()
    make_function(aws, "slow", worker_priority.AWAITED[0], tmp_path / "seen")
    idle = socket.create_connection((HOST, cloud.port))
    threading.Thread(target=_call_in_vain, args=(aws,), daemon=True).start()
    time.sleep(0.5)
    process = cloud._process
    cloud.stop()
    idle.close()
    assert process is not None
    assert process.returncode == 0
    with LocalCloud(tmp_path / "state") as again:
        assert [
            each["FunctionName"] for each in again.provide_account().client("lambda").list_functions()["Functions"]
        ] == ["slow"]


def _call_in_vain(aws: Aws) -> None:
    """Call a function that takes longer than the stop waits."""
    with pytest.raises(Exception, match=r"."):
        call_function(aws, "slow", work_s=4)


def test_two_clouds_share_nothing(cloud: LocalCloud, lone_cloud: LocalCloud) -> None:
    assert cloud.port != lone_cloud.port
    name = f"ours-{time.time_ns()}"
    cloud.provide_account().client("sqs").create_queue(QueueName=name)
    with pytest.raises(ClientError, match="NonExistentQueue"):
        lone_cloud.provide_account().client("sqs").get_queue_url(QueueName=name)


def test_the_end_of_a_pipe_ends_its_reader() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"one\ntw")
    os.close(writing)
    lines: list[str] = []
    queue = types.SimpleNamespace(put=lines.append)
    worker = types.SimpleNamespace(_proc=types.SimpleNamespace(stderr=os.fdopen(reading)), _stderr_queue=queue)
    function_output.read_output(worker)
    worker._proc.stderr.close()
    assert (lines, worker.rest) == (["one"], b"tw")
