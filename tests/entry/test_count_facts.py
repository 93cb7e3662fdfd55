"""From a message to the board, and the nightly recount, on a deployment without network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.ledger.routing import convert_fact
from chalicelib.domain.supervision.boards import BoardLine, list_board_lines
from chalicelib.handlers.supervision.count_facts import count_facts
from chalicelib.handlers.supervision.recount_boards import recount_boards
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.wiring import boards as wiring_boards
from tests.entry.deployment import open_deployment
from tests.support.builders import Case

ROOT = Path(__file__).parents[2]
SAMPLE: dict[str, Any] = json.loads((ROOT / "events" / "count_facts.facts.json").read_text())
NIGHT: dict[str, Any] = json.loads((ROOT / "events" / "recount_boards.json").read_text())


@pytest.fixture(autouse=True)
def deployment(monkeypatch) -> Iterator[None]:
    with open_deployment(
        monkeypatch, wiring_boards.provide_boards, wiring_boards.provide_counting, wiring_boards.provide_recounting
    ):
        yield


@pytest.fixture
def received() -> Case:
    made = Case().received()
    rows.build_state_row(made.dossier).save()
    return made


def build_event(*messages: tuple[str, str]) -> dict[str, Any]:
    """The queue's batch: ids and bodies, after the sample."""
    return {"Records": [SAMPLE["Records"][0] | {"messageId": number, "body": body} for number, body in messages]}


def test_a_fact_moves_the_board_of_its_unit_and_only_once(received):
    body = convert_fact(received.facts[1]).body
    for _ in range(2):
        assert count_facts(build_event(("a", body), ("b", body)), None) == {"batchItemFailures": []}
    (line,) = list_board_lines(received.dossier)
    assert BoardTable().read_counts(received.one_stop) == {line: 1}


def test_a_message_that_cannot_be_counted_fails_alone_and_names_nobody(received, capsys):
    poison = '{"kind":"received","name":"Trần Thị Hoa"}'
    answer = count_facts(build_event(("bad", poison), ("good", convert_fact(received.facts[1]).body)), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert sum(BoardTable().read_counts(received.one_stop).values()) == 1
    logged = capsys.readouterr().out
    assert "FactsNotCounted" in logged
    assert "Hoa" not in logged


def test_the_sample_of_an_unknown_dossier_fails_until_its_ledger_is_there():
    assert len(count_facts(SAMPLE, None)["batchItemFailures"]) == 1


def test_the_night_counts_what_is_late_and_reports_what_differs(received, capsys, monkeypatch):
    few = replace(wiring_boards.provide_recounting(), units=[received.one_stop, received.agency])
    monkeypatch.setattr("chalicelib.handlers.supervision.recount_boards.provide_recounting", lambda: few)
    ghost = BoardLine(received.agency, "processing", received.procedure)
    assert BoardTable().repair(ghost, 0, 3)
    counted = {"late": 0, "failed": 0, "drifted": 2, "repaired": 0}
    assert recount_boards(NIGHT, None) == counted
    assert "BoardsDrifted" in capsys.readouterr().out
    assert BoardTable().read_counts(received.agency) == {ghost: 3}
    one = {"unit": received.agency, "repair": True}
    assert recount_boards(one, None) == {"late": 0, "failed": 0, "drifted": 1, "repaired": 1}
    assert BoardTable().read_counts(received.agency) == {}


def test_a_recount_that_fails_is_raised_for_its_alarm(monkeypatch, capsys):
    def raise_broken(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(BoardTable, "count_found", raise_broken)
    with pytest.raises(ConnectionError):
        recount_boards(NIGHT, None)
    assert "recount_failed" in capsys.readouterr().out
