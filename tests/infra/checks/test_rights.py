"""The rights of a deployment: least rights by name, and every role under the account's boundary."""

from __future__ import annotations

import copy
import fnmatch
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.checks import rights
from infra.release.template import BOUNDARY, limit_roles
from tests.infra.templates import EDGE, FUNCTIONS, MAIN, ROOT, list_by_type, read_policy

ACCOUNT: dict[str, Any] = yaml.safe_load((ROOT / "infra" / "account.yaml").read_text())
MAKES = {
    "AWS::CloudFront::Distribution": "cloudfront:CreateDistribution",
    "AWS::CloudFront::Function": "cloudfront:CreateFunction",
    "AWS::CloudFront::OriginAccessControl": "cloudfront:CreateOriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy": "cloudfront:CreateResponseHeadersPolicy",
    "AWS::CloudWatch::Alarm": "cloudwatch:PutMetricAlarm",
    "AWS::Cognito::UserPool": "cognito-idp:CreateUserPool",
    "AWS::Cognito::UserPoolClient": "cognito-idp:CreateUserPoolClient",
    "AWS::Cognito::UserPoolDomain": "cognito-idp:CreateUserPoolDomain",
    "AWS::Cognito::UserPoolIdentityProvider": "cognito-idp:CreateIdentityProvider",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": "cognito-idp:SetRiskConfiguration",
    "AWS::DynamoDB::Table": "dynamodb:CreateTable",
    "AWS::Events::Rule": "events:PutRule",
    "AWS::GuardDuty::MalwareProtectionPlan": "guardduty:CreateMalwareProtectionPlan",
    "AWS::IAM::Role": "iam:CreateRole",
    "AWS::KMS::Key": "kms:CreateKey",
    "AWS::Lambda::EventSourceMapping": "lambda:CreateEventSourceMapping",
    "AWS::Lambda::Permission": "lambda:AddPermission",
    "AWS::Logs::LogGroup": "logs:CreateLogGroup",
    "AWS::Logs::SubscriptionFilter": "logs:PutSubscriptionFilter",
    "AWS::S3::Bucket": "s3:CreateBucket",
    "AWS::S3::BucketPolicy": "s3:PutBucketPolicy",
    "AWS::SES::ConfigurationSet": "ses:CreateConfigurationSet",
    "AWS::SES::ConfigurationSetEventDestination": "ses:CreateConfigurationSetEventDestination",
    "AWS::SES::EmailIdentity": "ses:CreateEmailIdentity",
    "AWS::SNS::Subscription": "sns:Subscribe",
    "AWS::SNS::Topic": "sns:CreateTopic",
    "AWS::SNS::TopicPolicy": "sns:SetTopicAttributes",
    "AWS::SQS::Queue": "sqs:CreateQueue",
    "AWS::SQS::QueuePolicy": "sqs:SetQueueAttributes",
    "AWS::SecretsManager::Secret": "secretsmanager:CreateSecret",
    "AWS::WAFv2::WebACL": "wafv2:CreateWebACL",
}
"""The right that makes a resource of each type."""


def list_statements(template: dict[str, Any], holder: str) -> list[dict[str, Any]]:
    """The statements of a role or policy of the account, to be changed in place."""
    given = template["Resources"][holder]["Properties"]
    documents = [one["PolicyDocument"] for one in given.get("Policies", ())] or [given["PolicyDocument"]]
    return [one for document in documents for one in document["Statement"]]


def test_what_stands_there_has_no_fault() -> None:
    assert rights.find_faults(ACCOUNT) == []


