"""Answers as people type them: the examples that the web app is held to as well, and every question of every form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.people import ID_TYPES
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.eforms.answer_formats import NUMBER
from chalicelib.domain.eforms.answers import TIDIED, normalise_answers
from chalicelib.domain.eforms.day_bounds import DayBounds, resolve_bound
from chalicelib.domain.eforms.form_schema import DAY_FORMATS, TEXT_FORMATS, format_by_kind
from chalicelib.domain.time.officer_days import OFFICER_DAYS
from chalicelib.models.eform import validate_answers
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.repositories.catalogue.catalogue_records import parse_procedure
from chalicelib.repositories.files.records import BadRecordError

EXAMPLES = json.loads((Path(__file__).parents[2] / "data" / "typed.json").read_text())
SCHEMA = EXAMPLES["form"]["schema"]
NOW = datetime.fromisoformat(EXAMPLES["form"]["now"])
FILES = CatalogueFiles()
PROCEDURES = FILES.index.list_procedures()
DIRTY, CLEAN = "Nguye\u0302\u0303n\u200b \u00d0\u1ee9c\u00a0\u202eAn\ufeff\n", "Nguyễn Đức An"
TABLE = "Nguyễn Văn A\t046190000001\nTrần Thị B\t046190000002"
SPELLINGS = {
    "phone": ("Mobile: +84 (0)912 345 678", "0912345678"),
    "vn-personal-id": ("046.190-000 001", "046190000001"),
    "identity-number": ("046.190-000 001", "046190000001"),
    "passport": ("c 1234567", "C1234567"),
    "personal-id-or-passport": ("c 1234567", "C1234567"),
}


def format_of(question: dict[str, Any], answers: dict[str, Any]) -> str | None:
    """The format by which an answer to a question of the examples is read."""
    if question["type"] in ("integer", "number"):
        return NUMBER
    return format_by_kind(question, answers) if "x-format-by" in question else question.get("format")


def list_form_faults(answers: dict[str, Any]) -> dict[str, str]:
    """Return the faults of answers to the form of the examples, by question."""
    formats = {key: format_of(question, answers) for key, question in SCHEMA["properties"].items()}
    return {fault.path[1:]: fault.vi for fault in validate_answers(SCHEMA, normalise_answers(answers, formats), NOW)}


@pytest.mark.parametrize(("typed", "said"), EXAMPLES["form"]["cases"])
def test_an_answer_is_taken_or_refused_at_its_field(typed: dict[str, Any], said: dict[str, str]) -> None:
    assert list_form_faults({"name": "Hoa", **typed}) == said


def test_half_a_surrogate_pair_is_said_at_its_field() -> None:
    assert list_form_faults({"name": "A\ud83d"}) == {"name": "Họ và tên có ký tự không dùng được; gõ lại thay vì dán"}
    assert list_form_faults({"name": "A\U0001f642"}) == {}


@pytest.mark.parametrize(("bound", "today", "meant"), EXAMPLES["bounds"])
def test_a_bound_is_a_day(bound: str, today: str, meant: str) -> None:
    assert resolve_bound(bound, date.fromisoformat(today)).isoformat() == meant


@pytest.mark.parametrize("bound", ["", "tomorrow", "today+0d", "today+1m", "today+ 1d", "2026-02-31", "now+1d"])
def test_any_other_text_is_no_bound(bound: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        DayBounds("1900-01-01", bound)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(1, 100))
def test_years_on_and_back_stay_within_a_day_of_where_they_began(today: date, count: int) -> None:
    there = resolve_bound(f"today+{count}y", today)
    assert (there.year - today.year, there.month) == (count, today.month)
    assert abs((resolve_bound(f"today-{count}y", there) - today).days) <= 1


def test_officers_days_have_the_bounds_that_the_pages_have() -> None:
    ours = {name: [day.bounds.earliest, day.bounds.latest, day.vi, day.en] for name, day in OFFICER_DAYS.items()}
    assert ours == EXAMPLES["officer_days"]


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_at_the_end_of_time_is_outside_as_any_other(instant: str) -> None:
    assert set(list_form_faults({"name": "Hoa", "died": instant})) == {"died"}


# -- every question of every form -------------------------------------------------------------------------


EACH_FORM = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)


def list_questions(procedure: Procedure) -> dict[str, dict[str, Any]]:
    """The questions of a procedure's schema."""
    found: dict[str, dict[str, Any]] = procedure.build_schema()["properties"]  # type: ignore[assignment]
    return found


def list_text_questions(procedure: Procedure) -> dict[str, dict[str, Any]]:
    """Questions that are answered by typing a text."""
    return {
        key: asked
        for key, asked in list_questions(procedure).items()
        if asked["type"] == "string" and "enum" not in asked
    }


def list_faults(procedure: Procedure, key: str, answer: object) -> list[tuple[str, str]]:
    """Codes and Vietnamese texts of what is wrong with one answer."""
    answers = normalise_answers({key: answer}, procedure.answer_formats({key: answer}))
    found = validate_answers(procedure.build_schema(), answers, NOW, "/answers")
    return [(fault.code, fault.vi) for fault in found if fault.path == f"/answers/{key}"]


