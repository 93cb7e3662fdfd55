"""Clients of the SDK are shared by threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.aws.clients import Aws


def test_threads_share_one_client_whose_errors_are_made_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Client] = []
    both = threading.Barrier(2)

    class Client:
        """Notes whether its errors were asked for."""

        ready = False

        @property
        def exceptions(self) -> object:
            self.ready = True
            return object()

    def make(_: Aws, __: str) -> Client:
        made.append(Client())
        return made[-1]

    def ask(aws: Aws) -> Any:
        both.wait(5)
        client = aws.client("dynamodb")
        assert client.ready
        return client

    monkeypatch.setattr(Aws, "_make_client", make)
    aws = Aws()
    with ThreadPoolExecutor(2) as threads:
        assert {id(each) for each in threads.map(ask, [aws, aws])} == {id(made[0])}
    assert len(made) == 1
