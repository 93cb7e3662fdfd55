"""What a dossier should do, read from the flow table and the law alone; no step of the system is called.

`verdict` foretells the refusal of an act (None: it is taken), `effect` what taking it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from chalicelib.domain import worktime
from chalicelib.domain.catalogue import Procedure
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, OwnDossier, OwnProposal, Refusal, WrongMoment
from chalicelib.domain.fees import (
    AmountMismatch,
    ExemptionNotPending,
    NotReversible,
    ObligationNotOpen,
    ObligationsOpen,
)
from chalicelib.domain.flow import APPROVER_SCOPE, REQUESTS, TABLE, RequestKind, Row, Scope, State, Step, Who
from chalicelib.domain.roles import Actor, Role
from chalicelib.repositories.reference import ProvinceReference
from chalicelib.steps.finish_task import LeadTask, TasksOpen
from chalicelib.steps.pay import ReceiptUsed
from chalicelib.steps.propose import RequestPending
from chalicelib.steps.resolve import NotDelegated, PaymentBlocks
from chalicelib.steps.rules import LimitReached
from tests.stateful.due_dates import Dues

Verdict = type[Refusal] | None
ENDED = frozenset({State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.RESOLVED})


@dataclass
class Proposal:
    """A request beside the state: whose turn it is, and who has agreed."""

    kind: RequestKind
    by: str
    stages: list[Who]
    about: Mapping[str, Any]
    agreed: list[str] = field(default_factory=list)


@dataclass
class Debt:
    """A sum owed: what became of it, and under which receipt by whose hand it was paid."""

    amount: int
    state: str = "open"
    blocking: bool = False
    claim: str = "none"
    receipt: str = ""
    cashier: str = ""


@dataclass(repr=False)
class Modelled:
    """A dossier as it should be."""

    number: str
    procedure: Procedure
    unit: str
    owner: str
    reference: ProvinceReference
    state: State = State.SUBMITTED
    version: int = 1
    length: int = 1
    agency: str = ""
    received_at: datetime | None = None
    stage: str = ""
    wait_until: datetime | None = None
    asked: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, bool] = field(default_factory=dict)
    consulted: list[tuple[str, bool]] = field(default_factory=list)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    proposed: int = 0
    reappointed: int = 0
    extended: int = 0
    granted: bool = False
    claims: bool = False
    owed: dict[str, Debt] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    dues: Dues | None = None

    def __repr__(self) -> str:
        return f"<{self.procedure.id} of {self.owner}, {self.state.value}>"

    def rule(self, param: str, now: datetime, **scope: str) -> Any:
        """The rule for this dossier."""
        return self.reference.rule(param, self.received_at or now, **scope).value

    # --- who -------------------------------------------------------------------------------------------------

    def sees(self, actor: Actor) -> bool:
        """The owner, whoever works in a unit that has to do with it, and those who oversee the province."""
        concerned = {self.unit, self.agency, *self.tasks, *(unit for unit, _ in self.consulted)}
        return actor.sub == self.owner or any(
            (a.unit in concerned and a.role is not Role.OPERATOR) or a.role in (Role.PROVINCIAL_OFFICE, Role.AUDITOR)
            for a in actor.assignments
        )

    def hat(self, actor: Actor, who: Who) -> Role | None:
        """The role of `who` that the actor has here."""
        return next((role for role, scope in who if self._is(actor, role, scope)), None)

    def _is(self, actor: Actor, role: Role, scope: Scope) -> bool:
        if scope is Scope.OWNER:
            return actor.sub == self.owner
        units = {
            Scope.ONE_STOP: [self.unit], Scope.AGENCY: [self.agency], Scope.PROVINCE: ["province"],
            Scope.PARTNER: [unit for unit, is_open in self.tasks.items() if is_open],
            Scope.CONSULTED: [unit for unit, is_open in self.consulted if is_open],
        }[scope]  # fmt: skip
        return any(a.role is role and a.unit in units for a in actor.assignments)

    def rows(self, step: Step, case: str) -> list[Row]:
        """Rows of the table for the step now; where the dossier knows its stage, that is the case."""
        case = self.stage or case
        return [row for row in TABLE if (row.state, row.step) == (self.state, step) and row.case in ("", case)]

    # --- whether ---------------------------------------------------------------------------------------------

    def verdict(self, actor: Actor, step: Step, case: str, body: Mapping[str, Any], now: datetime) -> Verdict:
        """The refusal that the act should meet, or None."""
        if not self.sees(actor):
            return NotFound
        rows = self.rows(step, case)
        if not rows:
            return WrongMoment
        worn = next((role for row in rows if (role := self.hat(actor, row.who))), None)
        if worn is None:
            return Forbidden
        if worn is not Role.APPLICANT and actor.sub == self.owner:
            return OwnDossier
        found: Verdict = getattr(self, f"_may_{step.value}", self._may)(body, now, actor)
        return found

    def _may(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None

    def _pending(self, kind: RequestKind) -> Verdict:
        return RequestPending if any(p.kind is kind for p in self.proposals.values()) else None

    def _may_request_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if set(body["components"]) - {each.key for each in self.procedure.components}:
            return Invalid
        stage = "appraisal" if self.state is State.PROCESSING else "intake"
        if self.asked.get(stage, 0) >= self.rule("supplement.max_per_stage", now, stage=stage):
            return LimitReached
        return self._pending(RequestKind.SUPPLEMENT)

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
        return None if body["result"] else Invalid

    def _may_consult(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return Invalid if body["unit"] == self.agency else None

    def _may_finish_task(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return LeadTask if any(a.unit == self.agency for a in actor.assignments) else None

    def _may_extend(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        most = int(Fraction(self.rule("extension.cap", now)) * self.procedure.processing_time.duration.value)
        return LimitReached if self.extended + body["units"] > most else self._pending(RequestKind.EXTENSION)

    def _may_apologise(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        assert self.dues is not None
        assert self.dues.clock is not None
        if self.reappointed >= self.rule("overdue.reappoint_max", now):
            return LimitReached
        wanted = worktime.add_working_days(self.reference.calendar(self.unit), now, body["new_due_days"])
        return Invalid if wanted <= self.dues.clock.due_at else self._pending(RequestKind.APOLOGY)

    def _may_give_back(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        if self.state is State.RESOLVED and any(debt.state == "open" for debt in self.owed.values()):
            return ObligationsOpen
        return Invalid if body["way"] == "counter" and not body.get("receiver") else None

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

    def _may_correct(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if self.granted else WrongMoment

    def _may_erase(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> Verdict:
        return None if body["digest"] in self.parts else NotFound

    # --- what ------------------------------------------------------------------------------------------------

    def effect(self, actor: Actor, step: Step, case: str, body: Mapping[str, Any], now: datetime) -> None:
        """Take the step: state, requests and figures as the table and the law say."""
        row = next(row for row in self.rows(step, case) if self.hat(actor, row.who))
        if row.request is not None:
            self._open(row.request, actor, body, now)
            return
        self._facts(2 if step is Step.PAY else 1)
        change = getattr(self, f"_on_{step.value}", None)
        if change:
            change(body, now, actor)
        if row.to is not None and not (row.when and self.waits_for_money):
            self._enter(row.to)

    @property
    def waits_for_money(self) -> bool:
        """Whether a sum that blocks the next step is still open."""
        return any(debt.blocking and debt.state == "open" for debt in self.owed.values())

    def _facts(self, count: int) -> None:
        self.version += count
        self.length += count

    def _enter(self, state: State) -> None:
        """Leave a state: what was proposed in it ends, one fact for each."""
        self._facts(len(self.proposals))
        self.proposals.clear()
        if state in ENDED:
            self.stage, self.wait_until = "", None
            self.tasks = dict.fromkeys(self.tasks, False)
        if state in (State.WITHDRAWN, State.STOPPED):
            for debt in self.owed.values():
                debt.state = "cancelled" if debt.state == "open" else debt.state
        self.state = state

    def _open(self, kind: RequestKind, actor: Actor, body: Mapping[str, Any], now: datetime) -> None:
        rule = REQUESTS[kind]
        stages = list(rule.chain)
        if rule.chain_from_law:
            named = [Role(role) for role in self.rule(rule.chain_from_law, now)]
            stages = [((role, APPROVER_SCOPE[role]),) for role in named]
        self.proposed += 1
        self.proposals[self.proposed] = Proposal(kind, actor.sub, stages, body)
        self._facts(1)

    def _on_receive(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.agency, self.received_at = self.reference.competent(self.procedure, self.unit, now), now
        lines = [line for line in self.procedure.fee_lines(online=True) if line.amount]
        claim = "claimed" if self.claims else "none"
        self.owed = {f"F{n:02d}": Debt(line.amount, claim=claim) for n, line in enumerate(lines, start=1)}

    def _on_request_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self._ask("intake", now)

    def _ask(self, stage: str, now: datetime) -> None:
        self.stage, self.asked[stage] = stage, self.asked.get(stage, 0) + 1
        days = self.rule("supplement.wait_limit", now)
        self.wait_until = worktime.add_calendar_days(self.reference.calendar(self.unit), now, days)

    def _on_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.stage, self.wait_until = "", None

    def _on_transfer(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        units = (self.reference.task_unit(self.procedure, t.kind, self.unit, now) for t in self.procedure.tasks)
        self.tasks = dict.fromkeys([self.agency, *units], True)

    def _on_finish_task(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.tasks[next(a.unit for a in actor.assignments if self.tasks.get(a.unit))] = False

    def _on_consult(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.consulted.append((body["unit"], True))

    def _on_answer(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        mine = {a.unit for a in actor.assignments}
        at = next(n for n, (unit, is_open) in enumerate(self.consulted) if is_open and unit in mine)
        self.consulted[at] = (self.consulted[at][0], False)

    def _on_resolve(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.granted = body["outcome"] == "granted"

    def _on_request_payment(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        for each in body["obligations"]:
            self.owed[each].blocking = True

    def _on_pay(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.receipts.add(body["receipt_number"])
        for each in body["obligations"]:
            debt = self.owed[each]
            debt.state, debt.receipt, debt.cashier = "settled", body["receipt_number"], actor.sub

    def _on_confirm_exemption(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        debt = self.owed[body["obligation"]]
        debt.claim = body["outcome"]
        if debt.claim == "confirmed" and debt.state == "open":
            debt.state = "exempted"

    def _on_erase(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.parts.discard(body["digest"])

    # --- requests --------------------------------------------------------------------------------------------

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

    def agreement(self, actor: Actor, number: int) -> Verdict:
        """The refusal that agreeing should meet: who took the money does not agree to its reversal."""
        refused = self.decision(actor, number)
        if refused is None and self.proposals[number].kind is RequestKind.REVERSAL:
            receipt = self.proposals[number].about["receipt_number"]
            if any(debt.cashier == actor.sub for debt in self.owed.values() if debt.receipt == receipt):
                return Forbidden
        return refused

    def decide(self, actor: Actor, number: int, now: datetime, *, agree: bool) -> None:
        """Agree to a request, or turn it down; only the last agreement moves anything."""
        proposal = self.proposals[number]
        self._facts(1)
        if agree and len(proposal.agreed) + 1 < len(proposal.stages):
            proposal.agreed.append(actor.sub)
            return
        del self.proposals[number]
        if agree:
            self._agreed(proposal, now)

    def _agreed(self, proposal: Proposal, now: datetime) -> None:
        if proposal.kind is RequestKind.SUPPLEMENT:
            self._ask("appraisal", now)
        elif proposal.kind is RequestKind.EXTENSION:
            self.extended += proposal.about["units"]
        elif proposal.kind is RequestKind.APOLOGY:
            self.reappointed += 1
        elif proposal.kind is RequestKind.REVERSAL:
            for debt in self.owed.values():
                if debt.receipt == proposal.about["receipt_number"]:
                    debt.state, debt.receipt, debt.cashier = "open", "", ""
        to = dict(REQUESTS[proposal.kind].to).get(self.state)
        if to:
            self._enter(to)

    # --- where -----------------------------------------------------------------------------------------------

    @property
    def next_due(self) -> datetime | None:
        """When somebody must have acted."""
        assert self.dues is not None
        if self.state is State.SUBMITTED:
            return self.dues.reception.due_at if self.dues.reception else None
        if self.state is State.SUPPLEMENT_REQUESTED:
            return self.dues.wait_until
        running = self.dues.clock is not None and self.dues.clock.ended_at is None
        return self.dues.clock.due_at if running and self.dues.clock else None

    def queues(self) -> list[str]:
        """Where the dossier should stand in worklists, each place once."""
        if self.state is State.CLOSED:
            return []
        open_tasks = [unit for unit, is_open in self.tasks.items() if is_open]
        return sorted(f"{unit}#{self.state.value}" for unit in [self.unit, *open_tasks])
