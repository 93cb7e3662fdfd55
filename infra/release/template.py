"""Reads the templates of stacks, and gives each role of one its boundary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

BOUNDARY: dict[str, Any] = {
    "Fn::If": [
        "RealStage",
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/motcua-${Stage}-boundary"},
        {"Ref": "AWS::NoValue"},
    ]
}
"""The permissions boundary of a role (infra/account.yaml). Local stages have no such account."""


def limit_roles(template: dict[str, Any]) -> None:
    """Give every role of the template the account's boundary: in a real stage none can be made without it."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            resource["Properties"]["PermissionsBoundary"] = find_boundary(resource)


def find_boundary(role: dict[str, Any]) -> Any:
    """Return the boundary of a role of the template; one that is made in real stages alone always has it."""
    return BOUNDARY["Fn::If"][1] if role.get("Condition") == "RealStage" else BOUNDARY


def read_template(path: Path) -> dict[str, Any]:
    """Return a YAML template with every intrinsic function in its long form."""
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_Intrinsics)  # noqa: S506 (a SafeLoader)
    return template


class _Intrinsics(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # ten times as fast in C
    """Reads CloudFormation's short forms (!Ref, !Sub, !GetAtt …) as the long ones."""


def _expand_intrinsic(loader: _Intrinsics, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in {"Ref", "Condition"} else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: text.split(".", 1) if tag == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 (YAML has three kinds of node)
    return {name: loader.construct_mapping(node, deep=True)}


_Intrinsics.add_multi_constructor("!", _expand_intrinsic)
