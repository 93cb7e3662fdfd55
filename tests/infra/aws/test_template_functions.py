"""Guarantees of the template for functions: their settings, logs, schedules and failed events."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.ledger.checkpoints import GRACE, find_last_ended_day
from chalicelib.settings import (
    API_NEEDS,
    CHECK_NEEDS,
    EVERYWHERE,
    FACT_QUEUES,
    LOOKUP_NEEDS,
    NOTICE_NEEDS,
    PAPER_NEEDS,
    PAYMENT_NEEDS,
    QUEUE_NEEDS,
    SECURITY_NEEDS,
    SESSION_NEEDS,
    SIGNER_NEEDS,
    SYNC_NEEDS,
)
from chalicelib.steps.privacy.erase_records import RUNS_EVERY
from chalicelib.wiring.payments import SITE_NEEDS
from tests.infra.templates import (
    CALLED_BY_EVENTS,
    FUNCTIONS,
    RESOURCES,
    build_logical_id,
    list_by_type,
    read_variables,
)

NEEDS = {
    "api_handler": {
        *EVERYWHERE,
        *API_NEEDS,
        *PAYMENT_NEEDS,
        *LOOKUP_NEEDS,
        *SITE_NEEDS,
        *QUEUE_NEEDS,
        *SESSION_NEEDS,
        "PORTAL_SECRET_ARN",
        "POPULATION_URL",
        "APPLICATION_ORIGIN",
        "E_IDENTITY_ISSUER",
        "E_IDENTITY_CLIENT",
        "EDGE_HOPS",
        "COUNTER_ORIGIN",
    },
    "on_paper_uploaded": {*EVERYWHERE, *CHECK_NEEDS, "SCANNER"},
    "inspect_paper": {*EVERYWHERE, *PAPER_NEEDS},
    "on_fact": {*EVERYWHERE, *FACT_QUEUES},
    "index_finds": {*EVERYWHERE, "FIND_SECRET_ARN"},
    "render_slips": {*EVERYWHERE, *PAPER_NEEDS, *SITE_NEEDS, "LINK_SECRET_ARN"},
    "sweep_facts": {*EVERYWHERE, *FACT_QUEUES},
    "count_facts": {*EVERYWHERE},
    "recount_boards": {*EVERYWHERE},
    "watch_deadlines": set(EVERYWHERE),
    "watch_payments": {*EVERYWHERE, *PAYMENT_NEEDS},
    "sync_national": {*EVERYWHERE, *SYNC_NEEDS},
    "sweep_sync": {*EVERYWHERE, *SYNC_NEEDS},
    "reconcile_national": {*EVERYWHERE, *SYNC_NEEDS},
    "pull_catalogues": {*EVERYWHERE, *SYNC_NEEDS},
    "sign_ledger_heads": {*EVERYWHERE, *SIGNER_NEEDS},
    "send_notice": {*EVERYWHERE, *NOTICE_NEEDS, "MAIL_FROM", "SMS_SENDER_ID", "APP_URL", "APP_SECRET_ARN"},
    "sweep_notices": {*EVERYWHERE, *QUEUE_NEEDS},
    "on_notice_feedback": {*EVERYWHERE},
    "erase_records": {*EVERYWHERE, *PAPER_NEEDS},
    "review_accounts": {*EVERYWHERE},
    "move_work": {*EVERYWHERE},
    "keep_security_log": {*EVERYWHERE, *SECURITY_NEEDS},
    "limit_officer_tokens": {*EVERYWHERE},
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_what_it_needs_and_nothing_more(function: str) -> None:
    assert set(read_variables(function)) == NEEDS[function] | {"CLOCK_OFFSET_SECONDS", "POWERTOOLS_SERVICE_NAME"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_logs_to_its_own_group_for_a_limited_time(function: str) -> None:
    group = RESOURCES[build_logical_id(function)]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    log = RESOURCES[group]["Properties"]
    assert log["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert log["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    shared = [name for name in FUNCTIONS if name != function]
    groups = [RESOURCES[build_logical_id(name)]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"] for name in shared]
    assert group not in groups


@pytest.mark.parametrize("function", CALLED_BY_EVENTS)
def test_an_event_that_a_function_cannot_handle_is_kept(function: str) -> None:
    config = RESOURCES[build_logical_id(function)]["Properties"]["EventInvokeConfig"]
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["EventDeadLetters", "Arn"]}


@pytest.mark.parametrize("name", list_by_type("AWS::Events::Rule"))
def test_a_rule_may_call_its_function_and_keeps_what_it_cannot_deliver(name: str) -> None:
    (target,) = list_by_type("AWS::Events::Rule")[name]["Targets"]
    assert target["DeadLetterConfig"]["Arn"] == {"Fn::GetAtt": ["EventDeadLetters", "Arn"]}
    permission = RESOURCES[name.replace("Rule", "Permission")]["Properties"]
    assert permission["FunctionName"] == {"Ref": target["Arn"]["Fn::GetAtt"][0]}
    assert permission["SourceArn"] == {"Fn::GetAtt": [name, "Arn"]}
    senders = RESOURCES["EventDeadLettersPolicy"]["Properties"]["PolicyDocument"]["Statement"][0]["Condition"]
    assert {"Fn::GetAtt": [name, "Arn"]} in senders["ArnEquals"]["aws:SourceArn"]


def test_runs_that_erase_take_turns_as_often_as_they_come() -> None:
    assert RESOURCES["EraseRecordsRule"]["Properties"]["ScheduleExpression"] == f"rate({RUNS_EVERY // 60} minutes)"


def test_heads_are_signed_as_soon_as_the_day_has_ended() -> None:
    minute, hour, *daily = re.findall(r"[0-9*?]+", RESOURCES["SignLedgerHeadsRule"]["Properties"]["ScheduleExpression"])
    assert daily == ["*", "*", "?", "*"]
    run = datetime(2026, 3, 2, int(hour), int(minute), tzinfo=UTC)
    assert find_last_ended_day(run) == date(2026, 3, 1)
    assert run - datetime(2026, 3, 2, tzinfo=UTC) < 3 * GRACE
    assert RESOURCES["WatchDeadlinesRule"]["Properties"]["ScheduleExpression"] == "rate(15 minutes)"
    assert RESOURCES["WatchPaymentsRule"]["Properties"]["ScheduleExpression"] == "rate(5 minutes)"


def test_the_access_log_names_no_person_address_or_dossier() -> None:
    logged = RESOURCES["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]
    allowed = {"requestId", "requestTime", "httpMethod", "resourcePath", "status", "responseLatency"}
    assert {value.removeprefix("$context.") for value in json.loads(logged).values()} == {
        *allowed,
        "error.responseType",
    }


def test_requests_are_throttled_and_bodies_never_logged() -> None:
    (settings,) = RESOURCES["RestAPI"]["Properties"]["MethodSettings"]
    assert settings["ThrottlingRateLimit"] == {"Ref": "ApiRateLimit"}
    assert settings["DataTraceEnabled"] is False
