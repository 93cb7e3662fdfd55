"""Deploys one province's stack by CloudFormation, to real AWS and to the local cloud alike.

    python -m infra.aws.deploy --stage prod --province CODE [--provinces DIR] [--parameter Name=value …] [--package DIR]

`--package` takes a package that was made before instead of making one. Prints the stack's outputs as
JSON. Only the environment (AWS_ENDPOINT_URL, credentials) selects the cloud.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError, PartialCredentialsError

from chalicelib.domain.shared.timezone import VIETNAM
from infra.aws.artifacts import provide_artifact_bucket, upload_archives, upload_template
from infra.aws.clients import Aws
from infra.aws.site_addresses import find_legal_addresses
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, find_provinces
from infra.release.package import REAL_STAGES, PackagingFailed, StackPackage, package_stage, read_package

STAGES = ("local", "demo", "test", "staging", "prod")
# Their stacks hold people's dossiers.
PROTECTED = REAL_STAGES
DIGEST = "ProvinceDigest"
"""The parameter that records which folder of data a stack serves."""
SIGNED_OUT = (NoCredentialsError, PartialCredentialsError)
"""What a call answers where nobody is signed in to the cloud."""
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_COMPLETE"}
# Of a resource that a failed creation made and that is still there.
_MADE = {"CREATE_COMPLETE", "DELETE_FAILED", "DELETE_SKIPPED"}


class DeployFailed(RuntimeError):
    """CloudFormation refused or rolled back; the message lists its reasons."""


def name_stack(stage: str, province: str) -> str:
    """Return the name of a province's stack in a stage."""
    return f"motcua-{stage}-{province}"


def deploy_stack(
    aws: Aws,
    name: str,
    made: StackPackage,
    parameters: Mapping[str, str],
    timeout: float = 1800,
    *,
    protected: bool = False,
    role: str = "",
) -> dict[str, str]:
    """Bring stack `name` to the package and parameters, within `timeout` seconds; return the stack's outputs.

    A parameter not given keeps its present value, or its default in a new stack. A `protected` stack cannot be
    deleted by accident. CloudFormation acts under `role` where one is given, else with the caller's rights.
    Raises DeployFailed with the failed resources and their reasons.
    """
    bucket = provide_artifact_bucket(aws)
    template = upload_archives(aws, bucket, made)
    url = upload_template(aws, bucket, json.dumps(template, ensure_ascii=False).encode())
    cloudformation = aws.client("cloudformation")
    present = _find_present_stack(aws, name, timeout, role)
    wanted = _list_parameters(template, parameters, present)
    source = {"TemplateURL": url, **_list_role_arguments(role)}
    _update_stack(cloudformation, name, source, wanted, present is not None, timeout)
    if protected:
        cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    return read_outputs(aws, name)


def build_province_parameters(
    aws: Aws, name: str, made: StackPackage, province: str, accepted: str = ""
) -> dict[str, str]:
    """Return the digest of the province's folder, as the stack records it.

    Raises DeployFailed for a province that the package does not carry, and for a folder from outside the tree that is
    changed since the deployment, unless its new digest is `accepted` by name: only the stack keeps its history.
    """
    if province not in made.provinces:
        raise DeployFailed(f"{province}: the package has no such province, only {', '.join(sorted(made.provinces))}")
    digest = made.provinces[province]
    present = _describe_stack(aws.client("cloudformation"), name) if province in made.outside else None
    known = {each["ParameterKey"]: each["ParameterValue"] for each in (present or {}).get("Parameters", [])}
    before = known.get(DIGEST, "")
    if before not in ("", digest) and accepted != digest:
        raise DeployFailed(
            f"{province}: the folder has changed since it was deployed: its digest was {before} and is {digest}; "
            "deploy it with this new digest (--province-digest, or PROVINCE_DIGEST of make) once the change is agreed"
        )
    return {DIGEST: digest}


