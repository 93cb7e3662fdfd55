"""The tariff: what a filing owes by its answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.catalogue.tariff import ChargeCount, Condition, is_decided_by_officer
from chalicelib.domain.dossier.carried_money import PaidSum, apply_carried_sums
from chalicelib.domain.dossier.obligations import (
    ExemptionClaim,
    FeeLine,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    Payment,
)
from chalicelib.domain.payments.fees import claim_exemption, settle_obligation
from chalicelib.domain.payments.recharging import update_obligations
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.filing_day import FilingDay
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.tariff_records import parse_tariff_line
from chalicelib.repositories.files.records import BadRecordError
from tests.support.builders import Case

INDEX = CatalogueFiles().index
PROCEDURES = INDEX.list_procedures()
COPY, EXTRACT, CATERING, LIQUOR = "2.000815", "2.000635", "1.002425", "2.000620"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
CALENDAR = Case().deps.reference.find_calendar(Case().one_stop)
ON = FilingDay(MONDAY, lambda: CALENDAR)


def list_owed(procedure: str, **answers: Any) -> dict[str, int]:
    """Return the sums owed online with these answers, by line."""
    return {fee.key: fee.amount for fee in INDEX.get(procedure).list_fee_lines(answers, ON, online=True)}


@pytest.mark.parametrize(
    ("pages", "copies", "amounts"),
    [
        (1, 1, {"page_1_2": 2_000}),
        (2, 3, {"page_1_2": 12_000}),
        (5, 3, {"page_1_2": 12_000, "page_3_on": 9_000}),
        (500, 2, {"page_1_2": 8_000, "page_3_on": 392_000}),
    ],
)
def test_a_certified_copy_costs_by_its_pages_for_each_copy_with_a_most(
    pages: int, copies: int, amounts: dict[str, int]
) -> None:
    assert list_owed(COPY, page_count=pages, copy_count=copies) == amounts
    assert sum(amounts.values()) <= 200_000 * copies


@pytest.mark.parametrize("answers", [{}, {"page_count": "5", "copy_count": True}, {"page_count": 0, "copy_count": -1}])
def test_what_was_not_answered_yet_counts_as_one(answers: dict[str, Any]) -> None:
    assert list_owed(COPY, **answers) == {"page_1_2": 2_000}


def test_each_extract_is_paid() -> None:
    assert list_owed(EXTRACT, copies_requested=4) == {"copy": 32_000}


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"trader_type": "household", "area_zone": "other"}, "household_other"),
        ({"trader_type": "household", "area_zone": "city"}, "household_city"),
        ({"trader_type": "enterprise", "area_zone": "other"}, "enterprise_other"),
        ({"trader_type": "household"}, "enterprise_city"),
        ({}, "enterprise_city"),
    ],
)
def test_of_alternatives_the_one_that_the_answers_meet_is_owed(answers: dict[str, Any], line: str) -> None:
    assert list(list_owed(LIQUOR, **answers)) == [line]


@pytest.mark.parametrize(("meals", "amount"), [(199, 700_000), (200, 1_000_000), (None, 700_000)])
def test_a_number_decides_between_alternatives(meals: int | None, amount: int) -> None:
    assert list(list_owed(CATERING, meals_per_day=meals).values()) == [amount]


def test_an_officers_choice_goes_before_the_answers() -> None:
    answers = {"trader_type": "household", "area_zone": "other"}
    (fee,) = INDEX.get(LIQUOR).list_fee_lines(answers, ON, online=True, chosen=["household_city"])
    assert fee.key == "household_city"


def build_filing_day(days: int) -> FilingDay:
    """A filing so many days after Friday, 25 September 2026."""
    return FilingDay(datetime(2026, 9, 25, 10, tzinfo=VIETNAM) + timedelta(days=days), lambda: CALENDAR)


@pytest.mark.parametrize(
    ("days", "late"),
    [(0, False), (59, False), (60, False), (61, False), (62, True), (400, True)],
)
def test_a_birth_registered_late_is_paid_for(days: int, late: bool) -> None:
    """The 60th day, 24 November 2026, is a holiday."""
    fees = INDEX.get("1.001193").list_fee_lines({"child_birth_date": "2026-09-25"}, build_filing_day(days), online=True)
    assert [fee.key for fee in fees] == (["late"] if late else [])


def test_a_period_that_ends_on_a_day_off_ends_with_the_next_working_day() -> None:
    born_on = {"child_birth_date": "2026-09-22"}  # the 60th day is Saturday, 21 November
    registration = INDEX.get("1.001193")
    for day, late in ((20, False), (21, False), (22, False), (23, False), (24, True)):
        on = FilingDay(datetime(2026, 11, day, 9, tzinfo=VIETNAM), lambda: CALENDAR)
        assert bool(registration.list_fee_lines(born_on, on, online=True)) is late, day


def test_a_death_is_dated_by_its_day_in_vietnam() -> None:
    death = INDEX.get("1.000656")
    # 17:30 UTC on the 9th is the 10th in Vietnam, where the 15th day is Wednesday, 25 November.
    for day, late in ((25, False), (26, True)):
        on = FilingDay(datetime(2026, 11, day, 9, tzinfo=VIETNAM), lambda: CALENDAR)
        assert bool(death.list_fee_lines({"death_datetime": "2026-11-09T17:30:00Z"}, on, online=True)) is late, day


@pytest.mark.parametrize(
    ("born", "what", "amount"),
    [
        ("2012-11-23", "change", 28_000), ("2012-11-24", "change", 15_000), ("1990-01-01", "supplement", 15_000),
        ("2020-01-01", "ethnicity", 28_000), ("gì đó", "correct", 28_000),
    ],
)  # fmt: skip
def test_a_change_of_civil_status_is_paid_for_by_age_and_kind(born: str, what: str, amount: int) -> None:
    assert list(list_owed("1.004859", subject_birth_date=born, change_type=what).values()) == [amount]


@pytest.mark.parametrize("unit", ["days", "years"])
@pytest.mark.parametrize(
    "answer",
    ["9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-13-01", "x", "", None,
     9999, -1, 1e300, True, [], ["2026-01-01"] * 10, {}, {"day": 1}],
)  # fmt: skip
def test_what_a_draft_holds_in_place_of_a_day_is_no_day(answer: Any, unit: str) -> None:
    assert ON.count_since(answer, unit) is None


def test_an_officer_decides_between_alternatives_that_rest_on_proof() -> None:
    decided = {p.id for p in PROCEDURES for line in p.fees if is_decided_by_officer(p.fees, line)}
    assert decided == {"2.000488-LLTP1", "2.000488-LLTP2", "1.012783"}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.id)
def test_a_tariff_rests_on_questions_that_must_be_answered(procedure: Any) -> None:
    form = {field.key: field for field in procedure.form}
    for line in procedure.fees:
        for key in line.count.questions if line.count else ():
            assert (form[key].type, form[key].required, form[key].minimum) == ("integer", True, 1)
        for condition in chain(*line.when):
            field = form[condition.question]
            assert field.required
            assert set(condition.codes) <= {choice.code for choice in field.choices}
            assert bool(condition.codes) == bool(field.choices)
            assert bool(condition.since) == (field.format in ("date", "date-time"))
        assert not line.when or line.choice, "only alternatives have conditions"
        assert (line.per in ("page", "copy")) == (line.count is not None or (line.optional and line.per == "copy"))


@pytest.mark.parametrize("condition", [{"question": "size"}, {"question": "size", "codes": ["big"], "least": 1}])
def test_a_condition_is_by_codes_or_by_bounds(condition: dict[str, Any]) -> None:
    record = {
        "key": "one", "vi": "Một", "en": "One", "amount": 1, "status": "sample", "per": "dossier", "due": "reception",
        "blocking": False, "channel": "any", "choice": "size", "optional": False, "exempt": [], "note_vi": None,
    }  # fmt: skip
    with pytest.raises(BadRecordError, match="either codes or bounds"):
        parse_tariff_line(record | {"when": [condition]})


def test_bounds_and_counts_are_closed_intervals() -> None:
    between = Condition("n", least=2, most=3)
    assert [between.is_met({"n": n}, ON) for n in (1, 2, 3, 4, True, "2")] == [False, True, True, False, False, False]
    assert [ChargeCount("n", after=1, upto=3).calculate_sum(10, {"n": n}) for n in (1, 2, 3, 9)] == [0, 10, 20, 20]


def build_open_sum(key: str, amount: int, number: int = 1) -> Obligation:
    """An open sum due at reception."""
    line = FeeLine(key, key, key, amount)
    return Obligation(f"F{number:02d}", key, amount, line.due, False, NOW)


def list_after_answers(
    procedure: str, *obligations: Obligation, **answers: Any
) -> list[tuple[str, str, int, ObligationState]]:
    """Return the sums owed after other answers: id, line, amount, state."""
    found = INDEX.get(procedure)
    moved = update_obligations(obligations, found.fees, found.list_fee_lines(answers, ON, online=True), NOW)
    return [(one.id, one.fee_key, one.amount, one.state) for one in moved]


OPEN, CANCELLED, SETTLED = ObligationState.OPEN, ObligationState.CANCELLED, ObligationState.SETTLED


def test_other_answers_change_what_is_still_open() -> None:
    before = build_open_sum("page_1_2", 2_000)
    assert list_after_answers(COPY, before, page_count=5, copy_count=2) == [
        ("F01", "page_1_2", 8_000, OPEN),
        ("F02", "page_3_on", 6_000, OPEN),
    ]
    assert list_after_answers(COPY, before, page_count=1, copy_count=1) == [("F01", "page_1_2", 2_000, OPEN)]


def test_an_alternative_that_no_longer_applies_is_cancelled() -> None:
    moved = list_after_answers(
        LIQUOR, build_open_sum("enterprise_city", 1_200_000), trader_type="household", area_zone="other"
    )
    assert moved == [
        ("F01", "enterprise_city", 1_200_000, CANCELLED),
        ("F02", "household_other", 200_000, OPEN),
    ]


def test_what_was_paid_stays_and_only_the_difference_is_asked_for() -> None:
    paid = settle_obligation(build_open_sum("page_1_2", 2_000), Payment("T1", 2_000, Method.CASH))
    topped = list_after_answers(COPY, paid, page_count=2, copy_count=9)
    assert topped == [("F01", "page_1_2", 2_000, SETTLED), ("F02", "page_1_2", 34_000, OPEN)]
    assert list_after_answers(COPY, paid, page_count=1, copy_count=1) == [("F01", "page_1_2", 2_000, SETTLED)]


@given(answers=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.booleans()), max_size=6))
def test_payments_between_corrections_never_raise_the_sum_above_what_the_last_answers_make(
    answers: list[tuple[int, int, bool]],
) -> None:
    found = INDEX.get(COPY)
    owed_now: Obligations = (build_open_sum("page_1_2", 2_000),)
    for number, (pages, copies, pays) in enumerate(answers):
        fees = found.list_fee_lines({"page_count": pages, "copy_count": copies}, ON, online=True)
        owed_now = update_obligations(owed_now, found.fees, fees, NOW)
        for fee in fees:
            mine = [one for one in owed_now if one.fee_key == fee.key]
            paid = sum(one.paid_amount for one in mine)
            assert sum(one.outstanding for one in mine) == max(0, fee.amount - paid)
        assert sum(one.outstanding for one in owed_now) <= sum(fee.amount for fee in fees)
        if pays:
            owed_now = tuple(
                settle_obligation(one, Payment(f"T{number}{one.id}", one.amount, Method.CASH))
                if one.state is OPEN
                else one
                for one in owed_now
            )
    assert len({one.id for one in owed_now}) == len(owed_now)


def test_what_was_paid_for_an_alternative_counts() -> None:
    paid = settle_obligation(build_open_sum("household_city", 400_000), Payment("T1", 400_000, Method.CASH))
    kept = ("F01", "household_city", 400_000, SETTLED)
    dearer = list_after_answers(LIQUOR, paid, trader_type="enterprise", area_zone="other")
    assert dearer == [kept, ("F02", "enterprise_other", 200_000, OPEN)]
    assert list_after_answers(LIQUOR, paid, trader_type="household", area_zone="other") == [kept]


def test_sums_that_follow_no_answer_do_not_move() -> None:
    asked = replace(build_open_sum("registration", 100_000), deferred="other_way_agreed")
    assert list_after_answers("1.001612", asked, capital_vnd=1) == [("F01", "registration", 100_000, OPEN)]


def test_a_claim_stays_on_a_sum_that_changes() -> None:
    line = FeeLine("copy", "b", "c", 8_000, exemption_groups=("child",))
    claimed = claim_exemption(build_open_sum("copy", 8_000), line, ExemptionClaim("child", "p1", "someone"))
    (moved,) = update_obligations((claimed,), INDEX.get(EXTRACT).fees, [replace(line, amount=16_000)], NOW)
    assert (moved.amount, moved.exemption) == (16_000, claimed.exemption)


def test_of_a_sum_that_was_paid_in_part_for_a_wrong_procedure_only_the_rest_moves() -> None:
    part, rest = apply_carried_sums((build_open_sum("copy", 24_000),), (PaidSum("gw:1", 8_000),))[0]
    dearer, no_dearer = [(8_000, SETTLED), (32_000, OPEN)], [(8_000, SETTLED), (16_000, CANCELLED)]
    for amount, expected in ((40_000, dearer), (8_000, no_dearer)):
        moved = update_obligations((part, rest), INDEX.get(EXTRACT).fees, [FeeLine("copy", "b", "c", amount)], NOW)
        assert [(one.amount, one.state) for one in moved] == expected
