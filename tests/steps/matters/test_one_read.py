"""A command on a matter reads once and writes once: every row of every kind, by the tables."""

from __future__ import annotations

from chalicelib.domain.matters.matter_kind import MatterKind
from tests.support.fakes.fake_matters import FakeMatters
from tests.support.matters.every_kind import EACH_TABLE
from tests.support.matters.explored import KindCommand, copy_store, explore_kind
from tests.support.people import MONDAY


def send_again(kind: MatterKind, command: KindCommand) -> FakeMatters:
    """Send a command that succeeded once more, to a store that counts from zero."""
    scene, world = command.scene, explore_kind(kind, "lai-chau").world
    store = copy_store(scene.store) if scene else FakeMatters()
    desk = world.build_desk(store, scene.now if scene else MONDAY)
    store.loads = store.saves = 0
    if scene:
        desk.take(command.word, command.actor, command.values, confirmed=command.confirmed)
    else:
        desk.open(command.values, command.actor, confirmed=command.confirmed)
    return store


@EACH_TABLE
def test_every_command_reads_once_and_writes_once(kind: MatterKind) -> None:
    commands = explore_kind(kind, "lai-chau").commands
    sent: dict[str, list[tuple[int, int]]] = {command.word: [] for command in commands}
    for command in commands:
        store = send_again(kind, command)
        sent[command.word].append((store.loads, store.saves))
    assert {word: set(counts) for word, counts in sent.items()} == {word: {(1, 1)} for word in sent}
    assert {"open"} < set(sent)