def update_parameters(aws: Aws, name: str, changes: Mapping[str, str], timeout: float = 300) -> None:
    """Change parameters of the deployed stack and nothing else, waiting until the change is served."""
    cloudformation = aws.client("cloudformation")
    present = _describe_stack(cloudformation, name)
    if present is None:
        raise DeployFailed(f"{name}: no such stack")
    kept = {entry["ParameterKey"] for entry in present.get("Parameters", [])}
    if unknown := set(changes) - kept:
        raise DeployFailed(f"{name}: the template has no parameter {', '.join(sorted(unknown))}")
    wanted = [_build_parameter(key, changes.get(key)) for key in sorted(kept)]
    _update_stack(cloudformation, name, {"UsePreviousTemplate": True}, wanted, True, timeout)


def read_outputs(aws: Aws, name: str) -> dict[str, str]:
    """Return the outputs of a deployed stack."""
    stack = _describe_stack(aws.client("cloudformation"), name)
    if stack is None:
        raise DeployFailed(f"{name}: no such stack")
    return {entry["OutputKey"]: entry["OutputValue"] for entry in stack.get("Outputs", [])}


def delete_stack(aws: Aws, name: str, timeout: float = 600) -> None:
    """Delete the stack; resources with a Retain policy stay."""
    cloudformation = aws.client("cloudformation")
    stack = _describe_stack(cloudformation, name)
    if stack is not None:
        cloudformation.delete_stack(StackName=stack["StackId"])
        _wait_for_stack(cloudformation, stack["StackId"], timeout)


def _update_stack(
    cloudformation: Any,
    name: str,
    source: dict[str, Any],
    parameters: list[dict[str, Any]],
    exists: bool,
    timeout: float,
) -> None:
    request = {"StackName": name, "Parameters": parameters, "Capabilities": CAPABILITIES, **source}
    started = time.time()
    try:
        # Never wait before this call has answered: a wait after a refused update never ends.
        # A failed creation removes its resources, also those that a later deletion would keep.
        create = {**request, "RetainExceptOnCreate": True}
        answer = cloudformation.update_stack(**request) if exists else cloudformation.create_stack(**create)
    except ClientError as refused:
        if "No updates are to be performed" in str(refused):
            return
        raise DeployFailed(f"{name}: {refused}") from refused
    status = _wait_for_stack(cloudformation, answer["StackId"], timeout)
    if status not in _DONE:
        reasons = "\n".join(_list_failures(cloudformation, answer["StackId"], started))
        raise DeployFailed(f"{name}: {status}\n{reasons}")


def _describe_stack(cloudformation: Any, name: str) -> dict[str, Any] | None:
    try:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack


def _list_role_arguments(role: str) -> dict[str, str]:
    return {"RoleARN": role} if role else {}


def _find_present_stack(aws: Aws, name: str, timeout: float, role: str) -> dict[str, Any] | None:
    """Return the stack as it stands. A stack whose creation failed has served nobody and can only be deleted, which
    happens here."""
    cloudformation = aws.client("cloudformation")
    stack = _describe_stack(cloudformation, name)
    if stack is None or stack["StackStatus"] not in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"}:
        return stack
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack["StackId"])
    remove_empty_tables(aws, [each for page in pages for each in page["StackResourceSummaries"]])
    cloudformation.delete_stack(StackName=stack["StackId"], **_list_role_arguments(role))
    _wait_for_stack(cloudformation, stack["StackId"], timeout)
    return None


def remove_empty_tables(aws: Aws, resources: Sequence[Mapping[str, str]]) -> None:
    """Remove tables among the resources of a failed creation that its rollback could not remove, since they are
    protected: the next creation needs their names. Raises DeployFailed for one that holds anything."""
    made = [each for each in resources if each["ResourceStatus"] in _MADE]
    dynamodb = aws.client("dynamodb")
    for table in (each["PhysicalResourceId"] for each in made if each["ResourceType"] == "AWS::DynamoDB::Table"):
        try:
            empty = not dynamodb.scan(TableName=table, Limit=1)["Items"]
        except dynamodb.exceptions.ResourceNotFoundException:
            continue
        if not empty:
            raise DeployFailed(f"the table {table} holds data, though its stack was never finished: look at it first")
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=table)
        dynamodb.delete_table(TableName=table)
        dynamodb.get_waiter("table_not_exists").wait(TableName=table)


