"""Typed and pasted input is stored in one normal form; invalid text is refused at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.steps.dossier.ports import Change
from infra.local.person import HttpReply
from tests.product.filing.said import list_said
from tests.product.journeys import (
    ADDRESS,
    CERTIFICATE,
    REGISTRATION,
    REQUIRED,
    choose_answers,
)
from tests.product.office import Office


@pytest.mark.parametrize(
    "phone", ["+84 912 345 678", "0084912345678", "0912.345.678", "０９１２３４５６７８", "0912\u200b345678"]
)
@pytest.mark.parametrize("number", ["046 190 000 001", "046.190.000.001", "\u202e046190000001\u202c"])
def test_numbers_of_a_person_have_one_spelling_wherever_they_are_typed(office, at, phone, number):
    product = office("hue", at)
    citizen = product("citizen1")
    draft = choose_answers(REGISTRATION)
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
    pasted = choose_answers()
    name = "\ufeffTrần\u00a0Thị \u202eHoa\u200b, \u00d0ặng"
    pasted = {**pasted, "applicant": {**pasted["applicant"], "full_name": name}}
    dossier = product("citizen1").draft(CERTIFICATE, product.place.one_stop, "own_portal", pasted)
    kept = product("citizen1").get(f"/api/dossiers/{dossier}/draft")
    assert kept["applicant"]["full_name"] == "Trần Thị Hoa, Đặng"


@pytest.mark.parametrize(
    "text", ["a\u0007b", "a\u0000b", "a\ufffdb", "a\ue000b", "a\u0378b", "a\ufdd0b", "a" + "\u0301" * 150]
)
def test_what_is_no_text_is_refused_at_its_field_and_the_draft_stays(office, at, text):
    product = office("hue", at)
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    kept = citizen.get(f"/api/dossiers/{dossier}/draft")
    body = {**choose_answers(), "answers": {**choose_answers()["answers"], "purpose": text}}
    refused = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", body, version=kept["version"])
    assert refused.status == 400
    assert [each["path"] for each in refused.body["errors"]] == ["/answers/purpose"]
    assert citizen.get(f"/api/dossiers/{dossier}/draft") == kept


# -- what was typed and cannot be meant -------------------------------------------------------------------

TABLE = "Trần Thị Hoa\t046190000001\t0912345678\nLò Văn Pâng\t012095000002\t0987654321"
NOTHING: Mapping[str, Any] = MappingProxyType({})
FOREIGN = {"requester_id_type": "HC", "requester_id_number": "c 1234567"}


def submitted(
    at: Office, procedure: str, answers: Mapping[str, Any] = NOTHING, applicant: Mapping[str, Any] = NOTHING
) -> tuple[HttpReply, dict[str, Any]]:
    """A citizen's draft with something typed differently: the answer to sending it, and the draft as it is kept."""
    citizen = at("citizen1")
    draft = choose_answers(procedure)
    draft = {
        "answers": {**draft["answers"], **dict(answers)},
        "applicant": {**draft["applicant"], **dict(applicant)},
    }
    dossier = citizen.draft(procedure, at.place.one_stop, "own_portal", draft)
    papers = [citizen.upload(dossier, "component", each) for each in REQUIRED[procedure]]
    version = citizen.get(f"/api/dossiers/{dossier}/draft")["version"]
    body = {"papers": papers, "declared_true": True}
    answer = citizen.ask("POST", f"/api/dossiers/{dossier}/submit", body, version=version)
    kept = citizen.get(f"/api/dossiers/{dossier}/draft") if answer.status >= 400 else {}
    return answer, kept


