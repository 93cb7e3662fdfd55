"""Every table of a kind of matter: whole, in both languages, each row with its article."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.matter_kind import (
    LawCondition,
    MatterKind,
    MatterState,
    build_step_schema,
    list_table_faults,
)
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.handlers.http.registry import ADDRESSES, MATTERS
from tests.support.matters.every_kind import EACH_KIND, add_kind


@EACH_KIND
def test_a_table_is_whole(kind: MatterKind) -> None:
    assert list_table_faults(kind) == []
    with add_kind(kind):
        assert find_kind(kind.name) is kind


@EACH_KIND
def test_every_word_is_in_both_languages(kind: MatterKind) -> None:
    words = [
        kind.words,
        kind.title,
        kind.empty,
        kind.about,
        *(state.name for state in kind.states),
        *kind.clocks.values(),
    ]
    words += [step.name for step in kind.steps]
    forms = (kind.opening.fields, *(step.fields for step in kind.steps))
    words += [BilingualWords(each.form.vi, each.form.en) for form in forms for each in form]
    words += [BilingualWords(c.vi, c.en) for form in forms for each in form for c in each.form.choices]
    assert all(each.vi.strip() and each.en.strip() and each.vi != each.en for each in words)


@EACH_KIND
def test_a_form_is_a_closed_schema(kind: MatterKind) -> None:
    for word, fields in [("open", kind.opening.fields), *((step.word, step.fields) for step in kind.steps)]:
        schema = build_step_schema(kind, word, fields)
        assert schema["additionalProperties"] is False
        assert list(schema["properties"]) == [each.key for each in fields]  # type: ignore[call-overload]
        json.dumps(schema)


@EACH_KIND
def test_rows_of_one_step_ask_for_the_same(kind: MatterKind) -> None:
    for word in kind.list_words():
        assert len({row.fields for row in kind.list_steps(word)}) == 1, word
        assert len({row.name for row in kind.list_steps(word)}) == 1, word


@EACH_KIND
def test_a_field_means_the_same_in_every_form(kind: MatterKind) -> None:
    forms = (kind.opening.fields, *(step.fields for step in kind.steps))
    by_key: dict[str, set[tuple[object, ...]]] = {}
    for form in forms:
        for each in form:
            by_key.setdefault(each.key, set()).add((each.audience, each.personal, each.unit))
    assert {key: seen for key, seen in by_key.items() if len(seen) > 1} == {}


def test_every_kind_has_its_addresses() -> None:
    assert tuple(KINDS) == MATTERS
    for plural in MATTERS:
        assert ADDRESSES[f"/api/{plural}/{{matter_id}}/{{step}}"] == "matters.matters"


def test_a_broken_table_is_named() -> None:
    kind = next(iter(KINDS.values()))
    lost = MatterState("lost", BilingualWords("Lạc", "Lost"))
    faults = list_table_faults(replace(kind, states=(*kind.states, lost), subject="none", clocks={}))
    assert "lost cannot be reached" in faults
    assert "lost cannot be left and has not ended" in faults
    assert "the subject none is no field" in faults
    assert any("no clock" in each for each in faults)


@pytest.mark.parametrize(
    ("words", "value", "met"),
    [((), True, True), ((), None, False), (("a",), "a", True), (("a",), ("b", "a"), True), (("a",), None, False)],
)
def test_a_condition_of_law(words: tuple[str, ...], value: object, met: bool) -> None:
    assert LawCondition("p", words).is_met(value) is met
