"""Named checks of the table of surveys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.faqs import FAQ_LAW
from chalicelib.domain.matters.survey import CONSULTATION, require_survey_ahead, require_survey_period
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_ports import Check, CheckContext


def check_survey_runner(context: CheckContext) -> Mapping[str, Any]:
    """Refuse somebody who is neither of the provincial office nor of the unit that the law of the day calls the
    operator (HUE-23.6)."""
    rule, now, actor = context.find_rule("survey.run_by"), context.command.now, context.command.actor
    wanted = context.kind.opening.unit_kinds["operator"] if rule.value == "operator" else ""
    units = context.deps.reference.find_units_of_kind(wanted, now) if wanted else ()
    with cite_on_refusal(rule):
        if context.role is not Role.PROVINCIAL_OFFICE and not any(actor.list_roles_in(unit, now) for unit in units):
            raise Forbidden()
    return {}


def check_survey_sort(context: CheckContext) -> Mapping[str, Any]:
    """Refuse consultation questions where the law of the day knows none (LC-7.8, LC-27.3)."""
    rule = context.find_rule(FAQ_LAW)
    with cite_on_refusal(rule):
        if context.answers.find_text("sort") == CONSULTATION and CONSULTATION not in rule.list_words():
            vi, en = "Tại tỉnh này không đăng câu hỏi tham vấn.", "This province publishes no consultation questions."
            raise Invalid(fields=(FieldError("/values/sort", "not_in_list", vi, en),))
    return {}


def check_survey_period(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a survey that ends before it begins, or lasts too long."""
    require_survey_period(context.answers.find_text("opens_on"), context.answers.find_text("closes_on"))
    return {}


def check_survey_not_over(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to open a survey after its last day."""
    if context.matter is not None:
        require_survey_ahead(context.matter, context.command.now)
    return {}


SURVEY_CHECKS: Mapping[str, Check] = {
    "survey_runner": check_survey_runner,
    "survey_sort": check_survey_sort,
    "survey_period": check_survey_period,
    "survey_not_over": check_survey_not_over,
}
