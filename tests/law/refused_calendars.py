"""Calendars, holidays and office hours that must not become law, each with the key and the reason of its refusal."""

from __future__ import annotations

HOLIDAYS = "holidays.toml"
PX = "province/px/calendar.toml"
LUNAR_2030 = (
    "year = 2030\nprovisional = false\n[lunar]\nnew_year = 2030-02-02\nhung_kings = 2030-04-12\n"
    'source = "X"\ncertainty = "secondary"\n'
)
HOLIDAY = '[harvest]\nname_vi = "X"\nname_en = "X"\ndays = 1\ndoc = "labour-code-2019"\narticle = "Điều 112"\n'
WEEK = "days = [1]\nopens = 08:00:00\ncloses = 11:00:00\n"


def _write_hours(more: str) -> str:
    return f'[[hours]]\ndoc = "nd118-2025"\n{more}'


REFUSED_CALENDARS = [
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
