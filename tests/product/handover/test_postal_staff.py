"""The rights of postal staff assigned to a one-stop unit: the stages that their province's regulation gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT
from tests.support.bodies import BY_POST

IN_ITS_LIFE = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
TODAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
SCAN = {
    "kind": "result", "component": "", "name": "ket-qua.pdf", "size": 9, "sha256": "a" * 64,
    "content_type": "application/pdf",
}  # fmt: skip


def type_filing(worker: Any) -> str:
    """A postal filing that the worker types and submits; the dossier's id."""
    product = worker.office
    record = {"number": "BBGN-1", "signed_at": product.clock.at.isoformat()}
    draft = {**FUNERAL_DRAFT, "handover_record": record}
    dossier = str(worker.draft(FUNERAL, product.place.one_stop, "post", draft))
    worker.submit(dossier, [worker.upload(dossier, "component", DECLARATION)])
    return dossier


def scan_result(worker: Any, dossier: str) -> int:
    """The status with which a scan of a result is let in."""
    return int(worker.ask("POST", f"/api/dossiers/{dossier}/papers", SCAN).status)


def grant_result(product: Any, dossier: str) -> None:
    """The agency settles."""
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})


@pytest.mark.clause("TB-8#2")
@pytest.mark.parametrize("at", [IN_ITS_LIFE, TODAY])
@pytest.mark.parametrize("province", ["thai-binh", "lai-chau"])
def test_assigned_postal_staff_receive_pass_on_digitise_and_return(office, province, at):
    product = office(province, at=at)
    postman = product("postman")
    dossier = type_filing(postman)
    assert {"receive", "refuse", "request_supplement"} <= set(postman.get(f"/api/dossiers/{dossier}")["allowed"])
    assert postman.step(dossier, "receive")["state"] == "received"
    assert postman.step(dossier, "transfer")["state"] == "processing"
    assert scan_result(postman, dossier) == 201
    postman.step(dossier, "resolve", {"outcome": "granted", "result": "x"}, expect=403)
    grant_result(product, dossier)
    assert postman.step(dossier, "give_back", BY_POST)["state"] == "returned"
    acts = {each["kind"]: each["role"] for each in product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]}
    assert {acts[kind] for kind in ("submitted", "received", "transferred", "given_back")} == {"postal_staff"}


@pytest.mark.clause("QN-28.2")
def test_in_quang_ngai_they_take_in_and_deliver_and_nothing_between(office):
    product = office("quang-ngai")
    postman = product("postman")
    dossier = type_filing(postman)
    postman.step(dossier, "receive")
    postman.step(dossier, "transfer", expect=403)
    assert scan_result(postman, dossier) == 403
    product("desk1").step(dossier, "transfer")
    grant_result(product, dossier)
    postman.step(dossier, "give_back", {"way": "post"}, expect=404)
    product("desk1").step(dossier, "give_back", BY_POST)
    assert len(postman.step(dossier, "invite")["invitations"]) == 1


@pytest.mark.clause("VL-15.1.b#1")
@pytest.mark.parametrize("province", ["vinh-long", "hue"])
def test_where_the_post_is_only_a_channel_the_officers_of_the_unit_take_it_in(office, province):
    product = office(province)
    postman = product("postman")
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "post"}
    refused = postman.ask("POST", "/api/dossiers", body)
    assert (refused.status, refused.code) == (422, "channel_of_another_route")
    dossier = type_filing(product("desk1"))
    postman.step(dossier, "receive", expect=404)
    assert product("desk1").step(dossier, "receive")["channel"] == "post"
