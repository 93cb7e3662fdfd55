"""Help as citizens and officers of a province find it: guides, the assistant, and telephones."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.wiring import core as wiring

QUESTION = {
    "subject": "Đăng ký hộ kinh doanh tại nhà",
    "question": "Tôi muốn mở quán cà phê tại nhà thì cần chuẩn bị giấy tờ gì?",
}


@pytest.mark.parametrize(
    ("province", "audience", "page", "says"),
    [
        pytest.param("thai-binh", "citizen", "/procedures/:id", "cần giấy tờ gì", marks=pytest.mark.clause("TB-5.2")),
        pytest.param(
            "quang-ngai",
            "officer",
            "/officer/dossiers/:id",
            "Giấy tờ, nội dung đơn",
            marks=pytest.mark.clause("QN-23.5"),
        ),
        pytest.param("lai-chau", "citizen", "/drafts/:id/papers", "tải lên", marks=pytest.mark.clause("LC-34.3")),
    ],
)
def test_people_find_the_guide_of_the_page_where_they_are(office, at, province, audience, page, says):
    nobody = office(province, at).nobody()
    found = nobody.get(f"/api/help?audience={audience}&page={page}")["topics"][0]["guides"][0]
    guide = nobody.get(f"/api/help/{found['id']}")
    assert says in guide["summary"]["vi"]
    assert guide["points"]
    assert guide["owner"]["vi"]


@pytest.mark.clause("LC-21.2")
def test_help_comes_by_questions_the_assistant_and_telephone(office, at):
    product = office("lai-chau", at)
    nobody = product.nobody()
    answer = nobody.ask("POST", "/api/help/ask", {"question": "bo sung ho so o dau"}, expect=200).body
    assert (answer["automatic"], answer["passages"][0]["id"]) == (True, "add-papers")
    telephones = {each["id"]: each["hotline"] for each in nobody.get("/api/help/contacts")["items"]}
    assert telephones[product.place.one_stop]
    wiring.provide_officers().keep_identity("citizen1", ProvenIdentity(2))
    asked = {**QUESTION, "unit": product.place.one_stop}
    sent = product("citizen1").ask("POST", "/api/questions", {"values": asked}, expect=201).body
    assert product("citizen1").get(f"/api/questions/{sent['id']}")["state"] == "asked"
