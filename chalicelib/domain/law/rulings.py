"""Law as dated, cited data: the value of a parameter on a day in a province, and its article.

A parameter is declared once; instruments say its value from a day on. A lower or later entry defeats the one it names
(`derogates`, `fills`); nothing is ranked silently, nothing is extrapolated. The build has proven that at most one entry
remains for any day, so two remaining entries are a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.model import Param, Plain, RuleEntry, Rules, Scope, ServedProvince
from chalicelib.domain.law.rule_values import RuleCite as RuleCite
from chalicelib.domain.law.rule_values import RuleReader
from chalicelib.domain.law.rule_values import Silence as Silence
from chalicelib.domain.law.rule_values import Value as Value
from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind


class Gap(StrEnum):
    """Why no entry answers."""

    NOT_YET = "not_yet_in_force"
    ENDED = "ended"
    NO_SCOPE = "no_rule_for_this_scope"


GAP_WORDS: Mapping[Gap, BilingualWords] = {
    Gap.NOT_YET: BilingualWords("quy định có hiệu lực từ", "it is in force from"),
    Gap.ENDED: BilingualWords("quy định hết hiệu lực từ", "it ended on"),
    Gap.NO_SCOPE: BilingualWords("không có quy định cho trường hợp này", "no text speaks of this case"),
}


class NoRule(Refusal):
    """No entry answers, and none says that the law is silent. `facts` hold param, day, province, reason."""

    code = "no_rule"
    kind = RefusalKind.INVALID
    vi = "Chưa có quy định về “{rule}” cho ngày {on:%d/%m/%Y} tại {place}; {why}. Hãy báo người vận hành hệ thống."
    en = "There is no rule on “{rule}” for {on:%Y-%m-%d} in {place}; {why}. Please contact the operator of the system."


class UnknownProvince(Refusal):
    """The rule set has no province of this name."""

    code = "unknown_province"
    kind = RefusalKind.NOT_FOUND
    vi = "Bộ quy tắc không có tỉnh, thành phố này."
    en = "The rule set has no such province."


class RuleClashError(Exception):
    """Two entries remain. The build refuses such data, so this is a fault of the built data."""


@dataclass(frozen=True, slots=True)
class Ruling(RuleReader):
    """A resolved rule: its value, its citation for facts, and the day whose law it is. `value` None means deliberate
    silence."""

    value: Plain | None
    cite: RuleCite
    on: date

    @property
    def rule_name(self) -> str:
        """The parameter."""
        return self.cite["param"]

    @property
    def rule_value(self) -> Plain | None:
        """The value; None is deliberate silence."""
        return self.value


def resolve_parameter(rules: Rules, param: str, on: date, province: str, scope: Scope | None = None) -> Value | Silence:
    """Return the law's answer for a parameter on a day, in a province, for a subject.

    `on` is the day, in Viet Nam, of the event the parameter is anchored to. Raises NoRule with a typed reason when
    nothing answers, KeyError for an undeclared parameter, ValueError for a wrong scope.
    """
    declared = rules.params[param]
    scope = _check_scope(declared, scope or {})
    candidates = [entry for entry in rules.list_entries(param) if entry.matches_subject(province, scope)]
    live = [entry for entry in candidates if entry.is_in_force(on)]
    defeated = {entry.above for entry in live}
    left = [entry for entry in live if entry.id not in defeated]
    if not left:
        raise _build_no_rule(candidates, declared, on, rules.provinces.get(province), province)
    if len(left) > 1:
        raise RuleClashError(f"{param} on {on} in {province}: {[entry.id for entry in left]}")
    return _build_answer(rules, declared, left[0])


def _check_scope(declared: Param, scope: Scope) -> Scope:
    if set(scope) != set(declared.scope):
        raise ValueError(f"{declared.id} needs scope {sorted(declared.scope)}, got {sorted(scope)}")
    for axis, value in scope.items():
        if value not in declared.scope[axis]:
            raise ValueError(f"{declared.id}: {axis} has no value {value!r}")
    return scope


def _build_no_rule(
    candidates: Iterable[RuleEntry], declared: Param, on: date, place: ServedProvince | None, province: str
) -> NoRule:
    later = [entry.since for entry in candidates if entry.since > on]
    past = [entry.until for entry in candidates if entry.until is not None and entry.until <= on]
    reason, boundary = Gap.NO_SCOPE, None
    if past:
        reason, boundary = Gap.ENDED, max(past)
    elif later:
        reason, boundary = Gap.NOT_YET, min(later)
    why = GAP_WORDS[reason]
    if boundary:
        why = BilingualWords(f"{why.vi} {boundary:%d/%m/%Y}", f"{why.en} {boundary}")
    return NoRule(
        param=declared.id, day=on.isoformat(), province=province, reason=reason,
        boundary=boundary.isoformat() if boundary else "–", on=on, why=why,
        rule=BilingualWords(declared.label_vi, declared.label_en),
        place=BilingualWords(place.name_vi, place.name_en) if place else province,
    )  # fmt: skip


def _build_answer(rules: Rules, declared: Param, entry: RuleEntry) -> Value | Silence:
    chain = tuple(_follow_chain(rules, entry))
    doc = rules.instruments[entry.doc]
    answer = Silence if entry.value is None else partial(Value, value=entry.value, unit=declared.unit)
    return answer(
        param=entry.param,
        entry_id=entry.id,
        instrument=doc.name_vi,
        article=entry.article,
        says=entry.says,
        chain=tuple(link.id for link in chain),
        digest=rules.digest,
        # Only of this article: a rule that it derogates from keeps its own certainty and question under its own id.
        question=entry.question,
        certainty=entry.certainty,
        is_law=doc.kind == "law",
    )


def _follow_chain(rules: Rules, entry: RuleEntry) -> Iterable[RuleEntry]:
    yield entry
    while entry.above:
        entry = next(other for other in rules.list_entries(entry.param) if other.id == entry.above)
        yield entry


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one case in one province: each parameter by the day of its own event."""

    rules: Rules
    dates: CaseDates
    province: str

    @classmethod
    def build_for_day(cls, rules: Rules, day: date, province: str) -> Law:
        """Return the law of one day for every event."""
        return cls(rules, CaseDates.build_for_day(day), province)

    def get(self, param: str, **scope: str) -> Value | Silence:
        """Return the value, or the silence of the law. Raise NoRule."""
        return resolve_parameter(
            self.rules, param, self.rules.params[param].choose_day(self.dates), self.province, scope
        )

    def need(self, param: str, **scope: str) -> Value:
        """Return the value; raise LookupError where the law is silent, for callers that need a value."""
        answer = self.get(param, **scope)
        if isinstance(answer, Silence):
            day = self.rules.params[param].choose_day(self.dates)
            raise LookupError(f"{param} is silent on {day} in {self.province}: {answer.entry_id}")
        return answer

    def find(self, param: str, **scope: str) -> Value | None:
        """Return the value, or None where the law is silent. Raise NoRule."""
        answer = self.get(param, **scope)
        return answer if isinstance(answer, Value) else None


@dataclass(frozen=True, slots=True)
class EffectiveRule:
    """One line of the effective rules: a parameter, its subject, and the answer."""

    param: Param
    scope: Scope
    answer: Value | Silence


def list_effective_rules(rules: Rules, on: date, province: str) -> tuple[EffectiveRule, ...]:
    """Return every parameter's answer on a day in a province, in declared order; unanswered ones are left out."""
    rows = []
    for param in rules.params.values():
        for scope in param.list_cells():
            try:
                rows.append(EffectiveRule(param, scope, resolve_parameter(rules, param.id, on, province, scope)))
            except NoRule:
                continue
    return tuple(rows)


def resolve_row(rules: Rules, param: str, on: date, province: str) -> EffectiveRule:
    """Return one line of the effective rules, for a parameter without subject. Raise NoRule."""
    return EffectiveRule(rules.params[param], {}, resolve_parameter(rules, param, on, province))


def name_regime(on: date) -> str:
    """Return the reader's label for a day: 2018, 2025 or 2026. No decision depends on it."""
    if on >= date(2026, 7, 1):
        return "2026"
    return "2025" if on >= date(2025, 7, 1) else "2018"
