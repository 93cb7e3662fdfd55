"""The event function from a message about a fact to the entries by which the dossier is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.search import counter_search
from chalicelib.domain.search.counter_search import By
from chalicelib.handlers.search.index_finds import index_finds
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.rows import build_part_row, build_state_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.search.search_entries import FindTable
from chalicelib.wiring import core as wiring
from tests.api.conftest import forget_adapters
from tests.support.builders import CITIZEN, PERSON, Case
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import set_local_stage

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "events" / "index_finds.facts.json").read_text())
KEY = "k" * 64


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment without network: table, the digests' key, and settings of a local stage."""
    set_local_stage(monkeypatch)
    with start_mock_aws():
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        made = boto3.client("secretsmanager").create_secret(Name="find", SecretString=json.dumps({"key": KEY}))
        monkeypatch.setenv("FIND_SECRET_ARN", made["ARN"])
        forget_adapters()
        yield
    forget_adapters()


@pytest.fixture
def filed(deployed: None) -> Case:
    """A dossier in the table."""
    case = Case().file()
    put_dossier(case)
    return case


def put_dossier(case: Case) -> None:
    """The dossier as it stands, into the table."""
    build_state_row(case.dossier).save()
    for part in case.store.load_parts(case.id).values():
        build_part_row(case.id, part).save()


def build_message(dossier_id: str, kind: str = "submitted", number: str = "m1") -> dict[str, Any]:
    """The sample message, about a fact of a dossier."""
    record: dict[str, Any] = json.loads(json.dumps(SAMPLE["Records"][0]))
    body = json.loads(record["body"]) | {"dossier": dossier_id, "kind": kind}
    return record | {"messageId": number, "body": json.dumps(body)}


def can_find(case: Case, by: By, text: str) -> bool:
    """Whether a counter finds the dossier so."""
    value = counter_search.digest_value(KEY.encode(), case.one_stop, by, counter_search.normalise_query(by, text))
    return [number for number, _ in FindTable().list_hits(value, 5)] == [case.id]


def test_a_filing_can_be_found(filed: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert index_finds({"Records": [build_message(filed.id)]}, None) == {"batchItemFailures": []}
    assert can_find(filed, By.NAME, "trần thị")
    assert can_find(filed, By.PHONE, PERSON["phone"])
    logged = capsys.readouterr().out
    assert "finds_kept" in logged
    assert not any(word in logged for word in ("Hoa", "hoa", PERSON["phone"], PERSON["id_number"]))


def test_no_row_shows_whom_it_finds(filed: Case) -> None:
    index_finds({"Records": [build_message(filed.id)]}, None)
    stored = [row for row in TableItem.scan() if row.kind in ("find", "find_entry")]
    kept = str([{**row.attribute_values, "packed": row.packed and decompress_text(row.packed)} for row in stored])
    assert '"parts"' in kept
    assert not any(word in kept for word in (*PERSON.values(), "hoa", "tran"))


def test_a_closed_dossier_loses_its_names_and_an_erased_one_all_but_its_number(filed: Case) -> None:
    index_finds({"Records": [build_message(filed.id)]}, None)
    filed.take("withdraw", CITIZEN)
    filed.take("close", filed.officer(Role.ONE_STOP_OFFICER))
    assert filed.dossier.state is State.CLOSED
    put_dossier(filed)
    index_finds({"Records": [build_message(filed.id, "closed")]}, None)
    assert (can_find(filed, By.NAME, "hoa"), can_find(filed, By.PHONE, PERSON["phone"])) == (False, True)
    for row in TableItem.query(f"D#{filed.id}", TableItem.sk.startswith("PART#")):
        row.delete()
    index_finds({"Records": [build_message(filed.id, "part_erased")]}, None)
    assert not can_find(filed, By.PHONE, PERSON["phone"])
    # The number of the filing names nobody.
    assert [row.pk for row in TableItem.scan(TableItem.pk.startswith("FIND#"))] == [f"FIND#{filed.dossier.receipt_no}"]


def test_facts_that_change_nothing_cost_no_look_at_the_store(filed: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_access(*_: object) -> None:
        raise AssertionError("the store was asked")

    monkeypatch.setattr(wiring, "read_search_key", refuse_access)
    assert index_finds({"Records": [build_message(filed.id, "received")]}, None) == {"batchItemFailures": []}


def test_a_poisoned_message_fails_alone_and_names_nobody(filed: Case, capsys: pytest.CaptureFixture[str]) -> None:
    poisoned = {**build_message("Trần Thị Hoa", number="bad"), "body": '{"kind":"submitted","dossier":"Trần Thị Hoa"}'}
    torn = {**build_message(filed.id, number="torn"), "body": "{"}
    answer = index_finds({"Records": [poisoned, torn, build_message(filed.id)]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}, {"itemIdentifier": "torn"}]}
    assert can_find(filed, By.NAME, "hoa")
    logged = capsys.readouterr().out
    assert "finds_failed" in logged
    assert "FindsFailed" in logged
    assert "Hoa" not in logged


def test_the_sample_of_an_unknown_dossier_fails_until_it_is_there(deployed: None) -> None:
    assert len(index_finds(SAMPLE, None)["batchItemFailures"]) == 1


def test_a_manual_run_rewrites_a_dossier_s_entries(filed: Case) -> None:
    first = index_finds({"dossier_id": filed.id}, None)
    assert first["added"] > 10
    for row in TableItem.scan(TableItem.pk.startswith("FIND#")):
        row.delete()
    assert index_finds({"dossier_id": filed.id}, None) == {"added": 0, "dropped": 0}
    assert can_find(filed, By.NAME, "hoa")


def test_without_its_key_nothing_is_made_and_the_message_comes_again(filed: Case, monkeypatch: Any) -> None:
    monkeypatch.setenv("FIND_SECRET_ARN", "")
    forget_adapters()
    assert len(index_finds({"Records": [build_message(filed.id)]}, None)["batchItemFailures"]) == 1
    assert wiring.provide_settings().find_secret_arn == ""
