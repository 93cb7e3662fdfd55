"""Another text of the law for one test: every entry of a parameter with another value, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.law.model import EntryTable, Rules
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps


def change_law(monkeypatch: pytest.MonkeyPatch, param: str, value: Any) -> None:
    """Have the product read that value of the parameter."""
    law: Rules = load_rules()
    groups = {name: law.list_entries(name) for name in law.params}
    groups[param] = tuple(replace(each, value=value) for each in law.list_entries(param))
    rules = replace(law, entries=EntryTable(groups))
    monkeypatch.setattr(wiring, "provide_rules", lambda: rules)
    wiring_steps.provide_reference.cache_clear()
