"""Every table of a kind of matter: in both languages, each row with its article."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK
from chalicelib.domain.matters.matter_kind import LawCondition, MatterKind, build_step_schema
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.handlers.http.addresses import ADDRESSES
from chalicelib.handlers.http.matter_addresses import MATTERS
from tests.support.matters.every_kind import EACH_KIND


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
        assert len({row.papers for row in kind.list_steps(word)}) == 1, word


@EACH_KIND
def test_a_field_means_the_same_in_every_form(kind: MatterKind) -> None:
    forms = (kind.opening.fields, *(step.fields for step in kind.steps))
    by_key: dict[str, set[tuple[object, ...]]] = {}
    for form in forms:
        for each in form:
            by_key.setdefault(each.key, set()).add((each.audience, each.personal, each.unit))
    assert {key: seen for key, seen in by_key.items() if len(seen) > 1} == {}


@EACH_KIND
def test_every_step_that_begins_to_show_something_looks_again_at_all_of_it(kind: MatterKind) -> None:
    for row in kind.steps:
        hidden = any(not kind.find_state(state).public for state in row.states)
        if row.to and kind.find_state(row.to).public and hidden:
            assert PUBLISHING_CHECK in row.checks, row.word


def test_every_kind_has_its_addresses() -> None:
    assert tuple(KINDS) == MATTERS
    for plural in MATTERS:
        assert ADDRESSES[f"/api/{plural}/{{matter_id}}/{{step}}"] == "matters.matters"


@pytest.mark.parametrize(
    ("words", "value", "met"),
    [((), True, True), ((), None, False), (("a",), "a", True), (("a",), ("b", "a"), True), (("a",), None, False)],
)
def test_a_condition_of_law(words: tuple[str, ...], value: object, met: bool) -> None:
    assert LawCondition("p", words).is_met(value) is met
