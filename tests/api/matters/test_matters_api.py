"""Matters over HTTP, on the table's real rows, by the law of Lai Châu: one resource each for every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules
from chalicelib.wiring import matters as wiring_matters
from infra.operations.verify_ledger import check_export
from tests.api.conftest import ApiAnswer
from tests.support.matters.api_desk import ANSWER, QUESTION, UNIT, MatterDesk
from tests.support.running.requests_counted import count_requests


def test_a_question_that_is_a_complaint_goes_on_as_one(desk: MatterDesk) -> None:
    number = desk.ask().json["id"]
    body = {"reason": "Nội dung là khiếu nại", "decision": "Quyết định số 12"}
    moved = desk.take(number, "to_complaint", "clerk", body)
    assert (moved.status, moved.json["state"], moved.json["ended"]) == (200, "reclassified", True), moved.text
    link = moved.json["became"]
    other = desk.api("GET", f"/api/{link['plural']}/{link['id']}", sub="citizen").json
    assert (other["number"], other["state"], other["came_from"]["id"]) == (link["number"], "received", number)
    assert other["course"][0]["texts"] == {
        "subject": QUESTION["subject"], "content": QUESTION["question"], "decision": "Quyết định số 12",
    }  # fmt: skip
    assert [line["id"] for line in desk.api("GET", f"/api/complaints?unit={UNIT}", sub="clerk").json["items"]] == [
        link["id"]
    ]


def test_a_question_goes_from_the_asker_to_the_public_page(desk: MatterDesk) -> None:
    asked = desk.ask()
    assert asked.status == 201, asked.text
    number, mine = asked.json["id"], desk.api("GET", "/api/questions", sub="citizen").json["items"]
    assert [(line["id"], line["subject"]) for line in mine] == [(number, QUESTION["subject"])]
    assert [line["version"] for line in mine] == [1]
    listed = desk.api("GET", f"/api/questions?unit={UNIT}", sub="clerk").json["items"]
    seen = desk.api("GET", f"/api/questions/{number}", sub="clerk").json
    assert {line["id"]: line["steps"] for line in listed}[number] == seen["steps"]
    assert [(line["number"], line["state"], line["subject"]) for line in listed] == [
        (asked.json["number"], "asked", QUESTION["subject"]),
    ]  # fmt: skip
    by_number = f"/api/questions?number={asked.json['number']}"
    (found,) = desk.api("GET", f"{by_number}&unit={UNIT}", sub="clerk").json["items"]
    assert (found["id"], found["subject"]) == (number, QUESTION["subject"])
    assert desk.api("GET", f"{by_number}&unit={UNIT}", sub="neighbour").code == "not_found"
    assert desk.api("GET", by_number, sub="clerk").json["errors"][0]["path"] == "/query/unit"
    assert desk.take(number, "take", "clerk").json["state"] == "taken"
    answered = desk.take(number, "answer", "clerk", ANSWER)
    assert answered.status == 200, answered.text
    shown = desk.api("GET", f"/api/questions/{number}", sub="citizen").json
    assert [event["event"] for event in shown["course"]] == ["open", "take", "answer"]
    assert shown["course"][-1]["texts"]["answered_title"] == "Công chức tư pháp"
    assert desk.api("GET", f"/api/questions?unit={UNIT}", sub="clerk").json["items"] == []
    ended = desk.api("GET", f"/api/questions?unit={UNIT}&ended=true", sub="clerk").json["items"]
    assert [line["id"] for line in ended] == [number]
    assert desk.search("khai sinh") == []
    public = {"public_subject": "Cấp lại giấy khai sinh", "public_question": "Thủ tục cấp lại khai sinh cho con?"}
    assert desk.take(number, "publish", "clerk", public).json["public"]
    assert wiring_matters.provide_matter_publishing().publish_matter(number)
    for words in ("khai sinh", "KHAI SINH cap lai", "to khai"):
        (found,) = desk.search(words)
        assert found["texts"] == {**public, **ANSWER}
        assert found["label"]["vi"].startswith("Nội dung trả lời có giá trị tham khảo")
    assert desk.search("đất đai") == []
    assert QUESTION["question"] not in repr(desk.api("GET", f"/api/matters/public/{number}").json)
    desk.take(number, "withdraw", "office", {"reason": "Có dữ liệu cá nhân"})
    wiring_matters.provide_matter_publishing().publish_matter(number)
    assert desk.search("khai sinh") == []
    assert desk.api("GET", f"/api/matters/public/{number}").code == "not_found"


def test_the_asker_reads_no_proposed_answer_before_it_is_approved(
    desk: MatterDesk, appoint: Callable[..., Officer]
) -> None:
    appoint("head", Role.HEAD_OF_ONE_STOP, unit=UNIT)
    number = desk.ask().json["id"]
    desk.take(number, "take", "clerk")
    assert desk.take(number, "draft", "clerk", ANSWER).json["state"] == "drafted"
    assert desk.api("GET", f"/api/questions/{number}", sub="head").json["course"][-1]["texts"] == ANSWER
    assert desk.api("GET", f"/api/questions/{number}", sub="citizen").json["course"][-1]["texts"] == {}
    assert desk.take(number, "approve", "head").json["state"] == "answered"
    assert desk.api("GET", f"/api/questions/{number}", sub="citizen").json["course"][-2]["texts"] == ANSWER


def test_the_course_names_articles_in_words_of_the_province(desk: MatterDesk) -> None:
    number = desk.ask().json["id"]
    (opened,) = desk.api("GET", f"/api/questions/{number}", sub="citizen").json["course"]
    assert opened["articles"]
    assert [each for each in opened["articles"] if "Điều" not in each or "LC-" in each or "QN-" in each] == []
    steps = desk.api("GET", "/api/matters").json["items"][0]["steps"]
    (taken,) = (each["articles"] for each in steps if each["word"] == "take")
    assert taken == ["khoản 1 Điều 25 Quy chế năm 2024 của UBND tỉnh Lai Châu"]


@pytest.mark.parametrize("province", sorted(load_rules().provinces))
def test_every_article_of_every_table_can_be_cited_in_every_province(province: str) -> None:
    law = ProvinceLaw(province, load_rules())
    for kind in KINDS.values():
        for article in {kind.opening.article, *(row.article for row in kind.steps)}:
            for each in law.cite_articles(article, date(2026, 11, 23)):
                assert "Điều" in each, (kind.name, article)


def test_the_public_list_of_an_unknown_kind_is_refused_at_its_field(desk: MatterDesk) -> None:
    refused = desk.api("GET", "/api/matters/public?kind=errand")
    assert (refused.status, refused.fields) == (422, {"/query/kind": "unknown_kind"})


def test_other_peoples_matters_are_not_found(desk: MatterDesk) -> None:
    number = desk.ask().json["id"]
    for sub in ("stranger", "neighbour"):
        assert desk.api("GET", f"/api/questions/{number}", sub=sub).code == "not_found"
        assert desk.take(number, "take", sub).code == "not_found"
    assert desk.api("GET", f"/api/questions?unit={UNIT}", sub="neighbour").code == "not_found"
    assert desk.api("GET", f"/api/dossiers/{number}", sub="clerk").code == "not_found"


def list_requests(act: Callable[[], ApiAnswer]) -> list[str]:
    """The requests of one call to the store, apart from the one for the caller's rights."""
    with count_requests() as seen:
        answer = act()
    assert answer.status in (200, 201), answer.text
    assert seen.count("GetItem") <= 1
    return [name for name in seen if name != "GetItem"]


