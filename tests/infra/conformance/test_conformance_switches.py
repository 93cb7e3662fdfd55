"""Switches of clauses turn off what they say, and nothing else."""

from __future__ import annotations

import ast
import json
import sys
from types import ModuleType
from typing import Any

import pytest

from chalicelib.domain.flow.transitions import TABLE, State, Step
from chalicelib.repositories.law.rule_set import parse_rules as parse_law
from infra.conformance.clauses import ROOT
from infra.conformance.switches import NoSuchSwitchError, parse_switch, require_switch, turn_off


@pytest.mark.parametrize(
    "text",
    [
        "HUE-14.4", "flag:extension", "law:", "law:no.such.entry", "law:svc.extension_cap", "law:svc.answer->9",
        "flow:received", "flow:closed/receive", "flow:processing/resolve/perhaps", "flow:request/perhaps",
        "guard:chalicelib.steps.dossier.guards.require_nothing", "guard:chalicelib.nowhere.at_all",
        "guard:infra.conformance.switches.require_switch", "guard:chalicelib.steps.dossier.guards.list_cites",
    ],
)  # fmt: skip
def test_a_switch_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NoSuchSwitchError):
        require_switch(text)


def read_turned_off(text: str) -> str:
    """The changed file's text with a switch off."""
    return turn_off(parse_switch(text), ROOT)[1]


def test_an_entry_taken_out_leaves_the_rule_it_derogated_from() -> None:
    rules = parse_law(json.loads(read_turned_off("law:hue.extension_cap.carried")))
    assert "hue.extension_cap.carried" not in rules.entries
    assert "svc.extension_cap" in rules.entries


@pytest.mark.parametrize(
    ("entry", "value"),
    [("svc.answer", 9), ("lc.answer.carried", 9), ("svc.supplement_effect", "pause"), ("svc.extension_chain", ())],
)
def test_an_entry_without_another_rule_below_gets_another_value(entry: str, value: Any) -> None:
    assert parse_law(json.loads(read_turned_off(f"law:{entry}"))).entries[entry].value == value


def test_a_row_taken_out_is_gone_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    without = ModuleType("flow_without")
    monkeypatch.setitem(sys.modules, without.__name__, without)  # where dataclasses look for their module
    exec(compile(read_turned_off("flow:received/pay/cash"), "flow_table.py", "exec"), vars(without))  # noqa: S102 - our own text
    left = {(row.state, row.step, row.case) for row in without.TABLE}
    assert [(State(state), Step.PAY, case) not in left for state, case in CELLS] == [True, False, False]
    assert len(left) == len(TABLE) - 1


CELLS = (("received", "cash"), ("received", "online"), ("processing", "cash"))


@pytest.mark.parametrize(
    ("text", "part"), [("flow:received/pay/cash", "flow_table.py"), ("flow:request/extension", "flow_requests.py")]
)
def test_a_switch_of_the_flow_changes_the_part_that_it_is_in(text: str, part: str) -> None:
    assert turn_off(parse_switch(text), ROOT)[0] == ROOT / "chalicelib" / "domain" / "flow" / part


def test_a_request_taken_out_is_gone() -> None:
    text = read_turned_off("flow:request/extension")
    assert text.count("REQUESTS = {kind: rule for") == 1
    ast.parse(text)


def test_a_bypassed_guard_looks_and_does_not_refuse() -> None:
    tree = ast.parse(read_turned_off("guard:chalicelib.steps.dossier.guards.require_ground"))
    function = next(node for node in tree.body if getattr(node, "name", "") == "require_ground")
    assert not [node for node in ast.walk(function) if isinstance(node, ast.Raise)]
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Raise)], "other guards still refuse"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("guard:chalicelib.domain.privacy.sight.can_see->True", "return True"),
        ("guard:chalicelib.domain.dossier.work_items.ApprovalRequest.passed->0", "return 0"),
        ("guard:chalicelib.domain.privacy.sight_table.SUPERVISORS->frozenset(Role)", "SUPERVISORS = frozenset(Role)"),
    ],
)
def test_a_bypassed_guard_answers_what_the_switch_says(text: str, line: str) -> None:
    assert line in read_turned_off(text)
