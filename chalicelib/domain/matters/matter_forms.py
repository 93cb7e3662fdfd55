"""What a request of a step holds, and its division: answers for the ledger, personal texts apart from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.matters.matter_kind import MatterField


@dataclass(frozen=True, slots=True)
class MatterAnswers:
    """The checked answers of a step's form, and the findings that its author has looked at and sends all the same."""

    values: Mapping[str, Any] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()

    def find_text(self, key: str) -> str:
        """Return a text answer; empty when there is none."""
        found = self.values.get(key, "")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class SplitAnswers:
    """Answers as a fact holds them: plain values, and parts."""

    values: Mapping[str, Any]
    parts: tuple[Part, ...]


def split_answers(fields: tuple[MatterField, ...], answers: Mapping[str, Any], salt: Callable[[], str]) -> SplitAnswers:
    """Return the answers split. Free text is a part even when it is not personal by its question: people write names
    into every box, so only codes, numbers, days and names of units stay in the ledger."""
    values, parts = dict[str, Any](), list[Part]()
    for each in fields:
        if each.key not in answers:
            continue
        if each.personal or is_free_text(each):
            parts.append(Part(each.key, answers[each.key], salt()))
        else:
            values[each.key] = answers[each.key]
    return SplitAnswers(values, tuple(parts))


def is_free_text(asked: MatterField) -> bool:
    """Return whether the answer is text that a person writes."""
    form = asked.form
    named = asked.unit or asked.procedure or asked.account
    return form.type == "string" and not form.choices and not named and form.format not in ("date", "date-time")


def apply_field_law(fields: tuple[MatterField, ...], find_value: Callable[[str], object]) -> tuple[MatterField, ...]:
    """Return the fields of a form under the law that `find_value` reads: those that it asks for, and what it does not
    need may stay open."""
    return tuple(
        each
        if each.needed_law is None or each.needed_law.is_met(find_value(each.needed_law.param))
        else replace(each, form=replace(each.form, required=False))
        for each in fields
        if all(law.is_met(find_value(law.param)) for law in each.asked_law)
    )
