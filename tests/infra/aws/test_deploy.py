"""Deploying changes what has changed, says why it failed, and recovers from a creation that failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.aws.deploy import (
    DeployFailed,
    delete_stack,
    deploy_stack,
    name_stack,
    read_outputs,
    remove_empty_tables,
    require_account,
    update_parameters,
)
from infra.local.cloud import LocalCloud
from infra.release.package import StackPackage

QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}
TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Name": {"Type": "String", "AllowedPattern": "[a-z-]+"},
        "Note": {"Type": "String", "Default": "none"},
    },
    "Resources": {"Queue": QUEUE},
    "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}}, "Note": {"Value": {"Ref": "Note"}}},
}
TABLE: dict[str, Any] = {
    "Type": "AWS::DynamoDB::Table",
    "DeletionPolicy": "Retain",
    "Properties": {
        "TableName": {"Ref": "Name"},
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "DeletionProtectionEnabled": True,
    },
}
KEPT: dict[str, Any] = {**TEMPLATE, "Resources": {"Queue": QUEUE, "Table": TABLE}}
BROKEN: dict[str, Any] = {
    **TEMPLATE,
    "Resources": {
        "Queue": QUEUE,
        "Table": TABLE,
        "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": "ap-southeast-1_none"}},
    },
}


def _build_package(template: dict[str, Any]) -> StackPackage:
    return StackPackage(Path(), template, {})


def test_a_stack_is_made_kept_and_changed(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), "made-kept-changed"
    assert deploy_stack(aws, name, _build_package(TEMPLATE), {"Name": "first"}, 30) == {"Name": "first", "Note": "none"}
    assert deploy_stack(aws, name, _build_package(TEMPLATE), {"Name": "first"}, 30) == {"Name": "first", "Note": "none"}
    update_parameters(aws, name, {"Note": "changed"}, 30)
    assert deploy_stack(aws, name, _build_package(TEMPLATE), {}, 30) == {"Name": "first", "Note": "changed"}
    delete_stack(aws, name, 30)
    with pytest.raises(DeployFailed, match="no such stack"):
        read_outputs(aws, name)


def test_a_refused_parameter_is_named_and_nothing_is_waited_for(cloud: LocalCloud) -> None:
    with pytest.raises(DeployFailed, match="Name"):
        deploy_stack(cloud.provide_account(), "refused", _build_package(TEMPLATE), {"Name": "UPPER"}, 30)
    with pytest.raises(DeployFailed, match="no parameter Other"):
        deploy_stack(cloud.provide_account(), "refused", _build_package(TEMPLATE), {"Name": "a", "Other": "b"}, 30)


def test_a_failed_creation_says_why_and_the_next_deployment_succeeds(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), "fails-then-stands"
    with pytest.raises(DeployFailed) as failed:
        deploy_stack(aws, name, _build_package(BROKEN), {"Name": "again"}, 30)
    assert "Client (AWS::Cognito::UserPoolClient)" in str(failed.value)
    assert deploy_stack(aws, name, _build_package(KEPT), {"Name": "again"}, 30)["Name"] == "again"


def test_a_table_with_data_is_never_removed_for_a_new_creation(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), "fails-with-data"
    with pytest.raises(DeployFailed):
        deploy_stack(aws, name, _build_package(BROKEN), {"Name": "with-data"}, 30)
    dynamodb = aws.client("dynamodb")
    if "with-data" not in dynamodb.list_tables()["TableNames"]:
        # The rollback of this cloud removes what is protected, too: the table as a real rollback leaves it.
        properties = {**TABLE["Properties"], "TableName": "with-data"}
        dynamodb.create_table(**properties)
    dynamodb.put_item(TableName="with-data", Item={"pk": {"S": "kept"}})
    resource = {
        "ResourceType": "AWS::DynamoDB::Table", "PhysicalResourceId": "with-data", "ResourceStatus": "DELETE_FAILED",
    }  # fmt: skip
    with pytest.raises(DeployFailed, match="with-data holds data"):
        remove_empty_tables(aws, [resource])
    dynamodb.delete_item(TableName="with-data", Key={"pk": {"S": "kept"}})
    remove_empty_tables(aws, [resource])
    assert "with-data" not in dynamodb.list_tables()["TableNames"]


def test_a_failed_update_leaves_the_stack_as_it_was(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), "stands-then-fails"
    deploy_stack(aws, name, _build_package(TEMPLATE), {"Name": "stays"}, 30)
    with pytest.raises(DeployFailed, match="ROLLBACK"):
        deploy_stack(aws, name, _build_package(BROKEN), {}, 30)
    assert read_outputs(aws, name) == {"Name": "stays", "Note": "none"}


def test_changing_a_parameter_the_stack_has_not_is_refused(cloud: LocalCloud) -> None:
    deploy_stack(cloud.provide_account(), "unknown-parameter", _build_package(TEMPLATE), {"Name": "known"}, 30)
    with pytest.raises(DeployFailed, match="no parameter Clock"):
        update_parameters(cloud.provide_account(), "unknown-parameter", {"Clock": "1"}, 30)


def test_a_protected_stack_cannot_be_deleted_by_accident(cloud: LocalCloud) -> None:
    aws, name = cloud.provide_account(), "protected"
    deploy_stack(aws, name, _build_package(TEMPLATE), {"Name": "kept"}, 30, protected=True)
    with pytest.raises(ClientError, match="TerminationProtection"):
        delete_stack(aws, name, 30)
    assert read_outputs(aws, name)["Name"] == "kept"


def test_nobody_signed_in_is_said_before_anything_is_packaged() -> None:
    class SignedOut:
        def client(self, _: str) -> SignedOut:
            return self

        def get_caller_identity(self) -> None:
            raise NoCredentialsError

    with pytest.raises(DeployFailed, match=r"^nobody is signed in .*docs/operate\.md"):
        require_account(SignedOut())  # type: ignore[arg-type]


def test_each_province_and_stage_has_a_stack_of_its_own() -> None:
    assert name_stack("prod", "lai-chau") == "motcua-prod-lai-chau"