@pytest.mark.parametrize(
    ("key", "typed_day", "bound"),
    [
        ("subject_birth_date", "1899-12-31", "không được trước 01/01/1900"),
        ("subject_birth_date", "2062-01-01", "không được sau hôm nay, 23/11/2026"),
        ("residence_from", "1989-12-31", "không được trước mục “Ngày sinh”"),
        ("residence_to", "2009-12-31", "không được trước mục “Đã cư trú từ ngày”"),
        ("residence_to", "2026-11-24", "không được sau hôm nay, 23/11/2026"),
        ("residence_to", "2018-02-31", "phải là ngày có thật"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_at_its_field_and_kept(office, key, typed_day, bound):
    answer, kept = submitted(office("hue"), CERTIFICATE, {key: typed_day})
    assert answer.status == 422
    assert bound in list_said(answer)[f"/answers/{key}"]
    assert kept["answers"][key] == typed_day


def test_today_is_the_legal_day_of_the_filing(office):
    late = office("hue", datetime(2026, 11, 23, 23, 30, tzinfo=VIETNAM))
    answer, _ = submitted(late, CERTIFICATE, {"residence_to": "2026-11-24"})
    assert answer.status == 422
    answer, _ = submitted(late, CERTIFICATE, {"residence_to": "2026-11-23"})
    assert answer.status == 200


def test_with_a_passport_its_number_is_filed_in_one_spelling(office):
    product = office("hue")
    answer, _ = submitted(product, CERTIFICATE, FOREIGN, {"id_type": "HC", "id_number": "aab-123456"})
    assert answer.status == 200
    dossier = answer.body["id"]
    parts = {each["name"]: each["value"] for each in product("citizen1").get(f"/api/dossiers/{dossier}")["parts"]}
    assert parts["form"]["requester_id_number"] == "C1234567"
    assert parts["applicant"]["id_number"] == "AAB123456"


@pytest.mark.parametrize(
    ("answers", "applicant", "paths"),
    [
        ({**FOREIGN, "requester_id_number": "046190000001"}, {}, ["/answers/requester_id_number"]),
        ({"requester_id_number": "C1234567"}, {}, ["/answers/requester_id_number"]),
        ({}, {"id_type": "HC", "id_number": "046190000001"}, ["/applicant/id_number"]),
        ({}, {"id_number": "04619000000"}, ["/applicant/id_number"]),
        ({}, {"phone": "0912345678 hoặc 09876"}, ["/applicant/phone"]),
        ({}, {"email": "hoa@vidu"}, ["/applicant/email"]),
        ({}, {"id_number": "O46190000001"}, ["/applicant/id_number"]),
        ({}, {"phone": "0912345678/9"}, ["/applicant/phone"]),
        ({}, {"phone": "09123456789"}, ["/applicant/phone"]),
        ({}, {"full_name": "046190000001"}, ["/applicant/full_name"]),
        ({}, {"full_name": "\u3164 "}, ["/applicant/full_name"]),
    ],
)
def test_a_number_of_another_kind_is_refused_at_its_field(office, answers, applicant, paths):
    answer, _ = submitted(office("hue"), CERTIFICATE, answers, applicant)
    assert (answer.status, list(list_said(answer))) == (422, paths)


def test_a_table_pasted_into_one_field_is_said_there_and_nothing_is_lost(office):
    product = office("hue")
    answer, kept = submitted(product, CERTIFICATE, {"requester_full_name": TABLE}, {"full_name": TABLE})
    assert answer.status == 422
    assert {path: "cả bảng" in text for path, text in list_said(answer).items()} == {
        "/answers/requester_full_name": True,
        "/applicant/full_name": True,
    }
    assert kept["answers"]["requester_full_name"] == kept["applicant"]["full_name"] == TABLE


@pytest.mark.parametrize("name", ["Y", "Ẫ" * 200, "H’Hen Niê", "Müller-Đỗ"])
def test_a_name_of_any_length_is_filed_as_it_is(office, name):
    product = office("hue")
    answer, _ = submitted(product, CERTIFICATE, {"requester_full_name": f"\u202b{name}\u202c"}, {"full_name": name})
    assert answer.status == 200
    view = product("citizen1").get(f"/api/dossiers/{answer.body['id']}")
    parts = {each["name"]: each["value"] for each in view["parts"]}
    assert (parts["form"]["requester_full_name"], parts["applicant"]["full_name"]) == (name, name)


@pytest.mark.parametrize("name", ["محمد بن سلمان", "משה כהן", "李小龍", "Nguуễn Văn A"])
def test_a_name_that_no_official_paper_can_show_is_said_at_its_field_and_kept(office, name):
    product = office("hue")
    answer, kept = submitted(product, CERTIFICATE, {"requester_full_name": name}, {"full_name": name})
    assert answer.status == 422
    assert {path: "La-tinh" in text for path, text in list_said(answer).items()} == {
        "/answers/requester_full_name": True,
        "/applicant/full_name": True,
    }
    assert kept["answers"]["requester_full_name"] == kept["applicant"]["full_name"] == name


def test_a_person_s_text_that_is_too_long_is_kept_in_the_draft_and_said_at_its_field(office):
    product = office("hue")
    answer, kept = submitted(product, CERTIFICATE, {}, {"full_name": "Ẫ" * 201, "address": "a" * 501})
    assert (answer.status, list_said(answer)) == (422, {
        "/applicant/full_name": "Họ và tên dài tối đa 200 ký tự",
        "/applicant/address": "Nơi ở hiện nay dài tối đa 500 ký tự",
    })  # fmt: skip
    assert (len(kept["applicant"]["full_name"]), len(kept["applicant"]["address"])) == (201, 501)


def test_the_kind_of_an_identity_paper_is_one_of_the_list(office):
    product = office("hue")
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    body = {**choose_answers(), "applicant": {**choose_answers()["applicant"], "id_type": "Hộ chiếu"}}
    refused = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", body, version=2)
    assert (refused.status, [each["path"] for each in refused.body["errors"]]) == (400, ["/applicant/id_type"])
    assert refused.body["errors"][0]["code"] == "not_allowed"


@pytest.mark.parametrize(("stored", "read"), [("Hộ chiếu", "HC"), ("hc", "HC"), ("CMT", "CMND9"), ("thẻ khác", "KHAC")])
def test_a_kind_of_paper_that_older_versions_took_as_text_is_read_as_one_of_the_list(office, stored, read):
    product = office("hue")
    citizen, now = product("citizen1"), product.clock.real_now()
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    draft = DossierTable().load(dossier).draft
    assert draft is not None
    old = {**draft.body, "applicant": {**draft.body["applicant"], "id_type": stored}}
    older = replace(draft, version=draft.version + 1, body=old)
    DossierTable().save(Change(draft=older, draft_was=draft.version), now=now)
    shown = citizen.get(f"/api/dossiers/{dossier}/draft")
    assert shown["applicant"]["id_type"] == read
    again = {**choose_answers(), "applicant": shown["applicant"]}
    citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", again, version=shown["version"], expect=200)


@pytest.mark.parametrize(
    "amount", ["50.000.000 đồng", "50.000.000", "50 000 000", "50,000,000", "５０００００００", 50_000_000]
)
def test_an_amount_is_filed_as_one_number_however_it_is_written(office, amount):
    product = office("hue")
    answer, _ = submitted(product, REGISTRATION, {"capital_vnd": amount, "start_date": "2026-12-01"})
    assert answer.status == 200
    view = product("citizen1").get(f"/api/dossiers/{answer.body['id']}")
    (form,) = [each["value"] for each in view["parts"] if each["name"] == "form"]
    assert form["capital_vnd"] == 50_000_000


def test_a_number_too_small_to_keep_is_said_at_its_field(office):
    citizen = office("hue")("citizen1")
    draft = choose_answers(REGISTRATION)
    dossier = citizen.draft(REGISTRATION, office("hue").place.one_stop, "own_portal", draft)
    body = {**draft, "answers": {**draft["answers"], "capital_vnd": 1e-7}}
    refused = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", body, version=2)
    assert (refused.status, list(list_said(refused))) == (400, ["/answers/capital_vnd"])


@pytest.mark.parametrize("amount", ["1,250.50", "12 5", "5đ0", "500\t600", "50 triệu", "5²", 1250.5])
def test_an_amount_that_is_no_whole_number_is_said_at_its_field_with_both_separators(office, amount):
    answer, kept = submitted(office("hue"), REGISTRATION, {"capital_vnd": amount, "start_date": "2026-12-01"})
    assert answer.status == 422
    assert list(list_said(answer)) == ["/answers/capital_vnd"]
    assert "phải là số nguyên; dấu chấm tách hàng nghìn" in list_said(answer)["/answers/capital_vnd"]
    assert kept["answers"]["capital_vnd"] == amount


@pytest.mark.parametrize("address", ["  ", "...", "\u3164", "12 Lê Lợi\tHuế", "Ẫ" * 501])
def test_the_post_needs_an_address_in_words_and_the_draft_is_kept(office, address):
    product = office("hue")
    citizen = product("citizen1")
    by_post = choose_answers() | {"return_way": "post", "return_address": address}
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", by_post)
    papers = [citizen.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]]
    answer = citizen.ask(
        "POST", f"/api/dossiers/{dossier}/submit", {"papers": papers, "declared_true": True}, version=2
    )
    assert (answer.status, list(list_said(answer))) == (422, ["/return_address"])


def test_an_address_typed_before_another_way_was_chosen_is_not_kept(office):
    product = office("hue")
    citizen = product("citizen1")
    changed = choose_answers() | {"return_way": "online", "return_address": ADDRESS}
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", changed)
    citizen.submit(dossier, [citizen.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]])
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert (shown["return_way"], {each["name"] for each in shown["parts"]}) == ("online", {"form", "applicant"})
