"""Chalice's own commands stop with the target that does the same here; functions are called by the app's names."""

from __future__ import annotations

import io
import re
import subprocess
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.operations import invoke
from infra.paths import ROOT

TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("command", ["package", "deploy", "local", "gen-policy", "invoke", "logs", "delete", "no-such"])
def test_a_command_of_chalice_names_what_to_use(command: str) -> None:
    script = ["sh", "infra/chalice_command.sh", command]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"chalice {command}: not in this project. ")
    assert len(done.stderr.splitlines()) == 1
    named = set(re.findall(r"\bmake ([a-z-]+)", done.stderr))
    assert named or "docs/operate.md" in done.stderr
    assert named <= TARGETS


class _Stack:
    """A stack with one function."""

    def __init__(self) -> None:
        self.called: list[tuple[str, bytes]] = []
        self.fails = False

    def client(self, _: str) -> _Stack:
        return self

    def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
        if asked["LogicalResourceId"] != "WatchDeadlines":
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "no such"}}, "DescribeStackResource")
        return {"StackResourceDetail": {"PhysicalResourceId": f"{asked['StackName']}-f"}}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.called.append((asked["FunctionName"], asked["Payload"]))
        return {"Payload": io.BytesIO(b'{"done": 3}'), **({"FunctionError": "Unhandled"} if self.fails else {})}


def test_a_function_is_called_by_the_name_that_the_app_gives_it() -> None:
    stack = _Stack()
    assert invoke.invoke_function(stack, "motcua-local-hue", "watch_deadlines", '{"a": 1}') == ('{"done": 3}', True)
    assert stack.called == [("motcua-local-hue-f", b'{"a": 1}')]
    stack.fails = True
    assert invoke.invoke_function(stack, "motcua-local-hue", "watch_deadlines", "{}") == ('{"done": 3}', False)


def test_an_unknown_function_is_answered_with_those_there_are() -> None:
    with pytest.raises(invoke.InvokeRefused, match=r"has no function watch_deadline\. There are: .*watch_deadlines"):
        invoke.invoke_function(_Stack(), "motcua-local-hue", "watch_deadline", "{}")


def test_the_event_is_json_a_file_or_the_sample(tmp_path: Any) -> None:
    (tmp_path / "mine.json").write_text('{"mine": 1}')
    assert invoke.read_event("watch_deadlines", '{"b": 2}') == '{"b": 2}'
    assert invoke.read_event("watch_deadlines", str(tmp_path / "mine.json")) == '{"mine": 1}'
    assert invoke.read_event("watch_deadlines", "") == (ROOT / "events" / "watch_deadlines.json").read_text()
    assert "Records" in invoke.read_event("on_fact", ""), "the first of its samples"
    with pytest.raises(invoke.InvokeRefused, match="neither JSON nor a file"):
        invoke.read_event("watch_deadlines", "{days: 30}")