def _change_statement(holder: str, sid: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    def apply_change(template: dict[str, Any]) -> None:
        (one,) = [each for each in list_statements(template, holder) if each["Sid"] == sid]
        one.update(changes)

    return apply_change


def _add_statement(holder: str, action: str, resource: Any = "*") -> Callable[[dict[str, Any]], None]:
    """One more statement, in the name of one that has a reason to be broad."""
    sid = {"StackRole": "MakeKeys", "DeployRole": "RefreshPages", "StackRights": "MakePools", "Boundary": "Streams"}[
        holder
    ]

    def apply_addition(template: dict[str, Any]) -> None:
        (one,) = [each for each in list_statements(template, holder) if each["Sid"] == sid]
        one["Action"] = [one["Action"], action] if isinstance(one["Action"], str) else [*one["Action"], action]
        one["Resource"] = resource

    return apply_addition


def _remove_condition(holder: str, sid: str) -> Callable[[dict[str, Any]], None]:
    def apply_removal(template: dict[str, Any]) -> None:
        (one,) = [each for each in list_statements(template, holder) if each["Sid"] == sid]
        del one["Condition"]

    return apply_removal


def _attach_managed_policy(template: dict[str, Any]) -> None:
    template["Resources"]["DeployRole"]["Properties"]["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/PowerUserAccess"]


def _change_trust(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def apply_trust(template: dict[str, Any]) -> None:
        (one,) = template["Resources"]["DeployRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        one["Condition"]["StringLike"] = {name: value}

    return apply_trust


WIDER: dict[str, Callable[[dict[str, Any]], None]] = {
    "a policy of the provider's": _attach_managed_policy,
    "every action": _change_statement("StackRole", "Tables", Action="*"),
    "every action of a service": _change_statement("StackRole", "Tables", Action=["dynamodb:*"]),
    "a part of a service": _change_statement("StackRole", "Buckets", Action=["s3:Put*"]),
    "every resource": _change_statement("StackRole", "Tables", Resource="*"),
    "every role": _change_statement("StackRole", "KeepRoles", Resource="arn:aws:iam::123456789012:role/*"),
    "every stack": _change_statement("DeployRole", "ChangeStacks", Resource="*"),
    "every bucket": _change_statement("DeployRole", "UploadPages", Resource="arn:aws:s3:::*"),
    "roles without the boundary": _remove_condition("StackRole", "MakeRolesWithinBoundary"),
    "roles under another boundary": _change_statement(
        "StackRole", "MakeRolesWithinBoundary", Condition={"StringLike": {"iam:PermissionsBoundary": "*"}}
    ),
    "a role lent to anybody": _remove_condition("StackRole", "LendRoles"),
    "the stack's role lent to anybody": _remove_condition("DeployRole", "LendStackRole"),
    "taking boundaries away": _add_statement("StackRole", "iam:DeleteRolePermissionsBoundary"),
    "rewriting the boundary": _add_statement("StackRole", "iam:CreatePolicyVersion"),
    "attaching policies of the provider": _add_statement("StackRole", "iam:AttachRolePolicy"),
    "a user with keys": _add_statement("StackRole", "iam:CreateAccessKey"),
    "another identity provider": _add_statement("StackRights", "iam:CreateOpenIDConnectProvider"),
    "another account's role": _add_statement("DeployRole", "sts:AssumeRole"),
    "reading dossiers": _add_statement("StackRole", "dynamodb:Query"),
    "changing dossiers": _add_statement("DeployRole", "dynamodb:PutItem"),
    "deleting papers": _add_statement("StackRole", "s3:DeleteObject"),
    "deleting the table": _add_statement("StackRole", "dynamodb:DeleteTable"),
    "deleting a key": _add_statement("StackRole", "kms:ScheduleKeyDeletion"),
    "going around the ledger's lock": _add_statement("Boundary", "s3:BypassGovernanceRetention"),
    "reading logs": _add_statement("StackRights", "logs:FilterLogEvents"),
    "making accounts of people": _add_statement("StackRights", "cognito-idp:AdminCreateUser"),
    "a function that makes roles": _add_statement("Boundary", "iam:CreateRole"),
    "a function that takes roles": _add_statement("Boundary", "sts:AssumeRole"),
    "the same in other letters": _add_statement("StackRole", "IAM:attachrolepolicy"),
    "roles without the boundary in other letters": _add_statement("StackRole", "iam:createrole"),
    "a service that no stack is made of": _add_statement("StackRole", "ec2:RunInstances"),
    "a role for a service of the provider": _add_statement("StackRole", "iam:CreateServiceLinkedRole"),
    "anything that the provider adds for roles": _add_statement("StackRights", "iam:DoSomethingNew"),
    "a function that opens a key": _add_statement("Boundary", "kms:PutKeyPolicy"),
    "a function that lends a key": _add_statement("Boundary", "kms:CreateGrant"),
    "a key of another place": _add_statement("StackRole", "kms:ReplicateKey"),
    "a function that the network may call": _add_statement("StackRole", "lambda:CreateFunctionUrlConfig"),
    "calling functions": _add_statement("DeployRole", "lambda:InvokeFunction"),
    "copying the table": _add_statement("StackRole", "dynamodb:ExportTableToPointInTime"),
    "the table opened to others": _add_statement("StackRole", "dynamodb:PutResourcePolicy"),
    "copying buckets": _add_statement("StackRole", "s3:PutReplicationConfiguration"),
    "taking a hold off a file": _add_statement("Boundary", "s3:PutObjectLegalHold"),
    "reading versions of papers": _add_statement("StackRole", "s3:GetObjectVersion"),
    "secrets opened to others": _add_statement("StackRole", "secretsmanager:PutResourcePolicy"),
    "following logs": _add_statement("StackRights", "logs:StartLiveTail"),
    "deleting the accounts": _add_statement("StackRights", "cognito-idp:DeleteUserPool"),
    "locking officers out": _add_statement("Boundary", "cognito-idp:AdminDisableUser"),
    "a statement without a purpose": _change_statement("StackRole", "Queues", Sid=""),
    "any branch of the repository": _change_trust("token.actions.githubusercontent.com:sub", "repo:own/motcua:*"),
    "any repository": _change_trust("token.actions.githubusercontent.com:sub", "*"),
}


@pytest.mark.parametrize("name", WIDER)
def test_a_wider_right_is_refused(name: str) -> None:
    changed = copy.deepcopy(ACCOUNT)
    WIDER[name](changed)
    assert rights.find_faults(changed)


def test_a_broad_resource_needs_a_reason_and_a_reason_a_broad_resource(tmp_path: Path) -> None:
    known = rights.read_reasons()
    file = tmp_path / "reasons.yaml"
    file.write_text(yaml.safe_dump({name: why for name, why in known.items() if name != "StackRole.MakeKeys"}))
    assert rights.find_faults(ACCOUNT, file) == ["StackRole.MakeKeys: a resource without our name, and no reason"]
    file.write_text(yaml.safe_dump({**known, "StackRole.Tables": "it is easier"}))
    assert rights.find_faults(ACCOUNT, file) == ["StackRole.Tables: the reason is no longer needed"]
    file.write_text("StackRole.MakeKeys: ' '")
    with pytest.raises(ValueError, match="without a reason"):
        rights.find_faults(ACCOUNT, file)


def test_every_role_of_a_stack_is_made_under_the_boundary() -> None:
    template: dict[str, Any] = {
        "Resources": {
            "Reader": {"Type": "AWS::IAM::Role", "Properties": {"Policies": []}},
            "Scanner": {"Type": "AWS::IAM::Role", "Condition": "RealStage", "Properties": {"Policies": []}},
            "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
        }
    }
    assert rights.find_unbounded_roles(template) == [
        "Reader: a role without the boundary",
        "Scanner: a role without the boundary",
    ]
    limit_roles(template)
    assert rights.find_unbounded_roles(template) == []
    assert template["Resources"]["Table"]["Properties"] == {}
    assert "Fn::If" not in template["Resources"]["Scanner"]["Properties"]["PermissionsBoundary"], "always, where it is"
    name = ACCOUNT["Resources"]["Boundary"]["Properties"]["ManagedPolicyName"]["Fn::Sub"]
    assert BOUNDARY["Fn::If"][0] == "RealStage"
    assert BOUNDARY["Fn::If"][1]["Fn::Sub"].endswith(f":policy/{name}")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_boundary_leaves_a_function_what_its_policy_gives(function: str) -> None:
    bounded = {action for one in rights.list_statements(ACCOUNT) if one.holder == "Boundary" for action in one.actions}
    assert {action for one in read_policy(function) for action in one["Action"]} <= bounded


def test_the_boundary_leaves_the_scan_what_its_role_has() -> None:
    bounded = {action for one in rights.list_statements(ACCOUNT) if one.holder == "Boundary" for action in one.actions}
    for role in list_by_type("AWS::IAM::Role").values():
        for document in (one["PolicyDocument"] for one in role["Policies"]):
            given = [
                action
                for one in document["Statement"]
                for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
            ]
            assert set(given) <= bounded


def test_the_stacks_role_makes_every_type_that_a_stack_has() -> None:
    held = {
        action
        for one in rights.list_statements(ACCOUNT)
        if one.holder in ("StackRole", "StackRights")
        for action in one.actions
    }
    types = {one["Type"] for template in (MAIN, EDGE) for one in template["Resources"].values() if "Type" in one}
    lacking = {kind: MAKES.get(kind) for kind in types if MAKES.get(kind) not in held}
    assert lacking == {}
    assert {"lambda:CreateFunction", "lambda:PublishLayerVersion", "apigateway:POST", "iam:PassRole"} <= held


@pytest.mark.parametrize("holder", ["StackRole", "StackRights", "DeployRole", "Boundary"])
def test_a_policy_fits_into_what_iam_takes(holder: str) -> None:
    """10,240 letters for all policies of a role, 6,144 for a managed one, with the account's number filled in."""
    text = "".join(json.dumps(one, separators=(",", ":")) for one in list_statements(ACCOUNT, holder))
    assert len(text) < (10_000 if holder.endswith("Role") else 6_000)


def test_names_of_the_pipelines_own_roles_are_not_those_that_stacks_may_change() -> None:
    """The account's stack is named motcua-account (docs/operate.md): its roles are outside the stacks' pattern."""
    (resource,) = {
        json.dumps(r) for one in rights.list_statements(ACCOUNT) if one.sid == "KeepRoles" for r in one.resources
    }
    pattern = json.loads(resource)["Fn::Sub"].rpartition("/")[2].replace("${Stage}", "prod")
    assert fnmatch.fnmatch("motcua-prod-hue-ApiHandlerRole-ABC", pattern)
    assert not fnmatch.fnmatch("motcua-account-StackRole-ABC", pattern)
    assert "--stack-name motcua-account" in (ROOT / "docs" / "operate.md").read_text()
