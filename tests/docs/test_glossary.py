"""The glossary knows every word of the flow, in both languages and with its article, and where the code has its own."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import NATIONAL_CODE, RequestKind, State, Step

TEXT = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text()
DESIGN_WORDS = (
    "dossier", "procedure", "component", "applicant", "principal", "filer", "one-stop unit", "competent agency",
    "receipt", "supplement request", "refusal", "transfer", "consultation", "extension", "apology", "obligation",
    "result", "handover", "close", "withdrawal", "stop", "vault", "paper", "regulation", "ledger",
)  # fmt: skip
CODE_WORDS = (
    "command", "dependencies", "step context", "transition", "port", "wiring", "ledger head", "outbox position",
    "consumer, queue", "checkpoint, signed heads", "fold, effect", "step operation", "idempotency key",
)  # fmt: skip
CODE = "Words of the code"
_PLACED = re.compile(r"`(\w+)` in `([\w/.]+)`")
SECTIONS: dict[str, type[StrEnum]] = {
    "States": State,
    "Steps": Step,
    "Kinds of request": RequestKind,
    "Roles": Role,
}


def read_rows(section: str) -> dict[str, list[str]]:
    """The lines of a section's table: first cell to the other cells."""
    body = TEXT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")][1:]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cells[0].strip("`"): cells[1:] for cells in split}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_of_the_flow_is_there_once_and_in_its_order(section):
    assert list(read_rows(section)) == [word.value for word in SECTIONS[section]]
    assert TEXT.count(f"\n## {section}\n") == 1


def test_officers_pages_name_roles_as_the_glossary_does():
    source = (Path(__file__).parents[2] / "web" / "src" / "officer" / "steps" / "step_words.ts").read_text()
    block = source.split("export const roleWords = defineWords(\n  {\n")[1].split("\n  },")[0]
    shown = {role: text.lower() for role, text in re.findall(r'(\w+): "([^"]+)"', block)}
    # Pages speak of the person who filed; the glossary of who may.
    assert shown.pop("applicant") == "người nộp"
    assert shown == {role: cells[0].lower() for role, cells in read_rows("Roles").items() if role in shown}
    assert len(shown) == len(Role) - 1


@pytest.mark.parametrize("section", ["Things", CODE, *SECTIONS])
def test_no_cell_is_empty(section):
    assert [word for word, cells in read_rows(section).items() if not all(cells)] == []


@pytest.mark.parametrize("word", DESIGN_WORDS)
def test_the_things_that_people_speak_of_are_explained(word):
    assert word in read_rows("Things")


def test_states_show_the_code_that_the_national_portal_knows():
    shown = {state: cells[1] for state, cells in read_rows("States").items()}
    assert {state.value: code for state, code in NATIONAL_CODE.items()}.items() <= shown.items()
    assert (shown["draft"], shown["closed"]) == ("–", "of its outcome")


@pytest.mark.parametrize("word", CODE_WORDS)
def test_the_words_of_the_code_are_explained(word):
    assert word in read_rows(CODE)


def test_each_word_of_the_code_is_where_the_glossary_says():
    placed = [(word, *each) for word, cells in read_rows(CODE).items() for each in _PLACED.findall(cells[-1])]
    assert len(placed) >= len(CODE_WORDS)
    root = Path(__file__).parents[2]
    lost = [
        (word, symbol, path)
        for word, symbol, path in placed
        if not (root / path).is_file()
        or not re.search(rf"^(class|def) {symbol}\b|^{symbol} =", (root / path).read_text(), re.M)
    ]
    assert lost == []
