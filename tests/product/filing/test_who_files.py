"""Filer and principal: the proven identity is on the dossier, and nobody files as another person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.rows import _omit_attributes, _write_json
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.support.bodies import AUTHORITY

KHAI = ProvenIdentity(2, "046190001234", "Nguyễn Thị Minh Khai")
MINE = {**HOA, "full_name": KHAI.full_name, "id_number": KHAI.id_number}
OTHER = {"full_name": "Trần Văn An", "id_number": "046190005678"}


def answer_about(person: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Answers to a form whose questions about who files are answered of a person, as the pages fill them in."""
    own = {f"applicant_{name}": person[name] for name in ("full_name", "id_number")}
    return {**FUNERAL_DRAFT["answers"], **own, **more}


def file_answers(product: Any, who: str = "citizen1", **more: Any) -> Any:
    """The answer to a filing at the province's own portal."""
    citizen = product(who)
    begun = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "own_portal"}
    dossier = citizen.ask("POST", "/api/dossiers", begun).body["id"]
    typed = {
        **FUNERAL_DRAFT,
        **({"answers": answer_about(MINE)} if wiring.provide_officers().load(who).identity else {}),
        **more,
    }
    saved = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", typed, version=1)
    if saved.status != 200:
        return saved
    paper = citizen.upload(dossier, "component", DECLARATION)
    return citizen.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": [paper], "declared_true": True})


def prove_identity(username: str = "citizen1", identity: ProvenIdentity | None = KHAI) -> None:
    """Sign the person in with the e-identity provider."""
    wiring.provide_officers().keep_identity(username, identity)


def test_what_was_proven_is_on_the_dossier_and_officers_see_it(office):
    product = office("hue")
    prove_identity()
    answer = file_answers(product, applicant=MINE)
    assert answer.status == 200, answer.body
    dossier = answer.body["id"]
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    assert seen["proof"] == {"source": "sign_in", "level": 2, "number": True, "name": True}
    (held,) = [each["value"] for each in seen["parts"] if each["name"] == "proven"]
    assert held == {"id_number": KHAI.id_number, "full_name": KHAI.full_name}
    (fact,) = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    assert fact["data"]["proof"] == {"source": "sign_in", "level": 2, "number": True, "name": True}
    assert KHAI.id_number not in json.dumps(fact), "nothing personal is in a fact"
    reader = product("auditor").get(f"/api/dossiers/{dossier}")
    assert (reader["proof"]["level"], reader["parts"]) == (2, [])
    assert product("citizen1").get("/api/me")["identity"] == {
        "level": 2, "id_number": KHAI.id_number, "full_name": KHAI.full_name, "kind": "citizen",
        "birth_date": "", "sex": "", "nationality": "",
    }  # fmt: skip


def test_a_sign_in_with_a_password_proves_nothing_and_says_so(office):
    product = office("hue")
    dossier = file_answers(product).body["id"]
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    assert seen["proof"] == {"source": "sign_in", "level": 0, "number": False, "name": False}
    assert not [each for each in seen["parts"] if each["name"] == "proven"]
    assert product("citizen1").get("/api/me")["identity"] is None


def test_the_desk_proves_nobody_even_if_the_officer_is_proven(office):
    product = office("hue")
    desk = product("desk1")
    prove_identity("desk1")
    dossier = desk.draft(FUNERAL, product.place.one_stop, "desk", {**FUNERAL_DRAFT, "efiling": "declined"})
    desk.submit(dossier, [desk.upload(dossier, "component", DECLARATION)])
    assert desk.get(f"/api/dossiers/{dossier}")["proof"] == {
        "source": "desk", "level": 0, "number": False, "name": False,
    }  # fmt: skip


def test_what_the_national_portal_hands_on_is_its_word(office):
    product = office("thai-binh")
    dossier = product.around.files_at_portal(FUNERAL, FUNERAL_DRAFT, [DECLARATION])
    assert product("desk1").get(f"/api/dossiers/{dossier}")["proof"]["source"] == "national_portal"


