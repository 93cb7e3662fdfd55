"""A linked procedure (NĐ 61/2018 19.6): the electronic dossier reaches every agency at once, paper goes from one to the
next in the order of the procedure; one overall deadline holds them together (QN-11.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from infra.local.stories.people import MARITAL_APPLICANT
from tests.product.changed_law import change_law
from tests.product.conftest import MONDAY, THEN
from tests.product.journeys import (
    LAND,
    LAND_PAPERS,
    LINKED,
    TRANSFER,
    bring_to_agency,
    file_dossier,
    list_cited,
    parse_instant,
)
from tests.product.office import Office, Worker

DAYS = pytest.mark.parametrize("at", [pytest.param(THEN, id="2024"), pytest.param(MONDAY, id="today")])
PROVINCES = pytest.mark.parametrize("province", ["hue", "quang-ngai"])
Offices = Callable[..., Office]


def find_partner(product: Office, dossier: str) -> Worker:
    """A case officer of the partner agency."""
    unit = product("desk1").get(f"/api/dossiers/{dossier}")["tasks"][1]["unit"]
    return product.appoint("partner-officer", Role.CASE_OFFICER, unit)


def list_waiting(product: Office, dossier: str) -> list[bool]:
    """Return for each share, the lead's first, whether it still waits for the paper."""
    return [task["waits"] for task in product("desk1").get(f"/api/dossiers/{dossier}")["tasks"]]


def is_listed(product: Office, dossier: str, who: Worker) -> bool:
    """Whether the dossier is in the worklist of the partner's unit."""
    unit = product("desk1").get(f"/api/dossiers/{dossier}")["tasks"][1]["unit"]
    items = who.get(f"/api/worklist?unit={unit}&state=processing")["items"]
    return dossier in [each["dossier_id"] for each in items]


def list_inbox(product: Office, dossier: str, who: Worker) -> list[str]:
    """The notices in the inbox of the partner's desk."""
    unit = product("desk1").get(f"/api/dossiers/{dossier}")["tasks"][1]["unit"]
    return [each["notice"] for each in who.get(f"/api/inbox?unit={unit}&role=case_officer")["items"]]


@DAYS
@PROVINCES
def test_paper_is_worked_on_by_one_agency_after_the_other(office: Offices, province: str, at: object) -> None:
    product = office(province, at)
    dossier = bring_to_agency(product, LINKED, "desk")
    article = "điểm a khoản 6 Điều 19" if at is THEN else "Điều 20"
    assert any(each.startswith(article) for each in list_cited(product, dossier, "transferred"))
    officer, lead = find_partner(product, dossier), product("case1")
    product.around.bring("send_notice", dossier)
    assert list_waiting(product, dossier) == [False, True]
    assert not is_listed(product, dossier, officer)
    assert list_inbox(product, dossier, officer) == []
    refused = officer.try_step(dossier, "finish_task")
    assert (refused.status, refused.body["code"]) == (403, "forbidden")

    lead.step(dossier, "finish_task")
    product.around.bring("send_notice", dossier)
    assert list_waiting(product, dossier) == [False, False]
    assert is_listed(product, dossier, officer)
    assert list_inbox(product, dossier, officer) == ["task_passed_on"]
    again = lead.try_step(dossier, "finish_task")
    assert (again.status, again.body["code"]) == (409, "lead_task")

    officer.step(dossier, "finish_task")
    tasks = product("desk1").get(f"/api/dossiers/{dossier}")["tasks"]
    assert [bool(task["done_at"]) for task in tasks] == [False, True]


@DAYS
@PROVINCES
def test_an_electronic_dossier_is_worked_on_by_all_at_once(office: Offices, province: str, at: object) -> None:
    product = office(province, at)
    dossier = bring_to_agency(product, LINKED)
    article = "điểm b khoản 6 Điều 19 Nghị định số 61/2018/NĐ-CP"
    assert (article in list_cited(product, dossier, "transferred")) is (at is THEN)
    officer = find_partner(product, dossier)
    product.around.bring("send_notice", dossier)
    assert list_waiting(product, dossier) == [False, False]
    assert is_listed(product, dossier, officer)
    assert list_inbox(product, dossier, officer) == ["transferred.partners"]
    officer.step(dossier, "finish_task")


