"""Settlement: the steps and hands of the law and no others, inside the system, each on record when it happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.changed_law import change_law
from tests.product.journeys import (
    CERTIFICATE,
    COPY,
    REGISTRATION,
    REQUIRED,
    bring_to_agency,
    compare_uploads,
    file_dossier,
    grant_dossier,
    list_cited,
    receive_dossier,
    return_result,
)
from tests.product.office import Worker

WAY = (
    ("receive", "desk1", "received"),
    ("transfer", "desk1", "processing"),
    ("confirm_complete", "case1", "processing"),
    ("resolve", "head1", "resolved"),
    ("give_back", "desk1", "returned"),
    ("close", "desk1", "closed"),
)
"""From the filing to the end: the step, the person, and the resulting state."""
FACT = {
    "receive": "received", "transfer": "transferred", "confirm_complete": "found_complete", "resolve": "resolved",
    "give_back": "given_back", "close": "closed",
}  # fmt: skip
"""The fact that each step records."""


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-4.2", "HUE-6.2", "HUE-22.1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-3.2", "QN-4.2", "QN-21.2#2", "QN-13.5")),
    ],
)
def test_each_step_is_taken_by_its_own_hand_in_its_turn_and_on_record_when_it_happens(office, province, at):
    product = office(province, at)
    dossier, moved = file_dossier(product), at
    for place, (step, hand, state) in enumerate(WAY):
        body = {"outcome": "granted", "result": product("case1").upload(dossier, "result")} if step == "resolve" else {}
        body |= {"way": "online"} if step == "give_back" else {}
        # In Huế every centre hands results over (HUE-16.3).
        its_own = {hand, "other1"} if (province, step) == ("hue", "give_back") else {hand}
        for other in {"desk1", "case1", "head1", "other1", "citizen2"} - its_own:
            assert product(other).try_step(dossier, step, body).code in ("forbidden", "not_found"), (step, other)
        for later, whose, _ in WAY[place + 2 :]:
            refused = product(whose).try_step(dossier, later, body)
            assert refused.code in ("wrong_moment", "not_found", "forbidden", "malformed_request"), (step, later)
        if step == "transfer":
            product.pays(dossier)
        if step == "give_back":
            compare_uploads(product, dossier)
        moved += timedelta(minutes=0 if step == "transfer" else 7)
        assert product.at(moved)(hand).step(dossier, step, body)["state"] == state
    facts = product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    steps = [
        each["kind"]
        for each in facts
        if each["unit"] and each["kind"] not in ("paid", "payment_recorded", "original_compared")
    ]
    assert steps == [FACT[step] for step, _, _ in WAY]
    assert all(each["occurred_at"] == each["recorded_at"] for each in facts)


STRANGER = {"desk1": "other1", "case1": "tax1", "head1": "desk1"}
"""Somebody with the role and not the unit, or with the unit and not the role."""


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-4.4", "VL-15.3")),
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-8#1", "TB-22.2#2")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-3.1", "LC-10.2.b", "LC-32.2#2")),
    ],
)
def test_in_the_other_provinces_too_every_step_is_entered_by_role_and_unit_and_the_result_is_a_file(office, province):
    product = office(province)
    granted_one, refused_one = file_dossier(product), bring_to_agency(product)
    for step, hand, state in WAY:
        body = {"outcome": "granted", "result": product("case1").upload(granted_one, "result")}
        body = body if step == "resolve" else {"way": "online"} if step == "give_back" else {}
        stranger = product(STRANGER[hand]).try_step(granted_one, step, body)
        assert stranger.code in ("forbidden", "not_found"), (step, stranger.code)
        if step == "resolve":
            assert product(hand).try_step(granted_one, step, {"outcome": "granted", "result": None}).status == 422
        if step == "transfer":
            product.pays(granted_one)
        if step == "give_back":
            compare_uploads(product, granted_one)
        assert product(hand).step(granted_one, step, body)["state"] == state
    kinds = [each["kind"] for each in product("desk1").get(f"/api/dossiers/{granted_one}/timeline")["items"]]
    assert [each for each in kinds if each in FACT.values()] == list(FACT.values())
    no = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ điều kiện."}
    assert product("head1").step(refused_one, "resolve", no)["outcome"] == "not_granted"


@pytest.mark.clause("QN-21.2#2")
def test_a_step_that_comes_late_is_found(office, at):
    product = office("quang-ngai", at)
    dossier, unit = receive_dossier(product), product.place.one_stop
    assert product("deskhead").get(f"/api/late_entries?unit={unit}")["items"] == []
    product.at(at + timedelta(days=2))("desk1").step(dossier, "transfer")
    (late,) = product("deskhead").get(f"/api/late_entries?unit={unit}")["items"]
    assert (late["dossier_id"], late["kind"], late["why"]) == (dossier, "transferred", "late_act")


@pytest.mark.clause("HUE-22.1", "HUE-14.2")
@pytest.mark.parametrize("outcome", ["granted", "not_granted"])
def test_the_agency_grants_or_refuses_and_status_and_result_reach_the_applicant(office, at, outcome):
    product = office("hue", at)
    dossier, citizen, head = bring_to_agency(product), product("citizen1"), product("head1")
    product("case1").step(dossier, "confirm_complete")
    assert citizen.get(f"/api/dossiers/{dossier}")["state"] == "processing"
    if outcome == "granted":
        grant_dossier(product, dossier)
        compare_uploads(product, dossier)
    else:
        refusal = {"outcome": "not_granted", "reason": "Chưa đủ điều kiện."}
        assert head.try_step(dossier, "resolve", refusal | {"ground": "because"}).status == 422
        head.step(dossier, "resolve", refusal | {"ground": "conditions_not_met"})
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert (shown["outcome"], len(shown["results"])) == (outcome, int(outcome == "granted"))
    assert product("desk1").step(dossier, "give_back", {"way": "online"})["handed"] == ["online"]


@pytest.mark.clause("HUE-6.5")
def test_within_an_agency_the_section_gives_the_dossier_to_a_specialist_whose_leader_decides(office, at):
    product = office("hue", at)
    dossier, agency = bring_to_agency(product), product.place.committee
    assert product("case1").try_step(dossier, "assign", {"officer": "case1", "note": None}).code == "forbidden"
    given = product("section").step(dossier, "assign", {"officer": "case1", "note": None})
    assert [task["holder"] for task in given["tasks"]] == ["case1"]
    (line,) = product("head1").get(f"/api/worklist?unit={agency}&state=processing")["items"]
    assert (line["dossier_id"], line["holder"]) == (dossier, "case1")
    product.around.bring("send_notice", dossier)
    told = product("case1").get("/api/inbox")["items"]
    assert any(each["dossier_id"] == dossier for each in told)
    grant_dossier(product, dossier)


@pytest.mark.clause("HUE-11.3")
def test_the_agency_calls_for_originals_and_both_call_and_outcome_are_on_record(office, at):
    product = office("hue", at)
    dossier, citizen, case = bring_to_agency(product), product("citizen1"), product("case1")
    call = {"components": REQUIRED[CERTIFICATE], "reason": "Bản chụp mờ.", "shown_as": "certified_copy"}
    refused = case.try_step(dossier, "call_original", call)
    assert [each["path"] for each in refused.body["errors"]] == ["/legal_basis"], "no law of the sector is named"
    law = "Khoản 2 Điều 22 Nghị định 123/2015/NĐ-CP"
    case.step(dossier, "call_original", {**call, "legal_basis": law})
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert shown["originals_called"] == REQUIRED[CERTIFICATE]
    assert (shown["originals_shown_as"], shown["originals_legal_basis"]) == ("certified_copy", law)
    assert any("reason" in each["name"] and each["value"] == call["reason"] for each in shown["parts"])
    assert list_cited(product, dossier, "original_called") == {
        "khoản 3 Điều 11 Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)"
    }
    result = {"outcome": "granted", "result": case.upload(dossier, "result")}
    assert product("head1").try_step(dossier, "resolve", result).code == "original_awaited"
    product("desk1").step(dossier, "compare", {"differing": [], "note": None})
    facts = citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]
    assert [fact["data"]["outcome"] for fact in facts if fact["kind"] == "original_compared"] == ["matches"]
    assert product("head1").step(dossier, "resolve", result)["state"] == "resolved"


@pytest.mark.clause("HUE-7.4")
@pytest.mark.parametrize("procedure", [CERTIFICATE, COPY, REGISTRATION])
def test_any_result_is_kept_in_the_dossier_with_every_later_version(office, procedure):
    product = office("hue")
    citizen, head, case = product("citizen1"), product("head1"), product("case1")
    dossier = receive_dossier(product, procedure)
    who = product("desk1")
    if procedure != COPY:
        who.step(dossier, "transfer")
        who = head
    if procedure == REGISTRATION:
        product("tax1").step(dossier, "finish_task", {"note": None})
    no_file = who.try_step(dossier, "resolve", {"outcome": "granted", "result": None})
    assert no_file.status == 422
    other = case.upload(dossier, "component", REQUIRED[procedure][0])
    assert who.try_step(dossier, "resolve", {"outcome": "granted", "result": other}).status == 422
    first, second = case.upload(dossier, "result"), case.upload(dossier, "result")
    who.step(dossier, "resolve", {"outcome": "granted", "result": first})
    head.step(dossier, "correct", {"result": second, "reason": "Sai tên."})
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert shown["results"] == [first, second]
    assert list_results(citizen, dossier) == set(), "no result reaches the applicant before the handover"
    return_result(product, dossier, {"way": "online"})
    assert list_results(citizen, dossier) == {first, second}
    assert {first, second} <= set(product.around.kept), "the file store keeps what is filed"


@pytest.mark.parametrize("province", ["hue", "thai-binh"])
def test_a_mistake_is_put_right_at_the_cost_of_the_agency_that_made_it(office, at, province):
    product = office(province, at)
    dossier = bring_to_agency(product)
    grant_dossier(product, dossier)
    better = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "correct", {"result": better, "reason": "Sai tên."})
    (fact,) = [
        each for each in product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"] if each["kind"] == "corrected"
    ]
    assert fact["data"]["cost_bearer"] == product.place.committee
    article = "khoản 1 Điều 21 Nghị định số 61/2018"
    assert any(each.startswith(article) for each in list_cited(product, dossier, "corrected")) is (at.year == 2024)
    product.around.bring("send_notice", dossier)
    told = product("citizen1").get("/api/inbox")["items"][0]
    assert (told["notice"], "Ông/bà không phải trả chi phí" in told["vi"]["body"]) == ("corrected.free", True)


def test_without_that_rule_the_notice_promises_nothing(office, monkeypatch):
    change_law(monkeypatch, "error.cost_bearer", None)
    product = office("hue")
    dossier = bring_to_agency(product)
    grant_dossier(product, dossier)
    better = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "correct", {"result": better, "reason": "Sai tên."})
    product.around.bring("send_notice", dossier)
    assert product("citizen1").get("/api/inbox")["items"][0]["notice"] == "corrected"


def list_results(citizen: Worker, dossier: str) -> set[str]:
    """The results that the applicant finds among the papers."""
    items = citizen.get(f"/api/dossiers/{dossier}/papers")["items"]
    return {each["id"] for each in items if each["kind"] == "result"}


@pytest.mark.parametrize("province", ["hue", "lai-chau"])
def test_the_applicant_deals_with_the_one_stop_unit_and_is_not_shown_who_holds_the_task(office, province, at):
    """NĐ 61/2018 5.1.e: nobody who settles a dossier deals with its applicant outside the one-stop unit."""
    product = office(province, at)
    dossier = bring_to_agency(product)
    product("case1")
    product("section").step(dossier, "assign", {"officer": "case1", "note": None})
    held = {who: product(who).get(f"/api/dossiers/{dossier}")["tasks"][0]["holder"] for who in ("desk1", "citizen1")}
    assert held == {"desk1": "case1", "citizen1": None}


@pytest.mark.parametrize("province", ["hue", "quang-ngai"])
def test_what_is_settled_at_once_has_state_and_result_entered(office, province, at):
    """NĐ 61/2018 17.4: no receipt is owed, but state and result are on the system."""
    product = office(province, at)
    dossier, desk = receive_dossier(product, COPY), product("desk1")
    shown = desk.get(f"/api/dossiers/{dossier}")
    assert (shown["immediate"], shown["receipt"], shown["state"]) == (True, False, "received")
    refused = desk.try_step(dossier, "resolve", {"outcome": "granted"})
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/result", "result_missing")]
    result = desk.upload(dossier, "result")
    done = desk.step(dossier, "resolve", {"outcome": "granted", "result": result})
    assert (done["state"], done["results"]) == ("resolved", [result])
    told = product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert told["kind"] == "resolved"
    assert "receipt.immediate_log" in {cite["param"] for cite in told["law"]}
