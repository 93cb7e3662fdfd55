"""The expected refusal of a step: the table first, then the step's rule; None where it is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.permission import AlreadyInAccount
from chalicelib.domain.flow.flow_actors import APPROVER_SCOPE
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State, Step, Who
from chalicelib.domain.payments.fee_errors import (
    AmountMismatch,
    ExemptionNotPending,
    NotReversible,
    ObligationNotOpen,
    ObligationsOpen,
)
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound, OwnDossier, OwnProposal, WrongMoment
from chalicelib.domain.supervision.alerts import ApologyRules, find_certain_delay_time
from chalicelib.domain.time import clocks, working_time
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending, RequestUnfinished
from chalicelib.steps.payments.pay import ReceiptUsed
from chalicelib.steps.reception.correct_reception import CorrectionEmpty
from chalicelib.steps.settlement.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.settlement.extend import DuePassed
from chalicelib.steps.settlement.finish_task import LeadTask, TasksOpen
from chalicelib.steps.settlement.resolve import NotDelegated, PaymentBlocks
from chalicelib.steps.settlement.supplement import OnDemandOnly
from tests.stateful.known import KnownDossier, Verdict


class Judged(KnownDossier):
    """A dossier that foretells refusals."""

    def verdict(self, actor: Actor, step: Step, case: str, body: Mapping[str, Any], now: datetime) -> Verdict:
        """The refusal that the act should meet, or None."""
        if not self.sees(actor):
            return NotFound
        rows = self.rows(step, case)
        if not rows:
            return WrongMoment
        worn = next((role for row in rows if (role := self.hat(actor, row.who))), None)
        if worn is None:
            return AlreadyInAccount if step is Step.JOIN_ACCOUNT and actor.sub == self.owner else Forbidden
        if worn is not Role.APPLICANT and actor.sub == self.owner:
            return OwnDossier
        found: Verdict = getattr(self, f"_may_{step.value}", self._may)(body, now, actor)
        return found

    def _may(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None

    def _may_correct_reception(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if body["return_way"] == self.way:
            return CorrectionEmpty
        # None of these dossiers was filed with an address, so the post needs the one of this correction.
        return Invalid if body["return_way"] == "post" and not body.get("return_address") else None

    def _pending(self, kind: RequestKind) -> Verdict:
        pending = [p for p in self.proposals.values() if p.kind is kind and not p.prepared]
        return RequestPending if pending else None

    def _may_request_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if set(body["components"]) - {each.key for each in self.procedure.components}:
            return Invalid
        stage, cause = self.asking(body, now)
        if self.asked.get(stage, 0) >= self.rule("supplement.max_per_stage", now, stage=stage):
            if not (cause and self.rule("apology.signer", now, cause=cause)):
                return LimitReached
            if not body["reason"]:
                return Invalid
        return self._pending(RequestKind.SUPPLEMENT) if self.agreeing(stage, cause, now) else None

    def asking(self, body: Mapping[str, Any], now: datetime) -> tuple[str, str]:
        """The stage that asks, and why it asks again; no cause when it asks for the first time."""
        stage = "appraisal" if self.state is State.PROCESSING else "intake"
        if self.asked.get(stage, 0) < self.rule("supplement.max_per_stage", now, stage=stage):
            return stage, ""
        return stage, "guidance_again" if stage == "intake" else body["cause"] or ""

    def agreeing(self, stage: str, cause: str, now: datetime) -> list[Who]:
        """Return the approvers before the applicant is asked: the one-stop unit after appraisal, the controlling role
        at intake by law, and the signer of the apology for asking again."""
        stages = list(REQUESTS[RequestKind.SUPPLEMENT].chain) if stage == "appraisal" else []
        control = self.rule("supplement.controlled_by", now) if stage == "intake" else None
        named = [control, self.rule("apology.signer", now, cause=cause) if cause else None]
        return [*stages, *(((Role(role), APPROVER_SCOPE[Role(role)]),) for role in named if role)]

    def _may_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        free = self.stage or "own_initiative" in self.rule("supplement.ways", now)
        return None if free else OnDemandOnly

    def _may_receive(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if not self.open_by("reception"):
            return None
        if not body["deferral"]:
            return ObligationsOpen
        return None if body["deferral"] in self.rule("payment.deferral", now) else Invalid

    def _may_refuse(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if body["ground"] in self.rule("refusal.reasons", now, moment="intake") else Invalid

    def _may_stop(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if body["ground"] == "wait_expired":
            return None if self.wait_until and now > self.wait_until else Invalid
        return None if body["ground"] in self.rule("stop.reasons", now) else Invalid

    def _may_withdraw(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return self._pending(RequestKind.WITHDRAWAL)

    def _may_resolve(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if self.state is State.RECEIVED and not self.procedure.immediate:
            return NotDelegated
        if body["outcome"] == "not_granted":
            known = self.rule("refusal.reasons", now, moment="after_appraisal")
            return None if body["ground"] in known else Invalid
        if any(is_open for unit, is_open in self.tasks.items() if unit != self.agency):
            return TasksOpen
        if self.waits_for_money:
            return PaymentBlocks
        if self.open_by("reception", "processing"):
            return ObligationsOpen
        return None if body["result"] else Invalid

    def _may_consult(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return Invalid if body["unit"] == self.agency else None

    def _may_finish_task(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return LeadTask if any(a.unit == self.agency for a in actor.assignments) else None

    def _may_extend(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        assert self.dues is not None
        assert self.dues.clock is not None
        if now > self.dues.clock.due_at:
            return DuePassed
        if self._beyond_cap(body["units"], now):
            return LimitReached
        return self._pending(RequestKind.EXTENSION)

    def _beyond_cap(self, units: int, now: datetime) -> bool:
        """Whether an extension would go beyond what is left of the share."""
        assert self.dues is not None
        assert self.dues.clock is not None
        most = int(Fraction(self.rule("extension.cap", now)) * self.procedure.processing_time.duration.value)
        return self.extended + self.dues.clock.reappointed_by + units > most

    def _may_apologise(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        assert self.dues is not None
        assert self.dues.clock is not None
        if self.owes_letter:
            return Invalid if body["new_due_days"] else self._pending(RequestKind.APOLOGY)
        if self.reappointed >= self.rule("overdue.reappoint_max", now):
            return LimitReached
        if not self._is_certain(now):
            return DelayUncertain
        if not body["new_due_days"] or self.appointed(body, now) <= self.dues.clock.due_at:
            return Invalid
        if self.appointed(body, now) > self._last_appointment(now):
            return LimitReached
        return self._pending(RequestKind.APOLOGY)

    def _is_certain(self, now: datetime) -> bool:
        """Whether the settlement is over time, or nearly so, as the law says."""
        assert self.dues is not None
        assert self.dues.clock is not None
        lead, hours = self.rule("alert.apology_lead", now), self.rule("overdue.certain_lead", now)
        rules = ApologyRules(self.rule("overdue.notice_before", now), lead * 60, hours * 60, None, False)
        return now >= find_certain_delay_time(self.dues.clock, rules, self.reference.find_calendar(self.unit))

    def _last_appointment(self, now: datetime) -> datetime:
        """The last day that an apology may name."""
        assert self.dues is not None
        assert self.dues.clock is not None
        since, calendar = max(now, self.dues.clock.due_at), self.reference.find_calendar(self.unit)
        most = int(Fraction(self.rule("overdue.reappoint_cap", now)) * self.procedure.processing_time.duration.value)
        return working_time.add_working_days(calendar, since, max(1, most))

    def appointed(self, body: Mapping[str, Any], now: datetime) -> datetime:
        """The new date that an apology names."""
        return working_time.add_working_days(self.reference.find_calendar(self.unit), now, body["new_due_days"])

    def _may_give_back(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if self.state is State.RESOLVED and any(debt.state == "open" for debt in self.owed.values()):
            return ObligationsOpen
        if self.state is State.RESOLVED and self.uncompared:
            return Invalid
        if body["way"] == "counter" and not body.get("receiver"):
            return Invalid
        return Invalid if self.owes_letter and not body["letter_follows"] else None

    def _may_request_payment(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return self._chosen(body["obligations"])

    def _chosen(self, ids: list[str]) -> Verdict:
        if not set(ids) <= set(self.owed):
            return NotFound
        return None if all(self.owed[each].state == "open" for each in ids) else ObligationNotOpen

    def _may_pay(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if body["receipt_number"] in self.receipts:
            return ReceiptUsed
        owed = sum(self.owed[each].amount for each in body["obligations"] if each in self.owed)
        return self._chosen(body["obligations"]) or (None if owed == body["amount"] else AmountMismatch)

    def _may_acknowledge_payment(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        debt = self.owed.get(body["obligation"])
        if debt is None:
            return NotFound
        return None if debt.state == "settled" else Invalid

    def _may_confirm_exemption(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        debt = self.owed.get(body["obligation"])
        if debt is None:
            return NotFound
        if debt.claim != "claimed":
            return ExemptionNotPending
        return ObligationNotOpen if debt.state == "cancelled" else None

    def _may_reverse_payment(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        paid = [
            debt for debt in self.owed.values() if debt.state == "settled" and debt.receipt == body["receipt_number"]
        ]
        return self._pending(RequestKind.REVERSAL) if paid else NotReversible

    def _may_compare(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if set(body["components"]) <= self.uncompared else Invalid

    def _may_correct(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if self.granted else WrongMoment

    def _may_erase(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if body["digest"] in self.parts else NotFound

    def decision(self, actor: Actor, number: int) -> Verdict:
        """The refusal that deciding a request should meet, or None."""
        if not self.sees(actor) or number not in self.proposals:
            return NotFound
        proposal = self.proposals[number]
        if self.hat(actor, proposal.stages[len(proposal.agreed)]) is None:
            return Forbidden
        if actor.sub == self.owner:
            return OwnDossier
        return OwnProposal if actor.sub in (proposal.by, *proposal.agreed) else None

    def agreement(self, actor: Actor, number: int, now: datetime) -> Verdict:
        """The refusal that agreeing should meet: who took the money does not agree to its reversal."""
        refused = self.decision(actor, number)
        if refused is None and self.proposals[number].prepared:
            return RequestUnfinished
        if refused is None and self.proposals[number].kind is RequestKind.REVERSAL:
            receipt = self.proposals[number].about["receipt_number"]
            if any(debt.cashier == actor.sub for debt in self.owed.values() if debt.receipt == receipt):
                return Forbidden
        return refused or self._overtaken(number, now)

    def _overtaken(self, number: int, now: datetime) -> Verdict:
        """A request about time that cannot be granted any more, because it or the due time has moved since."""
        proposal, clock = self.proposals[number], self.dues.clock if self.dues else None
        if clock is None:
            return None
        if proposal.kind is RequestKind.EXTENSION:
            if self._beyond_cap(proposal.about["units"], now):
                return LimitReached
            longer = clocks.extend_clock(self.reference.find_calendar(self.unit), clock, proposal.about["units"]).due_at
            return DateOvertaken if longer <= now else None
        if proposal.kind is not RequestKind.APOLOGY or "due_at" not in proposal.about:
            return None
        if self.reappointed >= self.rule("overdue.reappoint_max", now):
            return LimitReached
        if proposal.about["due_at"] <= max(clock.due_at, now):
            return DateOvertaken
        return None if self._is_certain(now) else DelayUncertain
