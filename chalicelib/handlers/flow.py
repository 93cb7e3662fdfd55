"""The flow table and the law in force, as the web app reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring, wiring_steps
from chalicelib.domain import flow as table
from chalicelib.domain.law import Silence, effective, regime
from chalicelib.domain.worktime import VIETNAM
from chalicelib.handlers._http import PUBLIC, Call, operation
from chalicelib.models.base import JsonObject, Query
from chalicelib.models.law import LawView, RuleView

bp = Blueprint(__name__)


class LawQuery(Query):
    """The law of which day; today when none is given."""

    date: dt.date | None = None


@operation(bp, "GET", "/api/flow", access=PUBLIC, answer=JsonObject, cache="public, max-age=300")
def flow(call: Call) -> JsonObject:
    """States, steps and who may take them: the whole life of a dossier."""
    return JsonObject(root=table.as_json())


@operation(bp, "GET", "/api/law", access=PUBLIC, query=LawQuery, answer=LawView, cache="public, max-age=300")
def law(call: Call[None, LawQuery]) -> LawView:
    """The rules in force in this province on a day, each with its article and certainty."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    rules, province = wiring_steps.rules(), wiring.settings().province
    rows: list[Any] = [
        RuleView(
            param=row.param.id,
            label_vi=row.param.label_vi,
            label_en=row.param.label_en,
            scope=dict(row.scope),
            value=None if isinstance(row.answer, Silence) else row.answer.value,
            unit=row.param.unit or None,
            entry=row.answer.entry_id,
            instrument=row.answer.instrument,
            article=row.answer.article or None,
            says=row.answer.says,
            certainty=row.answer.certainty,
            question=row.answer.question or None,
            is_law=row.answer.is_law,
        )
        for row in effective(rules, on, province)
    ]
    basis = rules.provinces[province]
    return LawView(
        province=province, date=on, regime=regime(on), digest=rules.digest, basis=basis.basis, basis_vi=basis.says,
        rules=rows,
    )  # fmt: skip
