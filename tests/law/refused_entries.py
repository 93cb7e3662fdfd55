"""Entries and parameters that must not become law, each with its file, and the key and the reason of its refusal."""

from __future__ import annotations

HUE = "province/hue/qd88-2017-hue.toml"
ND309, SVC, PARAMS = "national/nd309-2026.toml", "national/service-default.toml", "params.toml"
AFTER = 'after = { decision = "carried", question = "Q-HUE-CARRIED", fills = "nd118.slot.close.step" }\n'


def _write_entry(more: str, value: str = '"run"', param: str = "payment.clock", since: str = "2026-08-05") -> str:
    return (
        f'[[value]]\nid = "x.new"\nparam = "{param}"\nvalue = {value}\nfrom = {since}\n'
        f'says = "Thử."\ncertainty = "read_once"\nchecked_on = 2026-11-22\n{more}'
    )


def _write_param(more: str) -> str:
    return f'["x.y"]\nlabel_vi = "X"\nlabel_en = "X"\nanchor = "today"\nrunning = "switch"\nfeature = "F98"\n{more}'


ARTICLE = 'article = "Điều 1"\n'
CLOSE = _write_entry(ARTICLE + 'fills = "nd61.slot.close.step"\n', "true", "close.step", "2021-01-10")


REPLACES = '[[replaces]]\ndoc = "nd61-2018"\narticles = ["9"]\nfrom = 2026-08-05\ncertainty = "read_once"\n'

REFUSED_ENTRIES = [
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
]
