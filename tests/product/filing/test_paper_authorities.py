"""Filing for another person by a signed paper or for a child: by what right, whose dossier it is, and how the right
ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.product.bodies import FUNERAL, FUNERAL_DRAFT
from tests.product.filing.test_authorisations import (
    AGENT,
    AN,
    PRINCIPAL,
    agree,
    count_about,
    file_for,
    know,
    meet,
    submit,
)
from tests.product.filing.test_who_files import MINE, answer_about, prove_identity
from tests.product.office import Office, Worker


@pytest.mark.parametrize(
    ("authority", "path"),
    [
        (None, "/authority/basis"),
        ({"basis": "paper", "number": "", "signed_on": "2024-01-02"}, "/authority/number"),
        ({"basis": "paper", "number": "12", "signed_on": "31/2"}, "/authority/signed_on"),
        ({"basis": "paper", "number": "12", "signed_on": "2030-01-02"}, "/authority/signed_on"),
        ({"basis": "child"}, "/authority/basis"),
    ],
)
def test_who_files_for_another_without_their_consent_says_by_what_right(office, authority, path):
    product = office("vinh-long")
    prove_identity()
    other = {"full_name": "Trần Văn An", "id_number": "046090005678"}
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "on_behalf": other}
    citizen = product(PRINCIPAL)
    dossier = citizen.draft(FUNERAL, product.place.one_stop, "own_portal", {**draft, "authority": authority})
    refused = submit(citizen, dossier)
    assert (refused.status, [each["path"] for each in refused.body["errors"]]) == (422, [path])


@pytest.mark.parametrize("number", ["046218005678", "046309005678"])
def test_a_parent_files_for_a_child_whose_number_says_so(office, number):
    product = office("hue")
    prove_identity()
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "authority": {"basis": "child"},
             "on_behalf": {"full_name": "Trần Bé An", "id_number": number}}  # fmt: skip
    citizen = product(PRINCIPAL)
    dossier = citizen.draft(FUNERAL, product.place.one_stop, "own_portal", draft)
    assert submit(citizen, dossier).status == 200
    assert citizen.get(f"/api/dossiers/{dossier}")["authority"] == {
        "basis": "child",
        "number": None,
        "signed_on": None,
        "revoked_by": None,
    }


def test_at_the_desk_a_parent_acts_no_more_for_a_child_who_has_come_of_age(office):
    product = office("hue")
    meet(product)
    bao = replace(AN, id_number="046208005678", full_name="Trần Gia Bảo")
    know(AGENT, bao)
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "authority": {"basis": "child"},
             "on_behalf": {"full_name": bao.full_name, "id_number": bao.id_number}}  # fmt: skip
    parent, child = product(PRINCIPAL), product(AGENT)
    dossier = parent.draft(FUNERAL, product.place.one_stop, "own_portal", draft)
    assert submit(parent, dossier).status == 200
    assert (list_ids(parent), list_ids(child)) == ([dossier], [dossier])
    for who in (parent, child):
        assert "revoke_authority" not in who.get(f"/api/dossiers/{dossier}")["allowed"], "who is of age shows a paper"
        refused = who.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=1)
        assert (refused.status, refused.code) == (403, "forbidden")
    desk = product("desk1")
    bare = desk.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=1)
    assert [each["path"] for each in bare.body["errors"]] == ["/reason"]
    word = {"reason": "Người được đại diện đã đủ 18 tuổi, xuất trình căn cước tại quầy."}
    assert desk.step(dossier, "revoke_authority", word)["authority"]["revoked_by"] == "desk"
    assert parent.ask("GET", f"/api/dossiers/{dossier}").code == "authority_revoked"
    assert (list_ids(parent), list_ids(child)) == ([], [dossier])
    again = desk.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", word, version=2)
    assert (again.status, again.code) == (409, "wrong_moment")
    (fact,) = product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"][1:]
    assert (fact["kind"], fact["actor"]["role"]) == ("authority_revoked", "one_stop_officer")


@pytest.mark.clause("LC-10.1.a#3")
@pytest.mark.parametrize(("name", "known"), [("Trần Văn An", True), ("TRẦN VĂN AN", True), ("Trần Văn Anh", False)])
def test_what_is_filed_by_paper_is_the_principals_who_is_known_by_that_number_and_name(office, name, known):
    product = office("lai-chau")
    meet(product)
    know(AGENT, AN)
    other = {"full_name": name, "id_number": AN.id_number}
    paper = {"basis": "paper", "number": "12/UQ", "signed_on": "2026-11-20"}
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "on_behalf": other, "authority": paper}
    filer, principal = product(PRINCIPAL), product(AGENT)
    dossier = filer.draft(FUNERAL, product.place.one_stop, "own_portal", draft)
    assert submit(filer, dossier).status == 200
    assert [each["dossier_id"] for each in filer.get("/api/me/dossiers")["items"]] == [dossier]
    assert filer.get(f"/api/dossiers/{dossier}")["authority"] == {**paper, "revoked_by": None}
    assert [each["dossier_id"] for each in principal.get("/api/me/dossiers")["items"]] == ([dossier] if known else [])


def file_by_paper(product: Office, *, known: bool = True) -> tuple[Worker, Worker, str]:
    """The person who filed by a signed paper, the principal, and the dossier."""
    meet(product)
    if known:
        know(AGENT, AN)
    other = {"full_name": AN.full_name, "id_number": AN.id_number}
    paper = {"basis": "paper", "number": "12/UQ", "signed_on": "2026-11-20"}
    draft = {**FUNERAL_DRAFT, "applicant": MINE, "answers": answer_about(MINE), "on_behalf": other, "authority": paper}
    filer = product(PRINCIPAL)
    dossier = filer.draft(FUNERAL, product.place.one_stop, "own_portal", draft)
    assert submit(filer, dossier).status == 200
    return filer, product(AGENT), dossier


def list_ids(who: Worker) -> list[str]:
    """The dossiers in somebody's own list."""
    return [each["dossier_id"] for each in who.get("/api/me/dossiers")["items"]]


