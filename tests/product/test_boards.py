"""Heads look over their unit: what is open, what is late, and what they are told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import processing


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