ODD: dict[str, dict[str, Any]] = {
    "another number": {"id_number": "046190005678"},
    "a number with a digit less": {"id_number": KHAI.id_number[:-1]},
    "a number with a digit more": {"id_number": f"{KHAI.id_number}0"},
    "digits turned": {"id_number": "046190001243"},
    "a passport": {"id_number": "C1234567"},
    "letters": {"id_number": "ABC"},
    "one digit": {"id_number": "1"},
    "thirty digits": {"id_number": "1" * 30},
    "full-width digits of another": {"id_number": "０４６１９０００５６７８"},
    "arabic digits of another": {"id_number": "٠٤٦١٩٠٠٠٥٦٧٨"},
    "no number": {"id_number": None},
    "blanks for a number": {"id_number": "   "},
    "a control character in the number": {"id_number": "046190\u0000001234"},
    "another name": {"full_name": "Trần Văn An"},
    "a part of the name": {"full_name": "Nguyễn Thị Minh"},
    "more than the name": {"full_name": "Nguyễn Thị Minh Khai và con"},
    "Hangul filler": {"full_name": "\u3164\u3164"},
    "Braille blanks": {"full_name": "\u2800\u2800\u2800"},
    "zero width spaces": {"full_name": "\u200b\u200b"},
    "Cyrillic letters in the name": {"full_name": "Nguуễn Thị Міnh Кhаі"},
    "Greek letters in the name": {"full_name": "Νguyễn Thị Μinh Κhai"},
    "150 combining marks": {"full_name": "Nguyễn" + "\u0301" * 150},
    "an emoji": {"full_name": "😀"},
    "a control character": {"full_name": "Nguyễn\u0007 Thị Minh Khai"},
    "two lines": {"full_name": "Nguyễn Thị\nMinh Khai"},
    "a name of 201 letters": {"full_name": "a" * 201},
    "no name": {"full_name": None},
    "a number for a name": {"full_name": KHAI.id_number},
    "an object": {"full_name": {"first": "Khai"}},
}


@pytest.mark.parametrize("odd", ODD)
def test_nobody_files_as_somebody_else(office, odd):
    """Signed in with a proven identity, another number or name is refused at its field; nothing is filed."""
    product = office("hue")
    prove_identity()
    answer = file_answers(product, applicant={**MINE, **ODD[odd]})
    assert answer.status in (400, 422), (answer.status, answer.body)
    (name,) = ODD[odd]
    assert any(each["path"] == f"/applicant/{name}" for each in answer.body["errors"]), answer.body
    assert product("citizen1").get("/api/me/dossiers")["items"] == []


IN_THE_FORM: dict[str, dict[str, Any]] = {
    "another name": {"applicant_full_name": OTHER["full_name"]},
    "another number": {"applicant_id_number": OTHER["id_number"]},
    "full-width digits of another": {"applicant_id_number": "０４６１９０００５６７８"},
    "Cyrillic letters": {"applicant_full_name": "Nguуễn Thị Міnh Кhаі"},
}


@pytest.mark.parametrize("odd", IN_THE_FORM)
def test_the_form_says_nobody_else_of_who_files_either(office, odd):
    product = office("hue")
    prove_identity()
    answer = file_answers(product, applicant=MINE, answers=answer_about(MINE, **IN_THE_FORM[odd]))
    (name,) = IN_THE_FORM[odd]
    assert (answer.status, [each["path"] for each in answer.body["errors"]]) == (422, [f"/answers/{name}"])


def test_a_correction_makes_nobody_else_of_who_was_proven(office):
    product = office("hue")
    prove_identity()
    dossier = file_answers(product, applicant=MINE).body["id"]
    desk = product("desk1")
    desk.step(dossier, "receive")
    for name, value in OTHER.items():
        changed = {"applicant": {**MINE, name: value}, "reason": "gõ nhầm"}
        refused = desk.try_step(dossier, "correct_reception", changed)
        assert (refused.status, [each["path"] for each in refused.body["errors"]]) == (422, [f"/applicant/{name}"])
    desk.step(dossier, "correct_reception", {"applicant": {**MINE, "phone": "0987654321"}, "reason": "gõ nhầm"})


UNPROVEN = {
    "ABC": {"id_number": "ABC"},
    "1": {"id_number": "1"},
    "thirty digits": {"id_number": "1" * 30},
    "Hangul filler": {"full_name": "\u3164"},
    "Braille blanks": {"full_name": "\u2800"},
    "zero width space": {"full_name": "\u200b"},
    "Cyrillic": {"full_name": "Тrần Тhị Ноа"},
    "150 combining marks": {"full_name": "Hoa" + "\u0323" * 150},
    "an emoji": {"full_name": "🙂🙂"},
}


@pytest.mark.parametrize("odd", UNPROVEN)
def test_who_is_not_proven_still_has_a_name_and_a_number_that_can_be_one(office, odd):
    product = office("hue")
    answer = file_answers(product, applicant={**HOA, **UNPROVEN[odd]})
    assert answer.status in (400, 422), answer.body
    assert product("citizen1").get("/api/me/dossiers")["items"] == []


def test_full_width_digits_are_the_same_number(office):
    product = office("hue")
    prove_identity()
    answer = file_answers(product, applicant={**MINE, "id_number": "０４６１９０００１２３４"})
    assert answer.status == 200, answer.body
    parts = {
        each["name"]: each["value"] for each in product("desk1").get(f"/api/dossiers/{answer.body['id']}")["parts"]
    }
    assert parts["applicant"]["id_number"] == KHAI.id_number


