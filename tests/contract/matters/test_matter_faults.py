"""A fault or a kill at any request of any command on any kind of matter loses nothing and doubles nothing.

The commands are those that succeeded when each kind was explored in memory; nothing here names a kind. The caller sends
the same key again, as any client would. Two who take the same step at once are one who takes it and one who is refused.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.shared.errors import Busy, Refusal, Stale
from chalicelib.repositories.dynamodb.store_errors import is_busy
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import MatterListTable, MatterTable
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.matter_ports import LoadedMatter
from tests.contract.engine import SIZE, Break, Wire, wire_store
from tests.contract.engines import DYNAMODB, RIVALS
from tests.support.matter_desk import MATTER_ID
from tests.support.matters.attempts import Attempt, draw_key
from tests.support.matters.every_kind import EACH_TABLE, add_kind
from tests.support.matters.explored import explore_kind

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]
PROVINCE = "hue"


@pytest.fixture
def matters(engine: str) -> MatterTable:
    """The store of matters on the engine."""
    return MatterTable()


def list_attempts(kind: MatterKind, store: MatterTable, most: int) -> list[Attempt]:
    """The opening and some commands that differ; all of them in the full size."""
    found = explore_kind(kind, PROVINCE)
    commands = list({each.word: each for each in found.commands}.values())
    chosen = commands if SIZE == "full" else [commands[0], *commands[1 + len(kind.name) % 2 :: 4][: most - 1]]
    return [Attempt(found, each, store) for each in chosen]


def list_requests(attempt: Attempt) -> list[str]:
    """The requests of a command that nothing disturbs."""
    attempt.prepare()
    with wire_store(attempt.store, Wire()) as wire:  # type: ignore[arg-type]
        attempt.send()
    return wire.calls


def require_one_outcome(attempt: Attempt, before: int, *, done: bool) -> None:
    """The same key twice more: the same matter each time, one fact more, whole, and once in its list."""
    first, second = attempt.send(), attempt.send()
    assert (first.repeated, second.repeated) == (done, True)
    assert first.matter == second.matter
    matter, facts = attempt.store.load_matter(MATTER_ID).matter, attempt.store.load_ledger(MATTER_ID)
    assert matter == first.matter == fold_matter(facts)
    assert [fact.seq for fact in facts] == list(range(1, before + 2))
    parts = attempt.store.load_parts(MATTER_ID)
    assert set(parts) == {digest for fact in facts for digest in fact.parts.values()}
    held = {digest: (part.salt, part.value) for digest, part in parts.items()}
    bodies = [fact.body for fact in facts]
    assert verify_ledger(MATTER_ID, bodies, head=matter.head, length=matter.length, parts=held) == []
    listed = MatterListTable().list_by_unit(matter.kind, matter.unit, matter.ended, None, 50, None).items
    assert [row["dossier_id"] for row in listed].count(MATTER_ID) == 1


@EACH_TABLE
def test_a_fault_at_any_request_leaves_one_outcome(kind: MatterKind, matters: MatterTable) -> None:
    with add_kind(kind):
        for attempt in list_attempts(kind, matters, 2):
            calls = list_requests(attempt)
            for at in range(1 if SIZE == "full" else len(calls), len(calls) + 1):
                for how in Break:
                    again = replace(attempt, key=draw_key())
                    before = again.prepare()
                    with wire_store(matters, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # type: ignore[arg-type]  # noqa: PT011
                        again.send()
                    assert is_busy(fault.value), f"{calls[at - 1]} {how}: {fault.value!r}"
                    done = how is Break.ANSWER_LOST and calls[at - 1] == "TransactWriteItems"
                    assert len(matters.load_ledger(MATTER_ID)) == before + done
                    require_one_outcome(again, before, done=done)


@EACH_TABLE
def test_a_kill_at_the_writing_request_leaves_one_outcome(kind: MatterKind, matters: MatterTable) -> None:
    with add_kind(kind):
        for attempt in list_attempts(kind, matters, 1 + (len(kind.name) % 2)):
            calls = list_requests(attempt)
            for how in Break if SIZE == "full" else (Break.ANSWER_LOST,):
                again = replace(attempt, key=draw_key())
                before = again.prepare()
                assert run_killed(again, len(calls), how) == -signal.SIGKILL
                require_one_outcome(again, before, done=how is Break.ANSWER_LOST)


def run_killed(attempt: Attempt, at: int, how: Break) -> int | None:
    """Exit code of a process of its own that dies at that request."""
    process = multiprocessing.get_context("fork").Process(target=send_and_die, args=(attempt, at, how))
    process.start()
    process.join(30)
    return process.exitcode


def send_and_die(attempt: Attempt, at: int, how: Break) -> None:
    """Send it with connections of our own, as another worker; never returns."""
    TableItem._connection = None
    store = MatterTable()
    with wire_store(store, Wire(at=at, how=how, kill=True)):  # type: ignore[arg-type]
        replace(attempt, store=store).send()


class WaitingTable(MatterTable):
    """A store whose next read waits for the other worker's read, so that both decide on the same state."""

    rivals: threading.Barrier | None = None

    def load_matter(self, matter_id: str, *, others: Sequence[str] = (), papers: Sequence[str] = ()) -> LoadedMatter:
        return self._meet_rival(matter_id, super().load_matter(matter_id, others=others, papers=papers))

    def load_with_parts(self, matter_id: str) -> LoadedMatter:
        return self._meet_rival(matter_id, super().load_with_parts(matter_id))

    def _meet_rival(self, matter_id: str, loaded: LoadedMatter) -> LoadedMatter:
        rivals, self.rivals = self.rivals, None
        if rivals and matter_id == MATTER_ID:
            rivals.wait(10)
        return loaded


