"""`make token`: an access token of a demo account for programs, an officer's with the code of the telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local import token
from infra.local.cloud import LocalCloud
from infra.local.sign_in import SignInFailed
from infra.local.stack import DemoAccount, LocalStack
from infra.local.telephones import Telephones

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OUTPUTS = {"OfficerPoolId": "pool-1"}


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    """A stack whose cloud answers what it deployed."""
    monkeypatch.setattr(token, "read_outputs", lambda *_: OUTPUTS)
    monkeypatch.setattr(LocalStack, "aws", SimpleNamespace())
    made = LocalStack(LocalCloud(tmp_path, 1), "hue", 1, OUTPUTS)
    Telephones.find_telephones(made).keep_secret("desk1", SECRET)
    return made


def _answers(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> list[DemoAccount]:
    """The pool's answers in order, and the accounts that signed in."""
    left: Iterator[Any] = iter(answers)
    seen: list[DemoAccount] = []

    def sign_in(self: LocalStack, username: str, _: str) -> dict[str, Any]:
        seen.append(self.find_account(username))
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return {"access_token": answer, "expires_in": 3600}

    monkeypatch.setattr(LocalStack, "sign_in", sign_in)
    return seen


def test_an_officer_signs_in_with_the_telephone_and_a_citizen_without(
    stack: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _answers(monkeypatch, "officer's", "citizen's")
    assert token.fetch_token(stack, "desk1") == "officer's"
    assert token.fetch_token(stack, "citizen1") == "citizen's"
    assert [(each.username, each.secret) for each in seen] == [("desk1", SECRET), ("citizen1", "")]


def test_a_code_that_was_used_is_waited_out_once(stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    used, waited = SignInFailed("desk1: CodeMismatchException"), list[float]()
    _answers(monkeypatch, used, "fresh")
    assert token.fetch_token(stack, "desk1", waited.append) == "fresh"
    assert 0 < waited[0] <= 30
    _answers(monkeypatch, used, used)
    stack.forget_token("desk1")
    with pytest.raises(SignInFailed):
        token.fetch_token(stack, "desk1", waited.append)
    assert len(waited) == 2


def test_who_cannot_sign_in_is_said_with_the_next_step(
    stack: LocalStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _answers(monkeypatch, SignInFailed("citizen2: NotAuthorizedException"))
    assert token.main(["citizen2", "--province", "hue", "--state", str(stack.cloud.state)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert (
        "citizen2 cannot sign in (citizen2: NotAuthorizedException); start it with `make run PROVINCE=hue`" in said.err
    )
    assert token.main(["nobody", "--province", "hue", "--state", str(stack.cloud.state)]) == 1
    assert capsys.readouterr().err == (
        "there is no demo account “nobody”: `make run` lists them, such as desk1 and citizen1\n"
    )
