"""E-forms: the schema is closed and bounded, answers are brought to one spelling and checked."""

import json
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chalicelib.domain.eforms.answers import MOST_BYTES, MOST_DEPTH, normalise_answers
from chalicelib.domain.eforms.form_schema import Choice, FormField, build_form_schema
from chalicelib.domain.shared.errors import Malformed, TooLarge
from chalicelib.models.eform import validate_answers
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

PROCEDURES = CatalogueFiles().index.list_procedures()
FORM = build_form_schema(
    "sample:1",
    "Mẫu",
    "Sample",
    [
        FormField("name", "Họ và tên", "Full name", "string", True),
        FormField("id", "Số định danh", "ID number", "string", False, "vn-personal-id"),
        FormField("birth", "Ngày sinh", "Date of birth", "string", False, "date"),
        FormField("at", "Thời điểm", "Time", "string", False, "date-time"),
        FormField("email", "Thư điện tử", "E-mail", "string", False, "email"),
        FormField("phone", "Số điện thoại", "Phone number", "string", False, "phone"),
        FormField("home", "Nơi cư trú", "Home", "string", False, "address"),
        FormField("lines", "Nội dung", "Content", "string", False, "textarea"),
        FormField("capital", "Vốn", "Capital", "integer", False, "vnd", 0),
        FormField("area", "Diện tích", "Area", "number", False, None, 0),
        FormField("agreed", "Đồng ý", "Agreed", "boolean", False),
        FormField("way", "Nơi nhận", "Place", "string", True, choices=(Choice("1", "Tại quầy", "Counter"),)),
    ],
)
GOOD = {"name": "Nguyễn Văn An", "way": "1"}
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def list_faults(**answers: object) -> list[tuple[str, str]]:
    found = validate_answers(FORM, normalise_answers(GOOD | answers), NOW, at="/answers")
    return [(fault.path, fault.code) for fault in found]


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_every_form_is_a_closed_bounded_schema(procedure):
    schema = procedure.build_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    for place, (key, question) in enumerate(schema["properties"].items(), 1):
        assert question["title"]
        assert question["x-title-en"]
        assert question["x-order"] == place
        assert question["type"] != "string" or question["maxLength"] >= 1, key
        assert set(question.get("x-enum-labels", ())) == set(question.get("enum", ()))
    assert set(schema["required"]) <= set(schema["properties"])
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_an_empty_form_names_every_required_question_in_order(procedure):
    schema = procedure.build_schema()
    found = validate_answers(schema, {}, NOW)
    assert [fault.path for fault in found] == [f"/{key}" for key in schema["required"]]
    assert {fault.code for fault in found} == {"missing"}


def test_a_good_form_has_no_faults():
    assert list_faults() == []


@pytest.mark.parametrize(
    ("key", "good", "bad", "code"),
    [
        ("name", ["Đỗ Thị Ốm", "a" * 200], ["a" * 201], "too_long"),
        ("name", ["O'Neil – (x)"], ["a\u0000b", "a\ud800b"], "bad_character"),
        ("name", ["An\n"], ["a\nb", "a\tb", "a\r\nb" + "c" * 200], "several_lines"),
        (
            "id",
            ["046012345678"],
            ["04601234567", "0460123456789"[:11] + "x", "０４６０１２３４５６７８"],
            "not_a_personal_id",
        ),
        (
            "birth",
            ["1990-03-27", "2024-02-29"],
            ["1990-02-30", "2023-02-29", "27/3/1990", "19900327"],
            "not_a_date",
        ),
        (
            "at",
            ["2026-11-21T19:30:00+07:00", "2026-11-21T12:30:00Z"],
            ["2026-11-21T19:30:00", "2026-11-21T25:00:00+07:00", "2026-11-21", "2026-13-01T00:00:00Z"],
            "not_a_time",
        ),
        (
            "email",
            ["an.nguyen@vidu.vn"],
            ["an", "an@vidu", "a..n@vidu.vn", "an @vidu.vn", ".a@v.vn"],
            "not_an_email",
        ),
        (
            "phone",
            ["0912345678", "02343822345"],
            ["912345678", "091234567", "+84912345678"[:11]],
            "not_a_phone_number",
        ),
        ("home", ["12 Lê Lợi, Huế"], ["x" * 501], "too_long"),
        ("lines", ["một\nhai\tba", "x" * 4000], ["x\u0007y"], "bad_character"),
        ("capital", [0, 10**12, 5.0], [-1], "too_small"),
        ("capital", [10**15], [10**15 + 1], "too_large"),
        ("capital", [7], ["7", 7.5, True, None, [7]], "wrong_type"),
        ("area", [0, 12.5], [-0.1], "too_small"),
        ("agreed", [True, False], ["true", 1, None], "wrong_type"),
        ("way", ["1"], ["2", "Tại quầy"], "not_in_list"),
    ],
)
def test_each_rule_takes_the_good_and_names_the_bad(key, good, bad, code):
    for value in good:
        assert list_faults(**{key: value}) == []
    for value in bad:
        assert list_faults(**{key: value}) == [(f"/answers/{key}", code)], value


