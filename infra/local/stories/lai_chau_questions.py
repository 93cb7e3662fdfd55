"""Lai Châu, today: a question passes between agencies and is published, another is declined; feedback goes to the
national system, and comes from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.mailbox import wait_until
from infra.local.portal_calls import find_portal
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.stand_ins.citizen_feedback import SendingFault
from infra.local.stand_ins.portal import Behaviour, CallFault
from infra.local.stories.at_portal import file_feedback_at_portal, follow_feedback_at_portal, wait_until_sent
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario
from infra.operations.verify_ledger import check_export

QUESTION = {
    "subject": "Đăng ký hộ kinh doanh tại nhà thuê",
    "question": "Tôi muốn hỏi đăng ký hộ kinh doanh tại nhà thuê thì cần giấy tờ gì về thuế",
}
ANSWER = {
    "answer": "Người đăng ký nộp giấy đề nghị theo mẫu kèm hợp đồng thuê nhà; mã số thuế được cấp cùng lúc.",
    "answered_by": "Trần Thị Mai",
    "answered_title": "Công chức tư pháp – hộ tịch",
}
PUBLIC = {
    "public_subject": QUESTION["subject"],
    "public_question": "Đăng ký hộ kinh doanh tại nhà thuê cần giấy tờ gì về thuế?",
}
FEEDBACK = {
    "about": "online_service",
    "subject": "Tải tệp bị lỗi",
    "content": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn, đề nghị sửa.",
    "form": "writing",
    "full_name": "Trần Thị Hoa",
    "address": "Số 5 đường Lê Lợi",
    "contact": "0912345678",
}
OUTCOME = {
    "public_subject": "Tải tệp lớn",
    "public_content": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn.",
    "public_answer": "Đã nâng giới hạn tệp.",
}
ASKER = "citizen3"
"""The citizen whose e-identity is proven."""


@register_story(
    "Lai Châu, questions: passed on, answered in time, published, declined (Quy chế 2024 Điều 22–25)",
    province="lai-chau",
    clock="2026-11-23T09:00:00",
)
def lai_chau_questions(telling: Scenario) -> None:
    """The receiver of a question leads; the clock is longer once another agency is asked; declining gives a code."""
    place = telling.find_place(TODAY)
    form = {**QUESTION, "unit": place.one_stop}
    refused = telling.find_person("citizen1").ask("POST", "/api/questions", {"values": form})
    telling.check_refusal("nobody asks without an e-identity", refused, "e_identity_needed")
    telling.check_equal("a sign-in by e-identity", SessionPage(telling.stack).sign_in(ASKER), 201)
    asked = ask_question(telling, form)
    telling.check_equal("a plain question is due on the second working day", find_due(asked), "2026-11-26")
    question = asked["id"]
    passed_on = telling.find_person("desk1").ask(
        "POST", f"/api/questions/{question}/forward", {"values": {"unit": place.committee}}, version=asked["version"]
    )
    telling.check_refusal("nobody but the focal officer passes a question on", passed_on, "special_task_needed")
    give_focal_task(telling, place.one_stop)
    handed = take_step(telling, "desk1", question, "forward", {"unit": place.committee})
    telling.check_equal("the agency that got it is responsible", handed["unit"], place.committee)
    joint = take_step(
        telling, "case1", question, "ask_part", {"asked_unit": place.tax, "asked_text": "Xin ý kiến về mã số thuế."}
    )
    telling.check_equal("with another agency it is due on the fifth", find_due(joint), "2026-12-01")
    take_step(telling, "tax1", question, "give_part", {"part": "Mã số thuế được cấp cùng giấy chứng nhận."})
    answered = take_step(telling, "case1", question, "answer", ANSWER)
    telling.check_equal("answered in time by the agency that leads", (answered["late"], answered["unit"]),
                        (False, place.committee))  # fmt: skip
    take_step(telling, "case1", question, "publish", PUBLIC)
    shown = find_published(telling, question)
    telling.check_equal("the public answer names person and title", shown["texts"], {**PUBLIC, **ANSWER})
    telling.check_equal("… and says that it is for reference", "no legal force" in shown["label"]["en"], True)
    _decline(telling, form)
    _share_feedback(telling)
    _answer_national_feedback(telling)
    for reader in ("case1", ASKER):
        export = telling.find_person(reader).get(f"/api/matters/ledger/{question}")
        telling.check_equal(f"problems in the ledger as {reader} exports it", check_export(export).problems, [])


def _share_feedback(telling: Scenario) -> None:
    """Acknowledgements of the national feedback system are lost; its course ends equal to ours, each step once."""
    portal = find_portal(telling.stack)
    portal.behaviour = Behaviour(rate=0.5, kinds=(CallFault.LOST, CallFault.ERROR_AFTER, CallFault.TWICE))
    sent = telling.find_person("citizen1").ask("POST", "/api/feedback", {"values": FEEDBACK}, expect=201).body
    _publish_outcome(telling, sent["id"])
    portal.behaviour = Behaviour()
    wait_until_sent(telling, sent["id"], sent=4)
    counted = portal.store.list_packages(sent["id"])
    telling.check_equal("each step on feedback counts once there, in order", (len(counted), counted),
                        (4, sorted(set(counted))))  # fmt: skip
    receipts = telling.find_person("office").get(f"/api/matters/national/{sent['id']}")["receipts"]
    telling.check_equal("officers see which steps it has", [each["step"] for each in receipts],
                        [None, "accept", "answer", "publish"])  # fmt: skip


def _answer_national_feedback(telling: Scenario) -> None:
    """Feedback is sent to the national system; our answer to its call is lost, and it arrives once all the same."""
    number = file_feedback_at_portal(telling, SendingFault.UNANSWERED)
    (unit,) = {
        each["id"] for each in telling.stranger().get("/api/agencies")["items"] if each["kind"] == "provincial_office"
    }
    lines = telling.find_person("office").get(f"/api/feedback?unit={unit}")["items"]
    arrived = [each for each in lines if each["national"] == number]
    telling.check_equal("feedback sent to the national system arrives here once", len(arrived), 1)
    _publish_outcome(telling, arrived[0]["id"])
    wait_until_sent(telling, arrived[0]["id"], sent=4)
    seen = follow_feedback_at_portal(telling, number)
    read = (seen["TrangThai"], seen["QuaTrinh"][-1]["TraLoiCongKhai"])
    telling.check_equal("its sender reads the answer there", read, ("PAKN đã công khai", OUTCOME["public_answer"]))


def _publish_outcome(telling: Scenario, feedback: str) -> None:
    """The provincial office takes feedback up, answers it and publishes the outcome."""
    take_step(telling, "office", feedback, "accept", {"class": "conduct"}, "feedback")
    take_step(telling, "office", feedback, "answer", {"answer": OUTCOME["public_answer"]}, "feedback")
    take_step(telling, "office", feedback, "publish", OUTCOME, "feedback")


def _decline(telling: Scenario, form: Mapping[str, str]) -> None:
    """A question without marks is pointed out to its author, and declined by the officer with code and reason."""
    plain = {**form, "question": "Toi muon hoi dang ky ho kinh doanh tai nha thue can giay to gi"}
    warned = telling.find_person(ASKER).ask("POST", "/api/questions", {"values": plain})
    telling.check_refusal("a question without marks is pointed out", warned, "second_look_needed")
    question = ask_question(telling, plain, confirmed=["writing"])["id"]
    reason = {"code": "no_marks", "reason": "Đề nghị viết lại bằng tiếng Việt có dấu."}
    take_step(telling, "desk1", question, "decline", reason)
    seen = telling.find_person(ASKER).get(f"/api/questions/{question}")
    shown = (seen["state"], seen["values"]["code"], seen["course"][-1]["texts"]["reason"])
    telling.check_equal("the asker reads code and reason", shown, ("declined", "no_marks", reason["reason"]))


def ask_question(telling: Scenario, form: Mapping[str, str], confirmed: list[str] | None = None) -> dict[str, Any]:
    """Ask as the citizen with an e-identity."""
    body = {"values": dict(form), "confirmed": confirmed or []}
    asked: dict[str, Any] = telling.find_person(ASKER).ask("POST", "/api/questions", body, expect=201).body
    return asked


def give_focal_task(telling: Scenario, unit: str) -> None:
    """Let a unit ask for the task of its focal officer in writing, and the provincial office give it (LC-25.2.d)."""
    desk = telling.find_person("desk1").get("/api/me")["sub"]
    values = {
        "subject": "Giao nhiệm vụ đầu mối", "letter": "12/CV-UBND", "letter_day": "2026-11-20", "reason": "appointment",
        "action": "grant", "person": desk, "work_unit": unit, "role": "control_focal", "document": "7/QĐ-UBND",
        "document_day": "2026-11-20",
    }  # fmt: skip
    head = telling.find_person("deskhead")
    request = head.ask("POST", "/api/account-requests", {"values": values}, expect=201).body["id"]
    reply = {"reply": "45/VP-KSTT", "outcome": "Đã thực hiện theo đề nghị của đơn vị."}
    granted = take_step(telling, "office", request, "grant", reply, "account-requests")
    telling.check_equal("the provincial office gives the task in writing", granted["state"], "granted")
    # Rights that a function has read are a minute old at most; moving the clock starts every function again.
    telling.set_clock("2026-11-23T09:20:00")


def take_step(
    telling: Scenario, username: str, matter: str, word: str, values: Mapping[str, str], plural: str = "questions"
) -> dict[str, Any]:
    """Take a step on the version that the person reads."""
    person = telling.find_person(username)
    version = person.get(f"/api/{plural}/{matter}")["version"]
    body = {"values": dict(values)}
    found = person.ask("POST", f"/api/{plural}/{matter}/{word}", body, version=version, expect=200).body
    return dict(found)


def find_due(question: Mapping[str, Any]) -> str:
    """Return the day on which the answer is due, in the province."""
    due = next(each["due_at"] for each in question["clocks"] if each["name"] == "answer")
    return datetime.fromisoformat(due).astimezone(VIETNAM).date().isoformat()


def find_published(telling: Scenario, question: str) -> dict[str, Any]:
    """Find the published question by words without marks."""

    def list_found() -> list[dict[str, Any]]:
        found = telling.stranger().get("/api/matters/public?kind=question&q=ho%20kinh%20doanh%20nha%20thue")["items"]
        return [each for each in found if each["id"] == question]

    wait_until(list_found, "published question")
    return list_found()[0]
