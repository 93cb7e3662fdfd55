"""The adaptations of the local cloud: refused on another version, and right where something changes under them."""

from __future__ import annotations

import contextvars
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import types
import zipfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.aws import Aws
from infra.local.adaptations import (
    fit,
    function_output,
    http_server,
    lazy_callers,
    parse_cache,
    whole_answers,
    worker_priority,
)
from infra.local.adaptations.fit import DoesNotFit
from infra.local.cloud import INTERPRETER, LocalCloud
from infra.local.ports import HOST
from infra.package import ROOT

# Answers after a while, having noted its priority and what it was called with; ends itself when told to.
FUNCTION = """
import os, time
def handler(event, context):
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


# On another version


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
        fit.replace(part, name, parameters, lambda original: original)


def test_a_part_that_is_gone_is_refused() -> None:
    with pytest.raises(DoesNotFit, match=r"^no_such_cloud\.part is missing"):
        fit.find_module("no_such_cloud.part")


# What is remembered


def test_what_a_caller_does_to_its_tokens_is_not_remembered() -> None:
    tokenize = parse_cache.cache_tokens(lambda text: text.split())
    tokenize("a b").append("c")
    assert tokenize("a b") == ["a", "b"]


@pytest.mark.parametrize("written", [json.dumps, lambda document: document], ids=["text", "dict"])
def test_a_policy_that_changed_is_parsed_again(written: Callable[[Any], Any]) -> None:
    parsed: list[Any] = []

    def parse(text: str) -> list[Any]:
        parsed.append(text)
        return [statement["Effect"] for statement in json.loads(text)["Statement"]]

    remembered = parse_cache.cache_policies(parse)
    document = {"Statement": [{"Effect": "Allow"}]}
    assert remembered(written(document)) == remembered(written(document)) == ["Allow"]
    assert len(parsed) == 1
    # In place, as a document in the form of a dict can be.
    document["Statement"][0]["Effect"] = "Deny"
    assert remembered(written(document)) == ["Deny"]
    document["Statement"][0]["Effect"] = "Allow"
    assert remembered(written(document)) == ["Allow"]


# At a running cloud


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


def call(aws: Aws, name: str, **event: Any) -> dict[str, Any]:
    """Call a function and return its answer."""
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    return result


def test_a_policy_taken_away_is_refused_at_the_next_request(cloud: LocalCloud) -> None:
    aws, name = cloud.aws(), f"reader-{time.time_ns()}"
    iam = aws.client("iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    user = Aws(endpoint=cloud.endpoint, access_key=key["AccessKeyId"], secret_key=key["SecretAccessKey"])
    tables = user.client("dynamodb")

    def give(effect: str) -> None:
        rights = {"Effect": effect, "Action": "dynamodb:ListTables", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
        iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=document)

    for _ in range(2):
        give("Allow")
        for _ in range(3):
            tables.list_tables()
        give("Deny")
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
    root = cloud.aws()
    iam, name = root.client("iam"), f"queue-{time.time_ns()}"
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    key = iam.create_access_key(UserName=name)["AccessKey"]
    rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
    iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=json.dumps(rights))
    mine = Aws(root.region, cloud.endpoint, key["AccessKeyId"], key["SecretAccessKey"]).client("sqs")
    queue = root.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    mine.send_message(QueueUrl=queue, MessageBody="a")
    deny = {"Effect": "Deny", "Principal": {"AWS": arn}, "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    root.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.send_message(QueueUrl=queue, MessageBody="b")
    root.client("sqs").send_message(QueueUrl=queue, MessageBody="c")
    root.client("sqs").delete_queue(QueueUrl=queue)
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="rights")
    iam.delete_user(UserName=name)


def test_an_upload_that_waits_to_be_asked_for_is_asked(cloud: LocalCloud) -> None:
    """`Expect: 100-continue`: the body comes only after the interim answer, with its reason."""
    bucket = f"expected-{time.time_ns()}"
    # Links are checked against this key; that of the account's root has no signature.
    files = Aws(endpoint=cloud.endpoint, access_key="test", secret_key="test").client("s3")
    files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.aws().region})
    link = files.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=60)
    path = link.removeprefix(cloud.endpoint)
    body = os.urandom(1 << 20)
    host, length = f"Host: {HOST}:{cloud.port}", f"Content-Length: {len(body)}"
    head = "\r\n".join((f"PUT {path} HTTP/1.1", host, length, "Expect: 100-continue", "", ""))
    with socket.create_connection((HOST, cloud.port), timeout=20) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n"), answer
        # The connection stays open for the next request.
        connection.sendall(f"GET /_ministack/ready HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert connection.recv(1024).startswith(b"HTTP/1.1 200 OK\r\n")
    assert files.get_object(Bucket=bucket, Key="a")["Body"].read() == body
    files.delete_object(Bucket=bucket, Key="a")
    files.delete_bucket(Bucket=bucket)


def test_a_body_in_pieces_arrives_whole(cloud: LocalCloud) -> None:
    bucket = f"pieces-{time.time_ns()}"
    files = cloud.aws().client("s3")
    files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.aws().region})
    body = os.urandom(9 << 20)
    files.put_object(Bucket=bucket, Key="a", Body=io.BytesIO(body))
    assert files.get_object(Bucket=bucket, Key="a")["Body"].read() == body
    files.delete_object(Bucket=bucket, Key="a")
    files.delete_bucket(Bucket=bucket)


class Written:
    """A transport that keeps each write by itself."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def close(self) -> None:
        self.writes.append(b"closed")


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing. No loop of its own: in this process a browser's may be running."""
    with pytest.raises(StopIteration):
        work.send(None)


