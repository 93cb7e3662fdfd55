"""A person of the demo calls again when the API asks for it, under the same key, and for no other reason."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from infra.local.person import ApiPerson, HttpReply, UnexpectedAnswerError

BUSY = HttpReply(503, {"code": "busy"}, {"retry-after": "2"})
LOST = HttpReply(504, {"code": "upstream_timeout"}, {})
LIMITED = HttpReply(429, {"code": "too_many"}, {"retry-after": "7"})
DONE = HttpReply(200, {}, {})


class _Answered(ApiPerson):
    """Somebody whom a list of answers is given; a fault among them is what the network does."""

    def __init__(self, answers: Iterable[HttpReply | OSError], patience: float) -> None:
        super().__init__(None, patience=patience)  # type: ignore[arg-type]  # nothing is asked of the stack
        self.answers, self.keys = list(answers), [""][:0]

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HttpReply:
        self.keys.append(headers.get("Idempotency-Key", ""))
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


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


def test_a_call_that_nobody_answers_is_made_again_while_there_is_patience(slept: list[float]) -> None:
    person = _Answered([TimeoutError(), ConnectionResetError(), DONE], patience=60)
    assert person.ask("POST", "/api/dossiers", {}, expect=200).status == 200
    assert len(slept) == 2
    assert len(set(person.keys)) == 1
    with pytest.raises(TimeoutError):
        _Answered([TimeoutError(), DONE], patience=0).ask("GET", "/api/me")


def test_a_draft_that_an_unanswered_call_has_saved_is_saved(slept: list[float]) -> None:
    made, stale = HttpReply(201, {"id": "d"}, {}), HttpReply(412, {}, {"etag": '"2"'})
    draft: Any = ("1.001612", "unit", "own_portal", {})
    assert _Answered([made, LOST, stale], patience=60).draft(*draft) == "d"
    newer = HttpReply(412, {}, {"etag": '"3"'})
    for impatient in (_Answered([made, stale], patience=0), _Answered([made, LOST, newer], patience=60)):
        with pytest.raises(UnexpectedAnswerError, match="saving the draft"):
            impatient.draft(*draft)


@pytest.mark.parametrize(
    ("answers", "patience", "expect"),
    [
        ([BUSY, DONE], 0, 200),
        ([BUSY, DONE], 1, 200),
        ([LIMITED, DONE], 60, 429),
        ([HttpReply(409, {}, {}), DONE], 60, 200),
    ],
)
def test_what_is_expected_or_refused_for_good_is_asked_once(
    answers: list[HttpReply], patience: float, expect: int, slept: list[float]
) -> None:
    person: Any = _Answered(answers, patience)
    if expect == 429:
        person.ask("POST", "/api/lookup", {}, expect=expect)
    else:
        with pytest.raises(UnexpectedAnswerError):
            person.ask("POST", "/api/lookup", {}, expect=expect)
    assert slept == []
    assert len(person.keys) == 1
