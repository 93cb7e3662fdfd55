"""Surveys as the regulations want them: quality of the service is evaluated, and what people said is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.repositories.law.rule_set import ProvinceLaw
from tests.product.conftest import MONDAY
from tests.product.matters.matter_calls import find_in_public, open_matter, take_step, try_open
from tests.product.office import Office, Worker
from tests.support.surveys import SURVEY

GIVEN = (5, 4, 4, 3, 2)


def run_survey(product: Office, author: Worker, second: Worker, **more: str) -> dict[str, Any]:
    """A survey that five people answered, with its published results."""
    number = open_matter(author, "surveys", {**SURVEY, **more})["id"]
    take_step(second, "surveys", number, "launch")
    path = f"/api/matters/surveys/{number}"
    for name, level in zip(("citizen1", "citizen2", "desk1", "case1", "head1"), GIVEN, strict=True):
        product(name).ask("POST", path, {"answers": {"question_1": level, "question_2": 5}}, expect=204)
    product.at(MONDAY + timedelta(days=8))
    refused = product("cashier1").ask("POST", path, {"answers": {"question_1": 5, "question_2": 5}})
    assert refused.body["code"] == "survey_not_open"
    take_step(second, "surveys", number, "close")
    assert product.nobody().get(path)["people"] is None
    take_step(author, "surveys", number, "publish")
    shown: dict[str, Any] = product.nobody().get(path)
    return shown


@pytest.mark.parametrize("on", [True, False])
def test_who_answers_reads_the_promise_of_the_law_and_may_leave_a_contact_apart(office, on):
    product = office("hue")
    number = open_matter(product("office"), "surveys", SURVEY)["id"]
    take_step(product("office2"), "surveys", number, "launch")
    path, find_rule = f"/api/matters/surveys/{number}", ProvinceLaw.find_rule

    def find_changed(law: ProvinceLaw, param: str, dates: CaseDates, **scope: str) -> Ruling:
        found = find_rule(law, param, dates, **scope)
        changed = not on and param in ("survey.confidential", "survey.contact_consent")
        return replace(found, value=False) if changed else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProvinceLaw, "find_rule", find_changed)
        shown = product.nobody().get(path)
    assert [each["en"] for each in shown["notes"]] == (["Who answers is kept confidential."] if on else [])
    assert shown["contact_offered"] is on
    answered = {"answers": {"question_1": 5, "question_2": 5, "contact": 1}}
    refused = product("citizen1").ask("POST", path, answered)
    assert [each["path"] for each in refused.body["errors"]] == ["/answers/contact"]


@pytest.mark.clause("HUE-23.6")
def test_hue_has_its_operator_evaluate_the_quality_of_online_services(office):
    product = office("hue")
    author = product.appoint("author1", Role.CASE_OFFICER, "HUE-SO_KHCN")
    head = product.appoint("khcnhead", Role.AGENCY_HEAD, "HUE-SO_KHCN")
    assert try_open(product("case1"), "surveys", SURVEY).status == 403
    shown = run_survey(product, author, head)
    assert (shown["people"], [each["mean"] for each in shown["questions"]]) == (5, [360, 500])


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-5.4")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-7.5")),
    ],
)
def test_results_of_a_survey_are_published(office, province):
    product = office(province)
    shown = run_survey(product, product("office"), product("office2"))
    assert shown["published"]
    assert shown["questions"][0] == {
        "code": "question_1", "text": SURVEY["question_1"], "levels": [0, 1, 1, 2, 1], "mean": 360,
    }  # fmt: skip
    (found,) = find_in_public(product, "survey", "truc%20tuyen", shown["id"])
    assert (found["state"], found["values"]["audience"]) == ("published", "everybody")


@pytest.mark.clause("LC-7.8")
def test_lai_chau_publishes_guidance_consultation_questions_and_surveys(office):
    product = office("lai-chau")
    assert [guide for topic in product.nobody().get("/api/help")["topics"] for guide in topic["guides"]]
    survey = run_survey(product, product("office"), product("office2"))
    product.at(MONDAY)
    asked = {"sort": "consultation", "public_title": "Tham vấn về giờ làm việc", "question_1": "Có nên mở cửa thứ Bảy?"}
    consulted = run_survey(product, product("office"), product("office2"), **asked)
    for shown, sort in ((survey, "satisfaction"), (consulted, "consultation")):
        assert (shown["sort"], shown["published"], shown["people"]) == (sort, True, 5)
        assert [each["levels"] for each in shown["questions"]] == [[0, 1, 1, 2, 1], [0, 0, 0, 0, 5]]
    (found,) = find_in_public(product, "survey", "tham%20van", consulted["id"])
    assert (found["values"]["sort"], found["texts"]["question_1"]) == ("consultation", "Có nên mở cửa thứ Bảy?")


def test_consultation_questions_are_refused_where_the_law_knows_none(office):
    product = office("quang-ngai")
    refused = try_open(product("office"), "surveys", {**SURVEY, "sort": "consultation"})
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/values/sort", "not_in_list")]
    assert "khoản 6 Điều 22" in refused.body["law"][0]
