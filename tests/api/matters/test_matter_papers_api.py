"""Files of matters over HTTP: announced, checked, taken with a question and its answer, and fetched."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.papers.paper import LIMITS, settle_paper
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.outbox_positions import FiledPaperTable
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from tests.api.conftest import ApiAnswer
from tests.support.matters.api_desk import ANSWER, QUESTION, MatterDesk
from tests.support.running.requests_counted import count_requests

OPENING = "opening-key-000001"
FILE = {"name": "Giấy khai sinh.pdf", "size": 100, "sha256": "a" * 64, "content_type": "application/pdf"}


class PaperDesk:
    """Sends files of matters; their bytes are checked as soon as somebody says how."""

    def __init__(self, desk: MatterDesk) -> None:
        self.desk, self.count = desk, 0

    def announce(self, sub: str = "citizen", **changes: Any) -> ApiAnswer:
        """Announce a file of the question that stands, or of the one that will be opened."""
        self.count += 1
        place = {} if "matter_id" in changes else {"opening": OPENING}
        body = {"matter_kind": "questions", **place, **FILE, **changes}
        headers = {"Idempotency-Key": f"paper-key-{self.count:06d}"}
        return self.desk.api("POST", "/api/matters/papers", sub=sub, body=body, headers=headers)

    def send(self, sub: str = "citizen", fault: QuarantineReason | None = None, **changes: Any) -> tuple[str, str]:
        """Send a file and check it; the ids of its matter and of itself."""
        made = self.announce(sub, **changes)
        assert made.status == 201, made.text
        matter, paper = made.json["matter_id"], made.json["paper"]["id"]
        stored = wiring_papers.provide_papers().load(matter, paper)
        assert stored
        checked = settle_paper(stored, "v1", fault, real_now=wiring.provide_clock().real_now())
        assert wiring_papers.provide_papers().settle(checked)
        return matter, paper

    def read(self, matter: str, sub: str, paper: str = "") -> ApiAnswer:
        """The files of a matter, or the link to one."""
        return self.desk.api("GET", f"/api/matters/papers/{matter}{paper and f'/{paper}'}", sub=sub)

    def list(self, matter: str, sub: str) -> list[tuple[str, str]]:
        """Ids and states of the files that somebody finds."""
        return [(each["id"], each["state"]) for each in self.read(matter, sub).json["items"]]


@pytest.fixture
def files(desk: MatterDesk, monkeypatch: pytest.MonkeyPatch) -> PaperDesk:
    """A desk of files whose store keeps every file."""
    monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
    return PaperDesk(desk)


def test_a_question_takes_its_files_in_its_own_transaction(files: PaperDesk) -> None:
    desk = files.desk
    matter, paper = files.send()
    assert files.list(matter, "citizen") == [(paper, "accepted")]
    assert files.read(matter, "clerk").code == "not_found"
    wiring.provide_agencies()
    with count_requests() as seen:
        asked = desk.send("/api/questions", "citizen", QUESTION, papers=[paper], opening=OPENING)
    assert (asked.status, asked.json["id"]) == (201, matter), asked.text
    # The number is drawn from the counter of the year; apart from that the caller's rights are read.
    assert [name for name in seen if name != "GetItem"] == ["BatchGetItem", "UpdateItem", "TransactWriteItems"]
    desk.take(matter, "take", "clerk")
    _, letter = files.send("clerk", matter_id=matter, name="Công văn.pdf")
    with count_requests() as seen:
        assert desk.take(matter, "answer", "clerk", ANSWER, version=2, papers=[letter]).status == 200
    assert [name for name in seen if name != "GetItem"] == ["BatchGetItem", "TransactWriteItems"]
    both = {(paper, "accepted"), (letter, "accepted")}
    assert set(files.list(matter, "citizen")) == set(files.list(matter, "clerk")) == both
    shown = desk.api("GET", f"/api/questions/{matter}", sub="citizen").json
    assert [event["papers"] for event in shown["course"]] == [[paper], [], [letter]]
    assert "https://" in files.read(matter, "clerk", paper).json["url"]
    assert "https://" in files.read(matter, "citizen", letter).json["url"]
    views = [row.body for row in TableItem.query(f"ACCESS#{matter}")]
    assert sum(f"paper {paper}" in str(each) for each in views) == 1
    # The stream's consumer takes the rows out of their expiry.
    assert all(FiledPaperTable().take(matter, each) for each in (paper, letter))


def test_someone_elses_file_is_not_found(files: PaperDesk) -> None:
    matter, paper = files.send()
    for sub in ("stranger", "neighbour", "clerk"):
        assert files.read(matter, sub, paper).code == files.read(matter, sub).code == "not_found"
    files.desk.send("/api/questions", "citizen", QUESTION, papers=[paper], opening=OPENING)
    for sub in ("stranger", "neighbour"):
        assert files.read(matter, sub, paper).code == files.read(matter, sub).code == "not_found"
        assert files.announce(sub, matter_id=matter).code == "not_found"
    assert files.desk.api("GET", f"/api/dossiers/{matter}/papers/{paper}/link", sub="clerk").code == "not_found"
    other = files.desk.send("/api/questions", "stranger", QUESTION, papers=[paper], opening=OPENING)
    assert other.code in ("e_identity_needed", "invalid")


def test_what_cannot_be_taken_is_refused_before_it_is_sent_and_after_its_check(files: PaperDesk) -> None:
    assert files.announce(size=LIMITS.max_bytes + 1).code == "paper_too_large"
    assert files.announce(content_type="application/zip").code == "paper_type_unsupported"
    assert files.announce(size=0).code == "paper_empty"
    assert files.announce(matter_kind="callbacks").code == "papers_not_taken"
    matter, paper = files.send(fault=QuarantineReason.MALWARE)
    assert files.list(matter, "citizen") == [(paper, "quarantined")]
    refused = files.desk.send("/api/questions", "citizen", QUESTION, papers=[paper], opening=OPENING)
    assert (refused.code, refused.fields) == ("paper_quarantined", {f"/papers/{paper}": "malware"})
    assert files.read(matter, "citizen", paper).code == "paper_not_served"
    waiting = files.announce().json["paper"]["id"]
    refused = files.desk.send("/api/questions", "citizen", QUESTION, papers=[waiting], opening=OPENING)
    assert refused.code == "paper_pending"
    assert files.desk.api("GET", "/api/questions", sub="citizen").json["items"] == []


def test_the_key_of_the_files_opens_one_matter(files: PaperDesk) -> None:
    first = files.desk.send("/api/questions", "citizen", QUESTION, opening=OPENING, key="first-key-0000001")
    again = files.desk.send("/api/questions", "citizen", QUESTION, opening=OPENING, key="first-key-0000001")
    assert (first.status, again.json["id"]) == (201, first.json["id"])
    other = files.desk.send("/api/questions", "citizen", {**QUESTION, "subject": "Khác"}, opening=OPENING)
    assert other.code == "idempotency_key_reused"
