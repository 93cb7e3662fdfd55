"""The public state of a dossier, the links to it, and the answer by text message."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.search import public_status, sms, status_links
from chalicelib.domain.search.public_status import COMPLETION, Completion, LookupRecord, Minimum, build_minimum
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.link_keys import LinkKeys
from tests.support.builders import STATES

BOTH = ["code", "completion"]
KEYS = LinkKeys("k2", {"k1": b"1" * 64, "k2": b"2" * 64})
NUMBER = "0123456789abcdefghjkmnpqrs"
CODE = "H57.106.01-20261123-0000001"
RECEIVED = LookupRecord(CODE, "TN-0123456789", State.RECEIVED)


def test_a_dossier_shows_its_code_and_its_completion_and_nothing_else() -> None:
    told = build_minimum(replace(RECEIVED, state=State.PROCESSING), BOTH)
    assert [each.name for each in fields(told) if getattr(told, each.name)] == BOTH
    assert {each.name for each in fields(told)} == {*BOTH, "refiled_as", "void_code"}, "numbers of dossiers alone"
    assert told.code == CODE
    assert told.completion == Completion(State.PROCESSING, "Đang giải quyết", "Being settled", 2, 4)


@pytest.mark.parametrize("shown", [["code"], ["code", COMPLETION]])
def test_which_of_them_is_shown_is_law(shown: list[str]) -> None:
    told = build_minimum(RECEIVED, shown)
    assert (told.completion is not None) == (COMPLETION in shown)


@pytest.mark.parametrize("shown", [None, [], [COMPLETION]])
def test_where_the_law_shows_no_code_nothing_is_found(shown: list[str] | None) -> None:
    with pytest.raises(NotFound):
        build_minimum(RECEIVED, shown)


def test_before_reception_the_number_of_the_filing_stands_for_the_code() -> None:
    assert build_minimum(LookupRecord("", "TN-0123456789", State.SUBMITTED), BOTH).code == "TN-0123456789"


@pytest.mark.parametrize(("state", "stage"), [each for each in STATES if each[0] is not State.DRAFT])
def test_every_state_has_words_and_a_place_on_the_way(state: State, stage: str) -> None:
    told = public_status.measure_completion(replace(RECEIVED, state=state, stage=stage))
    assert (told.vi, told.en) == WORDS[state]
    assert 0 <= told.done <= told.of
    ended = state in (State.RETURNED, State.CLOSED)
    assert (told.done == told.of) == ended


def test_an_intake_supplement_stands_at_the_door_and_a_later_one_with_the_agency() -> None:
    waiting = replace(RECEIVED, state=State.SUPPLEMENT_REQUESTED)
    done = [public_status.measure_completion(replace(waiting, stage=stage)).done for stage in ("intake", "appraisal")]
    assert done == [0, 2]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (CODE, CODE), (f"  {CODE.lower()} ", CODE), ("000.10.32.H57-261123-0001", "000.10.32.H57-261123-0001"),
        ("H57.106.01 - 20261123 - 0000001", CODE), ("H57.106.01–20261123–0000001", CODE), ("TN-0123456789", None),
        ("", None), ("H57", None), ("D#1-261123-0001", None), ("Nguyễn Văn A", None), (f"{CODE}-1-1", None),
        ("H57.106.01—20261123−0000001.", CODE), ("H57.106.01 20261123 0000001", CODE), (CODE.replace("-", ""), CODE),
        (f"Mã hồ sơ: {CODE}", CODE), (f"{CODE}\n", CODE), ("H57.01261127 0001", "H57.01-261127-0001"),
        ("TN-0123456789ABC", "TN-0123456789ABC"), ("tn0123456789abc", "TN-0123456789ABC"),
        ("TN – OL23 4567 89AB C.", "TN-0123456789ABC"), ("H57.01991327 0001", None),
        (f"{CODE}\n{CODE}", None), (f"{CODE}\tTN-0123456789ABC", None),
        (f"Mã hồ sơ {CODE}", CODE), (f"hs {CODE}", CODE), (f'"{CODE}".', CODE), (f"({CODE})", CODE), (f"#{CODE}", CODE),
        ("H57.1O6.O1-2O261I23-OOOOOO1", CODE), ("Н57.106.01-20261123-0000001", CODE), ("số 12", None),
        ("OOO.1O.32.H57-261l23-OOO1", "000.10.32.H57-261123-0001"), ("H57,106,01/20261123/0000001", CODE),
        ("Ｈ５７．１０６．０１－２０２６１１２３－００００００１", CODE), ("https://x.vn/tra-cuu", None),
        ("Số xác nhận nộp hồ sơ TN-0123456789ABC", "TN-0123456789ABC"), ("TN-HPR331JYHS95R", "TN-HPR331JYHS95R"),
        ("hs tn hs95rma123456", "TN-HS95RMA123456"), ("(Mã: TN-MA1HS2MA3HS4X)", "TN-MA1HS2MA3HS4X"),
        ('"Mã hồ sơ TN-MA1HS2MA3HS4X"', "TN-MA1HS2MA3HS4X"), ("H57.106.01-20261123-0000001。", CODE),
    ],
)  # fmt: skip
def test_a_code_is_read_as_people_type_it(typed: str, code: str | None) -> None:
    assert public_status.read_typed_code(typed) == code


@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=13, max_size=13), st.sampled_from(["", "hồ sơ "]))
def test_every_number_of_a_filing_is_read_as_it_is_printed(number: str, before: str) -> None:
    assert public_status.read_typed_code(f"{before}TN-{number}") == f"TN-{number}"


# -- links ------------------------------------------------------------------------------------------------


def test_a_link_opens_its_dossier_under_every_key_in_use() -> None:
    old = status_links.sign_token(NUMBER, LinkKeys("k1", KEYS.keys))
    assert old.startswith("k1-")
    assert [status_links.verify_token(each, KEYS) for each in (old, status_links.sign_token(NUMBER, KEYS))] == [
        NUMBER,
        NUMBER,
    ]


def test_a_key_taken_away_revokes_the_links_it_signed() -> None:
    old = status_links.sign_token(NUMBER, LinkKeys("k1", KEYS.keys))
    assert status_links.verify_token(old, LinkKeys("k2", {"k2": KEYS.keys["k2"]})) is None


def test_a_key_does_not_sign_under_another_keys_name() -> None:
    forged = status_links.sign_token(NUMBER, LinkKeys("k1", {"k1": KEYS.keys["k2"]}))
    assert status_links.verify_token(forged, KEYS) is None


@given(st.integers(0, 55), st.sampled_from("0a1b2c3d-_.Z"))
def test_a_link_changed_anywhere_opens_nothing(place: int, sign: str) -> None:
    token = status_links.sign_token(NUMBER, KEYS)
    changed = token[:place] + sign + token[place + 1 :]
    assert status_links.verify_token(changed, KEYS) == (NUMBER if changed == token else None)


@given(st.text(max_size=80))
def test_any_text_as_a_link_is_answered(text: str) -> None:
    assert status_links.verify_token(text, KEYS) is None


def test_the_address_keeps_the_token_behind_the_hash_where_no_log_sees_it() -> None:
    address = status_links.build_link("https://motcua.example.vn", status_links.sign_token(NUMBER, KEYS))
    assert address.split("#")[0] == "https://motcua.example.vn/tra-cuu"
    assert status_links.extract_token(f"{address}/{CODE}/1.001612/giay") == status_links.sign_token(NUMBER, KEYS)
    assert len(status_links.sign_token(NUMBER, KEYS)) <= status_links.LONGEST


def test_keys_are_never_shown() -> None:
    assert "1" * 9 not in repr(KEYS)


# -- text messages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [f"HS {CODE}", f"hs {CODE.lower()}", f" Hs:{CODE} ", f"HS\n{CODE}", "HS H57.106.01 - 20261123 - 0000001"]
)
def test_a_message_asks_for_a_code(text: str) -> None:
    assert sms.find_asked_code(text) == CODE


@pytest.mark.parametrize("text", ["", "HS", "HS ", CODE, f"HO SO {CODE}", "HS toi muon hoi", f"XHS {CODE}"])
def test_a_message_without_a_question_gets_help(text: str) -> None:
    assert sms.find_asked_code(text) is None


@pytest.mark.parametrize("state", WORDS)
def test_an_answer_is_one_message_of_plain_letters(state: State) -> None:
    vi, en = WORDS[state]
    text = sms.write_answer(Minimum("000.10.32.H57-261123-0001", Completion(state, vi, en, 2)))
    assert text.isascii()
    assert len(text) <= sms.ONE_MESSAGE
    assert "000.10.32.H57-261123-0001" in text
    assert text.endswith("(2/4).")


def test_words_lose_their_marks_and_nothing_else() -> None:
    assert sms.strip_to_ascii("Đang giải quyết, chờ thực hiện nghĩa vụ") == "Dang giai quyet, cho thuc hien nghia vu"
    assert sms.write_answer(Minimum(CODE, None)) == f"Ho so {CODE}."
    assert all(text.isascii() and len(text) <= sms.ONE_MESSAGE for text in (sms.write_help(CODE), sms.NOT_FOUND))


GOOD = {"id": "m1", "from": "+84912345678", "text": f"HS {CODE}"}


@pytest.mark.parametrize(
    "told",
    [
        {}, {**GOOD, "more": "1"}, {**GOOD, "id": ""}, {**GOOD, "id": 7}, {**GOOD, "from": "Viettel"},
        {**GOOD, "from": "1"}, {**GOOD, "text": None}, {**GOOD, "text": "x" * 1001}, {**GOOD, "text": ["HS"]},
    ],
)  # fmt: skip
def test_a_call_of_another_shape_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(sms.SmsRefused):
        sms.parse_question(told)


def test_a_message_never_shows_its_sender() -> None:
    assert not re.search(r"912|HS", repr(sms.parse_question(GOOD)))
