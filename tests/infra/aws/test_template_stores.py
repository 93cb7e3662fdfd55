"""Guarantees of the template for the table, the buckets and the keys. The local cloud accepts and ignores part of
it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.security.security_log import KEPT_FOR, LINE
from chalicelib.repositories.aws.secrets import parse_find, parse_keys, parse_links
from chalicelib.repositories.dynamodb.table import LISTED, TableItem
from chalicelib.repositories.papers.paper_store import UNREFERENCED
from tests.infra.templates import (
    MAIN,
    RESOURCES,
    evaluate_expression,
    list_by_type,
    list_refusing_rules,
)

TABLE: dict[str, Any] = RESOURCES["Table"]["Properties"]
INDEXES: dict[str, Any] = {one["IndexName"]: one for one in TABLE["GlobalSecondaryIndexes"]}
KEPT = ("Table", "Papers", "LedgerHeads", "SecurityLog", "AccessLogs", "DataKey", "LedgerKey", "People",
        "GatewaySecret", "AppSecret", "LinkSecret", "FindSecret", "SmsSecret", "PortalSecret",
        "SessionSecret")  # fmt: skip
SAFE = {"EdgeSecret": "x" * 32, "SiteOrigin": "https://example.gov.vn", "Province": "hue"}


def test_the_table_streams_is_encrypted_and_can_be_restored_to_any_second() -> None:
    assert TABLE["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert TABLE["SSESpecification"]["SSEType"] == "KMS"
    assert TABLE["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert TABLE["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert TABLE["BillingMode"] == "PAY_PER_REQUEST"


def test_what_expires_and_how_far_back_a_restore_reaches() -> None:
    assert TABLE["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert hasattr(TableItem, TABLE["TimeToLiveSpecification"]["AttributeName"])
    assert TABLE["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] <= 35


def test_every_index_is_declared_as_the_code_queries_it() -> None:
    assert set(INDEXES) == {
        TableItem.work.Meta.index_name,
        TableItem.owner.Meta.index_name,
        TableItem.due.Meta.index_name,
    }
    for name, index in INDEXES.items():
        keys = [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]]
        assert keys == [(f"{name}_pk", "HASH"), (f"{name}_sk", "RANGE")]


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_projects_only_what_lists_show_and_never_the_version(name: str) -> None:
    projection = INDEXES[name]["Projection"]
    assert projection["ProjectionType"] == "INCLUDE"
    assert set(projection["NonKeyAttributes"]) <= set(LISTED)
    assert "version" not in projection["NonKeyAttributes"]


def test_what_cannot_be_made_again_outlives_its_stack() -> None:
    for name in KEPT:
        assert RESOURCES[name]["DeletionPolicy"] == RESOURCES[name]["UpdateReplacePolicy"] == "Retain", name


def test_only_real_stages_are_protected_from_deletion() -> None:
    for stage, protected in (("prod", True), ("staging", True), ("local", False), ("demo", False)):
        assert evaluate_expression(TABLE["DeletionProtectionEnabled"], {"Stage": stage}) is protected
        wanted = "ACTIVE" if protected else "INACTIVE"
        assert evaluate_expression(RESOURCES["People"]["Properties"]["DeletionProtection"], {"Stage": stage}) == wanted


@pytest.mark.parametrize(("name", "key"), [("LinkSecret", "k1"), ("SessionSecret", "k1"), ("FindSecret", "key")])
def test_keys_of_our_own_are_made_by_chance_and_can_be_read(name: str, key: str) -> None:
    made = RESOURCES[name]["Properties"]["GenerateSecretString"]
    assert (made["GenerateStringKey"], made["PasswordLength"]) == (key, 64)
    text = json.dumps(json.loads(made["SecretStringTemplate"]) | {key: "x" * made["PasswordLength"]})
    assert parse_find(text) if name == "FindSecret" else parse_links(text).current == "k1"


def test_no_message_is_taken_before_the_providers_key_is_there() -> None:
    assert parse_keys(RESOURCES["SmsSecret"]["Properties"]["SecretString"]) == {}


@pytest.mark.parametrize("name", list_by_type("AWS::S3::Bucket"))
def test_a_bucket_is_private_versioned_encrypted_and_answers_over_tls_alone(name: str) -> None:
    bucket = list_by_type("AWS::S3::Bucket")[name]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    denied = RESOURCES[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"][0]
    assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", "s3:*")
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_papers_are_encrypted_with_the_stacks_own_key_and_announce_themselves() -> None:
    papers = RESOURCES["Papers"]["Properties"]
    (rule,) = papers["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert papers["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"] is True
    event = RESOURCES["PaperUploadedRule"]["Properties"]["EventPattern"]["detail"]
    assert event == {"bucket": {"name": [{"Ref": "Papers"}]}, "object": {"key": [{"prefix": "in/"}]}}


def test_only_the_site_uploads_and_downloads_from_a_browser() -> None:
    (rule,) = RESOURCES["Papers"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert evaluate_expression(rule["AllowedOrigins"], {"SiteOrigin": "https://a.vn", "CounterOrigin": ""}) == [
        "https://a.vn"
    ]
    assert "*" not in rule["AllowedHeaders"]


def test_unreferenced_uploads_are_gone_after_a_week_and_old_versions_after_35_days() -> None:
    rules = {rule["Id"]: rule for rule in RESOURCES["Papers"]["Properties"]["LifecycleConfiguration"]["Rules"]}
    uploads = rules["unreferenced"]
    assert (uploads["Prefix"], uploads["ExpirationInDays"]) == ("in/", 7)
    assert uploads["TagFilters"] == [{"Key": UNREFERENCED, "Value": "yes"}]
    assert rules["old-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 35}
    # A rule that expires current versions without the tag would take papers away from their dossiers.
    assert [name for name, rule in rules.items() if "ExpirationInDays" in rule] == ["unreferenced"]


def test_nobody_can_remove_a_signed_head_before_its_time() -> None:
    heads = RESOURCES["LedgerHeads"]["Properties"]
    assert heads["ObjectLockEnabled"] is True
    retention = heads["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": "COMPLIANCE", "Days": {"Ref": "LedgerRetentionDays"}}


def test_nobody_can_remove_a_line_of_the_security_log_for_twelve_months_and_then_it_is_forgotten() -> None:
    log = RESOURCES["SecurityLog"]["Properties"]
    assert log["ObjectLockEnabled"] is True
    retention = log["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": "COMPLIANCE", "Days": {"Ref": "SecurityLogDays"}}
    days = MAIN["Parameters"]["SecurityLogDays"]["Default"]
    assert timedelta(days=days) >= KEPT_FOR
    (rule,) = log["LifecycleConfiguration"]["Rules"]
    assert days < rule["ExpirationInDays"] <= days + 31
    assert "WhoDidWhatIsKept" in list_refusing_rules(Stage="prod", SecurityLogOn="false", **SAFE)


def test_lines_of_the_security_log_leave_the_api_s_log_by_the_name_that_the_code_gives_them() -> None:
    lines = RESOURCES["SecurityLines"]["Properties"]
    assert lines["FilterPattern"] == f'{{ $.message = "{LINE}" }}'
    assert lines["LogGroupName"] == {"Ref": "ApiLog"}
    assert lines["DestinationArn"] == {"Fn::GetAtt": ["KeepSecurityLog", "Arn"]}
    assert RESOURCES["SecurityLinesPermission"]["Properties"]["SourceArn"] == {"Fn::GetAtt": ["ApiLog", "Arn"]}


def test_heads_are_signed_with_a_key_whose_public_half_verifies_offline() -> None:
    key = RESOURCES["LedgerKey"]["Properties"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
