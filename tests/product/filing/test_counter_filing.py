"""Paper filings at a desk: help to file online is offered first; papers are scanned and typed under their own
channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from infra.local.person import HttpReply
from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
    REQUIRED,
    choose_answers,
    file_dossier,
    list_cited,
    parse_instant,
    receive_dossier,
)
from tests.product.office import Office
from tests.support.bodies import AUTHORITY

PRINCIPAL = {"full_name": "Giàng A Páo", "id_number": "012085000009"}
"""The person represented by somebody else."""


def create_draft(product: Office, channel: str = "desk", **more: Any) -> str:
    """A draft that the desk typed, with all it needs except answers and applicant."""
    return product("desk1").draft(CERTIFICATE, product.place.one_stop, channel, choose_answers() | more)


def submit_draft(product: Office, dossier: str, papers: Sequence[str] = REQUIRED[CERTIFICATE]) -> HttpReply:
    """The desk's filing of a draft; the answer."""
    desk = product("desk1")
    body = {"papers": [desk.upload(dossier, "component", each) for each in papers], "declared_true": True}
    return desk.ask("POST", f"/api/dossiers/{dossier}/submit", body)


@pytest.mark.clause("LC-10.1.d#1", "LC-10.1.d#2")
def test_in_lai_chau_the_answer_to_the_offered_help_is_on_record_and_paper_is_digitised(office):
    product = office("lai-chau")
    unsaid = submit_draft(product, create_draft(product))
    assert (unsaid.status, [each["code"] for each in unsaid.body["errors"]]) == (422, ["efiling_unrecorded"])
    for word in ("assisted", "declined"):
        dossier = create_draft(product, efiling=word)
        assert submit_draft(product, dossier, []).code == "components_missing"
        assert submit_draft(product, dossier).status == 200
        (fact,) = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
        assert fact["data"]["efiling"] == word
        assert any(each.startswith("điểm d khoản 1 Điều 10") for each in list_cited(product, dossier, "submitted"))


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-10.1.đ")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-15.1.b#1")),
    ],
)
@pytest.mark.parametrize("channel", ["agent", "desk"])
def test_what_a_hired_agent_or_a_proxy_brings_is_the_principals_digitised_and_received(office, province, channel, at):
    product = office(province, at)
    word = {"efiling": "declined"} if channel == "desk" else {}
    dossier = create_draft(product, channel, on_behalf=PRINCIPAL, authority=AUTHORITY, **word)
    assert submit_draft(product, dossier, []).code == "components_missing", "paper is digitised"
    assert submit_draft(product, dossier).status == 200
    desk = product("desk1")
    parts = {each["name"]: each["value"] for each in desk.get(f"/api/dossiers/{dossier}")["parts"]}
    assert PRINCIPAL.items() <= parts["principal"].items()
    assert PERSON.items() <= parts["applicant"].items(), "who came for the principal"
    product.pays(dossier)
    taken = desk.step(dossier, "receive")
    assert (taken["state"], taken["channel"], bool(taken["code"])) == ("received", channel, True)
    assert desk.step(dossier, "transfer")["state"] == "processing"


@pytest.mark.clause("LC-10.1.đ")
def test_in_lai_chau_what_the_post_brings_was_filed_when_its_hand_over_was_signed(office):
    product = office("lai-chau")
    signed_at = product.clock.at - timedelta(minutes=50)
    without = submit_draft(product, create_draft(product, "post"))
    assert [each["path"] for each in without.body["errors"]] == ["/handover_record"]
    dossier = create_draft(product, "post", handover_record={"number": "BB-7", "signed_at": signed_at.isoformat()})
    assert submit_draft(product, dossier, []).code == "components_missing"
    assert submit_draft(product, dossier).status == 200
    shown = product("desk1").get(f"/api/dossiers/{dossier}")
    assert (parse_instant(shown["filed_at"]), parse_instant(shown["reception_at"]), shown["channel"]) == (
        signed_at,
        signed_at,
        "post",
    )


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-22.2#1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-32.2#1")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-3.5")),
    ],
)
def test_who_comes_without_an_account_is_entered_by_the_desk_and_it_stays_known_who_typed(office, province):
    product = office(province)
    at_the_desk, online = receive_dossier(product, channel="desk"), file_dossier(product)
    desk, unit = product("desk1"), product.place.one_stop
    code = desk.get(f"/api/dossiers/{at_the_desk}")["code"]
    asked = {"unit": unit, "by": "code", "text": code, "purpose": "counter_question"}
    product.around.bring("index_finds", at_the_desk)
    assert [each["dossier_id"] for each in desk.ask("POST", "/api/search", asked).body["items"]] == [at_the_desk]
    who = {}
    for dossier in (at_the_desk, online):
        fact = desk.get(f"/api/dossiers/{dossier}/timeline")["items"][0]
        who[dossier] = (fact["kind"], fact["role"], desk.get(f"/api/dossiers/{dossier}")["channel"])
    assert who == {
        at_the_desk: ("submitted", "one_stop_officer", "desk"),
        online: ("submitted", "applicant", "own_portal"),
    }
