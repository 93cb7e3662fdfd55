"""Request payment: the case officer cannot continue before the money is paid (VL-16.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.dossier.code_words import OBLIGATION_WORDS
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.dossier.obligations import Due, FeeLine, Obligation, Obligations, ObligationState
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fee_errors, fees
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, calculate_wait_end, list_cites
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.money import PaymentRequested
    from chalicelib.models.payments import ComputedFee, RequestPaymentBody

_TAKEN = frozenset({ObligationState.SETTLED, ObligationState.EXEMPTED})


class AlternativeTaken(Refusal):
    """Only one alternative of a tariff is owed, and another one was already paid or exempted."""

    code = "fee_alternative_taken"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Mức thu khác của cùng khoản này đã nộp hoặc đã được miễn; không yêu cầu thêm mức này."
    en = "Another rate of the same fee was paid or exempted already; this one cannot be demanded as well."


RUNS = "run"
"""The value of the rule `payment.clock` by which the time limit runs while a payment is awaited."""


def request_payment(deps: Dependencies, command: Command[RequestPaymentBody]) -> CommandResult:
    """Demand the named sums now. The rule `payment.clock` decides the effect on the clock: it runs on."""
    return run_step(deps, command, Step.REQUEST_PAYMENT, decide_payment_request)


def decide_payment_request(context: StepContext[RequestPaymentBody]) -> Decision:
    """Existing obligations become blocking, lines of the procedure's tariff become obligations, and so do sums that
    another authority computed for this dossier, each under the number of its notice."""
    all_now, named = _add_demanded(context)
    if not named:
        vi, en = "Chọn ít nhất một khoản thu.", "Name at least one obligation or fee line."
        raise Invalid(fields=(FieldError("/obligations", "required", vi, en),))
    for one in fees.select_obligations(all_now, named):
        if one.state is not ObligationState.OPEN:
            raise fee_errors.ObligationNotOpen(obligation=one.id, state=OBLIGATION_WORDS[one.state])
    blocking = fees.replace_obligations(
        all_now, (_make_blocking(one) for one in fees.select_obligations(all_now, named))
    )
    rule, wait, clock = (
        payment_items.find_gate_rule(context.deps, context.dossier, context.now),
        context.find_rule("payment.wait_limit"),
        context.find_rule("payment.clock"),
    )
    data: PaymentRequested = {
        "to": "payment_requested", "demanded": list(named), "obligations": pack_value(blocking),
        "pay_until": pack_value(calculate_wait_end(context, wait.to_int())) if wait.value else None,
    }  # fmt: skip
    if clock.value == RUNS:
        data["clock_runs"] = True
    if notices := _list_notices(context):
        data["notices"] = notices
    return Decision(
        (
            payloads.PAYMENT_REQUESTED.build(
                data, build_text_part(context, "reason", context.body.reason), list_cites(rule, wait, clock)
            ),
        )
    )


def _add_demanded(context: StepContext[RequestPaymentBody]) -> tuple[Obligations, tuple[str, ...]]:
    """Return all obligations with those of the named fee lines, and the ids of the demanded ones.

    A line with an obligation that still counts means that obligation: no sum is requested twice. Only one alternative
    is owed: the named one replaces another that is still open.
    """
    counting = {
        one.fee_key: one.id for one in context.dossier.obligations if one.state is not ObligationState.CANCELLED
    }
    computed = [_build_computed_line(context, each) for each in context.body.computed]
    keys = tuple(dict.fromkeys((*context.body.fee_lines, *(line.key for line in computed))))
    lines = [line for line in (*_list_fee_lines(context, tuple(dict.fromkeys(context.body.fee_lines))), *computed)
             if line.key not in counting]  # fmt: skip
    before = _cancel_alternatives(context, {line.key for line in lines})
    made = fees.build_obligations(lines, None, context.now, existing=len(before))
    known = tuple(counting[key] for key in keys if key in counting)
    named = dict.fromkeys((*context.body.obligations, *known, *(one.id for one in made)))
    return (*before, *made), tuple(named)


def _cancel_alternatives(context: StepContext[object], demanded: Collection[str]) -> Obligations:
    """Return the dossier's obligations without open alternatives to a demanded line. Raise AlternativeTaken where one
    of them was paid, or exempted."""
    tariff = context.deps.reference.find_procedure(context.dossier.procedure).fees
    choices = {line.choice for line in tariff if line.choice and line.fee.key in demanded}
    others = {line.fee.key for line in tariff if line.choice in choices} - set(demanded)
    if any(one.fee_key in others and one.state in _TAKEN for one in context.dossier.obligations):
        text = (AlternativeTaken.vi, AlternativeTaken.en)
        raise AlternativeTaken(fields=(FieldError("/fee_lines", AlternativeTaken.code, *text),))
    return tuple(
        replace(one, state=ObligationState.CANCELLED)
        if one.fee_key in others and one.state is ObligationState.OPEN else one
        for one in context.dossier.obligations
    )  # fmt: skip


def _list_fee_lines(context: StepContext[object], keys: tuple[str, ...]) -> list[FeeLine]:
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    # A line counted by answers became owed when these were filed, and is found by its obligation.
    on = payment_items.build_filing_day(context.deps.reference, context.dossier.one_stop, context.dossier.filed_at)
    lines = procedure.list_fee_lines({}, on, online=context.dossier.channel not in PAPER_CHANNELS, chosen=keys)
    found = [line for line in lines if line.key in keys]
    if len(found) < len(keys):  # a line of 0 đồng makes nothing owed
        raise UnknownFeeLine()
    return found


def _build_computed_line(context: StepContext[object], asked: ComputedFee) -> FeeLine:
    return context.deps.reference.find_procedure(context.dossier.procedure).build_computed_line(asked.fee, asked.amount)


def _list_notices(context: StepContext[RequestPaymentBody]) -> dict[str, str]:
    """Return the other authority's notice for each computed sum."""
    return {each.fee: each.notice for each in context.body.computed}


def _make_blocking(one: Obligation) -> Obligation:
    return replace(one, blocking=True, due=min(one.due, Due.PROCESSING, key=lambda due: due.rank))