@pytest.mark.parametrize(("param", "channel"), [("linked.paper", "desk"), ("linked.electronic", "")])
def test_it_is_the_law_that_says_which(
    office: Offices, monkeypatch: pytest.MonkeyPatch, param: str, channel: str
) -> None:
    change_law(monkeypatch, param, "sequential" if param == "linked.electronic" else "parallel")
    product = office("hue")
    dossier = bring_to_agency(product, LINKED, channel)
    assert list_waiting(product, dossier) == [False, param == "linked.electronic"]


def test_what_the_paper_has_not_reached_is_refused_to_the_lead_as_open(office: Offices) -> None:
    product = office("hue")
    dossier = bring_to_agency(product, LINKED, "desk")
    result = product("case1").upload(dossier, "result")
    refused = product("head1").try_step(dossier, "resolve", {"outcome": "granted", "result": result})
    assert (refused.status, refused.body["code"]) == (409, "tasks_open")


def test_each_agency_has_a_limit_of_its_own_where_the_law_says_so(
    office: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = office("hue")
    lead, own = product("desk1").get(f"/api/dossiers/{bring_to_agency(product, LINKED)}")["tasks"]
    assert parse_instant(own["due_at"]) < parse_instant(lead["due_at"])
    change_law(monkeypatch, "linked.sub_deadlines", value=False)
    product = office("hue")
    lead, own = product("desk1").get(f"/api/dossiers/{bring_to_agency(product, LINKED)}")["tasks"]
    assert own["due_at"] == lead["due_at"]


@DAYS
@pytest.mark.clause("QN-11.4#2")
def test_in_quang_ngai_the_one_deadline_is_the_province_s_own_rule(office: Offices, at: object) -> None:
    product = office("quang-ngai", at)
    found = list_cited(product, bring_to_agency(product, LINKED), "transferred")
    assert any(each.startswith("khoản 4 Điều 11 Quyết định số 39/2020") for each in found)


def settle_linked(product: Office, *, across: bool) -> tuple[str, dict[str, Any]]:
    """A dossier of a commune's one-stop unit that its own committee, or an office of the province, has settled; its
    id and what the fact of that says."""
    typed = {"answers": TRANSFER, "applicant": MARITAL_APPLICANT}
    dossier = product.filed(LAND, typed, LAND_PAPERS) if across else file_dossier(product)
    agency = product("desk1").step(dossier, "receive")["agency"]
    product("desk1").step(dossier, "transfer")
    head = product.appoint(f"head-{agency}", Role.AGENCY_HEAD, agency)
    head.step(dossier, "resolve", {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Thiếu."})
    facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    (found,) = [fact["data"] for fact in facts if fact["kind"] == "resolved"]
    return dossier, found


@DAYS
@PROVINCES
def test_what_another_level_settles_goes_back_to_the_unit_that_received_it(
    office: Offices, province: str, at: object
) -> None:
    product = office(province, at)
    dossier, told = settle_linked(product, across=True)
    assert told["goes_to"] == product.place.one_stop
    article = "điểm b khoản 7 Điều 19 Nghị định số 61/2018/NĐ-CP"
    assert (article in list_cited(product, dossier, "resolved")) is (at is THEN)
    assert "give_back" in product("desk1").get(f"/api/dossiers/{dossier}")["allowed"]
    assert "goes_to" not in settle_linked(product, across=False)[1], "its own committee is of its own level"


def test_without_that_rule_nothing_says_where_it_goes(office: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    change_law(monkeypatch, "linked.cross_level_return", None)
    assert "goes_to" not in settle_linked(office("hue"), across=True)[1]
