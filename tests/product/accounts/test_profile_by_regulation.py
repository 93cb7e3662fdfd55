"""One account for everybody, with data that its holder corrects, by the articles on accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import PersonMarks
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
)
from chalicelib.wiring import core as wiring
from chalicelib.wiring import people as wiring_people
from tests.product.accounts.signing_in import HOME, KHAI, SignIns
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office, Worker

DAY = datetime(2026, 1, 5, tzinfo=UTC)
MINE = {**HOA, "full_name": KHAI.full_name, "id_number": KHAI.id_number}
DECLARED = {
    "full_name": KHAI.full_name, "id_number": KHAI.id_number, "birth_date": KHAI.birth_date, "sex": KHAI.sex, **HOME,
}  # fmt: skip


def keep_profile(person: str, method: ProofMethod, **more: Any) -> PersonProfile:
    """Store what was known of Khai before."""
    proof = ProfileProof(method, DAY)
    profile = PersonProfile(
        person, 1, full_name=KHAI.full_name, birth_date=KHAI.birth_date,
        identifiers=(Identifier(IdentifierKind.PERSONAL_ID, KHAI.id_number, proof),),
        proofs={"full_name": proof, "birth_date": proof}, **more,
    )  # fmt: skip
    marks = PersonMarks(update_demanded=True) if profile.demand else None
    wiring_people.provide_profiles().save(PersonProfile(person), profile, ProfileChange("made", DAY), DAY, marks=marks)
    return profile


def file_funeral(worker: Worker, product: Office) -> tuple[int, Any]:
    """File at the province's own portal."""
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "own_portal"}
    dossier = worker.ask("POST", "/api/dossiers", body, expect=201).body["id"]
    own = {"applicant_full_name": KHAI.full_name, "applicant_id_number": KHAI.id_number}
    typed = {**FUNERAL_DRAFT, "applicant": MINE, "answers": {**FUNERAL_DRAFT["answers"], **own}}
    worker.ask("PUT", f"/api/dossiers/{dossier}/draft", typed, version=1, expect=200)
    paper = worker.upload(dossier, "component", DECLARATION)
    sent = worker.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": [paper], "declared_true": True})
    return sent.status, sent.body


def list_own(worker: Worker) -> list[str]:
    """The person's own dossiers."""
    return [each["dossier_id"] for each in worker.get("/api/me/dossiers")["items"]]


def find_part(profile: Any, name: str) -> Any:
    """One part of a profile."""
    return next(each for each in profile["parts"] if each["name"] == name)


@pytest.mark.clause("HUE-10.2")
def test_who_has_an_account_keeps_it(office, deployment):
    product = office("hue")
    signing = SignIns.at(product, deployment)
    first = signing.person("khai")
    status, filed = file_funeral(first, product)
    assert status == 200, filed
    again = signing.person("khai-in-another-pool")
    assert again.get("/api/me")["sub"] == "khai"
    assert list_own(again) == [filed["id"]]
    assert again.get("/api/me/profile")["accounts"] == 2
    other = signing.person("other", replace(KHAI, id_number="046190005555", full_name="Lê Thị Khác"))
    assert (other.get("/api/me")["sub"], list_own(other)) == ("other", [])
    refused = other.ask("PUT", "/api/me/profile", {**HOME, "id_number": KHAI.id_number}, version=1)
    assert (refused.status, refused.body["code"]) == (422, "invalid"), "a proven number is not changed by hand"


@pytest.mark.clause("HUE-9.1")
def test_account_data_is_valid_only_after_a_check(office, deployment):
    product = office("hue")
    signing = SignIns.at(product, deployment)
    keep_profile("seen", ProofMethod.IN_PERSON)
    keep_profile_of_others = replace(KHAI, id_number="046190007777")
    proven = signing.person("proven", keep_profile_of_others).get("/api/me/profile")
    assert (find_part(proven, "full_name")["valid"], "Điều 9" in proven["article"]) == (True, True)
    assert find_part(proven, "full_name")["proof"]["method"] == "e_identity"
    seen = product_person(product, "seen").get("/api/me/profile")
    assert (find_part(seen, "full_name")["valid"], find_part(seen, "full_name")["proof"]["method"]) == (
        True, "in_person",
    )  # fmt: skip
    said = product_person(product, "said")
    said.ask("PUT", "/api/me/profile", {**DECLARED, "id_number": "046190008888"}, version=0, expect=200)
    declared = said.get("/api/me/profile")
    assert [find_part(declared, name)["valid"] for name in ("full_name", "birth_date", "address")] == [False] * 3


def product_person(product: Office, account: str) -> Worker:
    """Somebody with a token, without a sign-in of this test."""
    from typing import cast

    from infra.local.stack import LocalStack

    return Worker(cast("LocalStack", product), account, office=product)


