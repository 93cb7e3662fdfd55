"""Resolving a parameter: dates, provinces, subjects, derogations, silence, typed reasons for no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import (
    Law,
    NoRule,
    RuleClashError,
    Silence,
    Value,
    list_effective_rules,
    name_regime,
    resolve_parameter,
)
from chalicelib.repositories.law.rule_set import ProvinceLaw
from tests.law.calendars import RULES

SPRING_2025, TODAY = date(2025, 3, 3), date(2026, 11, 22)


def _find_value(param: str, on: date, province: str, **scope: str) -> Value:
    return Law.build_for_day(RULES, on, province).need(param, **scope)


@pytest.mark.clause("HUE-13.1#1")
def test_hue_answers_within_one_working_hour():
    answer = _find_value("reception.answer_limit", SPRING_2025, "hue")
    assert (answer.to_int(), answer.unit) == (1, "working_hour")
    assert answer.cite == "khoản 1 Điều 13 Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)"
    assert answer.chain == ("hue.answer", "nd45.answer")
    assert answer.certainty == "read_once"  # of its own text; the text it derogates from was not seen
    assert answer.digest == RULES.digest


@pytest.mark.clause("LC-10.1.b#1", "LC-10.1.b#2")
def test_lai_chau_answers_within_eight_working_hours():
    answer = _find_value("reception.answer_limit", date(2025, 6, 30), "lai-chau")
    assert answer.to_int() == 8
    assert answer.article == "điểm b khoản 1 Điều 10"
    assert _find_value("reception.off_hours", SPRING_2025, "lai-chau").to_text() == "next_working_hour"


def test_a_service_default_is_never_printed_as_law():
    answer = _find_value("reception.answer_limit", TODAY, "thai-binh")
    assert (answer.to_int(), answer.is_law, answer.cite) == (8, False, "")
    assert (answer.certainty, answer.question) == ("inferred", "Q-ANSWER")


@pytest.mark.clause("HUE-14.4#1", "HUE-14.4.a")
def test_hue_caps_extensions_and_names_who_approves():
    assert _find_value("extension.cap", SPRING_2025, "hue").to_fraction() == (1, 3)
    chain = _find_value("extension.approval_chain", SPRING_2025, "hue")
    assert chain.to_list() == ("head_of_section", "centre")
    assert (chain.certainty, chain.question) == ("read_once", "Q-HUE-CENTRE")  # not those of what it derogates from


@pytest.mark.parametrize("province", ["lai-chau", "vinh-long", "quang-ngai", "thai-binh"])
def test_elsewhere_the_law_is_silent_on_a_cap(province):
    answer = resolve_parameter(RULES, "extension.cap", SPRING_2025, province)
    assert isinstance(answer, Silence)
    assert answer.article == "khoản 9 Điều 19"
    assert Law.build_for_day(RULES, SPRING_2025, province).find("extension.cap") is None
    with pytest.raises(LookupError, match="silent"):
        Law.build_for_day(RULES, SPRING_2025, province).need("extension.cap")


@pytest.mark.clause("VL-16.2")
def test_payment_blocks_the_next_step_in_vinh_long_only():
    assert _find_value("payment.blocks_next_step", SPRING_2025, "vinh-long").to_flag()
    assert Law.build_for_day(RULES, SPRING_2025, "hue").find("payment.blocks_next_step") is None


def test_the_supplement_restarts_and_is_announced_in_three_working_days():
    assert _find_value("supplement.appraisal_effect", SPRING_2025, "hue").to_text() == "restart"
    assert _find_value("supplement.appraisal_notice_limit", SPRING_2025, "hue").to_int() == 3
    assert _find_value("supplement.max_per_stage", SPRING_2025, "hue", stage="appraisal").to_int() == 1


def test_paper_transfer_cut_off_is_a_time_of_day():
    answer = _find_value("transfer.paper_cut_off", TODAY, "hue")
    assert (answer.to_time().hour, answer.entry_id, answer.certainty) == (
        15,
        "nd309.paper_cut_off",
        "read_once",
    )


@pytest.mark.parametrize(
    ("on", "open_ways"),
    [
        (date(2021, 12, 5), {"desk", "post", "agent", "own_portal"}),
        (date(2025, 6, 30), {"desk", "post", "agent", "own_portal", "national_portal"}),
        (date(2025, 7, 1), {"desk", "post", "agent", "own_portal", "national_portal"}),
        (date(2026, 1, 1), {"desk", "post", "agent", "own_portal", "national_portal", "vneid"}),
        (date(2026, 8, 5), {"desk", "post", "agent", "own_portal", "national_portal", "vneid", "kiosk"}),
    ],
)
def test_ways_of_filing_by_date(on, open_ways):
    law = Law.build_for_day(RULES, on, "thai-binh")
    ways = RULES.params["channel.open"].scope["channel"]
    assert {way for way in ways if law.find("channel.open", channel=way)} == open_ways


@pytest.mark.parametrize("entry", ["hue", "lc", "vl", "qn", "tb"])
def test_own_portal_after_june_2025_needs_the_province_to_carry_it(entry):
    carried = f"{entry}.own_portal.carried"
    province = RULES.entries[carried].province
    assert Law.build_for_day(RULES, TODAY, province).find("channel.open", channel="own_portal")
    assert not Law.build_for_day(_remove_entries(carried), TODAY, province).find("channel.open", channel="own_portal")


@pytest.mark.parametrize(
    ("on", "stop", "control"),
    [(date(2025, 9, 14), None, "05"), (date(2025, 9, 15), "05", "06")],
)
def test_form_numbers_by_date(on, stop, control):
    law = Law.build_for_day(RULES, on, "hue")
    found = law.find("form.number", act="stop")
    assert (found.to_text() if found else None) == stop
    assert law.need("form.number", act="control").to_text() == control


def test_dossier_codes_of_both_regimes():
    assert _find_value("code.pattern", SPRING_2025, "hue").to_text() == "{qcvn102}-YYMMDD-NNNN"
    assert _find_value("code.pattern", TODAY, "hue").to_text() == "{id2020}-YYYYMMDD-NNNNNNN"
    reserve = [_find_value(f"code.reserve_{end}", TODAY, "hue").to_int() for end in ("from", "to")]
    assert reserve == [9001, 9999]


@pytest.mark.parametrize(
    ("param", "on", "reason", "boundary"),
    [
        ("form.number", date(2018, 12, 31), "not_yet_in_force", "2019-01-06"),
        ("reception.answer_limit", date(2017, 1, 1), "not_yet_in_force", "2018-06-21"),
    ],
)
def test_no_rule_says_why_and_since_when(param, on, reason, boundary):
    scope = {"act": "receipt"} if param == "form.number" else {}
    with pytest.raises(NoRule) as refused:
        resolve_parameter(RULES, param, on, "hue", scope)
    assert refused.value.facts["reason"] == reason
    assert refused.value.facts["boundary"] == boundary
    assert boundary in refused.value.text_en


def _remove_entries(*ids: str) -> Rules:
    return replace(RULES, entries={key: entry for key, entry in RULES.entries.items() if key not in ids})


def test_an_ended_rule_never_answers_again():
    rules = _remove_entries("svc.answer", "hue.answer.carried", "lc.answer.carried")
    with pytest.raises(NoRule) as refused:
        resolve_parameter(rules, "reception.answer_limit", TODAY, "thai-binh")
    assert (refused.value.facts["reason"], refused.value.facts["boundary"]) == ("ended", "2025-07-01")


def test_no_entry_at_all_is_no_rule_for_this_scope():
    rules = _remove_entries(*(entry.id for entry in RULES.entries.values() if entry.where.get("channel") == "kiosk"))
    with pytest.raises(NoRule) as refused:
        resolve_parameter(rules, "channel.open", TODAY, "hue", {"channel": "kiosk"})
    assert refused.value.facts["reason"] == "no_rule_for_this_scope"


def test_two_answers_are_a_fault():
    copy = replace(RULES.entries["svc.answer"], id="twin")
    rules = replace(RULES, entries={**RULES.entries, "twin": copy})
    with pytest.raises(RuleClashError, match="twin"):
        resolve_parameter(rules, "reception.answer_limit", TODAY, "thai-binh")


def test_an_exception_to_an_exception_prints_its_chain():
    third = replace(RULES.entries["hue.answer.carried"], id="third", derogates="hue.answer.carried", value=2)
    rules = replace(RULES, entries={**RULES.entries, "third": third})
    answer = resolve_parameter(rules, "reception.answer_limit", TODAY, "hue")
    assert answer.chain == ("third", "hue.answer.carried", "svc.answer")


@pytest.mark.parametrize("scope", [{}, {"channel": "fax"}, {"act": "receipt"}])
def test_a_wrong_subject_is_a_programming_error(scope):
    with pytest.raises(ValueError, match="channel"):
        resolve_parameter(RULES, "channel.open", TODAY, "hue", scope)


@pytest.mark.parametrize("reader", ["to_flag", "to_text", "to_list"])
def test_a_value_is_read_as_its_own_type(reader):
    with pytest.raises(TypeError, match=r"reception\.answer_limit"):
        getattr(_find_value("reception.answer_limit", TODAY, "hue"), reader)()
    with pytest.raises(TypeError, match="not a number"):
        _find_value("payment.clock", TODAY, "hue").to_int()


def test_a_silent_rule_is_found_as_none_and_needed_in_vain():
    law = ProvinceLaw("hue", RULES)
    silent = law.find_rule("supplement.max_in_all", CaseDates.build_for_day(TODAY))
    assert (silent.find_int(), silent.find_text(), silent.find_list(), silent.list_words()) == (None, None, None, ())
    for read in (silent.to_int, silent.to_flag, silent.to_text, silent.to_list):
        with pytest.raises(TypeError, match=r"supplement\.max_in_all is silent"):
            read()


def test_a_rule_with_a_value_is_read_as_its_own_type():
    most = ProvinceLaw("hue", RULES).find_rule("code.reserve_from", CaseDates.build_for_day(TODAY))
    assert most.find_int() == most.to_int() == most.value
    for read in (most.find_text, most.find_list, most.list_words, most.to_flag):
        with pytest.raises(TypeError, match=r"code\.reserve_from is not"):
            read()


@pytest.mark.parametrize("province", list(RULES.provinces))
@pytest.mark.parametrize("on", [SPRING_2025, TODAY])
def test_effective_law_answers_every_parameter_and_subject(province, on):
    rows = list_effective_rules(RULES, on, province)
    assert len(rows) == sum(len(param.list_cells()) for param in RULES.params.values())
    assert list_effective_rules(RULES, date(2019, 1, 5), province) != rows


def test_every_province_runs_on_its_own_regulation_and_says_so():
    assert {province.basis for province in RULES.provinces.values()} == {"own_regulation"}
    assert all(province.says for province in RULES.provinces.values())


@pytest.mark.parametrize(
    ("on", "label"),
    [(date(2025, 6, 30), "2018"), (date(2025, 7, 1), "2025"), (date(2026, 7, 1), "2026")],
)
def test_regime_labels(on, label):
    assert name_regime(on) == label
