"""A model of the dossier, computed from the flow table and the law alone; no step of the system is called.

`verdict` foretells the refusal of an act (None: it is taken), `effect` what taking it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.flow.flow_actors import APPROVER_SCOPE, list_deciders
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State, Step, Who
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.time import working_time
from chalicelib.domain.time.filing_day import FilingDay
from tests.stateful.known import ENDED, Debt, Proposal
from tests.stateful.verdicts import Judged


class Modelled(Judged):
    """A dossier as it should be."""

    def effect(self, actor: Actor, step: Step, case: str, body: Mapping[str, Any], now: datetime) -> None:
        """Take the step: state, requests and figures as the table and the law say."""
        row = next(row for row in self.rows(step, case) if self.hat(actor, row.who))
        kind, stages = row.request, None
        if step is Step.REQUEST_SUPPLEMENT:
            stages = self.agreeing(*self.asking(body, now), now)
            kind = RequestKind.SUPPLEMENT if stages else None
        if kind is not None:
            self._open(kind, actor, body, now, stages)
            return
        self._facts(2 if step is Step.PAY else 1)
        change = getattr(self, f"_on_{step.value}", None)
        if change:
            change(body, now, actor)
        if row.to is not None and not (row.when and self.waits_for_money):
            self._enter(row.to)

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
        if state in (State.WITHDRAWN, State.STOPPED, State.NOT_RECEIVED):
            for debt in self.owed.values():
                debt.state = "cancelled" if debt.state == "open" else debt.state
        self.state = state

    def _open(
        self, kind: RequestKind, actor: Actor, body: Mapping[str, Any], now: datetime, stages: list[Who] | None
    ) -> None:
        """Propose: the stages of the table, of the law's chain, or those that the step found."""
        rule, about = REQUESTS[kind], dict(body)
        named = self.rule(rule.chain_from_law, now) if rule.chain_from_law else []
        if kind is RequestKind.SUPPLEMENT:
            about["stage"] = self.asking(body, now)[0]
        elif kind is RequestKind.APOLOGY and self.owes_letter:
            named = [self.rule("apology.signer", now, cause="officer_fault")]
        elif kind is RequestKind.APOLOGY:
            about["due_at"] = self.appointed(body, now)
        by_law = self.named_stages(named)
        self.proposals = {n: each for n, each in self.proposals.items() if each.kind is not kind}
        self.proposed += 1
        self.proposals[self.proposed] = Proposal(kind, actor.sub, stages or by_law or list(rule.chain), about)
        self._facts(1)

    def named_stages(self, names: Iterable[str]) -> list[Who]:
        """The stages that the law names: a role each, or the centre with those who lead it."""
        return [tuple((role, APPROVER_SCOPE[role]) for role in list_deciders(name)) for name in names]

    def watched(self, facts: Iterable[Fact]) -> None:
        """Apply facts of the deadline watch: its alerts change nothing, its apology waits to be completed."""
        for fact in facts:
            assert fact.by_system
            assert fact.kind in ("due_soon", "overdue", "request_opened")
            self.length += 1
            if fact.kind == "request_opened":
                chain = self.named_stages(self.rule("overdue.approval_chain", fact.occurred_at))
                self.proposed += 1
                self.proposals[self.proposed] = Proposal(RequestKind.APOLOGY, "system", chain, fact.data["about"])

    def _on_correct_reception(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.way = body["return_way"]

    def _on_receive(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.agency, self.received_at = self.reference.find_competent(self.procedure, self.unit, now), now
        for debt in self.owed.values():
            if body["deferral"] and debt.state == "open" and debt.due == "reception":
                debt.due = "handover"

    def raise_fees(self) -> None:
        """Add the fees of the filing."""
        assert self.filed_at
        on = FilingDay(self.filed_at, lambda: self.reference.find_calendar(self.unit))
        lines = [line for line in self.procedure.list_fee_lines({}, on, online=True) if line.amount]
        claim = "claimed" if self.claims else "none"
        self.owed = {f"F{n:02d}": Debt(line.amount, claim=claim) for n, line in enumerate(lines, start=1)}

    def _on_request_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self._ask("intake", now)

    def _ask(self, stage: str, now: datetime) -> None:
        self.stage, self.asked[stage] = stage, self.asked.get(stage, 0) + 1
        days = self.rule("supplement.wait_limit", now)
        self.wait_until = working_time.add_calendar_days(self.reference.find_calendar(self.unit), now, days)

    def _on_supplement(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.stage, self.wait_until = "", None
        self.uncompared.add(self.procedure.components[0].key)

    def _on_compare(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        self.uncompared.clear()

    def _on_transfer(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        units = (self.reference.find_task_unit(self.procedure, t.kind, self.unit, now) for t in self.procedure.tasks)
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
        self.owes_letter = body["late_cause"] == "officer_fault"

    def open_debts(self) -> bool:
        """Whether something may be asked for."""
        return any(debt.state == "open" for debt in self.owed.values())

    def _on_request_payment(self, body: Mapping[str, Any], now: datetime, actor: Actor) -> None:
        for each in body["obligations"]:
            debt = self.owed[each]
            debt.blocking, debt.due = True, "processing" if debt.due == "handover" else debt.due

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
            self._ask(proposal.about["stage"], now)
        elif proposal.kind is RequestKind.EXTENSION:
            self.extended += proposal.about["units"]
        elif proposal.kind is RequestKind.APOLOGY:
            self.reappointed += "due_at" in proposal.about
            self.owes_letter = False
        elif proposal.kind is RequestKind.REVERSAL:
            self.reversals.add(proposal.about["receipt_number"])
            for debt in self.owed.values():
                if debt.receipt == proposal.about["receipt_number"]:
                    debt.state, debt.receipt, debt.cashier = "open", "", ""
        to = dict(REQUESTS[proposal.kind].to).get(self.state)
        if to:
            self._enter(to)
