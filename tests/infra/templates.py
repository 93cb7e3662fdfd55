"""Reading the templates in tests: what is declared, and how a rule decides over parameters."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
# Every worker of a test run reads them; the reader in C takes a twentieth of the time.
MAIN: dict[str, Any] = yaml.load((ROOT / "infra" / "resources.yaml").read_text(), yaml.CSafeLoader)
EDGE: dict[str, Any] = yaml.load((ROOT / "infra" / "web.yaml").read_text(), yaml.CSafeLoader)
CHALICE: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
RESOURCES: dict[str, Any] = MAIN["Resources"]
FUNCTIONS: tuple[str, ...] = tuple(CHALICE["lambda_functions"])
"""Names as Chalice has them; the packager makes logical ids of them."""
CALLED_AND_AWAITED = ("api_handler", "inspect_paper", "limit_officer_tokens")
"""Their caller waits for the answer and gets the failure, so they keep no event."""
CALLED_BY_EVENTS = tuple(name for name in FUNCTIONS if name not in CALLED_AND_AWAITED)


def build_logical_id(function: str) -> str:
    """The id that the packager gives a function."""
    return "APIHandler" if function == "api_handler" else "".join(part.title() for part in function.split("_"))


def list_by_type(kind: str, template: dict[str, Any] = MAIN) -> dict[str, dict[str, Any]]:
    """Properties of all resources of a type, by logical id."""
    found = {name: one for name, one in template["Resources"].items() if one.get("Type") == kind}
    return {name: one.get("Properties", {}) for name, one in found.items()}


def read_policy(function: str) -> list[dict[str, Any]]:
    """The statements of a function's policy file."""
    file = ROOT / ".chalice" / CHALICE["lambda_functions"][function]["iam_policy_file"]
    statements: list[dict[str, Any]] = json.loads(file.read_text())["Statement"]
    return statements


def read_variables(function: str) -> dict[str, Any]:
    """The environment that the template gives a function."""
    given: dict[str, Any] = RESOURCES[build_logical_id(function)]["Properties"]["Environment"]["Variables"]
    return given


def list_refusing_rules(**given: str) -> set[str]:
    """Names of the rules that refuse a deployment with these parameters and every other at its default."""
    values = {name: str(one.get("Default", "")) for name, one in MAIN["Parameters"].items()} | given
    return {name for name, rule in MAIN["Rules"].items() if not _can_pass(rule, values)}


def _can_pass(rule: dict[str, Any], values: dict[str, str]) -> bool:
    if "RuleCondition" in rule and not evaluate_expression(rule["RuleCondition"], values):
        return True
    return all(evaluate_expression(one["Assert"], values) for one in rule["Assertions"])


def evaluate_expression(node: Any, values: dict[str, str], template: dict[str, Any] = MAIN) -> Any:
    """The value of an expression; conditions are looked up by name in the template."""
    if isinstance(node, list):
        return [evaluate_expression(one, values, template) for one in node]
    if not isinstance(node, dict):
        return node
    ((function, argument),) = node.items()
    if function == "Ref":
        return values[argument]
    if function == "Fn::Sub":
        return Template(argument).substitute(values)
    if function == "Condition":
        return evaluate_expression(template["Conditions"][argument], values, template)
    if function == "Fn::If":
        chosen = (
            argument[1] if evaluate_expression(template["Conditions"][argument[0]], values, template) else argument[2]
        )
        return evaluate_expression(chosen, values, template)
    decided = evaluate_expression(argument, values, template)
    if function == "Fn::Contains":
        return decided[1] in decided[0]
    return _LOGIC[function](decided)


def _negate_first(of: list[bool]) -> bool:
    return not of[0]


def _is_equal_pair(pair: list[str]) -> bool:
    return pair[0] == pair[1]


_LOGIC: dict[str, Callable[[Any], bool]] = {
    "Fn::Not": _negate_first,
    "Fn::Equals": _is_equal_pair,
    "Fn::And": all,
    "Fn::Or": any,
}
