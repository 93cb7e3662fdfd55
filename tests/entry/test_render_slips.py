"""The event function from a message about a fact to a PDF in the bucket and its row in the table."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pypdf
import pytest

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.papers.paper import Paper
from chalicelib.handlers.documents.render_slips import render_slips
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from chalicelib.repositories.dynamodb.rows import build_fact_row, build_part_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import PaperTable
from chalicelib.steps.documents.render_slip import SlipMaking, read_words
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring import slips as wiring_slips
from tests.support.builders import MONDAY, Case
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import create_paper_stores, set_local_stage
from tests.support.slip_builders import build_case

ROOT = Path(__file__).parents[2]
BUCKET = "papers"
SAMPLE: dict[str, Any] = json.loads((ROOT / "events" / "render_slips.facts.json").read_text())


@pytest.fixture
def bucket(monkeypatch) -> Iterator[Any]:
    """A deployment without network: table, versioned bucket, and settings of a local stage."""
    set_local_stage(monkeypatch, PAPERS_BUCKET=BUCKET)
    with start_mock_aws():
        forget_adapters()
        yield create_paper_stores(BUCKET)
    forget_adapters()


def forget_adapters() -> None:
    made = (wiring.provide_settings, wiring.provide_clock, wiring.provide_units, wiring_papers.provide_papers)
    for each in (*made, wiring_slips.provide_library, wiring_slips.provide_slip_making):
        each.cache_clear()


@pytest.fixture
def received(bucket) -> Case:
    """A received dossier whose ledger and parts are in the table."""
    made = build_case(MONDAY).received()
    store_ledger(made)
    return made


def store_ledger(made: Case) -> None:
    for fact in made.facts:
        build_fact_row(fact).save()
    for part in made.store.load_parts(made.id).values():
        build_part_row(made.id, part).save()


def build_event(made: Case, *seqs: int) -> dict[str, Any]:
    """The queue's batch for these facts of the dossier, after the sample event."""
    return {"Records": [build_record(made, seq) for seq in seqs]}


def build_record(made: Case, seq: int) -> dict[str, Any]:
    brought: dict[str, Any] = json.loads(json.dumps(SAMPLE["Records"][0]))
    brought["body"] = encode_canonical(next(fact.body for fact in made.facts if fact.seq == seq)).decode()
    brought["messageId"] = f"message-{seq}"
    return brought


def list_papers(made: Case) -> tuple[Paper, ...]:
    return PaperTable().list_by_dossier(made.id)


def test_a_fact_becomes_a_paper_that_can_be_read(bucket, received, capsys):
    assert render_slips(build_event(received, 1, 2), None) == {"batchItemFailures": []}
    (paper,) = list_papers(received)
    stored = bucket.get_object(Bucket=BUCKET, Key=paper.key, VersionId=paper.version_id)
    assert stored["ContentType"] == "application/pdf"
    pdf = stored["Body"].read()
    assert len(pdf) == paper.size
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
    assert received.dossier.code in text
    logged = capsys.readouterr().out
    assert "SlipsMade" in logged
    assert "Hoa" not in logged


def test_it_renders_again_to_the_same_bytes_from_what_was_stored(bucket, received):
    render_slips(build_event(received, 2), None)
    (paper,) = list_papers(received)
    words = bucket.get_object(Bucket=BUCKET, Key=f"{paper.key}.json")["Body"].read()
    pdf = bucket.get_object(Bucket=BUCKET, Key=paper.key, VersionId=paper.version_id)["Body"].read()
    assert TypstRenderer().render(read_words(words)) == pdf


def test_a_paper_written_before_there_was_a_site_renders_again_with_its_old_code(bucket, received, monkeypatch):
    render_slips(build_event(received, 2), None)
    (paper,) = list_papers(received)
    pdf = bucket.get_object(Bucket=BUCKET, Key=paper.key, VersionId=paper.version_id)["Body"].read()
    made = boto3.client("secretsmanager").create_secret(
        Name="links", SecretString='{"current": "k1", "k1": "%s"}' % ("l" * 64)
    )
    monkeypatch.setenv("SITE_ORIGIN", "https://motcua.example.vn")
    monkeypatch.setenv("LINK_SECRET_ARN", made["ARN"])
    forget_adapters()
    bucket.delete_object(Bucket=BUCKET, Key=paper.key, VersionId=paper.version_id)
    TableItem(f"D#{received.id}", f"PAPER#{paper.id}").delete()
    assert render_slips(build_event(received, 2), None) == {"batchItemFailures": []}
    (again,) = list_papers(received)
    assert bucket.get_object(Bucket=BUCKET, Key=again.key, VersionId=again.version_id)["Body"].read() == pdf
    text = str(wiring_slips.provide_slip_making().library.link(received.id))
    assert text.startswith("https://motcua.example.vn/tra-cuu#k1-")


def test_a_fact_brought_twice_leaves_one_version(bucket, received):
    for _ in range(2):
        assert render_slips(build_event(received, 2), None) == {"batchItemFailures": []}
    assert len(list_papers(received)) == 1
    assert len(bucket.list_object_versions(Bucket=BUCKET)["Versions"]) == 2


def test_what_a_crash_left_in_the_bucket_is_taken_up(bucket, received):
    render_slips(build_event(received, 2), None)
    (paper,) = list_papers(received)
    TableItem(f"D#{received.id}", f"PAPER#{paper.id}").delete()
    assert render_slips(build_event(received, 2), None) == {"batchItemFailures": []}
    (again,) = list_papers(received)
    assert replace(again, created_at=paper.created_at, checked_at=paper.checked_at) == paper


def test_a_poisoned_fact_fails_alone_and_names_nobody(bucket, received, capsys):
    poisoned = build_record(received, 2)
    poisoned["body"] = '{"kind":"received","dossier":"Trần Thị Hoa","seq":2}'
    poisoned["messageId"] = "666"
    answer = render_slips({"Records": [poisoned, build_record(received, 2)]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "666"}]}
    assert len(list_papers(received)) == 1
    logged = capsys.readouterr().out
    assert "slip_failed" in logged
    assert "SlipsFailed" in logged
    assert "Hoa" not in logged


def test_a_message_that_is_no_fact_is_a_failure_that_is_seen(bucket):
    broken = json.loads(json.dumps(SAMPLE))
    broken["Records"][0]["body"] = "no fact"
    expected = [{"itemIdentifier": SAMPLE["Records"][0]["messageId"]}]
    assert render_slips(broken, None)["batchItemFailures"] == expected


def test_the_sample_of_an_unknown_dossier_fails_until_its_ledger_is_there(bucket):
    assert len(render_slips(SAMPLE, None)["batchItemFailures"]) == 1


def test_facts_that_make_no_paper_cost_no_look_at_the_store(bucket, received, monkeypatch):
    def refuse_access(*_: object, **__: object) -> None:
        raise AssertionError("the ledger was read")

    monkeypatch.setattr(SlipMaking, "render_for_fact", refuse_access)
    assert render_slips(build_event(received, 1), None) == {"batchItemFailures": []}


def test_a_manual_run_gives_a_dossier_all_missing_slips(bucket, received):
    assert len(render_slips({"dossier_id": received.id}, None)["made"]) == 1
    assert render_slips({"dossier_id": received.id}, None) == {"made": []}