@EACH_FORM
def test_each_text_and_number_has_its_one_form(procedure: Procedure) -> None:
    for key, asked in list_text_questions(procedure).items():
        typed, stored = SPELLINGS.get(asked.get("format", ""), (DIRTY, CLEAN))
        assert normalise_answers({key: typed}, procedure.answer_formats({})) == {key: stored}
        if asked.get("format") in {None, "address", "textarea", *SPELLINGS}:
            assert list_faults(procedure, key, typed) == []


@EACH_FORM
def test_the_name_of_a_person_has_latin_letters_alone(procedure: Procedure) -> None:
    for key, asked in list_text_questions(procedure).items():
        if key.endswith("full_name"):
            for typed in ("046190000001", "李小龍", "محمد", "Nguуễn"):
                ((code, text),) = list_faults(procedure, key, typed)
                assert (code, text.startswith(f"{asked['title']} phải có chữ cái")) == ("not_a_name", True)
            assert list_faults(procedure, key, "Ẫ") == []


@EACH_FORM
def test_what_cannot_be_read_is_said_at_each_question(procedure: Procedure) -> None:
    for key, asked in list_text_questions(procedure).items():
        assert list_faults(procedure, key, "A\ud83d"), f"{key}: half a surrogate pair"
        if asked.get("format") != "textarea":
            ((code, vi),) = list_faults(procedure, key, TABLE)
            assert code == "several_lines"
            assert vi.startswith(asked["title"])


def test_each_question_for_a_day_has_bounds_and_no_other_has() -> None:
    for procedure in PROCEDURES:
        for key, asked in list_questions(procedure).items():
            assert ("x-earliest" in asked) == (asked.get("format") in DAY_FORMATS), key


DAYS = [
    pytest.param(procedure, key, asked, id=f"{procedure.id}.{key}")
    for procedure in PROCEDURES
    for key, asked in list_questions(procedure).items()
    if asked.get("format") in DAY_FORMATS
]


@pytest.mark.parametrize(("procedure", "key", "asked"), DAYS)
def test_a_day_out_of_bounds_is_refused_with_the_bound(procedure: Procedure, key: str, asked: dict[str, Any]) -> None:
    form = asked["format"]
    far = {"date": "1899-12-31", "date-time": "1899-12-31T08:00:00+07:00", "year": 1899}
    late = {"date": "2199-12-31", "date-time": "2199-12-31T08:00:00+07:00", "year": 2199}
    today = NOW.date()
    too_late = "in_future" if asked["x-latest"] == "now" else "too_late"
    for answer, code, bound in ((far[form], "too_early", "x-earliest"), (late[form], too_late, "x-latest")):
        ((found, vi),) = list_faults(procedure, key, answer)
        assert found == code
        assert str(resolve_bound(asked[bound], today).year) in vi


@EACH_FORM
def test_births_begin_in_1900_and_end_today(procedure: Procedure) -> None:
    for field in procedure.form:
        if "birth_date" in field.key:
            assert field.bounds == DayBounds("1900-01-01", "today"), field.key


def test_a_number_paired_with_the_kind_of_its_paper_follows_the_kind() -> None:
    kinds = {choice.code for choice in FILES.code_lists["identity_document_types"]}
    asked = [(procedure, field) for procedure in PROCEDURES for field in procedure.form if field.kind_asked_by]
    assert len(asked) >= 9
    for procedure, field in asked:
        by_kind = list_questions(procedure)[field.key]["x-format-by"]
        assert by_kind["question"] == "requester_id_type"
        assert set(by_kind["formats"]) <= kinds
        assert procedure.answer_formats({"requester_id_type": "HC"})[field.key] == "passport"
        assert procedure.answer_formats({"requester_id_type": ["HC"]})[field.key] == "identity-number"


def test_the_kinds_of_identity_paper_that_requests_take_are_those_of_the_code_list() -> None:
    assert {choice.code for choice in FILES.code_lists["identity_document_types"]} == ID_TYPES


def test_each_format_of_a_number_is_tidied() -> None:
    assert set(SPELLINGS) <= set(TIDIED)
    assert {name for name in TEXT_FORMATS if name and ("id" in name or "passport" in name)} <= set(TIDIED)


@pytest.mark.parametrize(
    "change",
    [{"earliest": None}, {"latest": "tomorrow"}, {"not_before": "nothing"}, {"format": None}],
    ids=lambda change: next(iter(change)),
)
def test_a_form_without_good_bounds_is_not_read(change: dict[str, Any]) -> None:
    record = json.loads((DATA / "procedures" / "1.004873.json").read_text())
    (place,) = [n for n, each in enumerate(record["form"]) if each["key"] == "residence_to"]
    changed = {**record["form"][place], **change}
    record["form"][place] = {key: value for key, value in changed.items() if value is not None}
    with pytest.raises((BadRecordError, ValueError)):
        parse_procedure(record, FILES.code_lists)


def test_now_is_handed_in() -> None:
    before = datetime(1950, 1, 1, tzinfo=UTC)
    procedure = FILES.find_procedure("1.004873")
    answers = normalise_answers({"subject_birth_date": "1960-01-01"})
    codes = {
        fault.code for fault in validate_answers(procedure.build_schema(), answers, before) if "birth" in fault.path
    }
    assert codes == {"too_late"}