def test_filing_for_somebody_else_names_them_and_stays_ones_own_act(office):
    product = office("lai-chau")
    prove_identity()
    answer = file_answers(product, applicant=MINE, on_behalf=OTHER, authority=AUTHORITY)
    assert answer.status == 200, answer.body
    seen = product("desk1").get(f"/api/dossiers/{answer.body['id']}")
    parts = {each["name"]: each["value"] for each in seen["parts"]}
    assert parts["principal"]["full_name"] == OTHER["full_name"]
    assert parts["proven"]["id_number"] == KHAI.id_number
    (fact,) = product("desk1").get(f"/api/dossiers/{answer.body['id']}/ledger")["facts"]
    params = {each.get("param") for each in fact["law"]} | {each.get("entry") for each in fact["law"]}
    assert any("agent" in str(each) for each in params), fact["law"]
    mine = product("citizen1").get("/api/me/dossiers")["items"]
    assert [each["dossier_id"] for each in mine] == [answer.body["id"]], "who files for another finds it again"


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({**OTHER, "full_name": None}, "/on_behalf/full_name"),
        ({"full_name": "Trần Văn An", "id_number": KHAI.id_number}, "/on_behalf/id_number"),
        ({"full_name": "Trần Văn An", "id_number": "046 190 001 234"}, "/on_behalf/id_number"),
        ({"full_name": "Trần Văn An", "id_number": "1"}, "/on_behalf/id_number"),
    ],
)
def test_filing_for_somebody_else_says_for_whom_and_not_for_oneself(office, other, path):
    product = office("hue")
    prove_identity()
    answer = file_answers(product, applicant=MINE, on_behalf=other, authority=AUTHORITY)
    assert (answer.status, [each["path"] for each in answer.body["errors"]]) == (422, [path])


def test_a_dossier_from_before_proofs_were_kept_is_read_and_says_so(office):
    product = office("hue")
    dossier = file_answers(product).body["id"]
    found = DossierTable().load(dossier).dossier
    stored = TableItem.get(f"D#{dossier}", "STATE")
    old = pack_value(found)
    for name in ("proof", "acted", "prepared"):
        old.pop(name, None)
    stored.packed = compress_text(_write_json(_omit_attributes(old)))
    stored.save()
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    assert seen["proof"] is None
    product("desk1").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")


@pytest.mark.parametrize("known_by", ["record", "sign-in"])
def test_an_officer_neither_types_nor_receives_an_application_of_their_own(office, known_by):
    product = office("hue")
    desk, colleague = product("desk1"), product("desk2")
    if known_by == "sign-in":
        prove_identity("desk1", ProvenIdentity(2, HOA["id_number"], "Trần Thị Hoa"))
    else:
        read = product("operator").ask("GET", "/api/officers/desk1").body
        body = {"name": "Lê Thị Hạnh", "title": "Công chức", "email": None, "request_ref": "2/TB",
                "id_number": HOA["id_number"], "assignments": [
                    {name: value for name, value in each.items() if name != "in_force"}
                    for each in read["assignments"] if each["unit"] == product.place.one_stop]}  # fmt: skip
        saved = product("operator").ask("PUT", "/api/officers/desk1", body, version=read["version"])
        assert (saved.status, saved.body["id_number_known"]) == (200, True), saved.body
        assert HOA["id_number"] not in json.dumps(saved.body), "nobody reads the number again"
        assert HOA["id_number"] not in json.dumps(wiring.provide_officers().list_changes("desk1"))
    colleague.provide_account(product.place.one_stop, HOA)
    typed = {**FUNERAL_DRAFT, "efiling": "declined"}
    dossier = desk.draft(FUNERAL, product.place.one_stop, "desk", typed)
    paper = desk.upload(dossier, "component", DECLARATION)
    refused = desk.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": [paper], "declared_true": True})
    assert (refused.status, refused.code) == (403, "own_dossier")
    assert "đồng nghiệp" in refused.body["detail"]["vi"]
    dossier = colleague.draft(FUNERAL, product.place.one_stop, "desk", typed)
    colleague.submit(dossier, [colleague.upload(dossier, "component", DECLARATION)])
    bodies: dict[str, dict[str, Any]] = {
        "receive": {}, "refuse": {"ground": "x", "reason": "y"}, "note": {"text": "x"},
        "request_supplement": {"guidance": "x", "components": []}, "forward": {"unit": "HUE-N1", "reason": "x"},
    }  # fmt: skip
    for step, given in bodies.items():
        answer = desk.try_step(dossier, step, given)
        assert answer.status in (400, 403, 409, 422), (step, answer.status)
        if answer.status == 403:
            assert answer.code == "own_dossier", step
    seen = desk.get(f"/api/dossiers/{dossier}")
    assert seen["allowed"] == []
    assert {each["code"] for each in seen["hindered"]} == {"own_dossier"}
    colleague.step(dossier, "receive")
    product.around.bring("index_finds", dossier)
    assert desk.try_step(dossier, "transfer").code == "own_dossier", "by the search digests as well"
    assert colleague.step(dossier, "transfer")["state"] == "processing"
