"""More time for a settlement: an extension agreed to by all whom the law names, or an apology with its one new date for
a delay that is certain. Nobody moves a date past either. The procedure takes three working days; a third of them is
one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import Reply
from tests.product.changed_law import change_law
from tests.product.conftest import MONDAY
from tests.product.journeys import processing
from tests.product.office import Office

BEFORE = datetime(2024, 11, 18, 9, tzinfo=VIETNAM)
"""A Monday under the decree of 2018, inside the undisputed life of every regulation."""

DAYS = pytest.mark.parametrize("at", [BEFORE, MONDAY])
ROLE = {"head_of_section": "section", "agency_head": "head1", "centre_director": "director"}


def seen(product: Office, dossier: str) -> Any:
    """The dossier as its case officer sees it."""
    return product("case1").get(f"/api/dossiers/{dossier}")


def due(product: Office, dossier: str) -> datetime:
    """Return the due time."""
    return datetime.fromisoformat(seen(product, dossier)["due_at"])


def tried(product: Office, dossier: str, step: str, body: dict[str, Any] | None = None, who: str = "case1") -> Reply:
    """A step with any answer."""
    return product(who).try_step(dossier, step, body or {})


def asked(product: Office, dossier: str, step: str, **body: Any) -> int:
    """A request for more time; its number."""
    number: int = product("case1").step(dossier, step, {"reason": "Chờ xác minh.", **body})["requests"][-1]["n"]
    return number


def agreed(product: Office, dossier: str, number: int) -> None:
    """Everybody who must agree has agreed."""
    (request,) = [each for each in seen(product, dossier)["requests"] if each["n"] == number]
    for stage in request["chain"][request["passed"] :]:
        product(ROLE[stage[0]]).step(dossier, f"requests/{number}/approve", {"reason": None})


def on_eve(product: Office, dossier: str) -> None:
    """The working day before the last one on which the delay must be announced."""
    product.at((due(product, dossier) - timedelta(days=1)).replace(hour=9))


@pytest.mark.parametrize("province", ["hue", "lai-chau"])
@pytest.mark.clause("HUE-14.4#1")
def test_a_running_dossier_is_not_moved_on_one_persons_word(office, province):
    product = office(province)
    dossier = processing(product)
    refused = tried(product, dossier, "apologise", {"new_due_days": 60, "reason": "Quá tải."})
    assert (refused.status, refused.body["code"]) == (409, "delay_uncertain")
    on_eve(product, dossier)
    refused = tried(product, dossier, "apologise", {"new_due_days": 60, "reason": "Quá tải."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")
    assert seen(product, dossier)["requests"] == []


@DAYS
@pytest.mark.clause("HUE-14.4#1")
def test_all_that_is_added_stays_within_a_third(office, at):
    product = office("hue", at=at)
    dossier = processing(product)
    refused = tried(product, dossier, "extend", {"units": 2, "reason": "Chờ xác minh."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")
    was = due(product, dossier)
    on_eve(product, dossier)
    agreed(product, dossier, asked(product, dossier, "apologise", new_due_days=2))
    assert was < due(product, dossier) <= was + timedelta(days=3)
    refused = tried(product, dossier, "extend", {"units": 1, "reason": "Chờ thêm."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")


@pytest.mark.clause("HUE-14.4#1")
def test_an_extension_within_the_third_leaves_the_one_new_date(office):
    product = office("hue")
    dossier = processing(product)
    agreed(product, dossier, asked(product, dossier, "extend", units=1))
    was = due(product, dossier)
    on_eve(product, dossier)
    agreed(product, dossier, asked(product, dossier, "apologise", new_due_days=2))
    assert due(product, dossier) > was


@pytest.mark.parametrize(("at", "at_centre"), [(BEFORE, "director"), (MONDAY, "director"), (MONDAY, "deskhead")])
@pytest.mark.clause("HUE-14.4.b#1")
def test_the_date_moves_only_once_the_centre_has_agreed(office, at, at_centre):
    product = office("hue", at=at)
    dossier = processing(product)
    was, number = due(product, dossier), asked(product, dossier, "extend", units=1)
    product("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert due(product, dossier) == was
    product(at_centre).step(dossier, f"requests/{number}/approve", {"reason": None})
    assert due(product, dossier) > was


@pytest.mark.clause("HUE-14.4.b#1")
def test_the_centre_agrees_to_the_new_date_of_an_apology_too(office):
    product = office("hue")
    dossier = processing(product)
    was = due(product, dossier)
    on_eve(product, dossier)
    number = asked(product, dossier, "apologise", new_due_days=2)
    (request,) = product("head1").get(f"/api/dossiers/{dossier}")["requests"]
    assert datetime.fromisoformat(request["new_due_at"]) > was, "whoever signs sees the date"
    assert product("citizen1").get(f"/api/dossiers/{dossier}")["requests"][0]["new_due_at"] is None
    product("head1").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert due(product, dossier) == was
    product("director").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert due(product, dossier) > was


@pytest.mark.clause("HUE-14.4.b#1")
def test_nobody_agrees_to_a_date_that_has_passed(office):
    product = office("hue")
    dossier = processing(product)
    number = asked(product, dossier, "extend", units=1)
    too_late = due(product, dossier) + timedelta(days=9)
    refused = tried(product.at(too_late), dossier, f"requests/{number}/approve", who="section")
    assert (refused.status, refused.body["code"]) == (409, "date_overtaken")
    product.at(MONDAY)("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    refused = tried(product.at(too_late), dossier, f"requests/{number}/approve", who="director")
    assert (refused.status, refused.body["code"]) == (409, "date_overtaken")
    assert tried(product, dossier, f"requests/{number}/decline", {"reason": "Quá muộn."}, who="director").status == 200


@DAYS
@pytest.mark.clause("HUE-14.4.b#2")
def test_with_the_centres_agreement_notice_and_apology_go_out_at_once(office, at):
    product = office("hue", at=at)
    around, dossier = product.around, processing(product)
    number = asked(product, dossier, "extend", units=1)
    product("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    around.bring("send_notice", dossier)
    assert "extension" not in around.slips(dossier)
    product("director").step(dossier, f"requests/{number}/approve", {"reason": None})
    letter = around.slips(dossier)["extension"]
    assert "Giám đốc Trung tâm" in letter, "the centre that confirms sends the letter"
    assert "xin lỗi" in letter
    around.bring("send_notice", dossier)
    (told,) = [each for each in product("citizen1").get("/api/inbox")["items"] if each["notice"] == "extended"]
    assert f"{due(product, dossier):%d/%m/%Y}" in told["vi"]["body"]
    assert "thư xin lỗi" in told["vi"]["body"]


def told_at_desk(product: Office) -> list[str]:
    """The notices in the inbox of the one-stop unit's desk."""
    unit = product.place.one_stop
    items = product("desk1").get(f"/api/inbox?unit={unit}&role=one_stop_officer")["items"]
    return [each["notice"] for each in items]


@DAYS
@pytest.mark.parametrize("province", ["lai-chau", "hue"])
def test_the_one_stop_unit_changes_the_appointment_on_the_agency_s_letter(office, at, province):
    product = office(province, at)
    dossier = processing(product)
    on_eve(product, dossier)
    agreed(product, dossier, asked(product, dossier, "apologise", new_due_days=2))
    facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    (letter,) = [each for each in facts if each["kind"] == "apologised"]
    assert letter["data"]["date_changed_by"] == product.place.one_stop
    assert "overdue.date_changed_by" in {each["param"] for each in letter["law"]}
    product.around.bring("send_notice", dossier)
    assert "apologised.desk" in told_at_desk(product)


def test_where_the_law_gives_the_appointment_to_nobody_the_desk_is_told_nothing(office, monkeypatch):
    change_law(monkeypatch, "overdue.date_changed_by", None)
    product = office("lai-chau")
    dossier = processing(product)
    on_eve(product, dossier)
    agreed(product, dossier, asked(product, dossier, "apologise", new_due_days=2))
    product.around.bring("send_notice", dossier)
    assert "apologised.desk" not in told_at_desk(product)
