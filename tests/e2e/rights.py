"""Taking a right away from a deployed function, and giving it back."""

from __future__ import annotations

import contextlib
import functools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from infra.local.stack import LocalStack
from tests.infra.templates import build_logical_id

Policy = dict[str, Any]
REMEMBERED = {"dynamodb:GetItem", "secretsmanager:GetSecretValue"}
"""Actions whose results a process caches, which would hide the missing right."""


@dataclass(frozen=True, order=True)
class Right:
    """One action on one resource, as a statement of a function's policy gives it."""

    function: str
    sid: str
    action: str
    resource: str

    def __str__(self) -> str:
        return f"{self.function} {self.sid} {self.action} {self.resource.rpartition('/')[2]}"


NOTHING = {"Sid": "Nothing", "Effect": "Deny", "Action": ["*"], "Resource": ["*"]}


@dataclass(frozen=True)
class DeployedFunctions:
    """The functions of a stack as they are deployed. Their names and roles are asked for once."""

    stack: LocalStack
    _names: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _roles: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def name(self, function: str) -> str:
        """The physical name of a function."""
        if function not in self._names:
            found = self.stack.aws.client("cloudformation").describe_stack_resource(
                StackName=self.stack.name, LogicalResourceId=build_logical_id(function)
            )
            self._names[function] = str(found["StackResourceDetail"]["PhysicalResourceId"])
        return self._names[function]

    def role(self, function: str) -> tuple[str, str]:
        """Its role, and the name of the role's one policy."""
        if function not in self._roles:
            role = self.stack.aws.client("lambda").get_function_configuration(FunctionName=self.name(function))["Role"]
            name = role.rpartition("/")[2]
            (policy,) = self.stack.aws.client("iam").list_role_policies(RoleName=name)["PolicyNames"]
            self._roles[function] = name, policy
        return self._roles[function]

    def policy(self, function: str) -> Policy:
        """Return the function's deployed policy."""
        role, name = self.role(function)
        found = self.stack.aws.client("iam").get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        return json.loads(found) if isinstance(found, str) else dict(found)

    def rights(self, function: str) -> list[Right]:
        """Each action on each resource, in the order of the policy."""
        return [
            Right(function, one["Sid"], action, resource)
            for one in self.policy(function)["Statement"]
            for action in one["Action"]
            for resource in _convert_to_list(one["Resource"])
        ]

    @contextlib.contextmanager
    def without(self, *rights: Right) -> Iterator[None]:
        """A function without some of its rights; they come back afterwards."""
        (function,) = {right.function for right in rights}
        whole = self.policy(function)
        self._put(function, functools.reduce(_remove_right, rights, whole))
        if REMEMBERED & {right.action for right in rights}:
            self.restart(function)
        try:
            yield
        finally:
            self._put(function, whole)

    def _put(self, function: str, policy: Policy) -> None:
        role, name = self.role(function)
        # A policy has at least one statement.
        document = json.dumps({**policy, "Statement": policy["Statement"] or [NOTHING]})
        self.stack.aws.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)

    def restart(self, function: str) -> None:
        """End the function's processes: what they remember must not stand in for a right."""
        client, name = self.stack.aws.client("lambda"), self.name(function)
        memory = client.get_function_configuration(FunctionName=name)["MemorySize"]
        # Setting the memory size, even to its present value, restarts every process.
        client.update_function_configuration(FunctionName=name, MemorySize=memory)

    def invoke(self, function: str, event: Any) -> tuple[str, Any]:
        """Call a function with an event: its error ('' when it has none) and its answer."""
        answer = self.stack.aws.client("lambda").invoke(
            FunctionName=self.name(function), Payload=json.dumps(event).encode()
        )
        return answer.get("FunctionError", ""), json.loads(answer["Payload"].read())


def wait_until_met(met: Any, seconds: float) -> bool:
    """Whether `met()` comes true within that time."""
    until = time.monotonic() + seconds
    while not met():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _remove_right(policy: Policy, right: Right) -> Policy:
    """The policy without one action on one resource; what else the statement gives stays."""
    kept: list[dict[str, Any]] = []
    for one in policy["Statement"]:
        if one["Sid"] != right.sid:
            kept.append(one)
            continue
        actions = [action for action in one["Action"] if action != right.action]
        resources = [each for each in _convert_to_list(one["Resource"]) if each != right.resource]
        kept += [{**one, "Action": actions}] if actions else []
        if resources:
            kept.append({**one, "Sid": f"{one['Sid']}Rest", "Action": [right.action], "Resource": resources})
    return {**policy, "Statement": kept}


def _convert_to_list(resource: Any) -> list[str]:
    return resource if isinstance(resource, list) else [resource]
