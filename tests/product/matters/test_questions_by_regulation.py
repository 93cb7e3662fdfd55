"""Questions and answers as the regulations of Lai Châu and Quảng Ngãi want them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.conftest import MONDAY
from tests.product.matters.matter_calls import (
    ANSWER,
    FEEDBACK,
    PUBLIC_QUESTION,
    QUESTION,
    find_due,
    find_in_public,
    open_matter,
    prove_identity,
    take_step,
    try_open,
    try_step,
)
from tests.product.office import Office, Worker


def ask_question(product: Office, asker: Worker | None = None, unit: str = "") -> dict[str, Any]:
    """A question to the one-stop unit, or another."""
    return open_matter(
        asker or prove_identity(product), "questions", {**QUESTION, "unit": unit or product.place.one_stop}
    )


@pytest.mark.clause("LC-22.1", "LC-22.2", "LC-23.1", "LC-23.2", "LC-25.1", "LC-25.2.a#1", "LC-25.2.c")
def test_a_question_is_asked_answered_in_two_days_found_and_only_for_reference(office):
    product = office("lai-chau")
    asked = ask_question(product)
    number, desk = asked["id"], product("desk1")
    # Monday; Tuesday is Culture Day, so that the second working day is Thursday.
    assert find_due(asked, "answer") == "2026-11-26 17:00"
    assert [each["id"] for each in desk.get(f"/api/questions?unit={product.place.one_stop}")["items"]] == [number]
    take_step(desk, "questions", number, "take")
    take_step(desk, "questions", number, "answer", ANSWER)
    take_step(desk, "questions", number, "publish", PUBLIC_QUESTION)
    (found,) = find_in_public(product, "question", "khai%20sinh", number)
    assert found["texts"] == {**PUBLIC_QUESTION, **ANSWER}
    assert (found["unit"], found["label"]["en"]) == (
        product.place.one_stop, "Answers are for reference and have no legal force.",
    )  # fmt: skip
    assert [each["id"] for each in product("citizen1").get("/api/questions")["items"]] == [number]


@pytest.mark.parametrize("province", ["lai-chau", "quang-ngai"])
def test_an_asker_who_agreed_is_named_in_public_until_they_withdraw_it(office, province):
    product = office(province)
    asker, desk = prove_identity(product), product("deskhead")
    naming = {"name_consent": True, "named_person": "Lò Văn An"}
    asked = {**QUESTION, "unit": product.place.one_stop}
    refused = try_open(asker, "questions", {**asked, "named_person": "Lò Văn An"})
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "consent_needed")
    child = {**naming, "named_age": 7, "representative": "Lò Thị Mai", "representative_consent": True}
    refused = try_open(asker, "questions", {**asked, **child})
    assert [each["path"] for each in refused.body["errors"]] == ["/values/child_consent"]
    number = open_matter(asker, "questions", {**asked, **naming})["id"]
    take_step(desk, "questions", number, "take")
    take_step(desk, "questions", number, "answer", ANSWER)
    poster = desk if province == "lai-chau" else product.appoint("poster", Role.ANSWER_FOCAL, product.place.one_stop)
    take_step(poster, "questions", number, "publish", PUBLIC_QUESTION)
    (found,) = find_in_public(product, "question", "khai%20sinh", number)
    assert found["texts"] == {**PUBLIC_QUESTION, **ANSWER, "named_person": "Lò Văn An"}
    assert "withdraw_name" not in take_step(asker, "questions", number, "withdraw_name")["steps"]
    (found,) = find_in_public(product, "question", "khai%20sinh", number)
    assert found["texts"] == {**PUBLIC_QUESTION, **ANSWER}


@pytest.mark.clause("LC-25.1")
def test_the_focal_officer_passes_a_question_on(office):
    product = office("lai-chau")
    number = ask_question(product)["id"]
    focal = product.appoint("focal", Role.CONTROL_FOCAL, product.place.one_stop)
    passed = take_step(focal, "questions", number, "forward", {"unit": product.place.committee})
    assert (passed["unit"], passed["state"]) == (product.place.committee, "taken")
    assert take_step(product("case1"), "questions", number, "answer", ANSWER)["state"] == "answered"


@pytest.mark.clause("LC-25.2.b")
def test_a_complex_question_is_led_by_its_receiver_and_has_five_days(office):
    product = office("lai-chau")
    number, desk = ask_question(product)["id"], product("desk1")
    take_step(desk, "questions", number, "take")
    asked = {"asked_unit": product.place.committee, "asked_text": "Xin ý kiến về giấy tờ"}
    joint = take_step(desk, "questions", number, "ask_part", asked)
    assert find_due(joint, "answer") == "2026-12-01 17:00"
    take_step(product("case1"), "questions", number, "give_part", {"part": "Không cần giấy tờ khác"})
    assert try_step(product("case1"), "questions", number, "answer", ANSWER).status == 403
    assert take_step(desk, "questions", number, "answer", ANSWER)["unit"] == product.place.one_stop


@pytest.mark.clause("LC-23.4", "LC-25.2.a#2")
def test_an_improper_question_is_declined_with_its_reason_in_the_same_time(office):
    product = office("lai-chau")
    asked = ask_question(product)
    assert find_due(asked, "answer") == "2026-11-26 17:00"
    without = try_step(product("desk1"), "questions", asked["id"], "decline", {"code": "forbidden_act", "reason": ""})
    assert without.status == 422
    reason = {"code": "forbidden_act", "reason": "Nội dung xúc phạm người khác"}
    assert take_step(product("desk1"), "questions", asked["id"], "decline", reason)["state"] == "declined"
    course = product("citizen1").get(f"/api/questions/{asked['id']}")["course"]
    assert course[-1]["texts"]["reason"] == "Nội dung xúc phạm người khác"


@pytest.mark.clause("LC-24.1")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Toi muon hoi thu tuc cap lai giay khai sinh cho con gai cua toi", "no_marks"),
        ("Tôi muốn hỏi thủ tục cấp lại giấy khai sinh ntn ạ", "abbreviation"),
        ("Tôi muốn hỏi thủ tục cấp lại giấy khai sinh ### cho con gái", "symbol"),
        ("Hỏi giấy tờ", "not_concrete"),
    ],
)
def test_how_a_question_is_written_is_pointed_out_and_never_a_bar(office, text, code):
    product = office("lai-chau")
    asker, values = prove_identity(product), {**QUESTION, "question": text, "unit": product.place.one_stop}
    warned = try_open(asker, "questions", values)
    assert (warned.status, warned.body["code"]) == (422, "second_look_needed")
    assert [each["code"] for each in warned.body["errors"]] == [code]
    assert "Điều 24" in warned.body["law"][0]
    assert open_matter(asker, "questions", values, "writing")["state"] == "asked"
    assert try_open(asker, "questions", {**QUESTION, "unit": ""}).status == 422


@pytest.mark.clause("LC-24.2")
def test_who_asks_has_an_electronic_identity(office):
    product = office("lai-chau")
    refused = try_open(product("citizen1"), "questions", {**QUESTION, "unit": product.place.one_stop})
    assert (refused.status, refused.body["code"]) == (403, "e_identity_needed")


@pytest.mark.clause("LC-23.3")
def test_questions_are_kept_apart_from_feedback_and_complaints(office):
    product = office("lai-chau")
    asker = prove_identity(product)
    number = ask_question(product, asker)["id"]
    sent = open_matter(asker, "feedback", FEEDBACK)["id"]
    assert [each["id"] for each in asker.get("/api/questions")["items"]] == [number]
    assert asker.ask("GET", f"/api/questions/{sent}").status == 404
    assert asker.ask("GET", f"/api/complaints/{number}").status == 404


@pytest.mark.clause("QN-19.1", "QN-19.2", "QN-19.3")
def test_the_head_classifies_within_three_days_and_the_agency_answers_in_public(office):
    product = office("quang-ngai")
    asked = ask_question(product, product("citizen1"))
    number = asked["id"]
    read = product("deskhead").get(f"/api/questions/{number}")
    assert find_due(read, "classify") == "2026-11-26 17:00"
    # The agency's own limit is no business of who asked, and neither is a due time that comes of it.
    (mine,) = product("citizen1").get("/api/questions")["items"]
    assert asked["due_at"] == mine["due_at"] == next(each["due_at"] for each in asked["clocks"])
    assert read["due_at"] != asked["due_at"]
    assert [each["name"] for each in asked["clocks"]] == ["answer"]
    assert try_step(product("desk1"), "questions", number, "take").status == 403
    passed = take_step(product("deskhead"), "questions", number, "forward", {"unit": product.place.committee})
    assert find_due(passed, "classify") is None
    take_step(product("case1"), "questions", number, "answer", ANSWER)
    poster = product.appoint("poster", Role.ANSWER_FOCAL, product.place.committee)
    take_step(poster, "questions", number, "publish", PUBLIC_QUESTION)
    (found,) = find_in_public(product, "question", "cap%20lai%20khai%20sinh", number)
    assert (found["texts"]["answer"], found["unit"]) == (ANSWER["answer"], product.place.committee)


def count_alerts(product: Office, who: str, role: str, number: str, said: str) -> int:
    """Let the watch run and the notices go out; how many with these words the desk of the one-stop unit has."""
    product.around.tick("watch_deadlines")
    product.around.bring("send_notice", number)
    desk = f"/api/inbox?unit={product.place.one_stop}&role={role}"
    return sum(said in repr(each) for each in product(who).get(desk)["items"])


@pytest.mark.clause("QN-19.2")
def test_the_head_is_alerted_when_a_question_was_not_forwarded_in_three_days(office):
    product = office("quang-ngai")
    number, said = ask_question(product, product("citizen1"))["id"], "Quá hạn: Phân loại, chuyển câu hỏi"
    product.at(MONDAY + timedelta(days=3))
    assert count_alerts(product, "deskhead", "head_of_one_stop", number, said) == 0
    product.at(MONDAY + timedelta(days=3, hours=9))
    assert [count_alerts(product, "deskhead", "head_of_one_stop", number, said) for _ in range(2)] == [1, 1]


@pytest.mark.clause("QN-21.7#2")
def test_the_unread_alerts_the_mailbox_day_by_day_until_it_is_taken_up(office):
    product = office("quang-ngai")
    number, said, found = ask_question(product, product("citizen1"))["id"], "Quá hạn: Nhận xử lý", []
    # The day after is a holiday: the first check is due on Wednesday.
    for day in (2, 3, 4):
        product.at(MONDAY + timedelta(days=day, hours=9))
        found += [count_alerts(product, "desk1", "one_stop_officer", number, said) for _ in range(2)]
    assert found == [1, 1, 2, 2, 3, 3]
    take_step(product("deskhead"), "questions", number, "take")
    product.at(MONDAY + timedelta(days=8))
    assert count_alerts(product, "desk1", "one_stop_officer", number, said) == 3


@pytest.mark.clause("QN-21.7#3")
def test_the_focal_officer_urges_the_specialists_whose_answer_is_posted(office):
    product = office("quang-ngai")
    number = ask_question(product, product("citizen1"))["id"]
    take_step(product("deskhead"), "questions", number, "forward", {"unit": product.place.committee})
    assert try_step(product("desk1"), "questions", number, "urge").status == 403
    intake = product.appoint("intake", Role.INTAKE_FOCAL, product.place.one_stop)
    take_step(intake, "questions", number, "urge")
    product.around.bring("send_notice", number)
    desk = f"/api/inbox?unit={product.place.committee}&role=case_officer"
    assert "matter.question.urge" in {each["notice"] for each in product("case1").get(desk)["items"]}
    take_step(product("case1"), "questions", number, "answer", ANSWER)
    poster = product.appoint("poster", Role.ANSWER_FOCAL, product.place.committee)
    assert take_step(poster, "questions", number, "publish", PUBLIC_QUESTION)["public"]


def test_elsewhere_the_head_urges_and_the_desk_does_not(office):
    product = office("hue")
    number = ask_question(product, product("citizen1"))["id"]
    take_step(product("deskhead"), "questions", number, "forward", {"unit": product.place.committee})
    assert try_step(product("desk1"), "questions", number, "urge").status == 403
    take_step(product("deskhead"), "questions", number, "urge")
    take_step(product("office"), "questions", number, "urge")


def test_a_question_that_somebody_asked_elsewhere_is_answered_with_that_one(office):
    product = office("lai-chau")
    first = ask_question(product)
    number, due = first["id"], find_due(first, "answer")
    wiring.provide_officers().keep_identity("citizen2", ProvenIdentity(2))
    secret = {**QUESTION, "question": "Con tôi là Lò Thị Hoa, tôi xin cấp lại giấy khai sinh ở đâu"}
    leading = open_matter(product("citizen2"), "questions", {**secret, "unit": product.place.committee})
    refused = try_step(product("desk1"), "questions", number, "merge", {"other": leading["id"]})
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "unknown_matter")
    merged = take_step(product("office"), "questions", number, "merge", {"other": leading["id"]})
    assert (merged["state"], merged["leading"]["number"]) == ("merged", leading["number"])
    assert find_due(merged, "answer") == due, "its own answer is still due"
    crossed = try_step(product("office"), "questions", leading["id"], "merge", {"other": number})
    assert crossed.body["errors"][0]["code"] == "not_standing"
    assert product("citizen1").get(f"/api/questions/{number}")["leading"] is None
    for word, values in (("take", {}), ("answer", ANSWER), ("publish", PUBLIC_QUESTION)):
        take_step(product("case1"), "questions", leading["id"], word, values)
    shown = product("citizen1").get(f"/api/questions/{number}")
    assert shown["leading"] == {"plural": "questions", "id": leading["id"], "number": leading["number"]}
    assert "Hoa" not in repr(shown)
    assert product("citizen1").ask("GET", f"/api/questions/{leading['id']}").status == 404
    assert take_step(product("desk1"), "questions", number, "answer", ANSWER)["ended"]
    assert product("citizen1").get(f"/api/questions/{number}")["course"][-1]["texts"] == ANSWER
