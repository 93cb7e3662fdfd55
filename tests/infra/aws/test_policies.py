"""Each function's hand-written policy: least privilege, and only over what the stack itself has."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.papers.paper_files import build_object_key, build_slip_key
from chalicelib.domain.security.security_log import SecurityRecord
from chalicelib.repositories.dynamodb.keys import HEADS
from chalicelib.repositories.ledger.head_signer import FOLDER
from chalicelib.repositories.security import security_log
from tests.infra.templates import (
    CALLED_BY_EVENTS,
    CHALICE,
    FUNCTIONS,
    RESOURCES,
    ROOT,
    build_logical_id,
    read_policy,
    read_variables,
)

SYNC = ("sync_national", "sweep_sync", "reconcile_national", "pull_catalogues")
HOLDERS = {
    # Rights of these functions alone.
    "s3:PutObject": {"api_handler", "keep_security_log", "render_slips", "sign_ledger_heads"},
    "s3:PutObjectVersionTagging": {"api_handler"},
    "kms:Sign": {"sign_ledger_heads"},
    "cognito-idp:AdminInitiateAuth": {"api_handler"},
    "cognito-idp:AdminDeleteUser": {"api_handler"},
    "cognito-idp:AdminSetUserPassword": {"api_handler"},
    "secretsmanager:GetSecretValue": {
        "api_handler",
        "index_finds",
        "render_slips",
        "send_notice",
        "watch_payments",
        *SYNC,
    },
    "s3:DeleteObjectVersion": {"erase_records"},
    "s3:ListBucketVersions": {"erase_records"},
    "dynamodb:DeleteItem": {"api_handler", "erase_records", "move_work", "recount_boards"},
    "dynamodb:UpdateItem": {
        "api_handler",
        "on_fact",
        "sweep_facts",
        "count_facts",
        "recount_boards",
        "review_accounts",
    },
    "dynamodb:PutItem": {
        "api_handler",
        "count_facts",
        "erase_records",
        "index_finds",
        "keep_security_log",
        "move_work",
        "on_notice_feedback",
        "on_paper_uploaded",
        "recount_boards",
        "render_slips",
        "review_accounts",
        "send_notice",
        "sweep_facts",
        "watch_deadlines",
        "watch_payments",
        *SYNC,
    },
    "dynamodb:BatchWriteItem": {"erase_records", "index_finds", "keep_security_log"},
    "ses:SendEmail": {"send_notice"},
    "sns:Publish": {"send_notice"},
    "dynamodb:GetRecords": {"on_fact"},
    "lambda:InvokeFunction": {"on_paper_uploaded"},
    "cognito-idp:ListUsers": {"api_handler"},
}
NOBODY = re.compile(
    r"dynamodb:(Scan|PartiQL.*|.*Table)|s3:(Delete(?!ObjectVersion$).*|Bypass.*|Put(Bucket|Object(Acl|Retention)).*)"
    r"|kms:(Create|Put|Schedule|Disable).*|iam:.*|sts:.*|lambda:(?!InvokeFunction$).*"
    r"|cognito-idp:(?!(ListUsers|Admin(InitiateAuth|RespondToAuthChallenge|CreateUser|DeleteUser|GetUser|SetUserPassword))$).*"
    r"|logs:CreateLogGroup"
)


def list_actions(function: str) -> set[str]:
    """Everything that a function may do somewhere."""
    return {action for statement in read_policy(function) for action in statement["Action"]}


def list_resources(function: str) -> Iterator[Any]:
    """Everything that a function may do something to."""
    for statement in read_policy(function):
        named = resolve_in_real_stage(statement["Resource"])
        if statement["Action"] != ["sns:Publish"]:
            yield from named if isinstance(named, list) else [named]


def resolve_in_real_stage(resource: Any) -> Any:
    """The resource as stages with real people have it: the local cloud cannot distinguish senders."""
    if isinstance(resource, dict) and resource.get("Fn::If", [""])[0] == "LocalStage":
        assert resource["Fn::If"][1] == "*"
        return resource["Fn::If"][2]
    return resource


def test_only_sms_have_no_resource_to_name_and_their_right_is_no_right_to_anything_else() -> None:
    """SNS knows no resource for a telephone number: that statement alone is without one, and alone in its action."""
    free = [(name, one["Action"]) for name in FUNCTIONS for one in read_policy(name) if one["Resource"] == "*"]
    assert free == [("send_notice", ["sns:Publish"])]


def list_actions_on(function: str, resource: str) -> set[str]:
    """Return a function's rights on a resource of the stack, without its parts."""
    whole = {"Fn::GetAtt": [resource, "Arn"]}
    return {action for one in read_policy(function) if one["Resource"] == whole for action in one["Action"]}


