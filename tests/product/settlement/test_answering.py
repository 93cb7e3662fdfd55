"""The desk's answer to an online filing: in the province's time, on a coded ground, for listed papers, and sent on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import (
    CERTIFICATE,
    COPY,
    REQUIRED,
    bring_paper,
    bring_to_agency,
    choose_answers,
    file_dossier,
    list_cited,
    parse_instant,
    request_paper,
)  # fmt: skip

WEDNESDAY = timedelta(days=2)


@pytest.mark.parametrize(
    ("province", "eight"),
    [
        pytest.param("vinh-long", timedelta(days=1), marks=pytest.mark.clause("VL-15.1.c")),
        # A working day has seven and a half hours there.
        pytest.param("lai-chau", timedelta(days=1, minutes=30), marks=pytest.mark.clause("LC-10.1.b#1", "LC-10.1.c")),
    ],
)
def test_an_online_filing_is_accepted_refused_or_sent_back_within_eight_working_hours(office, at, province, eight):
    product = office(province, at)
    start = product.clock.at + WEDNESDAY
    dossiers = [file_dossier(product.at(start)) for _ in range(4)]
    unit, desk = product.place.one_stop, product("desk1")
    assert {parse_instant(desk.get(f"/api/dossiers/{each}")["reception_due_at"]) for each in dossiers} == {
        start + eight
    }
    accepted, refused, returned, left = dossiers
    assert desk.step(accepted, "receive")["state"] == "received"
    assert desk.step(refused, "refuse", {"ground": "not_conforming", "reason": "Sai mẫu."})["state"] == "not_received"
    assert request_paper(product, returned)["state"] == "supplement_requested"
    product.at(start + eight + timedelta(minutes=1))
    late = {
        each["dossier_id"]: each["late"] for each in desk.get(f"/api/worklist?unit={unit}&state=submitted")["items"]
    }
    assert late == {left: True}


@pytest.mark.clause("LC-10.1.b#2")
def test_in_lai_chau_what_is_filed_off_hours_is_counted_from_the_next_working_hour(office):
    product = office("lai-chau")
    evening = product.clock.at.replace(hour=20) + WEDNESDAY
    shown = product("citizen1").get(f"/api/dossiers/{file_dossier(product.at(evening))}")
    official, due = parse_instant(shown["reception_at"]), parse_instant(shown["reception_due_at"])
    assert (f"{official:%d %H:%M}", f"{due:%d %H:%M}") == ("26 07:30", "27 08:00")
    assert "điểm b khoản 1 Điều 10" in " ".join(list_cited(product, shown["id"], "submitted"))


@pytest.mark.clause("LC-10.1.c")
@pytest.mark.parametrize("wanted", [False, True])
def test_in_lai_chau_what_is_settled_at_once_gets_a_receipt_when_asked_for(office, wanted):
    product = office("lai-chau")
    dossier = file_dossier(product, COPY)
    taken = product("desk1").step(dossier, "receive", {"receipt_wanted": wanted})
    assert (taken["receipt"], bool(taken["code"]), taken["state"]) == (wanted, True, "received")
    assert ("receipt" in product.around.slips(dossier)) is wanted


@pytest.mark.clause("VL-7.2.c#1")
def test_in_vinh_long_a_refusal_names_a_ground_of_the_moment_and_lateness_its_cause(office):
    product = office("vinh-long")
    dossier, desk, head = file_dossier(product), product("desk1"), product("head1")
    for ground in ("dislike", "conditions_not_met"):
        refused = desk.try_step(dossier, "refuse", {"ground": ground, "reason": "Không nhận."})
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/ground", "ground_unknown")]
    assert desk.step(dossier, "refuse", {"ground": "wrong_agency", "reason": "Sai nơi."})["state"] == "not_received"
    late = bring_to_agency(product)
    product.at(product.clock.at + timedelta(days=30))
    result = {"outcome": "granted", "result": product("case1").upload(late, "result")}
    unsaid = head.try_step(late, "resolve", result)
    assert [(each["path"], each["code"]) for each in unsaid.body["errors"]] == [("/late_cause", "late_cause_missing")]
    shown = head.step(late, "resolve", result | {"late_cause": "officer_fault"})
    assert (shown["late"], shown["late_cause"]) == (True, "officer_fault")


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize(("days", "late"), [(3, False), (4, True)])
def test_in_vinh_long_the_delay_is_announced_a_day_before_or_recorded_as_late(office, days, late):
    product = office("vinh-long")
    dossier = bring_to_agency(product)
    due = parse_instant(product("case1").get(f"/api/dossiers/{dossier}")["due_at"])
    assert due.date() == (product.clock.at + timedelta(days=4)).date()
    product.at(product.clock.at + timedelta(days=days))
    number = product("case1").step(dossier, "apologise", {"new_due_days": 3, "reason": "Quá tải."})["requests"][0]["n"]
    product("head1").step(dossier, f"requests/{number}/approve", {"reason": None})
    fact = [f for f in product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"] if f["kind"] == "apologised"][
        -1
    ]
    assert fact["data"]["late_notice"] is late


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-7.2.c#2")),
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-7.4")),
    ],
)
def test_only_papers_of_the_published_list_are_asked_for_and_brought_on_the_system(office, province):
    product = office(province)
    dossier, desk = file_dossier(product), product("desk1")
    other = desk.try_step(dossier, "request_supplement", {"components": ["horoscope"], "guidance": "Nộp thêm."})
    assert [(each["path"], each["code"]) for each in other.body["errors"]] == [("/components/0", "component_unlisted")]
    assert request_paper(product, dossier)["state"] == "supplement_requested"
    back = bring_paper(product, dossier)
    assert (back["state"], len(back["papers"])) == ("submitted", 2)
    assert parse_instant(back["reception_due_at"]) > product.clock.at


@pytest.mark.clause("LC-9.4")
def test_in_lai_chau_the_applicant_supplements_on_demand_and_when_facts_change(office):
    product = office("lai-chau")
    dossier, citizen = file_dossier(product), product("citizen1")
    product.at(product.clock.at + timedelta(hours=1))
    unasked = bring_paper(product, dossier)
    assert (unasked["state"], parse_instant(unasked["reception_at"])) == ("submitted", product.clock.at)
    request_paper(product, dossier)
    assert bring_paper(product, dossier)["state"] == "submitted"
    product("desk1").step(dossier, "receive")
    product.pays(dossier)
    due = product("desk1").step(dossier, "transfer")["due_at"]
    paper = citizen.upload(dossier, "component", REQUIRED[CERTIFICATE][0])
    after = citizen.step(dossier, "supplement", {"papers": [paper], "answers": choose_answers()["answers"]})
    assert (after["state"], after["due_at"]) == ("processing", due)
    assert any(each.startswith("khoản 4 Điều 9") for each in list_cited(product, dossier, "supplemented"))


@pytest.mark.clause("LC-10.2.a")
def test_in_lai_chau_a_received_dossier_is_transferred_at_once_and_its_delay_is_on_record(office):
    product = office("lai-chau")
    dossier, desk = file_dossier(product), product("desk1")
    product.at(product.clock.at.replace(hour=16))
    taken = desk.step(dossier, "receive")
    assert parse_instant(taken["transfer_due_at"]) == product.clock.at
    assert any(each.startswith("điểm a khoản 2 Điều 10") for each in list_cited(product, dossier, "received"))
    product.pays(dossier)
    product.at(product.clock.at + timedelta(minutes=45))
    sent = desk.step(dossier, "transfer")
    assert (sent["state"], sent["agency"]) == ("processing", product.place.committee)
    fact = [f for f in desk.get(f"/api/dossiers/{dossier}/ledger")["facts"] if f["kind"] == "transferred"][-1]
    assert fact["data"]["late_minutes"] == 45
