"""The law's source: what it says, its boundary dates, and everything the build must refuse."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib.domain.law.rulings import NoRule, Silence, resolve_parameter
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law import build as law_build
from infra.law.build import SOURCE, build_rule_set, digest_body, encode_canonical
from infra.law.source import LawRefusedError
from tests.law.calendars import RULES

DAY = timedelta(days=1)


def test_the_digest_names_the_content():
    built = build_rule_set()
    body = {key: item for key, item in built.items() if key != "digest"}
    assert built["digest"] == digest_body(json.loads(encode_canonical(body)))
    changed = {**body, "questions": {}}
    assert digest_body(changed) != built["digest"]


def test_building_writes_what_loading_reads(tmp_path, monkeypatch, capsys):
    target = tmp_path / "built" / "law.json"
    monkeypatch.setattr(law_build, "BUILT", target)
    assert law_build.main() == 0
    read = parse_rules(json.loads(target.read_text(encoding="utf-8")))
    assert (read, read.years) == (RULES, RULES.years)
    assert RULES.digest[:12] in capsys.readouterr().out


@pytest.mark.parametrize("entry", list(RULES.entries.values()), ids=lambda entry: entry.id)
def test_each_entry_answers_on_its_own_days_and_no_other(entry):
    """from − 1, from, until − 1, until: the entry or what derogates from it speaks inside, never outside."""
    province = entry.province or "thai-binh"
    scopes = [s for s in RULES.params[entry.param].list_cells() if entry.where.items() <= s.items()]
    inside = [entry.since] + ([entry.until - DAY] if entry.until else [])
    outside = [entry.since - DAY] + ([entry.until] if entry.until else [])
    for scope in scopes:
        for day in inside:
            chain = _resolve_chain(entry.param, day, province, scope)
            assert entry.id in chain
        for day in outside:
            assert entry.id not in _resolve_chain(entry.param, day, province, scope)


def _resolve_chain(param: str, day: date, province: str, scope: dict[str, str]) -> tuple[str, ...]:
    try:
        return resolve_parameter(RULES, param, day, province, scope).chain
    except NoRule:
        return ()


def test_every_day_province_and_subject_has_one_answer_or_an_explicit_silence():
    edges = {d for e in RULES.entries.values() for d in (e.since, e.until) if d and d >= date(2019, 1, 6)}
    for param in RULES.params.values():
        for province in RULES.provinces:
            for scope in param.list_cells():
                for day in sorted(edges):
                    assert resolve_parameter(RULES, param.id, day, province, scope).entry_id


VALUES = [
    ("reception.answer_limit", "hue", "2025-03-03", {}, 1),
    ("reception.answer_limit", "hue", "2019-03-04", {}, 1),
    ("reception.answer_limit", "lai-chau", "2025-03-03", {}, 8),
    ("reception.answer_limit", "lai-chau", "2020-05-21", {}, None),
    ("reception.answer_limit", "vinh-long", "2025-03-03", {}, 8),
    ("reception.off_hours", "hue", "2026-11-22", {}, "next_working_hour"),
    ("clock.start", "hue", "2026-11-22", {}, "valid_reception"),
    ("counting.day_method", "hue", "2026-11-22", {}, "whole_days_after_receipt"),
    ("counting.last_day_off", "hue", "2026-11-22", {}, "next_working_day"),
    ("receipt.immediate_procedure", "hue", "2025-03-03", {}, "on_request"),
    ("supplement.max_per_stage", "hue", "2025-03-03", {"stage": "intake"}, 1),
    ("supplement.intake_effect", "hue", "2025-03-03", {}, "starts_anew"),
    ("supplement.appraisal_effect", "hue", "2026-11-22", {}, "restart"),
    ("supplement.appraisal_notice_limit", "hue", "2026-11-22", {}, 3),
    ("supplement.wait_limit", "hue", "2026-11-22", {}, 30),
    ("supplement.reasons", "hue", "2026-08-04", {}, ("incomplete", "inaccurate")),
    ("refusal.reasons", "hue", "2025-03-03", {"moment": "intake"}, ("wrong_agency", "not_conforming")),
    ("refusal.reasons", "hue", "2025-03-03", {"moment": "after_appraisal"}, ("conditions_not_met",)),
    ("stop.reasons", "hue", "2025-03-03", {}, ("wait_expired", "obligation_unpaid", "other_law")),
    ("transfer.electronic", "lai-chau", "2025-03-03", {}, "immediate"),
    ("transfer.paper_cut_off", "hue", "2025-03-03", {}, "15:00"),
    ("transfer.paper_after_cut_off", "hue", "2025-03-03", {}, "next_working_day_opening"),
    ("consultation.limit_set_by", "hue", "2025-03-03", {}, "asker"),
    ("consultation.silence", "hue", "2025-03-03", {}, "escalate"),
    ("extension.cap", "hue", "2026-11-22", {}, "1/3"),
    ("extension.cap", "lai-chau", "2026-11-22", {}, None),
    ("extension.approval_chain", "lai-chau", "2026-11-22", {}, ("agency_head",)),
    ("overdue.notice_before", "hue", "2025-03-03", {}, 1),
    ("overdue.reappoint_max", "hue", "2025-03-03", {}, 1),
    ("withdrawal.until", "hue", "2025-03-03", {}, "result_signed"),
    ("payment.blocks_next_step", "vinh-long", "2026-11-22", {}, True),
    ("payment.blocks_next_step", "hue", "2026-11-22", {}, None),
    ("payment.clock", "hue", "2026-11-22", {}, "run"),
    ("fee.modes", "hue", "2025-03-03", {}, ("agency", "post", "online", "other_agreed")),
    ("form.number", "hue", "2025-03-03", {"act": "receipt"}, "01"),
    ("form.number", "hue", "2025-03-03", {"act": "supplement"}, "02"),
    ("form.number", "hue", "2025-03-03", {"act": "refusal"}, "03"),
    ("form.number", "hue", "2025-03-03", {"act": "extension"}, "04"),
    ("form.number", "hue", "2025-03-03", {"act": "stop"}, None),
    ("form.number", "hue", "2025-03-03", {"act": "register"}, "06"),
    ("form.number", "hue", "2026-11-22", {"act": "stop"}, "05"),
    ("form.number", "hue", "2026-11-22", {"act": "register"}, "07"),
    ("lookup.anonymous_fields", "hue", "2025-03-03", {}, ("code", "completion")),
]


@pytest.mark.parametrize(("param", "province", "on", "scope", "expected"), VALUES)
def test_values(param, province, on, scope, expected):
    answer = resolve_parameter(RULES, param, date.fromisoformat(on), province, scope)
    assert (None if isinstance(answer, Silence) else answer.value) == expected


def test_every_province_rule_after_the_change_of_regime_was_decided():
    later = [e for e in RULES.entries.values() if e.province and e.since >= date(2025, 7, 1)]
    assert later
    assert {(entry.decision, entry.certainty) for entry in later} == {("carried", "inferred")}
    assert all(entry.question for entry in later)


ENTRY = """
[[value]]
id = "{id}"
param = "{param}"
value = {value}
from = {since}
article = "Điều 1"
says = "Thử."
certainty = "{certainty}"
checked_on = 2026-11-22
"""
HUE, SVC = "province/hue/qd88-2017-hue.toml", "national/service-default.toml"
ND309, PARAMS = "national/nd309-2026.toml", "params.toml"


def _write_entry(id: str = "x.new", param: str = "payment.clock", value: str = '"run"', since: str = "2026-08-05",
           certainty: str = "read_once", more: str = "") -> str:  # fmt: skip
    return ENTRY.format(id=id, param=param, value=value, since=since, certainty=certainty) + more


CARRIED = 'decision = "carried"\nquestion = "Q-HUE-CARRIED"\npower = "Điều 2"\n'

ADDED = [
    ("overlap", ND309, _write_entry(), "overlap on 2026-08-05"),
    ("unknown key", ND309, _write_entry(more="unit = 1\n"), "x.new.unit: unknown key"),
    ("unknown table", ND309, "[[vaule]]\nid = 1\n", "vaule: unknown key"),
    ("no article", ND309, _write_entry().replace('article = "Điều 1"\n', ""), "x.new.article: missing"),
    ("no certainty", ND309, _write_entry().replace('certainty = "read_once"\n', ""), "x.new.certainty: missing"),
    ("odd certainty", ND309, _write_entry(certainty="sure"), "'sure' is not one of"),
    ("placeholder", ND309, _write_entry(certainty="placeholder"), "a placeholder cannot be released"),
    ("no question", ND309, _write_entry(certainty="inferred"), "an inferred entry needs a question"),
    ("odd question", ND309, _write_entry(more='question = "Q-X"\n'), "questions.toml has no 'Q-X'"),
    ("unknown param", ND309, _write_entry(param="payment.colour"), "does not declare 'payment.colour'"),
    ("wrong type", ND309, _write_entry(value="3"), "3 is not one of run"),
    ("float", ND309, _write_entry(param="overdue.reappoint_max", value="1.5"), "1.5 is not a whole number"),
    ("flag for number", ND309, _write_entry(param="overdue.reappoint_max", value="true"), "true is not a whole number"),
    ("bad time", ND309, _write_entry(param="transfer.paper_cut_off", value='"25:00"'), "'25:00' is not a time"),
    ("bad fraction", ND309, _write_entry(param="extension.cap", value='"1/0"'), "'1/0' is not a share such as"),
    ("bad scope", ND309, _write_entry(more='where = { channel = "desk" }\n'), "payment.clock has no scope channel"),
    ("moment for day", ND309, _write_entry(since="2026-08-05T00:00:00"), "x.new.from: must be a day such as"),
    ("before effect", ND309, _write_entry(since="2026-08-04"), "has effect only from 2026-08-05"),
    ("ends first", ND309, _write_entry(more="until = 2026-08-05\n"), "x.new.until: must be after 2026-08-05"),
    ("same id", ND309, _write_entry(id="svc.answer"), "id already used in"),
    ("not TOML", ND309, "[[value]\n", "cannot be read"),
    ("no target", ND309, _write_entry(more='derogates = "nd1"\npower = "Điều 2"\n'), "no entry 'nd1' of payment"),
    ("no power", ND309, _write_entry(param="counting.day_method", value='"elapsed_working_hours"',
                               more='derogates = "blds.day_method"\n'), "x.new.power: missing"),
    ("cycle", ND309, _write_entry(more='derogates = "x.new"\npower = "Điều 2"\n'), "a cycle of derogations"),
    ("no such end", ND309, '[[end]]\nentry = "x"\non = 2026-08-05\narticle = "Điều 1"\n', "no such entry"),
    (
        "end twice",
        ND309,
        '[[end]]\nentry = "nd61.answer"\non = 2026-08-05\narticle = "Điều 1"\n',
        "nd61.answer: it already ends on",
    ),
    ("end of nothing", ND309, '[[end]]\non = 2026-08-05\narticle = "Điều 1"\n', "an entry or a doc"),
    ("law in defaults", SVC, _write_entry(certainty="inferred"), "a service default is inferred and cites no"),
    (
        "raised",
        HUE,
        _write_entry(param="reception.answer_limit", value="9", since="2024-01-01", more='derogates = "nd45.answer"\n'),
        "may only lower nd45.answer (8)",
    ),
    (
        "outside target",
        HUE,
        _write_entry(param="reception.answer_limit", value="1", certainty="inferred",
               more=CARRIED + 'derogates = "nd45.answer"\n'),
        "outside nd45.answer, in force 2020-05-22 – 2025-07-01",
    ),
    (
        "closed to provinces",
        HUE,
        _write_entry(param="clock.start", value='"valid_reception"', certainty="inferred",
               more=CARRIED + 'derogates = "nd309.clock_start"\n'),
        "clock.start is not open to provinces",
    ),
    ("undecided", HUE, _write_entry(), "after the change of regime: carried, and inferred"),
    ("across regimes", HUE, _write_entry(since="2025-01-01"), "must end by 2025-07-01"),
    ("unit of a flag", PARAMS, '["a.b"]\nlabel_vi = "a"\nlabel_en = "a"\ntype = "flag"\nanchor = "today"\n'
     'open_to = []\nrunning = "keep"\nunit = "count"\n', "only numbers have a unit"),
    ("gap", PARAMS, '["a.b"]\nlabel_vi = "a"\nlabel_en = "a"\ntype = "flag"\nanchor = "today"\n'
     'open_to = []\nrunning = "keep"\n', "gap: nothing says it on 2018-06-21"),
    ("odd unit", PARAMS, '["a.b"]\nlabel_vi = "a"\nlabel_en = "a"\ntype = "int"\nanchor = "today"\n'
     'open_to = []\nrunning = "keep"\nunit = "fortnight"\n', "'fortnight' is not one of"),
    ("odd anchor", PARAMS, '["a.b"]\nlabel_vi = "a"\nlabel_en = "a"\ntype = "flag"\nanchor = "born_at"\n'
     'open_to = []\nrunning = "keep"\n', "'born_at' is not one of"),
    ("off twice", "calendar/2026.toml", '[[work]]\nday = 2026-11-24\nin_lieu_of = 2026-11-23\n'
     'doc = "tb9441-2025"\ncertainty = "secondary"\n', "2026-11-24: named twice"),
    ("swap of nothing", "calendar/2026.toml", '[[work]]\nday = 2026-11-28\nin_lieu_of = 2026-11-23\n'
     'doc = "tb9441-2025"\ncertainty = "secondary"\n', "2026-11-23 is not a swapped day off"),
    ("worked weekday", "calendar/2026.toml", '[[work]]\nday = 2026-11-23\nin_lieu_of = 2026-08-31\n'
     'doc = "tb9441-2025"\ncertainty = "secondary"\n', "only a weekly day off can be worked"),
    ("odd year", "calendar/2026.toml", '[[off]]\nday = 2027-01-04\nkind = "swap"\nname_vi = "a"\n'
     'name_en = "a"\ndoc = "tb9441-2025"\ncertainty = "secondary"\n', "belongs to another year"),
    ("unknown doc", "calendar/2026.toml", '[[off]]\nday = 2026-11-23\nkind = "swap"\nname_vi = "a"\n'
     'name_en = "a"\ndoc = "cv1"\ncertainty = "secondary"\n', "docs.toml has no instrument 'cv1'"),
    ("unregistered", "national/nd1-2027.toml", _write_entry(), "docs.toml has no instrument 'nd1-2027'"),
    ("odd basis", "province/x/province.toml", 'code = "x"\nname_vi = "X"\nname_en = "X"\nbasis = "none"\n'
     'says = "X"\n', "'none' is not one of own_regulation"),
    ("odd folder", "province/x/province.toml", 'code = "y"\nname_vi = "X"\nname_en = "X"\n'
     'basis = "national_base"\nsays = "X"\n', "must be the folder's name, x"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "reason"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED])
def test_bad_data_is_refused_with_file_key_and_reason(tmp_path, file, text, reason):
    root = tmp_path / "law"
    shutil.copytree(SOURCE, root)
    shutil.copytree(SOURCE.parent / "province", tmp_path / "province")
    path = (tmp_path if file.startswith("province/") else root) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n" + text, encoding="utf-8")
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    assert any(reason in str(problem) for problem in refused.value.problems), str(refused.value)


def _refuse_removed(tmp_path: Path, file: str) -> str:
    root = tmp_path / "law"
    shutil.copytree(SOURCE, root)
    (root / file).unlink()
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    return str(refused.value)


def test_a_missing_instrument_leaves_a_gap_that_is_named(tmp_path):
    assert "supplement.appraisal_effect: gap" in _refuse_removed(tmp_path, "national/nd61-2018.toml")


def test_a_missing_year_is_refused(tmp_path):
    assert "years must follow one another" in _refuse_removed(tmp_path, "calendar/2026.toml")


def test_nothing_is_written_when_the_source_is_refused(tmp_path, monkeypatch, capsys):
    def refuse_source() -> dict[str, object]:
        raise LawRefusedError(())

    monkeypatch.setattr(law_build, "BUILT", tmp_path / "law.json")
    monkeypatch.setattr(law_build, "build_rule_set", refuse_source)
    assert law_build.main() == 1
    assert not (tmp_path / "law.json").exists()
    assert capsys.readouterr().err
