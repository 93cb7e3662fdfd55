"""The law as it is shown: each rule with where it stands and how certain we are."""

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
    `since_assumed` marks a first day that the text read leaves open."""

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
    """The rules in force in a province on a day. `basis` tells a province of its own rules from one that
    runs on the national base."""

    province: str
    date: dt.date
    regime: str
    digest: str
    basis: str
    basis_vi: str
    rules: list[RuleView]
