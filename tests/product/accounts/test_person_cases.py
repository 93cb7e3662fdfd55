"""People who are one, or are not: decided by two officers, and everything of theirs follows."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.person_profile import IdentifierKind
from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from chalicelib.wiring import people as wiring_people
from tests.product.accounts.signing_in import HOME, KHAI, SignIns
from tests.product.accounts.test_profile_by_regulation import file_funeral, list_own, product_person
from tests.product.office import Office, Worker

HUY = replace(KHAI, id_number="046090000222", full_name="Lê Quang Huy", birth_date="1990-09-02", sex="male")


def propose(officer: Worker, action: str, person: str, **more: str) -> dict[str, Any]:
    """Propose a case."""
    values = {
        "action": action, "subject": "Hai tài khoản của một người", "person": person, "letter": "12/GĐN",
        "grounds": "Đã kiểm tra thẻ căn cước của người đến quầy.", **more,
    }  # fmt: skip
    headers = f"case-{secrets.token_hex(8)}"
    found: dict[str, Any] = officer.ask("POST", "/api/person-cases", {"values": values}, key=headers, expect=201).body
    return found


def decide(officer: Worker, case: dict[str, Any], word: str = "approve") -> Any:
    """Decide a case; caches of rights pass by as after a minute."""
    body = {"values": {"outcome": "Đúng là một người, có giấy tờ."}}
    path, key = f"/api/person-cases/{case['id']}/{word}", f"decide-{secrets.token_hex(8)}"
    answer = officer.ask("POST", path, body, key=key, version=case["version"])
    wiring.provide_officers().cache.clear()
    return answer


def decide_well(officer: Worker, case: dict[str, Any]) -> None:
    """Approve a case."""
    answer = decide(officer, case)
    assert answer.status == 200, answer.body


@pytest.fixture
def signing(office: Any, deployment: pytest.MonkeyPatch) -> SignIns:
    """Huế, with sign-ins."""
    return SignIns.at(office("hue"), deployment)


def file_whole(worker: Worker, product: Office) -> str:
    """A dossier of the person."""
    status, filed = file_funeral(worker, product)
    assert status == 200, filed
    return str(filed["id"])


def test_two_people_who_are_one_are_merged_by_two_officers_and_separated_again(signing: SignIns) -> None:
    product = signing.office
    old, khai = product_person(product, "old"), signing.person("khai")
    first, second = file_whole(old, product), file_whole(khai, product)
    proposer, approver = product("office"), product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    case = propose(proposer, "merge", "khai", other="old")
    refused = decide(proposer, case)
    assert (refused.status, refused.body["code"]) == (403, "own_matter")
    assert list_own(khai) == [second], "nothing has happened yet"
    decide_well(approver, case)
    assert sorted(list_own(khai)) == sorted([first, second])
    assert khai.get(f"/api/dossiers/{first}")["id"] == first
    assert old.get("/api/me")["sub"] == "khai"
    ledger = approver.get(f"/api/dossiers/{first}/ledger")["facts"]
    assert len(ledger) == 1, "no fact of the dossier was written again"
    changes = khai.get("/api/me/profile")["changes"]
    assert (changes[0]["cause"], changes[0]["own"]) == ("merged", False)
    decide_well(approver, propose(proposer, "separate", "khai", other="old"))
    assert (list_own(khai), list_own(old)) == ([second], [first])
    assert old.get("/api/me")["sub"] == "old"
    assert khai.ask("GET", f"/api/dossiers/{first}").status == 404
    again = decide(approver, propose(proposer, "separate", "khai", other="old"))
    assert (again.status, again.body["errors"][0]["path"]) == (422, "/values/other")


def test_a_number_that_two_people_claim_becomes_a_case_and_goes_to_who_it_belongs_to(signing: SignIns) -> None:
    product = signing.office
    squatter = product_person(product, "squatter")
    said = {"full_name": "Trần Văn Khác", "birth_date": "1980-01-01", "sex": "male", **HOME}
    squatter.ask("PUT", "/api/me/profile", {**said, "id_number": KHAI.id_number}, version=0, expect=200)
    khai = signing.person("khai")
    assert khai.get("/api/me/profile")["identifiers"][0]["contested"] is True
    head = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    unit = wiring.provide_catalogue().load_agencies("hue")
    lines = [
        line
        for agency in unit.list_active(product.clock.at.date())
        for line in head.get(f"/api/person-cases?unit={agency.id}")["items"]
        if agency.kind == "provincial_office"
    ]
    assert len(lines) == 1
    case = head.get(f"/api/person-cases/{lines[0]['id']}")
    decide_well(head, case)
    assert [each["contested"] for each in khai.get("/api/me/profile")["identifiers"]] == [False]
    store = wiring_people.provide_profiles()
    found = store.find_by_identifier(IdentifierKind.PERSONAL_ID, KHAI.id_number, product.clock.real_now())
    assert found.people == ("khai", "squatter")
    assert squatter.get("/api/me/profile")["identifiers"][0]["until"]


def test_a_reissued_number_a_death_and_coming_of_age(signing: SignIns) -> None:
    product = signing.office
    khai, huy = signing.person("khai"), signing.person("huy", HUY)
    proposer, approver = product("desk1"), product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    refused = proposer.ask(
        "POST", "/api/person-cases",
        {"values": {"action": "number", "subject": "a b c", "person": "khai", "letter": "1", "grounds": "Có giấy."}},
        key="no-number-here-000001",
    )  # fmt: skip
    assert [each["path"] for each in refused.body["errors"]] == ["/values/id_number"]
    named = {"action": "update", "subject": "a b c", "person": KHAI.full_name, "letter": "1", "grounds": "Có giấy."}
    typed = proposer.ask("POST", "/api/person-cases", {"values": named}, key="a-name-typed-000001")
    assert [(each["path"], each["code"]) for each in typed.body["errors"]] == [("/values/person", "not_an_account_id")]
    decide_well(approver, propose(proposer, "number", "khai", id_number="046190009999"))
    numbers = {each["number"]: each["until"] for each in khai.get("/api/me/profile")["identifiers"]}
    assert numbers["046190009999"] is None
    assert numbers[KHAI.id_number]
    taken = decide(approver, propose(proposer, "number", "huy", id_number="046190009999"))
    assert (taken.status, taken.body["errors"][0]["path"]) == (422, "/values/other")
    decide_well(approver, propose(proposer, "adult", "huy"))
    assert huy.get("/api/me")["update_demanded"] is True
    assert huy.get("/api/me/profile")["demand"]["reason"] == "Hai tài khoản của một người"
    decide_well(approver, propose(proposer, "death", "huy", day="2026-11-01"))
    assert huy.ask("GET", "/api/me").status == 401
    gone = signing.answer("huy", HUY)
    assert (gone.status, gone.code) == (403, "account_barred")


def test_who_runs_the_system_neither_opens_nor_reads_cases_about_people(signing: SignIns) -> None:
    product = signing.office
    signing.person("khai")
    operator, office = product("operator"), product("office")
    values = {"action": "update", "subject": "a b c", "person": "khai", "letter": "1", "grounds": "Có giấy."}
    refused = operator.ask("POST", "/api/person-cases", {"values": values})
    assert (refused.status, refused.code) == (403, "forbidden")
    case = propose(office, "update", "khai")
    assert operator.ask("GET", f"/api/person-cases/{case['id']}").status == 404
    assert operator.ask("GET", f"/api/person-cases?unit={case['unit']}").status == 404
    assert [each["id"] for each in office.get(f"/api/person-cases?unit={case['unit']}")["items"]] == [case["id"]]
