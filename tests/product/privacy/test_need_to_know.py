"""People without a task in a dossier get none of its content, by any route."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT
from tests.product.conftest import MONDAY
from tests.product.journeys import CERTIFICATE, PERSON, bring_to_agency, file_dossier
from tests.product.office import Office

NAME, NUMBER, PHONE = PERSON["full_name"], PERSON["id_number"], PERSON["phone"]
FORM = "Lò Văn Sơn"
QUESTION, OPINION, OTHER, WHY = (
    "Có tranh chấp không?",
    "Không tranh chấp",
    "Quy hoạch thế nào?",
    "Phải xác minh thực địa",
)
OF_DOSSIER = (
    "", "/timeline", "/ledger", "/deadline", "/papers", "/notices", "/messages", "/contacts/filer",
    "/contacts/principal",
)  # fmt: skip
SEARCHES = [("id_number", NUMBER), ("phone", PHONE), ("name", NAME), ("name", "Trần"), ("phone", "+84 912 345 678")]


@pytest.fixture
def talked(office: Any) -> tuple[Office, str]:
    """A dossier at its agency, paid for: one body has answered about it, another is asked, more time is wanted."""
    product = office("hue", MONDAY)
    dossier = bring_to_agency(product)
    parties = {product.place.one_stop, product.place.other, product.place.committee}
    others = [each.id for each in wiring.provide_agencies().list_active(MONDAY.date()) if each.id not in parties]
    one, two = others[:2]
    product.appoint("body1", Role.CASE_OFFICER, one)
    product.appoint("body2", Role.AGENCY_HEAD, two)
    case = product("case1")
    paper = next(iter(case.get(f"/api/dossiers/{dossier}")["papers"]))
    case.step(dossier, "consult", {"unit": one, "reply_days": 2, "questions": QUESTION, "enclosed": [paper]})
    product("body1").step(dossier, "answer", {"opinion": OPINION, "papers": []})
    case.step(dossier, "consult", {"unit": two, "reply_days": 2, "questions": OTHER, "enclosed": [paper]})
    case.step(dossier, "extend", {"units": 1, "reason": WHY})
    return product, dossier


HIDDEN = {
    "postman": [NAME, NUMBER, PHONE, FORM, QUESTION, OPINION, OTHER, WHY, 'obligations": [{'],
    "cashier1": [NUMBER, PHONE, FORM, QUESTION, OPINION, OTHER, WHY],
    "body1": [NAME, NUMBER, PHONE, FORM, OTHER, WHY, "F01"],
    "body2": [NAME, NUMBER, PHONE, FORM, QUESTION, OPINION, WHY, "F01"],
    "other1": [NAME, NUMBER, PHONE, FORM, QUESTION, OPINION, OTHER, WHY, "F01"],
    "auditor": [NAME, NUMBER, PHONE, FORM, QUESTION, OPINION, OTHER, WHY],
    "citizen1": [QUESTION, OPINION, OTHER, WHY, "case1", "desk1", "body1"],
}
"""The data that each of them must not find in any answer."""


@pytest.mark.clause("HUE-19.3")
def test_no_route_gives_what_the_work_does_not_need(talked: tuple[Office, str]) -> None:
    product, dossier = talked
    papers = [each["id"] for each in product("desk1").get(f"/api/dossiers/{dossier}/papers")["items"]]
    tried = 0
    for who, words in HIDDEN.items():
        person = product(who)
        units = sorted(person.get("/api/me")["units"]) or ["province"]
        paths = [f"/api/dossiers/{dossier}{path}" for path in OF_DOSSIER]
        paths += [f"/api/dossiers/{dossier}/papers/{paper}/link" for paper in papers]
        paths += [
            f"/api/{name}?unit={unit}{more}"
            for unit in units
            for name, more in (
                ("worklist", "&state=processing"), ("worklist", ""), ("worklist/counts", ""), ("approvals", ""),
                ("returned", ""), ("unpaid", ""), ("till", ""), ("register", "&day=2026-11-23"), ("errands", ""),
            )
        ]  # fmt: skip
        calls: list[tuple[str, str, Any]] = [("GET", path, None) for path in paths]
        for unit, (by, text) in itertools.product(units, SEARCHES):
            calls.append(("POST", "/api/search", {"unit": unit, "by": by, "text": text, "purpose": "inspection"}))
            calls.append(("POST", "/api/worklist/search", {"unit": unit, "name": text}))
        calls += [("POST", "/api/prints", {"slips": [{"dossier_id": dossier, "kind": kind, "paper_id": None}]})
                  for kind in ("receipt", "control")]  # fmt: skip
        for method, path, body in calls:
            reply = person.ask(method, path, body)
            said = json.dumps(reply.body, ensure_ascii=False) if reply.body is not None else ""
            assert reply.status < 500, (who, path)
            assert [word for word in words if word in said] == [], (who, path, body)
            tried += 1
    assert tried > 150


@pytest.mark.parametrize(("who", "status"), [("postman", 404), ("cashier1", 404)])
def test_a_dossier_without_post_or_fee_is_not_there_for_postman_and_cashier(office: Any, who: str, status: int) -> None:
    product = office("hue", MONDAY)
    dossier = product.filed(FUNERAL, FUNERAL_DRAFT, [DECLARATION])
    person = product(who)
    assert {person.ask("GET", f"/api/dossiers/{dossier}{path}").status for path in OF_DOSSIER} == {status}
    assert person.get(f"/api/worklist?unit={product.place.one_stop}")["items"] == []
    for paper in product("desk1").get(f"/api/dossiers/{dossier}/papers")["items"]:
        assert person.ask("GET", f"/api/dossiers/{dossier}/papers/{paper['id']}/link").status == status


@pytest.mark.parametrize("who", ["postman", "cashier1", "case1"])
def test_a_search_by_number_is_the_counter_s(office: Any, who: str) -> None:
    product = office("hue", MONDAY)
    file_dossier(product, CERTIFICATE)
    person = product(who)
    unit = person.get("/api/me")["units"][0]
    may = {each["unit"]: each["by"] for each in person.get("/api/me")["searches"]}
    assert not {"id_number", "phone"} & set(may[unit])
    for by, text in (("id_number", NUMBER), ("phone", PHONE)):
        wanted = {"unit": unit, "by": by, "text": text, "purpose": "counter_question"}
        assert person.ask("POST", "/api/search", wanted).code == "not_your_task"


def test_a_body_reads_its_question_and_the_enclosed_paper_until_it_has_answered(talked: tuple[Office, str]) -> None:
    product, dossier = talked
    body = product("body2")
    page = body.get(f"/api/dossiers/{dossier}")
    assert [part["name"] for part in page["parts"]] == ["questions"]
    (paper,) = body.get(f"/api/dossiers/{dossier}/papers")["items"]
    link = f"/api/dossiers/{dossier}/papers/{paper['id']}/link"
    assert body.ask("GET", link).status == 200
    body.step(dossier, "answer", {"opinion": "Đến năm 2030", "papers": []})
    assert body.get(f"/api/dossiers/{dossier}/papers")["items"] == []
    assert body.ask("GET", link).status == 404
    after = body.get(f"/api/dossiers/{dossier}")
    assert sorted(part["name"] for part in after["parts"]) == ["opinion", "questions"]
    kinds = [line["kind"] for line in body.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert kinds == ["consulted", "answered"]


def test_only_papers_of_the_dossier_go_with_a_question(talked: tuple[Office, str]) -> None:
    product, dossier = talked
    wanted = {"unit": product.place.other, "reply_days": 2, "questions": "?", "enclosed": ["nothing"]}
    refused = product("case1").try_step(dossier, "consult", wanted)
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/enclosed/0", "paper_unknown")]
