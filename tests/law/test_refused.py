"""Data that must not become law: each fault is refused with its file, its key and the reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from infra.law.build import DATA, SOURCE, build_rule_set
from infra.law.source import LawRefusedError

HUE, PX = "province/hue/qd88-2017-hue.toml", "province/px/calendar.toml"
ND309, SVC, PARAMS = "national/nd309-2026.toml", "national/service-default.toml", "params.toml"
HOLIDAYS = "holidays.toml"
PROVINCE = 'code = "px"\nname_vi = "P"\nname_en = "P"\nbasis = "own_regulation"\nsays = "P"\n'
AFTER = 'after = { decision = "carried", question = "Q-HUE-CARRIED", fills = "nd118.slot.close.step" }\n'


def _write_entry(more: str, value: str = '"run"', param: str = "payment.clock", since: str = "2026-08-05") -> str:
    return (
        f'[[value]]\nid = "x.new"\nparam = "{param}"\nvalue = {value}\nfrom = {since}\n'
        f'says = "Thử."\ncertainty = "read_once"\nchecked_on = 2026-11-22\n{more}'
    )


def _write_param(more: str) -> str:
    return f'["x.y"]\nlabel_vi = "X"\nlabel_en = "X"\nanchor = "today"\nrunning = "switch"\nfeature = "F98"\n{more}'


def _write_hours(more: str) -> str:
    return f'[[hours]]\ndoc = "nd118-2025"\n{more}'


ARTICLE = 'article = "Điều 1"\n'
CLOSE = _write_entry(ARTICLE + 'fills = "nd61.slot.close.step"\n', "true", "close.step", "2021-01-10")
LUNAR_2030 = (
    "year = 2030\nprovisional = false\n[lunar]\nnew_year = 2030-02-02\nhung_kings = 2030-04-12\n"
    'source = "X"\ncertainty = "secondary"\n'
)
HOLIDAY = '[harvest]\nname_vi = "X"\nname_en = "X"\ndays = 1\ndoc = "labour-code-2019"\narticle = "Điều 112"\n'
WEEK = "days = [1]\nopens = 08:00:00\ncloses = 11:00:00\n"

REPLACES = '[[replaces]]\ndoc = "nd61-2018"\narticles = ["9"]\nfrom = 2026-08-05\ncertainty = "read_once"\n'

REFUSED = [
    ("missing article", ND309, _write_entry(""), "x.new.article", "missing"),
    ("unknown key", ND309, _write_entry(ARTICLE + 'quote = "x"\n'), "x.new.quote", "unknown key"),
    (
        "wrong unit",
        PARAMS,
        _write_param('type = "int"\nopen_to = []\nunit = "fortnight"\n'),
        "x.y.unit",
        "'fortnight' is not one of working_hour, working_day, calendar_day, month, count",
    ),
    ("unit on an entry", ND309, _write_entry(ARTICLE + 'unit = "working_day"\n'), "x.new.unit", "unknown key"),
    (
        "overlap",
        ND309,
        _write_entry(ARTICLE),
        "payment.clock",
        "overlap on 2026-08-05 for national: svc.payment_clock, x.new: one of them is too much",
    ),
    (
        "read and not read yet",
        PARAMS,
        _write_param('type = "flag"\nopen_to = []\nread_by = "x.py"\n'),
        "x.y.read_by",
        "names the file that reads it, or `feature` the one that will",
    ),
    (
        "gap",
        PARAMS,
        _write_param('type = "flag"\nopen_to = []\n'),
        "x.y",
        "gap: nothing says it on 2018-06-21 for national",
    ),
    (
        "today kept",
        PARAMS,
        _write_param('type = "flag"\nopen_to = []\n').replace("switch", "keep"),
        "x.y.running",
        "a rule of today cannot be kept",
    ),
    (
        "article before its clause",
        ND309,
        _write_entry('article = "Điều 1 khoản 2"\n'),
        "x.new.article",
        '\'Điều 1 khoản 2\' names an article before its clause: write "khoản 2 Điều 37", "điểm a khoản 2 Điều 37"',
    ),
    (
        "cycle",
        ND309,
        _write_entry(ARTICLE + 'derogates = "x.new"\npower = "Điều 2"\n'),
        "x.new.derogates",
        "a cycle of derogations",
    ),
    (
        "wrong target",
        ND309,
        _write_entry(ARTICLE + 'derogates = "nd61.answer"\npower = "Điều 2"\n'),
        "x.new.derogates",
        "no entry 'nd61.answer' of payment.clock",
    ),
    (
        "outside its target",
        HUE,
        _write_entry(
            ARTICLE + 'derogates = "nd61.answer"\npower = "Điều 2"\n', "1", "reception.answer_limit", "2020-01-01"
        ),
        "x.new.derogates",
        "outside nd61.answer, in force 2018-06-21 – 2020-05-22: "
        "end yours with it (until), or take the place of what follows it, nd45.answer or svc.answer",
    ),
    (
        "lengthening what may only be shortened",
        "province/vinh-long/qc2023-vinh-long.toml",
        _write_entry(
            ARTICLE + 'derogates = "nd45.answer"\npower = "Điều 2"\n', "9", "reception.answer_limit", "2024-01-01"
        ),
        "x.new.value",
        "may only lower nd45.answer (8)",
    ),
    (
        "shortening what may only be lengthened",
        "province/lai-chau/qc2024-lai-chau.toml",
        _write_entry(
            ARTICLE + 'derogates = "nd224.maintenance"\npower = "Điều 2"\ndecision = "carried"\n'
            'question = "Q-LC-CARRIED"\n',
            "5",
            "maintenance.notice",
        ).replace("read_once", "inferred"),
        "x.new.value",
        "may only raise nd224.maintenance (7)",
    ),
    (
        "placeholder",
        ND309,
        _write_entry(ARTICLE).replace("read_once", "placeholder"),
        "x.new.certainty",
        "a placeholder cannot be released",
    ),
    (
        "slot not derogated from",
        HUE,
        CLOSE.replace("fills", "derogates").replace(ARTICLE, ARTICLE + 'power = "Điều 2"\n'),
        "x.new.derogates",
        "nd61.slot.close.step is a slot: fill it",
    ),
    (
        "rule not filled",
        HUE,
        _write_entry(ARTICLE + 'fills = "svc.answer"\n', "1", "reception.answer_limit"),
        "x.new.fills",
        "svc.answer is no slot: derogate from it",
    ),
    (
        "both",
        HUE,
        CLOSE + 'derogates = "nd61.slot.close.step"\n',
        "x.new.fills",
        "an entry fills a slot or derogates from a rule, not both",
    ),
    (
        "undecided",
        HUE,
        CLOSE + "until = 2025-07-01\n",
        "x.new.after",
        "what becomes of it from 2025-07-01 is not decided",
    ),
    ("decided without end", HUE, CLOSE, "x.new.until", "must end by 2025-07-01, or be carried by a new entry"),
    (
        "odd decision",
        HUE,
        CLOSE + AFTER.replace("carried", "kept"),
        "x.new.after.decision",
        "'kept' is not one of carried, ended",
    ),
    (
        "decision without question",
        HUE,
        CLOSE + AFTER.replace("Q-HUE-CARRIED", "Q-X"),
        "x.new.after.question",
        "questions.toml has no 'Q-X'",
    ),
    (
        "ended with a target",
        HUE,
        CLOSE + AFTER.replace("carried", "ended"),
        "x.new.after",
        "what has ended has no target and no power",
    ),
    (
        "decided twice",
        HUE,
        CLOSE + "until = 2024-01-01\n" + AFTER,
        "x.new.after",
        "only a provincial entry that runs into 2025-07-01 is decided",
    ),
    (
        "slot in a province",
        HUE,
        '[[slot]]\nid = "x.slot"\nparams = ["close.step"]\nfrom = 2021-01-10\nsays = "X"\narticle = "Điều 1"\n'
        'certainty = "read_once"\nchecked_on = 2026-11-22\n',
        "x.slot",
        "only a national instrument opens a slot",
    ),
    (
        "taking an unknown place",
        ND309,
        REPLACES.replace("nd61-2018", "nd1-1999"),
        "replaces[0].doc",
        "docs.toml has no instrument 'nd1-1999'",
    ),
    (
        "keeping without a question",
        ND309,
        REPLACES.replace("read_once", "inferred"),
        "replaces[0].question",
        "what is inferred needs a question of questions.toml",
    ),
    (
        "opened to whom",
        PARAMS,
        _write_param('type = "flag"\nopen_to = ["commune"]\nguard = "may_set"\n'),
        "x.y.open_to",
        "'commune' is not one of province",
    ),
    (
        "declared twice",
        PARAMS,
        _write_param('type = "flag"\nopen_to = []\n').replace("x.y", "payment.clock"),
        "payment.clock",
        "declared twice",
    ),
    (
        "bad day of the year",
        HUE,
        _write_entry(
            ARTICLE + 'fills = "nd61.slot.report.plan_before"\n', '"11-31"', "report.plan_before", "2021-01-10"
        ),
        "x.new.value",
        "'11-31' is not a day of the year, month first, such as \"11-30\"",
    ),
    (
        "holiday and swap on one day",
        "calendar/2030.toml",
        LUNAR_2030 + '[[off]]\nday = 2030-05-04\nkind = "statutory"\nname_vi = "X"\nname_en = "X"\n'
        'doc = "labour-code-2019"\ncertainty = "secondary"\n[[work]]\nday = 2030-05-04\nin_lieu_of = 2030-05-03\n'
        'doc = "labour-code-2019"\ncertainty = "secondary"\n',
        "2030-05-04",
        "named twice: a day is off or worked, and once",
    ),
    (
        "year without its lunar days",
        "calendar/2030.toml",
        "year = 2030\nprovisional = false\n",
        "year.lunar",
        "missing",
    ),
    (
        "lunar day of another year",
        "calendar/2030.toml",
        LUNAR_2030.replace("2030-02-02", "2031-01-23"),
        "lunar.new_year",
        "2031-01-23 belongs to another year",
    ),
    (
        "year without a holiday",
        "calendar/2030.toml",
        LUNAR_2030,
        "2030-04-12",
        "missing: Giỗ Tổ Hùng Vương is a statutory day off (điểm e khoản 1 Điều 112)",
    ),
    (
        "holiday twice",
        HOLIDAYS,
        HOLIDAY.replace("harvest", "culture") + 'solar = "11-24"\n',
        "culture",
        "declared twice",
    ),
    ("holiday nowhere", HOLIDAYS, HOLIDAY, "harvest", "names either a solar date or a lunar day"),
    (
        "holiday on no day",
        HOLIDAYS,
        HOLIDAY + 'solar = "02-30"\n',
        "harvest.solar",
        "'02-30' is not a day of the year, MM-DD",
    ),
    (
        "unknown lunar day",
        HOLIDAYS,
        HOLIDAY + 'lunar = "mid_autumn"\n',
        "harvest.lunar",
        "'mid_autumn' is not one of new_year, hung_kings",
    ),
    (
        "holiday of no length",
        HOLIDAYS,
        HOLIDAY.replace("days = 1", "days = 0") + 'solar = "11-24"\n',
        "harvest.days",
        "must be at least 1",
    ),
    (
        "holiday without text",
        HOLIDAYS,
        HOLIDAY.replace("labour-code-2019", "x") + 'solar = "11-24"\n',
        "harvest.doc",
        "docs.toml has no instrument 'x'",
    ),
    (
        "backwards shift",
        PX,
        _write_hours("days = [1]\nopens = 11:00:00\ncloses = 08:00:00\n"),
        "hours[0].opens",
        "a shift must open before it closes: 11:00–08:00",
    ),
    (
        "overlapping shifts",
        PX,
        _write_hours(WEEK) + _write_hours(WEEK.replace("08", "10").replace("11", "12")),
        "hours of the province",
        "shifts overlap: 08:00–11:00 and 10:00–12:00",
    ),
    (
        "odd weekday",
        PX,
        _write_hours(WEEK.replace("[1]", "[8]")),
        "hours[0].days",
        "[8] are not days of the week, 1 to 7",
    ),
    (
        "odd season",
        PX,
        _write_hours(WEEK + 'season = ["02-30", "10-15"]\n'),
        "hours[0].season",
        "['02-30', '10-15'] is not a first and a last day, MM-DD",
    ),
    (
        "week and date",
        PX,
        _write_hours(WEEK + "on = 2026-12-31\n"),
        "hours[0]",
        "names either days of the week or one date",
    ),
    (
        "hours without text",
        PX,
        _write_hours(WEEK).replace("nd118-2025", "x"),
        "hours[0].doc",
        "docs.toml has no instrument 'x'",
    ),
    (
        "odd question of a closure",
        PX,
        '[[closed]]\nday = 2026-10-12\nname_vi = "X"\nname_en = "X"\ndoc = "nd118-2025"\nquestion = "Q-X"\n',
        "closed[0].question",
        "questions.toml has no 'Q-X'",
    ),
    ("unknown table", PX, "[[shifts]]\nday = 1\n", "shifts", "unknown key"),
]


@pytest.mark.parametrize(
    ("file", "text", "key", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused_with_file_key_and_reason(tmp_path, file, text, key, reason):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "province" / "px").mkdir(parents=True, exist_ok=True)
    (tmp_path / "province" / "px" / "province.toml").write_text(PROVINCE, encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(SOURCE, tmp_path)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert (file, key, reason) in told, told


def _copy_with_procedure(tmp_path: Path, table: str = "process", base: str = "1.001193", **changes: object) -> Path:
    """A copy of the law with one procedure of which a table was changed."""
    shutil.copytree(SOURCE, tmp_path / "law")
    shutil.copytree(DATA / "province", tmp_path / "province")
    procedure = json.loads((DATA / "procedures" / f"{base}.json").read_text(encoding="utf-8"))
    procedure[table].update(changes)
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "x.json").write_text(json.dumps(procedure), encoding="utf-8")
    return tmp_path / "law"


@pytest.mark.parametrize(
    ("hours", "key", "reason"),
    [
        (9, "process.hours", "9 hours exceed the procedure's time of 8"),
        (3, "process.steps", "the steps take 3 hours, not the 9 stated"),
    ],
)
def test_a_process_longer_than_its_procedure_is_refused(tmp_path, hours, key, reason):
    root = _copy_with_procedure(tmp_path, hours=9, steps=[{"hours": hours}])
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert told == [("procedures/x.json", key, reason)]


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"value": 3}, "value", "3 working_day is not shorter than 3 working_day"),
        ({"value": 0}, "value", "0 working_day is not shorter than 3 working_day"),
        ({"unit": "calendar_day"}, "value", "2 calendar_day is not shorter than 3 working_day"),
        ({"province": "thai_binh"}, "province", "there is no province 'thai_binh'"),
    ],
)
def test_a_time_for_online_filings_that_is_no_shorter_is_refused(tmp_path, changes, key, reason):
    policy = {"province": "thai-binh", "value": 2, "unit": "working_day", **changes}
    root = _copy_with_procedure(tmp_path, "processing_time", "1.004873", online=[policy])
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert told == [("procedures/x.json", f"processing_time.online[0].{key}", reason)]
