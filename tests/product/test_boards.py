"""Heads look over their unit: what is open, what is late, and what they are told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import cited, processing
from tests.product.office import Office


@pytest.mark.clause("QN-21.2#3")
def test_a_head_sees_and_is_told_what_is_late_in_the_own_unit(office, at):
    product = office("quang-ngai", at)
    dossier, agency, head = processing(product), product.place.committee, product("head1")
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


def late_and_due(product: Office) -> tuple[str, str]:
    """Two dossiers at the agency, of which the first is late and the second is not, counted for the boards."""
    first = processing(product)
    start = product.clock.at
    second = processing(product.at(start + timedelta(days=3)))
    for dossier in (first, second):
        product.around.bring("count_facts", dossier)
    product.at(start + timedelta(days=7))
    return first, second


@pytest.mark.parametrize(
    ("province", "article"),
    [
        pytest.param("vinh-long", "Điều 21 khoản 3", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("lai-chau", "Điều 32 khoản 7", marks=pytest.mark.clause("LC-32.7#1")),
    ],
)
def test_a_head_sees_what_is_due_and_what_is_late_in_the_own_unit_and_is_told(office, province, article):
    product = office(province)
    first, second = late_and_due(product)
    agency, head = product.place.committee, product("head1")
    lines = head.get(f"/api/worklist?unit={agency}&state=processing")["items"]
    assert [(each["dossier_id"], each["late"]) for each in lines] == [(first, True), (second, False)]
    total = head.get(f"/api/board?unit={agency}")["total"]
    assert (total["open"], total["overdue"]) == (2, 1)
    assert head.ask("GET", f"/api/worklist?unit={product.place.tax}&state=processing").status == 404
    product.around.tick("watch_deadlines")
    facts = product("desk1").get(f"/api/dossiers/{first}/ledger")["facts"]
    told = [each["role"] for fact in facts if fact["kind"] == "overdue" for each in fact["data"]["audience"]]
    assert "agency_head" in told
    assert any(each.startswith(article) for each in cited(product, first, "overdue"))
    product.around.bring("send_notice", first)
    inbox = head.get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    assert first in {each["dossier_id"] for each in inbox}


@pytest.mark.clause("LC-27.4#1")
def test_the_provincial_office_follows_each_unit_and_urges_the_one_that_lags(office):
    product = office("lai-chau")
    late_and_due(product)
    agency, above = product.place.committee, product("office")
    behind: list[tuple[str, int]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = above.get(f"/api/boards?limit=50{cursor and f'&cursor={cursor}'}")
        behind += [(each["unit"], each["overdue"]) for each in page["items"] if each["overdue"]]
        cursor = page["cursor"]
    assert (agency, 1) in behind
    assert {unit for unit, _ in behind} == {agency, product.place.one_stop}
    made = above.ask("POST", "/api/board/urge", {"unit": agency, "one_stop": None}, expect=201).body
    assert (made["unit"], made["role"], made["overdue"]) == (agency, "provincial_office", 1)
    (told,) = product("head1").get(f"/api/inbox?unit={agency}&role=agency_head")["items"]
    assert told["notice"] == "urged"
