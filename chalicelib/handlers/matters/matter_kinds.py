"""The tables of every kind as data for the pages: forms, states, clocks and words, by the law of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_forms import apply_field_law
from chalicelib.domain.matters.matter_kind import MatterKind, MatterOpening, MatterStep, build_step_schema
from chalicelib.domain.matters.matter_permission import list_readers
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, register_operation
from chalicelib.handlers.matters.kind_notes import view_notes
from chalicelib.models.http.base import NamedView
from chalicelib.models.matters.matter_kinds import (
    MatterFormView,
    MatterKindsView,
    MatterKindView,
    MatterStateView,
    MatterStepView,
)
from chalicelib.steps.matters.matter_fact_parts import find_ruled_unit
from chalicelib.wiring.steps import provide_reference

bp = Blueprint(__name__)
FindValue = Callable[[str], object]


@register_operation(bp, "GET", "/api/matters", access=PUBLIC, answer=MatterKindsView, cache="public, max-age=60")
def matter_kinds(call: Call) -> MatterKindsView:
    """List the kinds of matters with their forms, states and words, by the law of the day."""
    return MatterKindsView(items=[_view_kind(kind, call.now) for kind in KINDS.values()])


def _view_kind(kind: MatterKind, now: datetime) -> MatterKindView:
    reference, dates, today = provide_reference(), CaseDates(now), now.astimezone(VIETNAM).date()

    def find_value(param: str) -> object:
        return reference.find_rule(param, dates).value

    rows = [row for row in kind.steps if all(each.is_met(find_value(each.param)) for each in row.while_law)]
    forms = [kind.opening.fields, *(row.fields for row in rows)]
    rules = {each.key: each.choices_rule for form in forms for each in form if each.choices_rule}
    label = kind.find_label(find_value)
    return MatterKindView(
        name=kind.name,
        plural=kind.plural,
        words=_view_words(kind.words),
        title=_view_words(kind.title),
        empty=_view_words(kind.empty),
        about=_view_words(kind.about),
        label=_view_words(label) if label else None,
        subject=kind.subject,
        states=[
            MatterStateView(key=each.key, name=_view_words(each.name), ended=each.ended, public=each.public)
            for each in kind.states
        ],
        clocks={name: _view_words(words) for name, words in kind.clocks.items()},
        opening=MatterFormView(**_describe_form(kind, "open", kind.opening, find_value)),
        opened_by=sorted(kind.opening.who) if _is_open(kind, find_value) else [],
        read_by=sorted(list_readers(kind.name)),
        taken_in_at="" if kind.opening.unit_field else find_ruled_unit(reference, kind.opening, now),
        notes=view_notes(kind, now),
        asker=_find_asker(kind, dates),
        steps=[
            _view_step(kind, [row for row in rows if row.word == word], today, find_value) for word in _list_words(rows)
        ],
        codes={key: [*reference.find_rule(rule, dates).list_words()] for key, rule in rules.items()},
    )


def _is_open(kind: MatterKind, find_value: FindValue) -> bool:
    return all(each.is_met(find_value(each.param)) for each in kind.opening.while_law)


def _find_asker(kind: MatterKind, dates: CaseDates) -> str | None:
    rule = kind.opening.asker_rule
    value = provide_reference().find_rule(rule, dates).value if rule else None
    return None if value is None else str(value)


def _list_words(rows: list[MatterStep]) -> list[str]:
    return list(dict.fromkeys(row.word for row in rows))


def _view_step(kind: MatterKind, rows: list[MatterStep], today: date, find_value: FindValue) -> MatterStepView:
    first = rows[0]
    cited = [article for row in rows for article in provide_reference().cite_articles(row.article, today)]
    return MatterStepView(
        word=first.word,
        name=_view_words(first.name),
        articles=list(dict.fromkeys(cited)),
        erases=any(row.erases for row in rows),
        written=bool(kind.answer and first.word in kind.answer.titles),
        reporter_only=all(place is MatterPlace.REPORTER for row in rows for _, place in row.who),
        **_describe_form(kind, first.word, first, find_value),
    )


def _describe_form(
    kind: MatterKind, word: str, row: MatterOpening | MatterStep, find_value: FindValue
) -> dict[str, Any]:
    asked = apply_field_law(row.fields, find_value)
    return {
        "form": build_step_schema(kind, word, asked),
        "fields": {each.key: each.audience.value for each in asked},
        "units": [each.key for each in asked if each.unit],
        "procedures": [each.key for each in asked if each.procedure],
        "papers": row.papers,
    }


def _view_words(words: BilingualWords) -> NamedView:
    return NamedView(vi=words.vi, en=words.en)
