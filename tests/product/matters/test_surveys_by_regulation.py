"""Surveys as the regulations want them: quality of the service is evaluated, and what people said is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from tests.product.conftest import MONDAY
from tests.product.matters.matter_calls import find_in_public, open_matter, take_step, try_open
from tests.product.office import Office, Worker
from tests.support.surveys import SURVEY

GIVEN = (5, 4, 4, 3, 2)


def run_survey(product: Office, author: Worker, second: Worker) -> dict[str, Any]:
    """A survey that five people answered, with its published results."""
    number = open_matter(author, "surveys", SURVEY)["id"]
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
