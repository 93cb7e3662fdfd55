"""The guided first deployment finds what would fail later, changes nothing then, and travels through what stands."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.aws import first_deployment
from infra.aws.first_deployment import (
    WantedDeployment,
    choose_parameters,
    keep_secret,
    list_checks,
    report_steps,
    run_checks,
)
from infra.aws.journey import SCHEDULED, HttpAnswer, JourneyStep, run_journey
from infra.local.stack import LocalStack

WANTED = WantedDeployment("prod", "hue", "motcua.example.vn", "arn:c", "", "it@example.vn")
GOOD: dict[str, Any] = {
    "get_caller_identity": {"Account": "123456789012"},
    "get_policy": {},
    "get_account": {"cloudwatchRoleArn": "arn:role", "ProductionAccessEnabled": True},
    "get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
    "describe_certificate": {"Certificate": {"Status": "ISSUED", "DomainName": "motcua.example.vn"}},
    "describe_stacks": ClientError({"Error": {"Code": "ValidationError", "Message": "no stack"}}, "DescribeStacks"),
    "list_tables": {"TableNames": ["other"]},
}


@dataclass
class _Account:
    """An account that gives the configured answer to every request."""

    answers: dict[str, Any] = field(default_factory=lambda: dict(GOOD))
    region: str = "ap-southeast-1"

    def client(self, _: str) -> _Account:
        return self

    def __getattr__(self, call: str) -> Any:
        def answer_call(**_: Any) -> Any:
            if isinstance(self.answers[call], Exception):
                raise self.answers[call]
            return self.answers[call]

        return answer_call


class _FixedMaker:
    """A factory of accounts that always returns the same one."""

    endpoint = access_key = secret_key = None

    def __init__(self, account: _Account) -> None:
        self.account = account

    def __call__(self, *_: Any) -> _Account:
        return self.account

    def from_environment(self) -> _FixedMaker:
        return self

    def client(self, name: str) -> Any:
        return self.account.client(name)

    @property
    def region(self) -> str:
        return self.account.region


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "index.html").touch()
    monkeypatch.setattr(first_deployment, "find_site", lambda: tmp_path)
    return tmp_path


def _list_failed(account: _Account, wanted: WantedDeployment = WANTED) -> list[str]:
    return [step.what for step in run_checks(list_checks(account, account, wanted)) if not step.well]


def test_an_account_that_is_ready_passes() -> None:
    assert _list_failed(_Account()) == []


REFUSED = ClientError({"Error": {"Code": "NoSuchEntity", "Message": "none"}}, "GetPolicy")


@pytest.mark.parametrize(
    ("call", "answer", "what"),
    [
        ("get_policy", REFUSED, "account's stack"),
        ("get_account", {"ProductionAccessEnabled": True}, "API Gateway's log role"),
        ("get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 10}}, "functions at once"),
        ("describe_certificate", {"Certificate": {"Status": "PENDING_VALIDATION", "DomainName": "x"}}, "certificate"),
        ("describe_certificate", {"Certificate": {"Status": "ISSUED", "DomainName": "other.vn"}}, "certificate"),
        ("list_tables", {"TableNames": ["motcua-hue-prod"]}, "leftovers"),
        ("describe_certificate", REFUSED, "the account answers"),
    ],
)
def test_what_would_fail_later_is_found_before(call: str, answer: Any, what: str) -> None:
    assert _list_failed(_Account({**GOOD, call: answer})) == [what]


def test_a_wildcard_names_the_host_and_the_counter_needs_its_own_name() -> None:
    star = {"Certificate": {"Status": "ISSUED", "DomainName": "*.example.vn"}}
    assert _list_failed(_Account({**GOOD, "describe_certificate": star})) == []
    counter = WantedDeployment("prod", "vinh-long", "motcua.example.vn", "arn:c", "quay.other.vn", "it@example.vn")
    assert _list_failed(_Account({**GOOD, "describe_certificate": star}), counter) == ["certificate"]


def test_pages_that_are_not_built_and_alarms_that_nobody_hears_stop_it(built: Path) -> None:
    (built / "index.html").unlink()
    assert _list_failed(_Account(), WantedDeployment("prod", "hue", "motcua.example.vn", "arn:c")) == [
        "alarms",
        "pages",
    ]
    assert _list_failed(_Account(), WantedDeployment("staging", "hue", "motcua.example.vn", "arn:c")) == ["pages"]


def test_without_an_account_one_line_says_so_and_names_what_was_not_checked() -> None:
    def refuse() -> JourneyStep:
        raise NoCredentialsError

    steps = list(run_checks([refuse, refuse, refuse]))
    assert [each.well for each in steps] == [False, False]
    assert "quota, certificate, mail" in steps[1].what


def test_mail_in_its_sandbox_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    answers = {**GOOD, "get_account": {"cloudwatchRoleArn": "arn:role", "ProductionAccessEnabled": False}}
    assert report_steps(run_checks(list_checks(_Account(answers), _Account(), WANTED)))
    assert "   !  mail: the mail service is in its sandbox" in capsys.readouterr().out


def test_a_stage_without_peoples_data_locks_for_days_only_and_only_when_it_is_new() -> None:
    staging = WantedDeployment("staging", "hue", "motcua.example.vn", "arn:c")
    assert choose_parameters(staging, "s", fresh=True)["LedgerRetentionDays"] == "30"
    assert "LedgerRetentionDays" not in choose_parameters(staging, "s", fresh=False)
    assert "LedgerRetentionDays" not in choose_parameters(WANTED, "s", fresh=True)
    assert choose_parameters(WANTED, "s", fresh=True)["SiteOrigin"] == "https://motcua.example.vn"


def test_the_edge_secret_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    first = keep_secret("prod", "hue", tmp_path / "kept")
    assert len(first) >= 32
    assert keep_secret("prod", "hue", tmp_path / "kept") == first
    assert (tmp_path / "kept" / "edge-secret-prod-hue").stat().st_mode & 0o777 == 0o600


def test_nothing_is_deployed_while_a_check_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = _Account({**GOOD, "get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 10}}})
    monkeypatch.setattr(first_deployment, "Aws", _FixedMaker(bad))
    monkeypatch.setattr(first_deployment, "deploy_both", lambda *_: pytest.fail("it deployed"))
    arguments = ["--stage", "prod", "--province", "hue", "--domain", "motcua.example.vn", "--certificate", "arn:c"]
    assert first_deployment.main([*arguments, "--alarm-email", "it@example.vn"]) == 1
    shown = capsys.readouterr()
    assert "  NO  functions at once: 10 functions may run at once, and at least 100 are needed" in shown.out
    assert "nothing was changed" in shown.err


def test_a_site_that_answers_wrongly_or_not_at_all_is_reported() -> None:
    well = {"Payload": io.BytesIO(b"{}")}
    account = _Account(
        {
            "describe_continuous_backups": {
                "ContinuousBackupsDescription": {
                    "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"}
                }
            },
            "describe_stack_resource": {"StackResourceDetail": {"PhysicalResourceId": "f"}},
            "invoke": {**well, "FunctionError": "Unhandled"},
        }
    )

    def get_url(url: str) -> HttpAnswer:
        if url.endswith("/api/me"):
            raise OSError("refused")
        return HttpAnswer(200, b"<html>")

    steps = list(
        run_journey(account, "s", {"Province": "hue", "TableName": "t"}, "https://x", "https://direct", get_url)
    )
    assert [step.what for step in steps if step.well] == ["the start page"]
    assert {step.said for step in steps if step.what.startswith("the function")} == {"failed: see its log"}
    assert "https://x/api/me does not answer: refused" in {step.said for step in steps}


@pytest.mark.cloud
def test_the_journey_goes_well_through_a_stack_that_stands(stack: LocalStack) -> None:
    steps = list(run_journey(stack.aws, stack.name, stack.outputs, stack.origin, ""))
    assert [(step.what, step.said) for step in steps if not step.well] == []
    assert len(steps) == 6 + len(SCHEDULED)
    refused = list(run_journey(stack.aws, stack.name, stack.outputs, stack.origin, f"{stack.origin}/api/flow"))
    assert [step.what for step in refused if not step.well] == [
        "the API around its edge",
        "recovery of the table to any second",
    ]
