"""The personal data of matters are erased by two officers' order: nothing of them is read or found anywhere, and the
ledger still proves what happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.papers.paper import settle_paper
from chalicelib.domain.privacy.erasure_orders import TOLD_WITHIN
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import papers as wiring_papers
from infra.operations.personal_data import SoughtPerson, _unpack_text
from infra.operations.verify_ledger import check_export
from tests.product.matters.matter_calls import (
    ANSWER,
    FEEDBACK,
    PUBLIC_QUESTION,
    QUESTION,
    SENDER,
    find_in_public,
    open_matter,
    prove_identity,
    take_step,
    try_step,
)
from tests.product.office import Office

OPENING = "opening-key-000001"
FILE = {"name": "Đơn của Quàng Thị Ánh.pdf", "size": 100, "sha256": "a" * 64, "content_type": "application/pdf"}
NAMED: dict[str, Any] = {"name_consent": True, "named_person": "Quàng Thị Ánh"}
DECIDED = {"erasure_ground": "authority_decision", "erasure_decision": "Quyết định số 12/QĐ-TA ngày 20/11/2026"}
SENDERS_WISH = {"erasure_ground": "subject_request"}
TEXTS = (*QUESTION.values(), NAMED["named_person"], *ANSWER.values(), PUBLIC_QUESTION["public_question"], FILE["name"])


@pytest.fixture
def erased_files(deployment: pytest.MonkeyPatch) -> list[str]:
    """The files whose versions were deleted."""
    gone: list[str] = []

    def erase_file(_: PaperStore, key: str) -> int:
        gone.append(key)
        return 1

    deployment.setattr(PaperStore, "erase", erase_file)
    return gone


def ask_with_file(product: Office) -> tuple[str, str]:
    """A question with a name and a file, answered and published; the ids of both."""
    asker, desk = prove_identity(product), product("deskhead")
    announced = {"matter_kind": "questions", "opening": OPENING, **FILE}
    made = asker.ask("POST", "/api/matters/papers", announced, expect=201).body
    number, paper = made["matter_id"], made["paper"]["id"]
    stored = wiring_papers.provide_papers().load(number, paper)
    assert stored
    assert wiring_papers.provide_papers().settle(settle_paper(stored, "v1", None, real_now=product.clock.real_now()))
    values = {**QUESTION, **NAMED, "unit": product.place.one_stop}
    sent = {"values": values, "confirmed": [], "papers": [paper], "opening": OPENING}
    assert asker.ask("POST", "/api/questions", sent, expect=201).body["id"] == number
    take_step(desk, "questions", number, "take")
    take_step(desk, "questions", number, "answer", ANSWER)
    take_step(desk, "questions", number, "publish", PUBLIC_QUESTION)
    return number, paper


def list_rows_with(texts: Any) -> list[str]:
    """The rows of the whole table that hold one of the texts."""
    person = SoughtPerson(tuple(texts))
    return [f"{row.pk} {row.sk}" for row in TableItem.scan() if person.is_in(_unpack_text(row.serialize()))]


def run_eraser(product: Office, later: timedelta = TOLD_WITHIN) -> dict[str, int]:
    """The eraser's next run, so much later that no notice is waited for."""
    product.clock.later, before = later, product.clock.later
    found: dict[str, int] = product.around.tick("erase_records")
    product.clock.later = before
    return found


