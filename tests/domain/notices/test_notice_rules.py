"""The table of notices: every fact has a notice or is listed without one, every text is complete, faults are
refused."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from chalicelib.domain.flow.transitions import NATIONAL_CODE, RequestKind, State
from chalicelib.domain.notices.notice_rules import (
    LANGUAGES,
    OUTER,
    Audience,
    Channel,
    NoticeDataError,
    NoticeTable,
    read_table,
    select_owed_channels,
)
from chalicelib.domain.notices.notice_text import SMS_LENGTH, count_septets, fill_template, strip_for_sms, write_sms
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.repositories.notices.notice_table import FOLDER, load_notices

WORDS: dict[str, Any] = tomllib.loads((FOLDER / "words.toml").read_text())
GOOD: dict[str, Any] = {
    "key": "received", "fact": "received", "audience": "applicant", "channels": ["mail", "sms", "inbox"],
    "article": "NĐ 45/2020 11.4", "official": True, "owes": ["due"],
    "vi": {"subject": "Hồ sơ {number}", "body": "Hẹn {due}.", "sms": "Hồ sơ {number}: {link}"},
    "en": {"subject": "Dossier {number}", "body": "Due {due}.", "sms": "Dossier {number}: {link}"},
}  # fmt: skip


def build_table(**changes: Any) -> NoticeTable:
    """A table of one notice, changed."""
    entry = copy.deepcopy(GOOD)
    for name, value in changes.items():
        place, _, inner = name.partition("__")
        if inner:
            entry[place][inner] = value
        else:
            entry[place] = value
    return read_table({"notice": [entry], "none_owed": {}}, WORDS)


def test_every_kind_that_owes_nothing_says_why():
    assert all(len(reason) > 20 for reason in load_notices().none_owed.values())


def test_a_kind_that_nobody_listed_is_not_passed_over():
    with pytest.raises(KeyError):
        load_notices().list_notices("unheard_of", {})
    assert load_notices().list_notices("payment_recorded", {}) == ()


def test_the_good_table_is_good():
    assert [each.key for each in build_table().list_notices("received", {})] == ["received"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"vi__body": "Hẹn {due}. {ground}"}, "gives no ground"),
        ({"en__subject": "Dossier {nmber}"}, "gives no nmber"),
        ({"en__body": "See {link}."}, "owes due"),
        ({"vi__body": "", "owes": []}, "a subject and a body"),
        ({"vi__sms": "Hồ sơ {number}"}, "where to sign in"),
        ({"vi__sms": "Hồ sơ {number}: {link} " + "x" * 80}, "more than 160"),
        ({"vi__sms": "Hồ sơ {number} của {one_stop}: {link}"}, "more than 160"),
        ({"en__sms": "Dossier {number} €: {link}"}, "short alphabet"),
        ({"en__body": "{due!r}"}, "names its values"),
        ({"en__body": "{due"}, "body"),
        ({"fact": "unheard_of"}, "nothing is known"),
        ({"audience": "everybody"}, "everybody"),
        ({"channels": ["pigeon"]}, "pigeon"),
        ({"channels": ["inbox"]}, "mail or SMS"),
        ({"article": ""}, "article"),
        ({"shout": True}, "shout"),
    ],
)
def test_a_notice_that_could_not_be_complete_fails_when_it_is_loaded(changes, told):
    with pytest.raises(NoticeDataError, match=told):
        build_table(**changes)


def test_a_language_that_is_missing_fails_too():
    entry = {name: value for name, value in GOOD.items() if name != "en"}
    with pytest.raises(NoticeDataError, match="received"):
        read_table({"notice": [entry]}, WORDS)


def test_two_of_a_key_and_a_kind_on_both_lists_are_refused():
    with pytest.raises(NoticeDataError, match="duplicate key"):
        read_table({"notice": [GOOD, GOOD]}, WORDS)
    with pytest.raises(NoticeDataError, match="owing none"):
        read_table({"notice": [GOOD], "none_owed": {"received": "not needed"}}, WORDS)


def test_conditions_look_at_the_facts_data():
    assert build_table(when={"stage": "intake"}).list_notices("received", {"stage": "appraisal"}) == ()
    assert build_table(when={"clock": True}).list_notices("received", {"clock": {"due_at": "x"}})
    assert build_table(when={"clock": False}).list_notices("received", {"clock": {"due_at": "x"}}) == ()
    assert build_table(when={"kind": ["a", "b"]}).list_notices("received", {"kind": "b"})


def test_the_law_names_the_outer_channels_and_only_those():
    (notice,) = build_table(channels=["mail", "sms", "inbox"]).notices
    assert select_owed_channels(notice, ["email"]) == (Channel.MAIL, Channel.INBOX)
    assert select_owed_channels(notice, ["sms", "phone", "social"]) == (Channel.SMS, Channel.INBOX)


def test_every_parameter_that_the_table_names_is_one_of_the_law():
    known = set(load_rules().params)
    named = {name for each in load_notices().notices for name in (*each.law, each.channels_from) if name}
    assert named <= known
    assert {"intake.notice_channels", "overdue.notice_channels", "status.notice"} <= named


def test_supplements_go_by_mail_and_sms_and_are_official():
    asked = [each for each in load_notices().notices if each.fact == "supplement_requested"]
    assert len(asked) == 2
    assert all(each.official and set(each.channels) >= OUTER for each in asked)


def test_a_notice_to_an_officer_never_becomes_an_errand():
    assert [one.key for one in load_notices().notices if one.official and one.audience is not Audience.APPLICANT] == []


def test_every_code_that_a_notice_may_name_has_its_words_in_both_languages():
    words = load_notices().words
    assert set(words["state"]) == {state.value for state in State} - {"draft"}
    assert set(words["request"]) == {kind.value for kind in RequestKind}
    grounds = {"wrong_agency", "not_conforming", "conditions_not_met", "wait_expired", "obligation_unpaid", "other_law"}
    assert set(words["ground"]) == grounds
    assert len(NATIONAL_CODE) == len(words["state"]) - 1
    for group in words.values():
        assert all(set(labels) == set(LANGUAGES) for labels in group.values())


def test_the_frame_of_a_mail_holds_code_state_what_to_do_and_the_way_in():
    for text in load_notices().words["frame"]["mail"].values():
        assert all(name in text for name in ("{number}", "{state}", "{body}", "{link}"))


# ---- texts -------------------------------------------------------------------------------------------


def test_the_short_form_has_no_accents_and_no_foreign_letter():
    assert strip_for_sms("Đã tiếp nhận hồ sơ “Ưu tiên” – nộp 5.000₫") == 'Da tiep nhan ho so "Uu tien" - nop 5.000d'
    assert count_septets("a{b}") == 6
    with pytest.raises(ValueError, match="short alphabet"):
        count_septets("日")


def test_a_text_that_does_not_fit_is_refused_and_never_cut():
    assert len(write_sms("{a}", {"a": "x" * SMS_LENGTH})) == SMS_LENGTH
    with pytest.raises(ValueError, match="longer"):
        write_sms("{a}", {"a": "x" * (SMS_LENGTH + 1)})


def test_a_sentence_that_is_empty_leaves_no_hole():
    assert fill_template("Một. {until} Hai.\n\n{until}\n\nBa.\n", {"until": ""}) == "Một. Hai.\n\nBa."