@EACH_TABLE
def test_of_two_who_take_the_same_step_at_once_one_wins(kind: MatterKind, matters: MatterTable) -> None:
    with add_kind(kind):
        for attempt in list_attempts(kind, matters, 2)[1:]:
            before = attempt.prepare()
            scene = attempt.command.scene
            assert scene
            results = race_attempts([build_rival(attempt, scene.matter.version) for _ in range(2)])
            won = [each for each in results if isinstance(each, MatterResult)]
            assert len(won) == 1, results
            assert [each.code for each in results if isinstance(each, Refusal)] == [Stale.code]
            assert fold_matter(matters.load_ledger(MATTER_ID)) == won[0].matter
            assert won[0].matter.length == before + 1


@EACH_TABLE
def test_one_key_sent_twice_at_once_is_one_command(kind: MatterKind, matters: MatterTable) -> None:
    with add_kind(kind):
        for attempt in list_attempts(kind, matters, 1):
            before = attempt.prepare()
            results = race_attempts([replace(build_rival(attempt, None), key=attempt.key) for _ in range(2)])
            assert all(isinstance(each, MatterResult) for each in results), results
            assert sorted(each.repeated for each in results) == [False, True]
            assert len({each.matter.head for each in results}) == 1
            assert len(matters.load_ledger(MATTER_ID)) == before + 1


def build_rival(attempt: Attempt, version: int | None) -> Attempt:
    """The same command from a worker with a store and a key of its own."""
    return replace(attempt, store=WaitingTable(), version=version, key=draw_key())


def race_attempts(attempts: Sequence[Attempt]) -> list[Any]:
    """Send commands so that all have read before any writes; return answers and refusals."""
    rivals = threading.Barrier(len(attempts))
    for attempt in attempts:
        assert isinstance(attempt.store, WaitingTable)
        attempt.store.rivals = rivals
    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(try_attempt, [attempt.send for attempt in attempts]))


def try_attempt(send: Callable[[], MatterResult]) -> Any:
    """The answer, or the refusal."""
    for _ in range(20):
        try:
            return send()
        except Busy:
            continue
        except Refusal as refused:
            return refused
    raise AssertionError("the store was never free")
