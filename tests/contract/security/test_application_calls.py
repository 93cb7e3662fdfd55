"""The calls to applications at a sign-out, over sockets: short however one answers, and those that failed are named."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from chalicelib.repositories.security import application_calls
from chalicelib.repositories.security.application_calls import call_sign_out

HOST = "127.0.0.1"
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
Answer = Callable[[socket.socket], None]


@dataclass
class CalledSite:
    """An application that answers each connection in its own way, the last way for all that follow."""

    answers: list[Answer]
    bodies: list[str] = field(default_factory=list)
    listening: socket.socket = field(default_factory=socket.socket)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.listening.getsockname()[1]}/het"

    def serve(self) -> None:
        self.listening.bind((HOST, 0))
        self.listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            sent = b""
            while b"logout_token=" not in sent:
                sent += connection.recv(65536)
            self.bodies.append(sent.split(b"\r\n\r\n", 1)[1].decode())
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            try:
                answer(connection)
            except OSError:
                return


def say(said: bytes) -> Answer:
    """Answer so at once."""
    return lambda connection: connection.sendall(said)


def keep_silent(_: socket.socket) -> None:
    """Take the call and say nothing."""
    time.sleep(5)


def say_slowly(connection: socket.socket) -> None:
    """A letter at a time, each sooner than anybody's patience ends."""
    for letter in b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 90:
        connection.sendall(bytes([letter]))
        time.sleep(0.05)


def say_without_end(connection: socket.socket) -> None:
    """An answer that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., CalledSite]]:
    """Start an application; people are a fifth as patient as they are."""
    for name in ("PATIENCE_S", "CONNECT_S", "READ_S", "PAUSE_S"):
        monkeypatch.setattr(application_calls, name, getattr(application_calls, name) / 5)
    running: list[CalledSite] = []

    def start(*answers: Answer) -> CalledSite:
        running.append(CalledSite(list(answers)))
        running[-1].serve()
        return running[-1]

    yield start
    for each in running:
        each.listening.close()


def test_each_application_gets_its_own_token_once(serve: Callable[..., CalledSite]) -> None:
    one, other = serve(say(TAKEN)), serve(say(TAKEN))
    assert call_sign_out([(one.address, "a.b.c"), (other.address, "d.e.f")]) == []
    assert [parse_qs(each) for site in (one, other) for each in site.bodies] == [
        {"logout_token": ["a.b.c"]},
        {"logout_token": ["d.e.f"]},
    ]


def test_one_that_fails_quickly_is_called_once_more(serve: Callable[..., CalledSite]) -> None:
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
    restarting, broken = serve(say(busy), say(TAKEN)), serve(say(busy))
    assert call_sign_out([(restarting.address, "t"), (broken.address, "t")]) == [1]
    assert [len(restarting.bodies), len(broken.bodies)] == [2, 2]


@pytest.mark.parametrize("answer", [keep_silent, say_slowly], ids=["silent", "letter by letter"])
def test_a_slow_application_holds_nobody_up(serve: Callable[..., CalledSite], answer: Answer) -> None:
    slow, good = serve(answer), serve(say(TAKEN))
    begun = time.monotonic()
    assert call_sign_out([(slow.address, "t")] * 20 + [(good.address, "t")]) == list(range(20))
    assert time.monotonic() - begun < application_calls.PATIENCE_S * 3


def test_what_an_application_says_is_not_read(serve: Callable[..., CalledSite]) -> None:
    assert call_sign_out([(serve(say_without_end).address, "t")]) == []


def test_a_call_is_not_sent_on_to_another_address(serve: Callable[..., CalledSite]) -> None:
    elsewhere = serve(say(TAKEN))
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.address}\r\nContent-Length: 0\r\n\r\n".encode()
    assert call_sign_out([(serve(say(moved)).address, "t")]) == [0]
    assert elsewhere.bodies == []


@pytest.mark.parametrize("said", [b"", b"no HTTP at all\r\n\r\n", b"HTTP/1.1 500 X\r\n\r\n"], ids=["", "other", "500"])
def test_an_answer_that_is_none_is_a_failure(serve: Callable[..., CalledSite], said: bytes) -> None:
    assert call_sign_out([(serve(say(said)).address, "t")]) == [0]


def test_nobody_listens_there() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        address = f"http://{HOST}:{taken.getsockname()[1]}/het"
        assert call_sign_out([(address, "t"), ("http://khong-co.invalid/het", "t")]) == [0, 1]
