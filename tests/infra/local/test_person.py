"""A person of the demo calls again when the API asks for it, under the same key, and for no other reason."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from infra.local.person import Person, Reply, UnexpectedAnswerError

BUSY = Reply(503, {"code": "busy"}, {"retry-after": "2"})
LOST = Reply(504, {"code": "upstream_timeout"}, {})
LIMITED = Reply(429, {"code": "too_many"}, {"retry-after": "7"})
DONE = Reply(200, {}, {})


class _Answered(Person):
    """Somebody whom a list of answers is given."""

    def __init__(self, answers: list[Reply], patience: float) -> None:
        super().__init__(None, patience=patience)  # type: ignore[arg-type]  # nothing is asked of the stack
        self.answers, self.keys = answers, [""][:0]

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> Reply:
        self.keys.append(headers.get("Idempotency-Key", ""))
        return self.answers.pop(0)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def test_a_busy_api_is_asked_again_under_the_same_key(slept: list[float]) -> None:
    person = _Answered([BUSY, LOST, LIMITED, DONE], patience=60)
    assert person.ask("POST", "/api/dossiers", {}, expect=200).status == 200
    assert slept == [2.0, 2.0, 7.0]
    assert len(set(person.keys)) == 1


@pytest.mark.parametrize(
    ("answers", "patience", "expect"),
    [([BUSY, DONE], 0, 200), ([BUSY, DONE], 1, 200), ([LIMITED, DONE], 60, 429), ([Reply(409, {}, {}), DONE], 60, 200)],
)
def test_what_is_expected_or_refused_for_good_is_asked_once(
    answers: list[Reply], patience: float, expect: int, slept: list[float]
) -> None:
    person: Any = _Answered(answers, patience)
    if expect == 429:
        person.ask("POST", "/api/lookup", {}, expect=expect)
    else:
        with pytest.raises(UnexpectedAnswerError):
            person.ask("POST", "/api/lookup", {}, expect=expect)
    assert slept == []
    assert len(person.keys) == 1
