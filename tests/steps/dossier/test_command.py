"""The frame of every command: repeats, versions, conflicts and the bounded retry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound, Stale, TooLarge
from chalicelib.steps.dossier.command import TRIES, run_command, run_step
from chalicelib.steps.dossier.context import Decision
from chalicelib.steps.dossier.ports import Change, Conflict
from chalicelib.steps.reception import receive, refuse
from chalicelib.steps.settlement import transfer
from tests.support.builders import CITIZEN, MONDAY, Case
from tests.support.commands import change_body
from tests.support.fakes.stores import FakeDossiers

CLERK = Role.ONE_STOP_OFFICER
LATER = {"deferral": "other_way_agreed"}
"""A reception that lets the fee be paid later."""


class Contended(FakeDossiers):
    """A store in which somebody else is faster `times` times; `rival` says what the rival does."""

    times = 0

    def save(self, change: Change, *, now: Any) -> None:
        if self.times:
            self.times -= 1
            self.rival()
            raise Conflict("rival")
        super().save(change, now=now)

    def rival(self) -> None:
        """A concurrent change that the caller would not see."""


def file_contended(times: int) -> Case:
    """A filed dossier whose next saves fail so many times."""
    case = Case(store=Contended()).file()
    case.store.times = times
    return case


def test_a_repeat_gets_the_first_answer_and_saves_nothing() -> None:
    case = Case().file()
    command = case.ask("receive", case.officer(CLERK), LATER, case.dossier.version)
    first = receive.receive_dossier(case.deps, command)
    case.take("transfer", case.officer(CLERK))
    before = dict(case.store.items)
    again = receive.receive_dossier(case.deps, replace(command, now=command.now + timedelta(hours=2)))
    assert (again.dossier, again.repeated) == (first.dossier, True)
    assert case.store.items == before
    assert case.codes.counters.popitem()[1] == 1, "no number is taken for a repeat"


def test_the_same_key_with_another_body_is_refused() -> None:
    case = Case().file()
    command = case.ask("refuse", case.officer(CLERK), {"ground": "not_conforming", "reason": "a"}, 1)
    refuse.refuse_dossier(case.deps, command)
    other = change_body(command, reason="b")
    assert isinstance(case.refusal(lambda: refuse.refuse_dossier(case.deps, other)), KeyReused)


def test_a_key_belongs_to_its_caller_its_step_and_its_dossier() -> None:
    command = Case().file().ask("receive", CITIZEN, {}, 1)
    others = (
        replace(command, actor=Actor("other")),
        replace(command, step="transfer"),
        replace(command, dossier_id="other"),
    )
    assert len({each.idem for each in (command, *others)}) == 4
    assert replace(command, key="").idem == ""


def test_a_repeat_is_not_shown_to_who_may_not_see_it_any_more() -> None:
    case = Case().file()
    clerk = case.officer(CLERK)
    command = case.ask("receive", clerk, LATER, 1)
    receive.receive_dossier(case.deps, command)
    moved = replace(command, actor=Actor(clerk.sub))
    assert isinstance(case.refusal(lambda: receive.receive_dossier(case.deps, moved)), NotFound)


def test_a_stale_version_is_refused_with_the_current_one() -> None:
    case = Case().received()
    command = case.ask("transfer", case.officer(CLERK), {}, 1)
    refused = case.refusal(lambda: transfer.transfer_dossier(case.deps, command))
    assert isinstance(refused, Stale)
    assert refused.facts["version"] == 2


@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_a_conflict_is_decided_again(times: int) -> None:
    case = file_contended(times)
    assert case.take("receive", case.officer(CLERK)).code


def test_a_store_that_never_yields_is_busy_and_nothing_is_written() -> None:
    case = file_contended(TRIES)
    refused = case.refused("receive", case.officer(CLERK))
    assert isinstance(refused, Busy)
    assert refused.retry_after


def test_the_slower_of_two_officers_is_refused() -> None:
    case = file_contended(1)
    rival = Case(store=case.store, codes=case.codes, id=case.id)
    case.store.rival = lambda: rival.take("receive", rival.officer(CLERK, "rival"))
    command = case.ask("receive", case.officer(CLERK), LATER, 1)
    with pytest.raises(Stale):
        receive.receive_dossier(case.deps, command)
    assert [fact.kind for fact in case.facts] == ["submitted", "received"]


def test_deciding_again_draws_no_second_number() -> None:
    case = file_contended(2)
    assert case.take("receive", case.officer(CLERK)).code.endswith("-0000001")


def test_a_number_whose_receive_failed_stays_unused_and_is_listed() -> None:
    case = file_contended(TRIES)
    case.refused("receive", case.officer(CLERK))
    series, _, number = case.take("receive", case.officer(CLERK)).code.rpartition("-")
    assert (int(number), case.codes.list_unused(series, range(9001, 10_000))) == (2, (1,))


def test_a_fact_says_who_under_which_role_and_when() -> None:
    case = Case().received()
    fact = case.facts[-1]
    assert fact.actor == {"sub": f"one-stop-officer-{case.one_stop}", "role": "one_stop_officer", "unit": case.one_stop}
    assert (fact.occurred_at, fact.recorded_at, fact.simulated) == (MONDAY, MONDAY, False)


def test_facts_made_under_a_moved_clock_are_marked() -> None:
    case = Case().file()
    desk = replace(case.deps, simulated=True)
    done = receive.receive_dossier(desk, case.ask("receive", case.officer(CLERK), LATER, 1)).dossier
    assert done.simulated
    assert [fact.simulated for fact in case.facts] == [False, True]


def test_leaving_a_state_cancels_what_waits_for_a_decision() -> None:
    case = Case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER))
    stopped = case.take("stop", case.officer(Role.AGENCY_HEAD))
    assert stopped.requests == ()
    assert [(f.kind, f.data.get("request")) for f in case.facts[-2:]] == [("stopped", None), ("request_cancelled", 1)]


def test_staying_in_a_state_cancels_nothing() -> None:
    case = Case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER))
    case.finish_partners()
    assert [request.n for request in case.dossier.requests] == [1]


def test_a_transaction_too_large_is_refused_before_it_is_tried() -> None:
    case = Case().file()
    many = tuple(Part(f"n{n}", n, f"{n:032x}") for n in range(25))
    data = {"to": "withdrawn", "reception": None}
    new = NewFact("withdrawn", data, many)
    command = case.ask("withdraw", CITIZEN, {}, 1)
    refused = case.refusal(lambda: run_step(case.deps, command, Step.WITHDRAW, lambda _: Decision((new,))))
    assert isinstance(refused, TooLarge)


def test_a_filed_paper_is_kept_before_the_save_and_once() -> None:
    case = Case().file()
    assert [paper.id for paper in case.kept] == list(case.dossier.papers)
    kept = list(case.kept)
    case.take("receive", case.officer(CLERK))
    assert case.kept == kept


def test_a_command_that_leaves_nothing_behind_is_a_fault() -> None:
    case = Case().file()
    with pytest.raises(ValueError, match="must leave a dossier"):
        run_command(case.deps, case.ask("x", CITIZEN), lambda _: Change())
