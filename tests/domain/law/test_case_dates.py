"""Each rule is read on the day of its own event for every caller: filing, reception, or the day of the step."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.law.case_dates import Anchor, CaseDates, Running
from chalicelib.domain.law.model import Scope
from chalicelib.domain.law.rulings import Law, NoRule, resolve_parameter
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.law.rule_set import ProvinceLaw
from tests.law.calendars import RULES
from tests.support.builders import Case

CODE = Path(__file__).parents[3] / "chalicelib"
instants = st.datetimes(datetime(2019, 2, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - with UTC
cases = st.tuples(instants, instants, instants).map(sorted).map(lambda at: CaseDates(at[2], at[0], at[1]))
BEFORE_RECEPTION = {
    "channel.open", "reception.answer_limit", "supplement.max_per_stage", "paper.unsigned_check", "withdrawal.until",
}  # fmt: skip
"""Parameters of the filing."""
FROM_RECEPTION = {"clock.start", "counting.day_method", "code.pattern", "extension.cap", "overdue.notice_before"}
"""Parameters of the settlement."""
WHENEVER = {"lookup.channels", "status.notice", "outage.register", "post.stages"}
"""Parameters read on the day of the question."""


def _find_day(at: datetime | None) -> date:
    assert at is not None
    return at.astimezone(VIETNAM).date()


@given(cases)
def test_a_kept_rule_is_of_its_event_and_another_of_the_act(dates):
    assert dates.find_moment(Anchor.FILED_AT, Running.KEEP) == dates.filed_at
    assert dates.find_moment(Anchor.RECEIVED_AT, Running.KEEP) == dates.received_at
    for anchor in Anchor:
        assert dates.find_moment(anchor, Running.SWITCH) == dates.now
    assert dates.find_moment(Anchor.TODAY, Running.SWITCH) == dates.now


@given(cases)
def test_before_reception_a_case_keeps_the_law_of_its_filing(dates):
    waiting = replace(dates, received_at=None)
    assert waiting.find_moment(Anchor.RECEIVED_AT, Running.KEEP) == dates.filed_at
    unfiled = CaseDates(dates.now)
    assert {unfiled.find_moment(anchor, running) for anchor in Anchor for running in Running} == {dates.now}


@given(cases, st.sampled_from(sorted(RULES.params)), st.sampled_from(sorted(RULES.provinces)), st.data())
def test_steps_and_slips_read_one_law(dates, name, province, data):
    """A step and its slip use the same entry: that of the parameter's own event."""
    param = RULES.params[name]
    scope: Scope = data.draw(st.sampled_from(param.list_cells()))
    event = {"filed_at": dates.filed_at, "received_at": dates.received_at, "today": dates.now}[param.anchor]
    day = _find_day(dates.now if param.running == "switch" else event)
    try:
        expected = resolve_parameter(RULES, name, day, province, scope)
    except NoRule:
        with pytest.raises(NoRule):
            ProvinceLaw(province, RULES).find_rule(name, dates, **scope)
        return
    ruling = ProvinceLaw(province, RULES).find_rule(name, dates, **scope)
    assert (ruling.cite["entry"], ruling.on) == (expected.entry_id, day)
    assert Law(RULES, dates, province).get(name, **scope) == expected


@given(cases, instants, st.sampled_from(sorted(BEFORE_RECEPTION | FROM_RECEPTION)))
def test_nothing_that_comes_later_moves_a_kept_rule(dates, later, name):
    param = RULES.params[name]
    assert (
        param.choose_day(replace(dates, now=later))
        == param.choose_day(dates)
        == param.choose_day(replace(dates, now=None))
    )
    if name in BEFORE_RECEPTION:
        assert param.choose_day(replace(dates, received_at=later)) == param.choose_day(dates)


def test_the_parameters_are_declared_as_they_are_meant():
    declared = {name: (RULES.params[name].anchor, RULES.params[name].running) for name in RULES.params}
    assert {declared[name] for name in BEFORE_RECEPTION} == {("filed_at", "keep")}
    assert {declared[name] for name in FROM_RECEPTION} == {("received_at", "keep")}
    assert {declared[name] for name in WHENEVER} == {("today", "switch")}
    assert {running for anchor, running in declared.values() if anchor == "today"} == {"switch"}


def test_the_due_index_rests_on_kept_rules_alone():
    with pytest.raises(LookupError, match="today"):
        CaseDates(None, datetime(2026, 1, 1, tzinfo=UTC)).find_moment(Anchor.TODAY, Running.SWITCH)
    d = Case().file().dossier
    with pytest.raises(LookupError):
        RULES.params["lookup.channels"].choose_day(d.build_dates())


def test_code_with_a_dossier_uses_the_moments_of_the_dossier():
    """A step at a dossier never makes moments of its own: the frame's `StepContext` has them."""
    makers, steps = set(), set()
    for path in (CODE / "domain" / "dossier" / "dossier.py", *(CODE / "steps").rglob("*.py")):
        name, text = path.relative_to(CODE).as_posix(), path.read_text(encoding="utf-8")
        if re.search(r"\bCaseDates(\.build_for_day)?\(", text):
            makers.add(name)
        if re.search(r"import [^\n]*\bStepContext\b", text):
            steps.add(name)
    assert {"domain/dossier/dossier.py", "steps/dossier/context.py"} <= makers
    assert len(steps) > 20
    assert (makers - {"steps/dossier/context.py"}) & steps == set()