def test_messages_say_what_to_do_in_both_languages_without_the_answer():
    found = {fault.path: fault for fault in validate_answers(FORM, {"id": "04601234567", "birth": "1990-02-30"}, NOW)}
    assert found["/name"].vi == "Nhập họ và tên"
    assert found["/name"].en == "Enter full name"
    assert found["/way"].vi == "Chọn nơi nhận"
    assert found["/id"].vi == "Số định danh phải có đúng 12 chữ số; bạn nhập 11 chữ số"
    assert found["/birth"].en == "Date of birth must be a real date, for example 27 3 1990"
    assert "04601234567" not in repr(found)


def test_unknown_fields_are_refused_and_odd_names_are_not_repeated():
    assert list_faults(nickname="An") == [("/answers/nickname", "unknown_field")]
    assert list_faults(**{"Nguyễn Văn An 046012345678": 1}) == [("/answers", "unknown_field")]


def test_decomposed_text_becomes_nfc_and_blank_answers_count_as_missing():
    name = "Nguyễn Thị Hường"
    clean = normalise_answers({"name": f"  {unicodedata.normalize('NFD', name)} ", "way": "   "})
    assert clean == {"name": name}
    assert [fault.path for fault in validate_answers(FORM, clean, NOW)] == ["/way"]


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers() | st.booleans(), max_size=5))
def test_normalising_twice_changes_nothing(answers):
    once = normalise_answers(answers)
    assert normalise_answers(once) == once


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "not_an_object"),
        (None, "not_an_object"),
        ({"area": float("nan")}, "not_a_number"),
        ({"area": float("inf")}, "not_a_number"),
    ],
)
def test_unreadable_answers_are_malformed(answers, code):
    with pytest.raises(Malformed) as refused:
        normalise_answers(answers)
    assert [fault.code for fault in refused.value.fields] == [code]


def test_depth_is_bounded():
    deepest: object = "x"
    for _ in range(MOST_DEPTH - 1):
        deepest = [deepest]
    assert normalise_answers({"a": deepest}) == {"a": deepest}
    with pytest.raises(Malformed):
        normalise_answers({"a": [deepest]})


def test_size_is_bounded_in_bytes_of_utf8():
    room = MOST_BYTES - len('{"a": ""}')
    assert normalise_answers({"a": "x" * room})
    with pytest.raises(TooLarge):
        normalise_answers({"a": "x" * (room + 1)})
    with pytest.raises(TooLarge):
        normalise_answers({"a": "ệ" * (room // 2)})


KNOWN = {"full_name", "id_number", "phone", "email", "address", "birth_date"}


def test_what_can_only_be_about_who_files_is_marked_and_never_asked_again() -> None:
    catalogue = CatalogueFiles()
    seen: Counter[str] = Counter()
    for procedure in map(catalogue.find_procedure, catalogue.procedure_ids):
        schema: Any = procedure.build_schema()
        for key, question in schema["properties"].items():
            assert question.get("x-prefill", "phone") in KNOWN, key
            assert ("x-same" in question) == key.startswith("applicant_"), key
            seen["filled in"] += "x-prefill" in question
            seen["same"] += "x-same" in question
    assert seen == {"filled in": 127, "same": 57}


def test_a_household_business_is_asked_nothing_that_the_applicant_has_said() -> None:
    schema: Any = CatalogueFiles().find_procedure("1.001612").build_schema()
    assert {key: each["x-prefill"] for key, each in schema["properties"].items() if "x-prefill" in each} == {
        "business_phone": "phone",
        "business_email": "email",
        "owner_full_name": "full_name",
        "owner_id_number": "id_number",
        "owner_birth_date": "birth_date",
        "owner_residence": "address",
    }
