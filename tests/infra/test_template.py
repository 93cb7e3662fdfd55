"""What the template promises. The local cloud accepts and ignores part of it, so it is all held here."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.heads import GRACE, last_ended
from chalicelib.domain.proving import LEVEL, NUMBER, PROVIDER
from chalicelib.domain.second_factor import LIVES
from chalicelib.domain.security_log import KEPT_FOR, LINE
from chalicelib.handlers.limit_officer_tokens import limit_officer_tokens
from chalicelib.provinces import LONGEST, known_provinces
from chalicelib.repositories.paper_store import UNREFERENCED
from chalicelib.repositories.secrets import parse_find, parse_keys, parse_links
from chalicelib.repositories.tables import LISTED, Row
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
    SIMULATED_STAGES,
    SYNC_NEEDS,
)
from chalicelib.steps.erase_records import RUNS_EVERY
from chalicelib.wiring_payments import SITE_NEEDS
from tests.infra.templates import (
    CALLED_BY_EVENTS,
    CHALICE,
    EDGE,
    FUNCTIONS,
    MAIN,
    RESOURCES,
    ROOT,
    decide,
    logical_id,
    of_type,
    refused_by,
    variables,
)

TABLE: dict[str, Any] = RESOURCES["Table"]["Properties"]
INDEXES: dict[str, Any] = {one["IndexName"]: one for one in TABLE["GlobalSecondaryIndexes"]}
KEPT = ("Table", "Papers", "LedgerHeads", "SecurityLog", "AccessLogs", "DataKey", "LedgerKey", "People",
        "GatewaySecret", "AppSecret", "LinkSecret", "FindSecret", "SmsSecret", "PortalSecret",
        "SessionSecret")  # fmt: skip
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
    "keep_security_log": {*EVERYWHERE, *SECURITY_NEEDS},
    "limit_officer_tokens": {*EVERYWHERE},
}
SAFE = {"EdgeSecret": "x" * 32, "SiteOrigin": "https://example.gov.vn", "Province": "hue"}


# ---- the table ----------------------------------------------------------------------------------------


def test_the_table_streams_is_encrypted_and_can_be_restored_to_any_second() -> None:
    assert TABLE["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert TABLE["SSESpecification"]["SSEType"] == "KMS"
    assert TABLE["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert TABLE["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert TABLE["BillingMode"] == "PAY_PER_REQUEST"


def test_what_expires_and_how_far_back_a_restore_reaches() -> None:
    assert TABLE["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert hasattr(Row, TABLE["TimeToLiveSpecification"]["AttributeName"])
    assert TABLE["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] <= 35


def test_every_index_is_declared_as_the_code_queries_it() -> None:
    assert set(INDEXES) == {Row.work.Meta.index_name, Row.owner.Meta.index_name, Row.due.Meta.index_name}
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
        assert decide(TABLE["DeletionProtectionEnabled"], {"Stage": stage}) is protected
        wanted = "ACTIVE" if protected else "INACTIVE"
        assert decide(RESOURCES["People"]["Properties"]["DeletionProtection"], {"Stage": stage}) == wanted


@pytest.mark.parametrize(("name", "key"), [("LinkSecret", "k1"), ("SessionSecret", "k1"), ("FindSecret", "key")])
def test_keys_of_our_own_are_made_by_chance_and_can_be_read(name: str, key: str) -> None:
    made = RESOURCES[name]["Properties"]["GenerateSecretString"]
    assert (made["GenerateStringKey"], made["PasswordLength"]) == (key, 64)
    text = json.dumps(json.loads(made["SecretStringTemplate"]) | {key: "x" * made["PasswordLength"]})
    assert parse_find(text) if name == "FindSecret" else parse_links(text).current == "k1"


def test_no_message_is_taken_before_the_providers_key_is_there() -> None:
    assert parse_keys(RESOURCES["SmsSecret"]["Properties"]["SecretString"]) == {}


# ---- papers and ledger heads --------------------------------------------------------------------------


@pytest.mark.parametrize("name", of_type("AWS::S3::Bucket"))
def test_a_bucket_is_private_versioned_encrypted_and_answers_over_tls_alone(name: str) -> None:
    bucket = of_type("AWS::S3::Bucket")[name]
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
    assert decide(rule["AllowedOrigins"], {"SiteOrigin": "https://a.vn", "CounterOrigin": ""}) == ["https://a.vn"]
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
    assert "WhoDidWhatIsKept" in refused_by(Stage="prod", SecurityLogOn="false", **SAFE)


def test_lines_of_the_security_log_leave_the_api_s_log_by_the_name_that_the_code_gives_them() -> None:
    lines = RESOURCES["SecurityLines"]["Properties"]
    assert lines["FilterPattern"] == f'{{ $.message = "{LINE}" }}'
    assert lines["LogGroupName"] == {"Ref": "ApiLog"}
    assert lines["DestinationArn"] == {"Fn::GetAtt": ["KeepSecurityLog", "Arn"]}
    assert RESOURCES["SecurityLinesPermission"]["Properties"]["SourceArn"] == {"Fn::GetAtt": ["ApiLog", "Arn"]}


def test_heads_are_signed_with_a_key_whose_public_half_verifies_offline() -> None:
    key = RESOURCES["LedgerKey"]["Properties"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")


# ---- what a stage may be ------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["staging", "prod"])
def test_a_real_stage_refuses_the_simulated_clock(stage: str) -> None:
    assert refused_by(Stage=stage, **SAFE) == set()
    assert "ClockIsRealOutsideLocalStages" in refused_by(Stage=stage, ClockOffsetSeconds="1", **SAFE)
    assert "ClockIsRealOutsideLocalStages" in refused_by(Stage=stage, AllowSimulatedClock="true", **SAFE)


def test_even_if_the_rule_were_gone_a_real_stage_would_be_told_real_time() -> None:
    moved = {"AllowSimulatedClock": "true", "ClockOffsetSeconds": "3600"}
    for function in FUNCTIONS:
        offset = variables(function)["CLOCK_OFFSET_SECONDS"]
        assert decide(offset, {"Stage": "prod", **moved}) == "0"
        assert decide(offset, {"Stage": "demo", **moved}) == "3600"


def test_a_local_stage_moves_its_clock_only_when_told_that_it_may() -> None:
    assert refused_by(Stage="local", ClockOffsetSeconds="-60") == {"ClockMovesOnlyWhenAllowed"}
    assert refused_by(Stage="local", ClockOffsetSeconds="-60", AllowSimulatedClock="true") == set()


def test_nobody_goes_around_the_edge_of_a_real_stage() -> None:
    assert refused_by(Stage="prod", SiteOrigin="https://example.gov.vn") == {"NobodyGoesAroundTheEdge"}


def test_federation_is_complete_or_absent() -> None:
    assert refused_by(Stage="local", FederationIssuer="https://id.example.gov.vn") == {"FederationIsComplete"}


def test_template_settings_and_packager_speak_of_the_same_stages_and_provinces() -> None:
    stages = set(MAIN["Parameters"]["Stage"]["AllowedValues"])
    assert stages == set(CHALICE["stages"])
    assert {stage for stage in stages if decide({"Condition": "LocalStage"}, {"Stage": stage})} == SIMULATED_STAGES
    for template in (MAIN, EDGE):
        code = template["Parameters"]["Province"]
        assert (code["AllowedPattern"], code["MaxLength"]) == ("[a-z]+(-[a-z]+)*", LONGEST)
        assert all(re.fullmatch(code["AllowedPattern"], each) for each in known_provinces())


def test_real_stages_never_get_the_stand_in_scanner() -> None:
    scanner = variables("on_paper_uploaded")["SCANNER"]
    assert [decide(scanner, {"Stage": stage}) for stage in ("staging", "prod", "local")] == [
        "managed",
        "managed",
        "eicar",
    ]


# ---- sign-in ------------------------------------------------------------------------------------------


def test_the_site_signs_in_by_code_and_proof_without_a_secret() -> None:
    client = RESOURCES["SiteClient"]["Properties"]
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert decide(client["CallbackURLs"], {"SiteOrigin": "https://a.vn", "CounterOrigin": ""}) == ["https://a.vn/"]


def test_tokens_are_short_lived_and_refresh_tokens_are_used_once() -> None:
    client = RESOURCES["SiteClient"]["Properties"]
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (15, "minutes")
    assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]


def test_accounts_are_made_by_an_operator_or_the_identity_provider() -> None:
    assert RESOURCES["People"]["Properties"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


# ---- functions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_what_it_needs_and_nothing_more(function: str) -> None:
    assert set(variables(function)) == NEEDS[function] | {"CLOCK_OFFSET_SECONDS", "POWERTOOLS_SERVICE_NAME"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_logs_to_its_own_group_for_a_limited_time(function: str) -> None:
    group = RESOURCES[logical_id(function)]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    log = RESOURCES[group]["Properties"]
    assert log["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert log["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    shared = [name for name in FUNCTIONS if name != function]
    groups = [RESOURCES[logical_id(name)]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"] for name in shared]
    assert group not in groups


@pytest.mark.parametrize("function", CALLED_BY_EVENTS)
def test_an_event_that_a_function_cannot_handle_is_kept(function: str) -> None:
    config = RESOURCES[logical_id(function)]["Properties"]["EventInvokeConfig"]
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["EventDeadLetters", "Arn"]}


@pytest.mark.parametrize("name", of_type("AWS::Events::Rule"))
def test_a_rule_may_call_its_function_and_keeps_what_it_cannot_deliver(name: str) -> None:
    (target,) = of_type("AWS::Events::Rule")[name]["Targets"]
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
    assert last_ended(run) == date(2026, 3, 1)
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


def test_officers_sign_in_with_a_second_factor_and_by_our_route_alone() -> None:
    pool, client, risks = (RESOURCES[name]["Properties"] for name in ("Officers", "OfficeClient", "OfficerRisks"))
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert [each["Name"] for each in pool["AccountRecoverySetting"]["RecoveryMechanisms"]] == ["admin_only"]
    assert (pool["UserPoolTier"], pool["UserPoolAddOns"]["AdvancedSecurityMode"]) == ("PLUS", "ENFORCED")
    assert risks["CompromisedCredentialsRiskConfiguration"]["Actions"] == {"EventAction": "BLOCK"}
    assert {"SIGN_IN", "PASSWORD_CHANGE"} == set(risks["CompromisedCredentialsRiskConfiguration"]["EventFilter"])
    assert RESOURCES["OfficerRisks"]["Condition"] == "RealStage"
    assert client["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    assert "AllowedOAuthFlows" not in client, "no page of the pool's own gives tokens"
    assert [each["UserPoolId"] for each in of_type("AWS::Cognito::UserPoolDomain").values()] == [{"Ref": "People"}]
    assert not {"name", "email"} & set(client["WriteAttributes"])
    assert timedelta(minutes=client["AuthSessionValidity"]) >= LIVES
    assert (client["TokenValidityUnits"]["AccessToken"], client["AccessTokenValidity"]) == ("minutes", 5)


def test_officers_tokens_are_given_without_the_right_over_their_account() -> None:
    pool = RESOURCES["Officers"]["Properties"]["LambdaConfig"]["PreTokenGenerationConfig"]
    assert pool == {"LambdaVersion": "V2_0", "LambdaArn": {"Fn::GetAtt": ["LimitOfficerTokens", "Arn"]}}
    permission = RESOURCES["LimitOfficerTokensPermission"]["Properties"]
    assert permission["SourceArn"] == {"Fn::GetAtt": ["Officers", "Arn"]}
    event = json.loads((ROOT / "events" / "limit_officer_tokens.json").read_text())
    answer = limit_officer_tokens(event, None)
    assert answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"] == {
        "scopesToSuppress": event["request"]["scopes"]
    }
    assert {name: answer[name] for name in event if name != "response"} == {
        name: event[name] for name in event if name != "response"
    }


def test_the_e_identity_provider_maps_number_and_level_into_attributes_that_the_client_reads() -> None:
    (provider,) = of_type("AWS::Cognito::UserPoolIdentityProvider").values()
    pool, client = (RESOURCES[name]["Properties"] for name in ("People", "SiteClient"))
    assert provider["UserPoolId"] == {"Ref": "People"}
    assert provider["ProviderName"] == PROVIDER
    assert set(provider["AttributeMapping"]) == {"username", "name", NUMBER, LEVEL}
    assert {f"custom:{each['Name']}" for each in pool["Schema"]} == {NUMBER, LEVEL}
    assert all(each["Mutable"] for each in pool["Schema"]), "each sign-in writes them again"
    assert {"name", NUMBER, LEVEL} <= set(client["ReadAttributes"]) & set(client["WriteAttributes"])
    assert "aws.cognito.signin.user.admin" not in client["AllowedOAuthScopes"], "nobody writes their own proof"