@pytest.mark.clause("HUE-10.3.a")
def test_the_holder_corrects_what_has_changed(office, deployment):
    product = office("hue")
    khai = SignIns.at(product, deployment).person("khai")
    seen = khai.get("/api/me/profile")
    assert (seen["version"], find_part(seen, "full_name")["changeable"]) == (1, False)
    saved = khai.ask("PUT", "/api/me/profile", HOME, version=1, expect=200).body
    assert (find_part(saved, "commune")["value"], saved["missing"]) == (HOME["commune"], [])
    refused = khai.ask("PUT", "/api/me/profile", {**HOME, "full_name": "Ai Khác"}, version=2)
    assert [(e["path"], e["code"]) for e in refused.body["errors"]] == [("/full_name", "proven")]
    stale = khai.ask("PUT", "/api/me/profile", {**HOME, "address": "14 Lê Lợi"}, version=1)
    assert stale.status == 412
    moved = khai.ask("PUT", "/api/me/profile", {**HOME, "address": "14 Lê Lợi"}, version=2, expect=200).body
    assert [(each["cause"], each["own"], each["parts"]) for each in moved["changes"]] == [
        ("edited", True, ["address"]), ("edited", True, ["address"]),
        ("signed_in", False, ["full_name", "birth_date", "sex", "nationality", "identifiers"]),
    ]  # fmt: skip


@pytest.mark.clause("HUE-10.3.b")
def test_who_is_asked_to_bring_the_account_up_to_date_files_after_that(office, deployment):
    product = office("hue")
    khai = SignIns.at(product, deployment).person("khai")
    values = {
        "action": "update", "subject": "Địa chỉ đã sáp nhập.", "person": "khai", "letter": "05/CV",
        "grounds": "Xã cũ đã sáp nhập.",
    }  # fmt: skip
    case = product("desk1").ask("POST", "/api/person-cases", {"values": values}, key="demand-key-0000001", expect=201)
    outcome, place = {"values": {"outcome": "Đúng."}}, f"/api/person-cases/{case.body['id']}/approve"
    product("office").ask("POST", place, outcome, key="demand-key-0000002", version=1, expect=200)
    wiring.provide_officers().cache.clear()
    seen = khai.get("/api/me/profile")
    assert (seen["demand"]["reason"], seen["demand"]["bars_filing"]) == ("Địa chỉ đã sáp nhập.", True)
    status, refused = file_funeral(khai, product)
    assert (status, refused["code"]) == (409, "account_update_needed")
    assert "Điều 10" in " ".join(refused["law"])
    khai.ask("PUT", "/api/me/profile", HOME, version=seen["version"], expect=200)
    wiring.provide_officers().cache.clear()
    assert khai.get("/api/me/profile")["demand"] is None
    assert file_funeral(khai, product)[0] == 200


@pytest.mark.clause("HUE-17.2.b")
def test_no_mandatory_part_stays_empty(office, deployment):
    product = office("hue")
    khai = SignIns.at(product, deployment).person("khai", replace(KHAI, birth_date="", sex=""))
    assert khai.get("/api/me/profile")["missing"] == ["birth_date", "sex", "address", "commune", "province"]
    refused = khai.ask("PUT", "/api/me/profile", {"address": "12 Lê Lợi"}, version=1)
    assert (refused.status, [e["path"] for e in refused.body["errors"]]) == (
        422, ["/birth_date", "/sex", "/commune", "/province"],
    )  # fmt: skip
    whole = {"birth_date": "1990-05-19", "sex": "female", **HOME}
    assert khai.ask("PUT", "/api/me/profile", whole, version=1, expect=200).body["missing"] == []


@pytest.mark.clause("TB-6.1", "QN-9.1")
@pytest.mark.parametrize("province", ["thai-binh", "quang-ngai"])
def test_an_account_of_before_joins_the_electronic_identity(office, deployment, province):
    product = office(province, at=THEN)
    listed = {each["en"] for each in product.nobody().get("/api/session/methods")["listed"]}
    lawful = {"an account of the province", "a national portal account"}
    assert listed >= lawful
    signing = SignIns.at(product, deployment)
    own = signing.person("own", None)
    own.ask("PUT", "/api/me/profile", DECLARED, version=0, expect=200)
    status, filed = file_funeral(own, product)
    assert status == 200, filed
    product.at(MONDAY)
    refused = signing.answer("own", None)
    assert (refused.status, refused.code) == (403, "sign_in_method_closed")
    khai = signing.person("khai")
    assert khai.get("/api/me")["sub"] == "own"
    assert list_own(khai) == [filed["id"]]
    stranger = signing.person("stranger", replace(KHAI, birth_date="1991-01-01"))
    assert list_own(stranger) == []


@pytest.mark.clause("LC-4.3")
def test_the_same_identity_works_nationally_and_here(office, deployment):
    product = office("lai-chau")
    signing = SignIns.at(product, deployment)
    khai = signing.person("khai")
    profile = khai.get("/api/me/profile")
    assert [(each["kind"], each["number"]) for each in profile["identifiers"]] == [("personal_id", KHAI.id_number)]
    assert find_part(profile, "full_name")["proof"]["method"] == "e_identity"
    status, filed = file_funeral(khai, product)
    assert status == 200, filed
    assert list_own(signing.person("khai-by-the-national-portal")) == [filed["id"]]
