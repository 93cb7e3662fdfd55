"""The flow table and the law in force, as the web app reads them."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.flow import transitions as table
from chalicelib.domain.law.citations import Citation, Citations
from chalicelib.domain.law.model import RuleEntry, Rules, ServedProvince
from chalicelib.domain.law.rulings import EffectiveRule, Silence, UnknownProvince, list_effective_rules, name_regime
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, register_operation
from chalicelib.models.http.base import JsonObject, LawDay, Query
from chalicelib.models.law import LawView, RelatedRuleView, RuleView
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


class LawQuery(Query):
    """The law of which day and province; today and this deployment's by default."""

    date: LawDay | None = None
    province: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,30}$")] | None = None


@register_operation(
    bp, "GET", "/api/flow", access=PUBLIC, query=LawQuery, answer=JsonObject, refuses=(UnknownProvince,),
    cache="public, max-age=300",
)  # fmt: skip
def flow(call: Call[None, LawQuery]) -> JsonObject:
    """Show states, steps and their actors: the complete life cycle of a dossier.

    Each step has the articles of its province and day; a step without an article there has none."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    basis = _find_basis(call.query)
    cited = Citations(wiring.provide_rules(), on, basis)
    shown = table.export_table(lambda text: [_view_citation(each) for each in cited.list_citations(text)])
    return JsonObject(root={"province": basis.code, "date": on.isoformat(), **shown})


def _find_basis(query: LawQuery) -> ServedProvince:
    """Return the requested province, this deployment's by default. Raise UnknownProvince."""
    found = wiring.provide_rules().provinces.get(query.province or wiring.provide_settings().province)
    if found is None:
        raise UnknownProvince()
    return found


def _view_citation(cited: Citation) -> dict[str, object]:
    return {
        "text": cited.text, "instrument": cited.instrument, "article": cited.article,
        "certainty": cited.certainty, "question": cited.question or None, "is_law": not cited.kept,
    }  # fmt: skip


@register_operation(
    bp,
    "GET",
    "/api/law",
    access=PUBLIC,
    query=LawQuery,
    answer=LawView,
    refuses=(UnknownProvince,),
    cache="public, max-age=300",
)
def law(call: Call[None, LawQuery]) -> LawView:
    """List the rules in force in a province on a day, each with its article and certainty."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    rules, basis = wiring.provide_rules(), _find_basis(call.query)
    province = basis.code
    return LawView(
        province=province, date=on, regime=name_regime(on), digest=rules.digest, basis=basis.basis, basis_vi=basis.says,
        rules=[view_rule(rules, row) for row in list_effective_rules(rules, on, province)],
    )  # fmt: skip


def view_rule(rules: Rules, row: EffectiveRule) -> RuleView:
    """Return one parameter's answer for display."""
    entry = rules.entries[row.answer.entry_id]
    doc = rules.instruments[entry.doc]
    return RuleView(
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
        since=entry.since,
        since_assumed=doc.effect_from_assumed and entry.since == doc.effect_from,
        rests_on=[_view_related_rule(rules, rules.entries[name]) for name in row.answer.chain[1:]],
    )


def _view_related_rule(rules: Rules, entry: RuleEntry) -> RelatedRuleView:
    return RelatedRuleView(
        entry=entry.id,
        instrument=rules.instruments[entry.doc].name_vi,
        article=entry.article or None,
        certainty=entry.certainty,
        question=entry.question or None,
    )