def test_a_command_costs_one_read_and_one_transaction_and_reading_three_requests(desk: MatterDesk) -> None:
    command, number = ["BatchGetItem", "TransactWriteItems"], desk.ask().json["id"]
    # Who somebody is, is remembered for a while after their first call.
    desk.api("GET", f"/api/questions/{number}", sub="clerk")
    # The number is drawn from the counter of the year.
    assert list_requests(desk.ask) == ["BatchGetItem", "UpdateItem", "TransactWriteItems"]
    assert list_requests(lambda: desk.take(number, "take", "clerk", version=1)) == command
    assert list_requests(lambda: desk.take(number, "answer", "clerk", ANSWER, version=2)) == command
    read = list_requests(lambda: desk.api("GET", f"/api/questions/{number}", sub="citizen"))
    assert read == ["BatchGetItem", "Query", "Query"]
    listed = list_requests(lambda: desk.api("GET", f"/api/questions?unit={UNIT}&ended=true", sub="clerk"))
    assert listed == ["Query", "BatchGetItem", "BatchGetItem"]


def test_those_who_see_a_matter_export_its_ledger(desk: MatterDesk) -> None:
    number = desk.ask().json["id"]
    desk.take(number, "take", "clerk")
    for sub, cut in (("clerk", 0), ("office", 0), ("citizen", 1)):
        exported = desk.api("GET", f"/api/matters/ledger/{number}", sub=sub).json
        found = check_export(exported)
        assert (found.problems, found.facts, found.cut) == ([], 2, cut), sub
    for sub in ("stranger", "neighbour"):
        assert desk.api("GET", f"/api/matters/ledger/{number}", sub=sub).code == "not_found"


