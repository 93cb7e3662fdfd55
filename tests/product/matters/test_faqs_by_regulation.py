"""Frequent questions as the regulations want them: compiled by the office, published, quoted, revised, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.portal.position import PortalUnavailable
from tests.product.matters.matter_calls import (
    ANSWER,
    PUBLIC_QUESTION,
    QUESTION,
    find_in_public,
    open_matter,
    prove_identity,
    take_step,
    try_open,
    try_step,
)
from tests.product.office import Office
from tests.support.fakes.fake_matters import KNOWN_PROCEDURE
from tests.support.surveys import SURVEY

TEXT = {
    "public_subject": "Cấp lại giấy khai sinh bị mất",
    "public_question": "Mất giấy khai sinh thì xin cấp lại ở đâu?",
    "public_answer": "Nộp tờ khai tại Bộ phận Một cửa của xã.\nKhông cần xuất trình bản cũ.",
}
WORDS = "khai%20sinh%20bi%20mat"
LABEL = "These texts are for reference and have no legal force."


def describe_entry(product: Office, **more: str) -> dict[str, Any]:
    """The opening form of an entry whose owner is the commune's committee."""
    entry = {"subject": "Mục về khai sinh", "topic": "papers", "procedure": KNOWN_PROCEDURE}
    return {**entry, "owner": product.place.committee, **more}


def publish_entry(product: Office, **more: str) -> str:
    """An entry that one officer wrote and another published; its id."""
    number = str(open_matter(product("office"), "faqs", describe_entry(product))["id"])
    take_step(product("office"), "faqs", number, "draft", {**TEXT, **more})
    assert take_step(product("office2"), "faqs", number, "publish")["public"]
    return number


def publish_question(product: Office) -> str:
    """A question that the one-stop unit answered and published; its id."""
    asked = {**QUESTION, "unit": product.place.one_stop}
    number, desk = str(open_matter(prove_identity(product), "questions", asked)["id"]), product("desk1")
    take_step(desk, "questions", number, "take")
    take_step(desk, "questions", number, "answer", ANSWER)
    take_step(desk, "questions", number, "publish", PUBLIC_QUESTION)
    product.around.bring("index_finds", number)
    return number


def read_link(product: Office, number: str) -> str | None:
    """The published question to which an entry links, where everybody reads it."""
    shown: str | None = product.nobody().get(f"/api/matters/public/{number}")["texts"].get("source")
    return shown


def ask_assistant(product: Office) -> list[dict[str, Any]]:
    """What the assistant quotes on a lost certificate."""
    asked = {"question": "cấp lại giấy khai sinh bị mất"}
    passages: list[dict[str, Any]] = product.nobody().ask("POST", "/api/help/ask", asked, expect=200).body["passages"]
    return passages


@pytest.mark.clause("LC-27.3")
def test_the_office_prepares_and_publishes_common_and_consultation_questions(office):
    product = office("lai-chau")
    entry = publish_entry(product)
    survey = {**SURVEY, "sort": "consultation"}
    number = open_matter(product("office"), "surveys", survey)["id"]
    take_step(product("office2"), "surveys", number, "launch")
    (found,) = find_in_public(product, "faq", WORDS, entry)
    assert (found["texts"], found["unit"]) == (TEXT, "LC-VP")
    (asked,) = find_in_public(product, "survey", "truc%20tuyen", number)
    assert (asked["values"]["sort"], asked["texts"]["question_1"]) == ("consultation", SURVEY["question_1"])
    for name in ("desk1", "head1"):
        assert try_open(product(name), "surveys", survey).status == 403
    for each in (entry, number):
        product.around.bring("count_facts", each)
    reported = product("office").get("/api/matters/statistics")["items"]
    assert {(each["kind"], each["published"]) for each in reported} == {("faq", 1), ("survey", 1)}


def test_the_office_compiles_an_entry_from_a_published_question_until_it_is_withdrawn(office):
    product = office("lai-chau")
    source = publish_question(product)
    opened = open_matter(product("office"), "faqs", describe_entry(product, source=source))
    number = opened["id"]
    assert opened["unit"] == "LC-VP"
    take_step(product("office"), "faqs", number, "draft", {**TEXT, "source": source})
    assert find_in_public(product, "faq", WORDS, number) == []
    take_step(product("office2"), "faqs", number, "publish")
    (found,) = find_in_public(product, "faq", WORDS, number)
    assert (found["texts"], found["edition"]) == ({**TEXT, "source": source}, 1)
    assert (found["values"]["owner"], found["label"]["en"]) == (product.place.committee, LABEL)
    sizes = {"topic:papers": 1, f"procedure:{KNOWN_PROCEDURE}": 1, "field:HO_TICH": 1, "topic:fees": 0}
    for group, length in sizes.items():
        for words in ("", f"&q={WORDS}"):
            listed = product.nobody().get(f"/api/matters/public?kind=faq&group={group}{words}")["items"]
            assert len(listed) == length, (group, words)
    assert read_link(product, number) == source
    hiding = {"hide_code": "insult", "reason": "Có lời xúc phạm"}
    for word, reason, link in (("hide", hiding, None), ("restore", {"reason": "Đã xem lại"}, source)):
        take_step(product("desk1"), "questions", source, word, reason)
        product.around.bring("index_finds", source)
        assert read_link(product, number) == link
    take_step(product("office2"), "faqs", number, "withdraw", {"reason": "Đã có quy định mới"})
    assert find_in_public(product, "faq", WORDS, number) == []
    assert product.nobody().get("/api/matters/public?kind=faq&group=topic:papers")["items"] == []
    assert product.nobody().ask("GET", f"/api/matters/public/{number}").status == 404


