"""The event function from event to settled paper, and what it loads."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_check import ScanVerdict
from chalicelib.handlers.http.registry import MODULES
from chalicelib.handlers.papers.on_paper_uploaded import on_paper_uploaded, parse_arrival
from chalicelib.repositories.papers.inspection import IsolatedInspector
from chalicelib.repositories.papers.paper_items import PaperTable, build_paper_row
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.repositories.papers.remote_inspector import RemoteInspector
from chalicelib.repositories.papers.scanner import EICAR_STRING
from chalicelib.steps.papers.check_paper import Arrival
from chalicelib.steps.papers.inspect_paper import Inspection
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.files.active_pdfs import BY_ITSELF, FORBIDDEN, OTHERS, write_placed
from tests.support.files.broken_files import list_broken
from tests.support.files.inspection_called import CalledHere
from tests.support.local_stage import create_paper_stores, set_local_stage
from tests.support.paper_builders import (
    DOSSIER,
    PAPER,
    build_locked_pdf,
    build_paper,
    build_pdf,
    build_pdf_with_password,
    build_zip,
)

ROOT = Path(__file__).parents[2]
KEY = f"in/{DOSSIER}/{PAPER}"
BUCKET = "papers"
PDF = "application/pdf"
LOOK = IsolatedInspector()
BROKEN = {"unreadable", "truncated", "encrypted", "image_too_big"}


def read_event(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "events" / f"on_paper_uploaded.{case}.json").read_text())
    return found


@pytest.fixture
def bucket(monkeypatch):
    """A deployment without network: table, versioned bucket, and settings of a local stage."""
    set_local_stage(monkeypatch, PAPERS_BUCKET=BUCKET, SCANNER="eicar", INSPECTOR_FUNCTION="inspect")
    monkeypatch.setattr(wiring_papers, "provide_inspector", lambda: RemoteInspector(CalledHere(), "inspect"))
    monkeypatch.setattr("chalicelib.handlers.papers.inspect_paper.provide_inspection", open_inspection)
    with start_mock_aws():
        forget_adapters()
        yield create_paper_stores(BUCKET)
    forget_adapters()


def open_inspection() -> Inspection:
    """The inspection with one process for all tests."""
    return Inspection(wiring_papers.provide_paper_store(), LOOK)


def forget_adapters() -> None:
    for made in (
        wiring.provide_settings,
        wiring.provide_clock,
        wiring_papers.provide_paper_store,
        wiring_papers.provide_paper_check,
    ):
        made.cache_clear()


def upload_data(client: Any, data: bytes, **changes: Any) -> dict[str, Any]:
    """Declare and upload `data`; the event of its arrival."""
    digest = hashlib.sha256(data)
    build_paper_row(build_paper(**{"size": len(data), "sha256": digest.hexdigest(), **changes})).save()
    checksum = base64.b64encode(digest.digest()).decode()
    stored = client.put_object(Bucket=BUCKET, Key=KEY, Body=data, ChecksumSHA256=checksum)
    return build_arrival(stored["VersionId"])


def build_arrival(version: str) -> dict[str, Any]:
    created = read_event("object_created")
    created["detail"]["object"]["version-id"] = version
    return created


def build_scan(case: str, version: str) -> dict[str, Any]:
    ended = read_event(case)
    ended["detail"]["s3ObjectDetails"]["versionId"] = version
    return ended


def load_paper() -> Paper:
    found = PaperTable().load(DOSSIER, PAPER)
    assert found is not None
    return found


def test_a_harmless_paper_is_accepted_with_its_version_pinned(bucket, capsys):
    created = upload_data(bucket, build_pdf())
    assert on_paper_uploaded(created, None) == {"outcome": "accepted", "reason": ""}
    assert load_paper().state == "accepted"
    assert load_paper().version_id == created["detail"]["object"]["version-id"]
    logged = capsys.readouterr().out
    assert "PapersAccepted" in logged
    assert "Giấy" not in logged


@pytest.mark.parametrize(
    "data", [build_locked_pdf("AES-256"), b"\xef\xbb\xbf" + build_pdf(), build_pdf() + bytes(4096)]
)
def test_a_pdf_that_every_reader_opens_is_accepted(bucket, data):
    assert on_paper_uploaded(upload_data(bucket, data), None) == {"outcome": "accepted", "reason": ""}


@pytest.mark.parametrize(
    ("data", "changes", "reason"),
    [
        (build_pdf_with_password(), {}, "encrypted"),
        (build_zip(), {}, "type_mismatch"),
        (build_pdf(), {"content_type": "image/png"}, "type_mismatch"),
        (build_pdf() + EICAR_STRING, {}, "malware"),
        (build_pdf(), {"size": 7}, "size_mismatch"),
        (build_pdf(), {"sha256": "0" * 64}, "checksum_mismatch"),
    ],
)
def test_a_paper_that_fails_is_quarantined_with_its_reason(bucket, capsys, data, changes, reason):
    created = upload_data(bucket, data, **changes)
    assert on_paper_uploaded(created, None) == {"outcome": "quarantined", "reason": reason}
    assert (load_paper().state, load_paper().reason) == ("quarantined", reason)
    assert "PapersQuarantined" in capsys.readouterr().out


def test_files_that_act_or_break_parsers_are_settled_and_none_stays_pending(bucket):
    """Through the whole function: each is set aside, none fails the event and so is retried for ever."""
    acting = [
        *((PDF, build_pdf(write_placed(BY_ITSELF["next"], value)), reason) for value, reason in FORBIDDEN.values()),
        *((PDF, build_pdf(write_placed(place, value)), reason) for place, value, reason in OTHERS.values()),
    ]
    broken = [(kind, data, None) for _, kind, data in list_broken()]
    drawn = random.Random(20)  # noqa: S311 - the same in every run
    acting, broken = drawn.sample(acting, 20), drawn.sample(broken, 20)
    for content_type, data, reason in (*acting, *broken):
        checked = on_paper_uploaded(upload_data(bucket, data, content_type=content_type), None)
        assert checked["outcome"] == "quarantined"
        assert checked["reason"] == reason or (reason is None and checked["reason"] in BROKEN)
        assert (load_paper().state, load_paper().reason) == ("quarantined", checked["reason"])


def test_the_inspection_says_once_which_measures_hold(bucket, monkeypatch, capsys):
    monkeypatch.setattr("chalicelib.handlers.papers.inspect_paper.provide_inspection", wiring_papers.provide_inspection)
    for _ in range(2):
        on_paper_uploaded(upload_data(bucket, build_pdf()), None)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "inspection_started" in line]
    assert len(lines) == 1
    assert {lines[0][name] for name in ("sockets_closed", "files_read_only")} == {True}
    assert lines[0]["memory_closed"] is (os.getuid() != 0)


def test_an_inspection_that_fails_by_itself_fails_the_event(bucket, monkeypatch, capsys):
    created = upload_data(bucket, build_pdf())
    elsewhere = Inspection(PaperStore(boto3.client("s3"), "another"), LOOK)
    monkeypatch.setattr("chalicelib.handlers.papers.inspect_paper.provide_inspection", lambda: elsewhere)
    inspector = wiring_papers.provide_inspector()
    with pytest.raises(RuntimeError, match="inspection failed with"):
        inspector.find_fault(load_paper(), created["detail"]["object"]["version-id"])
    assert load_paper().state == "pending"
    assert "paper_inspection_failed" in capsys.readouterr().out


def test_bytes_are_hashed_even_where_the_store_kept_no_checksum(bucket):
    upload_data(bucket, build_pdf(), sha256="0" * 64)
    plain = bucket.put_object(Bucket=BUCKET, Key=KEY, Body=build_pdf())
    assert on_paper_uploaded(build_arrival(plain["VersionId"]), None)["reason"] == "checksum_mismatch"


def test_an_event_that_comes_again_changes_nothing(bucket):
    created = upload_data(bucket, build_pdf())
    on_paper_uploaded(created, None)
    first = load_paper()
    again = {"outcome": "ignored", "reason": "already_checked"}
    assert on_paper_uploaded(created, None) == again
    assert on_paper_uploaded(build_scan("scan_threat", first.version_id), None) == again
    assert load_paper() == first


def test_what_nobody_declared_or_what_is_gone_is_ignored(bucket):
    unknown = {"outcome": "ignored", "reason": "unknown_paper"}
    assert on_paper_uploaded(read_event("other_key"), None) == unknown
    assert on_paper_uploaded(read_event("object_created"), None) == unknown
    created = upload_data(bucket, build_pdf())
    bucket.delete_object(Bucket=BUCKET, Key=KEY, VersionId=created["detail"]["object"]["version-id"])
    assert on_paper_uploaded(created, None) == {"outcome": "ignored", "reason": "object_gone"}
    assert load_paper().state == "pending"


@pytest.mark.parametrize(
    ("case", "outcome", "reason"),
    [
        ("scan_clean", "accepted", ""),
        ("scan_threat", "quarantined", "malware"),
        ("scan_unsupported", "quarantined", "scan_failed"),
    ],
)
def test_with_the_managed_scan_a_paper_waits_for_its_result(bucket, monkeypatch, case, outcome, reason):
    monkeypatch.setenv("SCANNER", "managed")
    created = upload_data(bucket, build_pdf())
    assert on_paper_uploaded(created, None) == {"outcome": "waiting", "reason": ""}
    assert load_paper().state == "pending"
    ended = build_scan(case, created["detail"]["object"]["version-id"])
    assert on_paper_uploaded(ended, None) == {"outcome": outcome, "reason": reason}


def test_a_fault_is_raised_so_that_the_event_comes_again(bucket, monkeypatch, capsys):
    created = upload_data(bucket, build_pdf())
    monkeypatch.setenv("SCANNER", "eicar")
    monkeypatch.setenv("STAGE", "production")
    wiring.provide_settings.cache_clear()
    with pytest.raises(ValueError, match="SCANNER"):
        on_paper_uploaded(created, None)
    assert load_paper().state == "pending"
    assert "paper_check_failed" in capsys.readouterr().out


def test_both_events_name_key_and_version():
    version = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
    assert parse_arrival(read_event("object_created")) == Arrival(KEY, version)
    assert parse_arrival(read_event("scan_clean")) == Arrival(KEY, version, ScanVerdict.CLEAN)
    unfinished = read_event("scan_clean")
    unfinished["detail"]["scanResultDetails"]["scanResultStatus"] = None
    assert parse_arrival(unfinished).scan is ScanVerdict.FAILED


def test_an_event_of_another_shape_does_not_pass_unseen():
    with pytest.raises(KeyError):
        parse_arrival({"detail-type": "Object Created", "detail": {}})


@pytest.mark.parametrize("name", ["on_paper_uploaded", "inspect_paper"])
def test_the_functions_start_alone_and_without_what_only_a_child_or_the_api_needs(name):
    banned = ["app", "PIL", "pypdf", "pydantic", "boto3", "pynamodb", "jwt"]
    program = (
        f"import sys; from {MODULES[name]} import {name};print([name for name in {banned!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
