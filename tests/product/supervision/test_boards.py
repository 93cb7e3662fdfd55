"""Heads look over their unit: open work, late work, and their alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import bring_to_agency, list_cited
from tests.product.office import Office, Worker

BEHIND = {"open": "", "overdue": "&when=overdue", "today": "&when=today"}
"""The lists to which the figures of a board lead."""


@pytest.mark.clause("QN-21.2#3")
def test_a_head_sees_and_is_notified_of_late_work_in_the_own_unit(office, at):
    product = office("quang-ngai", at)
    dossier, agency, head = bring_to_agency(product), product.place.committee, product("head1")
    product.around.bring("count_facts", dossier)
    board = head.get(f"/api/board?unit={agency}")
    assert (board["total"]["open"], board["total"]["overdue"]) == (1, 0)
    product.at(at + timedelta(days=7))
    assert head.get(f"/api/board?unit={agency}")["total"]["overdue"] == 1
    (unit,) = [each for each in head.get("/api/boards")["items"] if each["unit"] == agency]
    assert unit["overdue"] == 1
    (late,) = head.get(f"/api/board/dossiers?unit={agency}&state=processing")["items"]
    assert late["dossier_id"] == dossier
    assert product("case1").ask("GET", f"/api/board?unit={agency}").status == 404
    assert product("other1").ask("GET", f"/api/board?unit={agency}").status == 404
    assert product.around.tick("watch_deadlines")["told"] > 0
    product.around.bring("send_notice", dossier)
    told = head.get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    assert any(each["dossier_id"] == dossier and each["notice"].startswith("overdue") for each in told)


def prepare_late_and_due(product: Office) -> tuple[str, str]:
    """Two dossiers at the agency, of which the first is late and the second is not, counted for the boards."""
    first = bring_to_agency(product)
    start = product.clock.at
    second = bring_to_agency(product.at(start + timedelta(days=3)))
    for dossier in (first, second):
        product.around.bring("count_facts", dossier)
    product.at(start + timedelta(days=7))
    return first, second


@pytest.mark.parametrize(
    ("province", "article"),
    [
        pytest.param("vinh-long", "khoản 3 Điều 21", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("lai-chau", "khoản 7 Điều 32", marks=pytest.mark.clause("LC-32.7#1")),
    ],
)
def test_a_head_sees_due_and_late_work_in_the_own_unit_and_is_notified(office, province, article):
    product = office(province)
    first, second = prepare_late_and_due(product)
    agency, head = product.place.committee, product("head1")
    lines = head.get(f"/api/worklist?unit={agency}&state=processing")["items"]
    assert [(each["dossier_id"], each["late"]) for each in lines] == [(first, True), (second, False)]
    total = head.get(f"/api/board?unit={agency}")["total"]
    assert (total["open"], total["overdue"]) == (2, 1)
    behind = {name: head.get(f"/api/board/dossiers?unit={agency}{when}")["items"] for name, when in BEHIND.items()}
    assert {name: len(lines) for name, lines in behind.items()} == total
    assert [each["dossier_id"] for each in behind["open"]] == [first, second], "soonest due first"
    assert [each["dossier_id"] for each in behind["overdue"]] == [first]
    assert head.ask("GET", f"/api/worklist?unit={product.place.tax}&state=processing").status == 404
    product.around.tick("watch_deadlines")
    facts = product("desk1").get(f"/api/dossiers/{first}/ledger")["facts"]
    told = [each["role"] for fact in facts if fact["kind"] == "overdue" for each in fact["data"]["audience"]]
    assert "agency_head" in told
    assert any(each.startswith(article) for each in list_cited(product, first, "overdue"))
    product.around.bring("send_notice", first)
    inbox = head.get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    assert first in {each["dossier_id"] for each in inbox}


@pytest.mark.clause("VL-21.3")
def test_a_head_urges_those_who_settle_in_the_own_unit(office):
    product = office("vinh-long")
    prepare_late_and_due(product)
    agency, head = product.place.committee, product("head1")
    board = head.get(f"/api/board?unit={agency}")
    assert (board["total"]["overdue"], board["may_urge"], board["may_urge_own"]) == (1, False, True)
    body = {"unit": agency, "one_stop": agency}
    made = head.ask("POST", "/api/board/urge", body, expect=201).body
    assert (made["unit"], made["role"], made["overdue"]) == (agency, "agency_head", 1)
    assert head.ask("POST", "/api/board/urge", body, expect=201).body == made, "once a day"
    assert made in head.get(f"/api/board?unit={agency}")["urgings"]
    (told,) = product("case1").get(f"/api/inbox?unit={agency}&role=case_officer")["items"]
    assert told["notice"] == "urged"
    assert "đôn đốc 1 việc" in told["vi"]["body"]
    assert product("case1").ask("POST", "/api/board/urge", body).code == "forbidden"
    other = {"unit": product.place.tax, "one_stop": product.place.tax}
    assert head.ask("POST", "/api/board/urge", other).code == "forbidden"


def list_behind(above: Worker) -> list[tuple[str, int]]:
    """The units that somebody looks over and that have overdue work, with how much."""
    found: list[tuple[str, int]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = above.get(f"/api/boards?limit=50{cursor and f'&cursor={cursor}'}")
        found += [(each["unit"], each["overdue"]) for each in page["items"] if each["overdue"]]
        cursor = page["cursor"]
    return found


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-27.4#1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-22.3#1")),
    ],
)
def test_the_provincial_office_follows_each_unit_and_urges_the_one_that_lags(office, province):
    product = office(province)
    prepare_late_and_due(product)
    agency, above = product.place.committee, product("office")
    late = list_behind(above)
    assert (agency, 1) in late
    assert {unit for unit, _ in late} == {agency, product.place.one_stop}
    made = above.ask("POST", "/api/board/urge", {"unit": agency, "one_stop": None}, expect=201).body
    assert (made["unit"], made["role"], made["overdue"]) == (agency, "provincial_office", 1)
    (told,) = product("head1").get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    assert told["notice"] == "urged"


@pytest.mark.clause("HUE-27.2")
def test_the_department_that_the_regulation_names_sees_who_lags_and_urges_them(office, at):
    product = office("hue", at)
    dossier, agency, department = bring_to_agency(product), product.place.committee, "HUE-SO_KHCN"
    for name, unit in (("citizen2", department), ("citizen1", "HUE-SO_NOI_VU")):
        right = {"role": "agency_head", "unit": unit, "valid_from": "2021-01-01T00:00:00+07:00"}
        change = {"name": "Bình", "title": "Giám đốc", "assignments": [right], "request_ref": "12/CV-UBND"}
        product("operator").ask("PUT", f"/api/officers/{name}", change, version=0, expect=200)
    product.around.bring("count_facts", dossier)
    product.at(at + timedelta(days=7))
    head = product("citizen2")
    assert (agency, 1) in list_behind(head)
    assert head.get(f"/api/board?unit={agency}")["may_urge"]
    assert product("citizen1").ask("POST", "/api/board/urge", {"unit": agency}).status == 403
    urged = head.ask("POST", "/api/board/urge", {"unit": agency}, expect=201).body
    assert (urged["role"], urged["by_unit"], urged["overdue"]) == ("agency_head", department, 1)
    told = product("head1").get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    (said,) = [each["vi"]["body"] for each in told if each["notice"] == "urged"]
    assert said.startswith("Sở Khoa học và Công nghệ đôn đốc")
    assert urged in product("head1").get(f"/api/board?unit={agency}")["urgings"]


@pytest.mark.parametrize(
    ("province", "leader"),
    [
        pytest.param("vinh-long", "head1", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("hue", "office", marks=pytest.mark.clause("HUE-27.2")),
        pytest.param("quang-ngai", "head1", marks=pytest.mark.clause("QN-21.2#3")),
        pytest.param("lai-chau", "office", marks=pytest.mark.clause("LC-27.4#1")),
        ("thai-binh", "office"),
    ],
)
def test_leaders_follow_the_work_in_the_system_as_their_regulation_has_it(office, province, leader):
    product = office(province)
    prepare_late_and_due(product)
    agency = product.place.committee
    assert product(leader).get(f"/api/board?unit={agency}")["total"]["overdue"] == 1
    assert product(leader).get("/api/boards")["items"]
