"""Random people taking random steps on real rows, compared with a model of the expected results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import SYSTEM, Actor
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.shared.errors import KeyReused, NotFound, Refusal, Stale
from chalicelib.repositories.accounts.officers import build_rights_row
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.supervision.due_entries import DueTable
from chalicelib.steps.dossier.alert_rules import list_alert_entries
from chalicelib.steps.dossier.command import CommandResult, build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, digest_body
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.supervision.watch_deadlines import DeadlineRunReport
from tests.contract import journey
from tests.contract.engine import empty_store
from tests.contract.journey import World
from tests.stateful import tampering
from tests.stateful.bodies import Bodies
from tests.stateful.invariants import check_everything
from tests.stateful.known import Verdict
from tests.stateful.model import Modelled
from tests.stateful.moves import (
    CASES,
    CLAIMABLE,
    ENDS,
    FORWARD,
    LAST_DAY,
    MOST_MOVES,
    OWNERS,
    PEOPLE,
    PROCEDURES,
    STEPS,
)
from tests.support.commands import name_step
from tests.support.references import provide_reference_without_forms
from tests.support.watch_builders import build_watch

REACHED: Counter[str] = Counter()
"""States entered and steps taken in all runs, for the figures printed at the end."""

Taken = tuple[Callable[[Dependencies, Command[Any]], CommandResult], Command[Any], Dossier]


def record_event(deps: Dependencies, command: Command[Any]) -> CommandResult:
    """An event of the system: it has no person and moves no version."""

    def record(loaded: Loaded) -> Change:
        fact = NewFact("payment_recorded", {"transaction": command.key}, by_system=True)
        return build_change(deps, command, loaded.dossier, Decision((fact,)), None, "")

    return run_command(deps, command, record)


class DossierMachine(Bodies, RuleBasedStateMachine):
    """Dossiers of one unit, from filing on."""

    store: DossierTable

    @initialize()
    def begin(self) -> None:
        """An empty table on a Monday morning."""
        empty_store()
        self.world = World("stateful", self.store)
        build_rights_row(Officer(journey.CASE.sub, 1, "A", "B", "a@example.test", journey.CASE.assignments)).save()
        self.dossiers: list[Modelled] = []
        self.taken: list[tuple[Modelled, Taken]] = []
        self._watch()

    # --- rules -----------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.dossiers) < 2)
    @rule(procedure=st.sampled_from(PROCEDURES), owner=st.sampled_from(OWNERS), claims=st.booleans())
    def file(self, procedure: str, owner: Actor, claims: bool) -> None:
        """Somebody files."""
        claims = claims and procedure in CLAIMABLE
        command = self.world.filing(procedure, owner, "poor_household" if claims else "")
        answer = command.on(self.world.deps)
        known = provide_reference_without_forms()
        made = Modelled(command.command.dossier_id, known.find_procedure(procedure), journey.UNIT, owner.sub, known)
        made.claims, made.filed_at = claims, command.command.now
        made.raise_fees()
        made.uncompared = set(answer.dossier.papers.values()) - {""}
        self.dossiers.append(made)
        self._taken(made, (command.step, command.command, answer.dossier))

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data(), moves=st.integers(2, MOST_MOVES))
    def go_on(self, data: st.DataObject, moves: int) -> None:
        """Some people in turn do what the table lets them, rather going on than ending it."""
        self._go_on(data, moves)

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data(), moves=st.integers(2, MOST_MOVES))
    def go_further(self, data: st.DataObject, moves: int) -> None:
        """The same once more: a run leaves some rules out, and not to leave this one out makes longer lives."""
        self._go_on(data, moves)

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        """A single step that is allowed."""
        self._go_on(data, 1)

    def _go_on(self, data: st.DataObject, moves: int) -> None:
        d = self._some(data)
        for _ in range(moves):
            numbers = [n for n in d.proposals if any(d.agreement(actor, n, self.world.now) is None for actor in PEOPLE)]
            if numbers and data.draw(st.sampled_from([False, True])):
                self._decide(data, d, min(numbers), agree=True, rightly=True)
                continue
            possible = [move for step in STEPS for move in self._moves(d, step)]
            if possible:
                steps = list(dict.fromkeys(step for step, _, _ in possible))
                onward = [step for step in steps if step not in ENDS] * 2 + [s for s in steps if s in FORWARD] * 4
                # Rarely possible, so taken when it is.
                onward += [Step.REQUEST_PAYMENT] * 20 if Step.REQUEST_PAYMENT in steps and d.open_debts() else []
                step = data.draw(st.sampled_from(onward + steps))
                self._take(data, d, *data.draw(st.sampled_from([move for move in possible if move[0] is step])))

    def _moves(self, modelled: Modelled, step: Step) -> list[tuple[Step, str, Actor]]:
        return [
            (step, case, actor) for case in CASES.get(step, ("",)) for actor in PEOPLE
            if any(modelled.hat(actor, row.who) for row in modelled.rows(step, case))
        ]  # fmt: skip

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data(), step=st.sampled_from(sorted(STEPS)), actor=st.sampled_from(PEOPLE))
    def try_anything(self, data: st.DataObject, step: Step, actor: Actor) -> None:
        """Somebody tries a random step."""
        self._take(data, self._some(data), step, data.draw(st.sampled_from(CASES.get(step, ("",)))), actor)

    @precondition(lambda self: any(d.proposals for d in self.dossiers))
    @rule(data=st.data(), agree=st.booleans(), rightly=st.booleans())
    def decide(self, data: st.DataObject, agree: bool, rightly: bool) -> None:
        """Somebody decides a request, or tries to."""
        d = data.draw(st.sampled_from([d for d in self.dossiers if d.proposals]))
        self._decide(data, d, data.draw(st.sampled_from(sorted(d.proposals))), agree=agree, rightly=rightly)

    def _decide(self, data: st.DataObject, modelled: Modelled, number: int, *, agree: bool, rightly: bool) -> None:
        able = [actor for actor in PEOPLE if modelled.agreement(actor, number, self.world.now) is None]
        actor = data.draw(st.sampled_from(able if rightly and able else PEOPLE))
        step = (journey.approve_number if agree else journey.decline_number)(number)
        command = self.world.ask(
            f"{name_step(step)}-{number}", actor, modelled.number, {"reason": "Đã xem"}, modelled.version
        )
        verdict = modelled.agreement(actor, number, self.world.now) if agree else modelled.decision(actor, number)
        if verdict is None:
            REACHED[f"{step.__name__}: {modelled.proposals[number].kind.value}"] += 1
        self._expect(
            modelled, step, command, verdict, lambda: modelled.decide(actor, number, self.world.now, agree=agree)
        )

    @rule(minutes=st.sampled_from([25, 240, 1440, 4320]), far=st.integers(0, 7))
    def wait(self, minutes: int, far: int) -> None:
        """Time passes; now and then more than any wait lasts."""
        if self.world.now < LAST_DAY:
            self.world.now += timedelta(days=40) if far == 0 else timedelta(minutes=minutes)

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data())
    def happen(self, data: st.DataObject) -> None:
        """The system records something; nobody's version changes."""
        d = self._some(data)
        command = replace(self.world.ask("event", SYSTEM, d.number), actor=SYSTEM)
        answer = record_event(self.world.deps, command)
        d.length += 1
        self._taken(d, (record_event, command, answer.dossier))

    @precondition(lambda self: self.dossiers)
    @rule()
    def watch(self) -> None:
        """The deadline watch comes by: nobody's version changes, and nothing that has passed is left unsaid."""
        assert self._watch().failed == 0
        for d in self.dossiers:
            d.watched(self.store.load_ledger(d.number)[d.length :])
            dossier = self.world.load(d.number)
            check_everything(self.store, d, dossier)
            assert min(list_alert_entries(d.reference, dossier).values(), default=self.world.now) >= self.world.now

    def _watch(self) -> DeadlineRunReport:
        failures: list[tuple[str, Exception]] = []
        return build_watch(
            self.world.deps, DueTable(), self.world.now, journey.REAL, lambda *fault: failures.append(fault)
        ).run()

    @precondition(lambda self: self.taken)
    @rule(data=st.data(), other=st.booleans())
    def repeat(self, data: st.DataObject, other: bool) -> None:
        """A client sends a key again: the first answer, or a refusal of another body; nothing is written."""
        d, (step, command, first) = data.draw(st.sampled_from(self.taken))
        before = self._rows(d)
        if other:
            with pytest.raises(KeyReused):
                step(self.world.deps, replace(command, digest=digest_body({"other": 1})))
        else:
            again = step(self.world.deps, replace(command, now=self.world.now))
            assert (again.repeated, again.dossier) == (True, first)
        assert self._rows(d) == before

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data(), off=st.sampled_from([-1, 1]))
    def come_late(self, data: st.DataObject, off: int) -> None:
        """A step decided on another version than the present one."""
        d = self._some(data)
        actor = data.draw(st.sampled_from(PEOPLE))
        step = data.draw(st.sampled_from(sorted(STEPS)))
        body = self._body(data, d, step, CASES.get(step, ("",))[0])
        command = replace(self.world.ask(step.value, actor, d.number, body), version=d.version + off)
        self._expect(d, STEPS[step], command, Stale if d.sees(actor) else NotFound, lambda: None)

    @precondition(lambda self: self.dossiers)
    @rule(data=st.data())
    def tamper(self, data: st.DataObject) -> None:
        """Somebody falsifies an exported ledger; the verifier finds it."""
        d = self._some(data)
        facts = self.store.load_ledger(d.number)
        at = data.draw(st.integers(0, len(facts) - 1))
        held = {digest: (part.salt, part.value) for digest, part in self.store.load_parts(d.number).items()}
        for way, falsify in tampering.LEDGER.items():
            false = falsify([fact.body for fact in facts], at)
            assert verify_ledger(d.number, false, head=facts[-1].hash, length=len(facts)), way
        for way, swap in tampering.PARTS.items() if held else ():
            swapped = swap(held, data.draw(st.sampled_from(sorted(held))))
            bodies = [fact.body for fact in facts]
            assert verify_ledger(d.number, bodies, head=facts[-1].hash, length=len(facts), parts=swapped), way

    # --- taking a step ---------------------------------------------------------------------------------------

    def _some(self, data: st.DataObject) -> Modelled:
        return data.draw(st.sampled_from(self.dossiers))

    def _take(self, data: st.DataObject, modelled: Modelled, step: Step, case: str, actor: Actor) -> None:
        now, body = self.world.now, self._body(data, modelled, step, case)
        command = self.world.ask(step.value, actor, modelled.number, body, modelled.version)
        verdict = modelled.verdict(actor, step, case, body, now)
        self._expect(modelled, STEPS[step], command, verdict, lambda: modelled.effect(actor, step, case, body, now))

    def _expect(
        self,
        modelled: Modelled,
        step: Callable[[Dependencies, Command[Any]], CommandResult],
        command: Command[Any],
        verdict: Verdict,
        effect: Callable[[], None],
    ) -> None:
        if verdict is None:
            answer = step(self.world.deps, command)
            effect()
            self._taken(modelled, (step, command, answer.dossier))
            return
        before = self._rows(modelled)
        with pytest.raises(Refusal) as refused:
            step(self.world.deps, command)
        assert type(refused.value) is verdict, (
            command.step,
            modelled.state,
            command.actor,
            command.body,
            refused.value,
        )
        assert self._rows(modelled) == before
        REACHED[f"refused: {verdict.code}"] += 1

    def _taken(self, modelled: Modelled, taken: Taken) -> None:
        self.taken.append((modelled, taken))
        REACHED[taken[1].step.partition("-")[0]] += 1
        REACHED[f"state: {check_everything(self.store, modelled, taken[2]).value}"] += 1

    def _rows(self, modelled: Modelled) -> list[tuple[Any, ...]]:
        rows = TableItem.query(f"D#{modelled.number}", consistent_read=True)
        return [(row.sk, row.version, row.length, row.body, row.work_pk, row.due_sk) for row in rows]

    def teardown(self) -> None:
        """At the end every dossier is as its model, also those that others' steps came after."""
        for d in getattr(self, "dossiers", []):
            check_everything(self.store, d, self.world.load(d.number))