def test_every_function_has_its_own_policy_and_no_policy_is_left_over() -> None:
    files = [CHALICE["lambda_functions"][function]["iam_policy_file"] for function in FUNCTIONS]
    assert sorted(files) == sorted(path.name for path in Path(ROOT / ".chalice").glob("policy-*.json"))
    assert all(CHALICE["lambda_functions"][function]["autogen_policy"] is False for function in FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_statements_only_allow_and_say_what_for(function: str) -> None:
    statements = read_policy(function)
    assert {statement["Effect"] for statement in statements} == {"Allow"}
    names = [statement["Sid"] for statement in statements]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_action_is_a_wildcard(function: str) -> None:
    assert [action for action in list_actions(function) if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action)] == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_resource_is_one_of_the_stack_and_a_wildcard_stands_only_for_objects(function: str) -> None:
    for resource in list_resources(function):
        text = json.dumps(resource)
        named = set(re.findall(r"\$\{(\w+)[.}]", text)) | set(re.findall(r'"Fn::GetAtt": \["(\w+)"', text))
        assert len(named) == 1, f"{text} names no resource of the stack"
        # The mail domain is the name of the identity, which a stack that sends no mail does not have.
        assert named <= {*RESOURCES, "MailDomain"}
        if "*" in text:
            assert resource["Fn::Sub"] in (
                "${Papers.Arn}/in/*", "${Papers.Arn}/slips/*", "${LedgerHeads.Arn}/heads/*",
                "${SecurityLog.Arn}/security/*",
            )  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_may_scan_delete_files_change_rights_or_make_log_groups(function: str) -> None:
    assert [action for action in list_actions(function) if NOBODY.fullmatch(action)] == []


@pytest.mark.parametrize("action", HOLDERS)
def test_a_sensitive_right_is_held_by_those_who_need_it(action: str) -> None:
    assert {function for function in FUNCTIONS if action in list_actions(function)} == HOLDERS[action]