def test_a_principal_revokes_the_paper_and_the_one_who_filed_acts_no_more(office):
    product = office("lai-chau")
    filer, principal, dossier = file_by_paper(product)
    assert "revoke_authority" in principal.get(f"/api/dossiers/{dossier}")["allowed"]
    assert principal.step(dossier, "revoke_authority", {})["state"] == "submitted"
    for path in ("", "/timeline", "/papers"):
        refused = filer.ask("GET", f"/api/dossiers/{dossier}{path}")
        assert (refused.status, refused.code) == (403, "authority_revoked")
    gone = filer.ask("POST", f"/api/dossiers/{dossier}/withdraw", {"reason": "x"}, version=1)
    assert (gone.status, gone.code) == (403, "authority_revoked")
    assert (list_ids(filer), list_ids(principal)) == ([], [dossier])
    seen = principal.get(f"/api/dossiers/{dossier}")
    assert seen["authority"]["revoked_by"] == "principal"
    assert "revoke_authority" not in seen["allowed"]
    assert principal.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=2).code == "wrong_moment"
    product.around.bring("send_notice", dossier)
    before = [count_about(who, dossier) for who in (filer, principal)]
    product("desk1").step(dossier, "receive")
    product.around.bring("send_notice", dossier)
    assert [count_about(who, dossier) for who in (filer, principal)] == [before[0], before[1] + 1]
    assert principal.step(dossier, "withdraw", {"reason": "Tự làm."})["requests"]


@pytest.mark.parametrize("known", [True, False])
def test_the_desk_revokes_the_paper_where_the_principal_asks_there(office, known):
    product = office("lai-chau")
    filer, principal, dossier = file_by_paper(product, known=known)
    desk, word = product("desk1"), {"reason": "Người ủy quyền đến quầy, xuất trình căn cước."}
    version = desk.get(f"/api/dossiers/{dossier}")["version"]
    bare = desk.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=version)
    assert [each["path"] for each in bare.body["errors"]] == ["/reason"]
    assert desk.step(dossier, "revoke_authority", word)["authority"]["revoked_by"] == "desk"
    assert filer.ask("GET", f"/api/dossiers/{dossier}").code == "authority_revoked"
    assert (list_ids(filer), list_ids(principal)) == ([], [dossier] if known else [])
    facts = product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    assert (facts[-1]["kind"], facts[-1]["data"]["revoked_by"]) == ("authority_revoked", "desk")


def test_the_one_who_filed_does_not_revoke_and_a_consent_is_no_paper(office):
    product = office("lai-chau")
    filer, _, dossier = file_by_paper(product)
    assert "revoke_authority" not in filer.get(f"/api/dossiers/{dossier}")["allowed"]
    refused = filer.ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=1)
    assert (refused.status, refused.code) == (403, "forbidden")
    stranger = product("citizen3").ask("POST", f"/api/dossiers/{dossier}/revoke_authority", {}, version=1)
    assert (stranger.status, stranger.code) == (404, "not_found")
    owner, agent, number = agree(product)
    by_consent = file_for(agent, number).body["id"]
    assert "revoke_authority" not in owner.get(f"/api/dossiers/{by_consent}")["allowed"]
    assert owner.ask("POST", f"/api/dossiers/{by_consent}/revoke_authority", {}, version=1).code == "wrong_moment"


@pytest.mark.clause("VL-15.1.b#1", "LC-10.1.đ")
@pytest.mark.parametrize("province", ["vinh-long", "lai-chau"])
def test_at_the_desk_a_proxy_shows_the_authorisation_paper(office, province):
    product = office(province)
    desk = product("desk1")
    other = {"full_name": "Giàng A Páo", "id_number": "012085000009"}
    typed = {**FUNERAL_DRAFT, "efiling": "declined", "on_behalf": other}
    bare = desk.draft(FUNERAL, product.place.one_stop, "agent", typed)
    refused = submit(desk, bare)
    assert [each["path"] for each in refused.body["errors"]] == ["/authority/basis"]
    paper = {"basis": "paper", "number": "12/UQ-2026", "signed_on": "2026-11-20"}
    version = desk.get(f"/api/dossiers/{bare}/draft")["version"]
    desk.ask("PUT", f"/api/dossiers/{bare}/draft", {**typed, "authority": paper}, version=version, expect=200)
    assert submit(desk, bare).status == 200
    assert desk.get(f"/api/dossiers/{bare}")["authority"] == {**paper, "revoked_by": None}
    (fact,) = desk.get(f"/api/dossiers/{bare}/ledger")["facts"]
    assert fact["data"]["authority"] == paper
