"""Input and output of the local cloud's server: uploads, whole answers, and invalid HTTP."""

from __future__ import annotations

import io
import os
import socket
import sys
import time
import types
from collections.abc import Coroutine
from typing import Any

import pytest

from infra.aws.clients import Aws
from infra.local.adaptations import (
    http_server,
    whole_answers,
)
from infra.local.cloud import LocalCloud
from infra.local.ports import HOST


def test_an_upload_that_waits_to_be_asked_for_is_asked(cloud: LocalCloud) -> None:
    """`Expect: 100-continue`: the body comes only after the interim answer, with its reason."""
    bucket = f"expected-{time.time_ns()}"
    # Links are checked against this key; that of the account's root has no signature.
    files = Aws(endpoint=cloud.endpoint, access_key="test", secret_key="test").client("s3")
    files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.provide_account().region})
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
    files = cloud.provide_account().client("s3")
    files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cloud.provide_account().region})
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


def finish_work(work: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing. No loop of its own: in this process a browser's may be running."""
    with pytest.raises(StopIteration):
        work.send(None)


def collect_answer(method: str, *bodies: bytes, close: bool = False) -> list[bytes]:
    """Return the bytes on the network when a head and these pieces are sent as the server does."""

    async def write_original(cycle: Any, message: dict[str, Any]) -> None:
        cycle.transport.write(message["data"])

    send = whole_answers.keep_heads(write_original)
    transport = Written()
    cycle = types.SimpleNamespace(scope={"method": method}, transport=transport)
    finish_work(send(cycle, {"type": "http.response.start", "data": b"head "}))
    for body in bodies:
        finish_work(send(cycle, {"type": "http.response.body", "data": body}))
    if close:
        cycle.transport.close()
    return transport.writes


def test_head_and_body_of_an_answer_are_written_together() -> None:
    assert collect_answer("GET", b"body") == [b"head body"]
    assert collect_answer("GET", b"one ", b"two") == [b"head one ", b"two"], "the first piece takes the head along"
    assert collect_answer("GET", b"") == [b"head "]
    assert collect_answer("HEAD") == [b"head "], "an answer without a body waits for none"
    assert collect_answer("GET", close=True) == [b"head ", b"closed"], "nothing is lost where no body comes"


def test_an_answer_arrives_whole_in_one_piece(cloud: LocalCloud) -> None:
    with socket.create_connection((HOST, cloud.port), timeout=20) as connection:
        for _ in range(20):
            connection.sendall(f"GET /_ministack/ready HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            assert len(body) == length > 0


def test_non_http_input_gets_a_plain_answer_and_the_cloud_keeps_running(cloud: LocalCloud) -> None:
    with socket.create_connection((HOST, cloud.port), timeout=20) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01 no request\r\n\r\n")
        assert connection.recv(1024).startswith(b"HTTP/1.1 400 ")
    assert cloud.provide_account().client("sts").get_caller_identity()["Account"]


def test_the_servers_settings_are_those_of_the_one_it_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    given = types.SimpleNamespace(bind=["127.0.0.1:4566"], keep_alive_timeout=75, loglevel="INFO")
    uvicorn = types.SimpleNamespace(Config=lambda app, **settings: settings)
    monkeypatch.setitem(sys.modules, "uvicorn", uvicorn)
    settings = http_server.build_config(None, given)
    assert (settings["host"], settings["port"], settings["timeout_keep_alive"]) == ("127.0.0.1", 4566, 75)
    assert settings["lifespan"] == "on"