def test_the_api_reaches_the_accounts_of_both_pools_and_lists_officers_alone() -> None:
    statements = [
        one for one in read_policy("api_handler") if any(each.startswith("cognito") for each in one["Action"])
    ]
    pools = [one["Resource"]["Fn::GetAtt"][0] for one in statements]
    assert pools == ["Officers", "Officers", "People"]
    assert "cognito-idp:ListUsers" not in statements[2]["Action"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_only_its_own_log(function: str) -> None:
    group = RESOURCES[build_logical_id(function)]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    written = [one for one in read_policy(function) if any(action.startswith("logs:") for action in one["Action"])]
    assert [one["Resource"] for one in written] == [{"Fn::GetAtt": [group, "Arn"]}]
    assert list_actions_on(function, group) == {"logs:CreateLogStream", "logs:PutLogEvents"}


@pytest.mark.parametrize("function", CALLED_BY_EVENTS)
def test_a_function_may_hand_on_the_event_that_it_could_not_handle(function: str) -> None:
    assert list_actions_on(function, "EventDeadLetters") == {"sqs:SendMessage"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_right_over_the_data_key_works_only_through_the_stores(function: str) -> None:
    found = [one for one in read_policy(function) if one["Resource"] == {"Fn::GetAtt": ["DataKey", "Arn"]}]
    if all(action.startswith("logs:") for action in list_actions(function)):
        assert found == [], "it reads no store"
        return
    (statement,) = found
    services = [str(one["Fn::Sub"]).split(".")[0] for one in statement["Condition"]["StringEquals"]["kms:ViaService"]]
    given = read_variables(function)
    assert ("s3" in services) == ("PAPERS_BUCKET" in given)
    assert ("secretsmanager" in services) == any(name.endswith("_SECRET_ARN") for name in given)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_reads_exactly_the_secrets_that_it_is_given(function: str) -> None:
    given = [value for name, value in read_variables(function).items() if name.endswith("_SECRET_ARN")]
    read = [one["Resource"] for one in read_policy(function) if one["Action"] == ["secretsmanager:GetSecretValue"]]
    assert sorted(map(str, read)) == sorted(map(str, given))


def test_signing_reads_only_the_partitions_of_heads() -> None:
    (statement,) = [
        one for one in read_policy("sign_ledger_heads") if one["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    ]
    assert statement["Action"] == ["dynamodb:Query"]
    (pattern,) = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert fnmatch.fnmatch(HEADS("2026-03-02"), pattern)
    assert not fnmatch.fnmatch("D#1", pattern)


def test_the_rights_over_files_match_where_the_code_puts_them() -> None:
    assert build_object_key("1", "2").startswith("in/")
    assert build_slip_key("1", "2").startswith("slips/")
    assert FOLDER == "heads/"


def test_only_the_function_that_writes_slips_may_and_it_touches_no_upload() -> None:
    slips = {"Fn::Sub": "${Papers.Arn}/slips/*"}
    rights = {
        name: {a for one in read_policy(name) if one["Resource"] == slips for a in one["Action"]} for name in FUNCTIONS
    }
    assert {name: actions for name, actions in rights.items() if actions} == {
        "api_handler": {"s3:GetObjectVersion"},
        "render_slips": {"s3:GetObject", "s3:PutObject"},
        "erase_records": {"s3:DeleteObjectVersion"},
    }
    assert {"Fn::Sub": "${Papers.Arn}/in/*"} not in list(list_resources("render_slips"))


def test_the_api_writes_no_row_of_the_security_log_and_changes_no_record_of_who_looked() -> None:
    allowed: dict[str, set[str]] = {}
    for one in read_policy("api_handler"):
        if one["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}:
            barred = one.get("Condition", {}).get("ForAllValues:StringNotLike", {}).get("dynamodb:LeadingKeys", [])
            allowed |= {action: set(barred) for action in one["Action"]}
    reads = {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"}
    assert {action for action, barred in allowed.items() if not barred} == reads
    assert allowed["dynamodb:PutItem"] == {"SEC*"}
    assert allowed["dynamodb:DeleteItem"] == allowed["dynamodb:UpdateItem"] == {"SEC*", "ACCESS#*"}
    record = SecurityRecord(
        datetime(2026, 12, 1, tzinfo=UTC), "t", "w", "a", "GET", "/", "r", ("d",), 200, "ok"
    )  # fmt: skip
    assert {row.pk[:3] for row in security_log.list_rows(record)} == {"SEC"}


def test_what_keeps_the_security_log_adds_and_neither_reads_nor_deletes_what_is_locked() -> None:
    assert list_actions_on("keep_security_log", "SecurityLog") == set()
    locked = [one for one in read_policy("keep_security_log") if "SecurityLog" in json.dumps(one["Resource"])]
    assert [one["Action"] for one in locked if "s3" in one["Action"][0]] == [["s3:PutObject"]]
    (table,) = [one for one in read_policy("keep_security_log") if one["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}]
    assert table["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["SEC*"]}}
    holders = {
        name for name in FUNCTIONS for one in read_policy(name) if "SecurityLog.Arn" in json.dumps(one["Resource"])
    }
    assert holders == {"keep_security_log"}


def test_what_erases_deletes_versions_of_dossiers_files_and_nothing_else() -> None:
    deletes = [one["Resource"] for one in read_policy("erase_records") if one["Action"] == ["s3:DeleteObjectVersion"]]
    assert deletes == [{"Fn::Sub": "${Papers.Arn}/in/*"}, {"Fn::Sub": "${Papers.Arn}/slips/*"}]
    (lists,) = [one for one in read_policy("erase_records") if one["Action"] == ["s3:ListBucketVersions"]]
    assert lists["Condition"] == {"StringLike": {"s3:prefix": ["in/*", "slips/*"]}}
    assert {one for one in list_actions("erase_records") if one.startswith(("s3:Get", "s3:Put"))} == set()


def test_what_parses_hostile_files_reads_uploads_and_has_no_other_right() -> None:
    rights = {(action, json.dumps(one["Resource"])) for one in read_policy("inspect_paper") for action in one["Action"]}
    assert rights == {
        ("s3:GetObjectVersion", '{"Fn::Sub": "${Papers.Arn}/in/*"}'),
        ("kms:Decrypt", '{"Fn::GetAtt": ["DataKey", "Arn"]}'),
        ("kms:DescribeKey", '{"Fn::GetAtt": ["DataKey", "Arn"]}'),
        ("logs:CreateLogStream", '{"Fn::GetAtt": ["InspectPaperLog", "Arn"]}'),
        ("logs:PutLogEvents", '{"Fn::GetAtt": ["InspectPaperLog", "Arn"]}'),
    }
    (keys,) = [one["Condition"] for one in read_policy("inspect_paper") if one["Sid"] == "DataKeyThroughTheStores"]
    assert keys == {"StringEquals": {"kms:ViaService": [{"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"}]}}
    assert not [name for name in read_variables("inspect_paper") if name.endswith(("_ARN", "_URL", "_FUNCTION"))]


def test_only_the_check_of_a_paper_calls_a_function_and_only_the_inspection() -> None:
    (call,) = [one for one in read_policy("on_paper_uploaded") if one["Action"] == ["lambda:InvokeFunction"]]
    assert call["Resource"] == {"Fn::GetAtt": ["InspectPaper", "Arn"]}
    assert read_variables("on_paper_uploaded")["INSPECTOR_FUNCTION"] == {"Ref": "InspectPaper"}


def test_reading_facts_as_they_come_is_a_right_to_the_stream_alone() -> None:
    stream = {"Fn::GetAtt": ["Table", "StreamArn"]}
    for function in FUNCTIONS:
        for statement in read_policy(function):
            reads = {action for action in statement["Action"] if re.search("Stream|GetRecords|GetShard", action)}
            assert not reads & {a for a in reads if a.startswith("dynamodb:")} or statement["Resource"] == stream