def test_only_the_office_compiles_and_sees_what_is_not_published(office):
    product = office("lai-chau")
    for name in ("desk1", "head1", "citizen1"):
        assert try_open(product(name), "faqs", describe_entry(product)).status == 403
    number = open_matter(product("office"), "faqs", describe_entry(product))["id"]
    assert product("desk1").ask("GET", f"/api/faqs/{number}").status == 404


def test_what_names_a_person_gets_a_second_look(office):
    product = office("lai-chau")
    number = open_matter(product("office"), "faqs", describe_entry(product))["id"]
    personal = {**TEXT, "public_answer": "Gọi anh An, số 0912345678."}
    refused = try_step(product("office"), "faqs", number, "draft", personal)
    assert (refused.status, refused.body["code"]) == (422, "second_look_needed")


def test_the_assistant_quotes_entries_first_then_answers_and_forgets_what_was_withdrawn(office):
    product = office("lai-chau")
    publish_question(product)
    entry = publish_entry(product)
    product.around.bring("index_finds", entry)
    passages = ask_assistant(product)
    first = passages[0]
    assert (first["kind"], "answer" in {each["kind"] for each in passages}) == ("faq", True)
    assert (first["id"], first["address"], first["version"]) == (entry, f"/viec/faqs/da-dang/{entry}", 1)
    assert [each["text"]["vi"] for each in first["quotes"]] == TEXT["public_answer"].splitlines()
    assert first["source"].startswith("CH-2026-")
    assert (first["notice"]["en"], first["since"]) == (LABEL, "2026-11-23")
    take_step(product("office"), "faqs", entry, "revise", {**TEXT, "public_answer": "Nộp ở xã nào cũng được."})
    product.around.bring("index_finds", entry)
    assert ask_assistant(product)[0] == first, "a revision is not quoted before it is published"
    take_step(product("office2"), "faqs", entry, "publish")
    product.around.bring("index_finds", entry)
    again = ask_assistant(product)[0]
    assert (again["version"], again["quotes"][0]["text"]["vi"]) == (2, "Nộp ở xã nào cũng được.")
    take_step(product("office"), "faqs", entry, "withdraw", {"reason": "Sai"})
    product.around.bring("index_finds", entry)
    assert entry not in {each["id"] for each in ask_assistant(product)}


def find_at_portal(product: Office, number: str) -> dict[str, Any]:
    """The entry as the national portal shows it; empty where it shows none."""
    code = product("office").get(f"/api/faqs/{number}")["number"]
    return product.around.portal.store.find_question(code) or {}


@pytest.mark.clause("QN-22.6")
def test_entries_are_published_here_and_at_the_national_portal_until_they_are_withdrawn(office):
    product = office("quang-ngai")
    portal, take = product.around.portal, product.around.portal.send
    number = publish_entry(product)
    assert find_in_public(product, "faq", WORDS, number) != []

    def raise_unavailable(_):
        raise PortalUnavailable("connection")

    portal.send = raise_unavailable
    product.around.bring("sync_national", number)
    assert product("office").get(f"/api/matters/national/{number}") == {"receipts": [], "waits": True, "parked": None}
    portal.send = take
    product.clock.later = timedelta(minutes=3)
    product.around.tick("sweep_sync")
    held = find_at_portal(product, number)
    assert (held["LanDang"], held["NoiDung"]["TraLoi"]) == (1, TEXT["public_answer"])
    receipts = product("office").get(f"/api/matters/national/{number}")["receipts"]
    assert [each["reference"] for each in receipts] == ["DVC-00000001"]
    take_step(product("office"), "faqs", number, "revise", {**TEXT, "public_answer": "Nộp ở xã nào cũng được."})
    product.around.bring("sync_national", number)
    assert find_at_portal(product, number) == held, "a revision is not sent before it is published"
    take_step(product("office2"), "faqs", number, "publish")
    product.around.bring("sync_national", number)
    assert find_at_portal(product, number)["NoiDung"]["TraLoi"] == "Nộp ở xã nào cũng được."
    portal.store.forget_dossier(held["MaCauHoi"])
    product.clock.later = timedelta(days=1)
    assert product.around.tick("reconcile_national")["repaired"] == 1
    product.clock.later = timedelta()
    assert find_at_portal(product, number)["LanDang"] == 2
    (shown,) = find_in_public(product, "faq", WORDS, number)
    take_step(product("office2"), "faqs", number, "hide", {"hide_code": "insult", "reason": "Có lời xúc phạm"})
    product.around.bring("sync_national", number)
    assert (find_at_portal(product, number), find_in_public(product, "faq", WORDS, number)) == ({}, [])
    assert product.nobody().ask("GET", f"/api/matters/public/{number}").status == 404
    take_step(product("office"), "faqs", number, "restore", {"reason": "Đã xem lại: không có"})
    product.around.bring("sync_national", number)
    assert find_at_portal(product, number)["LanDang"] == 2
    (again,) = find_in_public(product, "faq", WORDS, number)
    assert {**again, "changed_at": shown["changed_at"]} == shown
    take_step(product("office2"), "faqs", number, "withdraw", {"reason": "Đã có quy định mới"})
    product.around.bring("sync_national", number)
    assert find_at_portal(product, number) == {}
    assert find_in_public(product, "faq", WORDS, number) == []


def test_nothing_goes_to_the_portal_where_the_law_sends_nothing(office):
    product = office("lai-chau")
    number = publish_entry(product)
    product.around.bring("sync_national", number)
    assert (product.around.portal.packages, find_at_portal(product, number)) == ([], {})
    standing = product("office").get(f"/api/matters/national/{number}")
    assert standing == {"receipts": [], "waits": False, "parked": None}
