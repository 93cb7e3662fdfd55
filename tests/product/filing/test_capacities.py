"""Who may be an applicant: a person, an organisation, and another one whom the matter concerns (VL-2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.product.bodies import HOA
from tests.product.journeys import CERTIFICATE, REQUIRED, choose_answers
from tests.product.office import Office
from tests.product.reception.refilings import refile_dossier

RELATION = "Người sử dụng thửa đất liền kề"
RELATED = {"kind": "related_interest", "relation": RELATION}
ORGANISATION = {
    **HOA,
    "full_name": "Công ty TNHH Cửu Long",
    "id_type": "MSDN",
    "id_number": "1500123456",
}


def file_as(product: Office, capacity: dict[str, str] | None, applicant: Any = HOA, channel: str = "own_portal") -> Any:
    """The dossier and the answer of a filing in some capacity, online or typed at the desk."""
    author = product("desk1" if channel == "desk" else "citizen1")
    more = {"efiling": "declined"} if channel == "desk" else {}
    draft = {**choose_answers(), "applicant": applicant, "capacity": capacity, **more}
    dossier = author.draft(CERTIFICATE, product.place.one_stop, channel, draft)
    papers = [author.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]]
    return dossier, author.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": papers, "declared_true": True})


def read_relations(seen: dict[str, Any]) -> list[str]:
    """How the matter concerns the applicant, as somebody reads it."""
    return [each["value"]["text"] for each in seen["parts"] if each["name"] == "relation"]


@pytest.mark.clause("VL-2.4")
@pytest.mark.parametrize("channel", ["own_portal", "desk"])
def test_whom_a_matter_concerns_files_and_says_how_and_the_desk_and_the_receipt_show_it(
    office: Any, channel: str
) -> None:
    product = office("vinh-long")
    dossier, filed = file_as(product, RELATED, channel=channel)
    assert filed.status == 200, filed.body
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    assert (seen["capacity"], read_relations(seen)) == ("related_interest", [RELATION])
    (fact, *_) = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    assert (fact["data"]["capacity"], RELATION in str(fact["data"])) == ("related_interest", False), "words are a part"
    assert any("khoản 4 Điều 2" in str(each) for each in fact["law"])
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    receipt = product.around.slips(dossier, "desk1")["receipt"]
    assert f"Tổ chức, cá nhân khác có liên quan: {RELATION}" in receipt


@pytest.mark.clause("VL-2.4")
@pytest.mark.parametrize("applicant", [HOA, ORGANISATION], ids=["person", "organisation"])
def test_people_and_organisations_file_in_their_own_right(office: Any, applicant: Any) -> None:
    product = office("vinh-long")
    dossier, filed = file_as(product, None, applicant)
    assert filed.status == 200, filed.body
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    assert (seen["capacity"], read_relations(seen)) == (None, [])


@pytest.mark.clause("VL-2.4")
def test_a_related_interest_is_not_taken_without_saying_which_and_nothing_typed_is_lost(office: Any) -> None:
    product = office("vinh-long")
    dossier, refused = file_as(product, {"kind": "related_interest", "relation": " – "})
    assert (refused.status, [(each["path"], each["code"]) for each in refused.body["errors"]]) == (
        422, [("/capacity/relation", "relation_missing")],
    )  # fmt: skip
    draft = product("citizen1").get(f"/api/dossiers/{dossier}/draft")
    assert (draft["capacities"], draft["capacity"]["kind"]) == (["related_interest"], "related_interest")


@pytest.mark.clause("VL-2.4")
def test_the_worklist_finds_what_was_filed_in_a_related_interest_for_those_who_may_know(office: Any) -> None:
    product = office("vinh-long")
    related, _ = file_as(product, RELATED)
    own, _ = file_as(product, None)
    unit = product.place.one_stop

    def list_ids(who: str, **more: Any) -> list[str]:
        query = "&".join(f"{name}={value}" for name, value in more.items())
        found = product(who).get(f"/api/worklist?unit={unit}&{query}")
        return [each["dossier_id"] for each in found["items"]]

    assert set(list_ids("desk1", state="submitted")) == {own, related}
    for state in ({"state": "submitted"}, {}):
        assert list_ids("desk1", capacity="related_interest", **state) == [related]
    asked = {"unit": unit, "name": "Hoa", "capacity": "related_interest"}
    product.around.bring("index_finds", related)
    product.around.bring("index_finds", own)
    found = product("desk1").ask("POST", "/api/worklist/search", {**asked, "sort": "due", "descending": False})
    assert [each["dossier_id"] for each in found.body["items"]] == [related]
    refused = product("desk1").ask("GET", f"/api/worklist?unit={unit}&capacity=own")
    assert refused.status == 400
    assert list_ids("auditor", state="submitted", capacity="related_interest") == [], "who reads no identity"
    assert product("desk1").get("/api/me")["capacities"] == ["related_interest"]
    assert office("hue")("desk1").get("/api/me")["capacities"] == []


def test_where_no_rule_lets_others_file_it_is_refused_by_its_code(office: Any) -> None:
    product = office("hue")
    dossier, refused = file_as(product, RELATED)
    assert (refused.status, refused.code) == (422, "capacity_not_offered")
    assert product("citizen1").get(f"/api/dossiers/{dossier}/draft")["capacities"] == []


def test_the_capacity_goes_with_a_dossier_that_is_filed_again_for_the_right_procedure(office: Any) -> None:
    product = office("vinh-long")
    dossier, _ = file_as(product, RELATED)
    product("desk1").step(dossier, "receive")
    seen = product("desk1").get(f"/api/dossiers/{refile_dossier(product, dossier)}")
    assert (seen["capacity"], read_relations(seen)) == ("related_interest", [RELATION])
