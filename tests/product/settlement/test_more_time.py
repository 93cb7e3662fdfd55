"""More time for a settlement: an extension agreed to by all whom the law names, or an apology with its one new date for
a delay that is certain. Nobody moves a date past either. The procedure takes three working days; a third of them is
one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import HttpReply
from tests.product.changed_law import change_law
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.office import Office

BEFORE = datetime(2024, 11, 18, 9, tzinfo=VIETNAM)
"""A Monday under the decree of 2018, inside the undisputed life of every regulation."""

DAYS = pytest.mark.parametrize("at", [BEFORE, MONDAY])
ROLE = {"head_of_section": "section", "agency_head": "head1", "centre_director": "director"}


def read_seen(product: Office, dossier: str) -> Any:
    """The dossier as its case officer sees it."""
    return product("case1").get(f"/api/dossiers/{dossier}")


def read_due(product: Office, dossier: str) -> datetime:
    """Return the due time."""
    return datetime.fromisoformat(read_seen(product, dossier)["due_at"])


def try_step(
    product: Office, dossier: str, step: str, body: dict[str, Any] | None = None, who: str = "case1"
) -> HttpReply:
    """A step with any answer."""
    return product(who).try_step(dossier, step, body or {})


def request_time(product: Office, dossier: str, step: str, **body: Any) -> int:
    """A request for more time; its number."""
    number: int = product("case1").step(dossier, step, {"reason": "Chờ xác minh.", **body})["requests"][-1]["n"]
    return number


def approve_fully(product: Office, dossier: str, number: int) -> None:
    """Everybody who must agree has agreed."""
    (request,) = [each for each in read_seen(product, dossier)["requests"] if each["n"] == number]
    for stage in request["chain"][request["passed"] :]:
        product(ROLE[stage[0]]).step(dossier, f"requests/{number}/approve", {"reason": None})


def move_to_eve(product: Office, dossier: str) -> None:
    """The working day before the last one on which the delay must be announced."""
    product.at((read_due(product, dossier) - timedelta(days=1)).replace(hour=9))


@pytest.mark.parametrize("province", ["hue", "lai-chau"])
@pytest.mark.clause("HUE-14.4#1")
def test_a_running_dossier_is_not_moved_on_one_persons_word(office, province):
    product = office(province)
    dossier = bring_to_agency(product)
    refused = try_step(product, dossier, "apologise", {"new_due_days": 60, "reason": "Quá tải."})
    assert (refused.status, refused.body["code"]) == (409, "delay_uncertain")
    move_to_eve(product, dossier)
    refused = try_step(product, dossier, "apologise", {"new_due_days": 60, "reason": "Quá tải."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")
    assert read_seen(product, dossier)["requests"] == []


@DAYS
@pytest.mark.clause("HUE-14.4#1")
def test_all_that_is_added_stays_within_a_third(office, at):
    product = office("hue", at=at)
    dossier = bring_to_agency(product)
    refused = try_step(product, dossier, "extend", {"units": 2, "reason": "Chờ xác minh."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")
    was = read_due(product, dossier)
    move_to_eve(product, dossier)
    approve_fully(product, dossier, request_time(product, dossier, "apologise", new_due_days=2))
    assert was < read_due(product, dossier) <= was + timedelta(days=3)
    refused = try_step(product, dossier, "extend", {"units": 1, "reason": "Chờ thêm."})
    assert (refused.status, refused.body["code"]) == (409, "limit_reached")


@pytest.mark.clause("HUE-14.4#1")
def test_an_extension_within_the_third_leaves_the_one_new_date(office):
    product = office("hue")
    dossier = bring_to_agency(product)
    approve_fully(product, dossier, request_time(product, dossier, "extend", units=1))
    was = read_due(product, dossier)
    move_to_eve(product, dossier)
    approve_fully(product, dossier, request_time(product, dossier, "apologise", new_due_days=2))
    assert read_due(product, dossier) > was


@pytest.mark.parametrize(("at", "at_centre"), [(BEFORE, "director"), (MONDAY, "director"), (MONDAY, "deskhead")])
@pytest.mark.clause("HUE-14.4.b#1")
def test_the_date_moves_only_once_the_centre_has_agreed(office, at, at_centre):
    product = office("hue", at=at)
    dossier = bring_to_agency(product)
    was, number = read_due(product, dossier), request_time(product, dossier, "extend", units=1)
    product("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert read_due(product, dossier) == was
    product(at_centre).step(dossier, f"requests/{number}/approve", {"reason": None})
    assert read_due(product, dossier) > was


@pytest.mark.clause("HUE-14.4.b#1")
def test_the_centre_agrees_to_the_new_date_of_an_apology_too(office):
    product = office("hue")
    dossier = bring_to_agency(product)
    was = read_due(product, dossier)
    move_to_eve(product, dossier)
    number = request_time(product, dossier, "apologise", new_due_days=2)
    (request,) = product("head1").get(f"/api/dossiers/{dossier}")["requests"]
    assert datetime.fromisoformat(request["new_due_at"]) > was, "whoever signs sees the date"
    assert product("citizen1").get(f"/api/dossiers/{dossier}")["requests"][0]["new_due_at"] is None
    product("head1").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert read_due(product, dossier) == was
    product("director").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert read_due(product, dossier) > was


@pytest.mark.clause("HUE-14.4.b#1")
def test_nobody_agrees_to_a_date_that_has_passed(office):
    product = office("hue")
    dossier = bring_to_agency(product)
    number = request_time(product, dossier, "extend", units=1)
    too_late = read_due(product, dossier) + timedelta(days=9)
    refused = try_step(product.at(too_late), dossier, f"requests/{number}/approve", who="section")
    assert (refused.status, refused.body["code"]) == (409, "date_overtaken")
    product.at(MONDAY)("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    refused = try_step(product.at(too_late), dossier, f"requests/{number}/approve", who="director")
    assert (refused.status, refused.body["code"]) == (409, "date_overtaken")
    assert (
        try_step(product, dossier, f"requests/{number}/decline", {"reason": "Quá muộn."}, who="director").status == 200
    )


@DAYS
@pytest.mark.clause("HUE-14.4.b#2")
def test_with_the_centres_agreement_notice_and_apology_go_out_at_once(office, at):
    product = office("hue", at=at)
    around, dossier = product.around, bring_to_agency(product)
    number = request_time(product, dossier, "extend", units=1)
    product("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    around.bring("send_notice", dossier)
    assert "extension" not in around.slips(dossier)
    product("director").step(dossier, f"requests/{number}/approve", {"reason": None})
    letter = around.slips(dossier)["extension"]
    assert "Giám đốc Trung tâm" in letter, "the centre that confirms sends the letter"
    assert "xin lỗi" in letter
    around.bring("send_notice", dossier)
    (told,) = [each for each in product("citizen1").get("/api/inbox")["items"] if each["notice"] == "extended"]
    assert f"{read_due(product, dossier):%d/%m/%Y}" in told["vi"]["body"]
    assert "thư xin lỗi" in told["vi"]["body"]


def list_desk_notices(product: Office) -> list[str]:
    """The notices in the inbox of the one-stop unit's desk."""
    unit = product.place.one_stop
    items = product("desk1").get(f"/api/inbox?unit={unit}&role=one_stop_officer")["items"]
    return [each["notice"] for each in items]


@DAYS
@pytest.mark.parametrize("province", ["lai-chau", "hue"])
def test_the_one_stop_unit_changes_the_appointment_on_the_agency_s_letter(office, at, province):
    product = office(province, at)
    dossier = bring_to_agency(product)
    move_to_eve(product, dossier)
    approve_fully(product, dossier, request_time(product, dossier, "apologise", new_due_days=2))
    facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    (letter,) = [each for each in facts if each["kind"] == "apologised"]
    assert letter["data"]["date_changed_by"] == product.place.one_stop
    assert "overdue.date_changed_by" in {each["param"] for each in letter["law"]}
    product.around.bring("send_notice", dossier)
    assert "apologised.desk" in list_desk_notices(product)


def test_where_the_law_gives_the_appointment_to_nobody_the_desk_is_not_notified(office, monkeypatch):
    change_law(monkeypatch, "overdue.date_changed_by", None)
    product = office("lai-chau")
    dossier = bring_to_agency(product)
    move_to_eve(product, dossier)
    approve_fully(product, dossier, request_time(product, dossier, "apologise", new_due_days=2))
    product.around.bring("send_notice", dossier)
    assert "apologised.desk" not in list_desk_notices(product)
