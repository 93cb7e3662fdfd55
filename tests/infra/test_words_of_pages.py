"""Every coded value that pages show has its words there, in both languages."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.code_words import CHANNEL_WORDS, EXEMPTION_WORDS, OBLIGATION_WORDS, STEP_WORDS, WAY_WORDS
from chalicelib.domain.dossier.handover import DELIVERY
from chalicelib.domain.dossier.obligations import ExemptionState, ObligationState
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.repositories.law.rule_set import load_rules
from tests.support.web_words import list_words

ROOT = Path(__file__).parents[2]
REASONS = ("refusal.reasons", "stop.reasons", "supplement.reasons", "payment.deferral", "data.reask_reasons")
"""Lists of the law from which officers choose, and whose words applicants read."""


def list_codes(param: str) -> set[str]:
    """Every code that an entry of the law lists under a parameter."""
    values = [entry.value for entry in load_rules().list_entries(param)]
    return {code for value in values if isinstance(value, tuple) for code in value}


@pytest.mark.parametrize(
    ("kind", "file", "name"),
    [
        (Role, "officer/steps/step_words.ts", "roleWords"),
        (RequestKind, "officer/steps/step_words.ts", "requestWords"),
    ],
)
def test_each_value_of_an_enum_has_its_words(kind: type[StrEnum], file: str, name: str) -> None:
    for found in list_words(file, name):
        assert {each.value for each in kind} - found == set()


@pytest.mark.parametrize("param", REASONS)
def test_each_reason_that_the_law_lists_has_its_words(param: str) -> None:
    codes = list_codes(param)
    assert codes
    shared = list_words("dossier/wanting_words.ts", "wantingIn")
    for found in list_words("officer/steps/step_words.ts", "reasonWords"):
        assert codes - found - shared[0] == set()


def test_each_code_that_a_refusal_names_has_its_words() -> None:
    assert set(STEP_WORDS) == set(Step)
    assert (set(OBLIGATION_WORDS), set(EXEMPTION_WORDS)) == (set(ObligationState), set(ExemptionState))
    assert set(WAY_WORDS) == set(DELIVERY)
    assert set(CHANNEL_WORDS) == set(load_rules().params["channel.open"].scope["channel"])


def test_a_step_is_called_in_refusals_as_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    steps = glossary.split("## Steps")[1].split("##")[0]
    called = dict(re.findall(r"(?m)^\| `(\w+)` \| ([^|]+) \|", steps))
    assert {step.value: words.vi for step, words in STEP_WORDS.items()} == called
