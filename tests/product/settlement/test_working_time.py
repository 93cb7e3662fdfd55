"""Due dates as the desk and the applicant see them: days off by law, Saturday hours, reception off hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from chalicelib.domain.law.model import Hours
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.law import calendars
from chalicelib.repositories.law.rule_set import load_rules
from tests.product.changed_law import change_law
from tests.product.journeys import bring_paper, file_dossier, parse_instant, request_paper
from tests.product.office import Office
from tests.steps.filing.test_filing_checks import PROVINCES

WEEK = ((time(7, 30), time(11, 30), (1, 2, 3, 4, 5)), (time(13, 30), time(17), (1, 2, 3, 4, 5)))
SATURDAY = (time(7, 30), time(11, 30), (6,))


def parse_day_time(text: str) -> datetime:
    """An instant in Viet Nam from year-month-day hour:minute."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def saturday(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`saturday("hue")` has the province's units work on Saturday mornings too, or only take dossiers in."""

    def open_saturday(province: str, *, reception_only: bool = False) -> None:
        lines = [Hours(province, "nd118-2025", *line) for line in WEEK]
        lines.append(Hours(province, "nd118-2025", *SATURDAY, reception_only=reception_only))
        rules = replace(load_rules(), hours=tuple(lines))
        monkeypatch.setattr(calendars, "load_rules", lambda: rules)
        calendars.load_calendar.cache_clear()

    yield open_saturday
    calendars.load_calendar.cache_clear()


def receive_at(product: Office, at: str) -> tuple[str, dict[str, Any]]:
    """A certificate, settled in three working days, filed and received at that instant; what the desk was answered."""
    dossier = file_dossier(product.at(parse_day_time(at)))
    return dossier, product("desk1").step(dossier, "receive")


# -- days off by law ----------------------------------------------------------------------------------------------

LABOUR_DAY = ("2027-04-28 09:00", "2027-05-05 17:00", "2027-05-01")
LUNAR_NEW_YEAR = ("2027-02-03 09:00", "2027-02-13 11:30", "2027-02-06")
NEW_YEAR = ("2027-12-30 09:00", "2028-01-05 17:00", "2028-01-01")


@pytest.mark.parametrize(
    ("province", "at", "due", "off"),
    [*((each, *LABOUR_DAY) for each in PROVINCES), ("hue", *LUNAR_NEW_YEAR), ("lai-chau", *NEW_YEAR)],
)
def test_a_holiday_on_a_saturday_is_off_for_a_unit_that_works_on_saturdays(office, saturday, province, at, due, off):
    saturday(province)
    product = office(province)
    dossier, answer = receive_at(product, at)
    assert parse_instant(answer["due_at"]) == parse_day_time(due)
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")["days"]
    assert {each["day"]: each["reason"] for each in counted}[off] == "holiday"


# -- what is received off hours -----------------------------------------------------------------------------------

OWN = "ngày nhận vẫn là ngày tiếp nhận và không tính"
NEXT = "coi như tiếp nhận vào ngày làm việc kế tiếp"
CITE = "khoản 2 Điều 147 Bộ luật Dân sự 2015"
EVENINGS = {
    "then": ("2024-11-14 17:35", "2024-11-19", "2024-11-20"),
    "today": ("2026-11-19 17:35", "2026-11-25", "2026-11-26"),
}
"""A Thursday evening in 2024 and one this year, before Culture Day: due by either reading."""


def set_reading(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A province's text says which day is the day of receipt: another value of the rule, and nothing else."""
    change_law(monkeypatch, "counting.day_of_receipt", value)


@pytest.mark.parametrize(
    ("province", "day"), [*((each, "today") for each in PROVINCES), ("hue", "then"), ("lai-chau", "then")]
)
def test_off_hours_the_reading_of_receipt_gives_the_due_date_and_is_shown(office, province, day):
    at, due, _ = EVENINGS[day]
    product = office(province)
    dossier, answer = receive_at(product, at)
    assert parse_instant(answer["due_at"]) == parse_day_time(f"{due} 17:00")
    for reader, certainty in (("citizen1", None), ("desk1", "inferred")):
        told = product(reader).get(f"/api/dossiers/{dossier}/deadline")["reading"]
        assert OWN in told["vi"]
        assert (told["rule"]["article"], told["rule"]["certainty"]) == (CITE, certainty)
    if day == "today":
        receipt = product.around.slips(dossier)["receipt"]
        assert OWN in receipt
        assert f"K{CITE[1:]}" in receipt, "a line of its own, so with a capital"


def test_another_text_moves_the_due_date_and_the_words(office, monkeypatch):
    at, _, due = EVENINGS["today"]
    product = office("quang-ngai")
    set_reading(monkeypatch, "next_working_day")
    dossier, answer = receive_at(product, at)
    assert parse_instant(answer["due_at"]) == parse_day_time(f"{due} 17:00")
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")
    assert NEXT in counted["reading"]["vi"]
    assert [each["reason"] for each in counted["days"][:2]] == ["received", "received"]
    assert counted["days"][-1]["number"] == 3
    assert NEXT in product.around.slips(dossier)["receipt"]


def test_within_working_hours_nothing_has_to_be_read(office):
    product = office("hue")
    dossier, _ = receive_at(product, "2026-11-19 12:10")
    assert product("citizen1").get(f"/api/dossiers/{dossier}/deadline")["reading"] is None
    assert OWN not in product.around.slips(dossier)["receipt"]


@pytest.mark.parametrize(("value", "due"), [("own_day", "2026-11-26"), ("next_working_day", "2026-11-27")])
def test_a_saturday_session_takes_in_and_starts_the_clock_as_the_rule_reads_it(
    office, saturday, monkeypatch, value, due
):
    saturday("thai-binh", reception_only=True)
    product = office("thai-binh")
    set_reading(monkeypatch, value)
    dossier, answer = receive_at(product, "2026-11-21 09:00")
    assert parse_instant(answer["due_at"]) == parse_day_time(f"{due} 17:00")
    told = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")["reading"]
    assert "trong buổi chỉ tiếp nhận" in told["vi"]
    assert (NEXT if value == "next_working_day" else OWN) in told["vi"]


@pytest.mark.clause("LC-10.1.b#2")
@pytest.mark.parametrize(
    ("at", "official", "due"),
    [
        ("2024-11-14 20:00", "2024-11-15 07:30", "2024-11-18 08:00"),
        ("2026-11-21 09:00", "2026-11-23 07:30", "2026-11-25 08:00"),
    ],
)
def test_in_lai_chau_the_time_to_answer_starts_at_the_next_working_hour(office, at, official, due):
    product = office("lai-chau", parse_day_time(at))
    dossier = file_dossier(product)
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")
    assert (parse_instant(counted["started_at"]), parse_instant(counted["due_at"])) == (
        parse_day_time(official),
        parse_day_time(due),
    )
    # A supplement restarts it, off hours at the next working hour too.
    product.at(parse_day_time(official))
    request_paper(product, dossier)
    product.at(parse_day_time(official).replace(hour=21))
    bring_paper(product, dossier)
    again = parse_instant(product("citizen1").get(f"/api/dossiers/{dossier}/deadline")["started_at"])
    assert (again > parse_day_time(official), again.hour, again.minute) == (True, parse_day_time(official).hour, 30)