def answer(method: str, *bodies: bytes, close: bool = False) -> list[bytes]:
    """What reaches the network when a head and these pieces are sent as the server does it."""

    async def original(cycle: Any, message: dict[str, Any]) -> None:
        cycle.transport.write(message["data"])

    send = whole_answers.keep_heads(original)
    transport = Written()
    cycle = types.SimpleNamespace(scope={"method": method}, transport=transport)
    finish(send(cycle, {"type": "http.response.start", "data": b"head "}))
    for body in bodies:
        finish(send(cycle, {"type": "http.response.body", "data": body}))
    if close:
        cycle.transport.close()
    return transport.writes


def test_head_and_body_of_an_answer_are_written_together() -> None:
    assert answer("GET", b"body") == [b"head body"]
    assert answer("GET", b"one ", b"two") == [b"head one ", b"two"], "the first piece takes the head along"
    assert answer("GET", b"") == [b"head "]
    assert answer("HEAD") == [b"head "], "an answer without a body waits for none"
    assert answer("GET", close=True) == [b"head ", b"closed"], "nothing is lost where no body comes"


def test_an_answer_arrives_whole_in_one_piece(cloud: LocalCloud) -> None:
    with socket.create_connection((HOST, cloud.port), timeout=20) as connection:
        for _ in range(20):
            connection.sendall(f"GET /_ministack/ready HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            assert len(body) == length > 0


def test_what_is_no_http_gets_a_plain_answer_and_the_cloud_goes_on(cloud: LocalCloud) -> None:
    with socket.create_connection((HOST, cloud.port), timeout=20) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01 no request\r\n\r\n")
        assert connection.recv(1024).startswith(b"HTTP/1.1 400 ")
    assert cloud.aws().client("sts").get_caller_identity()["Account"]


def test_only_functions_that_nobody_waits_for_have_low_priority(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws = lone_cloud.aws()
    make_function(aws, "api", worker_priority.AWAITED[0], tmp_path / "seen")
    make_function(aws, "consumer", "app.handler", tmp_path / "seen")
    assert call(aws, "api")["niceness"] == 0
    assert call(aws, "consumer")["niceness"] == worker_priority.NICENESS


def test_a_burst_of_calls_does_not_starve_the_consumers(lone_cloud: LocalCloud, tmp_path: Path) -> None:
    aws, seen = lone_cloud.aws(), tmp_path / "seen"
    seen.touch()
    make_function(aws, "busy", worker_priority.AWAITED[0], seen)
    make_function(aws, "patient", "app.handler", seen)
    queue = aws.client("sqs").create_queue(QueueName="work")["QueueUrl"]
    source = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    aws.client("lambda").create_event_source_mapping(FunctionName="patient", EventSourceArn=source["QueueArn"])
    stop = threading.Event()

    def burst() -> None:
        while not stop.is_set():
            call(aws, "busy", work_s=0.3)

    people = [threading.Thread(target=burst) for _ in range(4)]
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


@pytest.mark.parametrize("handler", [worker_priority.AWAITED[0], "app.handler"])
def test_a_killed_process_fails_its_own_call_plainly_and_no_other(
    lone_cloud: LocalCloud, tmp_path: Path, handler: str
) -> None:
    aws, name = lone_cloud.aws(), f"killed-{handler.replace('.', '-')}"
    make_function(aws, name, handler, tmp_path / "seen")
    assert "Worker process died" in call(aws, name, die=True)["errorMessage"]
    between = call(aws, name)["pid"]
    os.kill(between, signal.SIGKILL)
    assert call(aws, name)["pid"] != between


def test_a_stop_beside_open_connections_and_calls_is_clean_and_keeps_what_was_written(tmp_path: Path) -> None:
    cloud = LocalCloud(tmp_path / "state").start()
    aws = cloud.aws()
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
        assert [each["FunctionName"] for each in again.aws().client("lambda").list_functions()["Functions"]] == ["slow"]


def _call_in_vain(aws: Aws) -> None:
    """Call a function that takes longer than the stop waits."""
    with pytest.raises(Exception, match=r"."):
        call(aws, "slow", work_s=4)


def test_two_clouds_share_nothing(cloud: LocalCloud, lone_cloud: LocalCloud) -> None:
    assert cloud.port != lone_cloud.port
    name = f"ours-{time.time_ns()}"
    cloud.aws().client("sqs").create_queue(QueueName=name)
    with pytest.raises(ClientError, match="NonExistentQueue"):
        lone_cloud.aws().client("sqs").get_queue_url(QueueName=name)


def test_the_servers_settings_are_those_of_the_one_it_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    given = types.SimpleNamespace(bind=["127.0.0.1:4566"], keep_alive_timeout=75, loglevel="INFO")
    uvicorn = types.SimpleNamespace(Config=lambda app, **settings: settings)
    monkeypatch.setitem(sys.modules, "uvicorn", uvicorn)
    settings = http_server.build_config(None, given)
    assert (settings["host"], settings["port"], settings["timeout_keep_alive"]) == ("127.0.0.1", 4566, 75)
    assert settings["lifespan"] == "on"


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
