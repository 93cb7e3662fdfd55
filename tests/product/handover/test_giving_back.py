"""The national rules of handing over: who may collect, who was asked to come early, and which papers are returned
too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
    REQUIRED,
    bring_to_agency,
    choose_answers,
    grant_dossier,
    parse_instant,
)
from tests.product.office import Office
from tests.support.bodies import BY_POST

RECEIVER = {"full_name": PERSON["full_name"], "id_number": PERSON["id_number"]}
VISIT = {"way": "counter", "receiver": RECEIVER, "receipt_shown": True, "announced_by": "phone", "chosen": True}
PROVINCES = pytest.mark.parametrize(
    "province",
    [
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-10.3.a")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-15.4")),
    ],
)


def file_with_originals(product: Office, *, settled: bool = True) -> str:
    """A dossier typed at the desk, whose original was left there, granted at its agency or still with it."""
    desk, kept = product("desk1"), REQUIRED[CERTIFICATE]
    dossier = desk.draft(CERTIFICATE, product.place.one_stop, "desk", choose_answers() | {"efiling": "declined"})
    desk.submit(dossier, [desk.upload(dossier, "component", each) for each in kept])
    product.pays(dossier)
    desk.step(dossier, "receive", {"originals": kept})
    product.pays(dossier)
    desk.step(dossier, "transfer")
    if settled:
        grant_dossier(product, dossier)
    return dossier


def list_errors(product: Office, dossier: str, **body: Any) -> list[str]:
    """Places of what the desk must still enter."""
    answer = product("desk1").try_step(dossier, "give_back", {**VISIT, "originals": True, **body})
    return [each["path"] for each in answer.body["errors"]]


@PROVINCES
def test_who_collects_shows_receipt_or_authorisation_was_informed_and_gets_originals_and_result(office, province):
    product = office(province)
    dossier, desk = file_with_originals(product), product("desk1")
    substitute = RECEIVER | {"authorised": True}
    assert list_errors(product, dossier, receiver=None) == ["/receiver"]
    assert list_errors(product, dossier, receipt_shown=False) == ["/receipt_shown"]
    assert list_errors(product, dossier, receiver=substitute) == ["/receiver/authorisation"]
    assert list_errors(product, dossier, announced_by=None) == ["/announced_by"]
    assert list_errors(product, dossier, originals=False) == ["/originals"]
    assert list_errors(product, dossier, way="online") == ["/originals"]
    shown = {**VISIT, "receiver": substitute | {"authorisation": "Giấy ủy quyền 12/2026"}, "originals": True}
    given = desk.step(dossier, "give_back", shown)
    assert (given["state"], given["originals_kept"]) == ("returned", [])
    papers = desk.get(f"/api/dossiers/{dossier}/papers")["items"]
    assert [each["id"] for each in papers if each["kind"] == "result"] == given["results"], "its digitised copy stays"


@PROVINCES
def test_what_is_refused_is_not_closed_before_its_originals_went_back(office, province, at):
    product = office(province, at)
    dossier, desk = file_with_originals(product, settled=False), product("desk1")
    no = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ điều kiện."}
    product("head1").step(dossier, "resolve", no)
    assert desk.try_step(dossier, "close").code == "originals_kept"
    nowhere = desk.try_step(dossier, "give_back", {"way": "post", "originals": True})
    assert [(each["path"], each["code"]) for each in nowhere.body["errors"]] == [("/return_address", "required")]
    assert desk.step(dossier, "give_back", {**BY_POST, "originals": True})["originals_kept"] == []
    assert desk.step(dossier, "close")["state"] == "closed"


@pytest.mark.clause("LC-10.3.a")
def test_what_the_post_brings_back_is_handed_over_again(office):
    product = office("lai-chau")
    dossier, desk = bring_to_agency(product), product("desk1")
    grant_dossier(product, dossier)
    due = parse_instant(desk.get(f"/api/dossiers/{dossier}")["due_at"])
    product.at(due)
    nowhere = desk.try_step(dossier, "give_back", {"way": "post"})
    assert [each["path"] for each in nowhere.body["errors"]] == ["/return_address"]
    desk.step(dossier, "give_back", BY_POST)
    assert desk.try_step(dossier, "take_back").code == "invitations_missing"
    for days in (0, 7):
        product.at(due + timedelta(days=days))
        desk.step(dossier, "invite", {"note": None})
    assert desk.try_step(dossier, "invite", {"note": None}).code == "invited_too_soon"
    assert desk.step(dossier, "take_back")["state"] == "resolved"
    assert desk.step(dossier, "give_back", {"way": "post"})["state"] == "returned", "to the address said before"
