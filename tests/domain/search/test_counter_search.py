"""The ways to find a dossier at the counter: numbers, beginnings of names, and no name once it is closed."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.search import counter_search
from chalicelib.domain.search.counter_search import By, SearchEntry, build_entries
from tests.support.builders import Case

KEY = b"k" * 64
PERSON = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}


def build_dossier(**changes: Any) -> Dossier:
    return replace(Case().received().dossier, **changes)


def build_parts(*people: Mapping[str, Any], name: str = "applicant") -> dict[str, Part]:
    made = [Part(name, person, f"{number:032x}") for number, person in enumerate(people)]
    return {part.digest: part for part in made}


def list_digests(dossier: Dossier, held: Mapping[str, Part]) -> set[str]:
    return {entry.digest for entry in build_entries(dossier, held, KEY)}


def digest_query(dossier: Dossier, by: By, text: str) -> str:
    return counter_search.digest_value(KEY, dossier.one_stop, by, counter_search.normalise_query(by, text))


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (By.ID_NUMBER, "046190000001"), (By.ID_NUMBER, "046 190 000 001"), (By.PHONE, "0912345678"),
        (By.PHONE, "+84 912 345 678"), (By.PHONE, "84912345678"), (By.PHONE, "0912.345.678"), (By.NAME, "trần"),
        (By.NAME, "TRAN THI"), (By.NAME, "tran thi h"), (By.NAME, "Trần Thị Hoa"), (By.NAME, "tr"),
        (By.NAME, "thi"), (By.NAME, "thị hoa"), (By.NAME, "thi h"),
        (By.NAME, "Hoa"), (By.NAME, "hoa tran"), (By.NAME, unicodedata.normalize("NFD", "Trần Thị")),
    ],
)  # fmt: skip
def test_a_person_is_found_as_people_write(by: By, text: str) -> None:
    d = build_dossier()
    assert digest_query(d, by, text) in list_digests(d, build_parts(PERSON))


@pytest.mark.parametrize(
    ("by", "text"),
    [(By.ID_NUMBER, "046190000002"), (By.PHONE, "0912345679"),  (By.NAME, "hoan"), (By.NAME, "tranthan"),
     (By.PHONE, "046190000001"), (By.NAME, "046190000001")],
)  # fmt: skip
def test_nobody_else_is_found(by: By, text: str) -> None:
    d = build_dossier()
    assert digest_query(d, by, text) not in list_digests(d, build_parts(PERSON))


@pytest.mark.parametrize(
    ("text", "looked_up", "whole"),
    [("hoa", "hoa", True), ("Trang", "tran", False), ("tran th", "tran", False), ("tranthi", "tranthi", True),
     ("trần thị hoa", "tranthihoa", True), ("Nguyễn Thị Minh", "nguyenthim", False)],
)  # fmt: skip
def test_a_beginning_without_its_own_digest_is_looked_up_by_a_shorter_one_and_compared(
    text: str, looked_up: str, whole: bool
) -> None:
    assert counter_search.normalise_query(By.NAME, text) == looked_up
    assert counter_search.is_whole_query(By.NAME, text) is whole
    assert counter_search.matches_beginning("Trần Thị Hoa", "Trang") is False


@pytest.mark.parametrize("text", ["", "t", "…", "  "])
def test_a_name_too_short_to_distinguish_people_is_not_looked_up(text: str) -> None:
    assert counter_search.normalise_query(By.NAME, text) == ""


def test_the_principal_is_found_as_well_as_the_applicant() -> None:
    d = build_dossier()
    assert digest_query(d, By.NAME, "hoa") in list_digests(d, build_parts(PERSON, name="principal"))
    assert build_entries(d, build_parts({"answer": "Trần"}, name="form"), KEY) == frozenset()


def test_a_closed_dossier_keeps_its_numbers_and_loses_its_names() -> None:
    opened, closed = build_dossier(), build_dossier(state=State.CLOSED)
    kept = list_digests(closed, build_parts(PERSON))
    assert kept == {
        digest_query(closed, By.ID_NUMBER, PERSON["id_number"]),
        digest_query(closed, By.PHONE, PERSON["phone"]),
    }
    assert kept < list_digests(opened, build_parts(PERSON))


def test_what_was_erased_has_no_entry() -> None:
    d, (first, second) = build_dossier(), build_parts(PERSON, {**PERSON, "full_name": "Lê Văn Ba"}).items()
    both = build_entries(d, dict([first, second]), KEY)
    left = build_entries(d, dict([second]), KEY)
    assert left == {entry for entry in both if entry.part == second[0]}
    assert left < both


def test_a_digest_is_of_one_unit_one_kind_and_one_key() -> None:
    made = {
        counter_search.digest_value(key, unit, by, "0912345678")
        for key in (KEY, b"x" * 64)
        for unit in ("u1", "u2")
        for by in (By.PHONE, By.ID_NUMBER)
    }
    assert len(made) == 8


def test_a_forwarded_dossier_is_found_at_both_counters() -> None:
    d = build_dossier()
    moved = replace(d, one_stop="elsewhere", intake=replace(d.intake, desk=d.one_stop))
    assert list_digests(d, build_parts(PERSON)) < list_digests(moved, build_parts(PERSON))
    assert digest_query(moved, By.NAME, "hoa") in list_digests(moved, build_parts(PERSON))


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_entry_shows_a_person_and_their_number_is_bounded(name: str, number: str, phone: str) -> None:
    made = build_entries(build_dossier(), build_parts({"full_name": name, "id_number": number, "phone": phone}), KEY)
    assert len(made) <= 2 + (counter_search.MOST_WORDS + 1) * len(counter_search.LENGTHS)
    assert all(isinstance(entry, SearchEntry) and len(entry.digest) == 26 and entry.digest.isalnum() for entry in made)


def test_entries_show_nothing_of_whom_they_find() -> None:
    shown = json.dumps(
        [[entry.digest, entry.part] for entry in build_entries(build_dossier(), build_parts(PERSON), KEY)]
    )
    assert not any(value in shown for value in (*PERSON.values(), "tran", "hoa"))


@pytest.mark.parametrize(
    ("name", "wanted", "begins"),
    [("Trần Thị Hoa", "tran thi hoa", True), ("Trần Thị Hoa", "hoatran", True), ("Trần Thị Hoa", "tran van", False),
     ("", "a", False), ("Nguyễn Thị Minh Khai", "nguyen thi minh kh", True)],
)  # fmt: skip
def test_the_whole_beginning_counts_not_only_what_has_a_digest(name: str, wanted: str, begins: bool) -> None:
    assert counter_search.matches_beginning(name, wanted) is begins
