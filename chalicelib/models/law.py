"""Views of the law: each rule with its article and certainty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.models.http.base import View


class RelatedRuleView(View):
    """A rule that an answer derogates from, or the slot it fills, with a certainty of its own."""

    entry: str
    instrument: str
    article: str | None
    certainty: str
    question: str | None


class RuleView(View):
    """One parameter's answer; `value` null is a deliberate silence of the law. `certainty` is that of its own article;
    `since_assumed` marks a first day that the text leaves open."""

    param: str
    label_vi: str
    label_en: str
    scope: dict[str, str]
    value: Any
    unit: str | None
    entry: str
    instrument: str
    article: str | None
    says: str
    certainty: str
    question: str | None
    is_law: bool
    since: dt.date
    since_assumed: bool
    rests_on: list[RelatedRuleView]


class LawView(View):
    """The rules in force in a province on a day. `basis` distinguishes a province with its own rules from one on the
    national base."""

    province: str
    date: dt.date
    regime: str
    digest: str
    basis: str
    basis_vi: str
    rules: list[RuleView]
