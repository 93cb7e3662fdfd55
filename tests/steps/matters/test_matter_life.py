"""The life of matters of every kind under random hands: what must always hold, holds; refusals change nothing."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Role
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, ERASING
from chalicelib.domain.matters.matter import Matter, fold_matter
from chalicelib.domain.matters.matter_clocks import find_next_alert
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.notices.contacts import Contact, ContactReach
from chalicelib.domain.shared.errors import BilingualWords, Refusal, Stale
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.steps.matters.matter_notices import MatterNotices
from chalicelib.steps.matters.publish_matters import MatterPublishing
from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
from tests.conftest import SIZE
from tests.steps.matters.test_publish_matters import FakePublic
from tests.support.fakes.fake_matters import FakeMatters
from tests.support.matter_desk import MATTER_ID, Desk
from tests.support.matters.erased import MatterErasure, build_matter_eraser
from tests.support.matters.every_kind import EACH_KIND, add_kind
from tests.support.matters.explored import PERSON, PROVINCE_SCOPE, KindWorld
from tests.support.matters.filled_forms import OPEN, SECRET
from tests.support.people import MONDAY, build_actor

PROVINCES = sorted(load_rules().provinces)
NOTICES = MatterNotices(lambda unit: BilingualWords(unit, unit), lambda unit: unit.endswith("-VP"), "https://tinh.test")
REACHED: set[tuple[str, str]] = set()
"""Kinds and states in which a matter was."""
PHASES = (Phase.generate, Phase.shrink) if SIZE == "full" else (Phase.generate,)
EXAMPLES, STEPS = (60, 40) if SIZE == "full" else (4, 15)


def build_machine(kind: MatterKind) -> type[RuleBasedStateMachine]:
    """The machine of one kind."""

    class MatterMachine(RuleBasedStateMachine):
        @initialize(data=st.data(), province=st.sampled_from(PROVINCES))
        def open(self, data: st.DataObject, province: str) -> None:
            """Each life begins with an opening by somebody whom the law lets."""
            self.world = KindWorld(kind, province)
            self.store, self.public = FakeMatters(), FakePublic()
            self.desk = self.world.build_desk(self.store)
            self.people = list_people(self.world)
            self.last: Callable[[], Matter] | None = None
            for actor in data.draw(st.permutations(self.people)):
                self.try_form("open", actor, kind.opening.fields, self.desk.open, whole=True)
                if self.store.states:
                    break

        @rule(data=st.data(), whole=st.booleans())
        def step(self, data: st.DataObject, whole: bool) -> None:
            """Somebody takes a step; mostly one that is offered to somebody."""
            if not self.store.states:
                return
            offered = [(actor, word) for actor in self.people for word in self.desk.list_steps(actor)]
            every = [(actor, word) for actor in self.people for word in kind.list_words()]
            actor, word = data.draw(st.sampled_from(offered + every[:: max(1, len(every) // 8)]))
            unlike, row = self.desk.matter.unit, kind.list_steps(word)[0]

            def take(values: Any, actor: Actor, **more: Any) -> Matter:
                return self.desk.take(word, actor, values, **more)

            done = self.try_form(word, actor, row.fields, take, whole=whole, unlike=unlike)
            assert not done or (actor, word) in offered

        def try_form(
            self, word: str, actor: Actor, fields: Any, act: Callable[..., Matter], *, whole: bool, unlike: str = ""
        ) -> bool:
            """Send a form; a refusal leaves the store as it was. Return whether it was taken."""
            before = deepcopy((self.store.states, self.store.facts, self.store.parts))
            sent: dict[str, Any] = {}

            def send(values: Any, confirmed: tuple[str, ...]) -> Matter:
                key = f"{word}-{self.desk.count:012d}"
                sent.update(values=dict(values), confirmed=confirmed, key=key)
                return act(values, actor, confirmed=confirmed, key=key)

            try:
                first = self.world.filler.send_mended(send, fields, unlike, whole=whole)
            except Refusal:
                assert (self.store.states, self.store.facts, self.store.parts) == before
                return False
            again = dict(sent)
            self.last = lambda: act(again["values"], actor, confirmed=again["confirmed"], key=again["key"])
            assert self.last() == first
            return True

        @rule()
        def repeat(self) -> None:
            """The last command comes once more, later: nothing new is written."""
            if self.last:
                before = len(self.desk.deps.matters.load_ledger(MATTER_ID))
                self.last()
                assert len(self.desk.deps.matters.load_ledger(MATTER_ID)) == before

        @rule(data=st.data())
        def decide_on_an_old_version(self, data: st.DataObject) -> None:
            """Somebody decides on what is not the matter any more."""
            if not self.store.states or self.desk.matter.version < 2:
                return
            actor, before = data.draw(st.sampled_from(self.people)), deepcopy(self.store.facts)
            offered = self.desk.list_steps(actor)
            if offered:
                row = kind.list_steps(offered[0])[0]
                values = self.world.filler.fill_form(row.fields)
                try:
                    self.desk.take(row.word, actor, values, version=self.desk.matter.version - 1)
                except Stale:
                    assert self.store.facts == before
                else:
                    raise AssertionError("an old version was taken")

        @rule(hours=st.sampled_from([1, 30, 100, 900]))
        def wait(self, hours: int) -> None:
            """Time passes; the watch runs twice, and each alert is given once; what was ordered is erased."""
            self.desk.now += timedelta(hours=hours)
            recorder = MatterAlertRecorder(self.desk.deps, self.desk.now, self.desk.now, lambda **_: None)
            for name in list(self.store.states):
                recorder.record_crossings(name)
                length = self.desk.matter.length
                recorder.record_crossings(name)
                assert self.desk.matter.length == length
            if self.store.states:
                self.erase_ordered()

        @rule()
        def publish(self) -> None:
            """The consumer hears of a fact, or of an old one again."""
            deps = self.desk.deps
            for name in self.store.states:
                shown = MatterPublishing(deps.matters, self.public, deps.find_field).publish_matter(name)
                assert shown is self.desk.matter.public
                assert (name in self.public.shown) is shown

        def erase_ordered(self) -> None:
            """The eraser runs: an ordered erasure leaves the decision on which it rests, any other matter as it was."""
            before = deepcopy((self.store.states, self.store.facts, self.store.parts))
            ordered = self.desk.matter.state == ERASING
            report = build_matter_eraser(self.desk.deps, MatterErasure(self.store), self.desk.now).erase_ordered()
            assert (report.dossiers + report.waiting, report.faults) == (int(ordered), ())
            if not ordered:
                assert (self.store.states, self.store.facts, self.store.parts) == before
                return
            assert {part.name for part in self.store.parts[MATTER_ID].values()} <= {DECISION}

        @invariant()
        def ledger_and_state_agree(self) -> None:
            """The ledger replays to the state, verifies, and holds no text."""
            if not getattr(self, "store", None) or not self.store.states:
                return
            matter, facts = self.desk.matter, self.store.load_ledger(MATTER_ID)
            REACHED.add((kind.name, matter.state))
            assert fold_matter(facts) == matter
            assert matter.version == sum(not fact.by_system for fact in facts)
            held = {name: (part.salt, part.value) for name, part in self.store.parts[MATTER_ID].items()}
            bodies = [fact.body for fact in facts]
            assert verify_ledger(MATTER_ID, bodies, head=matter.head, length=matter.length, parts=held) == []
            assert SECRET not in repr(bodies)
            check_meaning(kind, matter, self.store)

        @invariant()
        def nobody_reads_what_is_not_public(self) -> None:
            """Neither the public face nor a notice has a word that is not for everybody."""
            if not getattr(self, "store", None) or not self.store.states:
                return
            assert SECRET not in repr(self.public.shown)
            check_notices(self.desk)

    return MatterMachine


def list_people(world: KindWorld) -> list[Actor]:
    """The reporter, a stranger, and an officer of each role in two units, the second of which is asked or above."""
    roles = {role for step in world.kind.steps for role, _ in step.who} | set(world.kind.opening.who)
    people = [PERSON, Actor("stranger")]
    for role in sorted(roles - {Role.APPLICANT}):
        units = [PROVINCE_SCOPE] if role in PROVINCE_WIDE else world.units[:2]
        people += [build_actor(role, unit, f"{role.value}-{place}".replace("_", "-")) for place in (1, 2)
                   for unit in units]  # fmt: skip
    return people


def check_meaning(kind: MatterKind, matter: Matter, store: FakeMatters) -> None:
    """The state means what the table says, and its clocks are the table's."""
    state = kind.find_state(matter.state)
    assert (matter.ended, matter.public) == (state.ended, state.public)
    assert {clock.name for clock in matter.clocks} <= set(kind.clocks)
    assert store.alerts[matter.id] == find_next_alert(matter)
    assert not matter.ended or find_next_alert(matter) is None
    for clock in matter.clocks:
        assert clock.since <= clock.due_at
        assert len(set(clock.alerted)) == len(clock.alerted)


def check_notices(desk: Desk) -> None:
    """Each recipient has one notice of the last fact on each channel, without a word that a person wrote."""
    reach = ContactReach(mail=Contact("a@vidu.test", MONDAY))
    with add_kind(desk.kind):
        found = NOTICES.read_fact(desk.store.load_ledger(MATTER_ID), lambda _: reach)
        said = [repr(found.render(each)) for each in found.planned]
    ways = [(each.recipient.key, each.channel) for each in found.planned]
    assert len(set(ways)) == len(ways)
    assert not any(SECRET in each or OPEN in each for each in said)


@EACH_KIND
def test_no_hand_leads_a_matter_astray(kind: MatterKind) -> None:
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=SIZE != "full",
        database=None, suppress_health_check=list(HealthCheck), phases=PHASES,
    )  # fmt: skip
    with add_kind(kind):
        run_state_machine_as_test(build_machine(kind), settings=chosen)
    reached = {state for name, state in REACHED if name == kind.name}
    assert len(reached) > 1, "no life went on"
