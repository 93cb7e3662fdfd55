"""Applicants rate ended dossiers; the rating is part of the dossier and measures units and officers."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.journeys import bring_to_agency, file_dossier, grant_dossier, return_result
from tests.product.office import Office

GIVEN = ({"overall": 5, "attitude": 5}, {"overall": 4}, {"overall": 5}, {"overall": 3}, {"overall": 1})
FINAL = datetime(2026, 12, 8, tzinfo=VIETNAM)
"""No rating of November can be changed any more: its results are shown."""


def hand_over(product: Office) -> str:
    """A dossier whose result was handed over."""
    dossier = bring_to_agency(product)
    product("case1").step(dossier, "claim")
    grant_dossier(product, dossier)
    return_result(product, dossier, {"way": "online"})
    return dossier


def rate_handed_over(product: Office, answers: dict[str, int]) -> str:
    """A dossier that was handed over and rated by its applicant, and counted."""
    dossier = hand_over(product)
    body = {"answers": answers, "reasons": ["trips"] if min(answers.values()) < 3 else []}
    product("citizen1").step(dossier, "rate", body)
    product.around.bring("count_facts", dossier)
    return dossier


@pytest.mark.clause("HUE-7.5")
def test_the_rating_is_part_of_the_dossier_and_of_its_ledger(office):
    product = office("hue")
    dossier = hand_over(product)
    citizen = product("citizen1")
    assert "rate" in citizen.get(f"/api/dossiers/{dossier}")["allowed"]
    citizen.step(dossier, "rate", {"answers": {"overall": 2}, "reasons": ["late"], "text": "Chậm ba ngày"})
    (fact,) = [each for each in citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"] if each["kind"] == "rated"]
    assert (fact["data"]["answers"], fact["actor"]["role"]) == ({"overall": 2}, "applicant")
    assert citizen.get(f"/api/dossiers/{dossier}/rating")["rating"]["answers"] == {"overall": 2}
    assert product("desk1").try_step(dossier, "rate", {"answers": {"overall": 5}}).status == 403
    assert product("desk1").ask("GET", f"/api/dossiers/{dossier}/rating").status == 403
    product("desk1").step(dossier, "close")


def test_an_applicant_without_an_account_rates_on_the_tablet_of_the_counter(office):
    product = office("hue")
    desk, guest = product("desk1"), product("citizen2")
    dossier = file_dossier(product, channel="desk")
    desk.step(dossier, "refuse", {"ground": "not_conforming", "reason": "Thiếu chữ ký"})
    opened = desk.ask("POST", f"/api/dossiers/{dossier}/rating_code", expect=201).body
    asked = guest.ask("POST", "/api/tablet/form", {"code": opened["code"].lower()}, expect=200).body
    assert (len(asked["questions"]), asked["rating"]) == (9, None)
    body = {"code": opened["code"], "answers": {"overall": 4}}
    guest.ask("POST", "/api/tablet/rate", body, expect=204)
    assert guest.ask("POST", "/api/tablet/rate", body).body["code"] == "rating_code_invalid"
    assert guest.ask("POST", "/api/tablet/form", {"code": opened["code"]}).status == 404
    assert desk.ask("POST", f"/api/dossiers/{dossier}/rating_code").body["code"] == "already_rated"
    seen = product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"][-1]
    assert (seen["kind"], seen["actor"]["role"], seen["data"]["way"]) == ("rated", "applicant", "tablet")
    assert desk.get(f"/api/dossiers/{dossier}/ledger")["facts"][-1]["withheld"] == ["fact"]


@pytest.mark.clause("QN-3.6")
def test_ratings_measure_the_unit_and_the_officer(office):
    product = office("quang-ngai")
    for answers in GIVEN:
        dossier = rate_handed_over(product, answers)
    shown = product("citizen1").get(f"/api/dossiers/{dossier}")
    own = f"/api/ratings/officers?unit={shown['agency']}"
    early = product("case1").get(f"{own}&month=2026-11")
    assert (early["unit"], early["items"], early["published_from"]) == (None, [], "2026-12-08")
    product.at(FINAL)
    public = {each["unit"]: each for each in product("citizen1").get("/api/ratings")["items"]}
    assert set(public) == {shown["one_stop"], shown["agency"]}
    unit = public[shown["one_stop"]]
    # 5 + 5 + 4 + 5 + 3 + 1 over six answers.
    assert (unit["ratings"], unit["mean"], unit["satisfied"]) == (5, 383, 4)
    head, case = product("head1"), product("case1")
    figures = head.get(own)
    assert (figures["unit"]["ratings"], figures["unit"]["mean"]) == (5, 383)
    mine = case.get(own)["items"]
    assert [(each["ratings"], each["mean"]) for each in mine] == [(5, 383)]
    assert mine[0]["sub"] in {each["sub"] for each in figures["items"]}


@pytest.mark.clause("QN-22.8")
def test_each_applicant_is_asked_about_online_services_and_the_provincial_office_reads_the_answers(office):
    product = office("quang-ngai")
    first = hand_over(product)
    asked = {each["code"] for each in product("citizen1").get(f"/api/dossiers/{first}/rating")["questions"]}
    assert {"online", "overall"} <= asked
    product("citizen1").step(first, "rate", {"answers": {"online": 5, "overall": 5}})
    product.around.bring("count_facts", first)
    for online in (4, 4, 3, 5):
        dossier = rate_handed_over(product, {"online": online, "overall": 4})
    agency = product("citizen1").get(f"/api/dossiers/{dossier}")["agency"]
    unit = product.at(FINAL)("office").get(f"/api/ratings/officers?unit={agency}")["unit"]
    # 5 + 4 + 4 + 3 + 5 over five answers.
    assert {"code": "online", "answers": 5, "mean": 420} in unit["questions"]
