"""Checks the rights of the pipeline and its stacks as data: least rights, and a boundary on every role.

`find_faults` reads infra/account.yaml; `find_unbounded_roles` a template of a stack. A resource or an action that is
wider than this project's own names needs a reason in infra/rights-exceptions.yaml, all of it and no more.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from infra.paths import ROOT
from infra.release.template import find_boundary

EXCEPTIONS = ROOT / "infra" / "rights-exceptions.yaml"
ROLES = ("DeployRole", "StackRole")
"""The roles that a deployment acts under."""
PIPELINE = (*ROLES, "StackRights")

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z]+")
_OWN_NAME = re.compile(
    r"motcua-|/motcua/|transform/Serverless-2016-10-31|:log-group:sns/|DO-NOT-DELETE-AmazonGuardDuty"
)
"""The pattern of our own resources, or of one named resource of the provider."""
_BOUND = frozenset({"iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"})
"""Rights by which a role could come to do more than the boundary, unless the boundary is demanded with them."""
_SERVICES = frozenset({
    "apigateway", "cloudformation", "cloudfront", "cloudwatch", "cognito-idp", "dynamodb", "events", "guardduty", "iam",
    "kms", "lambda", "logs", "s3", "secretsmanager", "ses", "sns", "sqs", "wafv2",
})  # fmt: skip
"""The services that stacks are made of. A right in another one is nobody's."""
_ROLES = frozenset({
    "CreateRole", "DeleteRole", "DeleteRolePolicy", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies",
    "ListRolePolicies", "PassRole", "PutRolePermissionsBoundary", "PutRolePolicy", "TagRole", "UntagRole",
    "UpdateAssumeRolePolicy", "UpdateRole",
})  # fmt: skip
_KEYS = frozenset({
    "CreateGrant", "CreateKey", "Decrypt", "DescribeKey", "EnableKeyRotation", "GenerateDataKey", "GetKeyPolicy",
    "GetKeyRotationStatus", "ListResourceTags", "PutKeyPolicy", "TagResource", "UntagResource", "UpdateKeyDescription",
})  # fmt: skip
_USES_OF_KEYS = frozenset({"Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "Sign"})
_ONLY: Mapping[tuple[bool, str], frozenset[str]] = {
    (True, "iam"): _ROLES, (False, "iam"): frozenset(), (True, "kms"): _KEYS, (False, "kms"): _USES_OF_KEYS,
}  # fmt: skip
"""All that the pipeline (True) and functions (False) may do with roles and keys: what is not named here could come to
do more, or undo the boundary, with later additions of the provider."""
_NEVER = (
    "cognito-idp:AdminAdd*", "cognito-idp:AdminConfirm*", "cognito-idp:AdminDisable*", "cognito-idp:AdminEnable*",
    "cognito-idp:AdminForget*", "cognito-idp:AdminLink*", "cognito-idp:AdminRemove*", "cognito-idp:AdminReset*",
    "cognito-idp:AdminSetUserMFA*", "cognito-idp:AdminSetUserSettings", "cognito-idp:AdminUpdate*",
    "cognito-idp:*ImportJob", "cognito-idp:DeleteUserPool",
    "dynamodb:DeleteTable", "dynamodb:*Backup", "dynamodb:*FromBackup", "dynamodb:*ResourcePolicy",
    "dynamodb:*Replica*", "dynamodb:Export*", "dynamodb:Import*", "dynamodb:*KinesisStreamingDestination",
    "dynamodb:PartiQL*", "dynamodb:*ToPointInTime", "dynamodb:Scan", "lambda:AddLayerVersionPermission",
    "lambda:*FunctionUrl*", "logs:*Destination*", "logs:*ExportTask", "logs:*Query*", "logs:FilterLogEvents",
    "logs:GetLog*", "logs:StartLiveTail", "logs:Unmask", "s3:*AccessGrant*", "s3:*AccessPoint*", "s3:*Job",
    "s3:*LegalHold", "s3:*Replica*", "s3:Bypass*", "s3:DeleteBucket", "s3:ObjectOwnerOverride*",
    "s3:PutBucketWebsite", "s3:PutInventoryConfiguration", "s3:RestoreObject", "secretsmanager:*ResourcePolicy",
    "secretsmanager:DeleteSecret", "secretsmanager:Replicate*", "sns:AddPermission", "sqs:AddPermission",
)  # fmt: skip
"""Rights that neither the pipeline nor any function needs: over accounts, over what is locked or kept, and to open a
store, a log or a function to others."""
_READ_ONLY = frozenset({"dynamodb:GetResourcePolicy", "dynamodb:DescribeKinesisStreamingDestination"})
"""What CloudFormation looks at when it makes a table, though the patterns above name it."""
_CONTENT = (
    "cognito-idp:Admin*", "cognito-idp:ListUsers", "dynamodb:Batch*", "dynamodb:ConditionCheckItem",
    "dynamodb:*Item", "dynamodb:Query", "dynamodb:GetRecords",
    "lambda:Invoke*", "logs:PutLogEvents", "s3:DeleteObject*", "s3:GetObjectVersion*", "s3:PutObjectRetention",
    "ses:Send*", "sns:Publish*", "sqs:ReceiveMessage", "sqs:SendMessage",
)  # fmt: skip
"""Rights to read or change what stacks hold: for functions, never for the pipeline."""


class Statement(NamedTuple):
    """One statement of a policy, with what holds it."""

    holder: str
    sid: str
    actions: tuple[str, ...]
    resources: tuple[Any, ...]
    condition: Mapping[str, Any]


def list_statements(template: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield every statement of the policies that the account's template gives its roles, and of the boundary."""
    for name, resource in template["Resources"].items():
        given = resource.get("Properties", {})
        documents = [each["PolicyDocument"] for each in given.get("Policies", ())]
        documents += [given["PolicyDocument"]] if resource["Type"] == "AWS::IAM::ManagedPolicy" else []
        for document in documents:
            for one in document["Statement"]:
                yield Statement(
                    name,
                    str(one.get("Sid", "")),
                    tuple(_convert_to_list(one.get("Action", "*"))),
                    tuple(_convert_to_list(one.get("Resource", "*"))),
                    one.get("Condition", {}),
                )


def find_faults(template: Mapping[str, Any], exceptions: Path = EXCEPTIONS) -> list[str]:
    """Return rights that are too wide or lack the boundary; empty for a correct template."""
    statements = list(list_statements(template))
    reasons = read_reasons(exceptions)
    broad = {f"{one.holder}.{one.sid}" for one in statements if any(map(_is_broad, one.resources))}
    faults = [f"{name}: a resource without our name, and no reason" for name in sorted(broad - set(reasons))]
    faults += [f"{name}: the reason is no longer needed" for name in sorted(set(reasons) - broad)]
    for one in statements:
        faults += [f"{one.holder}.{one.sid}: {fault}" for fault in _list_statement_faults(one)]
    return [*faults, *_list_role_faults(template)]


def read_reasons(file: Path = EXCEPTIONS) -> dict[str, str]:
    """Return the reasons for wider statements, by holder and Sid. ValueError for one without a reason."""
    found: dict[str, str] = yaml.safe_load(file.read_text())
    if empty := [name for name, reason in found.items() if not str(reason or "").strip()]:
        raise ValueError(f"exceptions without a reason: {', '.join(empty)}")
    return found


def find_unbounded_roles(template: Mapping[str, Any]) -> list[str]:
    """Return roles of a stack's template that are not made under the account's boundary."""
    return [
        f"{name}: a role without the boundary"
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
        and resource["Properties"].get("PermissionsBoundary") != find_boundary(resource)
    ]


def _list_statement_faults(one: Statement) -> Iterator[str]:
    if not one.sid:
        yield "a statement says what it is for (Sid)"
    for action in one.actions:
        if not _ACTION.fullmatch(action):
            yield f"{action} is no single action"
        if _is_nobodys(action, pipeline=one.holder in PIPELINE):
            yield f"{action} is nobody's here"
        if one.holder in PIPELINE and _is_one_of(action, _CONTENT):
            yield f"{action} reads or changes what a stack holds"
    actions = {action.lower() for action in one.actions}
    if {each.lower() for each in _BOUND} & actions and "iam:PermissionsBoundary" not in one.condition.get(
        "StringEquals", {}
    ):
        yield "roles are made and given rights under the boundary alone"
    if "iam:passrole" in actions and "iam:PassedToService" not in one.condition.get("StringEquals", {}):
        yield "a role is lent to named services alone"


def _list_role_faults(template: Mapping[str, Any]) -> Iterator[str]:
    for name in ROLES:
        given = template["Resources"].get(name, {}).get("Properties", {})
        if given.get("ManagedPolicyArns") or not given.get("Policies"):
            yield f"{name}: its rights are its own list, not a policy of the provider's"
    trust = json.dumps(
        template["Resources"].get("DeployRole", {}).get("Properties", {}).get("AssumeRolePolicyDocument")
    )
    if "repo:${Repository}:environment:${Stage}-*" not in trust or "sts.amazonaws.com" not in trust:
        yield "DeployRole: lent to this repository's environments of the stage alone"


def _is_nobodys(action: str, *, pipeline: bool) -> bool:
    service, _, name = action.lower().partition(":")
    only = _ONLY.get((pipeline, service))
    if service not in _SERVICES or (only is not None and name not in {each.lower() for each in only}):
        return True
    return action not in _READ_ONLY and _is_one_of(action, _NEVER)


def _is_one_of(action: str, patterns: Iterable[str]) -> bool:
    """Compare names as IAM does, which ignores case."""
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def _convert_to_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_broad(resource: Any) -> bool:
    """Return whether a resource could be somebody else's: neither one of the template nor of our names."""
    if isinstance(resource, dict) and ("Fn::GetAtt" in resource or "Ref" in resource):
        return False
    return not _OWN_NAME.search(json.dumps(resource))
