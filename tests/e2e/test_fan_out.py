"""As deployed: the stream stops and everything arrives afterwards; a dead letter of the stream is redriven."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.repositories.dynamodb.keys import SENT
from infra.local.person import PAID_LATER
from infra.local.stories.people import FORM_2, MARITAL
from infra.operations.redrive import redrive_queue
from tests.conftest import SIZE
from tests.e2e.filings import CERTIFICATE, Filings
from tests.e2e.people import Cast
from tests.e2e.rights import DeployedFunctions, wait_until_met
from tests.infra.operations.test_redrive import LETTER

pytestmark = pytest.mark.cloud

PATIENCE = 60.0
"""Seconds for a queue, a cold start and what follows."""


@contextlib.contextmanager
def stop_stream(deployed: DeployedFunctions) -> Iterator[None]:
    """The stream brings nothing to its reader meanwhile; afterwards the position is where it would have been."""
    client = deployed.stack.aws.client("lambda")
    (mapping,) = client.list_event_source_mappings(FunctionName=deployed.name("on_fact"))["EventSourceMappings"]
    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def count_sent(deployed: DeployedFunctions, dossier: str) -> int:
    """Return the number of sent facts of a dossier."""
    key = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": SENT}}
    client = deployed.stack.aws.client("dynamodb")
    item = client.get_item(TableName=deployed.stack.table, Key=key, ConsistentRead=True).get("Item")
    return int(item["length"]["N"]) if item else 0


def read_board(cast: Cast) -> dict[str, Any]:
    """The board of the one-stop unit, as the committee's head reads it."""
    found: dict[str, Any] = cast("head1").get(f"/api/board?unit={cast.place.one_stop}")
    return found


def open_in(cast: Cast, state: str) -> int:
    """Return the board's number of open dossiers in a state."""
    return next((each["open"] for each in read_board(cast)["states"] if each["state"] == state), 0)


@pytest.fixture
def deployed(cast: Cast) -> DeployedFunctions:
    """The stack's functions."""
    return DeployedFunctions(cast.stack)


def test_what_happens_while_the_stream_stands_still_arrives_by_redrive(cast: Cast, deployed: DeployedFunctions) -> None:
    filings, desk = Filings(cast), cast("desk1")
    before = open_in(cast, "received")
    with stop_stream(deployed):
        dossier = filings.filed(CERTIFICATE, FORM_2, MARITAL)
        desk.step(dossier, "receive", PAID_LATER)
        assert count_sent(deployed, dossier) == 0
        put_stream_letter(deployed)
        # A quarter of an hour later nobody takes the facts for being on their way any more.
        cast.stack.set_clock_offset(cast.stack.read_clock_offset() + 900)
        done = redrive_queue(cast.stack.aws, cast.stack.name, "stream")
    assert done.letters == 1
    assert done.facts >= 2
    assert count_sent(deployed, dossier) == 2

    def list_slips() -> list[Any]:
        papers = cast("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
        return [each for each in papers if each["kind"] == "slip"]

    assert wait_until_met(list_slips, PATIENCE), "no slip was made of what was swept"
    assert wait_until_met(lambda: open_in(cast, "received") == before + 1, PATIENCE), read_board(cast)
    error, again = deployed.invoke("sweep_facts", {"days": [datetime.now(UTC).date().isoformat()]})
    assert (error, again["failed"]) == ("", [])
    assert count_sent(deployed, dossier) == 2


def test_a_poisoned_record_keeps_nobody_elses_facts_back(cast: Cast, deployed: DeployedFunctions) -> None:
    client, table = deployed.stack.aws.client("dynamodb"), deployed.stack.table
    poison = {"pk": {"S": f"D#{'0' * 25}p"}, "sk": {"S": "FACT#00000001"}}
    client.put_item(TableName=table, Item={**poison, "kind": {"S": "fact"}, "packed": {"B": b"no fact"}})
    dossier = Filings(cast).copy()
    assert wait_until_met(lambda: count_sent(deployed, dossier) == 1, PATIENCE), "the other dossier's fact was not sent"
    assert count_sent(deployed, f"{'0' * 25}p") == 0
    client.delete_item(TableName=table, Key=poison)


def put_stream_letter(deployed: DeployedFunctions) -> None:
    """The letter that the stream leaves of a record which its reader has failed on for six hours."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    arrived = {f"approximateArrivalOf{end}Record": now for end in ("First", "Last")}
    letter = LETTER | {"DDBStreamBatchInfo": LETTER["DDBStreamBatchInfo"] | arrived}
    url = deployed.stack.outputs["StreamDeadLettersUrl"]
    deployed.stack.aws.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(letter))


def test_the_nightly_recount_finds_the_boards_as_they_are(cast: Cast, deployed: DeployedFunctions) -> None:
    Filings(cast).copy()
    error, done = deployed.invoke("recount_boards", {} if SIZE == "full" else {"unit": cast.place.one_stop})
    assert (error, done["drifted"], done["failed"]) == ("", 0, 0), done
