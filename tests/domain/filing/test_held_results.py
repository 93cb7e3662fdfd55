"""Which result of a person's own answers a component, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from chalicelib.domain.catalogue.procedures import Component, Names, Validity
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.erasure import Erasure
from chalicelib.domain.filing.held_results import find_held_paper
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from tests.support.builders import CERTIFICATE, MONDAY

FILES = CatalogueFiles()
MARITAL = FILES.find_procedure(CERTIFICATE)
WANTED = Component("marital_status_confirmation", Names("", ""), "original", 1, "required", True, (CERTIFICATE,))
ISSUED = datetime(2026, 8, 31, 16, tzinfo=VIETNAM)
CLOCK = Clock(
    "resolution", Duration(3, Unit.WORKING_DAY), begun_at=MONDAY, started_at=MONDAY, original_due_at=ISSUED,
    due_at=ISSUED, index_due_at=ISSUED, ended_at=ISSUED,
)  # fmt: skip
GRANTED = Dossier(
    "d", "hue", CERTIFICATE, "1", "own_portal", "one-stop", "anna", "TN-1", MONDAY, state=State.RETURNED, owner="anna",
    outcome="granted", results=("wrong", "corrected"), clock=CLOCK,
)  # fmt: skip


def test_the_latest_version_of_a_result_counts_until_its_last_day() -> None:
    found = find_held_paper(WANTED, GRANTED, MARITAL, "anna", date(2027, 2, 28))
    assert found is not None
    assert (found.result, found.issued, found.last_day) == ("corrected", date(2026, 8, 31), date(2027, 2, 28))
    assert find_held_paper(WANTED, GRANTED, MARITAL, "anna", date(2027, 3, 1)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": "bert"}, {"outcome": "not_granted"}, {"state": State.RESOLVED}, {"results": ()}, {"clock": None},
        {"clock": replace(CLOCK, ended_at=None)},
        {"erasure": Erasure("authority_decision", "12/QĐ-TA", "office-1", MONDAY, ordered_at=MONDAY)},
    ],
)  # fmt: skip
def test_what_is_not_the_persons_granted_and_handed_over_does_not_count(changes: dict[str, object]) -> None:
    dossier = replace(GRANTED, **changes)  # type: ignore[arg-type]
    assert find_held_paper(WANTED, dossier, MARITAL, "anna", date(2026, 9, 1)) is None


def test_another_procedures_result_answers_nothing() -> None:
    assert find_held_paper(replace(WANTED, result_of=("1.000656",)), GRANTED, MARITAL, "anna", date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    ("validity", "last_day"),
    [
        (Validity(1, "year", ""), date(2025, 2, 28)), (Validity(2, "month", ""), date(2024, 4, 29)),
        (Validity(None, "unlimited", ""), None),
    ],
)  # fmt: skip
def test_the_last_day_of_a_result(validity: Validity, last_day: date | None) -> None:
    assert validity.calculate_last_day(date(2024, 2, 29)) == last_day


def test_what_no_single_figure_limits_is_left_to_an_officer() -> None:
    by_class = replace(MARITAL, validity=Validity(None, "by_class", ""))
    assert find_held_paper(WANTED, GRANTED, by_class, "anna", date(2026, 9, 1)) is None


def test_a_component_names_only_procedures_of_the_catalogue() -> None:
    named = {
        source for number in FILES.procedure_ids for each in FILES.find_procedure(number).components
        for source in each.result_of
    }  # fmt: skip
    assert named
    assert named <= FILES.procedure_ids