def test_nothing_of_an_erased_question_is_left_anywhere_and_its_ledger_verifies(
    office: Any, erased_files: list[str]
) -> None:
    product = office("lai-chau")
    number, paper = ask_with_file(product)
    path, first, second = f"/api/questions/{number}", product("office"), product("office2")
    product.around.proves_contacts("citizen1")
    product.around.bring("send_notice", number)
    (shown,) = find_in_public(product, "question", "khai%20sinh", number)
    assert shown["texts"]["named_person"] == NAMED["named_person"]
    assert list_rows_with(TEXTS), "what is looked for is found while it is there"

    assert try_step(product("deskhead"), "questions", number, "propose_erasure", DECIDED).status == 403
    kept = try_step(first, "questions", number, "propose_erasure", SENDERS_WISH)
    assert (kept.status, kept.body["code"]) == (409, "retention_unknown")
    assert "order_erasure" not in first.get(path)["steps"]
    take_step(first, "questions", number, "propose_erasure", DECIDED)
    assert (refused := try_step(first, "questions", number, "order_erasure")).status == 403
    assert refused.body["code"] == "own_proposal"
    assert run_eraser(product)["dossiers"] == 0
    assert take_step(second, "questions", number, "order_erasure")["state"] == "erasing"

    # The notice is on its way: the words that everybody reads are gone at once, the rest waits for it.
    assert find_in_public(product, "question", "khai%20sinh", number) == []
    assert product.nobody().ask("GET", f"/api/matters/public/{number}").status == 404
    product.around.bring("send_notice", number)
    assert run_eraser(product) == {"dossiers": 1, "versions": 1, "waiting": 0, "failed": 0}
    assert run_eraser(product) == {"dossiers": 0, "versions": 0, "waiting": 0, "failed": 0}
    assert list_rows_with(TEXTS) == []
    assert [each.startswith(f"in/{number}/{paper}") for each in erased_files] == [True]

    product.around.bring("index_finds", number)
    assert find_in_public(product, "question", "khai%20sinh", number) == []
    for reader in (product("citizen1"), first, product("deskhead")):
        page = reader.get(path)
        assert (page["state"], page["steps"]) == ("erased", [])
        assert [each["event"] for each in page["course"]][-3:] == ["propose_erasure", "order_erasure", "erase"]
        texts = {text for each in page["course"] for text in each["texts"].values() if text is not None}
        assert texts <= {DECIDED["erasure_decision"]}
        assert reader.get(f"/api/matters/papers/{number}")["items"] == []
        assert reader.ask("GET", f"/api/matters/papers/{number}/{paper}").status == 404
        found = check_export(reader.get(f"/api/matters/ledger/{number}"))
        assert (found.problems, found.erased > 0) == ([], True)
    assert [each["id"] for each in product("citizen1").get("/api/questions")["items"]] == [number]
    said = repr([each.sent for each in product.around.outlets.values()])
    assert not any(text in said for text in TEXTS)


def test_nobody_adds_anything_while_the_order_is_carried_out_nor_afterwards(
    office: Any, erased_files: list[str]
) -> None:
    product = office("lai-chau")
    number, _ = ask_with_file(product)
    take_step(product("office"), "questions", number, "propose_erasure", DECIDED)
    before = product("office2").get(f"/api/questions/{number}")["version"]
    take_step(product("office2"), "questions", number, "order_erasure")
    tries: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("citizen1", "withdraw_name", {}),
        ("deskhead", "hide", {"hide_code": "personal_data", "reason": "Sai"}),
        ("office2", "propose_erasure", DECIDED),
        ("office2", "order_erasure", {}),
    )
    path = f"/api/questions/{number}"
    stale = product("deskhead").ask("POST", f"{path}/hide", {"values": tries[1][2], "confirmed": []}, version=before)
    assert stale.status == 412
    for _ in range(2):
        for name, word, values in tries:
            refused = try_step(product(name), "questions", number, word, values)
            assert (refused.status, refused.body["code"]) == (409, "wrong_moment"), word
        assert try_step(product("office"), "questions", number, "erase").status in (403, 409), (
            "the system alone ends it"
        )
        file = {"matter_kind": "questions", "matter_id": number, **FILE}
        for name in ("citizen1", "deskhead"):
            assert 400 <= product(name).ask("POST", "/api/matters/papers", file).status < 500
        run_eraser(product)
    assert product("office").get(path)["state"] == "erased"
    assert list_rows_with(TEXTS) == []


def test_feedback_that_its_sender_took_back_untouched_is_erased_at_their_wish(
    office: Any, erased_files: list[str]
) -> None:
    product = office("hue")
    number = open_matter(prove_identity(product), "feedback", FEEDBACK)["id"]
    take_step(product("citizen1"), "feedback", number, "withdraw")
    assert list_rows_with((SENDER["address"], FEEDBACK["content"]))
    take_step(product("office"), "feedback", number, "propose_erasure", SENDERS_WISH)
    take_step(product("office2"), "feedback", number, "order_erasure")
    assert run_eraser(product)["dossiers"] == 1
    assert list_rows_with((SENDER["address"], FEEDBACK["content"])) == []
    assert product("citizen1").get(f"/api/feedback/{number}")["state"] == "erased"