def test_where_the_law_wants_an_e_identity_a_password_is_not_enough(desk: MatterDesk) -> None:
    refused = desk.ask("password-citizen")
    assert refused.code == "e_identity_needed"
    assert "Điều 24" in refused.json["law"][0]


def test_bad_input_is_named_and_nothing_is_written(desk: MatterDesk) -> None:
    refused = desk.ask(subject="", surprise="x")
    assert refused.status == 422
    assert {"/values/subject", "/values/surprise"} <= set(refused.fields) | {"/values/surprise"}
    unknown = desk.ask(unit="nowhere")
    assert (unknown.status, unknown.fields) == (422, {"/values/unit": "unknown_agency"})
    assert desk.api("GET", "/api/questions", sub="citizen").json["items"] == []


@pytest.mark.parametrize(
    ("given", "code"),
    [("x" * 10_001, "too_long"), (None, "wrong_type"), (["x"], "wrong_type"), (1.5, "wrong_type"), ({}, "wrong_type")],
)
def test_an_answer_of_a_wrong_type_or_length_is_one_fault_at_its_field(desk: MatterDesk, given: Any, code: str) -> None:
    refused = desk.ask(question=given)
    assert refused.status == 400
    assert [(each["path"], each["code"]) for each in refused.json["errors"]] == [("/values/question", code)]


def test_an_officer_lists_and_owns_what_they_opened(desk: MatterDesk) -> None:
    sent = {"sort": "difficulty", "subject": "Chậm đồng bộ", "content": "Hồ sơ đồng bộ chậm hai ngày."}
    opened = desk.send("/api/difficulties", "neighbour", sent)
    assert (opened.status, opened.json["mine"]) == (201, True)
    number = opened.json["id"]
    lists = {
        sub: [line["id"] for line in desk.api("GET", "/api/difficulties", sub=sub).json["items"]]
        for sub in ("neighbour", "office")
    }
    assert lists == {"neighbour": [number], "office": []}
    assert not desk.api("GET", f"/api/difficulties/{number}", sub="office").json["mine"]
    stale = desk.send(f"/api/difficulties/{number}/urge", "office", {}, version=9)
    assert (stale.status, stale.code) == (412, "stale_version")
    assert "Hồ sơ" not in stale.text


def test_the_tables_are_served_for_the_pages(desk: MatterDesk) -> None:
    kinds = desk.api("GET", "/api/matters").json["items"]
    question = next(kind for kind in kinds if kind["name"] == "question")
    assert question["label"]["vi"].startswith("Nội dung trả lời có giá trị tham khảo")
    assert question["opening"]["form"]["required"] == ["subject", "question", "unit"]
    assert {kind["name"]: kind["asker"] for kind in kinds if kind["asker"]} == {"question": "e_identity"}
    assert {step["word"] for step in question["steps"]} >= {"take", "answer", "decline", "publish"}
    assert [note["en"] for note in question["notes"]] == [
        "The officer who receives a question answers it.",
        "Questions of a special field are passed to those who work in it.",
    ]
    needed = {step["word"]: step["form"]["required"] for step in question["steps"]}
    assert (needed["answer"], needed["decline"]) == (list(ANSWER), ["code", "reason"])