def _wait_for_stack(cloudformation: Any, stack_id: str, timeout: float) -> str:
    """Wait for the end of the running operation; return the status it ended in."""
    deadline, pause = time.monotonic() + timeout, 0.1
    while time.monotonic() < deadline:
        status = str(cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"])
        if not status.endswith("_IN_PROGRESS") or status in _DONE:
            return status
        time.sleep(pause)
        pause = min(pause * 1.5, 5)
    raise DeployFailed(f"{stack_id}: not finished after {timeout:.0f} s")


def _list_failures(cloudformation: Any, stack_id: str, since: float) -> list[str]:
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack_id)
    events = [event for page in pages for event in page["StackEvents"]]
    # A minute's grace for clocks that differ.
    failed = [e for e in events if e["ResourceStatus"].endswith("_FAILED") and e["Timestamp"].timestamp() > since - 60]
    return [f"  {e['LogicalResourceId']} ({e['ResourceType']}): {e.get('ResourceStatusReason')}" for e in failed[::-1]]


def _list_parameters(
    template: Mapping[str, Any], given: Mapping[str, str], present: dict[str, Any] | None
) -> list[dict[str, Any]]:
    declared = template.get("Parameters", {})
    if unknown := set(given) - set(declared):
        raise DeployFailed(f"the template has no parameter {', '.join(sorted(unknown))}")
    known = {entry["ParameterKey"] for entry in (present or {}).get("Parameters", [])}
    return [_build_parameter(key, given.get(key)) for key in sorted(declared) if key in given or key in known]


def _build_parameter(key: str, value: str | None) -> dict[str, Any]:
    if value is None:
        return {"ParameterKey": key, "UsePreviousValue": True}
    return {"ParameterKey": key, "ParameterValue": value}


def _parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.aws.deploy", description=__doc__.splitlines()[0])
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--province", required=True, help="the name of its folder")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    parser.add_argument("--province-digest", default="", metavar="SHA256", help="accepts a folder that has changed")
    parser.add_argument("--parameter", action="append", default=[], metavar="Name=value")
    parser.add_argument("--package", type=Path, metavar="DIR", help="a package that was made before")
    parser.add_argument("--role", default="", metavar="ARN", help="role under which CloudFormation changes the stack")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds")
    return parser.parse_args(argv)


def add_addresses(
    stage: str, province: str, given: Sequence[str], provinces: Provinces = OF_THE_TREE
) -> dict[str, str]:
    """Return the given parameters, with the addresses of the province's regulation as defaults for its real system."""
    named = find_legal_addresses(stage, province, datetime.now(VIETNAM).date(), provinces.law)
    known = {"Province": province, "Stage": stage, **(named.main_stack if named else {})}
    return {**known, **dict(entry.split("=", 1) for entry in given)}


def require_account(aws: Aws) -> None:
    """Raise DeployFailed before anything is packaged where nobody is signed in to the cloud."""
    try:
        aws.client("sts").get_caller_identity()
    except SIGNED_OUT as fault:
        raise DeployFailed(
            f"nobody is signed in ({fault}): set credentials, as docs/operate.md says, then run the same command again"
        ) from fault


def main(argv: list[str]) -> int:
    """Deploy as the arguments say; return 0 when the stack is deployed, 1 with the reasons on stderr when it does
    not."""
    chosen = _parse_arguments(argv)
    aws, name = Aws.from_environment(), name_stack(chosen.stage, chosen.province)
    try:
        provinces = find_provinces(chosen.provinces)
        provinces.require_years(datetime.now(VIETNAM).date())
        given = read_package(chosen.package) if chosen.package else None
        require_account(aws)
        made = given or package_stage(chosen.stage, provinces=provinces)
        protected = chosen.stage in PROTECTED
        wanted = add_addresses(chosen.stage, chosen.province, chosen.parameter, provinces)
        wanted |= build_province_parameters(aws, name, made, chosen.province, chosen.province_digest)
        result = deploy_stack(aws, name, made, wanted, chosen.timeout, protected=protected, role=chosen.role)
    except (DeployFailed, PackagingFailed, ProvinceRefused) as failure:
        print(failure, file=sys.stderr)
        return 1
    print(json.dumps(result, indent=2, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
