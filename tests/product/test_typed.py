"""What is typed and pasted at the pages is stored in one form; what is no text is refused at its field."""

from __future__ import annotations

import pytest

from tests.product.journeys import CERTIFICATE, REGISTRATION, typed


@pytest.mark.parametrize(
    "phone", ["+84 912 345 678", "0084912345678", "0912.345.678", "０９１２３４５６７８", "0912\u200b345678"]
)
@pytest.mark.parametrize("number", ["046 190 000 001", "046.190.000.001", "\u202e046190000001\u202c"])
def test_numbers_of_a_person_have_one_spelling_wherever_they_are_typed(office, at, phone, number):
    product = office("hue", at)
    citizen = product("citizen1")
    draft = typed(REGISTRATION)
    draft = {
        "answers": {**draft["answers"], "business_phone": phone, "owner_id_number": number},
        "applicant": {**draft["applicant"], "phone": phone, "id_number": number},
    }
    dossier = citizen.draft(REGISTRATION, product.place.one_stop, "own_portal", draft)
    kept = citizen.get(f"/api/dossiers/{dossier}/draft")
    assert (kept["applicant"]["phone"], kept["applicant"]["id_number"]) == ("0912345678", "046190000001")
    assert kept["answers"]["business_phone"] == "0912345678"
    assert kept["answers"]["owner_id_number"] == "046190000001"


def test_pasted_marks_are_taken_out_and_never_stop_a_filing(office, at):
    product = office("hue", at)
    pasted = typed()
    name = "\ufeffTrần\u00a0Thị \u202eHoa\u200b, \u00d0ặng"
    pasted = {**pasted, "applicant": {**pasted["applicant"], "full_name": name}}
    dossier = product("citizen1").draft(CERTIFICATE, product.place.one_stop, "own_portal", pasted)
    kept = product("citizen1").get(f"/api/dossiers/{dossier}/draft")
    assert kept["applicant"]["full_name"] == "Trần Thị Hoa, Đặng"


@pytest.mark.parametrize("text", ["a\u0007b", "a\u0000b", "a\ufffdb"])
def test_what_is_no_text_is_refused_at_its_field_and_the_draft_stays(office, at, text):
    product = office("hue", at)
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", typed())
    kept = citizen.get(f"/api/dossiers/{dossier}/draft")
    body = {**typed(), "answers": {**typed()["answers"], "purpose": text}}
    refused = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", body, version=kept["version"])
    assert refused.status == 400
    assert [each["path"] for each in refused.body["errors"]] == ["/answers/purpose"]
    assert citizen.get(f"/api/dossiers/{dossier}/draft") == kept
