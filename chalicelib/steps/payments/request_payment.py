"""Request payment: the case officer cannot continue before the money is paid (VL-16.2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.dossier.code_words import OBLIGATION_WORDS
from chalicelib.domain.dossier.intake import DESK_CHANNELS
from chalicelib.domain.dossier.obligations import Due, FeeLine, Obligation, Obligations, ObligationState
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, Refusal
from chalicelib.domain.shared.serialization import pack
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part, waited_until
from chalicelib.steps.payments import payment_items

_TAKEN = frozenset({ObligationState.SETTLED, ObligationState.EXEMPTED})


class AlternativeTaken(Refusal):
    """Only one alternative of a tariff is owed, and another one was already paid or exempted."""

    code = "fee_alternative_taken"
    kind = Kind.WRONG_MOMENT
    vi = "Mức thu khác của cùng khoản này đã nộp hoặc đã được miễn; không yêu cầu thêm mức này."
    en = "Another rate of the same fee was paid or exempted already; this one cannot be demanded as well."


RUNS = "run"
"""The value of the rule `payment.clock` by which the time limit runs while a payment is awaited."""


def request_payment(desk: Desk, ask: Ask) -> Answer:
    """Demand the named sums now. The rule `payment.clock` decides the effect on the clock: it runs on."""
    return take(desk, ask, Step.REQUEST_PAYMENT, decide)


def decide(m: Moment) -> Decision:
    """Existing obligations become blocking, lines of the procedure's tariff become obligations, and so do sums that
    another authority computed for this dossier, each under the number of its notice."""
    all_now, named = _raised(m)
    if not named:
        vi, en = "Chọn ít nhất một khoản thu.", "Name at least one obligation or fee line."
        raise Invalid(fields=(FieldError("/obligations", "required", vi, en),))
    for one in fees.select(all_now, named):
        if one.state is not ObligationState.OPEN:
            raise fees.ObligationNotOpen(obligation=one.id, state=OBLIGATION_WORDS[one.state])
    blocking = fees.replaced(all_now, (_blocking(one) for one in fees.select(all_now, named)))
    rule, wait, clock = (
        payment_items.gate(m.desk, m.dossier, m.now),
        m.rule("payment.wait_limit"),
        m.rule("payment.clock"),
    )
    data = {
        "to": "payment_requested", "demanded": list(named), "obligations": pack(blocking),
        "pay_until": pack(waited_until(m, wait.value)) if wait.value else None,
        **({"clock_runs": True} if clock.value == RUNS else {}), **_notices(m),
    }  # fmt: skip
    return Decision((NewFact("payment_requested", data, part(m, "reason"), cited(rule, wait, clock)),))


def _raised(m: Moment) -> tuple[Obligations, tuple[str, ...]]:
    """Return all obligations with those of the named fee lines, and the ids of the demanded ones.

    A line with an obligation that still counts means that obligation: no sum is requested twice. Only one alternative
    is owed: the named one replaces another that is still open.
    """
    counting = {one.fee_key: one.id for one in m.dossier.obligations if one.state is not ObligationState.CANCELLED}
    computed = [_computed(m, each) for each in m.body.get("computed") or ()]
    keys = tuple(dict.fromkeys((*m.body["fee_lines"], *(line.key for line in computed))))
    lines = [line for line in (*_lines(m, tuple(dict.fromkeys(m.body["fee_lines"]))), *computed)
             if line.key not in counting]  # fmt: skip
    before = _without_alternatives(m, {line.key for line in lines})
    made = fees.obligations_from(lines, None, m.now, existing=len(before))
    known = tuple(counting[key] for key in keys if key in counting)
    named = dict.fromkeys((*m.body["obligations"], *known, *(one.id for one in made)))
    return (*before, *made), tuple(named)


def _without_alternatives(m: Moment, demanded: Collection[str]) -> Obligations:
    """Return the dossier's obligations without open alternatives to a demanded line. Raise AlternativeTaken where one
    of them was paid, or exempted."""
    tariff = m.desk.reference.procedure(m.dossier.procedure).fees
    choices = {line.choice for line in tariff if line.choice and line.fee.key in demanded}
    others = {line.fee.key for line in tariff if line.choice in choices} - set(demanded)
    if any(one.fee_key in others and one.state in _TAKEN for one in m.dossier.obligations):
        text = (AlternativeTaken.vi, AlternativeTaken.en)
        raise AlternativeTaken(fields=(FieldError("/fee_lines", AlternativeTaken.code, *text),))
    return tuple(
        replace(one, state=ObligationState.CANCELLED)
        if one.fee_key in others and one.state is ObligationState.OPEN else one
        for one in m.dossier.obligations
    )  # fmt: skip


def _lines(m: Moment, keys: tuple[str, ...]) -> list[FeeLine]:
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    # A line counted by answers became owed when these were filed, and is found by its obligation.
    on = payment_items.filing_day(m.desk.reference, m.dossier.one_stop, m.dossier.filed_at)
    lines = procedure.fee_lines({}, on, online=m.dossier.channel not in DESK_CHANNELS, chosen=keys)
    found = [line for line in lines if line.key in keys]
    if len(found) < len(keys):  # a line of 0 đồng makes nothing owed
        raise UnknownFeeLine()
    return found


def _computed(m: Moment, asked: Mapping[str, Any]) -> FeeLine:
    return m.desk.reference.procedure(m.dossier.procedure).computed_line(asked["fee"], asked["amount"])


def _notices(m: Moment) -> dict[str, dict[str, str]]:
    """Return the other authority's notice for each computed sum."""
    notices = {each["fee"]: each["notice"] for each in m.body.get("computed") or ()}
    return {"notices": notices} if notices else {}


def _blocking(one: Obligation) -> Obligation:
    return replace(one, blocking=True, due=min(one.due, Due.PROCESSING, key=lambda due: due.rank))
