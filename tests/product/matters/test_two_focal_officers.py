"""In Quảng Ngãi each agency names one officer who takes in questions and feedback, and one who answers them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.product.accounts.test_account_requests import ask_rights, build_request, find_faults, grant, list_rights
from tests.product.matters.matter_calls import (
    ANSWER,
    FEEDBACK,
    OUTCOME,
    PUBLIC_QUESTION,
    QUESTION,
    find_in_public,
    open_matter,
    take_step,
    try_open,
    try_step,
)
from tests.product.office import Office, Worker

PAPER = {"document": "15/QĐ-UBND", "document_day": "2024-11-01", "reason": "appointment"}


def name_officer(product: Office, role: str, sub: str, unit: str, by: str = "deskhead") -> Worker:
    """Somebody whose task the unit asked for in writing and the provincial office gave."""
    grant(product, ask_rights(product, by, role=role, person=sub, work_unit=unit, **PAPER))
    return Worker(product("office").stack, sub, office=product)


def ask_question(product: Office) -> str:
    """A citizen's question to the one-stop unit; its id."""
    asked = open_matter(product("citizen1"), "questions", {**QUESTION, "unit": product.place.one_stop})
    return str(asked["id"])


@pytest.mark.clause("QN-21.7#1")
def test_each_agency_names_who_takes_in_and_who_answers_questions(office, at):
    product = office("quang-ngai", at)
    unit, number = product.place.one_stop, ask_question(product)
    assert try_step(product("desk1"), "questions", number, "take").code == "forbidden"
    intake = name_officer(product, "intake_focal", "tiep-nhan", unit)
    answerer = name_officer(product, "answer_focal", "tra-loi", unit)
    assert list_rights(product, "tra-loi") == [("answer_focal", unit, True)]
    assert try_step(answerer, "questions", number, "take").code == "forbidden"
    take_step(intake, "questions", number, "take")
    assert try_step(intake, "questions", number, "answer", ANSWER).code == "forbidden"
    take_step(intake, "questions", number, "urge")
    take_step(product("desk1"), "questions", number, "answer", ANSWER)
    for person in (product("desk1"), product("deskhead"), intake):
        refused = try_step(person, "questions", number, "publish", PUBLIC_QUESTION)
        assert (refused.status, refused.code) == (403, "special_task_needed")
        assert any("Điều 21" in each for each in refused.body["law"])
    assert take_step(answerer, "questions", number, "publish", PUBLIC_QUESTION)["public"]
    assert [found["unit"] for found in find_in_public(product, "question", "khai%20sinh", number)] == [unit]
    assert answerer.ask("GET", f"/api/worklist?unit={unit}").status == 404, "the task shows no dossier"


@pytest.mark.clause("QN-21.7#1")
def test_the_named_officers_serve_feedback_too(office, at):
    product = office("quang-ngai", at)
    sent = open_matter(product("citizen1"), "feedback", FEEDBACK)
    unit, number = sent["unit"], sent["id"]
    passer = name_officer(product, "intake_focal", "chuyen", unit, "operator")
    take_step(passer, "feedback", number, "forward", {"unit": product.place.one_stop})
    intake = name_officer(product, "intake_focal", "tiep-nhan", product.place.one_stop)
    answerer = name_officer(product, "answer_focal", "tra-loi", product.place.one_stop)
    take_step(intake, "feedback", number, "accept", {"class": "conduct"})
    answer: dict[str, Any] = {"answer": "Đã nâng giới hạn tệp."}
    assert try_step(intake, "feedback", number, "answer", answer).code == "forbidden"
    take_step(answerer, "feedback", number, "answer", answer)
    assert take_step(answerer, "feedback", number, "publish", OUTCOME)["public"]


@pytest.mark.clause("QN-21.7#1")
def test_a_unit_has_one_of_each_by_a_decision_on_file(office, at):
    product = office("quang-ngai", at)
    asked = build_request(product, role="intake_focal", person="hai")
    unwritten = try_open(product("deskhead"), "account-requests", asked)
    assert find_faults(unwritten) == [("/values/document", "required"), ("/values/document_day", "required")]
    unit = product.place.one_stop
    name_officer(product, "intake_focal", "mot", unit)
    second = ask_rights(product, role="intake_focal", person="hai", **PAPER)
    refused = try_step(product("office"), "account-requests", second["id"], "grant", {"reply": "1/TB", "outcome": "Có"})
    assert find_faults(refused) == [("/values/role", "not_possible")]
    assert any("Điều 21" in each for each in refused.body["law"])
    backup = ask_rights(product, role="intake_focal", person="hai", backup_for="mot", **PAPER)
    assert grant(product, backup)["state"] == "granted"
    (right,) = product("office").get("/api/officers/mot")["assignments"]
    assert (right["document"], right["document_day"]) == ("15/QĐ-UBND", "2024-11-01")
    (first,) = product("office").get("/api/officers/mot/history")["changes"]
    assert [each["document"] for each in first["given"]] == ["15/QĐ-UBND"]
